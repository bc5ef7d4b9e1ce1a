"""What a page holds: links, entries, and links that no reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from linkroll.markdown.attributes import Attributes
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from pathlib import Path
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
    level that it is under. ``listed`` says that it begins a list item, as an entry does on a topic.
    ``problems`` are pairs of what is wrong with it as it is written and what to do.
    """

    path: str
    line: int
    column: int
    text: str
    url: str
    entry: bool = False
    listed: bool = False
    section: str = ""
    attributes: Attributes = NOTHING_STATED
    problems: tuple[tuple[str, str], ...] = ()
    _identity: Identity | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def identity(self) -> Identity:
        """What the URL identifies, found out when it is first wanted."""
        if self._identity is None:
            object.__setattr__(self, "_identity", identify(self.url))
        assert self._identity is not None  # noqa: S101 - for the type checker
        return self._identity

    @property
    def key(self) -> str:
        """What the URL identifies."""
        return self.identity.key


@dataclass(frozen=True, slots=True)
class Swallowed:
    """Links that are shown as they are written, in indented code or in raw HTML.

    ``tag`` is the element around them if it was written in HTML; ``readme`` says that a forge shows
    the file.
    """

    place: Place
    last_line: int
    count: int
    tag: str = ""
    readme: bool = False


@dataclass(frozen=True, slots=True)
class Flaw:
    """What was meant as a link or an attribute list, and is shown as it is written."""

    place: Place
    message: str
    remedy: str
    url: str = ""


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
    flaws: list[Flaw] = field(default_factory=list)


class Page(NamedTuple):
    """The file that is being read: what findings call it, and its whole text.

    ``topic`` says whether list items on it are entries; if it does not, the path does. ``folder``
    is the folder of the file, where there is one.
    """

    path: str
    text: str = ""
    topic: bool | None = None
    folder: Path | None = None

    @property
    def is_topic(self) -> bool:
        """Whether list items on this page are entries."""
        return f"/{TOPICS}" in f"/{self.path}" if self.topic is None else self.topic

    def has_file(self, url: str) -> bool:
        """Whether a URL is the relative address of a file beside the page: `slides.pdf`, `LICENSE`."""
        name = unquote(re.split("[?#]", url, maxsplit=1)[0]).strip()
        try:
            return bool(self.folder and name) and (self.folder / name).is_file()  # type: ignore[operator]
        except (OSError, ValueError):  # no name of a file: too long, or with a null character
            return False
