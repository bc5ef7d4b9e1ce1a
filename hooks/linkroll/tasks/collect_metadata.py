"""Facts put to use: about which things they are asked, and what the answers make of records."""

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
MAINTAINED_FOR = timedelta(days=60)  # of what has a last change, which readers look at
MAINTAINED = ("gh:", "hf:", "nb:")
SPREAD = 30  # days over which a hash of the key brings forward what was confirmed in one go
UNCONFIRMED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Keys whose own pages are read.

    Attributes:
        scheme: How the keys begin.
        hosts: Whose pages these are, for a mirror states facts of its own; none for any.
        believed: What on them is believed, by the names in `Facts.origin`; none for all.
        fetched: Whether such a page is asked for where no check brings it along.
    """

    scheme: str
    hosts: tuple[str, ...] = ()
    believed: tuple[str, ...] = ()
    fetched: bool = False


POSTS = ("highwire", "json-ld", "time")  # which of them for what, `claims.HOSTS` says
PAGES = (
    OwnPage("url:", fetched=True),  # nobody else knows
    OwnPage("yt:", ("youtube.com",), ("microdata",), fetched=True),  # oEmbed tells no date
    # What is there for citation stands in where the API is silent.
    OwnPage("arxiv:", ("arxiv.org",), ("highwire",)),
    OwnPage("acl:", ("aclanthology.org",), ("highwire",)),
    OwnPage("or:", ("openreview.net",), ("highwire",)),
    OwnPage("lw:", ("lesswrong.com", "alignmentforum.org"), POSTS),
    OwnPage("eaf:", ("forum.effectivealtruism.org",), POSTS),
)
OWN_PAGE = "page"


def is_stale(record: Record, today: date, last: MetadataQuery | None) -> bool:
    """Whether the facts of a record should be asked for.

    That is so where nobody was asked yet, or what was told never reached this lock; after 7 days
    while no source has told the title; else after 61 to 90 days, 31 to 60 for what is maintained.

    Args:
        record: What is known.
        today: The day of the run.
        last: When they were last asked for.
    """
    confirmed = record.origin.get("title", "") not in UNSEEN
    if last is None or (last.told and not confirmed):
        return True
    if not confirmed:
        return today - last.day >= UNCONFIRMED_FOR
    earlier = timedelta(days=zlib.crc32(record.key.encode()) % SPREAD)
    current = MAINTAINED_FOR if record.key.startswith(MAINTAINED) else CONFIRMED_FOR
    return today - last.day >= current - earlier


def is_there(record: Record) -> bool:
    """Whether providers may be queried: what failed would have the metadata of an error page."""
    return record.verdict is not None and Verdict(record.verdict).exists


def own_page(key: str) -> OwnPage | None:
    """Return what is to be known of a key's own page, if it is read."""
    return next((page for page in PAGES if key.startswith(page.scheme)), None)


def reads_page(key: str, host: str) -> bool:
    """Whether a page on this host is one to read facts of a key from."""
    page = own_page(key)
    if page is None:
        return False
    return not page.hosts or any(f".{host}".endswith(f".{own}") for own in page.hosts)


def believed(key: str, facts: Metadata) -> Metadata:
    """Leave of what a key's own page states what is believed there."""
    page = own_page(key)
    if page is None or not page.believed:
        return facts
    left = {name: source for name, source in facts.origin.items() if source in page.believed}
    empty = {name: () if name == "authors" else None for name in FIELDS if name not in left}
    vitals = tuple(each for each in facts.vitals if each.source in page.believed)
    return replace(facts, **empty, origin=left, vitals=vitals, disagreements=())  # type: ignore[arg-type]


@dataclass(slots=True)
class Tally:
    """How a source did in a run: of how many things it was asked, told, and did not answer."""

    asked: int = 0
    told: int = 0
    missed: int = 0
    why: str = ""


class MetadataCollector:
    """The facts of one run: what each source and page told of each key.

    Args:
        settings: The conditions of the run, for the tokens in its environment.
        cache: When facts were last asked for, and the day it is.
        worker: Reads pages.

    Attributes:
        known: The sources, most believed first.
        tallies: How each of them did, by name.
    """

    def __init__(self, settings: CheckerConfig, cache: CheckCache, worker: Worker) -> None:
        self.known = all_providers(settings.environ)
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self._cache = cache
        self._worker = worker
        self._told: dict[str, dict[str, Metadata]] = defaultdict(dict)  # by key and source
        self._hosts: dict[str, str] = {}  # of the pages that were read, by key
        self._answered: dict[str, set[str]] = defaultdict(set)
        self._there: set[str] = set()  # addresses of companions

    def handlers(self, key: str) -> list[str]:
        """The sources that may know a key."""
        return [source.name for source in self.known if source.handles(key)]

    def wants(self, record: Record) -> bool:
        """Whether facts of a record are to be asked for, as long as it is there."""
        return is_stale(record, self._cache.today, self._cache.last_facts(record.key))

    def lacks_page(self, record: Record) -> bool:
        """Whether the page of a record that is there is still to be fetched."""
        page = own_page(record.key)
        unread = OWN_PAGE not in self._answered[record.key]
        return bool(
            page and page.fetched and unread and record.verdict and Verdict(record.verdict).answers
        )

    async def read(
        self, targets: Sequence[Target], response: Response, records: Mapping[str, Record]
    ) -> None:
        """Read a page that came, for each key it is the page of.

        Raises:
            WorkerError: It cannot be read, or not in reasonable time.
        """
        host = urlsplit(response.url).hostname or ""
        keys = {
            key
            for key in {target.key for target in targets}
            if (key.startswith("url:") or self.handlers(key))
            and reads_page(key, host)
            and self.wants(records[key])
        }
        if not keys:
            return
        kind = response.headers.get("Content-Type", "")
        stated = await self._worker.run(extract_metadata, response.body, response.url, kind)
        for key in keys:
            self._told[key][OWN_PAGE] = believed(key, stated)
            self._hosts[key] = host
            self._answered[key].add(OWN_PAGE)

    def take(self, told: ProviderResults) -> None:
        """Take what came of a question to a source."""
        tally = self.tallies[told.source]
        tally.asked += len(told.asked)
        tally.told += len(told.facts)
        for key in told.asked:
            if key in told.facts:
                self._told[key][told.source] = told.facts[key]
            if key in told.facts or not told.why:
                self._answered[key].add(told.source)
            else:
                tally.missed += 1
                tally.why = told.why

    def facts(self, key: str) -> Metadata | None:
        """All that was told of a key, brought together; companions only as far as they are there."""
        if key not in self._told:
            return None
        names = [*(source.name for source in self.known), OWN_PAGE]
        parts = [self._told[key][name] for name in names if name in self._told[key]]
        merged = merge(parts, self._hosts.get(key, ""))
        there = tuple(each for each in merged.companions if each.url in self._there)
        return replace(merged, companions=there)

    def bring(self, record: Record) -> Record:
        """Give a record with what was told of it."""
        facts = self.facts(record.key)
        if facts is None:
            return record
        return merge_vitals(merge_into_record(record, facts), facts.vitals, self._cache.today)

    def disagreements(self, record: Record) -> tuple[Disagreement, ...]:
        """Tell where sources differ among themselves, and from what was known before the run."""
        facts = self.facts(record.key)
        if facts is None:
            return ()
        among = [each for each in facts.disagreements if each.source in self.tallies]
        return (*contradicted(record, facts), *among)

    def companions(self, records: Mapping[str, Record]) -> dict[str, list[str]]:
        """Give the addresses that sources name beside a thing and that nobody has checked, by key."""
        named = {
            key: [each for facts in told.values() for each in facts.companions]
            for key, told in self._told.items()
        }
        found = {key: fresh(each, records[key]) for key, each in named.items()}
        return {key: urls for key, urls in found.items() if urls}

    def are_there(self, urls: set[str]) -> None:
        """Take companions for checked."""
        self._there |= urls

    def keep(self) -> None:
        """Remember of whom all has been asked. Call it once the records are written."""
        for key, answered in self._answered.items():
            needed = set(self.handlers(key)) or {OWN_PAGE}
            if needed <= answered:
                facts = self.facts(key)
                self._cache.asked_facts(key, told=bool(facts and facts.title))


def fresh(named: Sequence[Related], record: Record) -> list[str]:
    """Give the addresses among companions that a record does not have."""
    known = {each.url for each in record.companions}
    return [each.url for each in named if each.url not in known]


def count_learnt(before: Record | None, record: Record) -> int:
    """Count the facts of a record that are other than before, or from another source."""

    def stated(one: Record | None, field: str) -> object:
        return one and (getattr(one, field), one.origin.get(field))

    return sum(
        field in record.origin and stated(before, field) != stated(record, field)
        for field in FIELDS
    )  # fmt: skip
