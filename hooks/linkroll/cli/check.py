"""`linkroll check`: report what is wrong with the links of pages."""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkroll.cli.exit_codes import INTERRUPTED, WARNINGS, WELL, WrongUseError
from linkroll.cli.links import add_paths
from linkroll.cli.network_options import (
    CACHE,
    Progress,
    add_allow,
    add_network,
    add_shard,
    allowed,
    print_incomplete,
    settings,
)
from linkroll.clock import clock
from linkroll.lint.duplicates import contradictions, duplicates
from linkroll.lint.git_diff import ChangedLines, NoRevisionError
from linkroll.lint.relations import find_relations
from linkroll.lint.reporters.formats import FORMATS
from linkroll.lint.reporters.report import Coverage, LintReport
from linkroll.lint.reporters.text import as_lines, summary_line
from linkroll.lint.rules import apply_gating, drop_implied, lint_page, without_suppressed
from linkroll.lint.trust import trusted_records
from linkroll.lock.atomic import write_whole
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.lockfile import LOCK, parse_lock, read_lock
from linkroll.lock.works import Works, declared_same
from linkroll.markdown.files import NoPageError, find_pages, page_name, read_file, topic_pages
from linkroll.markdown.project import find_project, in_project
from linkroll.tasks.check import CheckedLinks, check_links

if TYPE_CHECKING:
    import argparse
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.extension import Link, Reading


# What no later run and no `linkroll fix` resolves by itself.
NEEDS_PERSON = frozenset(
    {"dead", "mislabelled", "placeholder", "contradiction", "gone", "needs-human", "expired", "resolved", "lock"}
)  # fmt: skip


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Report problems with the links in Markdown pages, using only the pages and links.lock, "
        "or also by requesting the links (--check)."
    )
    add_paths(part)
    part.add_argument(
        "--check",
        choices=["off", "new", "due", "all"],
        default="off",
        help="which links to request; off: none, new: those without a record, due: also those due "
        "for a check, all: every link (default: off)",
    )
    part.add_argument(
        "--since",
        metavar="REV",
        help="warn only about lines changed since the merge base with REV; links on changed lines "
        "are judged by links.lock as it was before the change",
    )
    part.add_argument(
        "--person",
        action="store_true",
        help="report only problems that need a person to fix; if there are none, the Markdown report "
        "written with --output is empty",
    )
    part.add_argument(
        "--format", choices=[*FORMATS], default="text", help="the format to print (default: text)"
    )
    part.add_argument(
        "--output",
        action="append",
        default=[],
        type=output,
        metavar="FORMAT=FILE",
        help="also write the report to a file; can be repeated",
    )
    add_shard(part)
    add_allow(part)
    add_network(part)


def output(argument: str) -> tuple[str, Path]:
    """Parse a value of ``--output``."""
    name, equals, path = argument.partition("=")
    if name not in FORMATS or not equals or not path:
        raise ValueError(argument)
    return name, Path(path)


def run(options: argparse.Namespace) -> int:
    """Check pages, print the report, and write it to files."""
    report, interrupted = check(options)
    for name, path in options.output:
        is_empty = options.person and name == "markdown" and not report.findings
        text = "" if is_empty else FORMATS[name](report)
        write_whole(path, text.encode(errors="backslashreplace"))
    if options.format == "text":
        sys.stdout.write(as_lines(report, colour=wants_colour()))
        sys.stderr.write(summary_line(report) + "\n")
    else:
        sys.stdout.write(FORMATS[options.format](report))
    if interrupted:
        return INTERRUPTED
    return WARNINGS if report.of("warning") else WELL


def wants_colour() -> bool:
    """Whether to print in colour: to a terminal, unless https://no-color.org is requested."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def check(options: argparse.Namespace) -> tuple[LintReport, bool]:
    """Read pages and the lock, request links, and report on all of it.

    Returns:
        The report, and whether someone interrupted the requests.
    """
    lock = read_lock(in_project(LOCK))
    changes = find_changes(options.since)
    today = clock(os.environ)
    reader = PageReader(options.paths)
    records: Mapping[str, Record] = lock.records
    links: Iterable[Link] = reader.read()
    if changes is not None:
        links = list(links)
        base = parse_lock(changes.before(in_project(LOCK)), in_project(LOCK)).records
        records = trusted_records(records, base, links, changes, Path())
        links = [link for link in links if changes.touch(Path(link.path), link.line)]
    checked = check_some(options, links, records, today)
    readings = reader.finish()
    all_links = [link for reading in readings.values() for link in reading.links]
    works = Works(checked.records, declared_same(all_links))
    findings = [
        *lock.findings,
        *checked.findings,
        *contradictions(without_suppressed(all_links, today)),
        *duplicates(all_links, works, set(filter(is_plain_list, readings))),
        *(find_relations(all_links, works)[1] if has_all_topics(readings) else ()),
    ]
    for name, reading in readings.items():
        allow = allowed(options, Path(name))
        findings += lint_page(name, reading, checked.records, today, allow=allow)
    findings = sorted(drop_implied(findings))
    if options.person:
        findings = [found for found in findings if found.code in NEEDS_PERSON]
    touched = [
        found
        for found in findings
        if changes is None or changes.touch(Path(found.path), found.line)
    ]
    kept = set(map(id, touched))
    by_url = checked.by_url
    report = LintReport(
        findings=touched,
        summary=summarise(all_links, checked),
        links=[outline(link, checked, by_url) for link in all_links],
        pages=list(readings),
        elsewhere=apply_gating([f for f in findings if id(f) not in kept], lambda _: False),
        coverage=coverage(options, checked),
    )
    return report, checked.report.interrupted


def has_all_topics(paths: Container[str]) -> bool:
    """Whether every topic of the site is among the pages: a relation may lead to any of them."""
    topics = [page_name(path) for path in topic_pages()]
    return bool(topics) and all(path in paths for path in topics)


def is_plain_list(name: str) -> bool:
    """Whether a page belongs to no site, so that any of its list items may be an entry."""
    project = find_project(Path(name))
    return project is None or not project.holds(Path(name))


def coverage(options: argparse.Namespace, checked: CheckedLinks) -> Coverage:
    """Return how much of what was to be requested gave a result."""
    run = checked.report
    chosen = None if options.check == "off" else len(run.seen) + run.left
    return Coverage(chosen, len(run.seen), run.no_network, options.since)


def find_changes(since: str | None) -> ChangedLines | None:
    """Return the lines that changed since a revision; None where all lines count."""
    if since is None:
        return None
    try:
        return ChangedLines(Path(), since)
    except NoRevisionError as error:
        raise WrongUseError(f"cannot compare with “{since}”: {error}") from None


class PageReader:
    """Reads pages one by one, so that links of the first are requested while others are read."""

    def __init__(self, paths: list[str]) -> None:
        self.readings: dict[str, Reading] = {}  # by the names that findings give the pages
        self.error: NoPageError | None = None
        try:
            self.left = iter(find_pages(paths))
        except NoPageError as error:
            raise WrongUseError(str(error)) from None

    def read(self) -> Iterator[Link]:
        """Yield the links of one page after the other; stop at a page that cannot be read."""
        try:
            for path in self.left:
                reading = self.readings[page_name(path)] = read_file(path)
                yield from reading.links
        except NoPageError as error:
            self.error = error

    def finish(self) -> dict[str, Reading]:
        """Read the pages that are left, and return all."""
        deque(self.read(), maxlen=0)
        if self.error is not None:
            raise WrongUseError(str(self.error))
        return self.readings


def check_some(
    options: argparse.Namespace,
    links: Iterable[Link],
    records: Mapping[str, Record],
    today: date,
) -> CheckedLinks:
    """Request the links that ``--check`` selects."""
    if options.check == "off":
        return CheckedLinks(records)
    if options.shard:
        links = options.shard.select(links)
    progress = Progress()
    with CheckCache(in_project(CACHE), today) as cache:
        checked = check_links(
            links,
            records,
            options.check,
            settings=settings(options),
            cache=cache,
            on_observation=progress,
        )
    progress.end()
    print_incomplete(checked.report)
    return checked


def summarise(links: list[Link], checked: CheckedLinks) -> dict[str, Any]:
    """Count the verdicts of the linked keys, the requests and the seconds."""
    verdicts = Counter(verdict(checked.records.get(key)) for key in {link.key for link in links})
    report = checked.report
    return {**verdicts, "requests": report.requests, "seconds": round(report.seconds, 3)}


def verdict(record: Record | None) -> str:
    """Return the verdict of a record."""
    return (record and record.verdict) or "unchecked"


def outline(link: Link, checked: CheckedLinks, by_url: Mapping[str, Observation]) -> dict[str, Any]:
    """Return one link for the report, in the form of the contract."""
    record = checked.records.get(link.key)
    outcome = record.outcome if record else None
    seen = by_url.get(link.url)
    return {
        "url": link.url,
        "key": link.key,
        "verdict": verdict(record),
        "status": outcome.status if outcome else None,
        "final": outcome.final if outcome else None,
        "chain": [{"url": hop.url, "status": hop.status} for hop in seen.chain] if seen else [],
    }
