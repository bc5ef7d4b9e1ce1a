"""When a page says that it was published, where only its readers are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from linkroll.metadata.html.document import Element, marks_of, text_of
from linkroll.metadata.parse.dates import calendar_date, parse_date
from linkroll.metadata.ranking import Claim

if TYPE_CHECKING:
    from linkroll.metadata.html.main_content import Parts

LONGEST_DATE = 100
# Above the heading stands the site's head, with today's date: it counts as so much farther.
ABOVE = 3

# Classes and ids of what holds a date.
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|data|dates?time|time|timestamp|published|publish|pubdate|pub-date|posted|posted-on|postdate|entry-date|"
    r"post-date|article-date|byline|meta|post-meta|entry-meta|metadata|dateline|submitted|created|zeit|pub|info|day|postmetadata|creation)(?=[\s_-]|$)|date\b"
)
_CHANGED = re.compile(
    r"updat|modif|edited|revis|chang|aktualisier|geändert|bearbeitet|stand:|mis à jour|actualiza|aggiorna|expire|event",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|posted|veröffentlicht|erstellt|created|written", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2})[/-]?(\d{2})(?=[/_.-]|$)|/((?:19|20)\d{2})/(\d{2})(?=/)")  # fmt: skip


class Shown(NamedTuple):
    """A day that a reader sees; the one that sorts first is the best."""

    unmarked: bool
    uncalled: bool
    distance: int
    date: str
    source: str


def address_date(url: str) -> list[str]:
    """A day in the address, as blogs and newspapers have it; a month alone is worth less."""
    for found in _IN_ADDRESS.finditer(unquote(url)):
        day = found.groups()[:3] if found[1] else (*found.groups()[3:], None)
        if iso := calendar_date(*(int(part) if part else None for part in day)):  # type: ignore[arg-type]
            return [iso]
    return []


def shown_dates(parts: Parts) -> list[Claim]:
    """The day that a reader sees: one marked as published, else the nearest to the heading."""
    near = set(parts.near())
    shown = [found for each in parts.own if (found := _shown(each, parts, near=each in near))]
    return [Claim("date", (best.date,), best.source) for best in sorted(shown)[:1]]


def _shown(element: Element, parts: Parts, *, near: bool) -> Shown | None:
    timed = element.tag in ("time", "abbr")
    called = timed or bool(_DATED.search(marks_of(element)))
    if not called and not near:
        return None
    text = text_of(element) if called or len(element) < 4 else element.text or ""
    about = _label(element) if timed else text
    if _is_of_change(about):
        return None
    # In words first: what an attribute states is an instant, often in another time zone.
    stated = [text, element.get("datetime") or "", element.get("title") or ""] if timed else [text]
    date = next((day for each in stated if (day := _day(each, parts, called=called))), None)
    if date is None:
        return None
    marked = timed and (element.get("pubdate") is not None or bool(_PUBLISHED.search(about)))
    place = parts.own[element] - parts.at
    distance = place if place >= 0 else -ABOVE * place
    return Shown(not marked, not called, distance, date, "time" if timed else "byline")


def _day(text: str, parts: Parts, *, called: bool) -> str | None:
    """A full day in a short text, such as holds a date and little else."""
    if len(text) > (LONGEST_DATE if called else LONGEST_DATE - 20):
        return None
    date = parse_date(text, parts.page.language) if any(map(str.isdecimal, text)) else None
    return date if date and len(date) == 10 else None


def _is_of_change(about: str) -> bool:
    return bool(_CHANGED.search(about)) and not _PUBLISHED.search(about)


def _label(element: Element) -> str:
    """What says which date this is: its classes, and the words before it and around it."""
    parent = element.getparent()
    around = "" if parent is None else f"{marks_of(parent)} {text_of(parent, 60)[:60]}"
    return f"{marks_of(element)} {element.get('itemprop') or ''} {around}"
