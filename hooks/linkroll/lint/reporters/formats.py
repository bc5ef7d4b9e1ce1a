"""The table of formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.lint.reporters.github import as_annotations
from linkroll.lint.reporters.json_lines import as_json
from linkroll.lint.reporters.junit import as_junit
from linkroll.lint.reporters.markdown import as_markdown
from linkroll.lint.reporters.sarif import as_sarif
from linkroll.lint.reporters.text import as_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkroll.lint.reporters.report import LintReport

FORMATS: dict[str, Callable[[LintReport], str]] = {
    "text": as_lines,
    "json": as_json,
    "github": as_annotations,
    "markdown": as_markdown,
    "sarif": as_sarif,
    "junit": as_junit,
}
