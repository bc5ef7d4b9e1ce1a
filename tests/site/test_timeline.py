"""The numbers of the map."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from linkroll.site.timeline import COLUMNS, STEP, moment, timeline


def topic(*dates, kind="paper"):
    cards = [
        SimpleNamespace(id=f"{date}{kind}", date=date, year=(date or "")[:4], kind=kind)
        for date in dates
    ]
    return SimpleNamespace(entries=[SimpleNamespace(card=card) for card in cards])


@pytest.mark.parametrize(
    ("date", "year", "rule"),
    [
        ("2022", 2022.5, "a year alone stands in its middle"),
        ("2022-01", 2022.04, "a month alone stands in its middle"),
        ("2022-12-31", 2023.0, "a year's last day stands at its end"),
    ],
)
def test_moment(date, year, rule):
    assert moment(date) == pytest.approx(year, abs=0.01), rule


def test_marks_that_would_touch_stand_above_one_another():
    row = timeline([topic("2022-05", "2022-05", "2024-05")]).rows[0]
    first, second, third = row.marks
    assert first.x == second.x
    assert first.y - second.y == STEP
    assert third.y == first.y
    assert third.x - first.x > 100 / COLUMNS


def test_rows_do_not_overlap_and_marks_stay_inside():
    drawn = timeline([topic(*["2020"] * 7), topic("2026-12-31"), topic()])
    for row in drawn.rows:
        assert all(row.top < mark.y < row.y and 0 <= mark.x <= 100 for mark in row.marks)
    tops = [row.top for row in drawn.rows]
    assert tops == [0, *(row.y for row in drawn.rows[:-1])]
    assert drawn.height > drawn.rows[-1].y


def test_what_has_no_date_is_counted_once_and_people_are_not():
    assert timeline([topic(None, "2020"), topic(None)]).undated == 1
    assert timeline([topic(None, "2020"), topic(None, kind="person")]).undated == 1
    assert timeline([topic(None)]).rows == ()
