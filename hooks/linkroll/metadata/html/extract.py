"""Extracts the metadata of a page from all of its sources."""

from __future__ import annotations

from dataclasses import replace

from linkroll.metadata.html.citation import citation_claims
from linkroll.metadata.html.document import HtmlDocument, parse_html
from linkroll.metadata.html.jsonld import Node, jsonld_claims, main_thing, site_names, things_of
from linkroll.metadata.html.length import length_claims
from linkroll.metadata.html.main_content import parts_of, title_elements
from linkroll.metadata.html.meta_tags import meta_claims
from linkroll.metadata.html.visible import body_claims
from linkroll.metadata.parse.latex import from_latex
from linkroll.metadata.parse.titles import halves, one_line, segments, squeeze, strip_site
from linkroll.metadata.ranking import Claim, choose
from linkroll.metadata.types import Metadata
from linkroll.urls.identify import identify


def extract_metadata(body: bytes, url: str, content_type: str | None = None) -> Metadata:
    """Extract the metadata of a saved or fetched page.

    Args:
        body: The bytes of the page.
        url: Its URL; the ranking of sources depends on the host.
        content_type: The header ``Content-Type``, if there was one.

    Returns:
        The fields, each with its source; only key and kind where the body is no HTML. Never raises.
    """
    page = parse_html(body, url, content_type)
    if page is None:
        identity = identify(url)
        return Metadata(key=identity.key, kind=identity.kind, origin={"kind": "url"})
    things, parts = things_of(page), parts_of(page)
    claims = [
        *meta_claims(page),
        *jsonld_claims(things, page),
        *citation_claims(page),
        *body_claims(page, parts),
    ]
    chosen = choose(_cleaned(claims, _sites(page, things)), page.host)
    vitals = tuple(length_claims(page, main_thing(things, page), parts))
    return _identified(replace(chosen, vitals=vitals), page)


def _identified(metadata: Metadata, page: HtmlDocument) -> Metadata:
    """Add the key and kind of the URL, which is more reliable, and the declared identifiers."""
    identity = identify(page.url)
    stated = {
        "doi": page.meta("citation_doi", "dc.identifier.doi"),
        "arxiv": page.meta("citation_arxiv_id"),
    }
    same = {
        key
        for kind, values in stated.items()
        for value in values[:1]
        if (key := _declared(kind, value))
    }
    known = identity.kind != "page"
    return replace(
        metadata,
        key=identity.key,
        kind=identity.kind if known else metadata.kind or "page",
        origin=metadata.origin | ({"kind": "url"} if known or not metadata.kind else {}),
        same=tuple(sorted(same - {identity.key})),
    )


def _declared(kind: str, value: str) -> str | None:
    """Return the key of a declared DOI or arXiv number; None if it is not valid."""
    prefix = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}[kind]
    text = (
        value.strip().removeprefix("https://doi.org/").removeprefix("doi:").removeprefix("arXiv:")
    )
    key = identify(prefix + text).key
    return key if key.startswith((f"{kind}:", "arxiv:")) else None


def _cleaned(claims: list[Claim], sites: frozenset[str]) -> list[Claim]:
    """Clean titles and venues, and remove claims that are empty afterwards."""
    tidy = [_tidy(claim) for claim in claims]
    bare = frozenset(squeeze(claim.value) for claim in tidy if claim.field == "title")
    titled = [
        replace(claim, values=(_title(claim.value, sites, bare),)) if claim.field == "title" else claim
        for claim in tidy
    ]  # fmt: skip
    kept = [claim for claim in titled if claim.value and not _is_site(claim, sites)]
    return [claim for claim in kept if claim.field != "authors"] + _authors(kept, sites)


def _authors(claims: list[Claim], sites: frozenset[str]) -> list[Claim]:
    """Remove claims that name only the site as author, where another claim names a person."""
    stated = [_without_site(claim, sites) for claim in claims if claim.field == "authors"]
    people = [claim for claim in stated if not all(squeeze(name) in sites for name in claim.values)]
    return people or stated


def _without_site(claim: Claim, sites: frozenset[str]) -> Claim:
    """Remove the site's name from all authors but the first, who may own the site."""
    first, rest = claim.values[:1], claim.values[1:]
    return replace(claim, values=first + tuple(name for name in rest if squeeze(name) not in sites))


def _tidy(claim: Claim) -> Claim:
    if claim.field not in ("title", "venue"):
        return claim
    return replace(claim, values=(from_latex(one_line(claim.value)),))


def _title(title: str, sites: frozenset[str], others: frozenset[str]) -> str:
    """Remove the site's name, or a tail that another source's title does not have."""
    title = strip_site(title, sites)
    return next((head for head in segments(title) if len(squeeze(head)) > 4 and squeeze(head) in others), title)  # fmt: skip


def _is_site(claim: Claim, sites: frozenset[str]) -> bool:
    """Whether a heading is the site's name, as in a logo."""
    return claim.field == "title" and claim.source == "heading" and squeeze(claim.value) in sites


def _beside(titles: list[str], stated: list[str]) -> list[str]:
    """Return what ``<title>`` has beside another source's title: the name of the site."""
    bare = {squeeze(one_line(text)) for text in stated}
    ends = [end for title in titles for end in halves(title)]
    return [tail for head, tail in ends if squeeze(head) in bare] + [
        head for head, tail in ends if squeeze(tail) in bare
    ]


def _sites(page: HtmlDocument, things: list[Node]) -> frozenset[str]:
    """Return the names of the site, from its metadata and its host, squeezed."""
    stated = page.meta("og:site_name") + page.meta("application-name") + page.meta("twitter:site")
    stated += page.meta("apple-mobile-web-app-title") + site_names(things)
    stated += _beside(title_elements(page), page.meta("og:title") + page.meta("citation_title"))
    labels = page.host.split(".")
    hosts = [page.host, *labels[:-1], ".".join(labels[-2:]), f"www.{page.host}"]
    return frozenset(filter(None, map(squeeze, [*stated, *hosts])))
