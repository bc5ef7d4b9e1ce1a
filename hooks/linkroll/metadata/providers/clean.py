"""Cleans the metadata of all providers in one way, and adds the provider's name to each field."""

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
    provider: str,
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
    """Return the cleaned metadata of a provider; empty values become missing fields."""
    fields = {
        "title": from_latex(one_line(title)) or None,
        "authors": tuple(dict.fromkeys(filter(is_name, map(one_line, authors))))[:MOST_AUTHORS],
        "date": date,
        "venue": from_latex(one_line(venue)) or None,
        "kind": kind,
    }
    return Metadata(
        **fields,  # type: ignore[arg-type]
        key=key,
        origin={name: provider for name, value in fields.items() if value},
        same=tuple(sorted(set(same) - {key})),
        companions=tuple(companions),
        vitals=tuple(VitalClaim(*pair, provider) for pair in valid(vitals or {}).items()),
    )
