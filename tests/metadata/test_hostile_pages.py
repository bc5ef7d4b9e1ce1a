"""Whatever a page holds, reading it ends soon, quietly, and in bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkroll.metadata.html.extract import extract_metadata
from linkroll.metadata.parse.authors import LONGEST_NAME, read_names
from linkroll.metadata.parse.charset import decode
from linkroll.metadata.parse.latex import from_latex
from linkroll.metadata.parse.titles import LONGEST_TITLE

DEEP_JSON = "[" * 200_000
BOMBS = [
    (b"<div>" * 300_000, "nesting"),
    (b"<div class='date author'>1" * 20_000, "nested bylines"),
    (b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">", "attributes"),
    (b"<p " + b" ".join(b'a%d=">"' % n for n in range(60_000)) + b">", "attributes that hide >"),
    (b"<p>" + b"<time datetime=2020-01-01>x</time>" * 50_000, "siblings that share a parent"),
    (b"<a rel=author href=/author>Ada B</a>" * 50_000, "authors"),
    (b"<h1>a b</h1>" * 100_000, "headings"),
    (b"<meta name=citation_author content='Byron, Ada'>" * 50_000, "metas"),
    (f"<script type=application/ld+json>{DEEP_JSON}</script>".encode(), "deep JSON"),
    (
        b'<script type=application/ld+json>{"@graph":[' + b'{"@type":"Article","author":[{"a":1}]},' * 60_000
        + b"{}]}</script>",
        "wide JSON",
    ),
    (b'<script type=application/ld+json>{"author":' + b'{"name":' * 800 + b"1" + b"}" * 801, "deep names"),
    (b"<script type=text/front-matter>" + b"a: &a [*a, *a]\n" * 500 + b"</script>", "YAML anchors"),
    (b"<script type=text/front-matter>" + b"[" * 20_000 + b"</script>", "deep YAML"),
    (b"<pre>" + b"@article{a, title={" * 20_000 + b"</pre>", "open braces"),
    (b"<title>" + b"a | " * 200_000 + b"</title>", "separators"),
    (b"<title>" + b"$" * 200_000 + b"\\'{" * 100_000 + b"</title>", "LaTeX"),
    (b"<meta charset=zlib>" + b"\xff" * 1000, "a charset that is no encoding of text"),
    (b"\x00" * 10_000 + b"<title>x</title>", "NULs"),
    (b"", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "why"), BOMBS, ids=[why for _, why in BOMBS])
def test_a_bomb_costs_little(body: bytes, why: str) -> None:
    began = time.process_time()
    facts = extract_metadata(body[:4_000_000], "https://example.org/a")
    assert time.process_time() - began < 8, why
    assert len(facts.title or "") <= LONGEST_TITLE


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=30))
def test_bytes_never_raise(body: bytes, content_type: str) -> None:
    extract_metadata(body, "https://example.org/", content_type)
    decode(body, content_type)


PIECES = st.sampled_from(
    ["<h1>", "</h1>", "<time datetime=", "2020-01-01", ">", '<script type="application/ld+json">', '{"@type":"Article",',
     '"author":', '{"name":"Ada"}', "[", "]", "}", "</script>", "<meta name=citation_author content=", "'Byron, Ada'", "<pre>@misc{a,",
     "title={", "<div class=byline>", "By Ada Byron", "\\'e", "$x^2$", "<d-front-matter>", "null", "\ud800", "&#0;", "<svg><title>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=40))
def test_broken_pages_never_raise(page: str, url: str) -> None:
    facts = extract_metadata(page.encode("utf-8", "surrogatepass"), url)
    assert all(0 < len(name) <= LONGEST_NAME for name in facts.authors)
    assert facts.date is None or len(facts.date) in (4, 7, 10)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_texts_never_raise(text: str) -> None:
    from_latex(text)
    read_names([text])
    read_names([text], family_first=True)
