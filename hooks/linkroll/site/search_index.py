"""What the search looks through: each entry, with every name and number it is known by.

The search itself is `docs/assets/search.js`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from linkroll.site.glossary import GLOSSARY, heading_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkroll.site.catalogue import Catalogue
    from linkroll.site.model import Listed

# An essential entry comes before another that fits as well.
ESSENTIAL = 1.2


def fill_index(
    index: list[dict[str, Any]], catalogue: Catalogue, synonyms: Sequence[Sequence[str]]
) -> None:
    """Add every entry to an index in the form of Material's, as a result of its own.

    The table of synonyms travels with the glossary, whose part it is.
    """
    index += search_entries(catalogue)
    glossary = {page.page.url for page in catalogue.read if page.path == GLOSSARY}
    for page in index:
        if page["location"] in glossary:
            page["synonyms"] = synonyms


def search_entries(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return every entry as the search takes it: what it shows is HTML, so that it is escaped."""
    terms = introduced(catalogue)
    for person in catalogue.people:
        if person.card:
            terms.setdefault(person.card.key, []).extend(person.also)
    essential = essential_on(catalogue)
    return [
        {name: value for name, value in search_entry(listed, terms, essential).items() if value}
        for listed in catalogue.entries
    ]


def search_entry(
    listed: Listed, terms: Mapping[str, Sequence[str]], essential: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return one entry; ``names`` and ``ids`` are searched and not shown."""
    card = listed.card
    keys = (card.key, *listed.same)
    names = [name for key in keys for name in terms.get(key, ())]
    return {
        "location": listed.url,
        "title": escape(card.title, quote=False),
        "text": escape(card.note.striptags(), quote=False) or " ",  # Material asks for one
        "kind": card.kind.capitalize(),
        "by": [escape(author, quote=False) for author in card.authors],
        "year": card.year,
        "venue": escape(card.venue or card.site, quote=False),
        "flag": card.flag.word if card.flag else None,
        "section": escape(card.section, quote=False),
        "names": list(dict.fromkeys(names)),
        "ids": listed.ids,
        "boost": ESSENTIAL if card.essential else None,
        "essential": essential.get(card.key),
    }


def essential_on(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the pages on which a work is essential, by the key of its first card."""
    found: dict[str, list[str]] = {}
    for page in catalogue.pages:
        for card in page.cards:
            if card.essential and card.kind != "person":
                found.setdefault(catalogue.works.of(card.key)[0], []).append(page.page.url)
    return {
        listed.card.key: found[work]
        for listed in catalogue.entries
        if (work := catalogue.works.of(listed.card.key)[0]) in found
    }


def introduced(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the terms for which the glossary sends a reader to a work, by its key."""
    found: dict[str, list[str]] = {}
    for page in catalogue.read:
        for link in page.links if page.path == GLOSSARY else ():
            found.setdefault(link.key, []).extend(heading_names(link.section))
    return found
