"""Collects metadata from providers and pages: which keys need it, and how it enters records."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkroll.lint.mislabelled import UNSEEN
from linkroll.lock.record import Verdict
from linkroll.metadata.html.extract import extract_metadata
from linkroll.metadata.merge import FIELDS, contradicted, merge, merge_into_record
from linkroll.metadata.providers.registry import all_providers
from linkroll.metadata.vitals import merge_vitals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from linkroll.checker.client import Response
    from linkroll.checker.config import CheckerConfig, Target
    from linkroll.checker.worker import Worker
    from linkroll.lock.check_cache import CheckCache, MetadataQuery
    from linkroll.lock.record import Record, Related
    from linkroll.metadata.providers.registry import ProviderResults
    from linkroll.metadata.types import Disagreement, Metadata

CONFIRMED_FOR = timedelta(days=90)
MAINTAINED_FOR = timedelta(days=60)  # for kinds whose last change readers look at
MAINTAINED = ("gh:", "hf:", "nb:")
SPREAD = 30  # days over which a hash of the key spreads records that were confirmed in one run
UNCONFIRMED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Keys whose own pages are read.

    Attributes:
        scheme: The prefix of the keys.
        hosts: The hosts of the pages, because a mirror has metadata of its own; empty for any.
        trusted: The sources on them that are used, as in `Metadata.origin`; empty for all.
        fetched: Whether such a page is fetched where no check has fetched it.
    """

    scheme: str
    hosts: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    fetched: bool = False


POSTS = ("highwire", "json-ld", "time")  # `ranking.HOSTS` has the fields of each
PAGES = (
    OwnPage("url:", fetched=True),  # no provider has them
    OwnPage("yt:", ("youtube.com",), ("microdata",), fetched=True),  # oEmbed has no date
    # Citation metadata are used where the API returns nothing.
    OwnPage("arxiv:", ("arxiv.org",), ("highwire",)),
    OwnPage("acl:", ("aclanthology.org",), ("highwire",)),
    OwnPage("or:", ("openreview.net",), ("highwire",)),
    OwnPage("lw:", ("lesswrong.com", "alignmentforum.org"), POSTS),
    OwnPage("eaf:", ("forum.effectivealtruism.org",), POSTS),
)
OWN_PAGE = "page"


def is_stale(record: Record, today: date, last: MetadataQuery | None) -> bool:
    """Whether the metadata of a record should be fetched.

    That is so where no provider was queried yet, or its result never reached this lock; after 7
    days while no provider has returned the title; otherwise after 61 to 90 days, and after 31 to
    60 days for maintained things.

    Args:
        record: The record as it is.
        today: The day of the run.
        last: The last query for its metadata.
    """
    confirmed = record.origin.get("title", "") not in UNSEEN
    if last is None or (last.has_title and not confirmed):
        return True
    if not confirmed:
        return today - last.day >= UNCONFIRMED_FOR
    earlier = timedelta(days=zlib.crc32(record.key.encode()) % SPREAD)
    current = MAINTAINED_FOR if record.key.startswith(MAINTAINED) else CONFIRMED_FOR
    return today - last.day >= current - earlier


def is_there(record: Record) -> bool:
    """Whether providers may be queried: a failed link would have the metadata of an error page."""
    return record.verdict is not None and Verdict(record.verdict).exists


def own_page(key: str) -> OwnPage | None:
    """Return how the own page of a key is read; None if it is not."""
    return next((page for page in PAGES if key.startswith(page.scheme)), None)


def reads_page(key: str, host: str) -> bool:
    """Whether the metadata of a key are read from a page on this host."""
    page = own_page(key)
    if page is None:
        return False
    return not page.hosts or any(f".{host}".endswith(f".{own}") for own in page.hosts)


def trusted(key: str, metadata: Metadata) -> Metadata:
    """Return the metadata of a key's own page, reduced to the trusted sources on it."""
    page = own_page(key)
    if page is None or not page.trusted:
        return metadata
    left = {name: source for name, source in metadata.origin.items() if source in page.trusted}
    empty = {name: () if name == "authors" else None for name in FIELDS if name not in left}
    vitals = tuple(each for each in metadata.vitals if each.source in page.trusted)
    return replace(metadata, **empty, origin=left, vitals=vitals, disagreements=())  # type: ignore[arg-type]


@dataclass(slots=True)
class Tally:
    """The statistics of a provider in one run: keys requested, returned, and without a response."""

    requested: int = 0
    returned: int = 0
    missed: int = 0
    error: str = ""


class MetadataCollector:
    """The metadata of one run: what each provider and page returned for each key.

    Args:
        settings: The settings of the run, with the tokens in its environment.
        cache: The last queries for metadata, and the day of the run.
        worker: Parses pages.

    Attributes:
        providers: The providers, highest priority first.
        tallies: The statistics of each provider, by name.
    """

    def __init__(self, settings: CheckerConfig, cache: CheckCache, worker: Worker) -> None:
        self.providers = all_providers(settings.environ)
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self._cache = cache
        self._worker = worker
        self._metadata: dict[str, dict[str, Metadata]] = defaultdict(dict)  # by key and provider
        self._hosts: dict[str, str] = {}  # of the pages that were read, by key
        self._complete: dict[str, set[str]] = defaultdict(set)
        self._there: set[str] = set()  # URLs of companions that exist

    def handlers(self, key: str) -> list[str]:
        """Return the names of the providers that may have metadata of a key."""
        return [provider.name for provider in self.providers if provider.handles(key)]

    def needs_metadata(self, record: Record) -> bool:
        """Whether the metadata of a record are to be fetched, provided that it exists."""
        return is_stale(record, self._cache.today, self._cache.last_query(record.key))

    def needs_page(self, record: Record) -> bool:
        """Whether the page of an existing record is still to be fetched."""
        page = own_page(record.key)
        unread = OWN_PAGE not in self._complete[record.key]
        return bool(
            page and page.fetched and unread and record.verdict and Verdict(record.verdict).has_page
        )

    async def read(
        self, targets: Sequence[Target], response: Response, records: Mapping[str, Record]
    ) -> None:
        """Read a fetched page, for each key that it belongs to.

        Raises:
            WorkerError: The page cannot be parsed, or not in reasonable time.
        """
        host = urlsplit(response.url).hostname or ""
        keys = {
            key
            for key in {target.key for target in targets}
            if (key.startswith("url:") or self.handlers(key))
            and reads_page(key, host)
            and self.needs_metadata(records[key])
        }
        if not keys:
            return
        kind = response.headers.get("Content-Type", "")
        stated = await self._worker.run(extract_metadata, response.body, response.url, kind)
        for key in keys:
            self._metadata[key][OWN_PAGE] = trusted(key, stated)
            self._hosts[key] = host
            self._complete[key].add(OWN_PAGE)

    def add(self, results: ProviderResults) -> None:
        """Add the results of one query to a provider."""
        tally = self.tallies[results.provider]
        tally.requested += len(results.keys)
        tally.returned += len(results.metadata)
        for key in results.keys:
            if key in results.metadata:
                self._metadata[key][results.provider] = results.metadata[key]
            if key in results.metadata or not results.error:
                self._complete[key].add(results.provider)
            else:
                tally.missed += 1
                tally.error = results.error

    def metadata(self, key: str) -> Metadata | None:
        """Return the merged metadata of a key, with those companions that exist."""
        if key not in self._metadata:
            return None
        names = [*(provider.name for provider in self.providers), OWN_PAGE]
        parts = [self._metadata[key][name] for name in names if name in self._metadata[key]]
        merged = merge(parts, self._hosts.get(key, ""))
        there = tuple(each for each in merged.companions if each.url in self._there)
        return replace(merged, companions=there)

    def merged(self, record: Record) -> Record:
        """Return a record with the fetched metadata merged into it."""
        metadata = self.metadata(record.key)
        if metadata is None:
            return record
        return merge_vitals(merge_into_record(record, metadata), metadata.vitals, self._cache.today)

    def disagreements(self, record: Record) -> tuple[Disagreement, ...]:
        """Return where providers differ from each other, and from the record before the run."""
        metadata = self.metadata(record.key)
        if metadata is None:
            return ()
        among = [each for each in metadata.disagreements if each.source in self.tallies]
        return (*contradicted(record, metadata), *among)

    def companions(self, records: Mapping[str, Record]) -> dict[str, list[str]]:
        """Return the URLs of companions that providers name and that are not yet checked, by key."""
        named = {
            key: [each for metadata in results.values() for each in metadata.companions]
            for key, results in self._metadata.items()
        }
        found = {key: fresh(each, records[key]) for key, each in named.items()}
        return {key: urls for key, urls in found.items() if urls}

    def confirm_companions(self, urls: set[str]) -> None:
        """Note that companions exist."""
        self._there |= urls

    def record_queries(self) -> None:
        """Record the keys whose queries are complete. Call it after the records are written."""
        for key, complete in self._complete.items():
            needed = set(self.handlers(key)) or {OWN_PAGE}
            if needed <= complete:
                metadata = self.metadata(key)
                self._cache.record_query(key, has_title=bool(metadata and metadata.title))


def fresh(named: Sequence[Related], record: Record) -> list[str]:
    """Return the URLs of companions that a record does not have."""
    known = {each.url for each in record.companions}
    return [each.url for each in named if each.url not in known]


def count_changed_fields(before: Record | None, record: Record) -> int:
    """Count the fields of a record that have another value or another source than before."""

    def stated(one: Record | None, field: str) -> object:
        return one and (getattr(one, field), one.origin.get(field))

    return sum(
        field in record.origin and stated(before, field) != stated(record, field)
        for field in FIELDS
    )  # fmt: skip
