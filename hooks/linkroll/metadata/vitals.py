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


# Of which kinds a page's statements are believed: any page has words, but few are there to be read;
# a post may have a video in it.
BELIEVED = {
    "text": ("post", "explainer", "page"),  # a line may say of a page that it is a post
    "microdata": ("video",),
    "json-ld": ("video", "course", "post", "explainer"),
}


def is_believed(claim: VitalClaim, kind: str) -> bool:
    """Whether a source is believed about works of a kind; providers are about all that they know."""
    return kind in BELIEVED.get(claim.source, (kind,))


def merge_vitals(record: Record, claims: Iterable[VitalClaim], today: date) -> Record:
    """Bring vital signs into a record, each with its source in ``origin``; first claims count most.

    That there is no such sign is believed of a source that stated one before, and of any source
    about the state: a host that knows no license has not read every file.

    The record is the same object where nothing changes that a reader would care about.
    """
    stated = {
        each.name: each
        for each in reversed(list(claims))
        if is_believed(each, record.kind)
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
