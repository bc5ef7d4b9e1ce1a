"""Where each entry stands on the map of time against topic: numbers alone, the SVG is a template."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkroll.site.model import Listed, Topic

# Marks of one topic that would touch, on a phone too, are put above one another: so many columns,
# so many px.
COLUMNS = 50
STEP = 9
ROW_HEAD = 26  # px above a row's marks, where its name stands


class Mark(NamedTuple):
    """One entry: ``x`` in percent of the width, ``y`` in px from the top."""

    x: float
    y: int
    listed: Listed


class TimelineRow(NamedTuple):
    """One topic: its marks, the ``y`` where it begins, and that of the line they stand on."""

    topic: Topic
    top: int
    y: int
    marks: tuple[Mark, ...]


class Year(NamedTuple):
    """One year: where it begins and how wide it is, in percent of the width."""

    number: int
    x: float
    width: float


class Timeline(NamedTuple):
    """The map: rows, years, height in px, how many entries have no date."""

    rows: tuple[TimelineRow, ...]
    years: tuple[Year, ...]
    height: int
    undated: int


def timeline(topics: Sequence[Topic]) -> Timeline:
    """Place every dated entry of every topic; people are of no date and no concern."""
    listed = [[item for item in topic.entries if item.card.kind != "person"] for topic in topics]
    dated = [item for row in listed for item in row if item.card.date]
    undated = len({item.card.id for row in listed for item in row if not item.card.date})
    if not dated:
        return Timeline((), (), 0, undated)
    years = scale(int(item.card.year) for item in dated)
    rows: list[TimelineRow] = []
    bottom = 0
    for topic, items in zip(topics, listed, strict=True):
        rows.append(place_row(topic, items, bottom, years))
        bottom = rows[-1].y
    return Timeline(tuple(rows), years, bottom + STEP, undated)


def scale(years: Iterable[int]) -> tuple[Year, ...]:
    """Give each year a width that grows with the square root of what appeared in it.

    Half of the field is younger than three years: on an even scale its marks stand in a heap at
    one end, and most of a phone's width is empty.
    """
    found = Counter(years)
    numbers = range(min(found), max(found) + 1)
    weights = [sqrt(3 + found[number]) for number in numbers]
    widths = [100 * weight / sum(weights) for weight in weights]
    return tuple(map(Year, numbers, accumulate([0.0, *widths]), widths))


def place_row(
    topic: Topic, items: Sequence[Listed], top: int, years: Sequence[Year]
) -> TimelineRow:
    """Stack a topic's marks from its line upwards, the older below the newer."""
    dated = sorted((item for item in items if item.card.date), key=lambda item: str(item.card.date))
    columns = [column(str(item.card.date), years) for item in dated]
    heights: Counter[int] = Counter()
    levels = []
    for at in columns:
        levels.append(heights[at])
        heights[at] += 1
    line = top + ROW_HEAD + STEP * (max(levels, default=0) + 1)
    marks = (
        Mark(100 * (at + 0.5) / COLUMNS, line - STEP // 2 - STEP * level, item)
        for at, level, item in zip(columns, levels, dated, strict=True)
    )
    return TimelineRow(topic, top, line, tuple(marks))


def column(date: str, years: Sequence[Year]) -> int:
    """Return the column that a date falls into, from 0."""
    year = years[int(date[:4]) - years[0].number]
    x = year.x + (moment(date) - year.number) * year.width
    return min(int(x * COLUMNS / 100), COLUMNS - 1)


def moment(date: str) -> float:
    """Return a date as a year with its fraction; what it leaves open is taken at its middle."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    day = parts[2] if len(parts) == 3 else 15
    return parts[0] + (parts[1] - 1 + day / 31) / 12
