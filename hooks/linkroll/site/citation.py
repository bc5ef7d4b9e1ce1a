"""How a work is cited: in which year, as published where, in a line of plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkroll.site.model import Card

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Identifiers of the ACL Anthology name the year of the volume: `2022.cl-1.7`, `N04-1001`
# (https://aclanthology.org/info/ids/).
ACL_NEW = re.compile(r"acl:((?:19|20)\d\d)\.")
ACL_OLD = re.compile(r"acl:[A-Z](\d\d)-")
PREPRINTS = ("arxiv:", "doi:10.48550/")
PREPRINT_SERVER = "arXiv"

CITABLE = frozenset(
    {
        "paper", "post", "explainer", "course", "video", "notebook", "interactive", "code", "tool",
        "dataset", "benchmark", "thread",
    }
)  # fmt: skip
ALL_NAMED = 6  # authors; of more, the first three are named


def venue_year(venue: str | None, keys: Iterable[str]) -> str | None:
    """Return the year in which the venue published a work: as it says, or as its number does."""
    if found := YEAR.findall(venue or ""):
        return str(found[-1])
    if not venue or venue == PREPRINT_SERVER:
        return None  # the number is of another publication than the one that is named
    for key in keys:
        if match := ACL_NEW.match(key):
            return match[1]
        if match := ACL_OLD.match(key):
            return f"{19 if match[1] >= '60' else 20}{match[1]}"
    return None


def cited_year(venue: str | None, date: str | None, keys: Iterable[str]) -> str:
    """Return the year to cite: the venue's where it is known, else that of first publication."""
    return venue_year(venue, keys) or (date or "")[:4]


def publication(venue: str | None, date: str | None, keys: Sequence[str]) -> str:
    """Say where and when a work appeared: ``ICLR 2024, preprint 2023`` where the years differ."""
    published, first = venue_year(venue, keys), (date or "")[:4]
    if not venue or not published or not first or first >= published:
        return venue or ""
    named = venue if published in venue else f"{venue} {published}"
    return f"{named}, {'preprint' if is_preprint(keys) else 'first online'} {first}"


def is_preprint(keys: Iterable[str]) -> bool:
    """Whether a work has a preprint."""
    return any(key.startswith(PREPRINTS) for key in keys)


def citation_text(card: Card) -> str:
    """Return a citation as one line of plain text; what is unknown is left out."""
    authors, year = card.authors, card.cited_year
    named = ", ".join(authors) if len(authors) <= ALL_NAMED else f"{', '.join(authors[:3])}, et al"
    number = next((key for key in card.keys if key.startswith("arxiv:")), "")
    eprint = f"arXiv:{number.removeprefix('arxiv:')}" if number else ""
    venue = card.venue or ("" if card.kind == "paper" else card.site)
    place = "" if venue == PREPRINT_SERVER and eprint else venue
    where = place if year and year in place else ", ".join(filter(None, (place, year)))
    title = f"“{with_full_stop(card.title)}”"
    parts = (with_full_stop(named), title, with_full_stop(where), with_full_stop(eprint), card.url)
    return " ".join(filter(None, parts))


def with_full_stop(text: str) -> str:
    """End a part of a citation with a full stop, unless it has an end."""
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."
