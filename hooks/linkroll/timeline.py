"""Where each entry stands on the map of time against topic: numbers alone, the SVG is a template."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkroll.catalogue import Listed, Topic

# Marks of one topic that would touch are put above one another: so many columns, so many px.
COLUMNS = 100
STEP = 9
HEAD = 26  # px above a row's marks, where its name stands


class Mark(NamedTuple):
    """One entry: ``x`` in percent of the width, ``y`` in px from the top."""

    x: float
    y: int
    listed: Listed


class Row(NamedTuple):
    """One topic: its marks, the ``y`` where it begins, and that of the line they stand on."""

    topic: Topic
    top: int
    y: int
    marks: tuple[Mark, ...]


class Timeline(NamedTuple):
    """The map: rows, years with their ``x`` in percent, height in px, how many have no date."""

    rows: tuple[Row, ...]
    years: tuple[tuple[int, float], ...]
    height: int
    undated: int


def timeline(topics: Sequence[Topic]) -> Timeline:
    """Place every dated entry of every topic; people are of no date and no concern."""
    listed = [[item for item in topic.entries if item.card.kind != "person"] for topic in topics]
    dated = [item for row in listed for item in row if item.card.date]
    if not dated:
        return Timeline((), (), 0, sum(map(len, listed)))
    first = min(int(item.card.year) for item in dated)
    span = max(int(item.card.year) for item in dated) + 1 - first
    rows: list[Row] = []
    bottom = 0
    for topic, items in zip(topics, listed, strict=True):
        rows.append(place(topic, items, bottom, first, span))
        bottom = rows[-1].y
    years = tuple((first + n, round(100 * n / span, 2)) for n in range(span))
    return Timeline(tuple(rows), years, bottom + STEP, sum(map(len, listed)) - len(dated))


def place(topic: Topic, items: Sequence[Listed], top: int, first: int, span: int) -> Row:
    """Stack a topic's marks from its line upwards, the older below the newer."""
    dated = sorted((item for item in items if item.card.date), key=lambda item: str(item.card.date))
    spots = [100 * (moment(str(item.card.date)) - first) / span for item in dated]
    heights: Counter[int] = Counter()
    levels = []
    for spot in spots:
        column = int(spot * COLUMNS / 100)
        levels.append(heights[column])
        heights[column] += 1
    line = top + HEAD + STEP * (max(levels, default=0) + 1)
    marks = (
        Mark(round(spot, 2), line - STEP // 2 - STEP * level, item)
        for spot, level, item in zip(spots, levels, dated, strict=True)
    )
    return Row(topic, top, line, tuple(marks))


def moment(date: str) -> float:
    """Return a date as a year with its fraction; what it leaves open is taken at its middle."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    day = parts[2] if len(parts) == 3 else 15
    return parts[0] + (parts[1] - 1 + day / 31) / 12
