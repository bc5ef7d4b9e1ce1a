"""`linkroll check`: what is wrong with the links of pages."""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkroll.cli.exit_codes import INTERRUPTED, WARNINGS, WELL, WrongUseError
from linkroll.cli.links import add_paths
from linkroll.cli.network_options import CACHE, Progress, add_network, settings, tell
from linkroll.clock import clock
from linkroll.lint.duplicates import contradictions, duplicates
from linkroll.lint.git_diff import ChangedLines, NoRevisionError
from linkroll.lint.reporters import FORMS, LintReport, summary_line, text_form
from linkroll.lint.rules import apply_gating, drop_implied, lint_page
from linkroll.lock.atomic import write_whole
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.lock.works import Works, stated
from linkroll.markdown.files import NoPageError, find_pages, page_name, read_file
from linkroll.tasks.check import CheckedLinks, check_links

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.extension import Link, Reading


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "Tell what is wrong with the links of Markdown pages: seen from the pages "
        "and links.lock alone, or by asking the links as well."
    )
    add_paths(part)
    part.add_argument(
        "--check",
        choices=["off", "new", "due", "all"],
        default="off",
        help="which links to ask: none, those without a record, those that are due too, all "
        "(default: off)",
    )
    part.add_argument(
        "--since", metavar="REV", help="warn only about lines changed since this git revision"
    )
    part.add_argument(
        "--format", choices=[*FORMS], default="text", help="how to print it (default: text)"
    )
    part.add_argument(
        "--output",
        action="append",
        default=[],
        type=output,
        metavar="FORMAT=FILE",
        help="write it to a file as well; may be given again",
    )
    add_network(part)


def output(argument: str) -> tuple[str, Path]:
    """Read a value of ``--output``."""
    form, equals, name = argument.partition("=")
    if form not in FORMS or not equals or not name:
        raise ValueError(argument)
    return form, Path(name)


def run(options: argparse.Namespace) -> int:
    """Check pages, print what was found, and write it where it is wanted."""
    report, interrupted = check(options)
    for form, path in options.output:
        write_whole(path, FORMS[form](report).encode(errors="backslashreplace"))
    if options.format == "text":
        sys.stdout.write(text_form(report, colour=wants_colour()))
        sys.stderr.write(summary_line(report) + "\n")
    else:
        sys.stdout.write(FORMS[options.format](report))
    if interrupted:
        return INTERRUPTED
    return WARNINGS if report.of("warning") else WELL


def wants_colour() -> bool:
    """Whether to print in colour: to a terminal, unless https://no-color.org is asked for."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def check(options: argparse.Namespace) -> tuple[LintReport, bool]:
    """Read pages and the lock, ask what is to be asked, and judge all of it.

    Returns:
        The report, and whether someone ended the asking early.
    """
    lock = read_lock(Path(LOCK))
    changes = find_changes(options.since)
    today = clock(os.environ)
    reader = Reader(options.paths)
    asked = ask_some(options, reader.read(), lock.records, changes, today)
    readings = reader.finish()
    links = [link for reading in readings.values() for link in reading.links]
    works = Works(asked.records, stated(links))
    findings = [*lock.findings, *asked.findings, *contradictions(links), *duplicates(links, works)]
    for name, reading in readings.items():
        findings += lint_page(
            name, reading, asked.records, today, allow_private=options.allow_private
        )
    findings = apply_gating(
        sorted(drop_implied(findings)),
        lambda found: changes is None or changes.touch(Path(found.path), found.line),
    )
    summary = summarise(links, asked)
    by_url = asked.by_url
    outlines = [outline(link, asked, by_url) for link in links]
    return LintReport(findings, summary, outlines), asked.report.interrupted


def find_changes(since: str | None) -> ChangedLines | None:
    """Ask git which lines changed, where only those are to count."""
    if since is None:
        return None
    try:
        return ChangedLines(Path(), since)
    except NoRevisionError as error:
        raise WrongUseError(f"cannot compare with “{since}”: {error}") from None


class Reader:
    """Reads pages one by one, so that the links of the first are asked while the last are read."""

    def __init__(self, paths: list[str]) -> None:
        self.readings: dict[str, Reading] = {}  # by the names that findings give the pages
        self.error: NoPageError | None = None
        try:
            self.left = iter(find_pages(paths))
        except NoPageError as error:
            raise WrongUseError(str(error)) from None

    def read(self) -> Iterator[Link]:
        """Yield the links of one page after the other; stop at one that cannot be read."""
        try:
            for path in self.left:
                reading = self.readings[page_name(path)] = read_file(path)
                yield from reading.links
        except NoPageError as error:
            self.error = error

    def finish(self) -> dict[str, Reading]:
        """Read what nobody asked for, and give all pages."""
        deque(self.read(), maxlen=0)
        if self.error is not None:
            raise WrongUseError(str(self.error))
        return self.readings


def ask_some(
    options: argparse.Namespace,
    links: Iterable[Link],
    locked: Mapping[str, Record],
    changes: ChangedLines | None,
    today: date,
) -> CheckedLinks:
    """Ask the links that were chosen; of a change, only those it touches."""
    if options.check == "off":
        return CheckedLinks(locked)
    if changes is not None:
        links = (link for link in links if changes.touch(Path(link.path), link.line))
    progress = Progress()
    with CheckCache(CACHE, today) as cache:
        asked = check_links(
            links,
            locked,
            options.check,
            settings=settings(options),
            cache=cache,
            on_observation=progress,
        )
    progress.end()
    tell(asked.report)
    return asked


def summarise(links: list[Link], asked: CheckedLinks) -> dict[str, Any]:
    """Count what is known of each thing that is linked, and what asking took."""
    verdicts = Counter(verdict(asked.records.get(key)) for key in {link.key for link in links})
    report = asked.report
    return {**verdicts, "requests": report.requests, "seconds": round(report.seconds, 3)}


def verdict(record: Record | None) -> str:
    """Return what checks say of a record."""
    return (record and record.verdict) or "unchecked"


def outline(link: Link, asked: CheckedLinks, by_url: Mapping[str, Observation]) -> dict[str, Any]:
    """Return what the report says of one link."""
    record = asked.records.get(link.key)
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
