"""A saved page as a tree that can be read safely, whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from linkroll.metadata.parse.charset import decode

Element = etree._Element  # noqa: SLF001  # lxml gives its elements no public name to annotate with

# Bounds of what is read. Pages are rarely over 2 MB; what they state about themselves stands early.
MOST_BYTES = 4_000_000
MOST_ELEMENTS = 100_000
LONGEST_META = 10_000
LONGEST_TEXT = 2_000
MOST_STEPS = 1_000

# libxml2 compares each attribute with all before it, so an element with 100,000 takes seconds.
# Possessive quantifiers keep this linear.
_ATTRIBUTE = r"""[\s/]++[^\s=>/"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+"""
_OVERLOADED = re.compile(rf"<[a-zA-Z][^\s>/]*+(?:{_ATTRIBUTE}){{300,}}+")
# What XML 1.0 has no characters for.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """A page: its elements in document order, and what its ``<meta>`` state, head or body."""

    url: str
    host: str
    language: str
    elements: tuple[Element, ...]
    metas: tuple[tuple[str, str], ...]

    def meta(self, *names: str) -> list[str]:
        """Return all contents under the first of some names that has any, in document order."""
        for name in names:
            if found := [content for known, content in self.metas if known == name]:
                return found
        return []


def parse_html(body: bytes, url: str, content_type: str | None = None) -> HtmlDocument | None:
    """Parse a page; None for what is no HTML at all. The tree is bounded in depth by libxml2."""
    text = decode(body[:MOST_BYTES], content_type)
    text = _OVERLOADED.sub("<p", _UNREADABLE.sub("", text))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)  # fmt: skip
    try:
        root: Element | None = etree.fromstring(text.encode(), parser)
    except (etree.ParseError, ValueError):
        root = None
    if root is None:  # an empty text parses to nothing
        return None
    elements = tuple(islice(root.iter("*"), MOST_ELEMENTS))
    return HtmlDocument(
        url=url,
        host=_host(url),
        language=(root.get("lang") or root.get("xml:lang") or "").strip()[:20],
        elements=elements,
        metas=tuple(_metas(elements)),
    )


def text_of(element: Element, longest: int = LONGEST_TEXT) -> str:
    """Return an element's text as a reader sees it, on one line: without scripts and styles.

    No more than ``longest`` characters of it, so that texts within texts cost no more.
    """
    parts: list[str] = []
    left = longest
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in islice(walk, MOST_STEPS):
        part = each.text if event == "start" else None if each is element else each.tail
        if event == "start" and each.tag in ("script", "style", "noscript"):
            walk.skip_subtree()
        elif part:
            parts.append(part[:left])
            left -= len(part)
        if left <= 0:
            break
    return " ".join(" ".join(parts).split())


def plain_text(element: Element) -> str:
    """Return an element's text as it stands in the source, with its lines; for code and data."""
    return "".join(map(str, islice(element.itertext(), MOST_STEPS)))


def marks_of(element: Element) -> str:
    """Return an element's classes and id, lower case, in one string."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _metas(elements: tuple[Element, ...]) -> list[tuple[str, str]]:
    found = []
    for element in elements:
        content = element.get("content") if element.tag == "meta" else None
        if content and content.strip():
            names = {element.get("name"), element.get("property")} - {None, ""}
            found += [(str(name).strip().lower(), content[:LONGEST_META]) for name in names]
    return found
