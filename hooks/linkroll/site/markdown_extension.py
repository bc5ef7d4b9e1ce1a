"""`linkroll` as an extension of Python-Markdown, for builders without hooks, such as Zensical.

It is given one page at a time: it draws the cards of that page and logs its findings. What needs
all pages, such as listings, is written before the build by `linkroll pages`.
"""

from __future__ import annotations

import os
from functools import lru_cache
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markdown.postprocessors import Postprocessor

from linkroll.clock import clock
from linkroll.findings import as_text
from linkroll.lint.rules import page_findings
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.lock.works import Works, declared_same
from linkroll.markdown.extension import normal_lines, split_front_matter
from linkroll.markdown.links import Page
from linkroll.markdown.project import Project, find_project
from linkroll.settings import read_settings
from linkroll.site.cards import CardContext, make_card
from linkroll.site.drafts import CardExtension
from linkroll.site.model import Around
from linkroll.site.templates import ENTRY, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

    from linkroll.lock.record import Record
    from markdown import Markdown

log = getLogger("linkroll")

WHERE = "markdown_extensions.linkroll"
CONTEXT = "rendering_context"  # the preprocessor in which Zensical keeps the page


class SiteExtension(CardExtension):
    """Draws the cards of pages and logs what is wrong on them.

    Args:
        options: Settings, as in `extra.linkroll` (`linkroll.settings`).

    Raises:
        SettingError: An option is unknown, or cannot be used.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - read by the table of settings
        root = Path()
        project = find_project(root) or Project(root.resolve(), root.resolve() / "docs")
        self.settings = read_settings(options, WHERE) if options else project.settings
        self.project = project
        super().__init__(records_of(project.root / LOCK), clock(os.environ), self.settings.allowed)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the reading, the drawing, and what fills the slots of cards at the end."""
        self.md = md
        super().extendMarkdown(md)
        md.postprocessors.register(CardFilling(md, self), "linkroll-fill", -5)

    def claim(self, text: str) -> Page | None:
        """Return the page whose text this is; None for what a plugin converts within a page."""
        docs, name = self.page_file()
        path = docs / name if name else None
        source = normal_lines(path.read_text("utf-8")) if path and path.is_file() else text
        if split_front_matter(source)[0].strip() != text.strip():
            self.begin(Page(""), "")
            return None
        # Without a name there is no folder to go by: then list items are entries.
        topic = self.project.is_topic(path) if path else True
        self.begin(
            Page(Path(os.path.relpath(path)).as_posix() if path else "", source, topic), text
        )
        return self.page

    def page_file(self) -> tuple[Path, str]:
        """Return the folder of pages, and the path of the present page in it, if it is known."""
        if CONTEXT not in self.md.preprocessors:
            return self.project.docs, ""
        context: Any = self.md.preprocessors[CONTEXT]
        docs = self.project.root / str(context.config.get("docs_dir") or "docs")
        return docs, str(context.page.path).removeprefix(f"{docs.name}/")

    def draw(self, html: str) -> str:
        """Fill the slots of a page, and log what is wrong on it."""
        links = self.reading.links
        context = CardContext(self.records, Works(self.records, declared_same(links)), self.today)
        cards = {draft.slot: make_card(draft, context) for draft in self.drafts}
        for found in page_findings(self.page.path, self.reading, self.reviews):
            (log.warning if found.level == "warning" else log.info)("%s", as_text(found))
        entry = template().make_module({"known": {}, "people": "", "root": ""}).entry  # type: ignore[attr-defined]
        return self.fill(html, lambda slot: str(entry(cards[slot], Around())))


class CardFilling(Postprocessor):
    """Draws the cards into the finished HTML of a page."""

    def __init__(self, md: Markdown, extension: SiteExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        """Fill the slots."""
        return self.extension.draw(text)


@lru_cache(maxsize=1)
def records_of(lock: Path) -> Mapping[str, Record]:
    """Read the lock of a site once: each page has an extension of its own."""
    return read_lock(lock).records


@lru_cache(maxsize=1)
def template() -> Template:
    """Load the template of entries."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return environment.get_template(ENTRY)


def makeExtension(**options: Any) -> SiteExtension:  # noqa: ANN401, N802 - Python-Markdown's name
    """Make the extension from its options."""
    return SiteExtension(**options)
