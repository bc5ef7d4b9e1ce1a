"""What is drawn: cards, flags, listed works, topics and people, without how it is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from posixpath import join, normpath
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from linkroll.lock.vitals import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkroll.lock.record import Archive
    from linkroll.lock.vitals import Vitals
    from linkroll.markdown.links import Link
    from linkroll.site.vitals import Sign


class CompanionLink(NamedTuple):
    """A companion as it is shown: its label, what it is to the entry, and where it leads."""

    label: str
    rel: str
    url: str | None
    note: str = ""
    flag: CardFlag | None = None


@dataclass(frozen=True, slots=True)
class CardFlag:
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
    ``note`` is HTML; ``mentions`` are the keys that it links to. ``own_title`` is the title of the
    page there, where it is another one. ``same`` are the other keys of the work, ``also`` those of
    its addresses that are no companions. ``published`` says where it appeared, ``year`` is the
    year to cite; ``citable`` whether a citation is offered.
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
    flag: CardFlag | None = None
    moved: str | None = None
    own_title: str | None = None
    added: str | None = None
    same: tuple[str, ...] = ()
    also: tuple[CompanionLink, ...] = ()
    mentions: frozenset[str] = frozenset()
    vitals: Vitals = NONE
    signs: tuple[Sign, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checked: str | None = None
    published: str = ""
    cited_year: str = ""
    citable: bool = False

    @property
    def year(self) -> str:
        """The year of first publication, or nothing."""
        return (self.date or "")[:4]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of the work, the card's own first."""
        return (self.key, *self.same)

    @property
    def actions(self) -> tuple[tuple[CompanionLink, ...], tuple[CompanionLink, ...]]:
        """The companions to show at once, and those to show on demand; what a person added first."""
        if not self.companions:
            return (), ()
        ranked = sorted(self.companions, key=lambda each: each.rel != "stated")
        room = MOST_ACTIONS - self.citable
        if len(ranked) <= room:
            return tuple(ranked), ()
        return tuple(ranked[: room - 1]), tuple(ranked[room - 1 :])


MOST_ACTIONS = 5  # links and buttons that a card offers at once
SCHEME_PREFIX = re.compile(r"^https?://(www\.)?")


class PageRef(NamedTuple):
    """A page of the site: its title, its URL from the site's root, where to edit it."""

    title: str
    url: str
    edit_url: str | None = None


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One page: its cards in order, by the numbers of their slots too, and every link."""

    path: str
    page: PageRef
    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    listed: bool = True


class Placement(NamedTuple):
    """An entry on one page: its card there, the page, and the place in the file."""

    card: Card
    page: PageRef
    place: str

    @property
    def url(self) -> str:
        """Where on the site the entry is, from its root."""
        return f"{self.page.url}#{self.card.id}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A work with every place where it stands, the first one first.

    ``card`` is the first one of it; it is essential if any of them is, and flagged likewise.
    ``same`` are its keys on other cards and elsewhere.
    """

    card: Card
    places: tuple[Placement, ...]
    same: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[PageRef, ...]:
        """The topics that it stands on."""
        return tuple(dict.fromkeys(each.page for each in self.places))

    @property
    def url(self) -> str:
        """Where on the site the entry is, from its root."""
        return self.places[0].url

    @property
    def ids(self) -> list[str]:
        """The numbers and addresses that it is looked for by, without their schemes."""
        keys = (self.card.key, *self.same)
        addresses = (self.card.url, *(item.url for item in self.card.companions))
        found = [*(key.partition(":")[2] for key in keys), *filter(None, addresses)]
        return list(dict.fromkeys(SCHEME_PREFIX.sub("", each) for each in found))

    def note_at(self, url: str) -> Markup:
        """Return its note for another page, so that relative links in it lead where they did.

        Args:
            url: The URL of that page, from the site's root.
        """
        return note_at(self.card.note, self.places[0].page.url, url)

    def within(self, section: str) -> Listed | None:
        """Return the work as it stands under a heading on any topic; None where it does not."""
        wanted = section.casefold()
        own = [each for each in self.places if each.card.section.casefold() == wanted]
        return self.led_by(own[0]) if own else None

    def led_by(self, first: Placement) -> Listed:
        """Return the work with one of its places first."""
        if first is self.places[0]:
            return self
        others = tuple(each for each in self.places if each is not first)
        card, known = first.card, (self.card.essential, self.card.flag)
        if (card.essential, card.flag) != known:
            card = replace(card, essential=self.card.essential, flag=self.card.flag)
        return Listed(card, (first, *others), self.same)


# A link within the site, as MkDocs writes it: without a scheme and without a leading slash.
RELATIVE = re.compile(r'href="(?![a-zA-Z][a-zA-Z0-9+.-]*:|/)([^"]*)"')


def note_at(note: Markup, home: str, url: str) -> Markup:
    """Return a note for another page than its own, so that relative links in it lead where they did.

    Args:
        note: HTML.
        home: The URL of its page, from the site's root.
        url: The URL of the other page.
    """
    if 'href="' not in note or home == url:
        return note
    moved = RELATIVE.sub(lambda href: f'href="{move_link(href[1], home, url)}"', note)
    return Markup(moved)  # noqa: S704 - the note as it was, with other addresses


def move_link(href: str, home: str, url: str) -> str:
    """Return a relative link of one page as another page has to write it.

    Args:
        href: The link, as it stands on its page.
        home: The URL of that page, from the site's root.
        url: The URL of the other page.
    """
    folder = home.rpartition("/")[0]
    path, mark, rest = href.partition("#")
    target = normpath(join(folder, path)) if path else home.rstrip("/")
    ends = target != "." and (not path or path.endswith("/"))
    written = ("" if target == "." else target) + ("/" if ends else "")
    return ("../" * url.count("/") or "./") + written + mark + rest


class Flagged(NamedTuple):
    """A link with a flag, with every place where it stands."""

    title: str
    url: str | None
    flag: CardFlag
    places: tuple[Placement, ...]


class Mention(NamedTuple):
    """A place on this site that links to an entry: what it is called, and its URL from the root."""

    title: str
    url: str


class Around(NamedTuple):
    """What the site says of an entry elsewhere: relations by their label, and mentions."""

    relations: tuple[tuple[str, tuple[Listed, ...]], ...] = ()
    mentions: tuple[Mention, ...] = ()


class Debate(NamedTuple):
    """A contested result: what contests it, and what else builds on it."""

    about: Listed
    contested_by: tuple[Listed, ...]
    replicated_by: tuple[Listed, ...]


@dataclass(slots=True)
class Topic:
    """A topic at a glance; each entry with its card on this topic."""

    page: PageRef
    entries: list[Listed] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The topic's name."""
        return self.page.title

    @property
    def feed(self) -> str:
        """The address of its feed from the site's root, whatever form the addresses of pages have."""
        return self.page.url.removesuffix(".html").rstrip("/") + "/feed.xml"

    @property
    def url(self) -> str:
        """The topic's address from the site's root."""
        return self.page.url

    def count(self, section: str) -> int:
        """How many entries stand under one heading: Links, Demos or People."""
        wanted = section.casefold()
        return sum(listed.places[0].card.section.casefold() == wanted for listed in self.entries)

    @property
    def years(self) -> str:
        """The first and the last year of what is listed, or nothing."""
        years = sorted(listed.card.year for listed in self.entries if listed.card.year)
        return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""

    @property
    def newest(self) -> list[Listed]:
        """The entries, the one added last first; of a day's, what appeared last."""
        return sorted(
            self.entries,
            key=lambda each: (each.card.added or "", each.card.date or ""),
            reverse=True,
        )

    @property
    def essential(self) -> list[Listed]:
        """The few to start with."""
        return [listed for listed in self.entries if listed.places[0].card.essential]


class Person(NamedTuple):
    """A person, the entry that introduces them if there is one, and what of theirs is listed.

    ``also`` holds the other names that they wrote under, ``addresses`` where else they are found.
    """

    name: str
    introduction: Listed | None
    entries: tuple[Listed, ...]
    topics: tuple[PageRef, ...]
    also: tuple[str, ...] = ()
    addresses: tuple[CompanionLink, ...] = ()

    @property
    def card(self) -> Card | None:
        """The card that introduces the person."""
        return self.introduction.card if self.introduction else None

    @property
    def id(self) -> str:
        """The person's anchor on the page of people."""
        return person_id(self.name)


def person_id(name: str) -> str:
    """Return the anchor of a person on the page of people."""
    return re.sub(r"\W+", "-", name.casefold()).strip("-")
