"""Finds the date of publication of a page in its URL and its visible text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from linkroll.metadata.html.document import Element, marks_of
from linkroll.metadata.parse.dates import calendar_date, parse_date
from linkroll.metadata.ranking import Claim

if TYPE_CHECKING:
    from linkroll.metadata.html.main_content import Parts

LONGEST_DATE = 100
LONGEST_LINE = 300
# Factor of the distance above the heading, because site headers often have the current date.
ABOVE = 3

# Classes and ids of elements with a date.
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|data|dates?time|time|timestamp|published|publish|pubdate|pub-date|posted|posted-on|postdate|entry-date|"
    r"post-date|article-date|byline|meta|post-meta|entry-meta|metadata|dateline|submitted|created|zeit|pub|info|day|postmetadata|creation)(?=[\s_-]|$)|date\b"
)
_CHANGED = re.compile(
    r"updat|modif|edited|revis|chang|aktualisier|geändert|bearbeitet|stand:|mis à jour|actualiza|aggiorna|expire|event",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|posted|veröffentlicht|erstellt|created|written", re.IGNORECASE)
# Separators between two labelled dates on one line.
_CLAUSE = re.compile(
    r"\s[/|•·–—]\s|[;()\n]|(?=\b(?:last |originally |first |zuletzt )?(?:updated|modified|edited|revised|published|posted|"
    r"created|aktualisiert|geändert|veröffentlicht|erstellt|publié|mis à jour)\b)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2})[/-]?(\d{2})(?=[/_.-]|$)|/((?:19|20)\d{2})/(\d{2})(?=/)")  # fmt: skip


class Shown(NamedTuple):
    """A visible date; the one that sorts first is the best."""

    unmarked: bool
    uncalled: bool
    distance: int
    date: str
    source: str


def address_date(url: str) -> list[str]:
    """Return the date in a URL, as blogs and newspapers have it; a month if there is no day."""
    for found in _IN_ADDRESS.finditer(unquote(url)):
        day = found.groups()[:3] if found[1] else (*found.groups()[3:], None)
        if iso := calendar_date(*(int(part) if part else None for part in day)):  # type: ignore[arg-type]
            return [iso]
    return []


def shown_dates(parts: Parts) -> list[Claim]:
    """Return the visible date: one marked as published, else the nearest to the heading."""
    near = set(parts.near())
    shown = [found for each in parts.own if (found := _shown(each, parts, near=each in near))]
    return [Claim("date", (best.date,), best.source) for best in sorted(shown)[:1]]


def _shown(element: Element, parts: Parts, *, near: bool) -> Shown | None:
    timed = element.tag in ("time", "abbr")
    called = timed or bool(_DATED.search(marks_of(element)))
    if not called and not near:
        return None
    text = parts.page.text_of(element) if called or len(element) < 4 else element.text or ""
    if timed:
        # The text first: the attribute is an instant, often in another time zone.
        stated = [text, element.get("datetime") or "", element.get("title") or ""]
        about = _label(element, text, parts)
        date = None if _is_of_change(about) else next(filter(None, (_day(each, parts, called=called) for each in stated)), None)  # fmt: skip
        published = element.get("pubdate") is not None or bool(_PUBLISHED.search(about))
    else:
        date, published = _dated_clause(text, parts, called=called)
    if date is None:
        return None
    place = parts.own[element] - parts.at
    distance = place if place >= 0 else -ABOVE * place
    return Shown(
        not (timed and published), not called, distance, date, "time" if timed else "byline"
    )


def _dated_clause(text: str, parts: Parts, *, called: bool) -> tuple[str | None, bool]:
    """Return D1 of "Updated D2 / Posted D1", and whether it is labelled as published."""
    if len(text) > (LONGEST_LINE if called else LONGEST_DATE + 20):
        return None, False
    found = [
        (not _PUBLISHED.search(clause), date)
        for clause in _CLAUSE.split(text)
        if not _is_of_change(clause) and (date := _day(clause, parts, called=called))
    ]
    unlabelled, date = min(found, key=lambda each: each[0], default=(True, None))
    return date, not unlabelled


def _day(text: str, parts: Parts, *, called: bool) -> str | None:
    """Return the full date in a short text, which contains a date and little else."""
    if len(text) > (LONGEST_DATE if called else LONGEST_DATE - 20):
        return None
    date = parse_date(text, parts.page.language) if any(map(str.isdecimal, text)) else None
    return date if date and len(date) == 10 else None


def _is_of_change(about: str) -> bool:
    return bool(_CHANGED.search(about)) and not _PUBLISHED.search(about)


def _label(element: Element, text: str, parts: Parts) -> str:
    """Return the label of a date: in its own text, the words before it, or the element around it."""
    parent, before = element.getparent(), element.getprevious()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    marks = f"{marks_of(element)} {element.get('itemprop') or ''}"
    nearest = f"{marks} {text[:60]} {words[-40:]}"
    if parent is None or _CHANGED.search(nearest) or _PUBLISHED.search(nearest):
        return nearest
    return f"{marks} {marks_of(parent)} {parts.page.text_of(parent, 60)[:60]}"
