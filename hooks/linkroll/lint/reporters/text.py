"""A report for a terminal: one line for each finding, warnings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.findings import as_text, one_line
from linkroll.lint.reporters.report import counted, coverage_sentence, of_level

if TYPE_CHECKING:
    from linkroll.lint.reporters.report import LintReport

COLOURS = {"warning": "\033[33m", "notice": "\033[36m"}
RESET = "\033[0m"


def as_lines(report: LintReport, *, colour: bool = False) -> str:
    """Return every finding, with the code coloured by level where that is wanted."""
    found = report.everywhere
    lines = []
    for each in [*of_level("warning", found), *of_level("notice", found)]:
        line = as_text(each)
        start = len(one_line(each.place)) + 2
        end = start + len(each.code)
        code = f"{COLOURS[each.level]}{each.code}{RESET}"
        lines.append(f"{line[:start]}{code}{line[end:]}" if colour else line)
    return "".join(f"{line}\n" for line in lines)


def summary_line(report: LintReport) -> str:
    """Return what was read, what was found, and what was requested, on one line."""
    found = report.everywhere
    warnings, notices = len(of_level("warning", found)), len(of_level("notice", found))
    counts = f"{counted(len(report.links), 'link')}, {counted(warnings, 'warning')}, {counted(notices, 'notice')}"
    if report.coverage.chosen is None:
        return counts
    return f"{counts}; {coverage_sentence(report.coverage)}"
