"""The time to read or watch a page: from its metadata, or from the number of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.metadata.html.jsonld import texts_of
from linkroll.metadata.parse.durations import iso_minutes, reading_minutes
from linkroll.metadata.types import VitalClaim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkroll.metadata.html.document import HtmlDocument
    from linkroll.metadata.html.jsonld import Node
    from linkroll.metadata.html.main_content import Parts

# Members with a duration (https://schema.org/duration, /timeRequired, /courseWorkload).
MEMBERS = ("duration", "timeRequired", "courseWorkload")
# A page with fewer words is rendered by a script, so its text is not in the HTML.
FEWEST_WORDS = 150
UNREAD = frozenset({"script", "style", "noscript", "template", "title", "option", "button", "svg"})


def length_claims(page: HtmlDocument, thing: Node | None, parts: Parts) -> Iterator[VitalClaim]:
    """Yield the minutes in the metadata of a page, then those to read its text.

    Args:
        page: The page; YouTube has a video's duration in microdata.
        thing: The main thing of its JSON-LD.
        parts: Its main content, without navigation, comments and the like.
    """
    stated = [text for name in MEMBERS for text in texts_of((thing or {}).get(name))]
    instance = (thing or {}).get("hasCourseInstance")
    if isinstance(instance, dict):
        stated += texts_of(instance.get("courseWorkload"))
    for source, values in (("json-ld", stated), ("microdata", microdata_durations(page))):
        for minutes in filter(None, map(iso_minutes, values)):
            yield VitalClaim("minutes", minutes, source)
    if (words := count_words(parts)) >= FEWEST_WORDS:
        yield VitalClaim("minutes", reading_minutes(words), "text")


def microdata_durations(page: HtmlDocument) -> Sequence[str]:
    """Return the durations in microdata (``<meta itemprop=duration content=PT3M>``)."""
    return [
        each.get("content") or ""
        for each in page.elements
        if each.tag == "meta" and (each.get("itemprop") or "").lower() == "duration"
    ]


def count_words(parts: Parts) -> int:
    """Count the visible words in the main content of a page."""
    words = 0
    for element in parts.own:
        if element.tag not in UNREAD:
            words += len((element.text or "").split())
        parent = element.getparent()
        if parent is None or parent.tag not in UNREAD:
            words += len((element.tail or "").split())
    return words
