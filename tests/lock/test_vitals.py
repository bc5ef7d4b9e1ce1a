"""Vital signs in the lock: their form, how they are imported, and how seldom they change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from linkroll.lock.import_jsonl import import_rows, read_rows
from linkroll.lock.lockfile import Lock
from linkroll.lock.record import Record, UnreadableError, dump_record, parse_record
from linkroll.lock.vitals import NONE, Vitals, refresh
from linkroll.metadata.types import VitalClaim
from linkroll.metadata.vitals import merge_vitals

TODAY = date(2026, 11, 25)
REPOSITORY = Record("gh:a/b", "https://github.com/a/b", "code")
EVERYTHING = Vitals("2025-03", "archived", "MIT", "v2.1", 3, 12, 8, "T4", "Python")


def test_vital_signs_are_written_in_order_and_read_back():
    record = replace(REPOSITORY, vitals=EVERYTHING, origin={"license": "github"})
    line = dump_record(record)
    assert list(json.loads(line)["vitals"]) == [
        "changed", "state", "license", "release", "version", "pages", "minutes", "accelerator", "language",
    ]  # fmt: skip
    assert parse_record(line) == record


def test_a_record_without_vital_signs_has_no_such_field():
    assert b"vitals" not in dump_record(REPOSITORY)
    assert parse_record(dump_record(REPOSITORY)).vitals == NONE


@pytest.mark.parametrize(
    "vitals",
    [
        [], "2025", {"changed": "2025"}, {"changed": "2025-13"}, {"changed": "2025-03-01"}, {"changed": 2025},
        {"state": "sleepy"}, {"license": "<b>MIT</b>"}, {"license": ""}, {"release": "v1\nv2"}, {"release": "x" * 50},
        {"release": "<script>"}, {"version": 1}, {"version": True}, {"pages": 0}, {"pages": "12"}, {"pages": 12.5},
        {"minutes": 10**9}, {"minutes": None}, {"accelerator": "T4\u202e"}, {"language": "Python<"}, {"stars": 5},
    ],
)  # fmt: skip
def test_a_hostile_value_is_an_unreadable_line(vitals):
    line = json.dumps(
        {"key": "gh:a/b", "url": "https://github.com/a/b", "kind": "code", "vitals": vitals}
    )
    with pytest.raises(UnreadableError, match="vitals"):
        parse_record(line.encode())


def imported(**row):
    rows, findings = read_rows(json.dumps(row).encode(), "x.jsonl", TODAY)
    lock = Lock({"gh:a/b": REPOSITORY})
    import_rows(lock, rows, TODAY)
    return lock.records["gh:a/b"], findings


def test_imported_vital_signs_have_their_evidence():
    record, findings = imported(
        key="gh:a/b", licence="MIT", changed="2025-03", archived=True, release="v2", evidence=["a/b:LICENSE"]
    )  # fmt: skip
    assert findings == []
    assert record.vitals == Vitals(changed="2025-03", state="archived", license="MIT", release="v2")
    assert set(record.origin.items()) == {(name, "imported") for name in ("changed", "state", "license", "release")}  # fmt: skip
    assert record.evidence == ("a/b:LICENSE",)


def test_what_is_unknown_or_false_is_not_imported():
    record, findings = imported(
        key="gh:a/b", licence=None, changed="2025-03", archived=False, release=""
    )
    assert (record.vitals, findings) == (Vitals(changed="2025-03"), [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"key": "gh:a/b", "changed": "March"}, "“changed” cannot be “March”"),
        ({"key": "gh:a/b", "licence": "<b>"}, "“license” cannot be “<b>”"),
        ({"key": "no such thing", "changed": "2025-03"}, "no “key” that names an address"),
    ],
)
def test_a_row_with_another_form_is_left_out_and_said_so(row, said):
    record, (found,) = imported(**row)
    assert (record.vitals, found.line) == (NONE, 1)
    assert said in found.message


def told(**values):
    return [VitalClaim(name, value, "github") for name, value in values.items()]


def test_a_provider_replaces_what_was_imported_and_an_import_never_undoes_it():
    record, _ = imported(key="gh:a/b", licence="MIT", changed="2025-03", evidence=["a/b:LICENSE"])
    record = merge_vitals(record, told(license="Apache-2.0", changed="2026-10", state=None), TODAY)
    assert record.vitals == Vitals(changed="2026-10", license="Apache-2.0")
    assert (record.origin, record.evidence) == ({"license": "github", "changed": "github"}, ())
    lock = Lock({"gh:a/b": record})
    rows, _ = read_rows(b'{"key": "gh:a/b", "licence": "MIT"}', "x", TODAY)
    import_rows(lock, rows, TODAY)
    assert lock.records["gh:a/b"].vitals.license == "Apache-2.0"


def test_a_source_takes_back_only_what_it_stated_itself():
    record, _ = imported(key="gh:a/b", licence="MIT", changed="2025-03", evidence=["a/b:LICENSE"])
    silent = merge_vitals(record, told(license=None, release=None, changed="2025-03"), TODAY)
    assert silent.vitals.license == "MIT"
    known = replace(REPOSITORY, vitals=Vitals(license="MIT"), origin={"license": "github"})
    assert merge_vitals(known, told(license=None), TODAY).vitals == NONE


def test_a_state_that_is_over_goes():
    known = replace(REPOSITORY, vitals=Vitals(state="archived"), origin={"state": "github"})
    record = merge_vitals(known, told(state=None), TODAY)
    assert (record.vitals, record.origin) == (NONE, {})


def test_a_length_that_hardly_differs_stays():
    known = Vitals(minutes=20, pages=10)
    assert refresh(known, {"minutes": 23, "pages": 11}, TODAY) == known
    assert refresh(known, {"minutes": 30, "pages": 14}, TODAY) == Vitals(minutes=30, pages=14)


def test_a_year_of_nightly_releases_changes_a_record_on_one_day_in_fifteen_at_most():
    """A new tag and a new commit every night, a page whose length drifts with its comments."""
    record, changes = REPOSITORY, 0
    for night in range(365):
        day = TODAY + timedelta(days=night)
        claims = told(
            changed=day.isoformat()[:7], release=f"nightly-{day}", license="MIT", state=None, minutes=20 + night % 3
        )  # fmt: skip
        after = merge_vitals(record, claims, day)
        changes += after != record
        record = after
    assert 12 <= changes <= 365 // 15


def test_a_release_in_a_month_without_another_change_shows_once_the_month_is_over():
    known = Vitals(changed="2026-10", release="v1")
    news = {"changed": "2026-10", "release": "v2"}
    assert refresh(known, news, date(2026, 10, 30)).release == "v1"
    assert refresh(known, news, date(2026, 11, 1)).release == "v2"
