"""`linkroll export`: the catalogue for other programs, without building the site."""

from __future__ import annotations

import json
import os
import re
import sys
from html import unescape
from typing import TYPE_CHECKING, Any

from linkroll.cli.exit_codes import WrongUseError
from linkroll.cli.lock_report import print_lock_findings
from linkroll.clock import clock
from linkroll.findings import safe_json
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.markdown.extension import EXTENSIONS, Page, split_front_matter
from linkroll.markdown.files import NoPageError, docs_folder, read_text, topic_pages
from linkroll.markdown.project import find_project, in_project
from linkroll.site.catalogue import Catalogue, PageDraft
from linkroll.site.drafts import CardExtension
from linkroll.site.export_bibtex import as_bibtex
from linkroll.site.export_json import as_objects
from linkroll.site.model import PageRef
from linkroll.site_url import site_address
from markdown import Markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from linkroll.lock.record import Record


# What front matter states of a page whose entries are no entries of the index.
UNLISTED = re.compile(r"^listed:[ ]*(?:false|no|off)\b", re.MULTILINE | re.IGNORECASE)


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = "Write every entry of the topics once, with its record in links.lock."
    part.add_argument("form", choices=[*FORMS], help="BibTeX, or JSON as in links.json")
    part.add_argument("--topic", metavar="NAME", help="one topic: the name of its file")


def run(options: argparse.Namespace) -> int:
    """Write the catalogue to the output."""
    pages = topic_pages()
    if not pages or (options.topic and options.topic not in {page.stem for page in pages}):
        known = ", ".join(page.stem for page in pages) or "none"
        raise WrongUseError(
            f"there is no topic “{options.topic or docs_folder()}”; there are: {known}"
        )
    lock = read_lock(in_project(LOCK))
    code = print_lock_findings(lock)
    try:
        catalogue = read_catalogue(pages, lock.records, clock(os.environ))
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    chosen = next((page for page in pages if page.stem == options.topic), None)
    wanted = address_of(chosen) if chosen else ""
    listed = [each for each in catalogue.entries if any(wanted in page.url for page in each.topics)]
    site = site_address(os.environ.get("SITE_URL"))
    sys.stdout.write(FORMS[options.form](as_objects(listed, site, catalogue.around), site))
    return code


# How entries are written, given the address of the site.
FORMS: dict[str, Callable[[list[dict[str, Any]], str], str]] = {
    "bib": lambda entries, _: as_bibtex(entries),
    "json": lambda entries, site: (
        safe_json(json.dumps({"site": site, "entries": entries}, ensure_ascii=False, indent=1))
        + "\n"
    ),
}


def read_catalogue(pages: list[Path], records: Mapping[str, Record], today: date) -> Catalogue:
    """Read topics as a build does, and draw nothing.

    Raises:
        NoPageError: One cannot be read.
    """
    catalogue = Catalogue(records, today)
    docs = docs_folder()
    project = find_project(docs)
    if project:
        catalogue.order = [(docs / name).as_posix() for name in project.nav]
    extension = CardExtension(records, today)
    for path in pages:
        text = read_text(path)
        body, _ = split_front_matter(text)
        listed = not UNLISTED.search(text.removesuffix(body))
        extension.begin(Page(path.as_posix(), text, topic=True), body)
        md = Markdown(extensions=[*EXTENSIONS, "toc", extension])
        md.convert(body)
        page = PageRef(title_of(md) or path.stem, address_of(path))
        catalogue.add(PageDraft(path.as_posix(), page, tuple(extension.drafts), tuple(extension.reading.links), listed))  # fmt: skip
    return catalogue


def address_of(page: Path) -> str:
    """Return where on the site a page is, from its root."""
    return page.relative_to(docs_folder()).with_suffix("").as_posix() + "/"


def title_of(md: Markdown) -> str:
    """Return the first heading of the highest level on the page that was just read."""
    tokens: list[dict[str, Any]] = md.toc_tokens  # type: ignore[attr-defined] # toc's
    return next((unescape(token["name"]) for token in tokens if token["level"] == 1), "")
