"""Merging locks: each side's changes are kept, and nothing depends on the order of shards."""

from __future__ import annotations

from itertools import permutations

from linkroll.lock.lockfile import Lock
from linkroll.lock.merge import merge_locks
from linkroll.lock.record import Outcome, Record


def record(key, *, checked=None, verdict=None, since=None, title=None, added="2026-11-01"):
    outcome = Outcome(at=checked) if checked else None
    return Record(key, f"https://{key}.org/", "page", title=title, added=added, verdict=verdict,
                  since=since, outcome=outcome, checked=checked)  # fmt: skip


def lock(*records):
    return Lock({each.key: each for each in records})


def test_what_one_side_changed_is_kept():
    base = lock(record("a"), record("b"))
    ours = lock(record("a", title="Corrected"), record("b"))
    theirs = lock(record("a"), record("b", checked="2026-11-02", verdict="alive"))
    merged = merge_locks(base, ours, [theirs]).records
    assert (merged["a"].title, merged["b"].verdict) == ("Corrected", "alive")


def test_of_two_changes_the_later_check_wins_and_dates_do_not_slide():
    base = lock(record("a"))
    waiting = lock(record("a", checked="2026-11-05", verdict="failing", since="2026-11-02"))
    ours = lock(record("a", checked="2026-11-08", verdict="failing", since="2026-11-08", added="2026-11-08"))  # fmt: skip
    merged = merge_locks(base, ours, [waiting]).records["a"]
    assert (merged.checked, merged.since, merged.added) == ("2026-11-08", "2026-11-02", "2026-11-01")  # fmt: skip


def test_shards_merge_to_the_same_lock_in_any_order():
    base = lock(*(record(key) for key in "abcd"))
    shards = [
        lock(*(record(key, checked="2026-11-02", verdict="alive") if key == mine else record(key) for key in "abcd"))
        for mine in "abcd"
    ]  # fmt: skip
    merged = [merge_locks(base, base, order).records for order in permutations(shards)]
    assert all(each == merged[0] for each in merged)
    assert {each.verdict for each in merged[0].values()} == {"alive"}


def test_new_records_and_unreadable_lines_of_all_sides_are_kept():
    ours, theirs = lock(record("a")), lock(record("b"))
    theirs.unreadable.append(b"{broken")
    merged = merge_locks(Lock(), ours, [theirs])
    assert set(merged.records) == {"a", "b"}
    assert merged.unreadable == [b"{broken"]
