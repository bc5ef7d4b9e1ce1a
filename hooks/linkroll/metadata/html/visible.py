"""Reads the body of a page: visible text and microdata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.metadata.html.byline import byline, item_authors
from linkroll.metadata.html.dates import address_date, shown_dates
from linkroll.metadata.html.main_content import Parts, heading_text, title_elements
from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.ranking import Claim

if TYPE_CHECKING:
    from linkroll.metadata.html.document import HtmlDocument


def body_claims(page: HtmlDocument, parts: Parts) -> list[Claim]:
    """Read the metadata in the main content of the body."""
    heading = parts.heading
    claims = [
        Claim("title", (heading_text(page, heading),) if heading is not None else (), "heading"),
        Claim("title", tuple(title_elements(page)[:1]), "title"),
        *_microdata(parts),
        Claim("authors", byline(parts), "byline"),
        Claim("date", tuple(address_date(page.url)), "url"),
        *shown_dates(parts),
    ]
    return [claim for claim in claims if claim.values]


def _microdata(parts: Parts) -> list[Claim]:
    """Read schema.org microdata (``itemprop``) in the head or the body, the first of each name."""
    stated: dict[str, list[str]] = {}
    for each in parts.own:
        for name in (each.get("itemprop") or "").lower().split():
            value = each.get("content") or each.get("datetime") or parts.page.text_of(each)
            stated.setdefault(name, []).append(value)
    dates = [
        date
        for name in ("datepublished", "uploaddate", "datecreated")
        for text in stated.get(name, [])
        if (date := parse_date(text, parts.page.language))
    ]
    return [
        Claim("title", tuple(stated.get("headline", [])[:1]), "microdata"),
        Claim("authors", item_authors(parts), "microdata"),
        Claim("date", tuple(dates[:1]), "microdata"),
    ]
