"""What a page says of itself: title, words, anchors. Everything here is hostile text."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from linkroll.metadata.parse.charset import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{0,2000})", re.IGNORECASE)
NUL = re.compile("\0")
# libxml2 compares each attribute of an element with all before it.
OVERLOADED = re.compile(r"<[a-zA-Z](?:[^<>=]*+=){300,}+[^<>]*+")
WORD = re.compile(r"\w+")
SILENT_ELEMENTS = frozenset({"script", "style", "template", "noscript", "svg"})
# A page whose text is put in by a script: where its frame is all that was sent, nothing that is
# missing is known to be missing.
FRAME_WORDS = 40
SCRIPTED = re.compile(
    r"<script[^<>]{0,500}?\bsrc=|<script[^<>]{0,500}?\btype=[\"']?module|__NEXT_DATA__|__NUXT__"
    r"|data-reactroot|ng-version=|<div[^<>]{0,200}?\bid=[\"']?(?:root|app|__next|__nuxt)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What two pages are compared by: where they were found, their title and their words."""

    url: str
    title: str
    words: frozenset[str]

    def same_text(self, other: Fingerprint) -> bool:
        """Whether both say the same, a word here and there apart."""
        either, both = self.words | other.words, self.words & other.words
        return self.title == other.title and len(both) >= 0.9 * len(either)


class CheckedPage:
    """An HTML page, as far as it was read.

    Args:
        url: Where it was found.
        body: Its first bytes.
        whole: Whether that is all.
        headers: Those of the answer.
    """

    def __init__(self, url: str, body: bytes, *, whole: bool, headers: Mapping[str, str]) -> None:
        self.url = url
        self.whole = whole
        self.html = decode(body, headers.get("Content-Type", ""))

    @cached_property
    def title(self) -> str:
        """The text of ``<title>``, in one line."""
        found = TITLE.search(self.html)
        return " ".join(unescape(found[1]).split()) if found else ""

    @cached_property
    def text(self) -> Text:
        """What the parser sees."""
        text = Text()
        parser = etree.HTMLParser(target=text, encoding="utf-8", no_network=True)  # type: ignore[call-overload] # the stubs want its answers to comments too
        with suppress(etree.LxmlError, ValueError):  # read as far as it goes
            parser.feed(OVERLOADED.sub("<p", NUL.sub("", self.html)).encode("utf-8", "replace"))
            parser.close()
        return text

    @cached_property
    def words(self) -> list[str]:
        """The words that a reader would see, in lower case."""
        return WORD.findall(" ".join(self.text.parts).lower())

    @property
    def scripted(self) -> bool:
        """Whether scripts have a part in what a reader sees."""
        return SCRIPTED.search(self.html) is not None

    @property
    def only_a_frame(self) -> bool:
        """Whether the text itself is still to be put in by a script."""
        return self.scripted and len(self.words) < FRAME_WORDS

    @property
    def print(self) -> Fingerprint:
        """What it is compared by; parts of its own address, which error pages repeat, left out."""
        own = set(WORD.findall(self.url.lower()))
        title = " ".join(word for word in WORD.findall(self.title.lower()) if word not in own)
        return Fingerprint(self.url, title, frozenset(self.words) - own)


class Text:
    """Collects visible text and anchors from a parser that calls it for each part of a page."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.anchors: set[str] = set()
        self._silent = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note anchors, and where text is not text."""
        self.anchors.update(filter(None, (attributes.get("id"), attributes.get("name"))))
        self._silent += tag in SILENT_ELEMENTS

    def end(self, tag: str) -> None:
        """Note the end of what is not text."""
        self._silent -= tag in SILENT_ELEMENTS

    def data(self, data: str) -> None:
        """Keep what a reader sees."""
        if not self._silent:
            self.parts.append(data)

    def close(self) -> Text:
        """Give what was collected."""
        return self


def is_html(headers: Mapping[str, str]) -> bool:
    """Whether an answer calls itself a page."""
    return "html" in headers.get("Content-Type", "").lower()
