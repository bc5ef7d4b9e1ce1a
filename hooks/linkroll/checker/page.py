"""What a page says of itself: title, words, anchors. Everything here is hostile text."""

from __future__ import annotations

import re
import unicodedata
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
# Characters that no reader sees and no search minds: soft hyphens, joiners, marks of direction.
INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]")
ACCENTS = re.compile("[\u0300-\u036f]")
# Elements that do not end a word; all others stand on a line, or in a cell, of their own. Custom
# elements, whose names have a hyphen, are inline too.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "math",
        "mi",
        "mn",
        "mo",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
REFRESH = re.compile(r"\s*(\d{0,4})(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']{1,2000})", re.IGNORECASE)  # fmt: skip
SOON = 30  # seconds; a page that sends its reader on later than that has something to say first
SILENT_ELEMENTS = frozenset({"script", "style", "template", "noscript", "svg"})
# A page whose text is put in by a script: where its frame is all that was sent, nothing that is
# missing is known to be missing.
FRAME_WORDS = 40
FORWARDING_WORDS = 100  # a page with more is read, whatever it does afterwards
REFRESHES = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
SCRIPTED = re.compile(
    r"<script[^<>]{0,500}?\bsrc=|<script[^<>]{0,500}?\btype=[\"']?module|__NEXT_DATA__|__NUXT__"
    r"|\blocation(?:\.href)?\s*=\s*[\"']|\blocation\.(?:replace|assign)\("
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
        """The words that a reader would see, folded."""
        return words_of(fold_text("".join(self.text.parts)))

    @property
    def forwards_to(self) -> str | None:
        """Where a page that only forwards sends its reader, as it is written there.

        https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
        """
        if not REFRESHES.search(self.html) or len(self.words) > FORWARDING_WORDS:
            return None
        found = REFRESH.match(self.text.refresh)
        return found[2].strip() if found and int(found[1] or 0) <= SOON else None

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
        self.refresh = ""
        self._silent = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note anchors, and where text is not text."""
        name = attributes.get("name") if tag == "a" else None
        self.anchors.update(filter(None, (attributes.get("id"), name)))
        if tag not in INLINE and "-" not in tag:
            self.parts.append(" ")
        if tag == "meta" and not (self.refresh or self._silent):
            kind = (attributes.get("http-equiv") or "").strip().lower()
            self.refresh = (attributes.get("content") or "") if kind == "refresh" else ""
        self._silent += tag in SILENT_ELEMENTS

    def end(self, tag: str) -> None:
        """Note the end of what is not text."""
        self._silent -= tag in SILENT_ELEMENTS
        if tag not in INLINE and "-" not in tag:
            self.parts.append(" ")

    def data(self, data: str) -> None:
        """Keep what a reader sees."""
        if not self._silent:
            self.parts.append(data)

    def close(self) -> Text:
        """Give what was collected."""
        return self


def fold_text(text: str) -> str:
    """Fold case, width and accents, and drop what is invisible, as a search on a page does."""
    if not text.isascii():
        text = ACCENTS.sub("", unicodedata.normalize("NFKD", INVISIBLE.sub("", text)))
    return text.casefold()


def words_of(text: str) -> list[str]:
    """Split text into words."""
    return WORD.findall(text)


def is_html(headers: Mapping[str, str]) -> bool:
    """Whether an answer calls itself a page."""
    return "html" in headers.get("Content-Type", "").lower()
