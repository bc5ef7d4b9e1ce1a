"""The better address of a link, and on what evidence: what `linkroll fix` writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from linkroll.lock.verdict import Result
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.identify import identify
from linkroll.urls.normalize import normalize_url
from linkroll.urls.rewrite import RULES, with_https
from linkroll.urls.wayback import is_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.links import Link, Reading

MOST_STEPS = 10  # an address that is not at rest after these goes round in circles
ANSWERED = frozenset({Result.ALIVE, Result.ITSELF, Result.MOVED})


class Step(NamedTuple):
    """One reason to write another address: what it is called, on what evidence, and the address."""

    code: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What earlier checks observed; no request is sent.

    Args:
        records: The records by key.
        seen: Returns the last observation of a URL, if there is one.
        today: The day of the run.
        archived: Whether to replace dead links by their archived copies.
        allow_private: Whether private and local addresses are accepted.
    """

    records: Mapping[str, Record]
    seen: Callable[[str], Observation | None]
    today: date
    archived: bool = False
    allow_private: bool = False


def suggestions(reading: Reading, evidence: Evidence) -> Iterator[tuple[Link, list[Step]]]:
    """Yield the links of a page that are better written otherwise, with the steps that lead there.

    What a person flagged, and what hangs below it, is left as it is; so is a link whose
    attributes cannot be read, for one may be a flag, and what cannot be real.
    """
    flagged = {
        (link.line, link.column)
        for entry in reading.entries
        if is_flagged(entry.link)
        for _, link in entry.companions
    }
    for link in reading.links:
        if (
            is_flagged(link)
            or (link.line, link.column) in flagged
            or not is_real(link.url, evidence)
        ):
            continue
        if steps := suggest_url(link.url, evidence):
            yield link, steps


def is_flagged(link: Link) -> bool:
    """Whether a person said what is wrong with a link, or tried to."""
    return link.attributes.flag is not None or bool(link.problems)


def is_real(url: str, evidence: Evidence) -> bool:
    """Whether an address is one of the web, and not seen to be made up."""
    found = lint_url(url, evidence.today, allow_private=evidence.allow_private)
    return normalize_url(url) is not None and not any(
        doubt.code == "placeholder" for doubt in found
    )


def suggest_url(url: str, evidence: Evidence) -> list[Step]:
    """Return the steps from an address to the one to write; none where it is well, or never rests.

    The end of the steps is at rest: mending it again gives none.
    """
    steps: list[Step] = []
    visited = {url}
    while step := next_step(steps[-1].url if steps else url, evidence):
        if step.url in visited or len(steps) == MOST_STEPS:
            return []
        visited.add(step.url)
        steps.append(step)
    return steps


def next_step(url: str, evidence: Evidence) -> Step | None:
    """Return the first rule that has a better address; a copy in an archive is meant as it is."""
    if is_copy(url):
        return None
    identity = identify(url)
    record = evidence.records.get(identity.key)
    if evidence.archived and record and record.verdict == "dead" and record.archive:
        copy = record.archive
        return Step("dead", f"archived on {copy.at}", copy.url) if is_copy(copy.url) else None
    if step := moved(url, identity.key, record, evidence):
        return step
    for code, rule in RULES:
        better = rule(url)
        if better != url and identify(better).key == identity.key:
            return Step(code, WHY[code], better)
    return secured(url, identity.key, record, evidence)


WHY = {
    "mirror": "its host repeats another one",
    "tracking": "parameters that only follow readers",
    "https": "this host answers with https",
}


def moved(url: str, key: str, record: Record | None, evidence: Evidence) -> Step | None:
    """Return the new address of a thing that moved for good; only that verdict says so."""
    own = own_final(url, evidence)
    seen = evidence.seen(url)
    if record is None and seen is not None:  # a link that a change adds: only its own check counts
        outcome, final = seen.outcome, own
    elif record is None:
        return None
    elif record.verdict == "moved" and record.outcome is not None:
        outcome, final = record.outcome, own or shared_final(url, key, record)
    else:
        return None
    address = normalize_url(urldefrag(final or "")[0])
    # A redirect's fragment comes first (RFC 9110, 10.2.2); that of a record may be another link's.
    fragment = urldefrag(own or "")[1] or url.partition("#")[2]
    better = f"{address}#{fragment}" if fragment else str(address)
    if address is None or better == url or not is_real(better, evidence):
        return None
    status = f"HTTP {outcome.status}, " if outcome.status else ""
    return Step("moved", f"permanently, {status}seen on {outcome.at}", better)


def own_final(url: str, evidence: Evidence) -> str | None:
    """Return where this very address was seen to lead for good."""
    seen = evidence.seen(url)
    return seen.outcome.final if seen and seen.result is Result.MOVED else None


def shared_final(url: str, key: str, record: Record) -> str | None:
    """Return where a thing's address was seen to lead, where that goes for this address too.

    The keys of pages hold all spellings of one address. Other keys hold several addresses, such
    as abstract and PDF: there one that stays the same thing says nothing of another, and one
    that becomes a new thing goes for those at its own host.
    """
    final = record.outcome.final if record.outcome else None
    if final is None or key.startswith("url:"):
        return final
    other_thing = identify(final).key != key
    return final if other_thing and site_of(final) == site_of(url) else None


def site_of(url: str) -> str:
    """Return the host of an address, without `www.`."""
    address = normalize_url(url)
    return address.site if address else ""


def secured(url: str, key: str, record: Record | None, evidence: Evidence) -> Step | None:
    """Return an address with https, where that was seen to answer as the same thing."""
    address = normalize_url(url)
    if address is None or address.scheme != "http" or address.port:
        return None
    better = with_https(url)
    seen = evidence.seen(better) or evidence.seen(urldefrag(better)[0])
    if seen and seen.result in ANSWERED:
        return Step("https", f"it answers with https, seen on {seen.outcome.at}", better)
    outcome = record.outcome if record and record.verdict in ("alive", "moved") else None
    if outcome is None or outcome.final is None or identify(outcome.final).key != key:
        return None
    final = normalize_url(urldefrag(outcome.final)[0])
    if final != address._replace(scheme="https", fragment=""):
        return None
    return Step("https", f"it leads to https, seen on {outcome.at}", better)
