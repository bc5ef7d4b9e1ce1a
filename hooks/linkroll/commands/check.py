"""`linkroll check`: what is wrong with the links of pages."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkroll.changes import Changes, NoRevisionError
from linkroll.commands import WARNINGS, WELL, WrongUseError
from linkroll.commands.links import add_paths
from linkroll.contradictions import contradictions, duplicates
from linkroll.pages import NoPageError, find_pages, read_file
from linkroll.records import LOCK, read_lock, write_whole
from linkroll.reports import FORMS, Report, summary_line, text_form
from linkroll.review import clock, gated, review

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from linkroll.findings import Finding
    from linkroll.markdown import Link
    from linkroll.records import Record


def add(parts: Any) -> None:  # noqa: ANN401 - argparse does not name this type
    """Describe the command."""
    part = parts.add_parser(
        "check",
        help="tell what is wrong with the links of pages",
        description="Tell what is wrong with the links of Markdown pages, seen from the pages "
        "and links.lock.",
    )
    add_paths(part)
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
    part.add_argument(
        "--allow-private", action="store_true", help="take private addresses for real ones"
    )
    part.set_defaults(run=run)


def output(argument: str) -> tuple[str, Path]:
    """Read a value of ``--output``."""
    form, equals, name = argument.partition("=")
    if form not in FORMS or not equals or not name:
        raise ValueError(argument)
    return form, Path(name)


def run(options: argparse.Namespace) -> int:
    """Check pages, print what was found, and write it where it is wanted."""
    report = check(options)
    for form, path in options.output:
        try:
            write_whole(path, FORMS[form](report).encode(errors="backslashreplace"))
        except OSError as error:
            raise WrongUseError(f"“{path}” cannot be written: {error.strerror}") from None
    if options.format == "text":
        sys.stdout.write(text_form(report, colour=wants_colour()))
        sys.stderr.write(summary_line(report) + "\n")
    else:
        sys.stdout.write(FORMS[options.format](report))
    return WARNINGS if report.of("warning") else WELL


def wants_colour() -> bool:
    """Whether to print in colour: to a terminal, unless https://no-color.org is asked for."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def check(options: argparse.Namespace) -> Report:
    """Read pages and the lock, and judge what is there."""
    lock = read_lock(Path(LOCK))
    findings = list(lock.findings)
    links: list[Link] = []
    today = clock(os.environ)
    try:
        for path in find_pages(options.paths):
            reading = read_file(path)
            links += reading.links
            name = reading.links[0].path if reading.links else path.as_posix()
            findings += review(
                name, reading, lock.records, today, allow_private=options.allow_private
            )
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    findings += contradictions(links) + duplicates(links)
    return Report(
        gate(sorted(findings), options.since),
        summarise(links, lock.records),
        [outline(link, lock.records.get(link.key)) for link in links],
    )


def gate(findings: list[Finding], since: str | None) -> list[Finding]:
    """Make notices of what stands on lines that did not change, where that was asked for."""
    if since is None:
        return findings
    try:
        changes = Changes(Path(), since)
    except NoRevisionError as error:
        raise WrongUseError(f"cannot compare with “{since}”: {error}") from None
    return gated(findings, lambda found: changes.touch(Path(found.path), found.line))


def summarise(links: list[Link], records: Mapping[str, Record]) -> dict[str, Any]:
    """Count what is known of each thing that is linked."""
    verdicts = Counter(verdict(records.get(key)) for key in {link.key for link in links})
    return {**verdicts, "requests": 0, "seconds": 0.0}


def verdict(record: Record | None) -> str:
    """Return what checks say of a record."""
    return (record and record.verdict) or "unchecked"


def outline(link: Link, record: Record | None) -> dict[str, Any]:
    """Return what the report says of one link."""
    outcome = record.outcome if record else None
    return {
        "url": link.url,
        "key": link.key,
        "verdict": verdict(record),
        "status": outcome.status if outcome else None,
        "final": outcome.final if outcome else None,
        "chain": [],
    }
