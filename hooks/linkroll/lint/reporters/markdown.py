"""A report for a job summary or a comment: what was checked, then a table of findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkroll.findings import one_line
from linkroll.lint.reporters.report import counted, coverage_sentence

if TYPE_CHECKING:
    from linkroll.findings import Finding
    from linkroll.lint.reporters.report import LintReport

# A job summary above 1 MiB is dropped whole; a comment above 65,536 characters is rejected.
# https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
LONGEST = 60_000

HEAD = "| level | place | code | what | what to do |\n| --- | --- | --- | --- | --- |\n"


def as_markdown(report: LintReport) -> str:
    """Return the report; with `Coverage.since`, of the lines that the change touches alone."""
    parts = [f"{result(report)}\n"]
    if report.findings:
        parts.append(table([*report.of("warning"), *report.of("notice")]))
    if report.elsewhere:
        parts.append(
            f"{counted(len(report.elsewhere), 'finding')} on lines that this change does not "
            "touch left out.\n"
        )
    return "\n".join(parts)


def result(report: LintReport) -> str:
    """Return the result in two sentences: what was found, and what was requested."""
    counts = Counter(found.code for found in report.findings)
    where = " on the changed lines" if report.coverage.since else ""
    head = (
        f"**{counted(len(report.findings), 'finding')}{where}**: "
        + ", ".join(f"{number} {code}" for code, number in counts.most_common())
        if report.findings
        else f"**No findings{where}**"
    )
    sentence = coverage_sentence(report.coverage)
    requested = f"{sentence[:1].upper()}{sentence[1:]}."
    if not report.coverage.is_complete:
        requested = f"**Not everything was checked.** {requested}"
    return f"{head}. {requested}"


def table(findings: list[Finding]) -> str:
    """Return a table of findings that GitHub accepts; what does not fit is counted."""
    rows, length = [], len(HEAD)
    for found in findings:
        row = (
            f"| {found.level} | {cell(found.place)} | {found.code} | {cell(found.message)} "
            f"| {cell(found.remedy)} |\n"
        )
        length += len(row.encode())
        if length > LONGEST:
            break
        rows.append(row)
    left = len(findings) - len(rows)
    more = f"\n{counted(left, 'more finding')} not shown here; `linkroll check` lists all.\n"
    return HEAD + "".join(rows) + (more if left else "")


def cell(text: str) -> str:
    """Return text for a cell of a Markdown table; no markup in it takes effect."""
    return one_line(text).translate(AS_ENTITIES)


# What GitHub's Markdown would take for markup or for the name of somebody.
AS_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "\\&<|`*_~[]@#"}
