"""Files outside a site, such as a README: a forge shows them, by the rules of CommonMark.

They differ from Python-Markdown where lists are long: raw HTML ends at the next empty line
(CommonMark 0.31, 4.6), so that Markdown between `<details>` and `</details>` is rendered.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from linkroll.markdown.extension import (
    EXTENSIONS,
    LinkReader,
    load_extension,
    normal_lines,
    split_front_matter,
)
from linkroll.markdown.links import Page, Reading, Swallowed
from linkroll.markdown.project import Named
from linkroll.markdown.source_map import Place
from markdown import Markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkroll.markdown.links import Link

# Raw HTML that ends at its own end tag in both.
RAW = ("pre", "script", "style", "textarea")
# What begins a block of HTML up to the next empty line (4.6, start condition 6).
BLOCK = re.compile(
    r" {0,3}</?(address|article|aside|blockquote|body|caption|center|col|colgroup|dd|details|dialog|"
    r"dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|html|iframe|li|main|menu|"
    r"nav|ol|option|p|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|/?>|$)",
    re.IGNORECASE,
)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def read_readme(path: str, text: str) -> Reading:
    """Read the links of a file outside a site; ``path`` only says what to call it."""
    md, reader = equip()
    body, _ = split_front_matter(text)
    reader.begin(Page(path, text), body)
    md.reset().convert(body)
    return without_swallowed(reader.reading, normal_lines(text).split("\n"))


@cache
def equip() -> tuple[Markdown, LinkReader]:
    """Make what reads all such files, one after the other."""
    reader = LinkReader()
    named = (Named(name) for name in EXTENSIONS if name != "md_in_html")
    made = (load_extension(each, None) for each in named)
    md = Markdown(extensions=[*(each for each in made if each is not None), reader])
    md.block_level_elements = list(RAW)
    return md, reader


def without_swallowed(reading: Reading, lines: list[str]) -> Reading:
    """Move the Markdown links that stand in raw HTML to those that no reader sees."""
    blocks = dict(html_lines(lines))
    hidden = [link for link in reading.links if is_hidden(link, lines, blocks)]
    for (start, tag), links in groupby(hidden, key=lambda link: blocks[link.line]):
        del start
        met = list(links)
        place = Place(met[0].line, met[0].column)
        reading.swallowed.append(Swallowed(place, met[-1].line, len(met), tag, readme=True))
    kept = set(map(id, hidden))
    reading.links = [link for link in reading.links if id(link) not in kept]
    return reading


def is_hidden(link: Link, lines: list[str], blocks: dict[int, tuple[int, str]]) -> bool:
    """Whether a link is written in Markdown on a line of raw HTML."""
    line = lines[link.line - 1] if link.line <= len(lines) else ""
    return link.line in blocks and line[link.column - 1 : link.column] in ("[", "!")


def html_lines(lines: list[str]) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield the lines of raw HTML, from 1, each with the first line and the tag of its block."""
    block: tuple[int, str] | None = None
    fence = ""
    for number, line in enumerate(lines, start=1):
        mark = FENCE.match(line)
        if mark and block is None:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if not line.strip():
            block = None
        elif block is None and not fence and (tag := BLOCK.match(line)):
            block = (number, tag[1].lower())
        if block:
            yield number, block
