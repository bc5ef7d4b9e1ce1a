"""The lock: what is written is read again, and what is broken costs nothing else."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.lock.atomic import write_whole
from linkroll.lock.lockfile import Lock, read_lock, write_lock
from linkroll.lock.record import Archive, Outcome, Record, Related, dump_record, parse_record

FULL = Record(
    key="arxiv:2209.10652",
    url="https://arxiv.org/abs/2209.10652",
    kind="paper",
    title="Toy Models of Superposition",
    authors=("Nelson Elhage", "Tristan Hume"),
    date="2022-09-21",
    venue="arXiv",
    origin={"title": "arxiv"},
    evidence=("a/b:c.bib",),
    same=("url:https://transformer-circuits.pub/2022/toy_model",),
    companions=(Related("pdf", "https://arxiv.org/pdf/2209.10652"),),
    added="2026-11-01",
    verdict="dead",
    since="2026-11-09",
    outcome=Outcome(at="2026-11-09", status=404, final="https://x.org/", reason="gone", by="http"),
    failures=("2026-11-01", "2026-11-05", "2026-11-09"),
    checked="2026-11-09",
    archive=Archive("https://web.archive.org/web/2022/x", "2022-12-01"),
)


def test_fields_are_written_in_the_order_of_the_contract():
    names = list(json.loads(dump_record(FULL)))
    assert names == [
        "key",
        "url",
        "kind",
        "title",
        "authors",
        "date",
        "venue",
        "from",
        "evidence",
        "same",
        "companions",
        "added",
        "verdict",
        "since",
        "outcome",
        "failures",
        "checked",
        "archive",
    ]


def test_a_record_survives_the_file(tmp_path):
    path = tmp_path / "links.lock"
    small = Record("url:https://a.org", "https://a.org", "page")
    write_lock(path, Lock({small.key: small, FULL.key: FULL}))
    assert read_lock(path).records == {small.key: small, FULL.key: FULL}
    assert path.read_bytes() == dump_record(FULL) + b"\n" + dump_record(small) + b"\n"


def test_empty_fields_are_left_out():
    line = dump_record(Record("url:https://a.org", "https://a.org", "page"))
    assert line == b'{"key": "url:https://a.org", "url": "https://a.org", "kind": "page"}'


def test_text_is_written_as_it_is_read_not_escaped(tmp_path):
    path = tmp_path / "links.lock"
    record = Record("url:https://a.org/é", "https://a.org/é", "page", title="日本 — “x”")
    write_lock(path, Lock({record.key: record}))
    assert "日本 — “x”" in path.read_text(encoding="utf-8")


GOOD = dump_record(Record("url:https://good.org", "https://good.org", "page"))

# what is broken; the line; a part of what is said; whether the line stays in the file
BROKEN = [
    ("bad JSON", b'{"key": "x"', "not JSON"),
    ("not an object", b"[1]", "not a JSON object"),
    ("not UTF-8", b'{"key": "\xff"}', "not UTF-8"),
    ("a merge mark", b"<<<<<<< HEAD", "unfinished merge"),
    ("a merge mark in the middle", b"=======", "unfinished merge"),
    ("no key", b'{"url": "https://a.org", "kind": "page"}', "“key” is missing"),
    ("a kind that is none", b'{"key": "a", "url": "https://b.org", "kind": "blog"}', "“kind” cannot be read"),
    ("a field of another type", b'{"key": "a", "url": "https://b.org", "kind": "page", "authors": "x"}', "“authors” cannot be read"),
    ("a date that is none", b'{"key": "a", "url": "https://b.org", "kind": "page", "date": "May"}', "“date” cannot be read"),
    ("half a character", rb'{"key": "\ud800", "url": "https://b.org", "kind": "page"}', "“key” cannot be read"),
    ("an outcome without a day", b'{"key": "a", "url": "https://b.org", "kind": "page", "outcome": {}}', "“outcome” cannot be read"),
    ("an address that is none", b'{"key": "a", "url": "javascript:alert(1)", "kind": "page"}', "“url” cannot be read"),
    ("a companion that is a script", b'{"key": "a", "url": "https://b.org", "kind": "page", "companions": [{"rel": "pdf", "url": "javascript:alert(1)"}]}', "“companions” cannot be read"),
    ("a new address that is a script", b'{"key": "a", "url": "https://b.org", "kind": "page", "outcome": {"at": "2026-11-01", "final": "javascript:alert(1)"}}', "“outcome” cannot be read"),
    ("a copy that is a script", b'{"key": "a", "url": "https://b.org", "kind": "page", "archive": {"at": "2026-11-01", "url": "javascript:alert(1)"}}', "“archive” cannot be read"),
    ("deeply nested", b"[" * 100_000, "not JSON"),
    ("an empty line", b"", "not JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "line", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_line_is_one_finding_and_is_kept(tmp_path, what, line, said):
    path = tmp_path / "links.lock"
    path.write_bytes(GOOD + b"\n" + line + b"\n" + GOOD.replace(b"good", b"fine") + b"\n")
    lock = read_lock(path)
    assert [(f.path, f.line, f.code) for f in lock.findings] == [("links.lock", 2, "lock")], what
    assert said in lock.findings[0].message
    assert lock.findings[0].remedy
    assert set(lock.records) == {"url:https://good.org", "url:https://fine.org"}
    write_lock(path, lock)
    assert line + b"\n" in path.read_bytes()


def test_an_unknown_field_is_told_and_kept(tmp_path):
    path = tmp_path / "links.lock"
    path.write_bytes(b'{"key": "a", "url": "https://b.org", "kind": "page", "colour": "red"}\n')
    lock = read_lock(path)
    assert "“colour”" in lock.findings[0].message
    write_lock(path, lock)
    assert json.loads(path.read_bytes())["colour"] == "red"


def test_a_verdict_without_an_outcome_is_told_and_none(tmp_path):
    path = tmp_path / "links.lock"
    path.write_bytes(
        b'{"key": "a", "url": "https://b.org", "kind": "page", "title": "T", "verdict": "dead", "since": "2026-11-01"}\n'
    )
    lock = read_lock(path)
    assert [(f.line, f.code) for f in lock.findings] == [(1, "lock")]
    assert "“dead” has no outcome" in lock.findings[0].message
    record = lock.records["a"]
    assert (record.title, record.verdict, record.since) == ("T", None, None)


def test_an_empty_file_is_told_and_a_missing_one_is_not(tmp_path):
    (tmp_path / "links.lock").write_bytes(b"")
    assert "empty" in read_lock(tmp_path / "links.lock").findings[0].message
    assert read_lock(tmp_path / "none.lock").findings == []


def test_of_two_lines_with_one_key_the_later_check_wins(tmp_path):
    path = tmp_path / "links.lock"
    line = b'{"key": "a", "url": "https://b.org", "kind": "page", "title": "%s", "checked": "%s"}\n'
    path.write_bytes(line % (b"new", b"2026-11-09") + line % (b"old", b"2026-11-01"))
    lock = read_lock(path)
    assert lock.records["a"].title == "new"
    assert [(found.line, found.level) for found in lock.findings] == [(2, "notice")]


def test_of_two_lines_checked_the_same_day_the_last_wins(tmp_path):
    path = tmp_path / "links.lock"
    line = b'{"key": "a", "url": "https://b.org", "kind": "page", "title": "%s"}\n'
    path.write_bytes(line % b"first" + line % b"last")
    assert read_lock(path).records["a"].title == "last"


def test_writing_keeps_the_permissions_and_leaves_nothing_behind(tmp_path):
    path = tmp_path / "links.lock"
    path.write_bytes(b"")
    path.chmod(0o640)
    write_lock(path, Lock({FULL.key: FULL}))
    assert path.stat().st_mode & 0o777 == 0o640
    assert [item.name for item in tmp_path.iterdir()] == ["links.lock"]


def test_writing_keeps_a_link_and_replaces_what_it_leads_to(tmp_path):
    write_whole(tmp_path / "kept.lock", b"old")
    (tmp_path / "links.lock").symlink_to("kept.lock")
    write_whole(tmp_path / "links.lock", b"new")
    assert (tmp_path / "links.lock").is_symlink()
    assert (tmp_path / "kept.lock").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(path, b"whole")
        assert os.read(reader, 100) == b"whole"
    finally:
        os.close(reader)
    assert path.is_fifo()


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fail(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("lock") / "links.lock"
    path.write_bytes(content)
    read_lock(path)


def test_a_line_reads_as_what_was_written():
    assert parse_record(dump_record(FULL)) == FULL
