"""A page's sections and groups, and what each holds."""

from __future__ import annotations

from types import SimpleNamespace

from linkroll.site.outline import outline

PAGE = """<h1 id="t">T</h1><h2 id="links">Links</h2><h3 id="a">A</h3>
<ul class="entries"><li class="entry" id="x"><li class="entry is-essential" id="y"></ul>
<h3 id="b">B</h3><ul class="entries"><li class="entry is-flagged"></ul>
<h2 id="demos">Demos</h2><ul class="entries"><li class="entry"><li class="no-entry"></ul>"""


def heading(anchor, *children):
    return SimpleNamespace(id=anchor, title=anchor.title(), children=children)


def test_a_section_counts_its_entries_and_those_of_its_groups():
    toc = [heading("t", heading("links", heading("a"), heading("b")), heading("demos"), heading("people"))]  # fmt: skip
    links, demos, people = outline(PAGE, toc)
    assert (links.title, links.anchor, links.entries) == ("Links", "links", 3)
    assert [(group.title, group.entries) for group in links.groups] == [("A", 2), ("B", 1)]
    assert (demos.entries, people.entries) == (1, 0)


def test_a_page_without_a_title_has_no_parts():
    assert outline("<p>text</p>", []) == ()
