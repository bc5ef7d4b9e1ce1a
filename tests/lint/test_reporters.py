"""The forms of a report, and that no text by others breaks out of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.findings import LEVELS, as_text, finding, one_line
from linkroll.lint.reporters.github import ANNOTATIONS, as_annotations
from linkroll.lint.reporters.json_lines import as_json
from linkroll.lint.reporters.junit import as_junit
from linkroll.lint.reporters.markdown import as_markdown
from linkroll.lint.reporters.report import Coverage, LintReport
from linkroll.lint.reporters.sarif import as_sarif
from linkroll.lint.reporters.text import as_lines, summary_line
from markdown import Markdown

HOSTILE = "%0A::error::x\r\n::set-output name=a::b \x1b[31m \u202e | <b> `x` [a](b)"


def found(code="placeholder", message="“x” is no address", line=1, path="docs/x.md"):
    return finding(code, message, "mend it", path=path, line=line, column=3, url="x")


def report(*findings):
    return LintReport(findings, {"unchecked": 1, "requests": 0, "seconds": 0.0}, [])


def test_text_is_place_code_message_remedy():
    assert as_lines(report(found())) == ("docs/x.md:1:3: placeholder: “x” is no address; mend it\n")


def test_warnings_come_before_notices():
    text = as_lines(report(found("moved", line=1), found("dead", line=2)))
    assert re.findall(r":(\d):3:", text) == ["2", "1"]


def test_colour_is_only_added():
    plain, coloured = as_lines(report(found())), as_lines(report(found()), colour=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain


def test_json_is_the_form_of_the_contract():
    read = json.loads(as_json(report(found())))
    assert list(read) == ["summary", "findings", "links"]
    assert read["findings"] == [
        {
            "path": "docs/x.md",
            "line": 1,
            "column": 3,
            "code": "placeholder",
            "level": "warning",
            "message": "“x” is no address",
            "remedy": "mend it",
            "url": "x",
        }
    ]


def test_annotation_names_file_line_and_column():
    assert as_annotations(report(found())) == (
        "::warning file=docs/x.md,line=1,col=3,title=placeholder::“x” is no address; mend it\n"
    )


def test_at_most_ten_annotations_a_level():
    many = [found(line=line) for line in range(1, 15)] + [
        found("moved", line=line) for line in (1, 2)
    ]
    lines = as_annotations(report(*many)).splitlines()
    assert sum(line.startswith("::warning") for line in lines) == ANNOTATIONS
    assert sum(line.startswith("::notice") for line in lines) == 2
    assert "4 more of level warning" in as_annotations(report(*many))


@given(st.text(max_size=80), st.text(max_size=30))
def test_no_text_starts_a_workflow_command(message, path):
    lines = as_annotations(report(found(message=message + HOSTILE, path=path + HOSTILE)))
    assert lines.count("\n") == 1
    assert lines.startswith("::warning file=")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\r]", lines)
    properties = lines.removeprefix("::warning ").split("::", 1)[0]
    assert [pair.split("=", 1)[0] for pair in properties.split(",")] == [
        "file",
        "line",
        "col",
        "title",
    ]


@given(st.text(max_size=80))
def test_a_finding_is_one_line_of_printable_text(message):
    line = as_text(found(message=message + HOSTILE))
    assert len(line.splitlines()) == 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", line)


def test_markdown_shows_text_by_others_as_text():
    html = Markdown(extensions=["tables"]).convert(as_markdown(report(found(message=HOSTILE))))
    assert html.count("<tr>") == 2
    assert "<b>" not in html
    assert "<a " not in html
    assert "<code>" not in html


def test_markdown_shows_each_mark_as_itself():
    marks = r"a_b_c #1 *x* ~~y~~ [z] `q` @w | \& &amp; <i> ![k](l)"
    written = as_markdown(report(found(message=marks, path="docs/a_b#c `d`.md")))
    html = Markdown(extensions=["tables"]).convert(written)
    cells = [unescape(cell) for cell in re.findall("<td>(.*?)</td>", html)]
    assert cells == ["warning", "docs/a_b#c `d`.md:1:3", "placeholder", marks, "mend it"]


def test_markdown_with_no_findings_claims_only_what_was_read():
    assert as_markdown(report()) == "**No findings**. No link was requested.\n"


COVERAGE = [
    ("complete", Coverage(3, 3), "Requested 3 links."),
    ("nothing to do", Coverage(0, 0), "No link had to be requested."),
    ("the budget ended", Coverage(57, 0), "**Not everything was checked.** Requested 57 links; 57 not reached within the budget."),
    ("no network", Coverage(2, 0, no_network=True), "**Not everything was checked.** No link was requested, because the network could not be reached (2 links unchecked)."),
    ("a change", Coverage(1, 1, since="main"), "Requested 1 changed link."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "coverage", "said"), COVERAGE, ids=[row[0] for row in COVERAGE])
def test_the_summary_names_what_was_and_was_not_requested(rule, coverage, said):
    written = as_markdown(LintReport([], {}, coverage=coverage))
    assert written.rstrip().endswith(said), rule


def test_markdown_and_annotations_cover_the_change_alone():
    elsewhere = [replace(found("dead", path="docs/old.md"), level="notice")]
    limited = LintReport([], {}, elsewhere=elsewhere, coverage=Coverage(0, since="main"))
    assert as_annotations(limited) == ""
    written = as_markdown(limited)
    assert "docs/old.md" not in written
    assert "1 finding on lines that this change does not touch" in written
    assert "docs/old.md" in as_lines(limited)
    assert json.loads(as_json(limited))["findings"][0]["level"] == "notice"


def test_a_summary_stays_below_the_size_that_github_drops():
    many = [found(line=line, message="é" * 300) for line in range(1, 9_000)]
    written = as_markdown(report(*many))
    assert len(written.encode()) < 65_536
    assert re.search(r"8,\d{3} more findings not shown", written)


def test_the_last_line_counts_links_findings_and_requests():
    limited = LintReport([found()], {}, links=[{}] * 2, coverage=Coverage(5, 3))
    assert summary_line(limited) == (
        "2 links, 1 warning, 0 notices; requested 5 links; 2 not reached within the budget"
    )


def test_sarif_names_rule_level_and_place():
    log = json.loads(as_sarif(report(found(path="docs/a b.md", line=4))))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(LEVELS)
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("placeholder", "warning")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "docs/a%20b.md"
    assert place["region"] == {"startLine": 4, "startColumn": 3}


@given(st.text(max_size=80))
def test_junit_is_well_formed_and_fails_pages_with_warnings(message):
    suspect = found("suspect", path="docs/y.md")
    made = LintReport([found(message=message + HOSTILE), suspect], {}, pages=["docs/z.md"])
    suite = fromstring(as_junit(made).encode())
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    failing = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failing == ["docs/x.md"]


# actions/runner, src/Runner.Common/ActionCommand.cs: `##[` is looked for anywhere in a line, `::`
# at its start after blanks.
COMMANDS = ["##[error]forged", "before ##[command]rm -rf /", "::error::forged", "  ::add-mask::x", "\t::stop-commands::y", "####[group]x"]  # fmt: skip


@pytest.mark.parametrize("text", COMMANDS)
def test_no_foreign_text_is_a_command_to_the_runner(text):
    for line in (one_line(text), as_text(found(message=text)), as_text(found(path=text))):
        assert "##[" not in line
        assert not line.lstrip().startswith("::")
    written = as_json(report(found(message=text, path=text)))
    assert "##[" not in written
    assert json.loads(written)["findings"][0]["message"] == text


def test_the_commands_print_no_command_of_others(linkroll, tmp_path):
    from conftest import write

    title = "##[error]forged"
    write(
        tmp_path, {"::error::x.md": f"- [{title}](https://a.org/##[error]x)\n- [{title}](TODO)\n"}
    )
    for arguments in (
        ("links", "."), ("links", "--json", "."), ("check", "."), ("check", "--format=json", "."),
        ("explain", "https://a.org/##[error]x"), ("explain", "--json", "https://a.org/##[error]x"),
    ):  # fmt: skip
        ran = linkroll(*arguments)
        for line in (ran.out + ran.err).splitlines():
            assert "##[" not in line, arguments
            assert not line.lstrip().startswith("::"), arguments
