"""Parses an untrusted page to a tree of limited size."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from linkroll.metadata.html.tags import bound_tags
from linkroll.metadata.parse.charset import decode
from linkroll.urls.normalize import normalize_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Element = etree._Element  # noqa: SLF001  # lxml gives its elements no public name to annotate with

# Limits of what is read. Pages are rarely over 2 MB, and their metadata are near the start.
MOST_BYTES = 4_000_000
MOST_ELEMENTS = 100_000
LONGEST_META = 10_000
LONGEST_TEXT = 2_000
LONGEST_NODE = 100_000
LONGEST_MARKS = 500
# The number of nodes visited for one text, and for all texts of a page.
MOST_STEPS = 1_000
MOST_STEPS_OF_PAGE = 1_000_000

# Characters that are not allowed in XML 1.0.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Texts:
    """The texts of a page's elements, cached and read in bounded time."""

    def __init__(self) -> None:
        self._known: dict[tuple[Element, int], str] = {}
        self._steps = MOST_STEPS_OF_PAGE

    def of(self, element: Element, longest: int) -> str:
        """Return an element's text on one line; empty where the limit of a page is reached."""
        text = self._known.get((element, longest))
        if text is None:
            text = self._known[element, longest] = self._read(element, longest)
        return text

    def _read(self, element: Element, longest: int) -> str:
        parts: list[str] = []
        left = longest
        walk = etree.iterwalk(element, events=("start", "end"))
        for event, each in islice(walk, min(MOST_STEPS, self._steps)):
            self._steps -= 1
            part = each.text if event == "start" else None if each is element else each.tail
            if event == "start" and each.tag in ("script", "style", "noscript"):
                walk.skip_subtree()
            elif part:
                parts.append(part[:left])
                left -= len(part)
            if left <= 0:
                break
        return " ".join(" ".join(parts).split())


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """A page: its elements in document order, and the contents of its ``<meta>`` elements."""

    url: str
    host: str
    language: str
    elements: tuple[Element, ...]
    metas: Mapping[str, Sequence[str]]
    texts: Texts = field(default_factory=Texts)

    def meta(self, *names: str) -> list[str]:
        """Return all contents of the first name that has any, in document order."""
        return next((list(self.metas[name]) for name in names if name in self.metas), [])

    def text_of(self, element: Element, longest: int = LONGEST_TEXT) -> str:
        """Return an element's text as a reader sees it, on one line: without scripts and styles."""
        return self.texts.of(element, longest)


def parse_html(body: bytes, url: str, content_type: str | None = None) -> HtmlDocument | None:
    """Parse a page; None where it is no HTML. The tree is bounded in depth by libxml2."""
    text = decode(body[:MOST_BYTES], content_type)
    text = bound_tags(_UNREADABLE.sub("", text))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)  # fmt: skip
    try:
        root: Element | None = etree.fromstring(text.encode(), parser)
    except (etree.ParseError, ValueError):
        root = None
    if root is None:  # an empty text parses to nothing
        return None
    elements = tuple(islice(root.iter("*"), MOST_ELEMENTS))
    for each in elements:
        bound_texts(each)
    return HtmlDocument(
        url=url,
        host=address.site if (address := normalize_url(url)) else "",
        language=(root.get("lang") or root.get("xml:lang") or "").strip()[:20],
        elements=elements,
        metas=_metas(elements),
    )


def bound_texts(element: Element) -> None:
    """Truncate the texts of an element, because each of its ancestors reads them again."""
    if element.text and len(element.text) > LONGEST_NODE and element.tag != "script":
        element.text = element.text[:LONGEST_NODE]
    if element.tail and len(element.tail) > LONGEST_NODE:
        element.tail = element.tail[:LONGEST_NODE]


def plain_text(element: Element, longest: int) -> str:
    """Return an element's text with its line breaks, for code and data."""
    parts: list[str] = []
    left = longest
    for text in islice(element.itertext(), MOST_STEPS):
        parts.append(str(text)[:left])
        left -= len(text)
        if left <= 0:
            break
    return "".join(parts)


def marks_of(element: Element) -> str:
    """Return an element's classes and id, lower case, in one string."""
    classes, name = element.get("class") or "", element.get("id") or ""
    return f"{classes[:LONGEST_MARKS]} {name[:LONGEST_MARKS]}".lower()


def _metas(elements: tuple[Element, ...]) -> dict[str, list[str]]:
    """Collect the contents of ``<meta>`` by ``name`` and ``property``, in document order."""
    found: dict[str, list[str]] = {}
    for element in elements:
        content = element.get("content") if element.tag == "meta" else None
        if content and content.strip():
            for name in {element.get("name"), element.get("property")} - {None, ""}:
                found.setdefault(str(name).strip().lower(), []).append(content[:LONGEST_META])
    return found
