"""Every link is found once, at its place in the file; nothing else is."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.markdown.extension import EXTENSIONS, LinkReader, read_page
from markdown import Markdown

A, B, C = "https://a.org/1", "https://b.org/2", "https://c.org/3"

# rule it guards; source; (line, column, URL) of every link in it, in order
SYNTAX = [
    ("inline", f"See [a]({A}).", [(1, 5, A)]),
    ("two on a line", f"[a]({A}) [b]({B})", [(1, 1, A), (1, 22, B)]),
    ("title in quotes", f'[a]({A} "A [title]")', [(1, 1, A)]),
    ("angle brackets round the URL", f"[a](<{A}>)", [(1, 1, A)]),
    ("brackets in the text", f"[a [b] c]({A})", [(1, 1, A)]),
    ("brackets in the URL", "[a](https://a.org/x[1]?y=(z))", [(1, 1, "https://a.org/x[1]?y=(z)")]),
    ("text over two lines", f"x\n[a\nb]({A})", [(2, 1, A)]),
    ("emphasis round the link", f"**[a]({A})** _[b]({B})_", [(1, 3, A), (1, 27, B)]),
    ("emphasis in the link", f"[*a* `b`]({A})", [(1, 1, A)]),
    ("image in the link", f"[![alt]({B})]({A})", [(1, 1, A)]),
    ("an image is no link", f"![alt]({A})", []),
    ("reference", f"[a][r] and [b][R]\n\n[r]: {A}", [(1, 1, A), (1, 12, A)]),
    ("reference in angle brackets", f"[a][r] [b][s]\n\n[r]: <{A}> 'x'\n[s]:\n  <{B}>", [(1, 1, A), (1, 8, B)]),
    ("autolink in a footnote", f"x[^1]\n\n[^1]: <{A}>", [(3, 7, A)]),
    ("collapsed and shortcut reference", f"[r][] [r]\n\n[r]: {A}", [(1, 1, A), (1, 7, A)]),
    ("reference behind a reference", f"[a][r] [r] [b] [r]\n\n[r]: {A}", [(1, 1, A), (1, 8, A), (1, 16, A)]),
    ("reference without a definition", "[a][none] [b]", []),
    ("autolink", f"Go to <{A}>.", [(1, 7, A)]),
    ("a bare URL is text", f"Go to {A}.", []),
    ("raw HTML in text", f'Go <a href="{A}">there</a>', [(1, 4, A)]),
    ("raw HTML in a block", f'<div>\n<p><a href="{A}">x</a></p>\n</div>', [(2, 4, A)]),
    ("raw HTML in other case", f"<DIV>\n<A HREF='{A}'>x</A></DIV>", [(2, 1, A)]),
    ("Markdown in HTML", f"<div markdown>\n[a]({A})\n</div>", [(2, 1, A)]),
    ("list", f"- [a]({A})\n- x [b]({B})", [(1, 3, A), (2, 5, B)]),
    ("nested list", f"- [a]({A})\n    1. [b]({B})\n", [(1, 3, A), (2, 8, B)]),
    ("loose list", f"- [a]({A})\n\n- [b]({B})\n\n    [c]({C})", [(1, 3, A), (3, 3, B), (5, 5, C)]),
    ("task list", f"- [x] [a]({A})\n- [ ] [b]({B})", [(1, 7, A), (2, 7, B)]),
    ("table", f"| a | b |\n|---|---|\n| [a]({A}) | [b]({B}) |", [(3, 3, A), (3, 26, B)]),
    ("quote", f"> [a]({A})\n> > [b]({B})", [(1, 3, A), (2, 5, B)]),
    ("heading", f"## A [a]({A}) b\n\nB [b]({B})\n---", [(1, 6, A), (3, 3, B)]),
    ("admonition", f'!!! note "On [a]({A})"\n    [b]({B})', [(1, 14, A), (2, 5, B)]),
    ("details", f'??? note "x"\n    [b]({B})', [(2, 5, B)]),
    ("tabs", f'=== "One"\n    [a]({A})\n=== "Two"\n    - [b]({B})', [(2, 5, A), (4, 7, B)]),
    ("definition list", f"term [a]({A})\n:   [b]({B})", [(1, 6, A), (2, 5, B)]),
    ("footnote", f"x[^1]\n\n[^1]: see [a]({A})", [(3, 11, A)]),
    ("footnote named twice", f"x[^1] y[^1]\n\n[^1]: see [a]({A})", [(3, 11, A)]),
    ("front matter", f"---\ntitle: '[x]({B})'\n---\n\n[a]({A})", [(5, 1, A)]),
    ("front matter that ends in dots", f"---\nt: x\n...\n[a]({A})", [(4, 1, A)]),
    ("a rule is no front matter", f"x\n\n---\n[b]({B})\n---\n", [(4, 1, B)]),
    ("Windows line ends", f"---\r\nt: x\r\n---\r\n\r\nx [a]({A})\r\n[b]({B})", [(5, 3, A), (6, 1, B)]),
    ("old Macintosh line ends", f"x\r[a]({A})", [(2, 1, A)]),
    ("a tab is one character", f"-\t[a]({A})\n\t- [b]({B})", [(1, 3, A), (2, 4, B)]),
    ("CJK and emoji are one character each", f"日本語 😀 [a]({A})", [(1, 7, A)]),
    ("combining marks count each", f"e\u0301 [a]({A})", [(1, 4, A)]),
    ("non-ASCII URL", "[a](https://a.org/日本)", [(1, 1, "https://a.org/日本")]),
    ("entity in a URL", "[a](https://a.org/?x=1&amp;y=2)", [(1, 1, "https://a.org/?x=1&y=2")]),
    ("escape in a URL", r"[a](https://a.org/x\_y)", [(1, 1, "https://a.org/x_y")]),
    ("scheme in capitals", "[a](HTTPS://A.org/)", [(1, 1, "HTTPS://A.org/")]),
    ("attributes behind a link", f'[a]({A}){{ flag=dead because="*[x]({B})*" }}', [(1, 1, A)]),
    ("attributes over two lines", f'[a]({A}){{ flag=dead\nbecause="x" }} [b]({B})', [(1, 1, A), (2, 15, B)]),
    ("classes behind a link", f"[a]({A}){{ .button }}", [(1, 1, A)]),
    ("code span", f"`[a]({A})` ``<{B}>``", []),
    ("fence", f"```\n[a]({A})\n```\n~~~ md\n<{B}>\n~~~\n[c]({C})", [(7, 1, C)]),
    ("fence in a list", f"- x\n\n    ```\n    [a]({A})\n    ```\n- [b]({B})", [(6, 3, B)]),
    ("fence that never closes", f"``` x\n[a]({A})", [(2, 1, A)]),
    ("indented code", f"x\n\n    [a]({A})", []),
    ("comment in text", f"x <!-- [a]({A}) --> [b]({B})", [(1, 33, B)]),
    ("comment over lines", f"<!--\n[a]({A})\n<a href='{C}'>\n-->\n\n[b]({B})", [(6, 1, B)]),
    ("script", f"<script>\nvar x = '<a href=\"{A}\">';\n</script>\n\n[b]({B})", [(5, 1, B)]),
    ("escaped bracket", rf"\[a]({A}) [b]({B})", [(1, 23, B)]),
    ("address in the site", "[a](x.md) [b](#x) [c](../y/) [d](mailto:a@b.org)", []),
    ("nothing where a URL should stand", "[a]() [b](#) [c](TODO)", [(1, 1, ""), (1, 7, "#"), (1, 14, "TODO")]),
    ("abbreviation", f"*[SAE]: [x]({A})\n\nSAE [b]({B})", [(3, 5, B)]),
    ("last line without an end", f"x\n[a]({A})", [(2, 1, A)]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source", "expected"), SYNTAX, ids=[row[0] for row in SYNTAX])
def test_every_link_is_found_once_at_its_place(rule, source, expected):
    found = read_page("docs/x.md", source).links
    assert [(link.line, link.column, link.url) for link in found] == expected, rule


# The attributes are ours, and what stands where a URL should must lead nowhere.
MEANT_TO_CHANGE = {"attributes behind a link", "attributes over two lines", "nothing where a URL should stand"}  # fmt: skip
UNCHANGED = [row for row in SYNTAX if row[0] not in MEANT_TO_CHANGE]


@pytest.mark.parametrize(
    ("rule", "source", "expected"), UNCHANGED, ids=[row[0] for row in UNCHANGED]
)
def test_reading_does_not_change_what_is_rendered(rule, source, expected):
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    plain = Markdown(extensions=EXTENSIONS).convert(source)
    assert Markdown(extensions=[*EXTENSIONS, LinkReader()]).convert(source) == plain, rule


TOPIC = "docs/topics/x.md"

# rule it guards; source of a topic page; texts of its entries with their companions
ENTRIES = [
    ("first content is a link", f"- [a]({A}) — note\n- not [b]({B})", [("a", [])]),
    ("emphasised", f"- **[a]({A})** note", [("a", [])]),
    ("loose list", f"- [a]({A})\n\n- [b]({B})", [("a", []), ("b", [])]),
    ("numbered", f"1. [a]({A})\n2. [b]({B})", [("a", []), ("b", [])]),
    ("reference and autolink", f"- [a][r]\n- <{B}>\n\n[r]: {A}", [("a", []), (B, [])]),
    ("what stands where a URL should", "- [a](TODO)\n- [b](#)\n- [c]()\n- [d](the link)", [("a", []), ("b", []), ("c", []), ("d", [])]),
    ("an address in the site is none", "- [a](../x.md)\n- [b](#x)", []),
    ("below an item that is no entry", f"- _Links_:\n    - [a]({A})\n        - [b]({B})", [("a", ["b"])]),
    ("nested is a companion", f"- [a]({A})\n    - Code: [b]({B}), [c]({C})", [("a", ["b", "c"])]),
    ("nested twice is one too", f"- [a]({A})\n    - x\n        - [b]({B})", [("a", ["b"])]),
    ("right beside is a companion", f"- [a]({A})[b]({B}) [c]({C}) note", [("a", ["b", "c"])]),
    ("in the note is no companion", f"- [a]({A}) see [b]({B})", [("a", [])]),
    ("beside, past attributes", f"- [a]({A}){{ essential }} [b]({B})", [("a", ["b"])]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source", "expected"), ENTRIES, ids=[row[0] for row in ENTRIES])
def test_entries_and_their_companions(rule, source, expected):
    entries = read_page(TOPIC, source).entries
    found = [(e.link.text, [link.text for _, link in e.companions]) for e in entries]
    assert found == expected, rule


def test_only_pages_of_topics_have_entries():
    source = f"- [a]({A})"
    assert read_page("docs/topics/x.md", source).links[0].entry
    assert read_page("/some where/docs/topics/deep/x.md", source).links[0].entry
    assert not read_page("docs/about.md", source).links[0].entry
    assert not read_page("docs/mytopics/x.md", source).links[0].entry


def test_a_link_knows_its_section():
    source = f"# T\n\n[a]({A})\n\n## Demos\n\n- [b]({B})"
    assert [link.section for link in read_page(TOPIC, source).links] == ["T", "Demos"]


def test_a_group_of_entries_belongs_to_its_section():
    source = f"# T\n\n## Links\n\n### Start here\n\n- [a]({A})\n\n### Later\n\n- [b]({B})"
    assert [link.section for link in read_page(TOPIC, source).links] == ["Links", "Links"]


def test_a_title_is_text_whatever_is_in_it():
    source = f"- [a <script>alert(1)</script> **b** `c`]({A})"
    link = read_page(TOPIC, source).links[0]
    assert link.text == "a <script>alert(1)</script> b c"


SEED = textwrap.dedent(
    """\
    ## Topic

    **Topic**: what it is about.

        - _Links_:
            - [One](https://a.org/1)
            - [Two](https://a.org/2) - a note
                - Code: [Code](https://a.org/3)

        - _People_:
            - [Three](https://a.org/4)
    """
)


def test_a_list_swallowed_by_indented_code_is_one_finding_with_its_lines():
    reading = read_page(TOPIC, SEED)
    assert reading.links == []
    assert [(s.place, s.last_line, s.count) for s in reading.swallowed] == [((6, 11), 11, 4)]


def test_the_same_list_outdented_has_all_its_entries():
    reading = read_page(TOPIC, "\n".join(line.removeprefix("    ") for line in SEED.split("\n")))
    assert [entry.link.text for entry in reading.entries] == ["One", "Two", "Three"]
    assert [link.line for link in reading.links] == [6, 7, 8, 11]
    assert reading.swallowed == []


def test_code_about_links_is_not_swallowed():
    assert read_page(TOPIC, "x\n\n    print(table[0](x))\n    [a](b.md)").swallowed == []
    assert read_page(TOPIC, f"```\n- [a]({A})\n```").swallowed == []


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    from linkroll.markdown.files import read_file

    page = tmp_path / "x.md"
    page.write_bytes(f"\ufeff---\nt: x\n---\n[a]({A})".encode())
    assert [(link.line, link.column) for link in read_file(page).links] == [(4, 1)]


def test_one_page_leaves_nothing_to_the_next():
    stated = read_page(TOPIC, f"[a][ref]\n\n[ref]: {A}\n\nx[^1] <b>y</b>\n\n[^1]: [b]({B})\n").links
    assert [link.url for link in stated] == [A, B]
    assert read_page(TOPIC, "# T\n\n[a][ref] [b][] x[^1]").links == []
    (link,) = read_page("docs/x.md", f"- [c]({C})").links
    assert (link.path, link.section, link.entry) == ("docs/x.md", "", False)


@given(
    st.text(
        alphabet=st.sampled_from("[]()<>{}!*_`~\\\"'#-+1. \n\t|:^=/ahtps&;\ufdd0\x02\x03é"),
        max_size=200,
    )
)
def test_no_text_makes_reading_fail(text):
    for link in read_page(TOPIC, f"{text}\n\n[end]({A})").links:
        assert link.line >= 1
        assert link.column >= 1


def test_marks_leave_no_trace_where_no_link_was_meant():
    source = '`a[0]` <b title="x[1]">y</b> [z] &copy; ```[x]``` ${a}[b]{c}'
    html = Markdown(extensions=[*EXTENSIONS, LinkReader()]).convert(source)
    assert html == Markdown(extensions=EXTENSIONS).convert(source)
