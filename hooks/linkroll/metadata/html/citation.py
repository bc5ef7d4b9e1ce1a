"""Reads citations in a page: Distill's front matter, and BibTeX that is shown to be copied."""

from __future__ import annotations

import json
import re

import yaml

from linkroll.metadata.html.document import Element, HtmlDocument, marks_of, plain_text
from linkroll.metadata.parse.authors import read_names
from linkroll.metadata.parse.bibtex import ENTRY, entry_date, names_of, read_entries
from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.parse.latex import from_latex
from linkroll.metadata.parse.titles import squeeze
from linkroll.metadata.ranking import Claim

LONGEST_BLOCK = 20_000
_VENUES = ("journal", "booktitle", "journaltitle")


def citation_claims(page: HtmlDocument) -> list[Claim]:
    """Read Distill's front matter and BibTeX of this page, not those of other works."""
    return [*_front_matter(page), *_bibtex(page)]


def _front_matter(page: HtmlDocument) -> list[Claim]:
    for each in page.elements:
        if each.tag != "script" or not _is_front_matter(each):
            continue
        matter = _load(plain_text(each, LONGEST_BLOCK))
        if isinstance(matter, dict):
            return _distill(matter, page)
    return []


def _is_front_matter(script: Element) -> bool:
    parent = script.getparent()
    inside = parent is not None and parent.tag in ("d-front-matter", "dt-front-matter")
    return inside or (script.get("type") or "").lower() == "text/front-matter"


def _load(text: str) -> object:
    """Parse front matter: JSON in new pages, YAML in old ones; JSON is not always valid YAML."""
    try:
        found: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        found = _load_yaml(text)
    return found


def _load_yaml(text: str) -> object:
    try:
        # Every scalar as text: tags are ignored, and no value of theirs can fail.
        found: object = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it creates no objects
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return found


def _distill(matter: dict[str, object], page: HtmlDocument) -> list[Claim]:
    stated = matter.get("authors")
    names = [_author(each) for each in stated[:500]] if isinstance(stated, list) else []
    published = matter.get("published") or matter.get("publishedDate") or matter.get("date")
    title = matter.get("title")
    claims = [
        Claim("title", (title,) if isinstance(title, str) and title.strip() else (), "distill"),
        Claim("authors", read_names([name for name in names if name]), "distill"),
        Claim("date", _one(parse_date(str(published), page.language) if published else None), "distill"),
    ]  # fmt: skip
    return [claim for claim in claims if claim.values]


def _author(stated: object) -> str:
    """Return the name in ``{"author": NAME}`` (v2), ``{NAME: URL}`` (v1), or a plain name."""
    if isinstance(stated, dict):
        named = stated.get("author") or stated.get("name") or next(iter(stated), "")
        return named if isinstance(named, str) else ""
    return stated if isinstance(stated, str) else ""


def _bibtex(page: HtmlDocument) -> list[Claim]:
    for text in _blocks(page):
        for entry in read_entries(text):
            if _is_this(entry, page):
                return _entry_claims(entry)
    return []


def _blocks(page: HtmlDocument) -> list[str]:
    """Return the texts that contain a BibTeX entry, from their innermost element."""
    found = []
    for each in page.elements:
        marked = each.tag in ("pre", "code", "textarea") or re.search(r"bibtex|citation|cite", marks_of(each))  # fmt: skip
        if marked and each.tag not in ("body", "html", "script", "style"):
            text = plain_text(each, LONGEST_BLOCK)
            if ENTRY.search(text):
                found.append(text)
    return found[:20]


def _is_this(entry: dict[str, str], page: HtmlDocument) -> bool:
    """Whether a BibTeX entry is that of its page, by URL or by title."""
    if entry.get("url") and squeeze(entry["url"]).rstrip("/") == squeeze(
        page.url.partition("#")[0]
    ):
        return True
    titles = [squeeze(page.text_of(each)) for each in page.elements if each.tag in ("title", "h1")]
    titles += [squeeze(text) for text in page.meta("og:title", "citation_title")]
    own = squeeze(from_latex(entry.get("title", "")))
    return len(own) > 5 and any(own in title or (len(title) > 10 and title in own) for title in titles)  # fmt: skip


def _entry_claims(entry: dict[str, str]) -> list[Claim]:
    venue = next((from_latex(entry[name]) for name in _VENUES if entry.get(name)), None)
    claims = [
        Claim("title", _one(entry.get("title")), "bibtex"),
        Claim("authors", names_of(entry.get("author", "")), "bibtex"),
        Claim("date", _one(entry_date(entry)), "bibtex"),
        Claim("venue", _one(venue), "bibtex"),
    ]
    return [claim for claim in claims if claim.values]


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
