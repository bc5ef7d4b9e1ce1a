"""Links in HTML that was written by hand, read as browsers read it (HTML standard, 13.2.5).

`html.parser` is no help here: before Python 3.14 it decodes `&copy=3` in an attribute, which
browsers leave alone, and it takes quadratic time for tags that are never closed.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A tag or comment that is never closed lasts to the end of the text: so each piece is read once.
TOKEN = re.compile(
    r"""
      <!--.*?(?:-->|\Z)
    | <(?P<opaque>script|style|textarea|title|xmp|iframe|noembed)(?=[\s/>]).*?(?:</(?P=opaque)(?=[\s/>])|\Z)
    | <(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+)(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*)"?|'([^']*)'?|([^\s"'>]++)))?""", re.DOTALL
)
REFERENCE = re.compile(r"&(?:#\d+;?|#x[0-9a-f]+;?|[a-z][a-z0-9]*(;|(?![=a-z0-9])))", re.IGNORECASE)
ENDED_REFERENCE = re.compile(r"&(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);", re.IGNORECASE)

# A Markdown link that stands in raw HTML as text.
MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(\s*<?(https?://[^\s<>()]*)", re.IGNORECASE)
VERBATIM = frozenset({"pre", "code", "kbd", "samp", "svg", "math"})
LINKS = frozenset({"a", "area"})


class RawLink(NamedTuple):
    """A link in a piece of HTML: where its tag begins there, its URL and its text.

    ``is_text`` marks a Markdown link that HTML shows as it is written.
    """

    at: int
    url: str
    text: str
    is_text: bool = False


def decode_attribute(value: str) -> str:
    """Return the value of an attribute as browsers read it.

    A named reference without `;` is none where `=`, a letter or a digit follows (HTML standard,
    13.2.5.73), so `?a=1&copy=3` stays as it is.
    """
    if "&" not in value:
        return value
    return REFERENCE.sub(lambda match: unescape(match[0]), value)


def decode_ended(value: str) -> str:
    """Decode the references that Python-Markdown lets stand: those that end in `;`.

    It writes every other `&` of an attribute as `&amp;`.
    """
    return ENDED_REFERENCE.sub(lambda match: unescape(match[0]), value) if "&" in value else value


def attribute(attributes: str, name: str) -> str | None:
    """Return the value of an attribute of a tag, decoded; the first of a name counts."""
    for found in ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            return decode_attribute(found[2] or found[3] or found[4] or "")
    return None


def raw_links(html: str) -> Iterator[RawLink]:
    """Yield the links of a piece of HTML in order; comments and scripts hold none."""
    reader = LinksReader(html)
    for token in TOKEN.finditer(html):
        yield from reader.read_text(token.start())
        reader.done = token.end()
        yield from reader.read_tag(token)
    yield from reader.read_text(len(html))
    yield from reader.end_link()


class LinksReader:
    """What is known while the links of a piece of HTML are read."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.done = 0
        self.verbatim = 0  # how many elements are open in which text is shown as it is
        self.begun: tuple[int, str] | None = None  # a link: where it begins, and its URL
        self.label: list[str] = []

    def read_text(self, end: int) -> Iterator[RawLink]:
        """Read the text up to some place: a label, or Markdown that nobody renders."""
        if self.begun:
            self.label.append(self.html[self.done : end])
        elif not self.verbatim and self.html.find("](", self.done, end) >= 0:
            for link in MARKDOWN_LINK.finditer(self.html, self.done, end):
                yield RawLink(link.start(), unescape(link[2]), link[1], is_text=True)

    def read_tag(self, token: re.Match[str]) -> Iterator[RawLink]:
        """Read a tag; yield the link that it ends."""
        name = (token["name"] or "").lower()
        if name in VERBATIM:
            self.verbatim = max(0, self.verbatim + (-1 if token["close"] else 1))
        elif name == "img" and self.begun:
            self.label.append(attribute(token["attributes"], "alt") or "")
        elif name in LINKS:
            yield from self.end_link()
            href = None if token["close"] else attribute(token["attributes"], "href")
            if href is not None:
                self.begun = (token.start(), href)

    def end_link(self) -> Iterator[RawLink]:
        """Yield the link that was begun, if there is one."""
        if self.begun:
            yield RawLink(*self.begun, plain("".join(self.label)))
        self.begun, self.label = None, []


def plain(text: str) -> str:
    """Return text between tags on one line, decoded."""
    return " ".join(unescape(text).split())


def opening_tag(html: str) -> str:
    """Return the name of the first tag in a piece of HTML; empty where there is none."""
    first = next(TOKEN.finditer(html), None)
    return (first["name"] or "").lower() if first else ""
