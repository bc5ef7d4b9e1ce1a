"""Findings about the links of a page, from the page and the lock alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from linkroll.findings import Finding, finding
from linkroll.lint.mislabelled import is_mislabelled, own_title
from linkroll.lock.record import Verdict
from linkroll.lock.verdict import needs_human
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.wayback import is_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from linkroll.lock.record import Record
    from linkroll.markdown.links import Flaw, Link, Reading, Swallowed

VOUCHED_FOR = timedelta(days=365)
FLAG_IT = "write the right URL, or flag the link with { flag=… because=… }"


class LinkReview(NamedTuple):
    """A link with its record and all that was found of it; cards and reports are made from this.

    ``own_title`` is what an entry's page calls itself, where that is another title.
    """

    link: Link
    record: Record | None
    findings: tuple[Finding, ...]
    suppressed: bool
    own_title: str | None = None

    def found(self, code: str) -> Finding | None:
        """Return the first finding with a code."""
        return next((each for each in self.findings if each.code == code), None)


def review_link(
    link: Link, record: Record | None, today: date, *, allow: frozenset[str] = frozenset()
) -> LinkReview:
    """Return the review of one link, from which cards and reports are made."""
    findings = tuple(lint_link(link, record, today, allow=allow))
    called = own_title(link, record) if record and link.entry else None
    return LinkReview(link, record, findings, is_suppressed(link, today), called)


def page_findings(path: str, reading: Reading, reviews: Iterable[LinkReview]) -> list[Finding]:
    """Return the findings of one page, in its order."""
    found = [swallowed_finding(path, swallowed) for swallowed in reading.swallowed]
    found += [flaw_finding(path, flaw) for flaw in reading.flaws]
    return sorted([*found, *(each for review in reviews for each in review.findings)])


def lint_page(
    path: str,
    reading: Reading,
    records: Mapping[str, Record],
    today: date,
    *,
    allow: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Return the findings of one page outside of a build."""
    reviews = (
        review_link(link, records.get(link.key), today, allow=allow) for link in reading.links
    )
    return page_findings(path, reading, reviews)


def lint_link(
    link: Link, record: Record | None, today: date, *, allow: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Yield the findings about one link."""
    for what, remedy in link.problems:
        yield link_finding(link, "malformed", what, remedy)
    suppressed = is_suppressed(link, today)
    url_findings = lint_url(link.url, today, allow=allow)
    if not suppressed:
        for found in url_findings:
            yield link_finding(link, found.code, found.message, found.remedy)
    if link.attributes.flag and not suppressed:
        what = f"the flag “{link.attributes.flag}” was due for a second look on {link.attributes.until}"
        yield link_finding(
            link, "expired", what, "look again, and set a later day or remove the flag"
        )
    if record is None:
        return
    make_finding = VERDICTS.get(record.verdict or "")
    if make_finding is not None and not suppressed and not is_irrelevant(link, record, today):
        yield make_finding(link, record)
    if record.verdict != "mislabelled" and not suppressed and is_mislabelled(link, record):
        yield mislabelled_finding(link, record)
    if ends_flag(record, link.attributes.flag) and not url_findings:
        what = f"“{link.url}” is flagged {link.attributes.flag}, but a check found it alive"
        yield link_finding(link, "resolved", what, "remove the flag")
    yield from difference_findings(link, record)


def ends_flag(record: Record, flag: str | None) -> bool:
    """Whether a verdict shows that a person's flag is no longer true."""
    return record.verdict is not None and flag in Verdict(record.verdict).ends_flags


def is_suppressed(link: Link, today: date) -> bool:
    """Whether a person's flag answers the findings, and its day has not come."""
    flag, until = link.attributes.flag, link.attributes.until
    return flag is not None and (until is None or today.isoformat() < until)


def without_suppressed(links: Iterable[Link], today: date) -> list[Link]:
    """Return the links that no person has flagged, or whose flag is due for another look."""
    return [link for link in links if not is_suppressed(link, today)]


def is_irrelevant(link: Link, record: Record, today: date) -> bool:
    """Whether a verdict is about the original of an archived copy, or a block that needs no one."""
    if is_copy(link.url):
        return True
    seen_lately = (link.attributes.seen or "") > (today - VOUCHED_FOR).isoformat()
    return record.verdict == "blocked" and (seen_lately or not needs_human(record, today))


def link_finding(link: Link, code: str, message: str, remedy: str) -> Finding:
    """Return a finding at the place of a link."""
    return finding(
        code, message, remedy, path=link.path, line=link.line, column=link.column, url=link.url
    )


def swallowed_finding(path: str, swallowed: Swallowed) -> Finding:
    """Report links that Markdown took for code, or left as text in raw HTML."""
    line, column = swallowed.place
    where = (
        f"line {line}" if swallowed.last_line == line else f"lines {line} to {swallowed.last_line}"
    )
    links = "1 link" if swallowed.count == 1 else f"{swallowed.count} links"
    if swallowed.tag:
        message = f"{links} on {where} are in raw HTML, where Markdown is shown as text"
        remedy = (
            f"leave a line empty between <{swallowed.tag}> and the Markdown"
            if swallowed.readme
            else f"write <{swallowed.tag} markdown> instead of <{swallowed.tag}>, with the extension md_in_html"
        )
    else:
        message = f"{links} on {where} are in an indented code block, so no reader sees them"
        remedy = "remove the four spaces before the list, or fence it with ``` if it is code"
    return finding("swallowed", message, remedy, path=path, line=line, column=column)


def flaw_finding(path: str, flaw: Flaw) -> Finding:
    """Report what was meant as a link or an attribute list, and is shown as text."""
    return finding(
        "malformed",
        f"“{flaw.url}” {flaw.message}" if flaw.url else flaw.message,
        flaw.remedy,
        path=path,
        line=flaw.place.line,
        column=flaw.place.column,
        url=flaw.url,
    )


def reason_text(record: Record) -> str:
    """Return the evidence of a verdict, in a few words."""
    outcome = record.outcome
    if outcome is None:
        return "no reason was recorded"
    evidence = outcome.reason or (f"HTTP {outcome.status}" if outcome.status else "no response")
    return f"{evidence}, seen on {outcome.at}"


def dead_finding(link: Link, record: Record) -> Finding:
    """Return the finding for a dead link."""
    copy = (
        f"link the archived copy {record.archive.url}, or {FLAG_IT}" if record.archive else FLAG_IT
    )
    return link_finding(
        link,
        "dead",
        f"“{link.url}” has been dead since {record.since} ({reason_text(record)})",
        copy,
    )


def mislabelled_finding(link: Link, record: Record) -> Finding:
    """Return the finding for a link that leads to something else."""
    title = f"“{record.title}”" if record.title else "something else"
    return link_finding(
        link, "mislabelled", f"“{link.text}” leads to {title} at “{link.url}”", FLAG_IT
    )


def moved_finding(link: Link, record: Record) -> Finding:
    """Return the finding for a link that moved."""
    final = record.outcome.final if record.outcome and record.outcome.final else record.url
    what = f"“{link.url}” moved permanently to “{final}”"
    return link_finding(link, "moved", what, "write the new URL, or run `linkroll fix --write`")


def failing_finding(link: Link, record: Record) -> Finding:
    """Return the finding for a link that fails but is not dead."""
    what = f"“{link.url}” has been failing since {record.since} ({reason_text(record)}); it is not confirmed dead"
    return link_finding(link, "failing", what, "wait for the next checks, or write a better URL")


def blocked_finding(link: Link, record: Record) -> Finding:
    """Return the finding for a link that has been blocked for so long that a person must look."""
    what = (
        f"“{link.url}” has blocked automated requests since {record.since} ({reason_text(record)})"
    )
    well = "open it in a browser; if it works, write { seen=YYYY-MM-DD } after the link"
    return link_finding(link, "needs-human", what, f"{well}; if not, {FLAG_IT}")


def placeholder_finding(link: Link, record: Record) -> Finding:
    """Return the finding for a link that is recorded as made up."""
    return link_finding(
        link,
        "placeholder",
        f"“{link.url}” is recorded as not a real URL ({reason_text(record)})",
        FLAG_IT,
    )


VERDICTS: dict[str, Callable[[Link, Record], Finding]] = {
    "dead": dead_finding,
    "mislabelled": mislabelled_finding,
    "moved": moved_finding,
    "failing": failing_finding,
    "blocked": blocked_finding,
    "placeholder": placeholder_finding,
}


def difference_findings(link: Link, record: Record) -> Iterator[Finding]:
    """Yield where a stated field differs from the lock."""
    stated = link.attributes
    for name, ours, theirs, same in (
        ("by", ", ".join(stated.by), ", ".join(record.authors), same_people),
        ("date", stated.date or "", record.date or "", same_day),
        ("venue", stated.venue or "", record.venue or "", same_word),
    ):
        if ours and theirs and not same(ours, theirs):
            what = f"the page states {name}=“{ours}”, the lock has “{theirs}”"
            yield link_finding(
                link, "differs", what, "keep the stated value if it is right; it is the one shown"
            )


def same_people(ours: str, theirs: str) -> bool:
    """Whether two lists of authors name the same people, in any order."""
    return sorted(ours.casefold().split(", ")) == sorted(theirs.casefold().split(", "))


def same_day(ours: str, theirs: str) -> bool:
    """Whether two dates agree as far as both are given."""
    return ours.startswith(theirs) or theirs.startswith(ours)


def same_word(ours: str, theirs: str) -> bool:
    """Whether two texts differ at most in case."""
    return ours.casefold() == theirs.casefold()


def drop_implied(findings: list[Finding]) -> list[Finding]:
    """Drop `failing` where `gone` reports the same link."""
    gone = {found.place for found in findings if found.code == "gone"}
    return [found for found in findings if found.code != "failing" or found.place not in gone]


def apply_gating(findings: list[Finding], changed: Callable[[Finding], bool]) -> list[Finding]:
    """Turn warnings on lines that the change does not touch into notices."""
    return [
        found if changed(found) or found.level == "notice" else replace(found, level="notice")
        for found in findings
    ]
