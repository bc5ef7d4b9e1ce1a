"""The Markdown extension that draws each entry as a card."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from html import escape
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from markupsafe import Markup

from linkroll.findings import UNSAFE
from linkroll.lint.mislabelled import own_title
from linkroll.lint.rules import is_suppressed, reason_text
from linkroll.lock.works import Works, places
from linkroll.markdown.extension import LinkReader
from linkroll.markdown.treeprocessor import LISTS, WEB
from linkroll.placeholders.lint_url import lint_url
from linkroll.site.model import Card, CompanionLink, Flag
from linkroll.urls.identify import anchor, identify
from linkroll.urls.wayback import is_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from linkroll.lock.record import Archive, Record
    from linkroll.markdown.extension import Entry, Link, Page, PageReader
    from markdown import Markdown

# Some titles are not titles; the longest true one in the index has 190 characters.
TITLE_LIMIT = 300


# What each flag is called on a card, and what it says where no one said why.
FLAGS = {
    "placeholder": ("Made-up address", "This address cannot be real."),
    "dead": ("Dead link", "This address does not answer any more."),
    "moved": ("Moved", "This page has a new address."),
    "mislabelled": ("Mislabelled", "This address leads to something else."),
}

# Companions that follow from the URL alone, as they are called.
LABELS = {
    "pdf": "PDF",
    "abs": "arXiv",
    "html": "HTML",
    "github": "GitHub",
    "colab": "Open in Colab",
    "nbviewer": "nbviewer",
}


class CardContext(NamedTuple):
    """What cards are made with.

    ``report`` turns a link into the address where a mend can be suggested.
    """

    records: Mapping[str, Record]
    today: date
    report: Callable[[Link, str], str | None] = lambda _link, _code: None


class CardExtension(LinkReader):
    """Reads the links of a page and makes its entries; `cards` holds them afterwards.

    A page gets an empty slot for each card, which `fill` fills once all pages are read: only then
    is it known what else is by an author. And what stands between has not to read the cards:
    parsing them for the search took a fifth of a build's time, though each entry has a search
    result of its own.
    """

    def __init__(self, drawing: CardContext) -> None:
        super().__init__()
        self.drawing = drawing
        self.cards: list[Card] = []
        self.made: list[Card] = []
        # No page can hold a slot of its own: nobody knows this word before the build.
        self.secret = token_hex(8)

    @cached_property
    def works(self) -> Works:
        """Which keys are one work, by what is known when the first card is drawn."""
        return Works(self.drawing.records)

    def slot(self, card: Card) -> str:
        """Take a card, and return what keeps its place in the page."""
        self.cards.append(card)
        self.made.append(card)
        return f"<!--card {self.secret} {len(self.made) - 1}-->"

    def fill(self, page: str, draw: Callable[[Card], str]) -> str:
        """Draw the cards of a page into their slots."""
        slots = re.compile(rf"<!--card {self.secret} (\d+)-->")
        return slots.sub(lambda slot: draw(self.made[int(slot[1])]), page)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the drawing last of all: after MkDocs has resolved the links in notes (0)."""
        reader = self.read_with(md)
        md.treeprocessors.register(CardDrawing(md, self, reader), "linkroll-draw", -5)

    def begin(self, page: Page, markdown: str) -> None:
        """Announce the page that is converted next, and forget the cards of the one before it."""
        super().begin(page, markdown)
        self.cards = []


class CardDrawing(Treeprocessor):
    """Puts a card in the place of each entry."""

    def __init__(self, md: Markdown, extension: CardExtension, reader: PageReader) -> None:
        super().__init__(md)
        self.extension = extension
        self.reader = reader

    def run(self, root: Element) -> None:
        """Draw the entries of a page."""
        if self.reader.page is None or not self.extension.reading.entries:
            return
        for entry in self.extension.reading.entries:
            self.draw(entry)
        for element in root.iter():
            if element.tag in LISTS:
                name_list(element)

    def draw(self, entry: Entry) -> None:
        """Draw one entry; what is neither link, note nor companion stays below its card."""
        note = Markup(self.html(take_note(entry)))  # noqa: S704 - made by `html`, which escapes
        card = make_card(entry, note, self.extension.drawing, self.extension.works)
        rest = remains(entry)
        entry.item.clear()
        entry.item.set("id", card.id)
        entry.item.set("class", classes(card))
        entry.item.text = self.md.htmlStash.store(self.extension.slot(card))
        entry.item.extend(rest)

    def html(self, element: Element) -> str:
        """Return what is in an element as HTML; HTML that was written in it becomes text."""
        html = self.md.serializer(element)
        inner = html[html.index(">") + 1 : html.rindex("<")] if not html.endswith("/>") else ""
        return HTML_PLACEHOLDER_RE.sub(self.as_text, inner).strip()

    def as_text(self, match: object) -> str:
        """Return stashed HTML as text that shows it."""
        stashed = self.md.htmlStash.rawHtmlBlocks[int(match[1])]  # type: ignore[index]
        return escape(stashed) if isinstance(stashed, str) else ""


def classes(card: Card) -> str:
    """Return the classes of an entry's item: what its look depends on, said where it is cheap."""
    told = {"essential": card.essential, "flagged": card.flag, "person": card.kind == "person"}
    return " ".join(["entry", *(f"is-{name}" for name, holds in told.items() if holds)])


def name_list(element: Element) -> None:
    """Say of a list that it holds entries, and whether these are people."""
    held = {name for item in element for name in item.get("class", "").split()}
    if "entry" in held:
        add_class(element, "entries people" if "is-person" in held else "entries")


def add_class(element: Element, name: str) -> None:
    """Add a class to an element."""
    element.set("class", f"{element.get('class', '')} {name}".strip())


def take_note(entry: Entry) -> Element:
    """Return the note of an entry: what follows its link and the companions beside it."""
    note = Element("span")
    nodes = list(entry.body)
    beside = [element for element, _ in entry.companions if element in nodes]
    last = beside[-1] if beside else enclosing(entry)
    note.text = (last.tail or "").lstrip().lstrip("-–—:").lstrip()
    for node in nodes[nodes.index(last) + 1 :]:
        if node.tag in BLOCKS:
            break
        note.append(node)
    if len(note):
        note[-1].tail = (note[-1].tail or "").rstrip()
    return note


BLOCKS = frozenset({"p", "ul", "ol", "dl", "pre", "div", "table", "blockquote", "details"})


def enclosing(entry: Entry) -> Element:
    """Return the child of the entry's body that is its link, or that the link stands in."""
    for child in entry.body:
        if any(element is entry.anchor for element in child.iter()):
            return child
    return entry.anchor


def remains(entry: Entry) -> list[Element]:
    """Return the blocks of an item that a card does not show, without the companions."""
    shown = {id(element) for element, _ in entry.companions}
    rest = []
    for child in entry.item:
        if child is entry.body or child.tag not in BLOCKS:
            continue
        if child.tag in LISTS:
            for item in list(child):
                if any(id(element) in shown for element in item.iter()):
                    child.remove(item)
            if len(child) == 0:
                continue
        rest.append(child)
    return rest


def make_card(entry: Entry, note: Markup, drawing: CardContext, works: Works) -> Card:
    """Join what the line states with what the lock knows; what is stated wins."""
    link = entry.link
    stated = link.attributes
    record = drawing.records.get(link.key)
    names = stated.by or (record.authors if record else ())
    companions = tuple(addresses(entry, drawing))
    same = same_keys(link, works)
    kind = stated.kind or (record.kind if record else "person" if in_people(link) else None)
    return Card(
        id=anchor(link.key),
        key=link.key,
        url=web_address(link.url),
        title=printable(link.text) or printable((record and record.title) or link.url),
        kind=kind or link.identity.kind,
        site=printable(link.identity.site),
        line=link.line,
        section=link.section,
        authors=tuple(printable(name) for name in names),
        date=stated.date or (record.date if record else None),
        venue=printable(stated.venue or (record.venue if record else None) or ""),
        note=note,
        essential=stated.essential,
        companions=companions,
        flag=flag(link, record, drawing),
        moved=None if is_copy(link.url) else moved(record),
        own_title=printable(own_title(link, record) or "") if record else None,
        added=record.added if record else None,
        same=same,
        also=tuple(other_places(link, same, companions, drawing)) if same else (),
    )


def same_keys(link: Link, works: Works) -> tuple[str, ...]:
    """Return the other keys of a work: those of the records, and the one that the line states."""
    stated = [identify(link.attributes.same).key] if link.attributes.same else []
    found = [*works.others(link.key), *(each for key in stated for each in works.of(key))]
    return tuple(dict.fromkeys(key for key in found if key != link.key))


def other_places(
    link: Link, same: Iterable[str], companions: Iterable[CompanionLink], drawing: CardContext
) -> Iterator[CompanionLink]:
    """Yield where else a work is; companions are shown already."""
    shown = {identify(item.url).key for item in companions if item.url}
    stated = {identify(url).key: url for url in [link.attributes.same] if url}
    for label, url in places(link.key, [key for key in same if key not in shown], drawing.records, stated):  # fmt: skip
        yield CompanionLink(printable(label), "same", web_address(url))


def in_people(link: Link) -> bool:
    """Whether a link stands under the heading People, where each is a person's."""
    return link.section.casefold() == "people"


def web_address(url: str) -> str | None:
    """Return a URL that may be followed: of the web, and free of control characters."""
    return UNSAFE.sub("", url).strip() if WEB.match(url) else None


def printable(text: str) -> str:
    """Make a text by others fit to stand in a page: on one line, its direction unturned, short."""
    if not (text.isprintable() and "  " not in text):  # rare, and the rest is not cheap
        text = UNSAFE.sub(" ", text)
    text = " ".join(text.split())
    return text if len(text) <= TITLE_LIMIT else text[: TITLE_LIMIT - 1] + "…"


def addresses(entry: Entry, drawing: CardContext) -> Iterator[CompanionLink]:
    """Return an entry's companions, each thing once: stated, recorded, and known by rule."""
    record = drawing.records.get(entry.link.key)
    seen = {entry.link.identity.canonical}
    for _, link in entry.companions:
        seen.add(link.identity.canonical)
        mark = flag(link, drawing.records.get(link.key), drawing)
        yield CompanionLink(
            printable(link.text) or link.identity.site, "stated", web_address(link.url), flag=mark
        )
    for rel, url in (
        *((item.rel, item.url) for item in (record.companions if record else ())),
        *((item.rel, item.url) for item in entry.link.identity.companions),
        *(
            (item.rel, item.url)
            for _, link in entry.companions
            for item in link.identity.companions
            if link.identity.kind == "notebook"
        ),
    ):
        if url not in seen:
            seen.add(url)
            yield CompanionLink(LABELS.get(rel, rel.capitalize()), rel, web_address(url))


def moved(record: Record | None) -> str | None:
    """Return the new address of a thing that has one."""
    if record is None or record.verdict != "moved" or record.outcome is None:
        return None
    return record.outcome.final


def flag(link: Link, record: Record | None, drawing: CardContext) -> Flag | None:
    """Return what a reader must know: a person's word first, then what is seen, then recorded."""
    stated = link.attributes
    if stated.flag and (is_suppressed(link, drawing.today) or stated.because):
        found = make_flag(stated.flag, link, drawing, stated.because, instead=stated.instead)
        return replace(found, stated=True)
    doubted = [doubt for doubt in lint_url(link.url, drawing.today) if doubt.code == "placeholder"]
    if doubted:
        return make_flag("placeholder", link, drawing, doubted[0].message)
    if (
        record
        and record.verdict in ("dead", "mislabelled", "placeholder")
        and not is_copy(link.url)
    ):
        return make_flag(
            record.verdict,
            link,
            drawing,
            reason_text(record),
            archive=record.archive,
            since=record.since,
        )
    return None


def make_flag(
    code: str,
    link: Link,
    drawing: CardContext,
    reason: str | None,
    *,
    instead: str | None = None,
    archive: Archive | None = None,
    since: str | None = None,
) -> Flag:
    """Make a flag in words for readers."""
    word, fallback = FLAGS[code]
    said = sentence(printable(reason or fallback))
    return Flag(code, word, said, instead, archive, since, drawing.report(link, code))


def sentence(text: str) -> str:
    """Begin a text like a sentence, and end it like one."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")
