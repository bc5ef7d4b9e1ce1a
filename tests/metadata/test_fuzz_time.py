"""Time per byte: hostile pages and fields cost no more than a few microseconds a byte.

Pages are made of the pieces that parsers trip over, repeated and mixed at random; what a fuzzing
run found stays as a row. `LINKROLL_FUZZ=N` tries N times as many.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from linkroll.metadata.html.extract import extract_metadata
from linkroll.metadata.html.tags import bound_tags
from linkroll.metadata.parse.authors import read_names
from linkroll.metadata.parse.bibtex import names_of, read_entries
from linkroll.metadata.parse.charset import decode
from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.parse.latex import from_latex
from linkroll.metadata.parse.titles import one_line, strip_site

SIZE = 60_000
# Ten times what the slowest honest page takes, for a busy machine; and a start-up in any case.
PER_BYTE, AT_LEAST = 15e-6, 0.5
ROUNDS = 8 * int(os.environ.get("LINKROLL_FUZZ", "1"))


def seconds(read, *arguments) -> float:
    began = time.process_time()
    read(*arguments)
    return time.process_time() - began


def script(value: str) -> str:
    return f'<script type="application/ld+json">{value}</script>'


NODES = ",".join(
    f'{{"@type":"Article","@id":"https://a.org/{n}","url":"https://a.org/x{n}"}}' for n in range(5000)
)  # fmt: skip
QUOTED = " ".join(f'"a{n}"' for n in range(120_000))
PAGES = {
    "JSON-LD with 5,000 nodes": script(f"[{NODES}]"),
    "a tag of quoted attribute names": f"<p {QUOTED}>",
    "names that begin with =": "<p " + " ".join(f"=a{n}" for n in range(120_000)) + ">",
    "attributes without blanks": "<p " + "".join(f'a{n}=""' for n in range(120_000)) + ">",
    "attributes of an end tag": "</p " + " ".join(f"a{n}" for n in range(120_000)) + ">",
    "attributes behind a comment": '<!-- <a b=" --><p ' + " ".join(f"a{n}" for n in range(120_000)) + '">',
    "attributes behind a script": '<script><a b="</script><p ' + " ".join(f"a{n}" for n in range(120_000)) + '">',
    "tags without an end": "<a" * SIZE,
    "comments without an end": "<!--" * SIZE,
    "scripts without an end": "<script>" * 50_000,
    "empty times beside each other": "<p>" + "<time datetime=2020-01-01></time>" * 30_000,
    "a long text beside many times": "<p>" + "x" * 1_000_000 + "<time></time>" * 30_000,
    "long classes around many times": f"<p class='{'post_' * 100_000}'>" + "<time></time>" * 30_000,
    "code in code in code": "<code>" * 250 + "@article{a, " * 80_000,
    "many metas": "".join(f"<meta name=n{n} content=x>" for n in range(40_000)),
    "authors that are lists": script('{"@type":"Article","author":[' + '"A B",' * 50_000 + '"C D"]}'),
    "one long name": script('{"@type":"Article","name":"' + "a | " * 200_000 + '"}'),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_take_linear_time(name: str) -> None:
    body = f"<title>a b c d</title><h1>a b c d</h1>{PAGES[name]}".encode()
    took = seconds(extract_metadata, body, "https://a.org/b")
    assert took < AT_LEAST + PER_BYTE * len(body), f"{took:.1f} s for {len(body)} bytes"


PIECES = [
    "a@", "@", "a.", ".", ",", " ", "\t", "\xa0", "and ", "By ", "by:", "/", " / ", "|", " | ", " - ", "&amp;", "&#32;",
    "&#10;", "<", "<b>", "{", "}", "\\'", "\\bf ", "$", "^{", "_", "\\(", "=", '"', "(", "1", "12 ", "2021", "May ", "on ", "for ", "A",
    "Ab ", "http://", "www.", "@article{a,", "title={", "charset=", ": ", "-", "--", "updated ", "\u200b", "\u200d", "é", "İ", "posted on ",
]  # fmt: skip
FIELDS = {
    "names": lambda text: read_names([text]),
    "names, family first": lambda text: read_names([text], family_first=True),
    "dates": lambda text: parse_date(text, "en"),
    "titles": lambda text: strip_site(one_line(text), frozenset({"a", "ab"})),
    "LaTeX": lambda text: from_latex(text[:20_000]),
    "BibTeX": lambda text: read_entries(text[:20_000]),
    "BibTeX names": lambda text: names_of(text[:20_000]),
    "tags": bound_tags,
    "charset": lambda text: decode(text[:4096].encode("latin-1", "replace"), text[:4096]),
}


@pytest.mark.parametrize("field", FIELDS)
def test_fields_take_linear_time(field: str) -> None:
    source = random.Random(field)
    texts = [piece * (SIZE // len(piece)) for piece in PIECES]
    for _ in range(ROUNDS):
        unit = "".join(source.choices(PIECES, k=source.randint(2, 4)))
        texts.append(
            source.choice(PIECES) + unit * (SIZE // 4 // len(unit)) + source.choice(PIECES)
        )
    for text in texts:
        took = seconds(FIELDS[field], text)
        assert took < AT_LEAST + PER_BYTE * len(text), f"{took:.1f} s for {text[:40]!r}…"


MARKUP = [
    "<p>", "<div class=author>", "<div class='date byline'>", "</div>", "<time datetime=2020-01-01>", "<h1>a b c d</h1>", "<a rel=author>",
    "<span itemprop=author>", "<pre>", "@misc{a,", "<code>", "<meta name=author content='A B'>", "<title>", "<script>", "</script>", "<!--", "-->",
    "By Ada Byron", "Updated ", "2020-01-01", "<p a='", '<p b="', ">", "<svg>", "<table>", "<td>", "<li>", "<b>", "</b>", "x y z ", "&lt;", "<",
    '<script type="application/ld+json">', '{"@type":"Article","author":', "[", "]", "}", "<noscript>", "<textarea>", "<article>", "<footer>",
]  # fmt: skip


def test_mixed_pages_take_linear_time() -> None:
    source = random.Random(1)
    for _ in range(2 * ROUNDS):
        unit = "".join(source.choices(MARKUP, k=source.randint(1, 6)))
        body = (
            "<title>a b c d</title>" + unit * (SIZE // len(unit)) + source.choice(MARKUP)
        ).encode()
        took = seconds(extract_metadata, body, "https://a.org/b")
        assert took < AT_LEAST + PER_BYTE * len(body), f"{took:.1f} s for {unit!r} repeated"
