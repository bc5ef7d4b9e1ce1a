"""What is said of links, from the page and the lock alone."""

from __future__ import annotations

from datetime import date

import pytest

from linkroll.clock import clock
from linkroll.lint.rules import lint_page
from linkroll.lock.record import Archive, Outcome, Record
from linkroll.markdown.extension import read_page

TODAY = date(2026, 11, 22)
URL = "https://transformer-circuits.pub/2022/toy_model/index.html"
KEY = read_page("x.md", f"<{URL}>").links[0].key


def codes(source, **known):
    """The codes of what is found on a topic page with this source."""
    records = {KEY: Record(KEY, URL, "paper", **known)} if known else {}
    page = "docs/topics/x.md"
    return [(f.code, f.level) for f in lint_page(page, read_page(page, source), records, TODAY)]


SEEN = Outcome(at="2026-11-01", status=404, by="http")
LONG_BLOCKED = {"verdict": "blocked", "since": "2026-10-23", "outcome": SEEN}

# rule it guards; what stands behind the link; the record; codes and levels of what is found
ROWS = [
    ("nothing known, nothing said", "", {}, []),
    ("alive", "", {"verdict": "alive", "outcome": SEEN}, []),
    ("a recorded death warns", "", {"verdict": "dead", "outcome": SEEN}, [("dead", "warning")]),
    ("mislabelled warns", "", {"verdict": "mislabelled", "outcome": SEEN}, [("mislabelled", "warning")]),
    ("moved is a notice", "", {"verdict": "moved", "outcome": SEEN}, [("moved", "notice")]),
    ("failing is a notice", "", {"verdict": "failing", "outcome": SEEN}, [("failing", "notice")]),
    ("a long block asks for a person", "", LONG_BLOCKED, [("needs-human", "notice")]),
    ("a young one does not", "", {**LONG_BLOCKED, "since": "2026-10-24"}, []),
    ("nor one that a person looked behind", "{ seen=2025-11-23 }", LONG_BLOCKED, []),
    ("for a year", "{ seen=2025-11-22 }", LONG_BLOCKED, [("needs-human", "notice")]),
    ("nor one that a person flagged", "{ flag=dead }", LONG_BLOCKED, []),
    ("seen says nothing of a death", "{ seen=2026-11-21 }", {"verdict": "dead", "outcome": SEEN}, [("dead", "warning")]),
    ("what a person flagged is no warning", "{ flag=dead }", {"verdict": "dead", "outcome": SEEN}, []),
    ("nor before the day to look again", "{ flag=dead until=2026-11-23 }", {"verdict": "dead", "outcome": SEEN}, []),
    ("from that day on it is one", "{ flag=dead until=2026-11-22 }", {"verdict": "dead", "outcome": SEEN}, [("dead", "warning"), ("expired", "notice")]),
    ("a flag that no longer applies", "{ flag=dead }", {"verdict": "alive", "outcome": SEEN}, [("resolved", "notice")]),
    ("a person's word on the label is not undone by an answer", "{ flag=mislabelled }", {"verdict": "alive", "outcome": SEEN}, []),
    ("malformed attributes warn", "{ flag=deadish }", {}, [("malformed", "warning")]),
    ("stated and known authors differ", '{ by="Ada Byron" }', {"authors": ("Nelson Elhage",)}, [("differs", "notice")]),
    ("the same authors in another order", '{ by="B C, A B" }', {"authors": ("A B", "B C")}, []),
    ("stated and known days differ", "{ date=2021 }", {"date": "2022-09"}, [("differs", "notice")]),
    ("a year does not differ from its month", "{ date=2022 }", {"date": "2022-09"}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "behind", "known", "expected"), ROWS, ids=[row[0] for row in ROWS]
)
def test_what_is_said(rule, behind, known, expected):
    assert codes(f"- [Toy Models]({URL}){behind}", **known) == expected, rule


def test_what_stands_where_a_url_should_warns_on_any_page():
    for page in ("docs/topics/x.md", "docs/about.md"):
        found = lint_page(page, read_page(page, "- [x](TODO)"), {}, TODAY)
        assert [(f.code, f.line, f.column) for f in found] == [("placeholder", 1, 3)]


def test_a_dead_link_is_told_with_what_is_known():
    record = Record(
        KEY, URL, "paper", verdict="dead", since="2026-11-01", outcome=SEEN,
        archive=Archive("https://web.archive.org/web/1/x", "2023-01-01"),
    )  # fmt: skip
    (found,) = lint_page("x.md", read_page("x.md", f"[x]({URL})"), {KEY: record}, TODAY)
    assert found.message == f"“{URL}” has been dead since 2026-11-01 (HTTP 404, seen on 2026-11-01)"
    assert "https://web.archive.org/web/1/x" in found.remedy


def test_the_clock_is_that_of_a_reproducible_build():
    assert clock({"SOURCE_DATE_EPOCH": "0"}) == date(1970, 1, 1)
    assert clock({"SOURCE_DATE_EPOCH": ""}) >= TODAY
