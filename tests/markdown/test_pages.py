"""Pages that are composed of all the syntax that the site knows: nothing is changed, nothing missed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkroll.markdown.extension import EXTENSIONS, LinkReader, Page, split_front_matter
from markdown import Markdown
from measure.rendering import Anchors

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.md"))


def web_links(html: str) -> list[str]:
    parser = Anchors()
    parser.feed(html)
    parser.close()
    return parser.found


def compare(text: str) -> None:
    """Render a page with and without the reader; compare the pages, and the links with the list."""
    body, _ = split_front_matter(text)
    plain = Markdown(extensions=[*EXTENSIONS, "toc"]).convert(body)
    reader = LinkReader()
    md = Markdown(extensions=[*EXTENSIONS, "toc", reader])
    reader.begin(Page("docs/x.md", text), body)
    assert md.convert(body) == plain
    listed = [link for link in reader.reading.links if link.url.lower().startswith("http")]
    assert Counter(link.url.strip() for link in listed) == Counter(web_links(plain))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for link in listed:
        written = " ".join(lines[link.line - 1 : link.line + 2]).replace("&amp;", "&")
        names = [name for name, (url, _) in md.references.items() if url == link.url]
        assert link.url in written or any(f"[{name}" in written.lower() for name in names), link


URLS = st.integers(1, 6).map(lambda n: f"https://site{n}.org/page?a={n}&b=2")
WORDS = st.sampled_from(
    [
        "word",
        "two words",
        "日本語",
        "שלום",
        "*em*",
        "`code`",
        "a_b",
        "x < y",
        "[not]",
        "!",
        "é",
        "1.",
    ]
)


@st.composite
def inlines(draw: st.DrawFn) -> str:
    url = draw(URLS)
    return draw(
        st.sampled_from(
            [
                f"[label]({url})",
                f"[*label*]({url} 'title')",
                f"[label](<{url}>)",
                f"[![alt](x.png)]({url})",
                f"![alt]({url})",
                f"<{url}>",
                "[label][ref]",
                "[ref]",
                "[ref][]",
                "[label]\n[ref]",
                "[label] [ref]",
                f'<a href="{url}">label</a>',
                f"`[label]({url})`",
                f"<!-- [label]({url}) -->",
                f"\\[label]({url})",
                f"**[label]({url})**",
                f"[label]({url}){{ .class }}",
                "note[^1]",
                draw(WORDS),
            ]
        )
    )


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    return " ".join(draw(st.lists(inlines() | WORDS, min_size=1, max_size=4)))


def indented(text: str, by: str = "    ") -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> str:
    inner = blocks(depth=depth + 1) if depth < 2 else paragraphs()
    text, inside, url = draw(paragraphs()), draw(inner), draw(URLS)
    return draw(
        st.sampled_from(
            [
                text,
                f"# {text}".replace("\n", " "),
                f"{text}\n---".replace("\n[", " ["),
                f"- {text}\n- {draw(paragraphs())}\n\n{indented(inside)}",
                f"1. {text}\n\n{indented(inside)}",
                f"> {text}\n>\n{indented(inside, '> ')}",
                f'!!! note "Title"\n{indented(inside)}',
                f"??? note\n{indented(inside)}",
                f'=== "Tab"\n\n{indented(inside)}',
                f"term\n:   {text}\n\n{indented(inside)}",
                f"| a | b |\n|---|---|\n| {text} | x |".replace("\n[", " ["),
                f"```md\n[label]({url})\n```",
                f"~~~\n{text}\n~~~",
                f"\n    [label]({url})\n",
                f"<div>\n<p><a href='{url}'>x</a> [label]({url})</p>\n</div>",
                f"<div markdown>\n{inside}\n</div>",
                f"<!--\n{text}\n-->",
                "---",
                "\t- " + text,
            ]
        )
    )


PAGES = st.builds(
    lambda parts, ends, front: (front + "\n\n".join(parts) + DEFINITIONS).replace("\n", ends),
    st.lists(blocks(), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "---\ntitle: x\n---\n\n"]),
)
DEFINITIONS = "\n\n[ref]: https://reference.org/x?a=1&b=2\n\n[^1]: A note with [label](https://site1.org/page?a=1&b=2).\n"


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(PAGES)
def test_composed_pages_are_not_changed_and_their_links_are_listed(text):
    compare(text)


@pytest.mark.parametrize("page", CORPUS, ids=[page.stem for page in CORPUS])
def test_difficult_pages_are_not_changed_and_their_links_are_listed(page):
    compare(page.read_bytes().decode())
