"""`linkroll fix`: better addresses, shown as a change or written to the pages."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
from linkroll.tasks.fix import fix
from linkroll.tasks.select import apply_cache
from linkroll.tasks.suggestions import Evidence, Step

if TYPE_CHECKING:
    import argparse

    from linkroll.lock.record import Record
    from linkroll.lock.verdict import Observation
    from linkroll.markdown.links import Link
    from linkroll.tasks.fix import Fixed


class Change(NamedTuple):
    """What is to become of one page."""

    path: Path
    before: str
    fixed: Fixed

    @property
    def after(self) -> str:
        """The text of the page as it is to be."""
        return self.fixed.text


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "Show, as a unified diff, better addresses for the links of pages: of what has moved for "
        "good the new one, of a mirror the original, without parameters that only follow "
        "readers, and with https where that was seen to answer. It rests on links.lock and on "
        "earlier checks, and asks no network. Flagged entries and docs/founding-list.md are left "
        "alone, and nothing but addresses is changed."
    )
    add_paths(part)
    part.add_argument("--write", action="store_true", help="write the pages")
    part.add_argument(
        "--archived",
        action="store_true",
        help="give dead links the address of their archived copy, where links.lock has one",
    )


def run(options: argparse.Namespace) -> int:
    """Show or write what is to be changed."""
    try:
        paths = find_pages(options.paths)
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    lock = read_lock(Path(LOCK))
    code = print_lock_findings(lock)
    evidence = gather(lock.records, archived=options.archived)
    changes = []
    for path in paths:
        try:
            changes.append(plan(path, evidence))
        except NoPageError as error:
            print(f"linkroll: {one_line(str(error))}; it is left as it is", file=sys.stderr)
            code = WARNINGS
    for change in changes:
        (write if options.write else show)(change)
        tell(change)
    print(summary(changes, written=options.write), file=sys.stderr)
    return WARNINGS if any(change.fixed.left for change in changes) else code


def gather(records: dict[str, Record], *, archived: bool) -> Evidence:
    """Put together what the lock and the checks since then have seen."""
    cache = CheckCache(CACHE, clock(os.environ))

    def seen(url: str) -> Observation | None:
        check = cache.recall(url)
        return check.seen if check else None

    return Evidence(apply_cache(records, cache), seen, cache.today, archived)


def plan(path: Path, evidence: Evidence) -> Change:
    """Say what is to become of a page.

    Raises:
        NoPageError: It cannot be read.
    """
    before = read_text(path)
    return Change(path, before, fix(page_name(path), before, evidence))


def show(change: Change) -> None:
    """Print a change as `git apply` and `patch -p1` take it."""
    name = change.path.as_posix().lstrip("/")
    lines = unified_diff(lines_of(change.before), lines_of(change.after), f"a/{name}", f"b/{name}")
    for line in lines:
        whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        sys.stdout.write(visible(whole) if sys.stdout.isatty() else whole)


def lines_of(text: str) -> list[str]:
    """Split a text where patches do, and nowhere else."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def visible(line: str) -> str:
    """Make a line fit for a terminal."""
    return "\n".join(map(one_line, line.split("\n")))


def write(change: Change) -> None:
    """Write a page, whole or not at all, if it is other than before."""
    if change.after == change.before:
        return
    write_whole(change.path, change.after.encode())


def tell(change: Change) -> None:
    """Say on standard error what is changed and why, and what is left."""
    for line in (*map(told, change.fixed.made), *map(told_left, change.fixed.left)):
        print(one_line(line), file=sys.stderr)


def told(mend: tuple[Link, list[Step]]) -> str:
    """Say what becomes of one link."""
    link, steps = mend
    why = "; ".join(f"{step.code}: {step.why}" for step in steps)
    return f"{link.path}:{link.line}:{link.column}: “{link.url}” → “{steps[-1].url}” ({why})"


def told_left(link: Link) -> str:
    """Say that a link is better changed by hand."""
    place = f"{link.path}:{link.line}:{link.column}"
    return f"{place}: “{link.url}” should be changed, but how it is written cannot be kept; change it by hand"


def summary(changes: list[Change], *, written: bool) -> str:
    """Say how much was found, and what to do."""
    made = [steps for change in changes for _, steps in change.fixed.made]
    if not made:
        return "nothing to fix"
    codes = Counter(code for steps in made for code in dict.fromkeys(step.code for step in steps))
    pages = sum(change.after != change.before for change in changes)
    said = f"{counted(len(made), 'link')} on {counted(pages, 'page')} "
    said += "changed" if written else "to change; write them with --write"
    return said + f" ({', '.join(f'{number} {code}' for code, number in codes.most_common())})"
