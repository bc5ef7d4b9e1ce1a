"""`linkroll merge`: merge lock files of branches or shards into links.lock."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.cli.lock_report import print_lock_findings
from linkroll.lint.reporters.report import counted
from linkroll.lock.lockfile import LOCK, Lock, open_lock, write_lock
from linkroll.lock.merge import merge_locks
from linkroll.markdown.project import in_project

if TYPE_CHECKING:
    import argparse


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Merge lock files into links.lock, key by key: what only one side changed is taken from "
        "that side, of two changes the one checked later. Use it for the shards of one update, "
        "and for the branch of an update that nobody has merged yet."
    )
    part.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a lock to merge")
    part.add_argument(
        "--base", type=Path, metavar="FILE", help="the lock that all of them started from"
    )
    part.add_argument(
        "--lock", type=Path, default=None, metavar="FILE", help="the lock to write (default: links.lock)"
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Merge, write the lock, and print what changed."""
    options.lock = options.lock or in_project(LOCK)
    base = open_lock(options.base) if options.base else Lock()
    ours = open_lock(options.lock)
    merged = merge_locks(base, ours, [open_lock(path) for path in options.files])
    changed = sum(ours.records.get(key) != record for key, record in merged.records.items())
    write_lock(options.lock, merged)
    print(f"{counted(changed, 'record')} changed", file=sys.stderr)
    return print_lock_findings(merged)
