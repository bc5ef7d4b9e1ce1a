"""The catalogue for programs: the same entries that readers see, in a form that does not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkroll.lock.vitals import write_vitals
from linkroll.site.citation import citation_text
from linkroll.site.export_bibtex import give_citation_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkroll.site.model import Around, Card, Listed


def as_objects(
    entries: Iterable[Listed], site: str, around: Callable[[Card], Around]
) -> list[dict[str, Any]]:
    """Return entries as objects for JSON; `docs/links.schema.json` describes them.

    Args:
        entries: What is listed.
        site: The address of the site, with a slash at its end.
        around: Returns what the site says elsewhere of an entry.
    """
    objects = [entry_object(listed, site, around(listed.card)) for listed in entries]
    return give_citation_keys(objects)


def entry_object(listed: Listed, site: str, around: Around) -> dict[str, Any]:
    """Return one entry; what is not known is left out."""
    card = listed.card
    values = {
        "id": card.id,
        "key": card.key,
        "kind": card.kind,
        "same": list(listed.same),
        "title": card.title,
        "url": card.url,
        "authors": list(card.authors),
        "date": card.date,
        "venue": card.venue,
        "citation": citation_text(card) if card.citable else None,
        "note": card.note.striptags(),
        "essential": card.essential,
        "topics": [topic.title for topic in listed.topics],
        "page": site + listed.url,
        "companions": [
            {"label": item.label, "rel": item.rel, "url": item.url}
            for item in card.companions
            if item.url
        ],
        "vitals": write_vitals(card.vitals),
        "relations": {
            label.lower().replace(" ", "_"): [other.card.key for other in others]
            for label, others in around.relations
        },
        "flag": flag_object(card),
        "added": card.added,
        "checked": card.checked,
    }
    return {name: value for name, value in values.items() if value}


def flag_object(card: Card) -> dict[str, str]:
    """Return what is wrong with an entry."""
    if card.flag is None:
        return {}
    values = {
        "code": card.flag.code,
        "reason": card.flag.reason,
        "instead": card.flag.instead,
        "since": card.flag.since,
    }
    return {name: value for name, value in values.items() if value}
