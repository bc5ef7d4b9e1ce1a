"""`linkroll update`: check what is due, fetch metadata, and write the lock."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import INTERRUPTED
from linkroll.cli.links import add_paths, read_links
from linkroll.cli.lock_report import print_lock_findings
from linkroll.cli.network_options import (
    CACHE,
    Progress,
    add_network,
    add_shard,
    print_incomplete,
    settings,
)
from linkroll.clock import clock
from linkroll.findings import one_line
from linkroll.lint.reporters.report import counted
from linkroll.lint.rules import reason_text
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.markdown.project import in_project
from linkroll.tasks.update import update

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from linkroll.lock.record import Record
    from linkroll.metadata.types import Disagreement
    from linkroll.tasks.update import Update


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Check the links that are due (alive ones after 7 days, failing ones after 3, dead ones "
        "after 7), fetch metadata from providers such as arXiv and Crossref (again after 7 days "
        "where no provider gave a title, else after at most 90), and write the results to "
        "links.lock. An interrupted update keeps its results."
    )
    add_paths(part)
    part.add_argument(
        "--lock",
        type=Path,
        default=None,
        metavar="FILE",
        help="the lock (default: links.lock)",
    )
    add_shard(part)
    add_network(part)


def run(options: argparse.Namespace) -> int:
    """Update the lock, and print what changed."""
    options.lock = options.lock or in_project(LOCK)
    links = read_links(options.paths)
    if options.shard:
        links = options.shard.select(links)
    progress = Progress()
    try:
        with CheckCache(in_project(CACHE), clock(os.environ)) as cache:
            done = update(
                options.lock, links, settings(options), cache, progress, on_result=progress.fetched
            )
    finally:
        progress.end()
    print_incomplete(done.report)
    lock = read_lock(options.lock)
    code = print_lock_findings(lock)
    for line in summary(done, lock.records):
        print(one_line(line), file=sys.stderr)
    return INTERRUPTED if done.report.interrupted else code


def summary(done: Update, records: Mapping[str, Record]) -> Iterator[str]:
    """Yield what a run requested and what it changed, worst first."""
    changed = [records[key] for key in done.changed if key in records]
    verdicts = Counter(record.verdict for record in changed if record.verdict)
    yield (
        f"{counted(done.report.requests, 'request')} in {done.report.seconds:.1f} s; "
        f"{counted(len(changed), 'record')} changed"
        + "".join(f", {number} {word}" for word, number in verdicts.most_common())
    )
    for verdict in ("dead", "mislabelled", "failing", "blocked", "moved"):
        for record in changed:
            if record.verdict == verdict:
                yield f"  {verdict}: {record.url} ({reason_text(record)})"
    yield from metadata_lines(done, records)


def metadata_lines(done: Update, records: Mapping[str, Record]) -> Iterator[str]:
    """Yield how many fields were fetched, which providers failed, and where sources differ."""
    queried = ", ".join(
        f"{name} {tally.returned} of {tally.requested}"
        for name, tally in sorted(done.tallies.items())
    )
    if queried or done.fetched:
        fields = counted(sum(done.fetched.values()), "field")
        keys = counted(len(done.fetched), "record")
        yield f"fetched {fields} of {keys}" + (f"; found by {queried}" if queried else "")
    for name, tally in sorted(done.tallies.items()):
        if tally.missed:
            missed = f"{tally.missed} of {tally.requested} ({tally.error})"
            yield f"  no response: {name}, for {missed}; the next run tries again"
    for key, differing in sorted(done.disagreements.items()):
        yield from difference_lines(records[key], differing)


def difference_lines(record: Record, differing: Iterable[Disagreement]) -> Iterator[str]:
    """Yield the value in the lock, and the values of other sources."""
    for each in differing:
        value = getattr(record, each.field)
        chosen = ", ".join(value) if isinstance(value, tuple) else value
        source = record.origin.get(each.field, "unknown")
        yield f"  differs: {record.url}: {each.field} “{chosen}” ({source}), “{each.value}” ({each.source})"
