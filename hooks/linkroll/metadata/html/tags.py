"""Rewrites the markup of an untrusted page so that it can be parsed in linear time.

libxml2 compares each attribute of a tag with all before it: a tag of 1 MB takes a minute. This
module finds tags as the HTML standard does (13.2.5), and removes the attributes of those with too
many. The result has no ``<`` other than that of a tag, so that the parser finds the same tags.
"""

from __future__ import annotations

import re

# No element of a real page has so many.
MOST_ATTRIBUTES = 300
LONGEST_TAG = 50_000

# Possessive quantifiers keep all of this linear; an unclosed tag or comment extends to the end.
_BLANK = r"[ \t\n\f\r]"
_NAME = r"(?:=[^ \t\n\f\r/>=]*+|[^ \t\n\f\r/>=]++)"
_VALUE = r"""(?:"[^"]*+"?+|'[^']*+'?+|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)"""
_ATTRIBUTE = re.compile(rf"{_NAME}(?:{_BLANK}*+={_BLANK}*+{_VALUE}?+)?+")
_ATTRIBUTES = rf"(?:[ \t\n\f\r/]++|{_ATTRIBUTE.pattern})*+"
_TAG_NAME = r"[a-zA-Z][^ \t\n\f\r/>]*+"
_MARKUP = re.compile(
    rf"<(?:(?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)(?![^ \t\n\f\r/>])"
    rf"(?P<raw_attributes>{_ATTRIBUTES})>(?P<content>.*?)(?:</(?P=raw)(?![^ \t\n\f\r/>]){_ATTRIBUTES}>?|\Z)"
    rf"|(?P<start>{_TAG_NAME})(?P<attributes>{_ATTRIBUTES})>?"
    rf"|/(?P<end>{_TAG_NAME}){_ATTRIBUTES}>?"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|[!?/][^>]*+>?)|<",
    re.DOTALL | re.IGNORECASE,
)
# Scripts with data, and the tags that would end or nest them.
_DATA = re.compile(r"json|yaml|front-matter", re.IGNORECASE)
_SCRIPT_TAG = re.compile(r"<(?=/?script)", re.IGNORECASE)


def bound_tags(page: str) -> str:
    """Rewrite a page's markup, without comments, programs and styles."""
    return _MARKUP.sub(_rewritten, page)


def _rewritten(found: re.Match[str]) -> str:
    if name := found["start"]:
        return f"<{name}{_bounded(found['attributes'])}>"
    if name := found["end"]:
        return f"</{name}>"
    if name := found["raw"]:
        attributes = _bounded(found["raw_attributes"])
        return f"<{name}{attributes}>{_raw(name.lower(), attributes, found['content'])}</{name}>"
    return "&lt;" if found[0] == "<" else ""


def _raw(name: str, attributes: str, content: str) -> str:
    """Return the content to keep of an element whose content has no tags."""
    if name in ("title", "textarea"):
        return content.replace("<", "&lt;")
    if name == "script" and _DATA.search(attributes):
        return _SCRIPT_TAG.sub(r"\\u003c", content)
    return ""


def _bounded(attributes: str) -> str:
    """Return a tag's attributes; none where there are too many."""
    length = len(attributes)
    if length > LONGEST_TAG or (
        length > 2 * MOST_ATTRIBUTES and len(_ATTRIBUTE.findall(attributes)) > MOST_ATTRIBUTES
    ):
        return ""
    return attributes.replace("<", "&lt;") if "<" in attributes else attributes
