"""The glossary: one page explains the terms, and topic pages show what they mean.

`docs/glossary.md` is the only source. Each heading of its second level is a term, with other
names for it in parentheses; the paragraph below says what it means. Python-Markdown's own
abbreviations would mark every occurrence, in titles of entries and in headings as well; here a
page explains each term once, where a reader first meets it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import yaml
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from linkroll.markdown.links import Page
from linkroll.markdown.treeprocessor import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from markdown import Markdown

GLOSSARY = "docs/glossary.md"

TERM_HEADING = r"(?P<name>[^({\n]+?)(?:[ ]+\((?P<others>[^)\n]+)\))?"
TERM = re.compile(
    r"^##[ ]+" + TERM_HEADING + r"(?:[ ]+\{[^}\n]*\})?[ ]*\n"
    r"\s*(?P<meaning>(?!\#)\S.*?)(?=\n\s*\n|\n\#|\Z)",
    re.MULTILINE | re.DOTALL,
)

FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
EMPHASIS_MARKS = re.compile(r"[*`]")

# How English makes plurals, as far as terms need it; the first that fits is used.
PLURALS = (
    (re.compile(r"is$"), "es"),
    (re.compile(r"(?<=[^aeiou])y$"), "ies"),
    (re.compile(r"(?<=[sx])$|(?<=[cs]h)$"), "es"),
    (re.compile(r"$"), "s"),
)

# What is a name, leads somewhere or is to be read letter by letter is left as it stands.
UNMARKED = HEADINGS | {"a", "abbr", "code", "pre"}


def read_glossary(docs: Path) -> str:
    """Return the glossary of a site, or nothing; ``docs`` is the folder of its pages."""
    path = docs / GLOSSARY.rpartition("/")[2]
    return path.read_text(encoding="utf-8") if path.exists() else ""


def meanings(markdown: str) -> dict[str, str]:
    """Return what each spelling of each term means, as one line of plain text."""
    return {
        spelling: without_markup(match["meaning"])
        for match in TERM.finditer(markdown)
        for name in names_in(match)
        for spelling in spellings(name)
    }


def heading_names(heading: str) -> list[str]:
    """Return a term and its other names, as its heading has them."""
    match = re.fullmatch(TERM_HEADING, heading)
    return names_in(match) if match else []


def names_in(match: re.Match[str]) -> list[str]:
    """Return the names in a heading."""
    return [match["name"], *(name for name in re.split(r",\s*", match["others"] or "") if name)]


def synonyms(markdown: str) -> list[list[str]]:
    """Return groups of words for one thing: the names of each term, and what is listed besides.

    The list stands in the front matter of the glossary, as ``synonyms``: a list of lists.
    """
    terms = [names_in(match) for match in TERM.finditer(markdown)]
    return [group for group in (*terms, *listed_synonyms(markdown)) if len(group) > 1]


def listed_synonyms(markdown: str) -> list[list[str]]:
    """Return the groups that the front matter lists; what is no list of words is passed over."""
    front = FRONT.match(markdown)
    try:
        given = yaml.safe_load(front[1]) if front else None
    except yaml.YAMLError:  # MkDocs takes it for text, and so shows what is wrong
        return []
    groups = given.get("synonyms") if isinstance(given, dict) else None
    lists = [group for group in groups or () if isinstance(group, list)]
    return [[str(word) for word in group] for group in lists]


def without_markup(markdown: str) -> str:
    """Return a paragraph without its markup, on one line."""
    return " ".join(EMPHASIS_MARKS.sub("", LINK.sub(r"\1", markdown)).split())


def spellings(name: str) -> Iterator[str]:
    """Return a term inside a sentence and at the start of one, in singular and plural."""
    if not name:
        return
    inside = name[0].lower() + name[1:] if name[1:2].islower() else name
    for form in dict.fromkeys((inside, name[0].upper() + name[1:])):
        yield form
        yield plural(form)


def plural(word: str) -> str:
    """Return the plural of an English term."""
    return next(ending.sub(new, word, count=1) for ending, new in PLURALS if ending.search(word))


class TermExtension(Extension):
    """The Markdown extension that explains terms; set `page` before each page."""

    def __init__(self, explained: Mapping[str, str]) -> None:
        super().__init__()
        self.explained = explained
        self.page = Page("")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the marking: after links were read (19), before cards are drawn (-5)."""
        if self.explained:
            md.treeprocessors.register(TermMarking(md, self), "linkroll-terms", 6)


class TermMarking(Treeprocessor):
    """Marks each term of a topic page where it first occurs."""

    def __init__(self, md: Markdown, extension: TermExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.met: set[str] = set()
        longest_first = sorted(extension.explained, key=len, reverse=True)
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        self.pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")

    def run(self, root: Element) -> None:
        """Mark the terms of one page, and forget those of the last."""
        self.met = set()
        if self.extension.page.is_topic:
            self.visit(root)

    def visit(self, element: Element) -> None:
        """Mark the terms in an element, in the order of reading."""
        if element.tag in UNMARKED:
            return
        element.text, marked = self.split(element.text)
        for child in element:
            self.visit(child)
            child.tail, behind = self.split(child.tail)
            marked += [child, *behind]
        element[:] = marked  # built once: inserting into a long paragraph is quadratic

    def split(self, text: str | None) -> tuple[str | None, list[Element]]:
        """Return a text up to its first new term, and its terms with the text behind each."""
        if not text or isinstance(text, AtomicString):
            return text, []
        marks: list[Element] = []
        for match in reversed(list(self.new_terms(text))):
            mark = Element("abbr", {"title": self.meaning(match), "tabindex": "0"})
            mark.text, mark.tail = AtomicString(match[0]), text[match.end() :]
            text = text[: match.start()]
            marks.insert(0, mark)
        return text, marks

    def new_terms(self, text: str) -> Iterator[re.Match[str]]:
        """Find the terms that this page has not explained yet."""
        for match in self.pattern.finditer(text):
            if self.meaning(match) not in self.met:
                self.met.add(self.meaning(match))
                yield match

    def meaning(self, match: re.Match[str]) -> str:
        """Return what a term means, however its words are spaced."""
        return self.extension.explained[" ".join(match[0].split())]
