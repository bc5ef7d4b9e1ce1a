"""Bytes to text, and titles to what they say: no site's name, no markup, no LaTeX."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_TITLE = 500


def one_line(text: str, longest: int = LONGEST_TITLE) -> str:
    """Bring a text to one bounded line: entities once more, no tags, no control characters."""
    text = html.unescape(html.unescape(text[: longest * 8]))
    text = re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", text)
    text = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))[:longest].rstrip()


# Control, format (bidi overrides, zero-width), surrogate, private, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})

_SEPARATOR = re.compile(r"\s+[|·•»«›‹–—―:⋆~\\/-]+\s+|\s*[|»›]\s*|(?<=\S):\s+|\s+::\s+")


def strip_site(title: str, sites: frozenset[str]) -> str:
    """Cut a site's name off either end of a title; ``sites`` holds its names, squeezed.

    "Simulators — LessWrong" is "Simulators"; a title that is nothing but the site's name stays.
    """
    while cut := _without_site(title, sites):
        title = cut
    return title


def _without_site(title: str, sites: frozenset[str]) -> str | None:
    for gap in _SEPARATOR.finditer(title):
        head, tail = title[: gap.start()].strip(), title[gap.end() :].strip()
        colon = gap[0].strip() == ":"
        if head and not colon and squeeze(tail) in sites:
            return head
        if tail and squeeze(head) in sites:
            return tail
    return None


def halves(title: str) -> list[tuple[str, str]]:
    """Return what stands before and behind each separator of a title."""
    title = title[:LONGEST_TITLE]
    return [
        (title[: gap.start()].strip(), title[gap.end() :].strip())
        for gap in _SEPARATOR.finditer(title)
    ]


def segments(title: str) -> list[str]:
    """Return each run of a title up to a separator: what might be the title without its tail."""
    return [title[: gap.start()].strip() for gap in _SEPARATOR.finditer(title)]


def squeeze(text: str) -> str:
    """Reduce a text to its letters and digits, case folded, so that spellings compare equal."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())
