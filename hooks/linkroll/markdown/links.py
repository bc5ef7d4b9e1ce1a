"""What a page holds: links, entries, and links that no reader sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from linkroll.markdown.attributes import Attributes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from linkroll.markdown.source_map import Place
    from linkroll.urls.identify import Identity


TOPICS = "docs/topics/"


NOTHING_STATED = Attributes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a page.

    ``line`` and ``column`` are those of its opening bracket, from 1, in the file as it is.
    ``url`` is what stands there, verbatim. ``section`` is the heading of the first or second
    level that it is under.
    ``problems`` are pairs of what is wrong with its attribute list and what to do.
    """

    path: str
    line: int
    column: int
    text: str
    url: str
    identity: Identity
    entry: bool = False
    section: str = ""
    attributes: Attributes = NOTHING_STATED
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What the URL identifies."""
        return self.identity.key


@dataclass(frozen=True, slots=True)
class Swallowed:
    """Links that stand in an indented code block, so that no reader sees them."""

    place: Place
    last_line: int
    count: int


@dataclass(slots=True)
class Entry:
    """An entry as it stands in the element tree, to be drawn there.

    ``item`` is the list item, ``anchor`` the link in it, ``body`` what holds the link and its
    note: the item itself, or its first paragraph. ``companions`` pairs each companion with its
    place in the tree.
    """

    item: Element
    body: Element
    anchor: Element
    link: Link
    companions: list[tuple[Element, Link]] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What was read from one page, in the order of the page."""

    links: list[Link] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    swallowed: list[Swallowed] = field(default_factory=list)


class Page(NamedTuple):
    """The file that is being read, and how many of its lines stand before the Markdown."""

    path: str
    offset: int = 0

    @property
    def is_topic(self) -> bool:
        """Whether list items on this page are entries."""
        return f"/{TOPICS}" in f"/{self.path}"
