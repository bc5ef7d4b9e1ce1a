"""What is drawn: cards, flags, listed works, topics and people, without how it is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

if TYPE_CHECKING:
    from linkroll.lock.record import Archive
    from linkroll.markdown.links import Link


class CompanionLink(NamedTuple):
    """A companion as it is shown: its label, what it is to the entry, and where it leads."""

    label: str
    rel: str
    url: str | None
    note: str = ""
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """What a reader must know before following a link.

    ``word`` names it, ``reason`` explains it; ``since`` is a day (ISO 8601), ``stated`` whether a
    person said it, in the line itself.
    """

    code: str
    word: str
    reason: str
    instead: str | None = None
    archive: Archive | None = None
    since: str | None = None
    report: str | None = None
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """All that `overrides/partials/entry.html` shows of one entry. What is not known is empty.

    ``id`` is the anchor, the same for ever. ``url`` is None where the address is none.
    ``note`` is HTML. ``own_title`` is the title of the page there, where it is another one.
    ``same`` are the other keys of the work, ``also`` those of its addresses that are no companions.
    """

    id: str
    key: str
    url: str | None
    title: str
    kind: str
    site: str
    line: int
    section: str = ""
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    note: Markup = field(default_factory=Markup)
    essential: bool = False
    companions: tuple[CompanionLink, ...] = ()
    flag: Flag | None = None
    moved: str | None = None
    own_title: str | None = None
    added: str | None = None
    same: tuple[str, ...] = ()
    also: tuple[CompanionLink, ...] = ()

    @property
    def year(self) -> str:
        """The year of first publication, or nothing."""
        return (self.date or "")[:4]


SCHEME = re.compile(r"^https?://(www\.)?")


class PageRef(NamedTuple):
    """A page of the site: its title, its URL from the site's root, where to edit it."""

    title: str
    url: str
    edit_url: str | None = None


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One page as it was read: its cards in order, and every link."""

    path: str
    page: PageRef
    cards: tuple[Card, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A work with every topic it stands on, the first one first.

    ``card`` is the first one of it, ``same`` are its keys on other cards and elsewhere.
    """

    card: Card
    topics: tuple[PageRef, ...]
    place: str
    same: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where on the site the entry is, from its root."""
        return f"{self.topics[0].url}#{self.card.id}"

    @property
    def ids(self) -> list[str]:
        """The numbers and addresses that it is looked for by, without their schemes."""
        keys = (self.card.key, *self.same)
        addresses = (self.card.url, *(item.url for item in self.card.companions))
        found = [*(key.partition(":")[2] for key in keys), *filter(None, addresses)]
        return list(dict.fromkeys(SCHEME.sub("", each) for each in found))


class Flagged(NamedTuple):
    """A link with a flag, wherever it stands."""

    title: str
    url: str | None
    flag: Flag
    page: PageRef
    place: str
    anchor: str


@dataclass(slots=True)
class Topic:
    """A topic at a glance."""

    page: PageRef
    entries: list[Listed] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The topic's name."""
        return self.page.title

    @property
    def url(self) -> str:
        """The topic's address from the site's root."""
        return self.page.url

    def count(self, section: str) -> int:
        """How many entries stand under one heading: Links, Demos or People."""
        wanted = section.casefold()
        return sum(listed.card.section.casefold() == wanted for listed in self.entries)

    @property
    def years(self) -> str:
        """The first and the last year of what is listed, or nothing."""
        years = sorted(listed.card.year for listed in self.entries if listed.card.year)
        return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""

    @property
    def essential(self) -> list[Listed]:
        """The few to start with."""
        return [listed for listed in self.entries if listed.card.essential]


class Person(NamedTuple):
    """A person, the card that introduces them if there is one, and what of theirs is listed.

    ``also`` holds the other names that they wrote under, ``addresses`` where else they are found.
    """

    name: str
    card: Card | None
    entries: tuple[Listed, ...]
    topics: tuple[PageRef, ...]
    also: tuple[str, ...] = ()
    addresses: tuple[CompanionLink, ...] = ()

    @property
    def id(self) -> str:
        """The person's anchor on the page of people."""
        return person_id(self.name)


def person_id(name: str) -> str:
    """Return the anchor of a person on the page of people."""
    return re.sub(r"\W+", "-", name.casefold()).strip("-")
