"""Merges the metadata of several sources, and merges them into a record."""

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


def merge(found: Iterable[Metadata], host: str = "") -> Metadata:
    """Merge the metadata of one key from several sources, field by field.

    Disagreements between sources and within each are kept. ``host`` is that of the page.
    """
    parts = list(found)
    chosen = choose([claim for metadata in parts for claim in _claims(metadata)], host)
    within = [each for metadata in parts for each in metadata.disagreements]
    return replace(
        chosen,
        key=next((metadata.key for metadata in parts if metadata.key), None),
        disagreements=tuple(dict.fromkeys([*chosen.disagreements, *within])),
        same=tuple(sorted({key for metadata in parts for key in metadata.same})),
        companions=tuple(dict.fromkeys(each for metadata in parts for each in metadata.companions)),
        vitals=tuple(each for metadata in parts for each in metadata.vitals),
    )


# These fields are true but less useful than an imported value: the archive of a paper is not its
# venue, and the owner of an account need not be the author.
FILLS_ONLY = frozenset(
    {("venue", "arxiv"), ("authors", "github"), ("authors", "youtube"), ("authors", "huggingface")}
)


def merge_into_record(record: Record, metadata: Metadata) -> Record:
    """Merge metadata into a record: fetched fields replace imported and older ones.

    A field that was not fetched stays with its source, and so does a field from an author. The
    evidence of imported fields is removed with the last of them.
    """
    stated = {field: value for field in FIELDS if (value := new_value(record, metadata, field))}
    origin = dict(record.origin) | {field: metadata.origin[field] for field in stated if field in metadata.origin}  # fmt: skip
    return replace(
        record,
        **stated,
        origin=origin,
        evidence=record.evidence if "imported" in origin.values() else (),
        same=tuple(sorted({*record.same, *filter(is_key, metadata.same)} - {record.key})),
        companions=tuple(dict.fromkeys([*record.companions, *metadata.companions])),
    )


def new_value(record: Record, metadata: Metadata, field: str) -> Any:  # noqa: ANN401 - text, or names
    """Return the new value of a field; None where the record's value is better."""
    value, known = getattr(metadata, field), getattr(record, field)
    source, before = metadata.origin.get(field, ""), record.origin.get(field, "")
    if not value or before == "author":
        return None
    if field == "kind":
        return value if value != "page" and source != "url" and not _by_hand(record) else None
    fills = known and before != source and (field, source) in FILLS_ONLY
    return None if fills and known != value else value


def _by_hand(record: Record) -> bool:
    """Whether the kind of a record comes neither from its URL nor from a source."""
    return "kind" not in record.origin and record.kind != identify(record.url).kind


def is_key(text: str) -> bool:
    """Whether an untrusted text can be a key in a lock."""
    return len(text) < LONGEST_KEY and text.isprintable() and " " not in text


def contradicted(record: Record, metadata: Metadata) -> tuple[Disagreement, ...]:
    """Return the fields of a record that differ from fetched metadata, beyond spelling."""
    return tuple(
        Disagreement(claim.field, claim.value, record.origin.get(claim.field, "before"))
        for claim in _claims(record)
        if claim.field != "kind" and new_value(record, metadata, claim.field)
        for claimed in _claims(metadata)
        if claimed.field == claim.field and differ(claimed, claim)
    )


def _claims(metadata: Metadata | Record) -> list[Claim]:
    """Return the fields of metadata as claims, each with its source."""
    claims = []
    for field in RANKING:
        value = getattr(metadata, field)
        if value:
            claims.append(Claim(field, value if isinstance(value, tuple) else (value,), metadata.origin.get(field, "page")))  # fmt: skip
    return claims
