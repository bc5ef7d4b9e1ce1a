"""Metadata of one provider, cleaned alike, each field with the provider's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.lock.vitals import valid
from linkroll.metadata.parse.authors import is_name
from linkroll.metadata.parse.latex import from_latex
from linkroll.metadata.parse.titles import one_line
from linkroll.metadata.types import Metadata, VitalClaim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.lock.record import Related

MOST_AUTHORS = 500


def clean_metadata(
    source: str,
    key: str,
    *,
    title: str = "",
    authors: Iterable[str] = (),
    date: str | None = None,
    venue: str = "",
    kind: str | None = None,
    same: Iterable[str] = (),
    companions: Iterable[Related] = (),
    vitals: Mapping[str, str | int | None] | None = None,
) -> Metadata:
    """Make the metadata that a provider states; what it leaves empty is not stated."""
    stated = {
        "title": from_latex(one_line(title)) or None,
        "authors": tuple(dict.fromkeys(filter(is_name, map(one_line, authors))))[:MOST_AUTHORS],
        "date": date,
        "venue": from_latex(one_line(venue)) or None,
        "kind": kind,
    }
    return Metadata(
        **stated,  # type: ignore[arg-type]
        key=key,
        origin={name: source for name, value in stated.items() if value},
        same=tuple(sorted(set(same) - {key})),
        companions=tuple(companions),
        vitals=tuple(VitalClaim(*pair, source) for pair in valid(vitals or {}).items()),
    )
