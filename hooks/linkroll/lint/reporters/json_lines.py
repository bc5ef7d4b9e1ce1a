"""A report as JSON, in the form of the contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from linkroll.findings import safe_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.lint.reporters.report import LintReport

FIELDS = ("path", "line", "column", "code", "level", "message", "remedy", "url")


def as_json(report: LintReport) -> str:
    """Return the summary, and one line for each finding and each link."""
    findings = [{name: getattr(found, name) for name in FIELDS} for found in report.everywhere]
    parts = {"findings": findings, "links": report.links}
    summary = json.dumps(report.summary, ensure_ascii=False)
    listed = (f'"{name}": [\n{rows(items)}\n]' for name, items in parts.items())
    return safe_json(f'{{"summary": {summary},\n' + ",\n".join(listed) + "}\n")


def rows(items: Iterable[Mapping[str, object]]) -> str:
    """Return each object on a line of its own; the fast encoder of `json` cannot indent."""
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
