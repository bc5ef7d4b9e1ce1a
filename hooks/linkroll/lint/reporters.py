"""Findings as text, JSON, GitHub annotations and Markdown."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkroll.findings import Finding, Level, as_text, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# What GitHub shows of one step; the rest would be dropped without a word.
# https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
ANNOTATIONS = 10

COLOURS = {"warning": "\033[33m", "notice": "\033[36m"}
PLAIN = "\033[0m"


@dataclass(frozen=True, slots=True)
class LintReport:
    """What a check found.

    ``summary`` holds counts by verdict, and what the network was asked; ``links`` one object for
    each link that was looked at.
    """

    findings: Sequence[Finding]
    summary: Mapping[str, Any]
    links: Sequence[Mapping[str, Any]] = ()

    def of(self, level: Level) -> list[Finding]:
        """Return the findings of one level, in the order of the pages."""
        return [found for found in self.findings if found.level == level]


def text_form(report: LintReport, *, colour: bool = False) -> str:
    """Write a report for a terminal: a line each, warnings first, and a summary."""
    lines = []
    for found in [*report.of("warning"), *report.of("notice")]:
        line = as_text(found)
        place = len(one_line(found.place))
        code = f"{COLOURS[found.level]}{found.code}{PLAIN}"
        lines.append(
            f"{line[: place + 2]}{code}{line[place + 2 + len(found.code) :]}" if colour else line
        )
    return "".join(f"{line}\n" for line in lines)


def summary_line(report: LintReport) -> str:
    """Say in one line what was looked at and what came of it."""
    warnings, notices = len(report.of("warning")), len(report.of("notice"))
    return (
        f"{counted(len(report.links), 'link')}, {counted(warnings, 'warning')}, "
        f"{counted(notices, 'notice')}"
    )


def counted(number: int, thing: str) -> str:
    """Write a number with its noun."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def json_form(report: LintReport) -> str:
    """Write a report for programs, in the form of the contract."""
    findings = [
        {
            "path": found.path,
            "line": found.line,
            "column": found.column,
            "code": found.code,
            "level": found.level,
            "message": found.message,
            "remedy": found.remedy,
            "url": found.url,
        }
        for found in report.findings
    ]
    parts = {"findings": findings, "links": report.links}
    summary = json.dumps(report.summary, ensure_ascii=False)
    listed = (f'"{name}": [\n{rows(items)}\n]' for name, items in parts.items())
    return f'{{"summary": {summary},\n' + ",\n".join(listed) + "}\n"


def rows(items: Iterable[Mapping[str, Any]]) -> str:
    """Write objects, each on a line of its own; the quick encoder of `json` cannot indent."""
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)


def github_form(report: LintReport) -> str:
    """Write a report as workflow commands, at most ten of a level.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    lines = []
    for level in ("warning", "notice"):
        found = report.of(level)
        lines += [annotation(item) for item in found[:ANNOTATIONS]]
        if len(found) > ANNOTATIONS:
            lines.append(f"{len(found) - ANNOTATIONS} more of level {level} are in the summary.")
    return "".join(f"{line}\n" for line in lines)


def annotation(found: Finding) -> str:
    """Write a finding as one workflow command; nothing in it can start another."""
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


def markdown_form(report: LintReport) -> str:
    """Write a report for a summary page or a comment: a table, and counts by code."""
    if not report.findings:
        return f"No link is in doubt ({summary_line(report)}).\n"
    counts = Counter(found.code for found in report.findings)
    head = ", ".join(f"{number} {code}" for code, number in counts.most_common())
    rows = [
        f"| {found.level} | {cell(found.place)} | {found.code} | {cell(found.message)} "
        f"| {cell(found.remedy)} |"
        for found in [*report.of("warning"), *report.of("notice")]
    ]
    table = "| level | place | code | what | what to do |\n| --- | --- | --- | --- | --- |\n"
    return f"{head}.\n\n{table}" + "".join(f"{row}\n" for row in rows)


def cell(text: str) -> str:
    """Make text fit for a cell of a Markdown table: no markup of it takes effect."""
    return one_line(text).translate(AS_ENTITIES)


# What Markdown, as GitHub reads it, would take for markup or for the name of somebody.
AS_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "\\&<|`*_~[]@#"}


FORMS: dict[str, Callable[[LintReport], str]] = {
    "text": text_form,
    "json": json_form,
    "github": github_form,
    "markdown": markdown_form,
}
