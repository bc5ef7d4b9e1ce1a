"""A report as JUnit XML, which test dashboards read: one test case for each file.

https://github.com/testmoapp/junitxml describes the form that they have in common.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from linkroll.findings import as_text
from linkroll.lint.reporters.report import of_level

if TYPE_CHECKING:
    from linkroll.findings import Finding
    from linkroll.lint.reporters.report import LintReport


def as_junit(report: LintReport) -> str:
    """Return a suite in which a file with warnings fails; notices are its output."""
    by_path: dict[str, list[Finding]] = defaultdict(list, {page: [] for page in report.pages})
    for found in report.everywhere:
        by_path[found.path].append(found)
    failed = sum(any(f.level == "warning" for f in each) for each in by_path.values())
    counts = {"name": "linkroll", "tests": str(len(by_path)), "failures": str(failed)}
    suite = Element("testsuite", counts)
    for path, on_page in sorted(by_path.items()):
        case = SubElement(suite, "testcase", classname="linkroll", name=printable(path))
        warnings, notices = of_level("warning", on_page), of_level("notice", on_page)
        if warnings:
            failure = SubElement(case, "failure", message=f"{len(warnings)} warnings")
            failure.text = lines(warnings)
        if notices:
            SubElement(case, "system-out").text = lines(notices)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def lines(findings: list[Finding]) -> str:
    """Return findings, one a line."""
    return "\n".join(printable(as_text(found)) for found in findings)


def printable(text: str) -> str:
    """Replace what XML 1.0 (2.2) cannot hold."""
    return "".join(c if is_xml(ord(c)) else "\ufffd" for c in text)


def is_xml(code: int) -> bool:
    """Whether XML 1.0 allows a character."""
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )
