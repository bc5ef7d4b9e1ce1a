"""Cleans titles: removes markup, control characters and the name of the site."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_TITLE = 500

# Elements that editors leave in titles (HTML, MathML, JATS); `<bos>` and `vector<int>` are text.
_TAG = re.compile(
    r"</?(?:(?:mml|jats):[a-z-]{1,20}|a|abbr|b|bdi|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|italic|"
    r"kbd|mark|math|p|q|s|samp|sc|small|span|strike|strong|sub|sup|title|tt|u|wbr)(?:[\s/][^<>]{0,200})?>",
    re.IGNORECASE,
)
# Control, surrogate, private, unassigned; line and paragraph separators.
_UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
# Invisible (Cf: zero-width, bidi overrides, soft hyphens); joiners have a meaning in emoji and in
# scripts beyond ASCII.
_INVISIBLE = re.compile(r"(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
_JOINERS = "\u200c\u200d"


def one_line(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return a text as one bounded line of visible characters, without entities and tags."""
    text = html.unescape(html.unescape(text[: longest * 8]))
    text = "".join(map(_visible, _INVISIBLE.sub("", _TAG.sub("", text))))
    return unicodedata.normalize("NFC", " ".join(text.split()))[:longest].rstrip()


def _visible(character: str) -> str:
    """Return the visible form of a character: itself, a blank or nothing."""
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return character if character in _JOINERS else ""
    return " " if category in _UNREADABLE else character


_SEPARATOR = re.compile(r"\s+[|·•»«›‹–—―:⋆~\\/-]+\s+|\s*[|»›]\s*|(?<=\S):\s+|\s+::\s+")


def strip_site(title: str, sites: frozenset[str]) -> str:
    """Remove a site's name from either end of a title; ``sites`` holds its names, squeezed.

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
    """Return the parts before and after each separator of a title."""
    title = title[:LONGEST_TITLE]
    return [
        (title[: gap.start()].strip(), title[gap.end() :].strip())
        for gap in _SEPARATOR.finditer(title)
    ]


def segments(title: str) -> list[str]:
    """Return the parts of a title up to each separator: candidates for the title without tail."""
    return [title[: gap.start()].strip() for gap in _SEPARATOR.finditer(title)]


def squeeze(text: str) -> str:
    """Reduce a text to its letters and digits, case folded, so that spellings compare equal."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())
