"""Vital signs as a card shows them: a few words each, in one quiet line."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from linkroll.lock.vitals import NONE, Vitals, months_since

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from linkroll.lock.record import Record

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STALE_AFTER = 12  # months without a change
READ = frozenset({"post", "explainer", "thread"})
TIMED = READ | {"video", "course"}  # how long others take is no question
STATES = {
    "archived": ("archived", "Its owner made it read-only: no fixes will come."),
    "gated": ("gated", "To download it you sign in and accept its terms."),
    "withdrawn": ("withdrawn by its authors", "The latest version withdraws the paper."),
}
CHECKED_BY = {"http": "a request to it", "crossref": "Crossref", "arxiv": "the arXiv API"}


class Sign(NamedTuple):
    """One vital sign in words.

    ``tone`` is ``old`` or ``ended`` where it warns, ``hint`` says more, ``url`` leads on.
    """

    text: str
    tone: str = ""
    hint: str = ""
    url: str = ""


def signs(kind: str, vitals: Vitals, record: Record | None, today: date) -> tuple[Sign, ...]:
    """Return the vital signs of an entry, what matters most first.

    Args:
        kind: The entry's kind.
        vitals: What is shown of its vital signs; see `vitals_of`.
        record: What is known of it.
        today: The day of the build.
    """
    shown = () if vitals is NONE else vital_signs(kind, vitals, today)
    return (*shown, *last_check(record))


def vitals_of(kind: str, record: Record | None) -> Vitals:
    """Return what is shown of an entry's vital signs, by its kind."""
    vitals = record.vitals if record else NONE
    return vitals if vitals.minutes is None or kind in TIMED else replace(vitals, minutes=None)


def vital_signs(kind: str, vitals: Vitals, today: date) -> Iterator[Sign]:
    """Yield the signs that the lock holds."""
    if vitals.state:
        text, hint = STATES[vitals.state]
        yield Sign(text, "" if vitals.state == "gated" else "ended", hint)
    yield from currency(vitals, today)
    words: tuple[tuple[Any, Callable[[Any], str], str], ...] = (
        (vitals.accelerator, needs, ""),
        (vitals.language, str, "Language of its kernel"),
        (vitals.minutes, lambda minutes: duration(kind, minutes), ""),
        (vitals.pages, lambda pages: "1 page" if pages == 1 else f"{pages} pages", ""),
        (vitals.license, license_name, "License"),
    )
    for value, wording, hint in words:
        if value:
            yield Sign(wording(value), hint=hint)


def currency(vitals: Vitals, today: date) -> Iterator[Sign]:
    """Return how current something is: its latest version, last change and latest release."""
    if vitals.version:
        since = f", {month(vitals.changed)}" if vitals.changed else ""
        yield Sign(f"v{vitals.version}{since}", hint="Its latest version")
    elif vitals.changed and vitals.state == "archived":
        yield Sign(f"last change {month(vitals.changed)}")
    elif vitals.changed:
        yield last_change(vitals.changed, today)
    if vitals.release:
        yield Sign(f"release {vitals.release}")


def last_change(changed: str, today: date) -> Sign:
    """Return when something changed last; in amber after a year."""
    if months_since(changed, today) > STALE_AFTER:
        return Sign(f"no change since {month(changed)}", "old", "More than a year without a change")
    return Sign(f"last change {month(changed)}")


def last_check(record: Record | None) -> Iterator[Sign]:
    """Yield when a link was last checked, and by what, and where an archived copy of it is."""
    if record and record.checked and record.outcome:
        by = CHECKED_BY.get(record.outcome.by or "", record.outcome.by or "")
        yield Sign(f"checked {day(record.checked)}", hint=f"By {by}" if by else "")
    if record and record.archive and record.verdict != "dead":  # whose flag leads to the copy
        yield Sign(f"copy of {day(record.archive.at)}", url=record.archive.url)


def needs(accelerator: str) -> str:
    """Return what a notebook needs: a kind of processor, or one model of it."""
    if accelerator in ("GPU", "TPU"):
        return f"needs a {accelerator}"
    return f"needs a GPU ({accelerator})"


def duration(kind: str, minutes: int) -> str:
    """Return how long something takes to watch, read or work through."""
    hours, left = divmod(minutes, 60)
    time = f"{minutes} min" if not hours else f"{hours} h {left} min" if left else f"{hours} h"
    return f"{time} read" if kind in READ else time


def license_name(identifier: str) -> str:
    """Return a license as it is known: SPDX identifiers are what people call them."""
    own = identifier.removeprefix("LicenseRef-")
    return identifier if own == identifier else f"{own} license"


def month(date: str) -> str:
    """Write a month (``YYYY-MM``) as ``Mar 2025``."""
    return f"{MONTH_NAMES[int(date[5:7]) - 1]} {date[:4]}"


def day(date: str) -> str:
    """Write a day (``YYYY-MM-DD``) as ``5 Mar 2025``."""
    return f"{int(date[8:])} {month(date)}"


# Choices by vital signs: the name of each filter, what it is called, and its values in order.
FACETS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("upkeep", "Upkeep", {"current": "Changed within a year", "stale": "No change for a year", "archived": "Archived"}),
    ("minutes", "Time", {"10": "Up to 10 minutes", "30": "Up to 30 minutes", "60": "Up to an hour"}),
    ("needs", "Runs on", {"cpu": "Any computer", "gpu": "A GPU or TPU"}),
    ("license", "License", {"stated": "States a license"}),
)  # fmt: skip


NO_FACETS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def facets(kind: str, vitals: Vitals, today: date) -> Mapping[str, tuple[str, ...]]:
    """Return by which values of which filters an entry is found; see `FACETS`."""
    if vitals is NONE:
        return NO_FACETS
    upkeep: tuple[str, ...] = ()
    if vitals.state == "archived":
        upkeep = ("archived",)
    elif vitals.changed and not vitals.version:
        stale = months_since(vitals.changed, today) > STALE_AFTER
        upkeep = ("stale",) if stale else ("current",)
    most = {"10": 10, "30": 30, "60": 60}
    minutes = vitals.minutes or most["60"] + 1
    found: dict[str, tuple[str, ...]] = {
        "upkeep": upkeep,
        "minutes": tuple(name for name, limit in most.items() if minutes <= limit),
        "needs": ("gpu" if vitals.accelerator else "cpu",) if kind == "notebook" else (),
        "license": ("stated",) if vitals.license else (),
    }
    return {name: values for name, values in found.items() if values}
