"""``<meta>`` elements: Highwire, Dublin Core, OpenGraph, Twitter, Distill and blog engines'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkroll.metadata.parse.authors import read_names
from linkroll.metadata.parse.dates import earliest, parse_date
from linkroll.metadata.ranking import Claim, Field

if TYPE_CHECKING:
    from linkroll.metadata.html.document import HtmlDocument

# The names of each field in each source; the first that exists is used.
NAMES: tuple[tuple[Field, str, tuple[str, ...]], ...] = (
    ("title", "highwire", ("citation_title", "eprints.title", "bepress_citation_title", "wkhealth_title")),
    ("title", "opengraph", ("og:title",)),
    ("title", "twitter", ("twitter:title", "twitter:text:title")),
    ("title", "dublin-core", ("dc.title", "dcterms.title", "dc:title", "dcterms:title")),
    ("title", "meta", ("parsely-title", "sailthru.title", "headline", "hdl", "title")),
    ("venue", "highwire", (
        "citation_journal_title", "citation_conference_title", "citation_conference",
        "citation_inbook_title", "citation_book_title", "prism.publicationname",
        "citation_dissertation_institution", "citation_technical_report_institution",
        "bepress_citation_journal_title",
    )),
    ("venue", "opengraph", ("og:site_name",)),
    ("venue", "dublin-core", ("dc.publisher", "dcterms.publisher", "dc:publisher", "dc.source")),
    ("venue", "meta", ("application-name", "publisher")),
)  # fmt: skip

AUTHORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("highwire", ("citation_author", "citation_authors", "eprints.creators_name", "bepress_citation_author", "wkhealth_authors")),
    ("dublin-core", ("dc.creator", "dcterms.creator", "dc:creator", "dcterms:creator", "dc.contributor.author", "dc.creator.personalname")),
    ("meta", (
        "author", "authors", "parsely-author", "sailthru.author", "byl", "article.author",
        "article:author_name", "cxenseparse:author", "shareaholic:article_author_name", "creator",
    )),
    ("opengraph", ("article:author", "og:article:author", "og:author", "book:author", "music:musician")),
)  # fmt: skip

DATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("opengraph", (
        "article:published_time", "article:published", "og:article:published_time", "og:published_time",
        "og:pubdate", "og:publish_date", "article.published", "article_date_original", "video:release_date", "og:video:release_date", "book:release_date",
    )),
    ("dublin-core", (
        "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.created", "dc.issued", "dcterms.date",
        "dc.date", "dc:date", "dc:created", "dcterms:created", "dcterms:issued",
    )),
    ("meta", (
        "parsely-pub-date", "sailthru.date", "datepublished", "publication_date", "publicationdate",
        "publish_date", "publish-date", "publishdate", "published_time", "published-time", "published_date", "published-date", "published", "pubdate", "pub_date", "ptime", "pdate",
        "date_published", "originalpublicationdate", "article.created", "article_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "shareaholic:article_published_time",
        "created", "creation_date", "created_date", "datecreated", "article:created", "date-creation", "dat", "issue_date", "displaydate", "date", "search.date", "rnews:datepublished",
    )),
)  # fmt: skip

# Dates online, in print, of a version or of the work: the first publication is the earliest.
CITATION_DATES = (
    "citation_publication_date", "citation_date", "citation_online_date", "citation_cover_date",
    "citation_year", "prism.publicationdate", "eprints.date", "bepress_citation_date", "bepress_citation_online_date",
)  # fmt: skip

_WRITTEN_BY = re.compile(
    r"(?:written|verfasst|geschrieben|escrito|écrit|scritto|geschreven|skrevet|skriven|napisan|автор|auth?or|auteur|autor)",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"video(?:\.\w+)?")


def meta_claims(page: HtmlDocument) -> list[Claim]:
    """Read all ``<meta>`` elements, in the head or, on sites that stream their pages, the body."""
    return [*_plain(page), *_authors(page), *_dates(page), *_kinds(page)]


def _plain(page: HtmlDocument) -> list[Claim]:
    return [
        Claim(field, (found[0],), source)
        for field, source, names in NAMES
        if (found := page.meta(*names))
    ]


def _authors(page: HtmlDocument) -> list[Claim]:
    claims = []
    for source, names in AUTHORS:
        family_first = source in ("highwire", "dublin-core")
        stated = [text for text in page.meta(*names) if not text.startswith(("http", "/", "@"))]
        if people := read_names(stated, family_first=family_first):
            claims.append(Claim("authors", people, source))
    if people := read_names(_labelled(page)):
        claims.append(Claim("authors", people, "twitter"))
    return claims


def _labelled(page: HtmlDocument) -> list[str]:
    """Return the authors in ``twitter:data1``, if ``twitter:label1`` labels them so in any language."""
    return [
        text
        for number in ("1", "2")
        for label in page.meta(f"twitter:label{number}")[:1]
        if _WRITTEN_BY.match(label)
        for text in page.meta(f"twitter:data{number}")[:1]
    ]


def _dates(page: HtmlDocument) -> list[Claim]:
    cited = [parse_date(text, page.language) for name in CITATION_DATES for text in page.meta(name)]
    claims = []
    if first := earliest([date for date in cited if date]):
        claims.append(Claim("date", (first,), "highwire"))
    for source, names in DATES:
        found = [parse_date(text, page.language) for name in names for text in page.meta(name)[:1]]
        claims += [Claim("date", (date,), source) for date in found if date][:1]
    return claims


def _kinds(page: HtmlDocument) -> list[Claim]:
    if page.meta("citation_title") and page.meta("citation_author", "citation_authors", "citation_pdf_url", "citation_journal_title", "citation_doi"):  # fmt: skip
        return [Claim("kind", ("paper",), "highwire")]
    stated = (page.meta("og:type") or [""])[0].strip().lower()
    if _VIDEO.fullmatch(stated):
        return [Claim("kind", ("video",), "opengraph")]
    return [Claim("kind", ("post",), "opengraph")] if stated == "article" else []
