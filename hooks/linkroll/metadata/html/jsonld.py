"""Reads JSON-LD: the schema.org description of the main thing of a page."""

from __future__ import annotations

import json
import re
from collections import deque

from linkroll.metadata.html.document import LONGEST_META, MOST_BYTES, HtmlDocument, plain_text
from linkroll.metadata.parse.authors import read_names
from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.parse.titles import squeeze
from linkroll.metadata.ranking import Claim
from linkroll.urls.normalize import word_set
from linkroll.urls.parse import LONGEST

Node = dict[str, object]

MOST_NODES = 5_000
MOST_ADDRESSES = 10
DEEPEST = 12

# The kind of each type; the main thing of a page is the one whose type is first here.
KINDS = {
    "scholarlyarticle": "paper", "medicalscholarlyarticle": "paper", "thesis": "paper",
    "videoobject": "video", "course": "course", "dataset": "dataset", "softwaresourcecode": "code",
    "article": "post", "blogposting": "post", "newsarticle": "post", "report": "post",
    "techarticle": "explainer", "analysisnewsarticle": "post", "reportagenewsarticle": "post",
    "opinionnewsarticle": "post", "backgroundnewsarticle": "post", "reviewnewsarticle": "post", "liveblogposting": "post",
    "socialmediaposting": "post", "discussionforumposting": "post", "advertisercontentarticle": "post",
    "review": "post", "recipe": "post", "podcastepisode": "post", "book": "page", "softwareapplication": "tool",
    "howto": "explainer", "qapage": "thread", "product": "page", "profilepage": "person",
    "person": "person", "creativework": "page", "webpage": "page", "itempage": "page", "blog": "page",
}  # fmt: skip

# Members that describe other things than the page.
_ELSEWHERE = word_set(
    """
    comment review mentions citation isbasedon relatedlink itemlistelement publisher author haspart
    creator image logo video breadcrumb subjectof about sponsor copyrightholder potentialaction
    interactionstatistic sharedcontent blogpost
    """
)

_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")
_COMMA = re.compile(r",(\s*[}\]])")


def jsonld_claims(things: list[Node], page: HtmlDocument) -> list[Claim]:
    """Read the description of the main thing of the page, and of nothing else."""
    names: Node = {name: node for node in things if isinstance(name := node.get("@id"), str)}
    thing = main_thing(things, page)
    return _claims(thing, names, page) if thing else []


def site_names(things: list[Node]) -> list[str]:
    """Return the names of publishers and the web site, to remove them from titles."""
    found = []
    for node in things:
        if _types(node) & {"website", "organization", "newsmediaorganization"}:
            found += texts_of(node.get("name")) + texts_of(node.get("alternateName"))
        found += [name for each in _list(node.get("publisher")) for name in texts_of(each)]
    return found


def _claims(thing: Node, names: Node, page: HtmlDocument) -> list[Claim]:
    claims = [
        Claim("title", tuple((texts_of(thing.get("headline")) or texts_of(thing.get("name")))[:1]), "json-ld"),
        Claim("authors", _people(thing, names), "json-ld"),
        Claim("date", tuple(_date(thing, page)), "json-ld"),
        Claim("venue", tuple(_venue(thing, names)), "json-ld"),
        Claim("kind", tuple(KINDS[kind] for kind in KINDS if kind in _types(thing) and KINDS[kind] != "page")[:1], "json-ld"),
    ]  # fmt: skip
    return [claim for claim in claims if claim.values]


def _people(thing: Node, names: Node) -> tuple[str, ...]:
    """Return the authors: people before organisations, by name or by reference to a node."""
    stated = _list(thing.get("author")) or _list(thing.get("creator"))
    nodes = [_resolve(each, names) for each in stated]
    people = [node for node in nodes if not (isinstance(node, dict) and _types(node) & {"organization", "newsmediaorganization"})]  # fmt: skip
    return read_names([name for node in people or nodes for name in texts_of(node)])


def _date(thing: Node, page: HtmlDocument) -> list[str]:
    for member in ("datePublished", "uploadDate", "dateCreated"):
        for text in texts_of(thing.get(member)):
            if date := parse_date(text, page.language):
                return [date]
    return []


def _venue(thing: Node, names: Node) -> list[str]:
    """Return the periodical that it is part of, through issue and volume, else the publisher."""
    whole: object = _resolve(_first(thing.get("isPartOf")), names)
    for _ in range(3):
        if not isinstance(whole, dict):
            break
        if _types(whole) & {"periodical", "journal", "book", "newspaper"} and whole.get("name"):
            return texts_of(whole)[:1]
        whole = _resolve(_first(whole.get("isPartOf")), names)
    return texts_of(_resolve(_first(thing.get("publisher")), names))[:1]


def main_thing(nodes: list[Node], page: HtmlDocument) -> Node | None:
    """Return the main node: the best type, and among equals the one with the page's URL."""
    rank = {kind: number for number, kind in enumerate(KINDS)}
    own = squeeze(page.url.partition("#")[0])

    def weight(node: Node) -> tuple[bool, bool, bool, int]:
        kinds = _types(node)
        addresses = [text for name in ("url", "mainEntityOfPage", "@id") for text in _addresses(node.get(name))]  # fmt: skip
        plain = all(KINDS.get(kind) in ("page", "person", "video", "tool", None) for kind in kinds)
        return (
            plain,
            all(squeeze(text[:LONGEST]) != own for text in addresses),
            not (node.get("author") or node.get("datePublished")),
            min(rank[kind] for kind in kinds if kind in rank),
        )

    known = [(weight(node), node) for node in nodes if _types(node) & rank.keys()]
    if not known:
        return None
    least, best = min(known, key=lambda pair: pair[0])
    # Several equals, none with this URL: a list of articles, not an article.
    return None if least[1] and sum(each == least for each, _ in known) > 2 else best


def things_of(page: HtmlDocument) -> list[Node]:
    """Return all described things, nested ones too, without those about other pages."""
    found: list[Node] = []
    waiting: deque[tuple[object, int]] = deque(
        (_load(plain_text(element, MOST_BYTES)), 0)
        for element in page.elements
        if element.tag == "script" and "ld+json" in (element.get("type") or "").lower()
    )
    while waiting and len(found) < MOST_NODES:
        value, depth = waiting.popleft()
        if isinstance(value, dict) and depth <= DEEPEST:
            found.append(value)
            value = [inner for name, inner in value.items() if name.lower() not in _ELSEWHERE]
        if isinstance(value, list) and depth <= DEEPEST:
            waiting += [(inner, depth + 1) for inner in value if isinstance(inner, dict | list)]
    return found


def _load(text: str) -> object:
    """Parse JSON as pages write it: within comments, with raw line breaks and trailing commas."""
    text = re.sub(r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*$", "", text)  # fmt: skip
    for attempt in (text.strip().rstrip(";"), _COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: Node) -> set[str]:
    return {
        each.rpartition("/")[2].rpartition(":")[2].lower()
        for each in _list(node.get("@type"))
        if isinstance(each, str)
    }


def _resolve(value: object, names: Node) -> object:
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return names.get(value["@id"], value)
    return value


def texts_of(value: object, depth: int = 4) -> list[str]:
    """Return the texts of a member: itself, a list's, or the name of a node."""
    if isinstance(value, str):
        return [value[:LONGEST_META]] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, dict):
        return _name_of(value, depth - 1)[:1] if depth else []
    return [text for each in _list(value) if isinstance(each, str | dict) for text in texts_of(each, depth)]  # fmt: skip


def _name_of(node: Node, depth: int) -> list[str]:
    """Return the name of a node: its value or name, which may be a node too, or both its names."""
    for members in (("@value", "name"), ("givenName", "familyName"), ("first", "last")):
        found = [text for member in members for text in texts_of(node.get(member), depth)[:1]]
        if found:
            return found if "name" in members else [" ".join(found)]
    # A language map: {"en": …}
    return [text for tag, each in node.items() if _LANGUAGE.fullmatch(tag) for text in texts_of(each, depth)]  # fmt: skip


def _addresses(value: object) -> list[str]:
    return [
        address
        for each in _list(value)[:MOST_ADDRESSES]
        for address in (each, each.get("@id") if isinstance(each, dict) else None)
        if isinstance(address, str)
    ]


def _list(value: object) -> list[object]:
    if value is None:
        return []
    return value[:200] if isinstance(value, list) else [value]


def _first(value: object) -> object:
    return next(iter(_list(value)), None)
