"""The forms of a report, and that no text by others breaks out of them."""

from __future__ import annotations

import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from linkroll.findings import as_text, finding
from linkroll.lint.reporters import (
    ANNOTATIONS,
    LintReport,
    github_form,
    json_form,
    markdown_form,
    text_form,
)
from markdown import Markdown

HOSTILE = "%0A::error::x\r\n::set-output name=a::b \x1b[31m \u202e | <b> `x` [a](b)"


def found(code="placeholder", message="“x” is no address", line=1, path="docs/x.md"):
    return finding(code, message, "mend it", path=path, line=line, column=3, url="x")


def report(*findings):
    return LintReport(findings, {"unchecked": 1, "requests": 0, "seconds": 0.0}, [])


def test_text_is_place_code_message_remedy():
    assert text_form(report(found())) == (
        "docs/x.md:1:3: placeholder: “x” is no address; mend it\n"
    )


def test_warnings_come_before_notices():
    text = text_form(report(found("moved", line=1), found("dead", line=2)))
    assert re.findall(r":(\d):3:", text) == ["2", "1"]


def test_colour_is_only_added():
    plain, coloured = text_form(report(found())), text_form(report(found()), colour=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain


def test_json_is_the_form_of_the_contract():
    read = json.loads(json_form(report(found())))
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
    assert github_form(report(found())) == (
        "::warning file=docs/x.md,line=1,col=3,title=placeholder::“x” is no address; mend it\n"
    )


def test_at_most_ten_annotations_a_level():
    many = [found(line=line) for line in range(1, 15)] + [
        found("moved", line=line) for line in (1, 2)
    ]
    lines = github_form(report(*many)).splitlines()
    assert sum(line.startswith("::warning") for line in lines) == ANNOTATIONS
    assert sum(line.startswith("::notice") for line in lines) == 2
    assert "4 more of level warning" in github_form(report(*many))


@given(st.text(max_size=80), st.text(max_size=30))
def test_no_text_starts_a_workflow_command(message, path):
    lines = github_form(report(found(message=message + HOSTILE, path=path + HOSTILE)))
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
    html = Markdown(extensions=["tables"]).convert(markdown_form(report(found(message=HOSTILE))))
    assert html.count("<tr>") == 2
    assert "<b>" not in html
    assert "<a " not in html
    assert "<code>" not in html


def test_markdown_shows_each_mark_as_itself():
    marks = r"a_b_c #1 *x* ~~y~~ [z] `q` @w | \& &amp; <i> ![k](l)"
    written = markdown_form(report(found(message=marks, path="docs/a_b#c `d`.md")))
    html = Markdown(extensions=["tables"]).convert(written)
    cells = [unescape(cell) for cell in re.findall("<td>(.*?)</td>", html)]
    assert cells == ["warning", "docs/a_b#c `d`.md:1:3", "placeholder", marks, "mend it"]


def test_markdown_says_so_when_nothing_is_wrong():
    assert "No link is in doubt" in markdown_form(report())
