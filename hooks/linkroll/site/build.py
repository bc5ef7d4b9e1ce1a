"""One build of the site: pages are read, checked and drawn, and findings reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from linkroll.findings import Finding, finding
from linkroll.lint.duplicates import contradictions, duplicates
from linkroll.lint.git_diff import ChangedLines, NoRevisionError
from linkroll.lint.rules import apply_gating, drop_implied, page_findings, without_suppressed
from linkroll.lint.trust import trusted_records
from linkroll.lock.check_cache import FILE, CheckCache
from linkroll.lock.lockfile import LOCK, parse_lock, read_lock
from linkroll.markdown.extension import Page, read_page
from linkroll.site.catalogue import Catalogue, PageDraft
from linkroll.site.drafts import CardExtension
from linkroll.site.glossary import TermExtension, meanings, read_glossary, synonyms
from linkroll.site.people import read_aliases
from linkroll.site.search_index import fill_index

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from jinja2 import Template

    from linkroll.checker.config import CheckerConfig as Network
    from linkroll.checker.run import CheckReport
    from linkroll.markdown.extension import Link, Reading
    from linkroll.markdown.project import Project
    from linkroll.settings import Which
    from linkroll.site.model import PageRef


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """The settings of a build.

    ``root`` is the folder of `mkdocs.yml`, ``since`` the revision that gates, ``repository`` the
    address of its repository, where fixes are suggested, ``project`` its pages and its
    Markdown. ``check`` says which links to ask, under the conditions of ``network``.
    """

    root: Path
    today: date
    template: Template
    project: Project
    since: str | None = None
    repository: str | None = None
    check: Which = "off"
    network: Network | None = None


class Build:
    """What one build knows; a new one for each, so that nothing is left of the last."""

    def __init__(self, settings: BuildConfig) -> None:
        self.settings = settings
        lock = read_lock(settings.root / LOCK)
        self.records = lock.records
        self.extension = CardExtension(
            self.records, settings.today, settings.project.settings.allowed
        )
        self.catalogue = Catalogue(self.records, settings.today, self.report_address)
        self.glossary = read_glossary(settings.project.docs)
        self.terms = TermExtension(meanings(self.glossary))
        self.findings: list[Finding] = list(lock.findings)
        self.changes = self.find_changes()

    def distrust_change(self, pages: Iterable[tuple[str, str]]) -> None:
        """Drop the records that the change at hand adds for its own links.

        Args:
            pages: The path and the text of each file.
        """
        if self.changes is None:
            return
        root, lock = self.settings.root, self.settings.root / LOCK
        base = parse_lock(self.changes.before(lock), lock).records
        links = [
            link
            for path, text in pages
            if self.changes.touch_file(root / path)
            for link in self.read(path, text).links
        ]
        trusted = trusted_records(self.records, base, links, self.changes, root)
        self.records.clear()
        self.records.update(trusted)

    def check_links(self, pages: Iterable[tuple[str, str]]) -> CheckReport:
        """Check the links of pages that are due, before any page is drawn.

        Args:
            pages: The path and the text of each file.

        Returns:
            What was checked; the results are drawn from now on, and kept in the cache.
        """
        from linkroll.tasks.check import check_links  # noqa: PLC0415 - see `load_network` in the hook

        settings = self.settings
        assert settings.network is not None, "asking wants conditions"  # noqa: S101
        links = [link for path, text in pages for link in self.read(path, text).links]
        with CheckCache(settings.root / ".cache/linkroll" / FILE, settings.today) as cache:
            checked = check_links(
                links, self.records, settings.check, settings=settings.network, cache=cache
            )
        self.records.update(checked.records)
        self.findings += checked.findings
        return checked.report

    def is_topic(self, path: str) -> bool:
        """Whether list items of a file are entries; ``path`` is from the root."""
        return self.settings.project.is_topic(self.settings.root / path)

    def read(self, path: str, text: str) -> Reading:
        """Read a file before it is drawn."""
        return read_page(path, text, self.settings.project, topic=self.is_topic(path))

    def start_page(self, path: str, source: str, markdown: str) -> None:
        """Announce the page that is rendered next.

        Args:
            path: The file, from the root.
            source: The file's whole text.
            markdown: What is converted: its end, without front matter, or what plugins made of it.
        """
        folder = (self.settings.root / path).parent
        page = Page(path, source, self.is_topic(path), folder)
        self.extension.begin(page, markdown)
        self.terms.page = page

    def finish_page(self, page: PageRef, *, listed: bool = True) -> None:
        """Add the page that was just rendered; ``listed`` is whether its entries are the site's."""
        reading, path = self.extension.reading, self.extension.page.path
        self.findings += page_findings(path, reading, self.extension.reviews)
        drafts, links = tuple(self.extension.drafts), tuple(reading.links)
        self.catalogue.add(PageDraft(path, page, drafts, links, listed))

    def know_people(self, path: str, aliases: object) -> None:
        """Read what the page of people states of their names.

        Args:
            path: The page's file, from the root.
            aliases: What its front matter states, in whatever form.
        """
        try:
            self.catalogue.aliases = read_aliases(aliases)
        except ValueError as error:
            remedy = "write “Name: Other Name” or “Name: [One, Another]” in the front matter"
            self.findings.append(finding("malformed", str(error), remedy, path=path, line=1))

    def report_template(self, path: str, text: str, name: str) -> None:
        """Report that a page names a template that does not exist.

        Args:
            path: The page's file, from the root.
            text: The whole file.
            name: What it names.
        """
        lines = text.splitlines()
        line = next((n for n, each in enumerate(lines, 1) if each.startswith("template:")), 1)
        what = f"the page names the template “{name}”, which does not exist"
        remedy = "name a template of the theme, or take the line out; until then the page is drawn as any other"
        self.findings.append(finding("malformed", what, remedy, path=path, line=line))

    def draw(self, content: str, url: str) -> str:
        """Draw the cards of a page, once all pages are read.

        Args:
            content: The page's HTML, with a slot for each card.
            url: The page's URL from the site's root.
        """
        catalogue, root = self.catalogue, "../" * url.count("/") or "./"
        known = catalogue.anchors if catalogue.people_page else {}
        # Its macro is made once for a page, for making it takes longer than drawing a card.
        places = {"known": known, "people": root + catalogue.people_page, "root": root}
        entry = self.settings.template.make_module(places).entry  # type: ignore[attr-defined]

        def draw_card(slot: int) -> str:
            card = catalogue.cards[slot]
            return str(entry(card, catalogue.around(card, url)))

        return self.extension.fill(content, draw_card)

    def finish(self) -> list[Finding]:
        """Return everything that was found wrong, in the order of files and lines."""
        catalogue = self.catalogue
        unflagged = without_suppressed(catalogue.links, self.settings.today)
        found = self.findings + contradictions(unflagged) + catalogue.related[1]
        found += duplicates(catalogue.links, catalogue.works)
        return apply_gating(sorted(drop_implied(found)), self.is_changed)

    def fill_search(self, index: list[dict[str, Any]]) -> None:
        """Add every entry to the index of the search."""
        fill_index(index, self.catalogue, synonyms(self.glossary))

    def is_changed(self, found: Finding) -> bool:
        """Whether a finding stands on a line that the change at hand touches."""
        if self.changes is None:
            return True
        return self.changes.touch(self.settings.root / found.path, found.line)

    def find_changes(self) -> ChangedLines | None:
        """Return what the change at hand touches, if only that is to gate."""
        if not self.settings.since:
            return None
        try:
            return ChangedLines(self.settings.root, self.settings.since)
        except NoRevisionError as error:
            what = f"cannot compare with “{self.settings.since}”: {error}"
            remedy = "fetch that revision, or unset LINKROLL_SINCE; until then everything counts"
            self.findings.append(finding("malformed", what, remedy, path="mkdocs.yml", line=1))
            return None

    def report_address(self, link: Link, code: str) -> str | None:
        """Return the address of a report that is filled in as far as it can be."""
        if not self.settings.repository:
            return None
        answers = {
            "template": "report-a-link.yml",
            "title": f"Link: {link.text}"[:120],
            "url": link.url,
            "page": f"{link.path}:{link.line}",
            "reason": code,
        }
        return f"{self.settings.repository.rstrip('/')}/issues/new?{urlencode(answers)}"
