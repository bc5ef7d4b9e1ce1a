"""Vital signs from providers and pages, and how they enter a record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkroll.lock.vitals import refresh

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.metadata.types import VitalClaim


def first_of_each(claims: Iterable[VitalClaim]) -> tuple[VitalClaim, ...]:
    """Choose for each vital sign the source that comes first: providers before pages."""
    chosen: dict[str, VitalClaim] = {}
    for claim in claims:
        chosen.setdefault(claim.name, claim)
    return tuple(chosen.values())


def merge_vitals(record: Record, claims: Iterable[VitalClaim], today: date) -> Record:
    """Bring vital signs into a record, each with its source in ``origin``.

    The record is the same object where nothing changes that a reader would care about.
    """
    told = {claim.name: claim for claim in claims}
    if not told:
        return record
    vitals = refresh(record.vitals, {name: claim.value for name, claim in told.items()}, today)
    origin = dict(record.origin)
    for name, claim in told.items():
        if getattr(vitals, name) is None:
            origin.pop(name, None)
        else:
            origin[name] = claim.source
    if vitals == record.vitals and origin == record.origin:
        return record
    evidence = record.evidence if "imported" in origin.values() else ()
    return replace(record, vitals=vitals, origin=origin, evidence=evidence)
