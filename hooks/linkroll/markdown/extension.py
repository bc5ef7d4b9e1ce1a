"""The links and entries of a page, each with its place in the file.

Links are what Python-Markdown renders as links; so the page is rendered, and links are read from
the tree. `marks` tells where in the source each of them stands.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from linkroll.markdown.links import Entry, Link, Page, Reading, Swallowed
from linkroll.markdown.source_map import Marks
from linkroll.markdown.treeprocessor import TreeReader, find_swallowed
from markdown import Markdown

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["EXTENSIONS", "Entry", "Link", "LinkReader", "Page", "Reading", "Swallowed", "read_page"]

# The Markdown that pages are written in, for reading them without a site around. What a site
# adds beside these must not change what is a link; a test holds `mkdocs.yml` to it.
EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tabbed",
)

# `---` … `---` at the very top; MkDocs takes it away before Markdown sees the page.
FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(?:.*?\n)?(?:-{3}|\.{3})[ \t]*(?:\n+|\Z)", re.DOTALL)


def split_front_matter(text: str) -> tuple[str, int]:
    """Return the Markdown of a file, and how many lines of it stand before that.

    Lines end and a byte order mark is passed over as where MkDocs reads it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = FRONT_MATTER.match(text)
    if match is None:
        return text, 0
    return text[match.end() :], match.group().count("\n")


def read_page(path: str, text: str) -> Reading:
    """Read the links of a page that is not being built; ``path`` only says what to call it."""
    body, offset = split_front_matter(text)
    md, reader = equip()
    reader.page = Page(path, offset)
    md.reset().convert(body)
    return reader.reading


@cache
def equip() -> tuple[Markdown, LinkReader]:
    """Make what reads all pages, one after the other: it takes as long as reading ten links.

    What would make HTML of a page, once its links are read, is left out.
    """
    reader = LinkReader()
    md = Markdown(extensions=[*map(extension, EXTENSIONS), reader])
    for name in ("prettify", "unescape"):
        md.treeprocessors.deregister(name)
    md.serializer, md.stripTopLevelTags = lambda _: "", False
    return md, reader


def extension(name: str) -> Extension:
    """Load an extension from its module; by name alone all installed packages are searched."""
    module = import_module(name if "." in name else f"markdown.extensions.{name}")
    made: Extension = module.makeExtension()
    return made


class LinkReader(Extension):
    """The Markdown extension that reads a page's links while the page is rendered.

    Set `page` before each page; afterwards `reading` holds what was found.
    """

    def __init__(self) -> None:
        super().__init__()
        self.page = Page("")
        self.reading = Reading()
        self.marks = Marks()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processors.

        Marks go in before any other preprocessor runs, and are read right after inline parsing
        (20), before attr_list (8), toc (5) and MkDocs' own handling of links (0). Code is cleaned
        before pymdownx.highlight (30) colours it.
        """
        md.preprocessors.register(Marking(md, self), "linkroll-mark", 1000)
        md.treeprocessors.register(CodeCleaning(md, self), "linkroll-code", 35)
        md.treeprocessors.register(LinkReading(md, self), "linkroll-read", 19)
        md.postprocessors.register(Cleaning(md, self), "linkroll-clean", -1000)


class Marking(Preprocessor):
    """Puts the marks in."""

    def __init__(self, md: Markdown, reader: LinkReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, lines: list[str]) -> list[str]:
        """Mark a page, and forget the one before it."""
        self.reader.reading = Reading()
        self.reader.marks = Marks(self.reader.page.offset)
        return self.reader.marks.mark("\n".join(lines)).split("\n")


class CodeCleaning(Treeprocessor):
    """Finds links that indented code has swallowed, and takes the marks out of code."""

    def __init__(self, md: Markdown, reader: LinkReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: Element) -> None:
        """Read the code blocks of a page."""
        self.reader.reading.swallowed = find_swallowed(root, self.reader.marks)


class LinkReading(Treeprocessor):
    """Reads the links, each by the mark before it."""

    def __init__(self, md: Markdown, reader: LinkReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: Element) -> None:
        """Read the links of a page."""
        found = TreeReader(self.md, self.reader.marks, self.reader.page).read(root)
        self.reader.reading.links = found.links
        self.reader.reading.entries = found.entries


class Cleaning(Postprocessor):
    """Takes out the marks that stand in HTML written by hand."""

    def __init__(self, md: Markdown, reader: LinkReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, text: str) -> str:
        """Return the page without a trace of marks."""
        return self.reader.marks.clean(text)
