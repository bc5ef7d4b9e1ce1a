"""Other addresses in the text of a page, and not a byte more.

Where an address stands is read off the place of its link; whether it was the right spot is seen by
reading the edited page again: exactly the links that were to change have changed, and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from linkroll.markdown.extension import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from linkroll.markdown.links import Link
    from linkroll.markdown.project import Project

BOM = "\ufeff"
LINE_END = re.compile("\r\n|\r|\n")
BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
# What may stand escaped by a backslash (Python-Markdown, Markdown.ESCAPED_CHARS).
ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!")

# Where the address of a link may stand, `URL` being its pattern. From the link's own place on:
INLINE = r"\]\(\s*<?(URL)(?=[\s>)])"
AUTOLINK = r"<(URL)>"
RAW = r"""(?i:<a\b[^>]*?\bhref\s*=\s*["']?)(URL)(?=["'\s>])"""
# And anywhere, for a link that names a definition.
DEFINITION = (
    r"(?:^|(?<=[\r\n]))[ \t>]*\[[^\[\]\r\n]*\]:[ \t]*(?:\r\n|\r|\n)?[ \t]*<?(URL)>?(?=\s|$)"
)


class Span(NamedTuple):
    """A part of a text, from an offset up to another."""

    start: int
    end: int


class Edited(NamedTuple):
    """A text after its edits, and which of the links were changed, by their number."""

    text: str
    done: frozenset[int]


def with_addresses(
    path: str, text: str, changes: Mapping[int, str], project: Project | None = None
) -> Edited:
    """Write other addresses for some links of a page.

    Args:
        path: What the page is called.
        text: The whole file, decoded; its line ends and a byte order mark stay.
        changes: The new address, by the link's number in the order of `read_page`.
        project: The site that the page belongs to.

    Returns:
        The new text. A link whose address cannot be found in the text, or not be changed without
        changing something else, is left as it is.
    """
    body = text.removeprefix(BOM)
    bom = text[: len(text) - len(body)]
    before = read_page(path, body, project).links
    firsts = {n: next(spans_of(before[n], body), None) for n in changes}
    spans = {span: changes[n] for n, span in firsts.items() if span}
    edited = substitute(body, spans)
    wanted = {n for n, span in firsts.items() if span}
    if changed(before, read_page(path, edited, project).links, changes) == wanted:
        return Edited(bom + edited, frozenset(wanted))
    edited, done = one_by_one(path, body, changes, project)
    return Edited(bom + edited, done)


def one_by_one(path: str, text: str, changes: Mapping[int, str], project: Project | None) -> Edited:
    """Write each new address for itself, trying every spot where the old one may stand."""
    done: set[int] = set()
    for number, new in changes.items():
        if number in done:
            continue  # by the definition that it shares with one before
        before = read_page(path, text, project).links
        left = {n: url for n, url in changes.items() if n not in done}
        for span in spans_of(before[number], text):
            tried = substitute(text, {span: new})
            now = changed(before, read_page(path, tried, project).links, left)
            if now is not None and number in now:
                text, done = tried, done | now
                break
    return Edited(text, frozenset(done))


def changed(
    before: Sequence[Link], after: Sequence[Link], changes: Mapping[int, str]
) -> set[int] | None:
    """Return which links have their new address; None where anything else is other than before."""
    if len(before) != len(after):
        return None
    now = set()
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if said(old) == said(new):
            continue
        if said(new) not in map(said, moved_to(old, changes.get(number, old.url))):
            return None
        now.add(number)
    return now


def moved_to(link: Link, url: str) -> tuple[Link, ...]:
    """Return a link with another address: one that shows its address may be an autolink."""
    moved = replace(link, url=url)
    return (moved, replace(moved, text=url)) if link.text == link.url else (moved,)


def said(link: Link) -> tuple[object, ...]:
    """Return all that a page says by a link; its column depends on what stands before it."""
    return link.url, link.text, link.line, link.entry, link.section, link.attributes, link.problems


def substitute(text: str, spans: Mapping[Span, str]) -> str:
    """Write addresses in place of parts of a text, each in the form of what stood there."""
    out: list[str] = []
    done = 0
    for span, new in sorted(spans.items()):
        if span.start < done:
            continue  # it overlaps the one before; reading again will tell
        escaped = "&amp;" in text[span.start : span.end]
        out += text[done : span.start], new.replace("&", "&amp;") if escaped else new
        done = span.end
    return "".join([*out, text[done:]])


def spans_of(link: Link, text: str) -> Iterator[Span]:
    """Yield where the address of a link may stand in a text, the likeliest first."""
    at = offset(text, link.line, link.column)
    blank = BLANK_LINE.search(text, at)
    end = blank.start() if blank else len(text)
    url = spelled(link.url)
    opening = text[at : at + 1]
    near = (AUTOLINK, RAW) if opening == "<" else (INLINE,)
    yield from found(near, url, text, at, end)
    if opening == "[":
        yield from found((DEFINITION,), url, text, 0, len(text))


def found(patterns: Iterable[str], url: str, text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where an address stands in a part of a text, in the given surroundings."""
    for pattern in patterns:
        # The part is not cut out, so that what looks ahead sees what follows it.
        for match in re.compile(pattern.replace("URL", url)).finditer(text, start):
            if match.start() >= end:
                break
            yield Span(*match.span(1))


def spelled(url: str) -> str:
    """Return a pattern of the ways to write an address in Markdown."""
    return "".join(map(character, url))


def character(one: str) -> str:
    """Return a pattern of the ways to write one character of an address."""
    if one == "&":
        return "&(?:amp;)?"
    return rf"\\?{re.escape(one)}" if one in ESCAPABLE else re.escape(one)


def offset(text: str, line: int, column: int) -> int:
    """Return where in a text a line and a column are, both from 1, whatever ends its lines."""
    start = 0
    for number, match in enumerate(LINE_END.finditer(text), start=2):
        if number > line:
            break
        start = match.end()
    return min(start + column - 1, len(text))
