"""Selects the links to check, and combines the lock with the check cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.checker.config import Target
from linkroll.checker.scheduler import host_of
from linkroll.lock.record import Record
from linkroll.lock.verdict import LIVING, Observation, Result, apply_check, is_due, parse_day
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from datetime import date

    from linkroll.lock.check_cache import CheckCache
    from linkroll.markdown.extension import Link
    from linkroll.settings import Which
    from linkroll.urls.identify import Identity


def select_targets(
    links: Iterable[Link],
    records: Mapping[str, Record],
    locked: Container[str],
    cache: CheckCache,
    which: Which,
    *,
    allow_private: bool = False,
) -> Iterator[Target]:
    """Select the links to check, as they come: each URL once, placeholders never.

    Args:
        links: All links, of all pages.
        records: The records by key; `apply_cache` adds later observations.
        locked: The keys in the lock.
        cache: When a key was last checked, and the day of the run.
        which: ``off``: none; ``due``: keys without a record, and those that `verdict.is_due` names;
            ``new``: of those, the keys that are not in the lock; ``all``: every key.
        allow_private: Whether private addresses are accepted.
    """
    urls: set[str] = set()
    chosen: dict[str, bool] = {}  # by key; decided once, because the cache grows meanwhile
    for link in links:
        if link.key not in chosen:
            chosen[link.key] = wanted(link.key, records, locked, cache, which)
        if chosen[link.key] and link.url not in urls:
            urls.add(link.url)
            if is_checkable(link.url, cache.today, allow_private=allow_private):
                yield Target(link.key, link.url, link.text)


def wanted(
    key: str,
    records: Mapping[str, Record],
    locked: Container[str],
    cache: CheckCache,
    which: Which,
) -> bool:
    """Whether a key is to be checked."""
    if which in {"off", "all"}:
        return which == "all"
    if which == "new" and key in locked:
        return False
    record = records.get(key)
    return record is None or is_due(record, cache.today, cache.last(key))


def is_checkable(url: str, today: date, *, allow_private: bool) -> bool:
    """Whether a URL can be requested: it is HTTP(S), and its text is no placeholder."""
    if not url.lower().startswith(("http://", "https://")):
        return False
    found = lint_url(url, today, allow_private=allow_private)
    return not any(finding.code == "placeholder" for finding in found)


def apply_cache(records: Mapping[str, Record], cache: CheckCache) -> dict[str, Record]:
    """Apply the checks that were made after the records were written.

    They come from an interrupted run, or from a build, which writes no lock.
    """
    known, since = dict(records), hosts_known_since(records)
    for key, checks in cache.checks().items():
        record = known.get(key) or new_record(identify(checks[0].url), checks[0].day)
        if record.checked is None or checks[0].day.isoformat() > record.checked:
            best = fold(check.observation for check in checks)
            known[key] = apply_check(record, best, checks[0].day, since(record.url))
    return known


def hosts_known_since(records: Mapping[str, Record]) -> Callable[[str], date | None]:
    """Return a function that returns the day since which links to a URL's host are recorded."""
    first: dict[str, str] = {}
    for record in records.values():
        if record.added:
            host = host_of(record.url)
            first[host] = min(record.added, first.get(host, record.added))

    def since(url: str) -> date | None:
        return parse_day(first.get(host_of(url)))

    return since


def new_record(identity: Identity, day: date) -> Record:
    """Create the record of a new key."""
    return Record(
        key=identity.key, url=identity.canonical, kind=identity.kind, added=day.isoformat()
    )


# Of several URLs of one key the best observation counts.
BEST_FIRST = (*LIVING, Result.BLOCKED, Result.NOT_ITSELF, Result.FAILED, *Result)


def fold(observations: Iterable[Observation]) -> Observation:
    """Return the best of the observations of one key."""
    return min(observations, key=lambda one: BEST_FIRST.index(one.result))
