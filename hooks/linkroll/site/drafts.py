"""The Markdown extension that takes entries out of a page and leaves a slot for the card of each.

A card shows what other pages hold on the same work, so it is made once all pages are read
(`linkroll.site.cards`); what it is made from is kept as a `Draft`.
"""

from __future__ import annotations

import re
from html import escape
from itertools import count
from secrets import token_hex
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from markupsafe import Markup

from linkroll.lint.rules import LinkReview, review_link
from linkroll.markdown.extension import LinkReader
from linkroll.markdown.treeprocessor import LISTS
from linkroll.site.cards import EntryDraft, entry_kind, flag_code
from linkroll.urls.identify import anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.markdown.extension import Entry, Link, Page, PageReader
    from markdown import Markdown


# What no XML document may hold (XML 1.0, 2.2): one such character would end the feed.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class CardExtension(LinkReader):
    """Reads the links of a page and takes its entries out; `drafts` holds them afterwards.

    A page gets an empty slot for each card, which `fill` fills once all pages are read. What runs
    in between has not to read the cards: parsing them for the search took a fifth of a build's
    time, though each entry has a search result of its own.

    Attributes:
        reviews: What was found of each link of the page, in their order.
        drafts: The entries of the page.
    """

    def __init__(
        self, records: Mapping[str, Record], today: date, allow: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self.allow = allow
        self.records = records
        self.today = today
        self.reviews: list[LinkReview] = []
        self.drafts: list[EntryDraft] = []
        self._slots = 0
        self._ids: set[str] = set()
        # No page can hold a slot of its own: nobody knows this word before the build.
        self._secret = token_hex(8)

    def begin(self, page: Page, markdown: str) -> None:
        """Announce the page that is converted next, and forget the entries of the one before it."""
        super().begin(page, markdown)
        self.reviews, self.drafts, self._ids = [], [], set()

    def review(self, link: Link) -> LinkReview:
        """Find what is wrong with one link of the page."""
        return review_link(link, self.records.get(link.key), self.today, allow=self.allow)

    def next_slot(self) -> int:
        """Return the number of the next card; no two cards of a build share one."""
        self._slots += 1
        return self._slots

    def unique_id(self, wanted: str) -> str:
        """Return an id that no entry of this page has: a key may stand on it twice."""
        taken = {draft.id for draft in self.drafts} if wanted in self._ids else ()
        self._ids.add(wanted)
        numbered = (f"{wanted}-{number}" for number in count(2))
        return wanted if wanted not in taken else next(n for n in numbered if n not in taken)

    def mark(self, slot: int) -> str:
        """Return what keeps the place of a card in the page."""
        return f"<!--card {self._secret} {slot}-->"

    def fill(self, page: str, draw: Callable[[int], str]) -> str:
        """Draw the cards of a page into their slots, by their numbers."""
        slots = re.compile(rf"<!--card {self._secret} (\d+)-->")
        return slots.sub(lambda slot: draw(int(slot[1])), page)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the drawing last of all: after MkDocs has resolved the links in notes (0)."""
        reader = self.read_with(md)
        md.treeprocessors.register(CardDrawing(md, self, reader), "linkroll-draw", -5)


class CardDrawing(Treeprocessor):
    """Puts a card in the place of each entry."""

    def __init__(self, md: Markdown, extension: CardExtension, reader: PageReader) -> None:
        super().__init__(md)
        self.extension = extension
        self.reader = reader

    def run(self, root: Element) -> None:
        """Take the entries of a page."""
        extension = self.extension
        if self.reader.page is None:
            return
        links = extension.reading.links
        extension.reviews = [extension.review(link) for link in links]
        if not extension.reading.entries:
            return
        reviews = {id(review.link): review for review in extension.reviews}
        keys = {link.url: link.key for link in links}
        for entry in extension.reading.entries:
            self.take(entry, reviews, keys)
        for element in root.iter():
            if element.tag in LISTS:
                name_list(element)

    def take(
        self, entry: Entry, reviews: Mapping[int, LinkReview], keys: Mapping[str, str]
    ) -> None:
        """Take one entry; what is neither link, note nor companion stays below its card.

        Args:
            entry: The entry in the tree.
            reviews: What was found of each link, by the link's identity as an object.
            keys: What each URL of the page identifies.
        """
        note = take_note(entry)
        hrefs = (each.get("href", "") for each in note.iter("a"))
        draft = EntryDraft(
            slot=self.extension.next_slot(),
            id=self.extension.unique_id(anchor(entry.link.key)),
            review=reviews[id(entry.link)],
            companions=tuple(reviews[id(link)] for _, link in entry.companions),
            note=Markup(NOT_TEXT.sub("", self.html(note))),  # noqa: S704 - made by `html`, which escapes
            mentions=frozenset(keys[href] for href in hrefs if href in keys),
        )
        rest = remains(entry)
        entry.item.clear()
        entry.item.set("id", draft.id)
        entry.item.set("class", classes(draft))
        entry.item.text = self.md.htmlStash.store(self.extension.mark(draft.slot))
        entry.item.extend(rest)
        self.extension.drafts.append(draft)

    def html(self, element: Element) -> str:
        """Return what is in an element as HTML; HTML that was written in it becomes text."""
        html = self.md.serializer(element)
        inner = html[html.index(">") + 1 : html.rindex("<")] if not html.endswith("/>") else ""
        return HTML_PLACEHOLDER_RE.sub(self.as_text, inner).strip()

    def as_text(self, match: object) -> str:
        """Return stashed HTML as text that shows it."""
        stashed = self.md.htmlStash.rawHtmlBlocks[int(match[1])]  # type: ignore[index]
        return escape(stashed) if isinstance(stashed, str) else ""


def classes(draft: EntryDraft) -> str:
    """Return the classes of an entry's item: what its look depends on, said where it is cheap."""
    holds = {
        "essential": draft.review.link.attributes.essential,
        "flagged": flag_code(draft.review) is not None,
        "person": entry_kind(draft.review) == "person",
    }
    return " ".join(["entry", *(f"is-{name}" for name, held in holds.items() if held)])


def name_list(element: Element) -> None:
    """Mark a list as one that holds entries, and whether these are people."""
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
    inside = {id(node) for node in nodes}
    beside = [element for element, _ in entry.companions if id(element) in inside]
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
