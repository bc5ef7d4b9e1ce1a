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


# The kinds for which a source on a page is trusted: every page has words, but few are texts to read;
# a post may contain a video.
TRUSTED = {
    "text": ("post", "explainer", "page"),  # a line may give a page the kind post
    "microdata": ("video",),
    "json-ld": ("video", "course", "post", "explainer"),
}


def is_trusted(claim: VitalClaim, kind: str) -> bool:
    """Whether a source is trusted for works of a kind; providers are trusted for all kinds."""
    return kind in TRUSTED.get(claim.source, (kind,))


def merge_vitals(record: Record, claims: Iterable[VitalClaim], today: date) -> Record:
    """Merge vital signs into a record, each with its source in ``origin``; first claims come first.

    None removes a sign only if it came from the same source, except for the state, which any source
    can remove: a host that reports no license has not read every file.

    The record is the same object where `refresh` changes nothing.
    """
    stated = {
        each.name: each
        for each in reversed(list(claims))
        if is_trusted(each, record.kind)
        and (each.value is not None or each.name == "state" or record.origin.get(each.name) == each.source)
    }  # fmt: skip
    if not stated:
        return record
    vitals = refresh(record.vitals, {name: claim.value for name, claim in stated.items()}, today)
    origin = dict(record.origin)
    for name, claim in stated.items():
        if getattr(vitals, name) is None:
            origin.pop(name, None)
        else:
            origin[name] = claim.source
    if vitals == record.vitals and origin == record.origin:
        return record
    evidence = record.evidence if "imported" in origin.values() else ()
    return replace(record, vitals=vitals, origin=origin, evidence=evidence)
