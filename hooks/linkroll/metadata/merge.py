"""Facts of several sources brought together, and into the record of their key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from linkroll.metadata.ranking import RANKING, Claim, choose, differ
from linkroll.metadata.types import Disagreement
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.lock.record import Record
    from linkroll.metadata.types import Metadata

FIELDS = ("title", "authors", "date", "venue", "kind")
LONGEST_KEY = 300


def merge(told: Iterable[Metadata], host: str = "") -> Metadata:
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
        vitals=tuple(each for facts in parts for each in facts.vitals),
    )


# What these state is true, but says less than what somebody may have written down: where a paper is
# kept is not where it was published, and who owns an account need not be who wrote.
FILLS_ONLY = frozenset(
    {("venue", "arxiv"), ("authors", "github"), ("authors", "youtube"), ("authors", "huggingface")}
)


def merge_into_record(record: Record, facts: Metadata) -> Record:
    """Bring facts into a record: what a source states replaces what was imported or older.

    A field that no source states stays as it was, with its provenance, and so does what an author
    stated; the evidence for imported facts goes when none of them is left.
    """
    stated = {field: value for field in FIELDS if (value := news(record, facts, field))}
    origin = dict(record.origin) | {field: facts.origin[field] for field in stated if field in facts.origin}  # fmt: skip
    return replace(
        record,
        **stated,
        origin=origin,
        evidence=record.evidence if "imported" in origin.values() else (),
        same=tuple(sorted({*record.same, *filter(is_key, facts.same)} - {record.key})),
        companions=tuple(dict.fromkeys([*record.companions, *facts.companions])),
    )


def news(record: Record, facts: Metadata, field: str) -> Any:  # noqa: ANN401 - text, or names
    """Return what facts bring to a field of a record; nothing where it is better as it is."""
    value, known = getattr(facts, field), getattr(record, field)
    source, before = facts.origin.get(field, ""), record.origin.get(field, "")
    if not value or before == "author":
        return None
    if field == "kind":
        return value if value != "page" and source != "url" and not _by_hand(record) else None
    fills = known and before != source and (field, source) in FILLS_ONLY
    return None if fills and known != value else value


def _by_hand(record: Record) -> bool:
    """Whether the kind of a record is neither what its address tells nor what a source told."""
    return "kind" not in record.origin and record.kind != identify(record.url).kind


def is_key(text: str) -> bool:
    """Whether a text from outside can stand as a key in a lock."""
    return len(text) < LONGEST_KEY and text.isprintable() and " " not in text


def contradicted(record: Record, facts: Metadata) -> tuple[Disagreement, ...]:
    """Return what was known of a record and is now told differently, beyond spelling."""
    return tuple(
        Disagreement(claim.field, claim.value, record.origin.get(claim.field, "before"))
        for claim in _claims(record)
        if claim.field != "kind" and news(record, facts, claim.field)
        for told in _claims(facts)
        if told.field == claim.field and differ(told, claim)
    )


def _claims(facts: Metadata | Record) -> list[Claim]:
    """Turn facts back into claims, each with its source."""
    claims = []
    for field in RANKING:
        value = getattr(facts, field)
        if value:
            claims.append(Claim(field, value if isinstance(value, tuple) else (value,), facts.origin.get(field, "page")))  # fmt: skip
    return claims
