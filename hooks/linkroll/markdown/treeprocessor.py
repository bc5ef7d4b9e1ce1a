"""Links and entries in the element tree of a rendered page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape as unescape_html
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from linkroll.markdown.attributes import LIST, Parsed, parse, states_something
from linkroll.markdown.links import Entry, Flaw, Link, Page, Reading, Swallowed
from linkroll.markdown.raw_html import (
    MARKDOWN_LINK,
    RawLink,
    decode_ended,
    opening_tag,
    raw_links,
)
from linkroll.markdown.source_map import Alignment, LineMap, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown


WEB = re.compile(r"\s*https?:", re.IGNORECASE)
SCRIPT = re.compile(r"(?:javascript|data|vbscript):", re.IGNORECASE)
# What browsers pass over in a URL: white space and control characters before it, and line ends
# and tabs anywhere (URL standard, 4.4).
BEFORE_URL = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
# What people leave where a URL should stand; anything else is an address inside the site.
STAND_IN = re.compile(
    r"\s*(?:#?|todo|tbd|fixme|url|link|here|x{3,}|insert[\w -]*|\.{2,}|…|[<\[{].*)\s*",
    re.IGNORECASE | re.DOTALL,
)
IN_SITE = re.compile(r"\S*(?:/|\.md\b|\.html?\b)|\s*(?:#.|mailto:|tel:|\?)", re.IGNORECASE)
# What was meant as an address of the web, and leads into the site instead.
NO_SCHEME = re.compile(r"\s*(?://|www\.)[\w-]+\.[a-z]", re.IGNORECASE)
SCHEME = re.compile(r"\s*([a-z]{2,8})(?:[:;.,][/\\]|//|[:;](?=\w))", re.IGNORECASE)
SCHEMES = ("http", "https")

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SECTIONS = frozenset({"h1", "h2"})  # headings below these group the entries of a section
LISTS = frozenset({"ul", "ol"})
# An entry's link may be emphasised, and stands in a paragraph where the list is a loose one.
WRAPPERS = frozenset({"p", "strong", "em", "del", "mark"})
EMPHASIS = WRAPPERS - {"p"}
# Elements whose whole text a reader takes for a link if it is an address.
CELLS = frozenset({"p", "td", "th", "dd", "dt"})
CODE = frozenset({"code", "pre", "script", "style"})
NOTED = frozenset({"a", "li", "div", "pre"}) | CELLS | SECTIONS | LISTS
# The element that holds an attribute list between inline parsing and the reading of links.
ATTRIBUTE_LIST = "linkroll-attributes"

ENTITY = re.compile(r"&[#\w]+;")
ESCAPED = re.compile("\x02(\\d+)\x03")
AMPERSAND = "\x02amp\x03"
LIST_AT_START = re.compile(LIST)
LIST_APART = re.compile(rf"\s+{LIST}")
SPACED = re.compile(r"\[[^\[\]]+\]\s+\(\s*<?(https?://[^\s<>()]+)", re.IGNORECASE)
UNCLOSED = re.compile(r"(?:\[[^\[\]\x02]*|^)\]\(\s*<?(https?://[^\s<>()]*)", re.IGNORECASE)
BARE = re.compile(r"\s*<?((?:https?://|www\.)[^\s<>]+)", re.IGNORECASE)

NOT_CLOSED = ("the attribute list is not closed", "end it with } and close every quote")
NO_TEXT = ("the link has no text, so no reader can see it", "write a text between [ and ]")
ENTITIES = ("its scheme is written with HTML entities", "write the address letter by letter")
APART = (
    "stands apart from its link, so it is shown as text",
    "put it directly behind the closing parenthesis of the link",
)


class Opening(NamedTuple):
    """A list item that is an entry, while its link has not been reached."""

    item: Element
    body: Element
    anchor: Element


NOTHING_PARSED = Parsed()


@dataclass(slots=True)
class Found:
    """What was found in the tree and has no place yet.

    ``is_link`` is false for what only looks like a link; ``flaw`` says what is wrong with it, and
    ``block`` numbers the code or HTML that swallowed it.
    """

    url: str
    text: str
    section: str = ""
    entry: bool = False
    listed: bool = False
    parsed: Parsed = NOTHING_PARSED
    in_footnote: bool = False
    flaw: tuple[str, str] | None = None
    block: int = 0

    @property
    def is_link(self) -> bool:
        """Whether it is rendered as a link."""
        return self.flaw is None and self.block == 0


@dataclass(slots=True)
class Draft:
    """An entry while its links have no place: their numbers among what was found."""

    opening: Opening
    link: int
    companions: list[tuple[Element, int]]


def is_script(url: str) -> bool:
    """Whether a browser would run a URL instead of following it."""
    return SCRIPT.match(BEFORE_URL.sub("", url)) is not None


def is_miswritten(url: str) -> bool:
    """Whether a URL was meant as one of the web, and leads into the site: `htps://`, `www.`, `//`."""
    scheme = SCHEME.match(url)
    if scheme and get_close_matches(scheme[1].lower(), SCHEMES, cutoff=0.7):
        return True
    return NO_SCHEME.match(url) is not None


def is_ours(url: str, *, entry: bool) -> bool:
    """Tell links to the web, and what stands where one should, from addresses in the site."""
    if url.startswith("http") and WEB.match(url):
        return True
    if WEB.match(url) or is_script(url) or STAND_IN.fullmatch(url) or is_miswritten(url):
        return True
    return entry and not IN_SITE.match(url)


class TreeReader:
    """Reads one page's tree from top to bottom.

    Args:
        md: What renders the page.
        page: The page.
        text: The Markdown that is rendered.
        code: The links in indented code, by the element that held it.
    """

    def __init__(
        self, md: Markdown, page: Page, text: str, code: Sequence[tuple[Element, list[RawLink]]]
    ) -> None:
        self.md = md
        self.stash: list[str | Element] = md.htmlStash.rawHtmlBlocks
        self.page = page
        self.text = text
        self.code = {id(element): links for element, links in code}
        self.found: list[Found] = []
        self.drafts: list[Draft] = []
        self.blocks: list[str] = [""]  # what swallowed links: the tag, or nothing for code
        self.lists: dict[int, str] = {}
        self.section = ""
        self.in_footnote = False
        self.opening: Opening | None = None
        self.first: Element | None = None  # the link that begins the list item that was opened last
        self.draft: Draft | None = None
        self.depth = 0  # of lists under an entry
        self.beside: Element | None = None  # the last link of a row that starts with the entry's
        self.before: dict[int, Element] = {}  # what stands before each part of an entry's body

    def read(self, root: Element, file: str) -> Reading:
        """Return all that the page holds, in the order of the source; ``file`` is its whole text."""
        self.settle_attributes(root)
        self.visit(root)
        places = self.places(file)
        links = {
            number: self.link(found, places[number])
            for number, found in enumerate(self.found)
            if found.is_link
        }
        reading = Reading(
            links=sorted(links.values(), key=lambda link: (link.line, link.column)),
            entries=[
                Entry(
                    *draft.opening,
                    links[draft.link],
                    [(element, links[number]) for element, number in draft.companions],
                )
                for draft in self.drafts
            ],
            swallowed=list(self.swallowed(places)),
        )
        for found, place in zip(self.found, places, strict=True):
            if found.flaw:
                reading.flaws.append(Flaw(place, *found.flaw, url=found.url))
        return reading

    def places(self, file: str) -> list[Place]:
        """Return where each thing that was found stands in the file."""
        if not self.found:
            return []
        lines = LineMap(file, self.text)
        offsets = Alignment(self.text, self.md.references).locate(self.found)
        return [lines.place(at, found) for at, found in zip(offsets, self.found, strict=True)]

    def swallowed(self, places: Sequence[Place]) -> Iterator[Swallowed]:
        """Yield the links of each block of code or HTML that swallowed some."""
        numbers: dict[int, list[Place]] = {}
        for found, place in zip(self.found, places, strict=True):
            if found.block:
                numbers.setdefault(found.block, []).append(place)
        for block, within in numbers.items():
            yield Swallowed(min(within), max(within).line, len(within), self.blocks[block])

    def settle_attributes(self, root: Element) -> None:
        """Note the attribute lists behind links, and put the others back as text."""
        for parent in list(root.iter()):
            if any(child.tag == ATTRIBUTE_LIST for child in parent):
                self.settle_in(parent)

    def settle_in(self, parent: Element) -> None:
        """Take the attribute lists out of one element."""
        children = list(parent)
        before: Element | None = None
        for child in children:
            parent.remove(child)
        for child in children:
            if child.tag != ATTRIBUTE_LIST:
                parent.append(child)
                before = child
            elif before is not None and before.tag == "a" and not before.tail:
                self.lists[id(before)] = self.source(child)
                before.tail = child.tail
            else:
                before = put_back(child, parent, before)

    def source(self, element: Element) -> str:
        """Return an attribute list as it was written; code spans in it were taken for such."""
        parts = [element.text or ""]
        for child in element:
            parts += "`", unescape_html(child.text or ""), "`", child.tail or ""
        return unescape_stashed("".join(parts))

    def visit(self, root: Element) -> None:
        """Read an element and all in it, in the order of the page."""
        for element, opens in walk(root):
            tag, text = element.tag, element.text if opens else element.tail
            if tag in NOTED:
                (self.enter if opens else self.leave)(element)
            if text and ("\x02w" in text or "http" in text or "{" in text):
                if opens:
                    self.read_text(text, shown=tag not in CODE)
                else:
                    self.read_tail(element)

    def enter(self, element: Element) -> None:
        """Read the beginning of an element."""
        tag = element.tag
        if tag == "a":
            self.read_anchor(element)
        elif tag == "li":
            self.open_entry(element)
            self.find_bare(element)
        elif tag in CELLS:
            self.find_bare(element)
        elif tag in SECTIONS:
            self.section = self.plain(element)
        elif tag in LISTS:
            self.depth += self.draft is not None
        elif tag == "div" and element.get("class") == "footnote":
            self.in_footnote = True
        if self.code and (links := self.code.get(id(element))):
            self.swallow("", links)

    def leave(self, element: Element) -> None:
        """Read the end of an element."""
        tag = element.tag
        if tag in LISTS:
            self.depth -= self.draft is not None
        elif tag == "div" and element.get("class") == "footnote":
            self.in_footnote = False
        elif tag == "li" and self.is_item_of_entry(element):
            self.opening = self.draft = self.beside = None
            self.depth = 0

    def is_item_of_entry(self, item: Element) -> bool:
        """Whether an item is the one that is being read as an entry."""
        opening = self.draft.opening if self.draft else self.opening
        return opening is not None and opening.item is item

    def open_entry(self, item: Element) -> None:
        """Note that an item is an entry, if its first content is a link and none stands above."""
        self.first = None
        if self.draft or self.opening:
            return
        body = item
        first = first_child(item)
        while first is not None and first.tag in WRAPPERS:
            body = first if first.tag == "p" else body
            first = first_child(first)
        if first is None or first.tag != "a":
            return
        self.first = first
        url = self.address(first)
        if self.page.is_topic and is_ours(url, entry=True) and not self.page.has_file(url):
            self.opening = Opening(item, body, first)

    def read_anchor(self, anchor: Element) -> None:
        """Read one rendered link, and give it to the entry it belongs to."""
        opening = self.opening if self.opening and anchor is self.opening.anchor else None
        url = self.address(anchor)
        if "href" not in anchor.attrib or not is_ours(url, entry=opening is not None):
            return
        parsed = self.take_attributes(anchor, entry=opening is not None)
        found = self.add(url, self.plain(anchor))
        found.entry, found.parsed = opening is not None, parsed
        found.listed = anchor is self.first
        self.find_faults(anchor, found)
        number = len(self.found) - 1
        if is_script(url):
            anchor.tag = "span"
            anchor.attrib.clear()
        if opening:
            self.draft = Draft(opening, number, [])
            self.drafts.append(self.draft)
            self.opening = None
            self.beside = anchor
            parts = list(opening.body)
            self.before = {id(part): before for before, part in pairwise(parts)}
        elif self.draft and (self.depth or self.is_beside(anchor)):
            self.draft.companions.append((anchor, number))

    def find_faults(self, anchor: Element, found: Found) -> None:
        """Note what is wrong with a link that is rendered."""
        problems = list(found.parsed.problems)
        if not found.text and anchor.find(".//img") is None and WEB.match(found.url):
            problems.append(NO_TEXT)
        href = unescape_stashed(anchor.get("href") or "")
        if href != found.url and WEB.match(found.url) and not WEB.match(href):
            problems.append(ENTITIES)
        if len(problems) > len(found.parsed.problems):
            found.parsed = Parsed(found.parsed.attributes, tuple(problems))

    def add(self, url: str, text: str) -> Found:
        """Note what was found where the reading is."""
        found = Found(url, text, self.section, in_footnote=self.in_footnote)
        self.found.append(found)
        return found

    def is_beside(self, anchor: Element) -> bool:
        """Whether a link follows the entry's own with nothing between; then extend the row."""
        if self.beside is None or (self.beside.tail or "").strip():
            return False
        if self.before.get(id(anchor)) is not self.beside:
            return False
        self.beside = anchor
        return True

    def take_attributes(self, anchor: Element, *, entry: bool) -> Parsed:
        """Take the attribute list behind a link out of the text, unless it is HTML's."""
        if listed := self.lists.get(id(anchor)):
            return parse(listed, entry=entry)
        tail = anchor.tail or ""
        match = LIST_AT_START.match(tail)
        if match is None:
            return Parsed(problems=(NOT_CLOSED,) if entry and tail.startswith("{") else ())
        parsed = parse(match[0], entry=entry)
        if not parsed.foreign:
            anchor.tail = tail[match.end() :]
        return parsed

    def read_text(self, text: str, *, shown: bool) -> None:
        """Read the HTML in a text, and what in it was meant as a link."""
        if "\x02wzxhzdk:" in text:
            self.read_stashed(text)
        if shown and "http" in text and "]" in text and not isinstance(text, AtomicString):
            for pattern, flaw in ((SPACED, SPACE_BETWEEN), (UNCLOSED, NOT_A_LINK)):
                for match in pattern.finditer(text):
                    self.add(self.unstashed(match[1]), "").flaw = flaw

    def read_tail(self, element: Element) -> None:
        """Read the text behind an element."""
        tail = element.tail or ""
        match = LIST_APART.match(tail) if element.tag == "a" else None
        if match is None and element.tag in EMPHASIS and holds_link(element):
            match = LIST_AT_START.match(tail) or LIST_APART.match(tail)
        if match and states_something(match[0].strip()):
            self.add(match[0].strip(), "").flaw = APART
        self.read_text(tail, shown=True)

    def find_bare(self, element: Element) -> None:
        """Note an address that stands where a link should, and is none."""
        text = element.text
        match = BARE.match(text) if text else None
        if text is None or match is None or isinstance(text, AtomicString):
            return
        whole = element.tag == "li" or (len(element) == 0 and match.end() == len(text.rstrip()))
        if whole or self.is_item_of_entry(element):
            self.add(self.unstashed(match[1].rstrip(".,;")), "").flaw = BARE_ADDRESS

    def read_stashed(self, text: str) -> None:
        """Read the HTML that a text has placeholders for."""
        pieces = HTML_PLACEHOLDER_RE.split(text)
        for index, following in zip(pieces[1::2], pieces[2::2], strict=True):
            html = self.stash[int(index)] if int(index) < len(self.stash) else ""
            if not isinstance(html, str) or "<" not in html:
                continue
            texts = []
            for link in raw_links(html):
                if link.is_text:
                    texts.append(link)
                elif is_ours(link.url, entry=False):
                    self.add(link.url, link.text or " ".join(following.split()))
            if texts:
                self.swallow(opening_tag(html), texts)

    def swallow(self, tag: str, links: Iterable[RawLink]) -> None:
        """Note the links that a block shows as they are written."""
        self.blocks.append(tag)
        for link in links:
            self.add(link.url, link.text).block = len(self.blocks) - 1

    def link(self, found: Found, place: Place) -> Link:
        """Make a link."""
        return Link(
            path=self.page.path,
            line=place.line,
            column=place.column,
            text=found.text,
            url=found.url,
            entry=found.entry,
            listed=found.listed,
            section=found.section,
            attributes=found.parsed.attributes,
            problems=found.parsed.problems,
        )

    def address(self, anchor: Element) -> str:
        """Return a link's URL as a browser reads it from the rendered page."""
        return self.unstashed(anchor.get("href") or "")

    def unstashed(self, url: str) -> str:
        """Return a URL without what Python-Markdown put into it."""
        return decode_ended(unescape_stashed(url))

    def plain(self, element: Element) -> str:
        """Return the text of an element: HTML in it as text, an image as its description."""
        text = "".join(element.itertext()) if len(element) else element.text or ""
        if "\x02" in text:
            text = unescape_stashed(HTML_PLACEHOLDER_RE.sub(self.unstash, text))
        if not text.strip():
            text = " ".join(image.get("alt") or "" for image in element.iter("img"))
        return " ".join(text.split())

    def unstash(self, match: re.Match[str]) -> str:
        """Return the HTML that a placeholder stands for."""
        index = int(match[1])
        stashed = self.stash[index] if index < len(self.stash) else ""
        if not isinstance(stashed, str):
            return ""
        return unescape_html(stashed) if ENTITY.fullmatch(stashed) else stashed


SPACE_BETWEEN = (
    "is no link, for a space stands between its text and its address",
    "take out the space between ] and (",
)
NOT_A_LINK = (
    "is no link as it is written, and is shown as text",
    "close the parenthesis, and write spaces in the address as %20",
)
BARE_ADDRESS = (
    "is shown as text: an address alone is no link in Markdown",
    "write [Title](address), or put < and > around the address",
)


def walk(root: Element) -> Iterator[tuple[Element, bool]]:
    """Yield each element twice: when it begins (true), and when it ends; however deep it is."""
    stack = [(root, iter(root))]
    yield root, True
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield element, False
        else:
            stack.append((child, iter(child)))
            yield child, True


def put_back(held: Element, parent: Element, before: Element | None) -> Element | None:
    """Put what an element holds back into its parent as text; return the last element there."""
    for text, element in ((held.text, None), *((child.tail, child) for child in held)):
        if element is not None:
            element.tail = None
            parent.append(element)
            before = element
        append_text(parent, before, text)
    append_text(parent, before, held.tail)
    return before


def append_text(parent: Element, before: Element | None, text: str | None) -> None:
    """Append a text to an element, behind its last child if there is one."""
    if not text:
        return
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def find_code_links(root: Element) -> list[tuple[Element, list[RawLink]]]:
    """Find the links in blocks of indented code, before a highlighter colours it.

    Fenced code is not in the tree any more.
    """
    found = []
    for block in root.iter("pre"):
        text = unescape_html(block[0].text or "") if len(block) else ""
        if "](" not in text:
            continue
        links = [RawLink(m.start(), m[2], m[1], is_text=True) for m in MARKDOWN_LINK.finditer(text)]
        if links:
            found.append((block, links))
    return found


def first_child(element: Element) -> Element | None:
    """Return an element's first child if no text stands before it."""
    if len(element) == 0 or (element.text or "").strip():
        return None
    return element[0]


def holds_link(element: Element) -> bool:
    """Whether the last thing in an emphasis is a link."""
    return len(element) > 0 and element[-1].tag == "a" and not (element[-1].tail or "").strip()


def unescape_stashed(text: str) -> str:
    """Return a text with the characters that Python-Markdown stored by their number."""
    if "\x02" not in text:
        return text
    return ESCAPED.sub(lambda match: chr(int(match[1])), text).replace(AMPERSAND, "&")
