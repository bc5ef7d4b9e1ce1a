"""All entries of the site, for the pages that list them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from linkroll.lint.relations import find_relations
from linkroll.lint.rules import reason_text
from linkroll.lock.works import Works, declared_same
from linkroll.site.cards import CardContext, flags_by_key, make_card
from linkroll.site.evidence import LinkEvidence, weigh_evidence
from linkroll.site.export_bibtex import as_bibtex
from linkroll.site.export_json import as_objects
from linkroll.site.model import (
    Around,
    Debate,
    Flagged,
    Listed,
    PageRef,
    Person,
    Placement,
    Topic,
    TopicPage,
)
from linkroll.site.offers import offers
from linkroll.site.outline import outline
from linkroll.site.people import PersonNames, gather_people
from linkroll.site.relations import debates, successions, surroundings
from linkroll.site.schema_org import people_data, site_data, topic_data
from linkroll.site.timeline import Timeline, timeline
from linkroll.site.vitals import FACETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from linkroll.findings import Finding
    from linkroll.lint.relations import Relation
    from linkroll.lock.record import Record
    from linkroll.markdown.links import Link
    from linkroll.site.cards import EntryDraft
    from linkroll.site.model import Card
    from linkroll.site.outline import Part, TocItem

NOTHING_AROUND = Around()
NEIGHBOURS = 4  # topics named at the foot of one


@dataclass(frozen=True, slots=True)
class PageDraft:
    """One page as it was read: its entries as drafts, and every link.

    Cards of a page that is not ``listed`` are drawn, but are no entries of the site.
    """

    path: str
    page: PageRef
    drafts: tuple[EntryDraft, ...]
    links: tuple[Link, ...]
    listed: bool = True


class Catalogue:
    """What the whole site lists, made from its pages once all of them are read.

    Args:
        records: What is known by key.
        today: The day of the build.
        report: Returns the address where a fix for a link can be suggested.
    """

    def __init__(
        self,
        records: Mapping[str, Record],
        today: date,
        report: Callable[[Link, str], str | None] = lambda _link, _code: None,
    ) -> None:
        self.records = records
        self.order: list[str] = []
        self.people_page = ""
        self.aliases: Mapping[str, Iterable[str]] = {}
        self.read: list[PageDraft] = []
        self._today = today
        self._report = report

    def add(self, page: PageDraft) -> None:
        """Add a page once it is read."""
        self.read.append(page)

    @cached_property
    def links(self) -> list[Link]:
        """Every link of every page."""
        return [link for page in self.read for link in page.links]

    @cached_property
    def works(self) -> Works:
        """Which keys are one work, by the records and by every line."""
        return Works(self.records, declared_same(self.links))

    @cached_property
    def cards(self) -> dict[int, Card]:
        """Every card, by the number of its slot."""
        context = CardContext(self.records, self.works, self._today, self._report)
        drafts = [draft for page in self.read for draft in page.drafts]
        context = context._replace(flags=flags_by_key(drafts, context))
        return {draft.slot: make_card(draft, context) for draft in drafts}

    @cached_property
    def pages(self) -> list[TopicPage]:
        """Every page, in the order of `order`; those it does not name come last."""
        rank = {path: index for index, path in enumerate(self.order)}
        read = sorted(self.read, key=lambda page: (rank.get(page.path, len(rank)), page.path))
        return [
            TopicPage(each.path, each.page, tuple(self.cards[draft.slot] for draft in each.drafts), each.links, each.listed)
            for each in read
        ]  # fmt: skip

    @cached_property
    def by_work(self) -> dict[str, Listed]:
        """Every work once, by the first of its keys."""
        places: dict[str, list[Placement]] = {}
        for page in self.pages:
            for card in page.cards if page.listed else ():
                placement = Placement(card, page.page, f"{page.path}:{card.line}")
                places.setdefault(self.work(card.key), []).append(placement)
        return {work: list_work(met, self.works) for work, met in places.items()}

    @cached_property
    def entries(self) -> list[Listed]:
        """Every work once, in the order in which topics and entries first name it."""
        return list(self.by_work.values())

    def work(self, key: str) -> str:
        """Return the first key of the work that a key is of."""
        return self.works.of(key)[0]

    @cached_property
    def related(self) -> tuple[tuple[Relation, ...], list[Finding]]:
        """How entries relate, and what is wrong with the statements."""
        return find_relations(self.links, self.works)

    @cached_property
    def surroundings(self) -> dict[str, Around]:
        """What the site says elsewhere of each work, by the first of its keys."""
        return surroundings(self.by_work, self.related[0], self.pages, self.work)

    def around(self, card: Card, page: str | None = None) -> Around:
        """Return what the site says elsewhere of a card's work.

        Args:
            card: The card.
            page: The URL of the page that shows it, whose own introduction is not elsewhere.
        """
        found = self.surroundings.get(self.work(card.key), NOTHING_AROUND)
        if page is None or all(each.url != page for each in found.mentions):
            return found
        return found._replace(mentions=tuple(each for each in found.mentions if each.url != page))

    @cached_property
    def debates(self) -> list[Debate]:
        """Each contested result with both sides."""
        return debates(self.by_work, self.related[0])

    @cached_property
    def successions(self) -> list[list[Listed]]:
        """Each chain of superseded work, the newest first."""
        return successions(self.by_work, self.related[0])

    @cached_property
    def topics(self) -> list[Topic]:
        """Every topic with its entries, each with its card there and once."""
        found = {page.page: Topic(page.page) for page in self.pages if page.cards and page.listed}
        met: set[tuple[PageRef, str]] = set()
        for listed in self.entries:
            for placement in listed.places:
                if (placement.page, listed.card.key) not in met:
                    met.add((placement.page, listed.card.key))
                    found[placement.page].entries.append(listed.led_by(placement))
        return [replace(topic, entries=in_page_order(topic.entries)) for topic in found.values()]

    @cached_property
    def timeline(self) -> Timeline:
        """The map of time against topic."""
        return timeline(self.topics)

    @cached_property
    def names(self) -> PersonNames:
        """Under which one name each person is known."""
        return PersonNames(self.aliases)

    @cached_property
    def people(self) -> list[Person]:
        """Everyone who is introduced, as they come, then every other author, the busiest first."""
        return gather_people(self.entries, self.names)

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The anchor on the page of people, by name, of those of whom there is more to see."""
        return {
            name: person.id
            for person in self.people
            if person.card or len(person.entries) > 1
            for name in (person.name, *person.also)
        }

    def neighbours(self, topic: Topic) -> list[Topic]:
        """Return the topics that share entries or people with one, those that share most first."""
        shared = Counter(page for listed in topic.entries for page in listed.topics)
        near = [other for other in self.topics if other is not topic and shared[other.page]]
        return sorted(near, key=lambda other: -shared[other.page])[:NEIGHBOURS]

    @cached_property
    def flagged(self) -> list[Flagged]:
        """Every link with a flag, entries and their companions, each once with all its places."""
        found: dict[tuple[str, str], Flagged] = {}
        for page in self.pages:
            for card in page.cards:
                place = Placement(card, page.page, f"{page.path}:{card.line}")
                shown = [(card.key, card.title, card.url, card.flag)]
                shown += [(item.url or item.label, item.label, item.url, item.flag) for item in card.companions]  # fmt: skip
                for key, title, url, flag in shown:
                    if flag is not None:
                        before = found.get((key, flag.code))
                        places = (*(before.places if before else ()), place)
                        found[key, flag.code] = Flagged(title, url, flag, places)
        return list(found.values())

    @cached_property
    def keys(self) -> set[str]:
        """Every thing that any page links to."""
        return {link.key for page in self.pages for link in page.links}

    @cached_property
    def counts(self) -> dict[str, int]:
        """The figures of the site: entries, links, flagged, and what checks know of the links."""
        verdicts = Counter(self.verdict(key) for key in self.keys)
        return {
            "entries": len(self.entries),
            "links": len(self.keys),
            "flagged": len(self.flagged),
            "never_checked": verdicts.pop("unchecked", 0),
            **verdicts,
        }

    @cached_property
    def evidence(self) -> LinkEvidence:
        """What is known of the links: how many were checked, and when, and how many attested."""
        return weigh_evidence(self.keys, self.records)

    def listing(self, section: object = "") -> list[Listed]:
        """Return every entry that is no person, of all sections or of one (Links, Demos).

        Args:
            section: As the front matter of a page states it.
        """
        section = section if isinstance(section, str) else ""
        found = [each.within(section) if section else each for each in self.entries]
        return [each for each in found if each is not None and each.card.kind != "person"]

    @cached_property
    def essential(self) -> set[str]:
        """The keys of the works that are essential on some topic, as their first card has them."""
        marked = {
            self.works.of(card.key)[0]
            for page in self.pages
            for card in page.cards
            if card.essential
        }
        return {
            listed.card.key
            for listed in self.entries
            if self.works.of(listed.card.key)[0] in marked
        }

    def offers(self, listed: Listed) -> str:
        """Return what a list can be narrowed to that a work has, separated by blanks."""
        essential = ["essential"] if listed.card.key in self.essential else []
        return " ".join([*essential, *offers(listed.card)])

    def facet_counts(self, listed: Iterable[Listed]) -> Counter[str]:
        """Count the works that have each facet."""
        return Counter(name for each in listed for name in self.offers(each).split())

    @staticmethod
    def kinds(listed: Iterable[Listed]) -> dict[str, int]:
        """Count the entries of each kind, most first."""
        return dict(Counter(each.card.kind for each in listed).most_common())

    @staticmethod
    def years(listed: Iterable[Listed]) -> dict[str, int]:
        """Count the entries of each year, the last one first."""
        years = Counter(each.card.year for each in listed if each.card.year)
        return dict(sorted(years.items(), reverse=True))

    @staticmethod
    def vital_filters(
        listed: Sequence[Listed],
    ) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
        """Return the filters by vital signs that narrow a list: name, title, options with counts."""
        found = []
        for name, title, labels in FACETS:
            counts = Counter(each for item in listed for each in item.card.facets.get(name, ()))
            options = [
                (value, label, counts[value]) for value, label in labels.items() if counts[value]
            ]
            if options:
                found.append((name, title, options))
        return found

    @staticmethod
    def by_topic(listed: Iterable[Listed | Person]) -> Counter[PageRef]:
        """Count the entries, or people, of each topic."""
        return Counter(topic for each in listed for topic in each.topics)

    @staticmethod
    def outline(html: str, toc: Sequence[TocItem]) -> tuple[Part, ...]:
        """Return the sections of a page; see `outline`."""
        return outline(html, toc)

    @cached_property
    def added_by_day(self) -> str:
        """How many entries were added on each day, as ``YYYY-MM-DD:N``, separated by blanks."""
        days = Counter(listed.card.added for listed in self.entries if listed.card.added)
        return " ".join(f"{day}:{count}" for day, count in sorted(days.items()))

    @cached_property
    def newest(self) -> list[Listed]:
        """Every entry, the one added last first; of a day's, what appeared last."""
        return sorted(
            self.entries,
            key=lambda listed: (listed.card.added or "", listed.card.date or ""),
            reverse=True,
        )

    @cached_property
    def troubled(self) -> list[tuple[str, Record, str]]:
        """What failed at its last check and is not flagged: key, record, and why."""
        states = ("failing", "blocked", "moved")
        found = [self.records[key] for key in sorted(self.keys) if key in self.records]
        return [(item.key, item, reason_text(item)) for item in found if item.verdict in states]

    def as_objects(self, site: str) -> list[dict[str, Any]]:
        """Return every entry for programs; see `export_json`."""
        return as_objects(self.entries, site, self.around)

    def as_bibtex(self, site: str) -> str:
        """Return every entry in BibTeX; see `export_bibtex`."""
        return as_bibtex(self.as_objects(site))

    def linked_data(self, url: str, site: str, name: str, description: str) -> dict[str, Any]:
        """Return the JSON-LD of a page; nothing for pages that list nothing.

        Args:
            url: The page's URL from the site's root; "" is the home page.
            site: The address of the site, with a slash at its end.
            name: The site's name.
            description: What the page is about.
        """
        if not url:
            return site_data(name, site)
        if url == self.people_page:
            return people_data(self.people, site + url)
        topic = self.topic_at(url)
        return topic_data(topic, site + url, description, self.around) if topic else {}

    @cached_property
    def destinations(self) -> dict[str, str]:
        """The entry, by its address from the site's root, of each URL that a page links to."""
        places = {
            key: listed.url for listed in self.entries for key in (listed.card.key, *listed.same)
        }
        return {
            link.url: places[link.key]
            for page in self.pages
            for link in page.links
            if link.key in places
        }

    def cards_at(self, url: str) -> tuple[Card, ...]:
        """Return the cards of the page with a URL from the site's root, as that page has them."""
        return next((page.cards for page in self.pages if page.page.url == url), ())

    def topic_at(self, url: str) -> Topic | None:
        """Return the topic with a URL from the site's root."""
        return next((topic for topic in self.topics if topic.url == url), None)

    def verdict(self, key: str) -> str:
        """Return the verdict of a key."""
        record = self.records.get(key)
        return (record and record.verdict) or "unchecked"


def list_work(places: Sequence[Placement], works: Works) -> Listed:
    """Put together a work from its places: essential anywhere is essential everywhere."""
    first = places[0].card
    essential = any(each.card.essential for each in places)
    card = first if first.essential == essential else replace(first, essential=essential)
    return Listed(card, tuple(places), works.others(first.key))


def in_page_order(entries: Iterable[Listed]) -> list[Listed]:
    """Order the entries of a topic as they stand on its page."""
    return sorted(entries, key=lambda listed: listed.places[0].card.line)
