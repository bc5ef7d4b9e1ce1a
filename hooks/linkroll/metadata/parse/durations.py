"""Durations: ISO 8601, and reading times by the number of words."""

from __future__ import annotations

import re

# ISO 8601 durations as schema.org has them (https://schema.org/Duration): `PT1H2M30S`, `P2D`, `P3W`.
DURATION = re.compile(
    r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?"
)
SECONDS = (604_800, 86_400, 3_600, 60, 1)
# Silent reading of English prose: M. Brysbaert, Journal of Memory and Language 109 (2019), 104047.
WORDS_A_MINUTE = 238


def iso_minutes(text: str) -> int | None:
    """Return a duration of ISO 8601 in minutes, at least one; None where it is not valid."""
    found = DURATION.fullmatch(text.strip())
    total = sum(int(part or 0) * size for part, size in zip(found.groups(), SECONDS, strict=True)) if found else 0  # fmt: skip
    return max(1, round(total / 60)) if total else None


def reading_minutes(words: int) -> int:
    """Return how many minutes a text takes to read, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))
