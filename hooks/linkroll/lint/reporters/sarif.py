"""A report as SARIF 2.1.0, which code scanning reads.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from linkroll.findings import LEVELS, one_line

if TYPE_CHECKING:
    from linkroll.findings import Finding
    from linkroll.lint.reporters.report import LintReport

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# What SARIF (3.27.10) calls our levels.
LEVEL = {"warning": "warning", "notice": "note"}


def as_sarif(report: LintReport) -> str:
    """Return one run with one result for each finding."""
    driver = {
        "name": "linkroll",
        "informationUri": "https://interp-index.github.io/interp-index/reference/contract/",
        "rules": [
            {"id": code, "defaultConfiguration": {"level": LEVEL[level]}}
            for code, level in LEVELS.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.coverage.is_complete}],
        "results": [result(found) for found in report.everywhere],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def result(found: Finding) -> dict[str, Any]:
    """Return a finding as a result (3.27)."""
    region = {"startLine": found.line, "startColumn": found.column}
    location = {"artifactLocation": {"uri": quote(found.path)}, "region": region}
    return {
        "ruleId": found.code,
        "level": LEVEL[found.level],
        "message": {"text": f"{one_line(found.message)}; {one_line(found.remedy)}"},
        "locations": [{"physicalLocation": location}],
    }
