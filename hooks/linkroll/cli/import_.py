"""`linkroll import`: metadata from elsewhere, into the lock."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WARNINGS
from linkroll.cli.lock_report import print_lock_findings
from linkroll.clock import clock
from linkroll.findings import as_text
from linkroll.lint.reporters.report import counted
from linkroll.lock.atomic import exclusive
from linkroll.lock.import_jsonl import import_rows, read_rows
from linkroll.lock.lockfile import LOCK, open_lock, write_lock
from linkroll.markdown.project import in_project

if TYPE_CHECKING:
    import argparse


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "Import JSON lines (url or key, and any of title, kind, authors, date, venue, alt_urls, "
        "evidence, and vital signs: changed, license, release …) into links.lock. Imported fields never replace what a provider confirmed."
    )
    part.add_argument("file", metavar="FILE", help="JSON lines; - reads standard input")


def run(options: argparse.Namespace) -> int:
    """Read rows, write the valid ones to the lock, and report the others."""
    content = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    today = clock(os.environ)
    rows, findings = read_rows(content, options.file, today)
    path = in_project(LOCK)
    with exclusive(path):  # an update may be running
        lock = open_lock(path)
        new = import_rows(lock, rows, today)
        write_lock(path, lock)
    code = print_lock_findings(lock)
    for found in findings:
        print(as_text(found), file=sys.stderr)
    summary = f"{counted(len(rows), 'row')} imported, {new} of them new, {len(findings)} left out"
    print(summary, file=sys.stderr)
    return WARNINGS if findings else code
