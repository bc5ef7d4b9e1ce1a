"""Finds the authors of a page in its visible text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from linkroll.metadata.html.document import Element, marks_of
from linkroll.metadata.parse.authors import read_names

if TYPE_CHECKING:
    from linkroll.metadata.html.document import HtmlDocument
    from linkroll.metadata.html.main_content import Parts

LONGEST_BYLINE = 200

# Classes and ids of an author's name, and of the element around it.
_AUTHORS: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?:^|\s)(?:author-?_?name|byline-?_?name|p-author|article-?_*author-?name|post-?author-?name|contributor-?name|authors?__name|byline__name|author__link|author-link|authorname)(?=\s|$)"),
    re.compile(r"(?:^|[\s_-])(?:bylines?|by-line|authors?|autor(?:en|in|es)?|auteurs?|autore|author-info|postedby|posted-by|writer|reporter-line|verfasser|submitted|entry-author|post-author|article-author|d-byline)(?=[\s_-]|$)"),
)  # fmt: skip
_NOT_AUTHORS = re.compile(r"(?:^|[\s_-])(?:bio|biography|about|box|avatar|image|img|photo|social|twitter|follow|description|desc|job|role|title|count|section|comment)(?=[\s_-]|$)")  # fmt: skip
_BY = re.compile(r"\W*(?:[bB]y|BY|[vV]on|VON|[pP]or|[pP]ar|[dD]oor|[Ww]ritten by|[pP]osted by|(?:Text|Autor(?:in)?|Authors?)(?=\s*:))\b\s*:?\s*[A-ZÀ-Þ][^.!?]{2,60}$")  # fmt: skip

# The text after a byline on its line.
_CLAUSE = re.compile(r"\s[/|•·–—]\s|[,;(]?\s(?:Last\s)?(?:Updated|Posted|Published)\b")
_LABELLED = re.compile(r"\b(?:Autor(?:en|in)?|Authors?|Auteur|Written by|Text|Redaktion|Verfasser(?:in)?|Autore)\s*:\s*((?:(?:and |und |[A-ZÀ-Þ])[\w.'’-]*,? ?){2,8})")  # fmt: skip
# Text for screen readers only, and the paths of authors' own pages.
_UNSEEN = re.compile(r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-reader-text)(?=[\s_-]|$)")
_AUTHOR_PATH = re.compile(r"/(?:authors?|autor(?:en)?|writer|contributor)/[^/]", re.IGNORECASE)
_PROFILE = re.compile(r"author|autor|auteur|user|profil|people|person|member|contributor|writer|redakt|team|staff|/by/|/@", re.IGNORECASE)  # fmt: skip


def byline(parts: Parts) -> tuple[str, ...]:
    """Return the authors: by a class, by ``rel``, or by a line that begins with "By"."""
    linked = [each for each in parts.own if "author" in _words(each, "rel") and each.tag != "link"]
    near = parts.near()
    linked += [each for each in near if each.tag == "a" and _AUTHOR_PATH.search(each.get("href") or "")]  # fmt: skip
    classed = [
        [each for each in parts.own if pattern.search(marks := marks_of(each)) and not _NOT_AUTHORS.search(marks)]
        for pattern in _AUTHORS
    ]  # fmt: skip
    by_lines = [
        each
        for each in near
        if _BY.match(_CLAUSE.split(parts.page.text_of(each), maxsplit=1)[0][:80])
    ]
    for candidates in (classed[0], linked, classed[1], by_lines):
        if people := _people_of(candidates, parts):
            return people
    return _labelled(parts)


def item_authors(parts: Parts) -> tuple[str, ...]:
    """Return the names in ``itemprop=author``: of each, the ``name`` within it if there is one."""
    found = []
    for each in parts.own:
        if "author" in _words(each, "itemprop") and not _is_reply(each):
            named = next(
                (inner for inner in each.iter("*") if "name" in _words(inner, "itemprop")), each
            )
            found.append(named.get("content") or parts.page.text_of(named))
    return read_names([text for text in found if len(text) <= LONGEST_BYLINE])


def _is_reply(element: Element) -> bool:
    """Whether microdata belong to a schema.org Answer or Comment, not to the page."""
    types = (each.get("itemtype") or "" for each in element.iterancestors())
    return any(kind.endswith(("/Answer", "/Comment")) for kind in types)


def _words(element: Element, attribute: str) -> list[str]:
    return (element.get(attribute) or "").lower().split()


def _labelled(parts: Parts) -> tuple[str, ...]:
    """Return the names in a short text like ``Author: Ada Byron``, anywhere in the page."""
    for each in parts.own:
        if each.tag in ("p", "div", "li", "td", "span", "em", "strong", "dl"):
            text = parts.page.text_of(each) if len(each) < 12 else ""
            found = _LABELLED.search(text) if len(text) < LONGEST_BYLINE else None
            if found and (people := read_names([found[1]])):
                return people
    return ()


def _people_of(candidates: list[Element], parts: Parts) -> tuple[str, ...]:
    """Return the names in the candidate nearest to the heading, and in candidates beside it."""
    for each in sorted(candidates, key=parts.distance):
        if people := read_names([_byline_text(each, parts.page)]):
            beside = [other for other in candidates if _family(other) is _family(each)]
            return read_names([_byline_text(other, parts.page) for other in beside[:100]]) or people
    return ()


def _family(element: Element) -> Element:
    parent = element.getparent()
    grandparent = parent.getparent() if parent is not None else None
    return grandparent if grandparent is not None else element


def _byline_text(element: Element, page: HtmlDocument) -> str:
    """Return the names in a byline: those of its links to profiles if it has any, else its text."""
    text = page.text_of(element)
    if len(text) > LONGEST_BYLINE:
        return ""
    for each in islice(element.iter("*"), 200):
        if _UNSEEN.search(marks_of(each)):
            text = text.replace(page.text_of(each), "", 1).strip()
    links = [page.text_of(each) for each in islice(element.iter("a"), 50) if _PROFILE.search(each.get("href") or "")]  # fmt: skip
    return "; ".join(filter(None, links)) or text
