"""Suggests the better URL of a link, with the evidence for it; `linkroll fix` writes it."""

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

MOST_STEPS = 10  # a URL that still changes after these is in a loop
REACHED = frozenset({Result.ALIVE, Result.ITSELF, Result.MOVED})


class Step(NamedTuple):
    """One reason to write another URL: its code, the evidence, and the URL."""

    code: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What earlier checks observed; no request is sent.

    Args:
        records: The records by key.
        last_observation: Returns the last observation of a URL, if there is one.
        today: The day of the run.
        archived: Whether to replace dead links by their archived copies.
        allow_private: Whether private and local addresses are accepted.
    """

    records: Mapping[str, Record]
    last_observation: Callable[[str], Observation | None]
    today: date
    archived: bool = False
    allow_private: bool = False


def suggestions(reading: Reading, evidence: Evidence) -> Iterator[tuple[Link, list[Step]]]:
    """Yield the links of a page that have a better URL, with the steps that lead to it.

    Links that a person flagged, their companions, links whose attributes cannot be read (one may
    be a flag) and placeholders are left as they are.
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
    """Whether a person flagged a link, or its attributes cannot be read."""
    return link.attributes.flag is not None or bool(link.problems)


def is_real(url: str, evidence: Evidence) -> bool:
    """Whether a text is a web URL and not a placeholder."""
    found = lint_url(url, evidence.today, allow_private=evidence.allow_private)
    return normalize_url(url) is not None and not any(
        finding.code == "placeholder" for finding in found
    )


def suggest_url(url: str, evidence: Evidence) -> list[Step]:
    """Return the steps from a URL to the better one; empty where there is none, or a loop.

    The last URL is final: there are no steps from it.
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
    """Return the step of the first rule that applies; archived copies are left as they are."""
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
    "mirror": "its host is a mirror",
    "tracking": "its parameters only track readers",
    "https": "this host supports https",
}


def moved(url: str, key: str, record: Record | None, evidence: Evidence) -> Step | None:
    """Return the new URL of a link that moved permanently, as its verdict or last check has it."""
    own = own_final(url, evidence)
    last = evidence.last_observation(url)
    if record is None and last is not None:  # a link that a change adds: only its own check counts
        outcome, final = last.outcome, own
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
    """Return the final URL of the permanent redirects observed for exactly this URL."""
    last = evidence.last_observation(url)
    return last.outcome.final if last and last.result is Result.MOVED else None


def shared_final(url: str, key: str, record: Record) -> str | None:
    """Return the final URL in the record of a key, where it is valid for this URL too.

    The keys of pages have one URL in several spellings. Other keys have several URLs, such as
    abstract and PDF: a redirect that keeps the key is valid for one URL only, and a redirect to
    another key is valid for all URLs on the same host.
    """
    final = record.outcome.final if record.outcome else None
    if final is None or key.startswith("url:"):
        return final
    other_thing = identify(final).key != key
    return final if other_thing and site_of(final) == site_of(url) else None


def site_of(url: str) -> str:
    """Return the host of a URL, without `www.`."""
    address = normalize_url(url)
    return address.site if address else ""


def secured(url: str, key: str, record: Record | None, evidence: Evidence) -> Step | None:
    """Return the URL with https, where a check observed that it is the same thing."""
    address = normalize_url(url)
    if address is None or address.scheme != "http" or address.port:
        return None
    better = with_https(url)
    last = evidence.last_observation(better) or evidence.last_observation(urldefrag(better)[0])
    if last and last.result in REACHED:
        return Step("https", f"it responds with https, seen on {last.outcome.at}", better)
    outcome = record.outcome if record and record.verdict in ("alive", "moved") else None
    if outcome is None or outcome.final is None or identify(outcome.final).key != key:
        return None
    final = normalize_url(urldefrag(outcome.final)[0])
    if final != address._replace(scheme="https", fragment=""):
        return None
    return Step("https", f"it redirects to https, seen on {outcome.at}", better)
