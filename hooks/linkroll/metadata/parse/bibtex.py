"""BibTeX, read leniently: entries, their names and their dates."""

from __future__ import annotations

import re

from linkroll.metadata.parse.authors import read_names
from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.parse.latex import from_latex

MOST_ENTRIES = 10_000
ENTRY = re.compile(r"@\s?([a-zA-Z]{3,20})\s*+\{\s*+([^\s,{}]{0,120})\s*+,", re.ASCII)
_BARE = re.compile(r"\w+")
_FIELD = re.compile(r"[,\s]([a-zA-Z]{3,20})\s*+=\s*+(?=[{\"\w])")


def names_of(text: str) -> tuple[str, ...]:
    """Read a BibTeX list of names, joined by "and", each "Last, First" or "First Last"."""
    parts = re.split(r"\s+and\s+", " ".join(text.split()))
    names = [from_latex(part) for part in parts if part.lower() != "others"]
    return read_names([name for name in names if name], family_first=True)


def read_entries(text: str) -> list[dict[str, str]]:
    """Read BibTeX entries leniently: fields by lower-case name, values without delimiters."""
    starts = list(ENTRY.finditer(text))
    ends = [found.start() for found in starts[1:]] + [len(text)]
    return [
        _fields(text[start.end() - 1 : end])
        for start, end in zip(starts[:MOST_ENTRIES], ends, strict=False)
    ]


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while field := _FIELD.search(text, at):
        value, at = _value(text, field.end())
        found.setdefault(field[1].lower(), " ".join(value.split()))
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    """Read a value in braces (which nest), in quotes (outside of braces), or bare."""
    opened = text[at]
    if opened not in '{"':
        bare = _BARE.match(text, at)
        return (bare[0], bare.end()) if bare else ("", at + 1)
    depth = 0
    for place in range(at, len(text)):
        character = text[place]
        depth += (character == "{") - (character == "}")
        if (opened == "{" and depth == 0) or (opened == '"' and depth == 0 and character == '"' and place > at):  # fmt: skip
            return text[at + 1 : place], place + 1
    return text[at + 1 :].split("\n", maxsplit=1)[0], len(text)


def entry_date(entry: dict[str, str]) -> str | None:
    """Return the date of an entry: biblatex's ``date``, else BibTeX's ``year`` and ``month``."""
    stated = f"{entry.get('month', '')} {entry.get('year', '')}".strip()
    number = entry.get("month", "")
    if number.isdecimal():
        stated = f"{entry.get('year', '')}-{number}"
    return (
        parse_date(entry.get("date", "")) or parse_date(stated) or parse_date(entry.get("year", ""))
    )
