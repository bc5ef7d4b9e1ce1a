"""What damaged pages or was missed while links were read by marks in the source; one row for each."""

from __future__ import annotations

import copy
import time

import pytest
from markdown.preprocessors import Preprocessor

from linkroll.markdown.extension import EXTENSIONS, LinkReader, Page, read_page
from linkroll.markdown.project import Named, Project
from markdown import Markdown

A, B, C = "https://a.org/1", "https://b.org/2", "https://c.org/3"
TOPIC = "docs/topics/x.md"


def render(source: str, *extensions: object) -> str:
    return Markdown(extensions=[*EXTENSIONS, "toc", *extensions]).convert(source)


def render_with(reader: LinkReader, source: str) -> str:
    reader.begin(Page("docs/x.md", source), source)
    return render(source, reader)


# rule it guards; source; (line, column, URL) of every link in it
SOURCES = [
    ("a reference on the next line", f"[text]\n[ref]\n\n[ref]: {A}", [(1, 1, A)]),
    ("a label over two lines", f"[text\nmore][ref]\n\n[ref]: {A}", [(1, 1, A)]),
    ("code before a bracket on the next line", f"in[`code`]\n[1] [a]({A})", [(2, 5, A)]),
    ("a definition in an admonition", f"!!! note\n    [a][r]\n\n    [r]: {A}", [(2, 5, A)]),
    ("a definition in a list item", f"- [a][r]\n\n    [r]: {A}", [(1, 3, A)]),
    ("a definition in a quote", f"> [a][r]\n>\n> [r]: {A}", [(1, 3, A)]),
    ("an empty code span", f"`#!python ` [a]({A})", [(1, 13, A)]),
    ("an entity without ; before = or a letter", '<a href="https://a.org/?a=1&copy=3&region=4">x</a>', [(1, 1, "https://a.org/?a=1&copy=3&region=4")]),
    ("an entity with ; in an attribute", '<div><a href="https://a.org/?a=1&amp;b=2">x</a></div>', [(1, 6, "https://a.org/?a=1&b=2")]),
    ("an entity in a destination", "[x](https://a.org/?a=1&copy=3&lt=4)", [(1, 1, "https://a.org/?a=1&copy=3&lt=4")]),
    ("the same link in code, in a comment and for good", f"    [a]({A})\n\n<!-- [a]({A}) -->\n\n`[a]({A})` [a]({A})", [(5, 24, A)]),
    ("the same link in a fence and after it", f"```\n[a]({A})\n```\n\n[a]({A})", [(5, 1, A)]),
    ("a footnote that is rendered later", f"x[^1] [a]({A})\n\n[^1]: [a]({A})\n\n[a]({A})", [(1, 7, A), (3, 7, A), (5, 1, A)]),
    ("an attribute without quotes", f"<p><a href={A}>x</a></p>", [(1, 4, A)]),
    ("a link in HTML over lines", f'<div>\n<a class="b"\n   href="{A}">x</a></div>', [(2, 1, A)]),
    ("a script that writes links", f"<script>document.write('<a href=\"{A}\">')</script>\n\n[b]({B})", [(3, 1, B)]),
    ("noncharacters", f"[<a[\ufdd0]>](x) \ufdd1[a]({A})", [(1, 14, A)]),
    ("a link in a table with code that has a pipe", f"| a | b |\n|---|---|\n| `x|y` | [a]({A}) |", [(3, 11, A)]),
    ("right-to-left text", f"שלום [a]({A}) עולם", [(1, 6, A)]),
    ("unbalanced brackets before", f"a [ b [ c [a]({A})", [(1, 11, A)]),
    ("a scheme written with entities", "[x](ht&#116;ps://a.org/1)", [(1, 1, A)]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source", "expected"), SOURCES, ids=[row[0] for row in SOURCES])
def test_what_the_marks_damaged_or_missed(rule, source, expected):
    found = [(link.line, link.column, link.url) for link in read_page("docs/x.md", source).links
             if link.url.startswith("http")]  # fmt: skip
    assert found == expected, rule
    assert render_with(LinkReader(), source) == render(source), rule


def test_only_entries_and_scripts_are_changed():
    source = "[Dataset]() [b](#) [c](TODO) [d](htps://a.org) [e](u){ .button width=300 }"
    assert render_with(LinkReader(), source) == render(source)
    assert "script" not in render_with(
        LinkReader(), "[x](java&#115;cript:alert(1))\n[y](\tJavaScript:z)"
    )


def findings(source: str, path: str = "docs/x.md"):
    from datetime import date

    from linkroll.lint.rules import lint_page

    return lint_page(path, read_page(path, source), {}, date(2026, 11, 25))


@pytest.mark.parametrize(
    ("rule", "source", "line", "said"),
    [
        ("a misspelt scheme", "x\n[a](htps://a.org)", 2, "htps"),
        ("a letter too many", "[a](hhttp://a.org)", 1, "hhttp"),
        ("no colon", "[a](http//a.org)", 1, "http//"),
        ("no scheme but slashes", "[a](//host.org/path)", 1, "//host"),
        ("no scheme but www", "[a](www.host.org/path)", 1, "www."),
        ("a script in entities", "[a](java&#115;cript:alert)", 1, "script"),
        ("a scheme in entities", "[a](ht&#116;ps://real-site.org/x)", 1, "entities"),
        ("a space before the address", "x\n\n[T] (https://real-site.org/x)", 3, "space"),
        ("a parenthesis that is not closed", "[T](https://real-site.org/x", 1, "no link"),
        ("a link without text", "[](https://real-site.org/x)", 1, "no text"),
        ("attributes after a space", "[T](https://real-site.org/x) { date=2023 }", 1, "apart"),
        ("attributes behind emphasis", "**[T](https://real-site.org/x)**{ flag=dead }", 1, "apart"),
        ("an address alone in an item", "- x\n- https://real-site.org/x", 2, "no link"),
        ("an address alone in a cell", "| a |\n|---|\n| https://real-site.org/x |", 3, "no link"),
        ("Markdown in raw HTML", "<details>\n<summary>x</summary>\n\n- [a](https://real-site.org/1)\n\n</details>", 4, "raw HTML"),
        ("links in indented code", "x\n\n    - [a](https://real-site.org/1)", 3, "indented"),
        ("a misspelt flag on any link", "[T](https://real-site.org/x){ falg=dead }", 1, "falg"),
    ],
)  # fmt: skip
def test_damage_that_a_reader_sees_is_a_finding(rule, source, line, said):
    found = findings(source)
    assert [(each.line, said in each.message) for each in found] == [(line, True)], (rule, found)
    assert all(each.level == "warning" and each.remedy for each in found), rule


@pytest.mark.parametrize(
    "source",
    [
        "See [1] (and more) and (https is safe).",
        "Go to https://real-site.org/x for more, or www.real-site.org.",
        "`[T] (https://real-site.org/x)` and ``- https://real-site.org``",
        "<pre><code>[a](https://real-site.org/1)</code></pre>",
        "[a](x.md) [b](../y/) [c](mailto:a@b.org) [d](#top){ .button }",
        r"\[T](https://real-site.org/x)",
        "[T](https://real-site.org/x){ .md-button target=_blank }",
    ],
)
def test_what_is_well_is_no_finding(source):
    assert [each for each in findings(source) if each.code != "suspect"] == []


def test_a_page_is_not_read_again_after_an_empty_one():
    reader = LinkReader()
    render_with(reader, f"[a]({A})")
    assert len(reader.reading.links) == 1
    render_with(reader, "")
    assert reader.reading.links == []


def test_markdown_within_markdown_leaves_the_page_alone():
    reader = LinkReader()
    outer, inner = f"[a]({A})\n\n[b]({B})", f"- [c]({C}){{ flag=dead }}"
    md = Markdown(extensions=[*EXTENSIONS, reader])
    nested = Markdown(extensions=[*EXTENSIONS, reader])
    reader.begin(Page(TOPIC, outer), outer)
    assert nested.convert(inner) == Markdown(extensions=EXTENSIONS).convert(inner)
    md.convert(outer)
    nested.convert(inner)
    copy.deepcopy(md).convert(inner)
    assert [link.url for link in reader.reading.links] == [A, B]


def test_lines_are_those_of_the_file_when_plugins_change_the_text():
    file = f"---\ntitle: x\n---\n\n# T\n\n{{{{ macro }}}}\n\nline [a]({A})\n"
    changed = f"# T\n\none [b]({B})\n\ntwo [c]({C})\n\nline [a]({A})"
    reader = LinkReader()
    reader.begin(Page("docs/x.md", file), changed)
    Markdown(extensions=[*EXTENSIONS, reader]).convert(changed)
    assert [(link.line, link.url) for link in reader.reading.links] == [(7, B), (7, C), (9, A)]


def test_a_snippet_stands_where_it_is_included(tmp_path):
    (tmp_path / "part.md").write_text(f"[b]({B}){{ flag=dead because=x }}\n\n[c]({C})\n")
    source = f'# T\n\n[a]({A})\n\n--8<-- "part.md"\n\n[a]({A})\n'
    options = (("base_path", [str(tmp_path)]),)
    project = Project(tmp_path, tmp_path, (Named("attr_list"), Named("pymdownx.snippets", options)))
    links = read_page("docs/x.md", source, project).links
    assert [(link.line, link.url) for link in links] == [(3, A), (5, B), (5, C), (7, A)]
    assert links[1].attributes.flag == "dead"


@pytest.mark.parametrize(
    "source",
    [
        "    " + "[" * 32_000,
        "~~~ x\n" * 32_000,
        "- [a](https://a.org/1) " + "[b](https://b.org/2) " * 16_000,
        "<a " * 100_000,
        "<!-- " * 100_000,
        "`" .join("ab" * 50_000),
        "<div>" + '<a "' * 100_000,
        "[a](" * 50_000,
        "[a](https://a.org/x" * 20_000,
        "\n".join(f"[r{n}]: https://a.org/{n}" for n in range(20_000)),
        "[a](https://a.org/1)\n\n" * 20_000,
        "{" * 100_000,
        "[a](u){" + 'x="' * 50_000,
        "<script>" * 50_000,
        "![" * 50_000,
    ],
    ids=range(15),
)  # fmt: skip
def test_no_page_takes_long_beyond_markdown_itself(source, monkeypatch):
    """Only what this project does is timed: Markdown itself takes its time for some of these."""
    from linkroll.markdown import treeprocessor
    from linkroll.markdown.candidates import candidates
    from linkroll.markdown.raw_html import raw_links
    from linkroll.markdown.source_map import LineMap

    started = time.process_time()
    candidates(source, {"a": ("https://a.org/1", "")})
    list(raw_links(source))
    LineMap(source, source[: len(source) // 2] + "\n" + source[len(source) // 2 :])
    for pattern in (treeprocessor.SPACED, treeprocessor.UNCLOSED, treeprocessor.LIST_APART):
        list(pattern.finditer(source))
    assert time.process_time() - started < 5


def test_lists_nested_too_deeply_are_one_finding():
    (found,) = findings("\n".join("    " * depth + "- x" for depth in range(400)))
    assert "nested too deeply" in found.message


def test_a_slot_that_an_author_writes_is_a_comment(build):
    source = "# T\n\n## Links\n\n- [a](https://arxiv.org/abs/2209.10652)\n\n<!--card 99999-->\n\n<!--card 0-->\n"
    built = build({"docs/topics/x.md": source})
    assert built.code == 0, built.log
    assert "<!--card 99999-->" in built.page("topics/x")
    assert built.page("topics/x").count('class="entry') == 1


def test_a_key_twice_on_a_page_has_two_ids(build):
    source = (
        "# T\n\n- [a](https://arxiv.org/abs/2209.10652)\n- [b](https://arxiv.org/pdf/2209.10652)\n"
    )
    page = build({"docs/topics/x.md": source}).page("topics/x")
    assert 'id="arxiv-2209.10652"' in page
    assert 'id="arxiv-2209.10652-2"' in page


def test_a_file_that_exists_is_no_placeholder(build):
    source = "# T\n\n## Links\n\n- [Slides](slides.pdf)\n- [License](LICENSE)\n- [None](none.pdf)\n"
    files = {"docs/topics/slides.pdf": b"%PDF", "docs/topics/LICENSE": "x"}
    built = build({"docs/topics/x.md": source, **files})
    assert [line.split(" links: ")[1].split(": ")[0] for line in built.told()] == [
        "docs/topics/x.md:7:3"
    ]
    assert 'href="../slides.pdf"' in built.page("topics/x")


def test_the_line_of_what_a_plugin_made_is_the_line_that_made_it():
    source = f"[before]({A})\n\n::: package\n\n[after]({A})"

    reader = LinkReader()
    md = Markdown(extensions=[*EXTENSIONS, reader])

    class Made(Preprocessor):
        def run(self, lines: list[str]) -> list[str]:
            html = f'<div><a href="{A}">made</a></div>'
            return [
                self.md.htmlStash.store(html) if line.startswith(":::") else line for line in lines
            ]

    md.preprocessors.register(Made(md), "made", 26)
    reader.begin(Page("docs/x.md", source), source)
    md.convert(source)
    assert [(link.line, link.text) for link in reader.reading.links] == [
        (1, "before"),
        (3, "made"),
        (5, "after"),
    ]
