"""`linkroll fix`: replace URLs in pages, or show the change."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from linkroll.cli.check import find_changes
from linkroll.cli.exit_codes import WARNINGS, WrongUseError
from linkroll.cli.links import add_paths
from linkroll.cli.lock_report import print_lock_findings
from linkroll.cli.network_options import CACHE
from linkroll.clock import clock
from linkroll.findings import one_line
from linkroll.lint.reporters.report import counted
from linkroll.lock.atomic import write_whole
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.markdown.files import NoPageError, find_pages, page_name, read_text
from linkroll.markdown.project import find_project, in_project
from linkroll.tasks.fix import fix
from linkroll.tasks.select import apply_cache
from linkroll.tasks.suggestions import Evidence, Step

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from linkroll.lint.git_diff import ChangedLines
    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.links import Link
    from linkroll.tasks.fix import Fixed


class Change(NamedTuple):
    """One page before and after."""

    path: Path
    before: str
    fixed: Fixed

    @property
    def after(self) -> str:
        """The fixed text of the page."""
        return self.fixed.text


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Show, as a unified diff, better URLs for the links of pages: the new URL of what moved "
        "permanently, the original of a mirror, without tracking parameters, and with https "
        "where a check saw it respond. It uses links.lock and earlier checks, and sends no "
        "request. It skips flagged entries and docs/founding-list.md, and changes nothing but URLs."
    )
    add_paths(part)
    part.add_argument("--write", action="store_true", help="write the pages")
    part.add_argument(
        "--suggestions",
        type=Path,
        metavar="FILE",
        help="write the changed lines as JSON, for `linkroll github suggest`",
    )
    part.add_argument(
        "--since", metavar="REV", help="suggest only for lines changed since this git revision"
    )
    part.add_argument(
        "--allow-private", action="store_true", help="accept private and local addresses"
    )
    part.add_argument(
        "--archived",
        action="store_true",
        help="replace dead links by their archived copies, where links.lock has one",
    )


def run(options: argparse.Namespace) -> int:
    """Show or write the changes."""
    try:
        paths = find_pages(options.paths)
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    lock = read_lock(in_project(LOCK))
    code = print_lock_findings(lock)
    evidence = gather(lock.records, options)
    changes = []
    for path in paths:
        try:
            changes.append(plan(path, evidence))
        except NoPageError as error:
            print(f"linkroll: {one_line(str(error))}; skipped", file=sys.stderr)
            code = WARNINGS
    if options.suggestions:
        found = list(suggestions(changes, find_changes(options.since)))
        write_whole(options.suggestions, json.dumps(found, ensure_ascii=False).encode())
    for change in changes:
        (write if options.write else show)(change)
        print_steps(change)
    print(summary(changes, written=options.write), file=sys.stderr)
    return WARNINGS if any(change.fixed.left for change in changes) else code


def suggestions(changes: list[Change], touched: ChangedLines | None) -> Iterator[dict[str, Any]]:
    """Yield each line that is to be replaced: its path, its number from 1, and the new text."""
    for change in changes:
        before, after = lines_of(change.before), lines_of(change.after)
        if len(before) != len(after):
            continue
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
            if old != new and (touched is None or touched.touch(change.path, number)):
                yield {"path": page_name(change.path), "line": number, "text": new.rstrip("\r\n")}


def gather(records: dict[str, Record], options: argparse.Namespace) -> Evidence:
    """Return the evidence of the lock and of the checks since then."""
    cache = CheckCache(in_project(CACHE), clock(os.environ))

    def seen(url: str) -> Observation | None:
        check = cache.recall(url)
        return check.observation if check else None

    return Evidence(
        apply_cache(records, cache), seen, cache.today, options.archived, options.allow_private
    )


def plan(path: Path, evidence: Evidence) -> Change:
    """Return the change of a page.

    Raises:
        NoPageError: It cannot be read.
    """
    before = read_text(path)
    return Change(path, before, fix(page_name(path), before, evidence, find_project(path)))


def show(change: Change) -> None:
    """Print a change for `git apply` and `patch -p1`."""
    name = change.path.as_posix().lstrip("/")
    lines = unified_diff(lines_of(change.before), lines_of(change.after), f"a/{name}", f"b/{name}")
    for line in lines:
        whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        sys.stdout.write(visible(whole) if sys.stdout.isatty() else whole)


def lines_of(text: str) -> list[str]:
    """Split a text into lines as patches do: at line feeds alone."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def visible(line: str) -> str:
    """Return a line that is safe for a terminal."""
    return "\n".join(map(one_line, line.split("\n")))


def write(change: Change) -> None:
    """Write a page if it changed, whole or not at all."""
    if change.after == change.before:
        return
    write_whole(change.path, change.after.encode())


def print_steps(change: Change) -> None:
    """Print on standard error what changes and why, and what is left."""
    for line in (*map(made_line, change.fixed.made), *map(left_line, change.fixed.left)):
        print(one_line(line), file=sys.stderr)


def made_line(made: tuple[Link, list[Step]]) -> str:
    """Return the change of one link, with its reasons."""
    link, steps = made
    why = "; ".join(f"{step.code}: {step.why}" for step in steps)
    return f"{link.path}:{link.line}:{link.column}: “{link.url}” → “{steps[-1].url}” ({why})"


def left_line(link: Link) -> str:
    """Return why a link is left for a person."""
    place = f"{link.path}:{link.line}:{link.column}"
    return f"{place}: “{link.url}” should change, but its spelling in the source is ambiguous; change it by hand"


def summary(changes: list[Change], *, written: bool) -> str:
    """Return how many links change on how many pages."""
    made = [steps for change in changes for _, steps in change.fixed.made]
    if not made:
        return "nothing to fix"
    codes = Counter(code for steps in made for code in dict.fromkeys(step.code for step in steps))
    pages = sum(change.after != change.before for change in changes)
    text = f"{counted(len(made), 'link')} on {counted(pages, 'page')} "
    text += "changed" if written else "to change; write them with --write"
    return text + f" ({', '.join(f'{number} {code}' for code, number in codes.most_common())})"
