"""`linkroll export`: the catalogue for other programs, without building the site."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from markdown import Markdown

from linkroll.bibtex import as_bibtex
from linkroll.cards import CardExtension, Drawing
from linkroll.catalogue import Catalogue, PageRef, TopicPage
from linkroll.commands import WrongUseError
from linkroll.commands.lock import tell_lock
from linkroll.markdown import EXTENSIONS, Page, split_front_matter
from linkroll.records import LOCK, read_lock
from linkroll.review import clock

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from datetime import date

    from linkroll.records import Record

TOPICS = Path("docs/topics")
_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "Write every entry of the topics, once each, with what links.lock knows of it."
    )
    part.add_argument("form", choices=("bib", "json"), help="BibTeX, or JSON as in links.json")
    part.add_argument("--topic", metavar="NAME", help="one topic: the name of its file")


def run(options: argparse.Namespace) -> int:
    """Write the catalogue to the output."""
    pages = sorted(TOPICS.glob("*.md"))
    if options.topic:
        pages = [page for page in pages if page.stem == options.topic]
    if not pages:
        known = ", ".join(sorted(page.stem for page in TOPICS.glob("*.md"))) or "none"
        raise WrongUseError(f"there is no topic “{options.topic or TOPICS}”; there are: {known}")
    site = os.environ.get("SITE_URL", "/").rstrip("/") + "/"
    lock = read_lock(Path(LOCK))
    code = tell_lock(lock)
    entries = read_catalogue(pages, lock.records, clock(os.environ)).as_objects(site)
    text = as_bibtex(entries) if options.form == "bib" else json.dumps({"entries": entries}, ensure_ascii=False, indent=1) + "\n"  # fmt: skip
    sys.stdout.write(text)
    return code


def read_catalogue(pages: list[Path], records: Mapping[str, Record], today: date) -> Catalogue:
    """Read topics as a build does, and draw nothing."""
    catalogue = Catalogue(records)
    extension = CardExtension(Drawing(records, today))
    for path in pages:
        body, offset = split_front_matter(path.read_text(encoding="utf-8", errors="replace"))
        extension.page = Page(path.as_posix(), offset)
        Markdown(extensions=[*EXTENSIONS, extension]).convert(body)
        heading = _HEADING.search(body)
        page = PageRef(heading[1] if heading else path.stem, f"topics/{path.stem}/")
        catalogue.add(TopicPage(path.as_posix(), page, tuple(extension.cards), tuple(extension.reading.links)))  # fmt: skip
    return catalogue
