"""What is wrong with a page's links, seen from the page and the lock alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from linkroll.findings import Finding, finding
from linkroll.lint.mislabelled import is_mislabelled, own_title
from linkroll.lock.verdict import needs_human
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.wayback import is_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from linkroll.lock.record import Record
    from linkroll.markdown.links import Flaw, Link, Reading, Swallowed

VOUCHED_FOR = timedelta(days=365)
FLAG_IT = "give the right address, or say what is wrong with { flag=… because=… } behind the link"


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
    """Find all that is wrong with one link, once for everybody who needs it."""
    findings = tuple(lint_link(link, record, today, allow=allow))
    called = own_title(link, record) if record and link.entry else None
    return LinkReview(link, record, findings, is_suppressed(link, today), called)


def page_findings(path: str, reading: Reading, reviews: Iterable[LinkReview]) -> list[Finding]:
    """Return all that is wrong on one page, in the order of the page."""
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
    """Return all that is wrong on one page that is not being built."""
    reviews = (
        review_link(link, records.get(link.key), today, allow=allow) for link in reading.links
    )
    return page_findings(path, reading, reviews)


def lint_link(
    link: Link, record: Record | None, today: date, *, allow: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Tell what is wrong with one link."""
    for what, remedy in link.problems:
        yield link_finding(link, "malformed", what, remedy)
    excused = is_suppressed(link, today)
    doubted = lint_url(link.url, today, allow=allow)
    if not excused:
        for doubt in doubted:
            yield link_finding(link, doubt.code, doubt.message, doubt.remedy)
    if link.attributes.flag and not excused:
        what = f"the flag “{link.attributes.flag}” was to be looked at again by {link.attributes.until}"
        yield link_finding(
            link, "expired", what, "look again, and set a later day or take the flag out"
        )
    if record is None:
        return
    tell = VERDICTS.get(record.verdict or "")
    if tell is not None and not excused and not says_nothing(link, record, today):
        yield tell(link, record)
    if record.verdict != "mislabelled" and not excused and is_mislabelled(link, record):
        yield mislabelled_finding(link, record)
    if link.attributes.flag in RESOLVED_BY.get(record.verdict or "", ()) and not doubted:
        what = f"“{link.url}” is flagged {link.attributes.flag}, but it answered as itself"
        yield link_finding(link, "resolved", what, "take the flag out")
    yield from difference_findings(link, record)


def is_suppressed(link: Link, today: date) -> bool:
    """Whether a person said what is wrong, and the day to look again has not come."""
    flag, until = link.attributes.flag, link.attributes.until
    return flag is not None and (until is None or today.isoformat() < until)


def without_suppressed(links: Iterable[Link], today: date) -> list[Link]:
    """Return the links that no person has flagged, or whose flag is due for another look."""
    return [link for link in links if not is_suppressed(link, today)]


def says_nothing(link: Link, record: Record, today: date) -> bool:
    """Whether a verdict is of the original of an archived copy, or a block that asks nobody."""
    if is_copy(link.url):
        return True
    vouched = (link.attributes.seen or "") > (today - VOUCHED_FOR).isoformat()
    return record.verdict == "blocked" and (vouched or not needs_human(record, today))


def link_finding(link: Link, code: str, message: str, remedy: str) -> Finding:
    """Make a finding about a link, at its place."""
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
        message = f"{links} on {where} stand in raw HTML, where Markdown is shown as text"
        remedy = f"write <{swallowed.tag} markdown> instead of <{swallowed.tag}>, with the extension md_in_html"
    else:
        message = f"{links} on {where} stand in an indented code block, so no reader sees them"
        remedy = "take out the four spaces before the list, or fence it with ``` if code is meant"
    return finding("swallowed", message, remedy, path=path, line=line, column=column)


def flaw_finding(path: str, flaw: Flaw) -> Finding:
    """Report what was meant as a link or an attribute list, and is shown as text."""
    return finding(
        "malformed",
        f"“{flaw.url}” {flaw.message}",
        flaw.remedy,
        path=path,
        line=flaw.place.line,
        column=flaw.place.column,
        url=flaw.url,
    )


def reason_text(record: Record) -> str:
    """Say what a verdict rests on, in a few words."""
    outcome = record.outcome
    if outcome is None:
        return "no reason was recorded"
    said = outcome.reason or (f"HTTP {outcome.status}" if outcome.status else "no answer")
    return f"{said}, seen on {outcome.at}"


def dead_finding(link: Link, record: Record) -> Finding:
    """Tell of a link that is confirmed dead."""
    copy = (
        f"link the archived copy {record.archive.url}, or {FLAG_IT}" if record.archive else FLAG_IT
    )
    return link_finding(
        link, "dead", f"“{link.url}” is dead since {record.since} ({reason_text(record)})", copy
    )


def mislabelled_finding(link: Link, record: Record) -> Finding:
    """Tell of a link that leads to another thing than it says."""
    title = f"“{record.title}”" if record.title else "another thing"
    return link_finding(
        link, "mislabelled", f"“{link.text}” leads to {title} at “{link.url}”", FLAG_IT
    )


def moved_finding(link: Link, record: Record) -> Finding:
    """Tell of a link that has a new address."""
    final = record.outcome.final if record.outcome and record.outcome.final else record.url
    what = f"“{link.url}” has moved for good to “{final}”"
    return link_finding(link, "moved", what, "write the new address, or run `linkroll fix --write`")


def failing_finding(link: Link, record: Record) -> Finding:
    """Tell of a link that failed, but may come back."""
    what = f"“{link.url}” fails since {record.since} ({reason_text(record)}), not yet confirmed as dead"
    return link_finding(link, "failing", what, "wait for the next checks, or give a better address")


def blocked_finding(link: Link, record: Record) -> Finding:
    """Tell of a link that refuses us for so long that only a person can look."""
    what = f"“{link.url}” refuses robots since {record.since} ({reason_text(record)})"
    well = "open it in a browser; if it is well, write { seen=YYYY-MM-DD } behind the link"
    return link_finding(link, "needs-human", what, f"{well}; if not, {FLAG_IT}")


def placeholder_finding(link: Link, record: Record) -> Finding:
    """Tell of a link that was recorded as made up."""
    return link_finding(
        link,
        "placeholder",
        f"“{link.url}” is recorded as no real address ({reason_text(record)})",
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

# Which flags a verdict shows to be no longer true.
RESOLVED_BY = {"alive": ("dead", "placeholder"), "moved": ("dead",)}


def difference_findings(link: Link, record: Record) -> Iterator[Finding]:
    """Tell where what the line states is not what was found."""
    stated = link.attributes
    for name, ours, theirs, same in (
        ("by", ", ".join(stated.by), ", ".join(record.authors), same_people),
        ("date", stated.date or "", record.date or "", same_day),
        ("venue", stated.venue or "", record.venue or "", same_word),
    ):
        if ours and theirs and not same(ours, theirs):
            what = f"the line states {name}=“{ours}”, the lock has “{theirs}”"
            yield link_finding(
                link, "differs", what, "keep the statement if it is right; it is shown"
            )


def same_people(ours: str, theirs: str) -> bool:
    """Whether two lists of authors name the same people, in any order."""
    return sorted(ours.casefold().split(", ")) == sorted(theirs.casefold().split(", "))


def same_day(ours: str, theirs: str) -> bool:
    """Whether one date is the other, or says it less exactly."""
    return ours.startswith(theirs) or theirs.startswith(ours)


def same_word(ours: str, theirs: str) -> bool:
    """Whether two texts differ at most in case."""
    return ours.casefold() == theirs.casefold()


def drop_implied(findings: list[Finding]) -> list[Finding]:
    """Leave out that a link fails where it is told that it is gone."""
    gone = {found.place for found in findings if found.code == "gone"}
    return [found for found in findings if found.code != "failing" or found.place not in gone]


def apply_gating(findings: list[Finding], changed: Callable[[Finding], bool]) -> list[Finding]:
    """Make notices of the warnings that stand on lines which a change does not touch."""
    return [
        found if changed(found) or found.level == "notice" else replace(found, level="notice")
        for found in findings
    ]
