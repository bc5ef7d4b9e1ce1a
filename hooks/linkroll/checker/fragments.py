"""Whether a page has the part that a link's fragment names.

Ids as the HTML standard finds them ("find a potential indicated element"), and text fragments as
the WICG's URL Fragment Text Directives describe them. In doubt a part is there: a page that was
not read to its end, or whose text scripts put in, proves nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linkroll.checker.page import fold_text, words_of

if TYPE_CHECKING:
    from linkroll.checker.page import CheckedPage

# Fragments that are no ids: routes and states of scripts, pages of a PDF, and lines of code as
# GitHub (`L10C5-L20C3`), GitLab (`L10-20`) and Bitbucket (`lines-10:20`) write them.
NO_ID = re.compile(r"[=/!?&]|^L\d+(C\d+)?(-L?\d+(C\d+)?)?$|^lines-\d+|^$")
TEXT_DIRECTIVE = re.compile(r":~:(.*)$", re.DOTALL)
USER_CONTENT = "user-content-"


def missing_anchor(fragment: str, page: CheckedPage) -> str | None:
    """Return which part of a page is not there; None also where that cannot be known.

    A page that mentions the name anywhere else proves nothing if it has scripts, because one of
    them may make an anchor of it.
    """
    if not page.whole or page.only_a_frame:
        return None
    directive = TEXT_DIRECTIVE.search(fragment)
    raw = fragment[: directive.start()] if directive else fragment
    name = unquote(raw)
    if not NO_ID.search(name) and not has_anchor(raw, name, page):
        return None if page.scripted and name in page.html else f"no anchor “{name}”"
    if directive and not page.scripted:
        return missing_text(directive[1], page)
    return None


def has_anchor(raw: str, name: str, page: CheckedPage) -> bool:
    """Whether a page has an element for a fragment: as written, decoded, or by GitHub's prefix.

    https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element
    """
    anchors = page.text.anchors
    if raw in anchors or name in anchors or name.lower() == "top":
        return True
    prefixed = f"{USER_CONTENT}{name}".lower()
    return any(each.lower() == prefixed for each in anchors if each.startswith(USER_CONTENT))


def missing_text(directive: str, page: CheckedPage) -> str | None:
    """Return which text of a text directive is not there.

    ``text=[prefix-,]start[,end][,-suffix]``; only start and end are looked for.
    """
    text = f" {' '.join(page.words)} "
    for part in directive.split("&"):
        name, _, value = part.partition("=")
        pieces = [p for p in value.split(",") if not p.endswith("-") and not p.startswith("-")]
        for piece in map(unquote, pieces):
            if name == "text" and " ".join(words_of(fold_text(piece))) not in text:
                return f"no text “{piece}”"
    return None
