"""Facts of several sources brought together, and into the record of their key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkroll.sources.claims import RANKING, Claim, choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.records import Record
    from linkroll.sources import Facts

FIELDS = ("title", "authors", "date", "venue", "kind")


def merge(told: Iterable[Facts], host: str = "") -> Facts:
    """Choose field by field among what several sources tell of one key.

    Disagreement is kept, between sources and within each. ``host`` is of the page that was read.
    """
    parts = list(told)
    chosen = choose([claim for facts in parts for claim in _claims(facts)], host)
    within = [each for facts in parts for each in facts.disagreements]
    return replace(
        chosen,
        key=next((facts.key for facts in parts if facts.key), None),
        disagreements=tuple(dict.fromkeys([*chosen.disagreements, *within])),
        same=tuple(sorted({key for facts in parts for key in facts.same})),
        companions=tuple(dict.fromkeys(each for facts in parts for each in facts.companions)),
    )


def learn(record: Record, facts: Facts) -> Record:
    """Bring facts into a record: what a source states replaces what was imported or older.

    A field that no source states stays as it was, with its provenance; the evidence for imported
    facts goes when none of them is left.
    """
    stated = {field: value for field in FIELDS if (value := getattr(facts, field))}
    origin = dict(record.origin) | {field: facts.origin[field] for field in stated if field in facts.origin}  # fmt: skip
    if stated.get("kind") == "page" or facts.origin.get("kind") == "url":
        stated.pop("kind", None)
        origin = {field: source for field, source in origin.items() if field != "kind" or field in record.origin}  # fmt: skip
    return replace(
        record,
        **stated,
        origin=origin,
        evidence=record.evidence if "imported" in origin.values() else (),
        same=tuple(sorted({*record.same, *facts.same} - {record.key})),
        companions=tuple(dict.fromkeys([*record.companions, *facts.companions])),
    )


def _claims(facts: Facts) -> list[Claim]:
    """Turn facts back into claims, each with its source."""
    claims = []
    for field in RANKING:
        value = getattr(facts, field)
        if value:
            claims.append(Claim(field, value if isinstance(value, tuple) else (value,), facts.origin.get(field, "page")))  # fmt: skip
    return claims
