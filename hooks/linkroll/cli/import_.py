"""`linkroll import`: facts from elsewhere, into the lock."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WARNINGS
from linkroll.cli.lock_report import tell_lock
from linkroll.findings import as_text
from linkroll.lint.reporters import counted
from linkroll.lint.rules import clock
from linkroll.lock.bibliographies import read_bibliography, reader_for
from linkroll.lock.import_jsonl import read_facts, take_facts
from linkroll.lock.lockfile import LOCK, open_lock, write_lock

if TYPE_CHECKING:
    import argparse


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "Take facts from JSON lines (url, and what is known of title, kind, authors, "
        "date, venue, alt_urls, evidence), BibTeX or CSL-JSON into links.lock. They count as imported until a "
        "source confirms them, and what a source has confirmed stays."
    )
    part.add_argument(
        "file", metavar="FILE", help="JSON lines, BibTeX or CSL-JSON; - reads the input"
    )


def run(options: argparse.Namespace) -> int:
    """Read facts, put the good ones into the lock, and tell of the others."""
    content = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    today = clock(os.environ)
    read = reader_for(content, options.file)
    rows, findings = (
        read_bibliography(content, options.file, read, today)
        if read
        else read_facts(content, options.file, today)
    )
    lock = open_lock(Path(LOCK))
    new = take_facts(lock, rows, today)
    write_lock(Path(LOCK), lock)
    code = tell_lock(lock)
    for found in findings:
        print(as_text(found), file=sys.stderr)
    said = f"{counted(len(rows), 'row')} taken, {new} of them new, {len(findings)} left out"
    print(said, file=sys.stderr)
    return WARNINGS if findings else code
