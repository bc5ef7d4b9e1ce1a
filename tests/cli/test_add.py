"""`linkroll add`: one line where it belongs, under the true title, and nothing twice."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import write
from linkroll.cli import add
from linkroll.kinds import KINDS
from linkroll.markdown.extension import read_page
from linkroll.markdown.insert import entry_line, insert, section_of
from linkroll.metadata.types import Metadata

PAGE = "docs/topics/x.md"
URL = "https://ada.blog/one"
LINE = f"[One]({URL}) — Why."

# rule it guards; page; section; page afterwards
PLACES = [
    ("after the last entry of the section", "# T\n\n## Links\n\n- [a](https://a.org/) — n\n\n## Demos\n\n- [b](https://b.org/)\n", "Links",
     f"# T\n\n## Links\n\n- [a](https://a.org/) — n\n- {LINE}\n\n## Demos\n\n- [b](https://b.org/)\n"),
    ("after its companions", "## Links\n- [a](https://a.org/)\n    - [Code](https://b.org/)\n\n      more\n", "Links",
     f"## Links\n- [a](https://a.org/)\n    - [Code](https://b.org/)\n\n      more\n\n- {LINE}\n"),
    ("after a note over two lines", "## Links\n- [a](https://a.org/) — n\nmore\n\n## People\n", "Links",
     f"## Links\n- [a](https://a.org/) — n\nmore\n- {LINE}\n\n## People\n"),
    ("a paragraph behind the list stays behind it", "## Links\n\n- [a](https://a.org/)\n\nText.\n", "Links",
     f"## Links\n\n- [a](https://a.org/)\n- {LINE}\n\nText.\n"),
    ("below a heading with nothing under it", "## Links\n\n## Demos\n", "Links", f"## Links\n\n- {LINE}\n\n## Demos\n"),
    ("below a heading with a paragraph", "## Links ##\nText.\n\n\n## Demos\n", "Links", f"## Links ##\nText.\n\n- {LINE}\n\n\n## Demos\n"),
    ("a heading that is missing, in its order", "# T\n\n## Links\n\n- [a](https://a.org/)\n\n## People\n\n- [p](https://p.org/)\n", "Demos",
     f"# T\n\n## Links\n\n- [a](https://a.org/)\n\n## Demos\n\n- {LINE}\n\n## People\n\n- [p](https://p.org/)\n"),
    ("a heading that is missing, at the end", "# T\n\nText.\n", "People", f"# T\n\nText.\n\n## People\n\n- {LINE}\n"),
    ("other marks", "## Links\n* [a](https://a.org/)\n", "Links", f"## Links\n* [a](https://a.org/)\n* {LINE}\n"),
    ("numbers go on", "## Links\n\n1. [a](https://a.org/)\n2. [b](https://b.org/)\n", "Links", f"## Links\n\n1. [a](https://a.org/)\n2. [b](https://b.org/)\n3. {LINE}\n"),
    ("front matter and other headings", "---\ntitle: '## Links'\n---\n# Links and more\n\n## Links\n\n- [a](https://a.org/)\n", "Links",
     f"---\ntitle: '## Links'\n---\n# Links and more\n\n## Links\n\n- [a](https://a.org/)\n- {LINE}\n"),
    ("no end of the last line", "## Links\n- [a](https://a.org/)", "Links", f"## Links\n- [a](https://a.org/)\n- {LINE}"),
]  # fmt: skip

WAYS = {
    "plain": lambda text: text,
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("rule", "page", "section", "after"), PLACES, ids=[row[0] for row in PLACES])  # fmt: skip
def test_the_line_goes_where_it_belongs(rule, page, section, after, way):
    added = insert(PAGE, WAYS[way](page), section, LINE)
    assert added.text == WAYS[way](after), rule
    assert (added.link.url, added.link.section, added.link.entry) == (URL, section, True)


def test_every_kind_has_its_section():
    assert {kind: section_of(kind) for kind in KINDS if section_of(kind) != "Links"} == {
        "person": "People",
        "interactive": "Demos",
        "notebook": "Demos",
    }


# rule it guards; title; how it is written
TITLES = [
    ("plain", "Toy Models: of (some) — things, 100%!", None),
    ("underscores within words", "snake_case_names", None),
    ("balanced brackets", "A [b] c", None),
    ("one bracket", "A ] b", r"A \] b"),
    ("emphasis", "A *b* c", r"A \*b\* c"),
    ("code", "`x` of y", r"\`x\` of y"),
    ("HTML", "Of <b> and &amp;", "Of &lt;b> and &amp;amp;"),
    ("backslash", r"\[x]", r"\\\[x\]"),
]


@pytest.mark.parametrize(("rule", "title", "form"), TITLES, ids=[row[0] for row in TITLES])
def test_a_title_is_escaped_only_where_it_must_be(rule, title, form):
    assert entry_line(title, URL) == f"[{form or title}]({URL})", rule


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1) | st.text("[]()<>*_`\\!&#{}ab ;", min_size=1))  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_any_title_reads_as_itself_or_is_not_written(title):
    title = " ".join(title.split())
    links = read_page("", entry_line(title, URL)).links if title else []
    assert [(link.text, link.url) for link in links] in ([(title, URL)], []) or "\\" in title


TOPIC = "# Topic\n\n## Links\n\n- [A paper](https://arxiv.org/abs/2209.10652) — note.\n\n## People\n\n- [Ada Byron](https://ada.org/) — note.\n"  # fmt: skip
LOCKED = [
    {"key": "arxiv:2301.05217", "url": "https://arxiv.org/abs/2301.05217", "kind": "paper", "title": "Progress measures for grokking via mechanistic interpretability", "from": {"title": "arxiv"}},
    {"key": "url:https://distill.pub/2020/x", "url": "https://distill.pub/2020/x", "kind": "paper", "title": "X", "same": ["arxiv:2209.10652", "doi:10.1000/xyz"]},
    {"key": "url:https://dead.org/x", "url": "https://dead.org/x", "kind": "page", "title": "Dead", "verdict": "dead", "since": "2026-01-01", "outcome": {"at": "2026-01-01", "status": 404}},
]  # fmt: skip
FILES = {
    PAGE: TOPIC,
    "docs/topics/grokking.md": '# Grokking\n\n## Links\n\n- [B](https://b.blog/){ same="https://openreview.net/forum?id=r1xMH1BtvB" } see [c](https://c.blog/)\n',
    "docs/about.md": "See [d](https://d.blog/x).\n",
    "docs/founding-list.md": "See [e](https://e.blog/x).\n",
    "links.lock": "".join(json.dumps(line) + "\n" for line in LOCKED),
}  # fmt: skip


@pytest.fixture
def pages(tmp_path):
    write(tmp_path, FILES)
    return tmp_path


def contents(folder):
    return {name: (folder / name).read_text() for name in FILES}


def test_the_title_comes_from_the_lock_and_the_address_is_the_one_to_write(linkroll, pages):
    ran = linkroll("add", "http://arxiv.org/pdf/2301.05217v2.pdf?utm_source=x", "--topic", "x", "--note", "- Why\n it matters.")  # fmt: skip
    line = "- [Progress measures for grokking via mechanistic interpretability](https://arxiv.org/abs/2301.05217) — Why it matters."
    assert (ran.code, ran.out, ran.err) == (0, f"{PAGE}:6: {line}\n", "")
    note = "- [A paper](https://arxiv.org/abs/2209.10652) — note.\n"
    assert contents(pages) == {**FILES, PAGE: TOPIC.replace(note, f"{note}{line}\n")}
    assert linkroll("fix").err == "nothing to fix\n"
    assert linkroll("check").code == 0


def test_people_stand_under_people(linkroll, pages):
    ran = linkroll("add", "https://eve.org/?utm_source=x", "--topic", "docs/topics/x.md", "--title", "Eve", "--kind", "person")  # fmt: skip
    assert ran.out == f"{PAGE}:10: - [Eve](https://eve.org/)\n"
    assert (pages / PAGE).read_text() == TOPIC + "- [Eve](https://eve.org/)\n"


def test_a_kind_that_the_address_does_not_tell_is_stated(linkroll, pages):
    ran = linkroll("add", "https://eve.org/play", "--topic", "x", "--title", "Play", "--kind", "interactive")  # fmt: skip
    assert ran.code == 0
    assert "## Demos\n\n- [Play](https://eve.org/play){ kind=interactive }\n\n## People\n" in (pages / PAGE).read_text()  # fmt: skip


# rule it guards; arguments; exit code; what is said
REFUSED = [
    ("listed under another address", ["https://arxiv.org/pdf/2209.10652v3", "--topic", "x"], 1, f"{PAGE}:5:3: duplicate: "),
    ("listed on another topic", ["https://b.blog/", "--topic", "x"], 1, "docs/topics/grokking.md:5:3: duplicate: "),
    ("the same work by the lock", ["https://distill.pub/2020/x/", "--topic", "x"], 1, f"{PAGE}:5:3: duplicate: “https://distill.pub/2020/x/” is already listed here, as “https://arxiv.org/abs/2209.10652”"),
    ("the same work by two steps", ["https://doi.org/10.1000/XYZ", "--topic", "grokking"], 1, f"{PAGE}:5:3: duplicate: "),
    ("the same work by a line", ["https://openreview.net/pdf?id=r1xMH1BtvB", "--topic", "x"], 1, "docs/topics/grokking.md:5:3: duplicate: "),
    ("linked on any page", ["https://d.blog/x", "--topic", "x"], 1, "docs/about.md:1:5: duplicate: “https://d.blog/x” is already linked here"),
    ("twice on a page, whatever is asked for", ["https://arxiv.org/abs/2209.10652", "--topic", "x", "--allow-duplicate"], 1, f"{PAGE}:5:3: duplicate: "),
    ("a placeholder", ["https://example.com/paper", "--topic", "x", "--title", "T"], 1, "placeholder: “https://example.com/paper” has a host"),
    ("a stand-in", ["TODO", "--topic", "x", "--title", "T"], 1, "placeholder: “TODO”"),
    ("a title of something else", ["https://arxiv.org/abs/2301.05217", "--topic", "x", "--title", "Scaling Laws for Neural Language Models"], 1, "leads to “Progress measures for grokking"),
    ("dead by the lock", ["https://dead.org/x", "--topic", "x"], 1, "has been dead since 2026-01-01"),
    ("no address of the web", ["ftp://a.org/x", "--topic", "x", "--title", "T"], 2, "is not a web URL"),
    ("no such topic, with what is near", ["https://f.blog/", "--topic", "groking", "--title", "T"], 2, "there is no topic “groking” in docs; similar: grokking"),
    ("no such topic, with nothing near", ["https://f.blog/", "--topic", "../about", "--title", "T"], 2, "topics: grokking, x"),
    ("no title", ["https://f.blog/", "--topic", "x"], 2, "use --title"),
    ("an empty title", ["https://f.blog/", "--topic", "x", "--title", " \n"], 2, "use --title"),
    ("no topic", ["https://f.blog/"], 2, "--topic"),
    ("no kind", ["https://f.blog/", "--topic", "x", "--kind", "song"], 2, "song"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "arguments", "code", "said"), REFUSED, ids=[row[0] for row in REFUSED])  # fmt: skip
def test_what_is_refused_is_told_and_changes_nothing(
    linkroll, pages, rule, arguments, *, code, said
):
    ran = linkroll("add", *arguments)
    assert (ran.code, ran.out) == (code, ""), rule
    assert said in ran.err, rule
    assert "Traceback" not in ran.err
    assert contents(pages) == FILES


def test_a_thing_may_stand_on_several_topics_if_asked_for(linkroll, pages):
    for url in ("https://b.blog/", "https://d.blog/x", "https://c.blog/"):
        assert linkroll("add", url, "--topic", "x", "--title", "T", "--again").code == 0
    assert linkroll("add", "https://e.blog/x", "--topic", "x", "--title", "T").code == 0, "the founding list is history"  # fmt: skip


def test_a_page_that_is_not_utf8_is_left(linkroll, pages):
    write(pages, {PAGE: TOPIC.replace("—", "é").encode("latin-1")})
    ran = linkroll("add", "https://f.blog/", "--topic", "x", "--title", "T")
    assert ran.code == 2
    assert f"{PAGE}:5: the file is not UTF-8" in ran.err


def options(**changes):
    values = {"url": "https://f.blog/", "topic": "x", "note": "", "title": "", "kind": None, "allow_duplicate": False, "allow_private": False, "issue": None}  # fmt: skip
    return argparse.Namespace(**(values | changes))


def test_what_sources_say_is_taken_where_the_lock_is_silent(pages, monkeypatch):
    monkeypatch.chdir(pages)
    facts = Metadata(title="The true title", kind="notebook")
    assert add.run(options(), lambda url: facts if url == "https://f.blog/" else None) == 0
    assert "## Demos\n\n- [The true title](https://f.blog/){ kind=notebook }\n" in Path(PAGE).read_text()  # fmt: skip


def test_the_same_work_by_what_sources_say(pages, monkeypatch, capsys):
    monkeypatch.chdir(pages)
    assert add.run(options(), lambda _: Metadata(title="T", same=("arxiv:2209.10652",))) == 1
    assert f"{PAGE}:5:3: duplicate: " in capsys.readouterr().err
    assert contents(pages) == FILES


def test_interrupted_leaves_everything_as_it_was(pages, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.chdir(pages)
    with pytest.raises(KeyboardInterrupt):
        add.run(options(), interrupted)
    assert contents(pages) == FILES
    assert sorted(path.name for path in (pages / "docs/topics").iterdir()) == ["grokking.md", "x.md"]  # fmt: skip


@given(note=st.text(max_size=40), title=st.text(min_size=1, max_size=40))
@settings(deadline=None, max_examples=100)
def test_any_title_and_note_make_one_entry_or_are_refused(tmp_path_factory, note, title):
    folder = tmp_path_factory.mktemp("any")
    write(folder, FILES)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        try:
            code = add.run(options(title=title, note=note))
        except add.WrongUseError:
            code = 2
        before, after = (read_page(PAGE, text).entries for text in (TOPIC, Path(PAGE).read_text()))
        assert len(after) == len(before) + (code == 0)


SUGGESTION = """### Address

https://f.blog/one

### Title

F one

### Topic

x

### Why it is worth a reader's time

It shows how.
@maintainer ::error::x
"""


def test_a_suggestion_on_github_becomes_an_entry(linkroll, pages, tmp_path):
    write(tmp_path, {"event.json": json.dumps({"issue": {"body": SUGGESTION.replace("\n", "\r\n")}})})  # fmt: skip
    ran = linkroll("add", "--issue", "event.json")
    assert ran.code == 0, ran.err
    assert "- [F one](https://f.blog/one) — It shows how. @maintainer ::error::x\n" in (tmp_path / PAGE).read_text()  # fmt: skip


@pytest.mark.parametrize("event", ["", "[]", '{"issue": {"body": null}}', "[" * 100_000, '{"issue": {"body": "x"}}'])  # fmt: skip
def test_an_event_without_a_suggestion_is_one_line(linkroll, pages, tmp_path, event):
    write(tmp_path, {"event.json": event})
    ran = linkroll("add", "--issue", "event.json")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
