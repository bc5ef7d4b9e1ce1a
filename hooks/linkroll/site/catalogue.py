"""All entries of the site, for the pages that list them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from linkroll.lint.rules import reason_text
from linkroll.lock.works import Works
from linkroll.site.export_bibtex import as_bibtex
from linkroll.site.export_json import as_objects
from linkroll.site.model import Flagged, Listed, PageRef, Person, Topic, TopicPage
from linkroll.site.outline import outline
from linkroll.site.people import PersonNames, gather
from linkroll.site.schema_org import people_data, site_data, topic_data
from linkroll.site.timeline import Timeline, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkroll.lock.record import Record
    from linkroll.site.model import Card, Flag
    from linkroll.site.outline import Part, TocItem


NEIGHBOURS = 4  # topics named at the foot of one


class Catalogue:
    """What the whole site lists, made from its pages once all of them are read."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = records
        self.order: list[str] = []
        self.people_page = ""
        self.aliases: Mapping[str, Iterable[str]] = {}
        self.read: list[TopicPage] = []

    def add(self, page: TopicPage) -> None:
        """Add a page once it is read."""
        self.read.append(page)

    @cached_property
    def pages(self) -> list[TopicPage]:
        """Every page, in the order of `order`; those it does not name come last."""
        rank = {path: index for index, path in enumerate(self.order)}
        return sorted(self.read, key=lambda page: (rank.get(page.path, len(rank)), page.path))

    @cached_property
    def entries(self) -> list[Listed]:
        """Every work once, in the order in which topics and entries first name it."""
        first: dict[str, tuple[Card, str]] = {}
        topics: dict[str, list[PageRef]] = {}
        for page in self.pages:
            for card in page.cards:
                work = self.works.of(card.key)[0]
                first.setdefault(work, (card, f"{page.path}:{card.line}"))
                if page.page not in topics.setdefault(work, []):
                    topics[work].append(page.page)
        return [
            Listed(card, tuple(topics[work]), place, self.works.others(card.key))
            for work, (card, place) in first.items()
        ]

    @cached_property
    def works(self) -> Works:
        """Which keys are one work, by the records and by every line."""
        cards = [card for page in self.pages for card in page.cards]
        return Works(self.records, [(card.key, key) for card in cards for key in card.same])

    @cached_property
    def topics(self) -> list[Topic]:
        """Every topic with its entries."""
        by_page = {page.page: Topic(page.page) for page in self.pages if page.cards}
        for listed in self.entries:
            for page in listed.topics:
                by_page[page].entries.append(listed)
        return list(by_page.values())

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
        return gather(self.entries, self.names)

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
        """Every link with a flag: entries and their companions."""
        found = []
        for page in self.pages:
            for card in page.cards:
                place = f"{page.path}:{card.line}"
                marked: Iterable[tuple[str, str | None, Flag | None]] = (
                    (card.title, card.url, card.flag),
                    *((item.label, item.url, item.flag) for item in card.companions),
                )
                found += [
                    Flagged(title, url, flag, page.page, place, card.id)
                    for title, url, flag in marked
                    if flag
                ]
        return found

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

    def listing(self, section: str = "") -> list[Listed]:
        """Return every entry that is no person, of all sections or of one (Links, Demos)."""
        wanted = section.casefold()
        return [
            listed
            for listed in self.entries
            if listed.card.kind != "person" and wanted in ("", listed.card.section.casefold())
        ]

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
    def by_topic(listed: Iterable[Listed | Person]) -> Counter[PageRef]:
        """Count the entries, or people, of each topic."""
        return Counter(topic for each in listed for topic in each.topics)

    @staticmethod
    def outline(html: str, toc: Sequence[TocItem]) -> tuple[Part, ...]:
        """Return the sections of a page; see `outline`."""
        return outline(html, toc)

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
        """Return every entry for programs; see `exports`."""
        return as_objects(self.entries, site)

    def as_bibtex(self, site: str) -> str:
        """Return every entry in BibTeX; see `bibtex`."""
        return as_bibtex(self.as_objects(site))

    def linked_data(self, url: str, site: str, name: str, description: str) -> dict[str, Any]:
        """Return what a page says to programs, in JSON-LD; nothing for pages that list nothing.

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
        return topic_data(topic, site + url, description) if topic else {}

    def cards_at(self, url: str) -> tuple[Card, ...]:
        """Return the cards of the page with a URL from the site's root, as that page has them."""
        return next((page.cards for page in self.pages if page.page.url == url), ())

    def topic_at(self, url: str) -> Topic | None:
        """Return the topic with a URL from the site's root."""
        return next((topic for topic in self.topics if topic.url == url), None)

    def verdict(self, key: str) -> str:
        """Return what checks say of a key."""
        record = self.records.get(key)
        return (record and record.verdict) or "unchecked"
