"""The lock: the record of each key, and the file `links.lock` that stores them."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkroll.findings import Finding, finding
from linkroll.lock.atomic import write_whole
from linkroll.lock.record import Record, UnreadableError, dump_record, parse_record

if TYPE_CHECKING:
    from pathlib import Path


LOCK = "links.lock"


@dataclass(slots=True)
class Lock:
    """The records of a site by key, and the lines of the file that could not be read."""

    records: dict[str, Record] = field(default_factory=dict)
    unreadable: list[bytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_lock(path: Path) -> Lock:
    """Read a lock that is not written again. Every error in it, or with it, is a finding."""
    try:
        return open_lock(path)
    except OSError as error:
        return Lock(
            findings=[problem(path, 1, f"cannot be read ({error.strerror})", "make it readable")]
        )


def open_lock(path: Path) -> Lock:
    """Read a lock that is to be written again; an error in a line affects no other record.

    A missing file is an empty lock.

    Raises:
        OSError: The file exists and cannot be read; writing it would lose its records.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Lock()
    if not content.strip():
        return Lock(findings=[problem(path, 1, "the file is empty", RESTORE)])
    return parse_lock(content, path)


def parse_lock(content: bytes, path: Path) -> Lock:
    """Read the contents of a lock; ``path`` names it in findings."""
    lock = Lock()
    lines: dict[str, int] = {}
    content = content.removeprefix(BOM_UTF8).removesuffix(b"\n")  # some editors write the mark
    for number, line in enumerate(content.split(b"\n"), start=1):
        take_line(lock, lines, path, number, line.removesuffix(b"\r"))
    return lock


def take_line(lock: Lock, lines: dict[str, int], path: Path, number: int, line: bytes) -> None:
    """Add one line of a file to a lock."""
    try:
        record = parse_record(line)
    except UnreadableError as error:
        lock.findings.append(problem(path, number, error.what, error.remedy))
        lock.unreadable.append(line)
        return
    if record.extra:
        names = ", ".join(f"“{name}”" for name in record.extra)
        lock.findings.append(problem(path, number, f"unknown field {names}", UNKNOWN_FIELD))
    if record.verdict and record.outcome is None:
        what = f"the verdict “{record.verdict}” has no outcome, so it rests on nothing"
        lock.findings.append(problem(path, number, what, UNFOUNDED))
        record = replace(record, verdict=None, since=None)
    first = lock.records.get(record.key)
    if first is not None:
        what = f"the key “{record.key}” stands on line {lines[record.key]} too"
        found = problem(path, number, what, "nothing to do: the next `linkroll update` keeps one")
        lock.findings.append(replace(found, level="notice"))
        if (first.checked or "") > (record.checked or ""):
            return
    lines[record.key] = number
    lock.records[record.key] = record


def write_lock(path: Path, lock: Lock) -> None:
    """Write a lock atomically: a reader sees the old file or the new one."""
    lines = [dump_record(lock.records[key]) for key in sorted(lock.records)]
    content = b"".join(line + b"\n" for line in [*lines, *lock.unreadable])
    write_whole(path, content)


RESTORE = "restore it with `git checkout links.lock`, or delete it and run `linkroll update`"
UNKNOWN_FIELD = "take it out, unless a newer linkroll wrote it"
UNFOUNDED = "restore the line from git, or run `linkroll update`, which checks it anew"


def problem(path: Path, line: int, what: str, remedy: str) -> Finding:
    """Return a finding about a line of the lock."""
    return finding("lock", what, remedy, path=path.name, line=line)
