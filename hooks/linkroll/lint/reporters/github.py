"""A report as annotations on the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.findings import one_line

if TYPE_CHECKING:
    from linkroll.findings import Finding
    from linkroll.lint.reporters.report import LintReport

# GitHub shows this many of one step and drops the rest without a word.
# https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
ANNOTATIONS = 10


def as_annotations(report: LintReport) -> str:
    """Return workflow commands, at most ten of a level, for the lines of the change alone."""
    lines = []
    for level in ("warning", "notice"):
        found = report.of(level)
        lines += [annotation(item) for item in found[:ANNOTATIONS]]
        if len(found) > ANNOTATIONS:
            lines.append(f"{len(found) - ANNOTATIONS} more of level {level} are in the summary.")
    return "".join(f"{line}\n" for line in lines)


def annotation(found: Finding) -> str:
    """Return a finding as one workflow command; nothing in it can start another."""
    properties = ",".join(
        f"{name}={command_property(str(value))}"
        for name, value in (
            ("file", found.path),
            ("line", found.line),
            ("col", found.column),
            ("title", found.code),
        )
    )
    message = command_data(f"{one_line(found.message)}; {one_line(found.remedy)}")
    return f"::{found.level} {properties}::{message}"


def command_data(text: str) -> str:
    """Escape the message of a workflow command, as actions/toolkit does (command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """Escape a property of a workflow command, as actions/toolkit does (command.ts)."""
    return command_data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
