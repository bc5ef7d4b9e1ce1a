"""Reads the links and entries of a page while Python-Markdown renders it.

Markdown converts the author's text, byte for byte: nothing is put into it. One inline processor
takes attribute lists that are ours (`{ by="Ada Byron" }`) before Markdown looks for emphasis in
them; a preprocessor notes the text; a treeprocessor reads the rendered links (`treeprocessor`)
and finds where in the file they stand (`source_map`).

Each `Markdown` has its own `PageReader`. Plugins that convert Markdown within a page, such as
mkdocstrings, make further ones with the same extension: only the text that `begin` announced is
the page; what else is converted is rendered as if this extension was not there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from linkroll.markdown.attributes import LIST, states_something
from linkroll.markdown.links import Entry, Flaw, Link, Page, Reading, Swallowed
from linkroll.markdown.project import Named, Project
from linkroll.markdown.source_map import Place
from linkroll.markdown.treeprocessor import ATTRIBUTE_LIST, TreeReader, find_code_links
from markdown import Markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkroll.markdown.raw_html import RawLink

log = getLogger("linkroll")

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

DEFAULT = tuple(Named(name) for name in EXTENSIONS)

# `---` … `---` at the very top; MkDocs takes it away before Markdown sees the page.
FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(?:.*?\n)?(?:-{3}|\.{3})[ \t]*(?:\n+|\Z)", re.DOTALL)


def split_front_matter(text: str) -> tuple[str, int]:
    """Return the Markdown of a file, and how many lines of it stand before that.

    Lines end and a byte order mark is passed over as where MkDocs reads it.
    """
    text = normal_lines(text)
    match = FRONT_MATTER.match(text)
    if match is None:
        return text, 0
    return text[match.end() :], match.group().count("\n")


def normal_lines(text: str) -> str:
    """Return a text with the line ends, and without the byte order mark, that MkDocs reads."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_page(
    path: str, text: str, project: Project | None = None, *, topic: bool | None = None
) -> Reading:
    """Read the links of a page that is not being built.

    Args:
        path: What to call the page.
        text: The whole file.
        project: The site that it belongs to, whose Markdown extensions it is written with.
        topic: Whether list items on it are entries; by default, its path says so.
    """
    body, _ = split_front_matter(text)
    md, reader = equip(project)
    if topic is None and project:
        topic = project.is_topic(Path(path))
    folder = Path(path).parent if path and Path(path).is_file() else None
    reader.begin(Page(path, text, topic, folder), body)
    try:
        read_links(md.reset(), body)
    except RecursionError:
        equip.cache_clear()  # what was interrupted half-way must not read another page
        return unreadable(*TOO_DEEP)
    return reader.reading


def read_links(md: Markdown, text: str) -> None:
    """Convert a text as far as links are read (`markdown.Markdown.convert`), and make no HTML."""
    if not text.strip():
        return
    lines = text.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root: Element = md.parser.parseDocument(lines).getroot()  # type: ignore[assignment]
    for treeprocessor in md.treeprocessors:
        new = treeprocessor.run(root)
        root = root if new is None else new
        if isinstance(treeprocessor, LinkReading):
            return


TOO_DEEP = ("the page is nested too deeply to be read", "nest its lists less deeply")


def unreadable(message: str, remedy: str) -> Reading:
    """Return the reading of a page that cannot be read: no links, and why."""
    return Reading(flaws=[Flaw(Place(1, 1), message, remedy)])


@lru_cache(maxsize=8)
def equip(project: Project | None) -> tuple[Markdown, LinkReader]:
    """Make what reads all pages of a site, one after the other: that takes as long as ten links.

    Args:
        project: The site; without one, or one that states none, `EXTENSIONS` are used.
    """
    reader = LinkReader()
    listed = DEFAULT if project is None or project.extensions is None else project.extensions
    made = (load_extension(name, project.root if project else None) for name in listed)
    md = Markdown(extensions=[each for each in made if each is not None])
    md.registerExtensions([reader], {})
    return md, reader


def load_extension(named: Named, root: Path | None) -> Extension | None:
    """Load an extension; one that is not installed, or refuses its options, is left out.

    It is loaded from its module: to find a name, all installed packages are searched.
    """
    name, options = named.name, dict(named.options)
    if name == "pymdownx.snippets":  # reading a page makes no request
        options |= {"url_download": False, "base_path": base_paths(options.get("base_path"), root)}
    try:
        made = find_extension(name)(**options)
    except Exception as error:  # noqa: BLE001 - other people's code
        log.warning("pages are read without the Markdown extension “%s”: %s", name, error)
        return None
    return made if isinstance(made, Extension) else None


def find_extension(name: str) -> Callable[..., Extension]:
    """Return what makes an extension: of its module, or of a package that registered its name."""
    try:
        module = import_module(name if "." in name else f"markdown.extensions.{name}")
    except ModuleNotFoundError:
        registered = entry_points(group="markdown.extensions", name=name)
        if not registered:
            raise
        made: Callable[..., Extension] = next(iter(registered)).load()
        return made
    found: Callable[..., Extension] = module.makeExtension
    return found


def base_paths(stated: object, root: Path | None) -> list[str]:
    """Return the folders of snippets, which MkDocs takes from where it runs: the root."""
    paths = stated if isinstance(stated, list) else [stated or "."]
    return [str((root or Path()) / str(path)) for path in paths]


class LinkReader(Extension):
    """The Markdown extension that reads a page's links while the page is rendered.

    Call `begin` before each page; afterwards `reading` holds what was found.
    """

    def __init__(self) -> None:
        super().__init__()
        self.page = Page("")
        self.reading = Reading()
        self.expected: str | None = None

    def begin(self, page: Page, markdown: str) -> None:
        """Announce the page that is converted next, and forget the one before it.

        Args:
            page: The file.
            markdown: What will be converted: the file without its front matter, or what other
                plugins made of it.
        """
        self.page, self.expected, self.reading = page, markdown, Reading()

    def claim(self, text: str) -> Page | None:
        """Return the page that is announced if this is its text; only the first time."""
        if text != self.expected:
            return None
        self.expected = None
        return self.page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Give a `Markdown` its reader."""
        self.read_with(md)

    def read_with(self, md: Markdown) -> PageReader:
        """Register the processors.

        The text is noted before any other preprocessor runs, and once more after those that
        change it (snippets at 32, white space at 30) and before blocks of code are taken out (25).
        Attribute lists are taken after code spans (190) and before escapes (180). Links are read
        right after inline parsing (20), before attr_list (8), toc (5) and MkDocs' own handling of
        links (0); indented code before pymdownx.highlight (30) colours it.
        """
        reader = PageReader(self)
        md.preprocessors.register(TextReading(md, reader), "linkroll-text", 1000)
        md.preprocessors.register(LineReading(md, reader), "linkroll-lines", 29.5)
        md.inlinePatterns.register(AttributeTaking(md, reader), "linkroll-attributes", 185.5)
        md.treeprocessors.register(CodeReading(md, reader), "linkroll-code", 35)
        md.treeprocessors.register(LinkReading(md, reader), "linkroll-read", 19.995)
        md.convert = guarded(md, reader)  # type: ignore[assignment,method-assign]
        return reader

    def __deepcopy__(self, memo: object) -> LinkReader:
        """Stay one: a copied `Markdown` converts other text for the same build."""
        return self


def guarded(md: Markdown, reader: PageReader) -> Callable[[str], str]:
    """Return `md.convert`, for which a page that is nested too deeply is one finding and no crash.

    Such a page is shown as it is written.
    """
    convert = md.convert

    def convert_or_report(source: str) -> str:
        try:
            return convert(source)
        except RecursionError:
            if reader.page is None:
                raise
        reader.extension.reading = unreadable(*TOO_DEEP)
        shown = Element("pre")
        shown.text = AtomicString(source)
        return md.serializer(shown)

    return convert_or_report


LINK_ENDS = frozenset(")]>")


class PageReader:
    """What one `Markdown` knows of the text that it converts; ``page`` is None for any but a page."""

    def __init__(self, extension: LinkReader) -> None:
        self.extension = extension
        self.page: Page | None = None
        self.text = ""
        self.code: list[tuple[Element, list[RawLink]]] = []

    def begin(self, text: str) -> None:
        """Begin a conversion."""
        self.page = self.extension.claim(text)
        self.text = text
        self.code = []


class TextReading(Preprocessor):
    """Notes the text as it was given."""

    def __init__(self, md: Markdown, reader: PageReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, lines: list[str]) -> list[str]:
        """Begin a page; its lines stay as they are."""
        self.reader.begin("\n".join(lines))
        return lines


class LineReading(Preprocessor):
    """Notes the text again if other preprocessors changed it, such as snippets."""

    def __init__(self, md: Markdown, reader: PageReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, lines: list[str]) -> list[str]:
        """Compare the lines; they stay as they are."""
        if self.reader.page and self.differs(self.reader.text.split("\n"), lines):
            self.reader.text = "\n".join(lines)
        return lines

    def differs(self, before: list[str], lines: list[str]) -> bool:
        """Whether lines are others than those that Python-Markdown makes of some by itself."""
        if lines == [*before, "", ""]:
            return False
        spaces = self.md.preprocessors["normalize_whitespace"]
        return lines != spaces.run(before)


class AttributeTaking(InlineProcessor):
    """Takes attribute lists that are ours out of Markdown's sight."""

    def __init__(self, md: Markdown, reader: PageReader) -> None:
        super().__init__(LIST, md)
        self.reader = reader

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        match: re.Match[str],
        data: str,
    ) -> tuple[Element | None, int | None, int | None]:
        """Return an element that holds the list, for the treeprocessor to take or to put back."""
        behind = data[match.start() - 1 : match.start()]
        if self.reader.page is None or behind not in LINK_ENDS or not states_something(match[0]):
            return None, None, None
        element = Element(ATTRIBUTE_LIST)
        element.text = AtomicString(match[0])
        return element, *match.span()


class CodeReading(Treeprocessor):
    """Finds links that indented code has swallowed."""

    def __init__(self, md: Markdown, reader: PageReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: Element) -> None:
        """Read the code blocks of a page."""
        if self.reader.page:
            self.reader.code = find_code_links(root)


class LinkReading(Treeprocessor):
    """Reads the links."""

    def __init__(self, md: Markdown, reader: PageReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: Element) -> None:
        """Read the links of a page."""
        reader = self.reader
        if reader.page is None:
            return
        tree = TreeReader(self.md, reader.page, reader.text, reader.code)
        reader.extension.reading = tree.read(root, normal_lines(reader.page.text))
