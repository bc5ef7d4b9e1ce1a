"""What an import may add to a record, and what it leaves alone."""

from __future__ import annotations

import json
from datetime import date

from linkroll.lock.import_jsonl import import_rows, read_rows
from linkroll.lock.lockfile import Lock
from linkroll.lock.record import Record

TODAY = date(2026, 11, 1)
URL = "https://arxiv.org/abs/2209.10652"


def imported(record: Record, **row: object) -> Record:
    lock = Lock({record.key: record})
    rows, findings = read_rows(json.dumps({"url": URL, **row}).encode(), "rows.jsonl", TODAY)
    assert not findings
    import_rows(lock, rows, TODAY)
    return lock.records[record.key]


def test_an_import_never_overwrites_what_a_provider_gave() -> None:
    known = Record(
        "arxiv:2209.10652", URL, "paper", title="Toy Models of Superposition", authors=("Nelson Elhage",), date="2022-09-21",
        origin={"title": "arxiv", "authors": "arxiv", "date": "arxiv", "kind": "arxiv"},
    )  # fmt: skip
    record = imported(
        known, title="Toys", authors=["N. N."], date="2023", kind="post", venue="arXiv"
    )
    assert (record.title, record.authors, record.date, record.kind) == (known.title, known.authors, known.date, "paper")  # fmt: skip
    assert (record.venue, record.origin["venue"]) == ("arXiv", "imported")


def test_an_import_replaces_what_was_imported() -> None:
    known = Record("arxiv:2209.10652", URL, "paper", title="Toys", origin={"title": "imported"})
    record = imported(known, title="Toy Models of Superposition", kind="explainer")
    assert (record.title, record.kind) == ("Toy Models of Superposition", "explainer")
