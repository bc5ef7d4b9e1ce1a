"""What a page consists of: its sections and their groups, with how many entries each holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS = re.compile(r'<h[1-6] id="([^"]*)"|<li class="(?:[^"]* )?entry[ "]')


class TocItem(Protocol):
    """A heading in a table of contents, as MkDocs makes it; ``title`` is HTML."""

    id: str
    title: str
    children: Sequence[TocItem]


class Part(NamedTuple):
    """A heading below the title: ``title`` is HTML, ``entries`` counts those of its groups too."""

    title: str
    anchor: str
    entries: int
    groups: tuple[Part, ...] = ()


def outline(html: str, toc: Sequence[TocItem]) -> tuple[Part, ...]:
    """Return the sections of a page, each with its groups.

    Args:
        html: The page as it is rendered, with its cards.
        toc: The page's table of contents, whose first level is the title.
    """
    counts = count_entries(html)
    return tuple(part(item, counts) for title in toc for item in title.children)


def part(item: TocItem, counts: dict[str, int]) -> Part:
    """Return one heading with those below it."""
    groups = tuple(part(child, counts) for child in item.children)
    entries = counts.get(item.id, 0) + sum(group.entries for group in groups)
    return Part(item.title, item.id, entries, groups)


def count_entries(html: str) -> dict[str, int]:
    """Count the entries between each heading and the next, by the heading's anchor."""
    counts: dict[str, int] = {}
    for anchor in anchors(html):
        counts[anchor] = counts.get(anchor, -1) + 1
    return counts


def anchors(html: str) -> Iterator[str]:
    """Yield the anchor of each heading, and again for each entry below it."""
    anchor = ""
    for mark in MARKS.finditer(html):
        anchor = anchor if mark[1] is None else mark[1]
        yield anchor
