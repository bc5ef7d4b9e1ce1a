"""Vital signs of a work: is it maintained, how long does it take, what does it need to run.

Values are coarse, so that a lock changes only when a reader would care: months instead of days,
whole minutes, no counts of stars. `refresh` decides what a provider's response changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

State = Literal["archived", "gated", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Vitals:
    """The vital signs of one key; unknown values are None.

    Attributes:
        changed: The month of the last change (``YYYY-MM``): of the last push to a repository, of
            the last commit to a notebook, of the latest version of a preprint.
        state: ``archived`` (read-only at its host), ``gated`` (downloads need an agreement) or
            ``withdrawn`` (by its authors).
        license: An SPDX identifier (https://spdx.org/licenses/); ``LicenseRef-…`` for others.
        release: The name of the latest release.
        version: The number of the latest version of a preprint, where it is not the first.
        pages: Number of pages.
        minutes: Minutes to read, or to watch.
        accelerator: What a notebook needs to run: ``GPU``, ``TPU``, or a model such as ``T4``.
        language: The language of a notebook's kernel.
    """

    changed: str | None = None
    state: State | None = None
    license: str | None = None
    release: str | None = None
    version: int | None = None
    pages: int | None = None
    minutes: int | None = None
    accelerator: str | None = None
    language: str | None = None


VITAL_NAMES = tuple(field.name for field in fields(Vitals))
NONE = Vitals()


def matching_text(pattern: str) -> Callable[[object], str]:
    """Return a reader for texts of one form."""
    form = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise ValueError
        return value

    return read


def between(least: int, most: int) -> Callable[[object], int]:
    """Return a reader for whole numbers within bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError
        return value

    return read


READERS: dict[str, Callable[[object], Any]] = {
    "changed": matching_text(r"(19|20)\d\d-(0[1-9]|1[0-2])"),
    "state": matching_text("|".join(STATES)),
    # SPDX 2.3, annex D: identifiers joined by AND, OR and WITH.
    "license": matching_text(r"[A-Za-z0-9.+-]{1,60}( (AND|OR|WITH) [A-Za-z0-9.+-]{1,60}){0,3}"),
    "release": matching_text(r"[\w.+@/-][\w.+@/ -]{0,39}"),
    "version": between(2, 999),
    "pages": between(1, 5000),
    "minutes": between(1, 6000),
    "accelerator": matching_text(r"\w[\w .-]{0,19}"),
    "language": matching_text(r"[\w+#][\w+#. -]{0,19}"),
}


def read_vitals(value: object) -> Vitals:
    """Read the vital signs in a lock.

    Raises:
        ValueError: It is no object, has an unknown name, or a value of another form.
    """
    if not isinstance(value, dict) or not value.keys() <= READERS.keys():
        raise ValueError
    return Vitals(**{name: READERS[name](item) for name, item in value.items()})


def write_vitals(vitals: Vitals) -> dict[str, Any]:
    """Return the object to write to a lock: names in order, without unknown values."""
    pairs = ((name, getattr(vitals, name)) for name in VITAL_NAMES)
    return {name: value for name, value in pairs if value is not None}


def valid(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a provider, with None for those that are not valid."""
    return {name: _read_or_none(name, value) for name, value in values.items()}


def _read_or_none(name: str, value: object) -> str | int | None:
    try:
        found: str | int | None = None if value is None else READERS[name](value)
    except ValueError:
        return None
    return found


# A text grows by a comment or a footnote: a change below this share of its length is ignored.
TOLERANCE = 0.2


def refresh(known: Vitals, stated: Mapping[str, Any], today: date) -> Vitals:
    """Merge the values of a provider into vital signs.

    A name that is not in ``stated`` stays; None means that there is no such sign any more. A
    release in a month whose last change is recorded already waits until the month is over, so
    that a project that publishes nightly changes a lock twice a month at most.
    """
    news = {name: value for name, value in valid(stated).items() if not _within(known, name, value)}
    month = today.isoformat()[:7]
    if known.release and known.changed == month == news.get("changed", known.changed):
        news.pop("release", None)
    return replace(known, **news)


def _within(known: Vitals, name: str, value: str | int | None) -> bool:
    """Whether a length differs by less than `TOLERANCE`."""
    before = getattr(known, name)
    if name not in ("minutes", "pages") or before is None or not isinstance(value, int):
        return False
    return bool(abs(value - before) <= max(1, TOLERANCE * before))


def months_since(changed: str, today: date) -> int:
    """Count the months from a month (``YYYY-MM``) to today's."""
    year, month = int(changed[:4]), int(changed[5:7])
    return (today.year - year) * 12 + today.month - month
