"""Parses dates to ISO 8601, without inventing precision."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from linkroll.urls.normalize import word_set

# Longer texts are not dates, and are not searched for one.
LONGEST = 120
OLDEST, NEWEST = 1600, 2100

# Languages of month names beside the page's own language; English first, as the most common.
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk", "tr", "ro", "hu")  # fmt: skip
# Month before day in all-number dates; the rest of the world has the day first (CLDR short dates).
MONTH_FIRST = ("en-us", "en", "")

# Month names in other languages that are English words: `3 days ago`, `the Mars 2020 rover`.
ENGLISH_WORDS = word_set("ago gen mars out set")
# Words before `ago` where it is no month, in any language of the page.
UNITS = word_set("s sec secs second seconds min mins minute minutes h hr hrs hour hours d day days w week weeks mo month months y yr yrs year years")  # fmt: skip

_ISO = re.compile(r"(?<!\d)(\d{4})([-/._])(\d{1,2})(?:\2(\d{1,2})(?!\d))?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:T?\d{6})?(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_YEAR = re.compile(r"\d{4}")
_EPOCH = re.compile(r"1\d{9}(\d{3})?")
_WORDS = re.compile(r"\d+|[^\W\d_]+")

# An instant of RFC 3339, with its month.
INSTANT = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))-\d\d(?:T|$)")


def parse_date(text: str, language: str = "") -> str | None:
    """Convert a date to ISO 8601: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as the text.

    The day is the one written, in whatever time zone it was written. ``language`` is the page's
    (BCP 47), which decides month names and whether 3/4/2020 is in March or in April. None when
    there is no date, or one outside of the years `OLDEST` to `NEWEST`, or a machine's zero.
    """
    text = " ".join(text[: LONGEST * 4].split())
    if not text or len(text) > LONGEST:
        return None
    for reader in (_from_epoch, _from_iso, _from_compact, _from_east_asian):
        if found := reader(text):
            return found
    return _from_words(text, language) or _from_numbers(text, language) or _from_year(text)


def calendar_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Format a valid date, with the given precision; None for an invalid one."""
    try:
        real = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not OLDEST <= year <= NEWEST or (year, month, day) == (1970, 1, 1):
        return None
    return real.isoformat()[: 10 if month and day else 7 if month else 4]


def earliest(dates: list[str]) -> str | None:
    """Return the earliest of some ISO dates; of two that do not contradict, the more precise.

    Databases write the first of January for a year, so any other day of that year is preferred.
    """
    plain = [found[:4] if found.endswith("-01-01") and _refined(found[:4], dates) else found for found in dates]  # fmt: skip
    best: str | None = None
    for found in plain:
        if best is None or best.startswith(found) or found.startswith(best):
            best = max(best or "", found, key=len)
        else:
            best = min(best, found)
    return best


def _refined(year: str, dates: list[str]) -> bool:
    return any(found.startswith(f"{year}-") and not found.endswith("-01-01") for found in dates)


def _from_epoch(text: str) -> str | None:
    """Parse seconds or milliseconds since 1970, as in JSON."""
    if not _EPOCH.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC).date().isoformat()


def _from_iso(text: str) -> str | None:
    if not (found := _ISO.search(text)):
        return None
    year, _, month, day = found.groups()
    return calendar_date(int(year), int(month), int(day) if day else None)


def _from_compact(text: str) -> str | None:
    if not (found := _COMPACT.match(text)):
        return None
    return calendar_date(*(int(part) for part in found.groups()))


def _from_east_asian(text: str) -> str | None:
    if not (found := _EAST_ASIAN.search(text)):
        return None
    return calendar_date(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]


def _from_numbers(text: str, language: str) -> str | None:
    """Parse ``31.12.2020``, ``12/31/2020``: dots mean the day first, slashes depend on the country."""
    if not (found := _NUMBERS.search(text)):
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 0 if year > 99 else 2000
    month_first = found[2] == "/" and language.lower() in MONTH_FIRST
    orders = [(first, second), (second, first)]
    for month, day in orders if month_first else reversed(orders):
        if iso := calendar_date(year, month, day):
            return iso
    return None


def _from_year(text: str) -> str | None:
    return calendar_date(int(text)) if _YEAR.fullmatch(text) else None


def _from_words(text: str, language: str) -> str | None:
    """Parse ``March 29, 2023``, ``29. März 2023``, ``Mar 2023``: a month name with numbers."""
    found = _WORDS.findall(text.casefold())
    for at, word in enumerate(found):
        if word == "ago" and at and found[at - 1] in UNITS:
            return None
        month = month_number(word, language)
        if month and (iso := _around(found, at, month)):
            return iso
    return None


def _around(words: list[str], at: int, month: int) -> str | None:
    """Read day and year from the words beside a month's name, skipping ``de``, ``of`` and the like."""
    before = [word for word in words[max(0, at - 3) : at] if word.isdecimal()]
    after = [word for word in words[at + 1 : at + 5] if word.isdecimal()]
    if after and len(after[0]) == 4:
        day = int(before[-1]) if before and len(before[-1]) <= 2 else None
        return calendar_date(int(after[0]), month, day)
    if len(after) > 1 and len(after[0]) <= 2 and len(after[1]) == 4:
        return calendar_date(int(after[1]), month, int(after[0]))
    if after and before and len(before[-1]) == 4 and len(after[0]) <= 2:
        return calendar_date(int(before[-1]), month, int(after[0]))
    return None


def month_number(word: str, language: str = "") -> int | None:
    """Return 1 to 12 for the name of a month, or its abbreviation, in a known language."""
    own = language.lower().partition("-")[0].partition("_")[0]
    word = word.casefold()
    foreign = ("en",) if own in ("", "en") and word in ENGLISH_WORDS else LANGUAGES
    return next(filter(None, (_month_names(tongue).get(word) for tongue in (own, *foreign))), None)


@lru_cache(maxsize=64)
def _month_names(language: str) -> dict[str, int]:
    """Return every name CLDR has for a month in a language, without the dots of abbreviations."""
    try:
        months = Locale.parse(language).months
    except (ValueError, LookupError, UnknownLocaleError):  # not a language, or one without data
        return {}
    return {
        name.rstrip(".").casefold(): number
        for use in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in months[use][width].items()
        if name and not name[0].isdecimal()
    } | ({"sept": 9} if language == "en" else {})


def month_of(text: str) -> str | None:
    """Return the month of an instant in ISO 8601, as APIs write it: ``2025-03-14T15:09:26Z``."""
    return found[1] if (found := INSTANT.match(text)) else None
