"""Links and entries in the element tree of a rendered page."""

from __future__ import annotations

import re
from html import unescape as unescape_html
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from linkroll.markdown.attributes import Parsed, parse
from linkroll.markdown.links import Entry, Link, Page, Reading, Swallowed
from linkroll.markdown.source_map import FOLD_MARK, PLACE_MARK, Marks, Place
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown


WEB = re.compile(r"\s*https?:", re.IGNORECASE)
SCRIPT = re.compile(r"\s*(?:javascript|data|vbscript)\s*:", re.IGNORECASE)
# What people leave where a URL should stand; anything else is an address inside the site.
STAND_IN = re.compile(
    r"\s*(?:#?|todo|tbd|fixme|url|link|here|x{3,}|insert[\w -]*|\.{2,}|…|[<\[{].*)\s*",
    re.IGNORECASE | re.DOTALL,
)
IN_SITE = re.compile(r"\S*(?:/|\.md\b|\.html?\b)|\s*(?:#.|mailto:|tel:|\?)", re.IGNORECASE)

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SECTIONS = frozenset({"h1", "h2"})  # headings below these group the entries of a section
LISTS = frozenset({"ul", "ol"})
# An entry's link may be emphasised, and stands in a paragraph where the list is a loose one.
WRAPPERS = frozenset({"p", "strong", "em", "del", "mark"})

SWALLOWED_LINK = re.compile(
    PLACE_MARK.pattern + r"\[[^\n]*?\]\(\s*(?:<|&lt;)?https?://", re.IGNORECASE
)
ENTITY = re.compile(r"&[#\w]+;")
ESCAPED = re.compile("\x02(\\d+)\x03")
RAW_LINK = re.compile(PLACE_MARK.pattern + HTML_PLACEHOLDER_RE.pattern)


class Opening(NamedTuple):
    """A list item that is an entry, while its link has not been reached."""

    item: Element
    body: Element
    anchor: Element


def is_ours(url: str, *, entry: bool) -> bool:
    """Tell links to the web, and what stands where one should, from addresses in the site."""
    if WEB.match(url) or SCRIPT.match(url) or STAND_IN.fullmatch(url):
        return True
    return entry and not IN_SITE.match(url)


class TreeReader:
    """Reads one page's tree from top to bottom, and takes the marks out as it goes."""

    def __init__(self, md: Markdown, marks: Marks, page: Page) -> None:
        self.stash: list[str | Element] = md.htmlStash.rawHtmlBlocks
        self.marks = marks
        self.page = page
        self.reading = Reading()
        self.section = ""
        self.opening: Opening | None = None
        self.entry: Entry | None = None
        self.beside: Element | None = None  # the last link of a row that starts with the entry's
        self.inline_raw: set[int] = set()

    def read(self, root: Element) -> Reading:
        """Return all that the page holds, in the order of the source."""
        self.visit(root, nested=False)
        self.read_raw_blocks()
        self.reading.links.sort(key=lambda link: (link.line, link.column))
        return self.reading

    def visit(self, element: Element, *, nested: bool) -> None:
        """Read an element and all in it; ``nested`` is set in a list under an entry."""
        if element.tag in SECTIONS:
            self.section = self.plain(element)
        opens = element.tag == "li" and self.open_entry(element)
        for name, value in element.attrib.items():
            element.set(name, self.marks.clean(value))
        element.text, place = self.take(element.text)
        for child in element:
            if child.tag == "a":
                self.read_anchor(child, place, nested=nested)
            self.visit(child, nested=nested or (self.entry is not None and child.tag in LISTS))
            child.tail, place = self.take(child.tail)
        if opens:
            self.opening = self.entry = self.beside = None

    def open_entry(self, item: Element) -> bool:
        """Note that an item is an entry, if its first content is a link and none stands above."""
        if not self.page.is_topic or self.entry or self.opening:
            return False
        body = item
        first = first_child(item, self.marks)
        while first is not None and first.tag in WRAPPERS:
            body = first if first.tag == "p" else body
            first = first_child(first, self.marks)
        if first is None or first.tag != "a":
            return False
        if not is_ours(self.address(first), entry=True):
            return False
        self.opening = Opening(item, body, first)
        return True

    def read_anchor(self, anchor: Element, place: Place | None, *, nested: bool) -> None:
        """Read one rendered link, and give it to the entry it belongs to."""
        opening = self.opening if self.opening and anchor is self.opening.anchor else None
        url = self.address(anchor)
        if "href" not in anchor.attrib or not is_ours(url, entry=opening is not None):
            return
        parsed = self.take_attributes(anchor, entry=opening is not None)
        place = place or self.marks.find(url)
        link = self.link(url, self.plain(anchor), place, parsed, entry=opening is not None)
        if not WEB.match(url):
            anchor.tag = "span"  # it leads nowhere good: to a script, or to nothing at all
            anchor.attrib.clear()
        if opening:
            self.entry = Entry(*opening, link)
            self.reading.entries.append(self.entry)
            self.opening = None
            self.beside = anchor
        elif self.entry and (nested or self.is_beside(anchor)):
            self.entry.companions.append((anchor, link))

    def is_beside(self, anchor: Element) -> bool:
        """Whether a link follows the entry's own with nothing between; then extend the row."""
        assert self.entry is not None  # noqa: S101 - only asked inside an entry
        siblings = list(self.entry.body)
        if self.beside not in siblings or anchor not in siblings:
            return False
        at = siblings.index(anchor)
        if siblings[at - 1] is not self.beside or (self.beside.tail or "").strip():
            return False
        self.beside = anchor
        return True

    def take_attributes(self, anchor: Element, *, entry: bool) -> Parsed:
        """Take the attribute list behind a link out of the text, unless it is HTML's."""
        tail = anchor.tail or ""
        match = FOLD_MARK.match(tail)
        if match is None:
            problem = ("the attribute list is not closed", "end it with } and close every quote")
            return Parsed(problems=(problem,) if entry and tail.startswith("{") else ())
        parsed = parse(self.marks.attributes(match[1]), entry=entry)
        if not parsed.foreign:
            anchor.tail = tail[match.end() :]
        return parsed

    def take(self, text: str | None) -> tuple[str | None, Place | None]:
        """Return a text without marks, and the place that the mark at its very end tells."""
        if not text or not (PLACE_MARK.search(text) or FOLD_MARK.search(text)):
            return text, None
        place = None
        for match in PLACE_MARK.finditer(text):
            if match.end() == len(text):
                place = self.marks.place(match[1])
        for match in RAW_LINK.finditer(text):
            self.read_inline_raw(match, text)
        cleaned = self.marks.clean(text)
        return AtomicString(cleaned) if isinstance(text, AtomicString) else cleaned, place

    def read_inline_raw(self, match: re.Match[str], text: str) -> None:
        """Read an `<a>` written in HTML amid text, where each tag is stashed for itself."""
        index = int(match[2])
        self.inline_raw.add(index)
        label = HTML_PLACEHOLDER_RE.split(text[match.end() :], maxsplit=1)[0]
        for href, _, _ in raw_links(str(self.stash[index])):
            self.add_raw(href, label, match[1])

    def read_raw_blocks(self) -> None:
        """Read the links of whole blocks of HTML, which the tree holds only as placeholders."""
        for index, block in enumerate(self.stash):
            if isinstance(block, str) and index not in self.inline_raw and PLACE_MARK.search(block):
                for href, text, digits in raw_links(block):
                    self.add_raw(href, text, digits)

    def add_raw(self, url: str, text: str, digits: str) -> None:
        """Add a link that was written in HTML, if it was marked: what code shows never is."""
        url = self.marks.clean(url)
        if digits and is_ours(url, entry=False):
            label = " ".join(self.marks.clean(text).split())
            self.link(url, label, self.marks.place(digits), Parsed(), entry=False)

    def link(self, url: str, text: str, place: Place, parsed: Parsed, *, entry: bool) -> Link:
        """Make a link and list it."""
        link = Link(
            path=self.page.path,
            line=place.line,
            column=place.column,
            text=text,
            url=url,
            identity=identify(url),
            entry=entry,
            section=self.section,
            attributes=parsed.attributes,
            problems=parsed.problems,
        )
        self.reading.links.append(link)
        return link

    def address(self, anchor: Element) -> str:
        """Return a link's URL as it was written."""
        href = ESCAPED.sub(unescape, self.marks.clean(anchor.get("href", "")))
        return href.replace("&amp;", "&").replace("\x02amp\x03", "&")

    def plain(self, element: Element) -> str:
        """Return the text of an element: HTML in it as text, an image as its description."""
        text = "".join(element.itertext())
        text = HTML_PLACEHOLDER_RE.sub(self.unstash, self.marks.clean(text))
        text = ESCAPED.sub(unescape, text).replace("\x02amp\x03", "&")
        alternative = " ".join(image.get("alt", "") for image in element.iter("img"))
        return " ".join((text if text.strip() else alternative).split())

    def unstash(self, match: re.Match[str]) -> str:
        """Return the HTML that a placeholder stands for."""
        index = int(match[1])
        stashed = self.stash[index] if index < len(self.stash) else ""
        if not isinstance(stashed, str):
            return ""
        return unescape_html(stashed) if ENTITY.fullmatch(stashed) else stashed


def find_swallowed(root: Element, marks: Marks) -> list[Swallowed]:
    """Find links in indented code, and take the marks out of all code.

    This comes before a highlighter colours the code. Fenced code is not in the tree any more.
    """
    found: list[Swallowed] = []
    for code in root.iter("code"):
        if not code.text:
            continue
        places = [marks.place(match[1]) for match in SWALLOWED_LINK.finditer(code.text)]
        if places:
            found.append(Swallowed(places[0], places[-1].line, len(places)))
        code.text = AtomicString(marks.clean(code.text))
    return found


def first_child(element: Element, marks: Marks) -> Element | None:
    """Return an element's first child if no text stands before it."""
    if len(element) == 0 or marks.clean(element.text or "").strip():
        return None
    return element[0]


def unescape(match: re.Match[str]) -> str:
    """Return the character that Python-Markdown stored by its number."""
    return chr(int(match[1]))


class RawLinks(HTMLParser):
    """Collects the `<a href>` of a piece of HTML: URL, text, and the digits of its mark."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self.before = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link, and look for the mark before it."""
        href = dict(attrs).get("href")
        if tag == "a" and href is not None:
            mark = PLACE_MARK.search(self.before[-64:])
            self.found.append((href, "", mark[1] if mark else ""))
            self.inside = True
        self.before = ""

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        self.inside = self.inside and tag != "a"

    def handle_data(self, data: str) -> None:
        """Take text: a link's own, or what stands before the next one."""
        self.before = data
        if self.inside:
            href, text, digits = self.found[-1]
            self.found[-1] = (href, text + data, digits)


def raw_links(html: str) -> list[tuple[str, str, str]]:
    """Return the links of a piece of HTML, in order; comments and scripts hold none."""
    parser = RawLinks()
    parser.feed(html)
    parser.close()
    return parser.found
