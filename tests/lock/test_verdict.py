"""The table of verdicts, row by row, and a year of a thousand links."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.lock.record import Outcome, Record
from linkroll.lock.verdict import Observation, Result, apply_check, is_due, is_gone, needs_human

DAY = date(2026, 3, 1)
A, M, B, F = Result.ALIVE, Result.MOVED, Result.BLOCKED, Result.FAILED
G, N, X = Result.GONE, Result.NO_SUCH_NAME, Result.NOT_ITSELF
P = Result.NO_ANCHOR
SAME, OTHER = Result.ITSELF, Result.ANOTHER


def on(offset):
    return DAY + timedelta(days=offset)


def seen(result, day, status=None, final=None):
    reason = result.value if result is N else None
    status = {G: 410, A: 200}.get(result, status)
    return Observation(
        result, Outcome(at=day.isoformat(), status=status, final=final, reason=reason)
    )


def after(history):
    """Judge a history of (day offset, result) from an unchecked record."""
    record = Record(key="url:https://a.example.org/", url="https://a.org/", kind="page")
    for offset, result in history:
        record = apply_check(record, seen(result, on(offset)), on(offset))
    return record


TABLE = [
    ("an answer is life", [(0, A)], "alive", 0),
    ("a permanent move is told", [(0, M)], "moved", 0),
    ("a refusal is not death", [(d, B) for d in range(0, 90, 3)], "blocked", 0),
    ("one failure is not death", [(0, F)], "failing", 0),
    ("two failures are not death", [(0, F), (3, F)], "failing", 0),
    ("three failures, three days apart, are", [(0, F), (3, F), (6, F)], "dead", 6),
    ("failures on one day count once", [(0, F), (0, F), (0, F), (0, F)], "failing", 0),
    ("failures two days apart count once", [(0, F), (2, F), (4, F), (6, F)], "failing", 0),
    ("an outage that ends resets the count", [(0, F), (3, F), (6, A), (9, F)], "failing", 9),
    ("410 twice is not enough", [(0, G), (3, G)], "failing", 0),
    ("410 three times is", [(0, G), (3, G), (6, G)], "dead", 6),
    ("an unknown name twice is not enough", [(0, N), (3, N)], "failing", 0),
    ("an unknown name three times is", [(0, N), (3, N), (6, N)], "dead", 6),
    ("a timeout and a 410 are not two 410s", [(0, F), (3, G)], "failing", 0),
    ("a 410 and a timeout are not two 410s", [(0, G), (3, F)], "failing", 0),
    ("a soft 404 is confirmed like a hard one", [(0, X), (3, X), (6, X)], "dead", 6),
    ("failures of three sorts are a row", [(0, F), (3, X), (6, G)], "dead", 6),
    ("dead stays dead", [(0, F), (3, F), (6, F), (13, F)], "dead", 6),
    ("things come back", [(0, F), (3, F), (6, F), (13, A)], "alive", 13),
    ("things come back elsewhere", [(0, G), (3, G), (6, G), (10, M)], "moved", 10),
    ("one refusal does not end a row", [(0, F), (3, F), (6, B), (9, F)], "dead", 9),
    ("two refusals do", [(0, F), (3, F), (6, B), (9, B), (12, F)], "failing", 12),
    ("a refusal is news of the dead", [(0, G), (3, G), (6, G), (10, B)], "blocked", 10),
    ("but no resurrection", [(0, F), (3, F), (6, F), (13, B), (16, F)], "dead", 16),
    ("alive keeps its first day", [(0, A), (7, A), (45, A)], "alive", 0),
    ("moved back is alive", [(0, M), (7, A)], "alive", 7),
    ("a missing part is told, and no death", [(d, P) for d in range(0, 40, 4)], "failing", 0),
    ("a page that lacks a part is there", [(0, F), (3, F), (6, P), (9, F)], "failing", 0),
    ("another thing is told", [(0, A), (1, OTHER)], "mislabelled", 1),
    ("an answer does not clear a wrong label", [(0, OTHER), (7, A), (8, M)], "mislabelled", 0),
    ("a comparison does", [(0, OTHER), (7, SAME)], "alive", 7),
    ("a wrong label stays while failing", [(0, OTHER), (7, F)], "mislabelled", 0),
    ("a wrong label can die", [(0, OTHER), (7, F), (10, F), (13, F)], "dead", 13),
]


@pytest.mark.parametrize(("rule", "history", "verdict", "since"), TABLE, ids=[r[0] for r in TABLE])
def test_table(rule, history, verdict, since):
    record = after(history)
    assert (record.verdict, record.since) == (verdict, on(since).isoformat()), rule


def test_a_placeholder_is_beyond_any_answer():
    record = Record(key="k", url="https://example.com/x", kind="page", verdict="placeholder")
    assert apply_check(record, seen(A, DAY), DAY) is record
    assert not is_due(record, on(400))


def test_a_verdict_names_what_it_rests_on():
    dead = after([(0, G), (3, G), (6, G)])
    assert dead.outcome == Outcome(at=on(6).isoformat(), status=410)
    assert dead.failures == tuple(on(day).isoformat() for day in (0, 3, 6))


# An outage of nine days: the longest whose links must not die if they were well for a month.
OUTAGE = [(day, F) for day in range(0, 10, 3)]
HISTORIES = [
    ("young: the floor is enough", 29, OUTAGE[:3], "dead"),
    ("long known: nine days are not enough", 30, OUTAGE, "failing"),
    ("long known: twelve days are", 30, [*OUTAGE, (12, F)], "dead"),
    ("long known: 410 needs no more than the floor", 400, [(0, G), (3, G), (6, G)], "dead"),
    ("long known: a success begins anew", 400, [*OUTAGE, (10, A), (17, F), (20, F), (23, F)], "failing"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "age", "history", "verdict"), HISTORIES, ids=[h[0] for h in HISTORIES])  # fmt: skip
@pytest.mark.parametrize("by", ["its own", "its host's"])
def test_a_long_history_outlives_a_long_outage(rule, age, history, verdict, by):
    known = on(-age)
    added = known if by == "its own" else on(0)
    record = Record("url:https://a.org/", "https://a.org/", "page", added=added.isoformat())
    for offset, result in history:
        host_known = known if by == "its host's" else None
        record = apply_check(record, seen(result, on(offset)), on(offset), host_known)
    assert record.verdict == verdict, rule


def test_a_record_is_rewritten_at_most_quarterly_when_nothing_changes():
    first = after([(0, A)])
    assert all(apply_check(first, seen(A, on(d)), on(d)) is first for d in range(90))
    assert apply_check(first, seen(A, on(90)), on(90)).checked == on(90).isoformat()


def test_a_lost_cache_makes_no_link_due_more_often_than_weekly():
    """Only the lock knows then when a link was checked, and that is up to three months late."""
    record = after([(0, A), (45, M)])
    assert [day for day in range(60, 130) if is_due(record, on(day))] in [
        list(range(start, 130, 7)) for start in range(60, 67)
    ]


def test_a_move_to_another_place_is_rewritten_at_once():
    first = apply_check(after([]), seen(M, DAY, final="https://b.org/"), DAY)
    again = apply_check(first, seen(M, on(1), final="https://c.org/"), on(1))
    assert again.outcome.final == "https://c.org/"
    assert again.since == first.since


@pytest.mark.parametrize(
    ("result", "status", "gone"),
    [(G, 410, True), (N, None, True), (F, 404, True), (F, 500, False), (X, 200, False)],
)
def test_what_fails_a_new_link_at_once(result, status, gone):
    assert is_gone(seen(result, DAY, status)) is gone


DUE = [
    ("never checked", [], 0, True),
    ("failing, after three days", [(0, F)], 3, True),
    ("failing, not after two", [(0, F)], 2, False),
    ("one refusal in a row of failures waits no longer", [(0, F), (3, B)], 6, True),
    ("dead, after seven", [(0, G), (3, G), (6, G)], 13, True),
    ("dead, not after six", [(0, G), (3, G), (6, G)], 12, False),
    ("alive for long, after seven", [(0, A), (40, A)], 47, True),
    ("alive for long, not after six", [(0, A), (40, A)], 46, False),
    ("blocked for long, after seven", [(0, B), (40, B)], 47, True),
    ("blocked for long, not after six", [(0, B), (40, B)], 46, False),
    ("new, within the week", [(0, A)], 7, True),
    ("new, not the same day", [(0, A)], 0, False),
]


@pytest.mark.parametrize(("rule", "history", "day", "due"), DUE, ids=[r[0] for r in DUE])
def test_due(rule, history, day, due):
    assert is_due(after(history), on(day)) is due, rule


def test_the_cache_knows_the_last_check_better_than_the_lock():
    record = after([(0, A), (40, A)])
    assert not is_due(record, on(60), last=on(54))
    assert is_due(record, on(61), last=on(54))


@pytest.mark.parametrize(("day", "human"), [(29, False), (30, True)])
def test_a_block_needs_a_human_after_30_days(day, human):
    assert needs_human(after([(0, B), (7, B)]), on(day)) is human


def test_nothing_else_needs_one():
    assert not any(needs_human(after([(0, r)]), on(400)) for r in Result if r is not B)


def test_a_broken_day_in_the_lock_is_no_day():
    record = replace(after([(0, A)]), checked="yesterday")
    assert is_due(record, on(1))


steps = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Result)), max_size=40)


@given(steps)
def test_no_history_kills_without_confirmation(history):
    day, record = 0, after([])
    for gap, result in history:
        day += gap
        record = apply_check(record, seen(result, on(day)), on(day))
        days = [date.fromisoformat(d) for d in record.failures]
        assert all(b - a >= timedelta(days=3) for a, b in pairwise(days))
        if record.verdict == "dead":
            assert days[-1] - days[0] >= timedelta(days=3)


@given(steps)
def test_one_success_ends_failing_and_dead(history):
    day, record = 0, after([])
    for gap, result in history:
        day += gap
        record = apply_check(record, seen(result, on(day)), on(day))
    ended = apply_check(record, seen(SAME, on(day)), on(day))
    assert (ended.verdict, ended.failures) == ("alive", ())


# A simulated year: a thousand links, each with its own history, one run a day.

KINDS = {
    "steady": 500, "flaky": 100, "down for two days": 80, "down for a month": 50, "blocked": 60,
    "sometimes blocked": 40, "moved": 50, "dead": 60, "gone": 30, "no name": 30,
}  # fmt: skip
ENDS = {"dead": F, "gone": G, "no name": N}


def life(kind, rng):
    """Give the set of days on which a link of this kind does not simply answer, and how."""
    start = rng.randint(20, 300)
    days = {
        "flaky": lambda: {d for d in range(365) if rng.random() < 0.1},
        "down for two days": lambda: {start, start + 1},
        "down for a month": lambda: set(range(start, start + rng.randint(25, 40))),
        "blocked": lambda: set(range(365)),
        "sometimes blocked": lambda: {d for d in range(365) if rng.random() < 0.5},
        "steady": set,
    }.get(kind, lambda: set(range(start, 365)))()
    how = ENDS.get(kind, M if kind == "moved" else B if "blocked" in kind else F)
    return [how if day in days else A for day in range(365)]


@pytest.fixture(scope="module")
def a_year():
    """Run a year; give each link's kind and life, the days it was asked, the days it was buried."""
    rng = random.Random(5)
    lives = {
        f"url:https://{kind.replace(' ', '-')}-{i}.org/": (kind, life(kind, rng))
        for kind, count in KINDS.items()
        for i in range(count)
    }
    records = {key: Record(key=key, url=key[4:], kind="page") for key in lives}
    last, asked, deaths = {}, defaultdict(list), defaultdict(list)
    for day in range(365):
        for key in [k for k in lives if is_due(records[k], on(day), last.get(k))]:
            before = records[key].verdict
            records[key] = apply_check(records[key], seen(lives[key][1][day], on(day)), on(day))
            last[key] = on(day)
            asked[key].append(day)
            if before != "dead" and records[key].verdict == "dead":
                deaths[key].append(day)
    return lives, asked, deaths


def test_year_no_living_link_is_called_dead(a_year):
    """What is called dead showed no life in any check over three days (final) or six.

    Besides the dead, that is true of links down for a month (the rule means them), and of a flaky
    one that happens to be down at three checks in a row; the next good check takes it back.
    """
    lives, asked, deaths = a_year
    for key, days in deaths.items():
        kind, days_of_life = lives[key]
        needed = 2 if kind in {"gone", "no name"} else 3
        for day in days:
            checks = [d for d in asked[key] if d <= day][-needed:]
            assert all(days_of_life[d] in ENDS.values() for d in checks), (key, day)
    assert {lives[k][0] for k in deaths} <= {*ENDS, "down for a month", "flaky"}
    assert sum(lives[k][0] == "flaky" for k in deaths) <= 0.05 * KINDS["flaky"] + 3


def test_year_every_death_is_known_within_14_days(a_year):
    lives, _, deaths = a_year
    dead = [key for key, (kind, _) in lives.items() if kind in ENDS]
    known = [deaths[key][0] - lives[key][1].index(ENDS[lives[key][0]]) for key in dead]
    assert max(known) <= 14


def test_year_the_living_are_asked_once_in_seven_days(a_year):
    lives, asked, _ = a_year
    for key in (k for k in lives if lives[k][0] == "steady"):
        first, *gaps = (b - a for a, b in pairwise(asked[key]))
        assert 1 <= first <= 7
        assert set(gaps) == {7}


def test_year_the_load_is_even(a_year):
    lives, asked, _ = a_year
    steady = [k for k in lives if lives[k][0] == "steady"]
    load = Counter(day for key in steady for day in asked[key] if day > 7)
    mean = len(steady) / 7
    assert 0.7 * mean <= min(load.values()) <= max(load.values()) <= 1.3 * mean
