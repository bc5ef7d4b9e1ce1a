"""The page that explains the verdicts says what the function does, row by row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.lock.test_verdict import OTHER, SAME, A, B, F, G, M, P, on, seen

from linkroll.lock.record import Record
from linkroll.lock.verdict import apply_check

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "verdicts.md"
ROW = re.compile(r"^\| (?!verdict before|---)(.+?) \| (.+?) \| (\w+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))

# What the words of the page mean: the checks (day, result) that lead to a state, …
BEFORE = {
    "unchecked": [], "alive": [(-3, A)], "failing": [(-3, F)], "failing with 410": [(-3, G)],
    "failing, known for a month": [(-3, F)],
    "blocked": [(-3, B)], "blocked after failures": [(-9, F), (-6, F), (-3, B)],
    "dead": [(-9, F), (-6, F), (-3, F)], "mislabelled": [(-3, OTHER)], "placeholder": [],
}  # fmt: skip
# … and those that follow.
AFTER = {
    "a success": [(0, A)], "a permanent move": [(0, M)], "a refusal": [(0, B)],
    "a failure": [(0, F)], "a missing part": [(0, P)], "a failure on the same day": [(-3, F)],
    "a second failure, 3 days later": [(0, F)], "a third failure, 3 days later": [(0, F), (3, F)],
    "a second 410, 3 days later": [(0, G)], "a third 410, 3 days later": [(0, G), (3, G)],
    "a fourth failure, 3 days later": [(0, F), (3, F), (6, F)],
    "a fifth failure, 3 days later": [(0, F), (3, F), (6, F), (9, F)], "a missing part, three times": [(0, P), (3, P), (6, P)],
    "a further failure, 3 days later": [(0, F)],
    "a second refusal, then a failure": [(0, B), (3, F)], "the right title": [(0, SAME)],
}  # fmt: skip


def test_the_page_has_a_table():
    assert len(ROWS) > 20


@pytest.mark.parametrize(("before", "what", "after"), ROWS)
def test_row(before, what, after):
    verdict = "placeholder" if before == "placeholder" else None
    added = on(-33).isoformat() if "known for a month" in before else None
    record = Record(key="k", url="https://a.org/", kind="page", verdict=verdict, added=added)
    for day, result in BEFORE[before]:
        record = apply_check(record, seen(result, on(day)), on(day))
    assert (record.verdict or "unchecked") == before.split()[0].strip(",")
    for day, result in AFTER[what]:
        record = apply_check(record, seen(result, on(day)), on(day))
    assert record.verdict == after
