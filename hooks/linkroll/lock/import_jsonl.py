"""Imports metadata of links from JSON lines into the lock."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from linkroll.findings import Finding, finding
from linkroll.kinds import KINDS
from linkroll.lock.record import Record
from linkroll.lock.vitals import READERS, STATES
from linkroll.markdown.attributes import DATE
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.identify import identify
from linkroll.urls.resource import url_of_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from linkroll.lock.lockfile import Lock

IMPORTED_FIELDS = ("title", "authors", "date", "venue")
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """The metadata of one link in one row; ``evidence`` has the URLs of public pages with them.

    ``vitals`` holds vital signs by their names in `linkroll.lock.vitals.Vitals`.
    """

    url: str
    kind: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    alternatives: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    vitals: Mapping[str, Any] = field(default_factory=dict)


class BadRowError(ValueError):
    """A row that cannot be imported; the message is the reason."""


def read_rows(content: bytes, name: str, today: date) -> tuple[list[ImportRow], list[Finding]]:
    """Read JSON lines. An invalid row is a finding at its line, and affects no other row."""
    rows: list[ImportRow] = []
    findings: list[Finding] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(read_row(line, today))
        except BadRowError as error:
            what = f"the row is left out: {error}"
            findings.append(
                finding(
                    "malformed",
                    what,
                    "correct the row, and import it again",
                    path=name,
                    line=number,
                )
            )
    return rows, findings


def read_row(line: bytes, today: date) -> ImportRow:
    """Read one row.

    Raises:
        BadRowError: It is no JSON object, or a field is not valid.
    """
    try:
        values = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise BadRowError("it is not JSON in UTF-8") from None
    if not isinstance(values, dict):
        raise BadRowError("it is not a JSON object")
    url = text_field(values, "url") or url_of_key(text_field(values, "key") or "")
    if url is None:
        raise BadRowError("it has no “url”, and no “key” that names an address")
    for found in lint_url(url, today):
        if found.code == "placeholder":
            raise BadRowError(found.message)
    kind, day = text_field(values, "kind"), text_field(values, "date")
    if kind is not None and kind not in KINDS:
        raise BadRowError(f"“{kind}” is no kind ({', '.join(KINDS)})")
    if day is not None and not DATE.fullmatch(day):
        raise BadRowError(f"the date “{day}” is not YYYY, YYYY-MM or YYYY-MM-DD")
    return ImportRow(
        url=url,
        kind=kind,
        title=text_field(values, "title"),
        authors=texts_field(values, "authors"),
        date=day,
        venue=text_field(values, "venue"),
        alternatives=texts_field(values, "alt_urls"),
        evidence=texts_field(values, "evidence"),
        vitals=read_vital_signs(values),
    )


def read_vital_signs(values: dict[str, Any]) -> dict[str, Any]:
    """Return the vital signs of a row: by their names in the lock, or `licence` and `archived`."""
    stated = {name: values[name] for name in READERS if values.get(name) not in (None, "")}
    if values.get("licence"):
        stated.setdefault("license", values["licence"])
    for state in STATES:
        if values.get(state) is True:
            stated.setdefault("state", state)
    for name, value in stated.items():
        try:
            READERS[name](value)
        except ValueError:
            raise BadRowError(f"“{name}” cannot be “{value}”") from None
    return stated


def text_field(values: dict[str, Any], name: str) -> str | None:
    """Return a text field on one line, or None if it is missing or empty."""
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRowError(f"“{name}” is not a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadRowError(f"“{name}” has half a character in it") from None
    return " ".join(value.split()) or None


def texts_field(values: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return a field that is a list of texts; one text may name several, between semicolons."""
    value = values.get(name) or []
    if isinstance(value, str):
        value = value.split("; ")
    if not isinstance(value, list):
        raise BadRowError(f"“{name}” is not a list")
    read = (text_field({name: item}, name) for item in value)
    return tuple(item for item in read if item)


def import_rows(lock: Lock, rows: Iterable[ImportRow], today: date) -> int:
    """Merge rows into a lock, and return the number of new keys."""
    before = len(lock.records)
    for row in rows:
        identity = identify(row.url)
        record = lock.records.get(identity.key)
        if record is None:
            kind = row.kind or identity.kind
            record = Record(identity.key, identity.canonical, kind, added=today.isoformat())
        lock.records[identity.key] = merge_row(record, row)
    return len(lock.records) - before


def merge_row(record: Record, row: ImportRow) -> Record:
    """Merge a row into a record; fields from other sources stay."""
    origin = dict(record.origin)
    known: dict[str, Any] = {}
    signs: dict[str, Any] = {}
    for name, value in (
        {each: getattr(row, each) for each in IMPORTED_FIELDS} | dict(row.vitals)
    ).items():
        if value and origin.get(name, IMPORTED) == IMPORTED:
            (signs if name in row.vitals else known)[name] = value
            origin[name] = IMPORTED
    others = (identify(url).key for url in row.alternatives)
    return replace(
        record,
        **known,
        kind=(row.kind if origin.get("kind", IMPORTED) == IMPORTED else None) or record.kind,
        vitals=replace(record.vitals, **signs),
        origin=origin,
        evidence=tuple(dict.fromkeys((*record.evidence, *row.evidence))),
        same=tuple(dict.fromkeys((*record.same, *(key for key in others if key != record.key)))),
    )
