"""What any page states about itself, wherever in it it stands."""

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
    """Read the facts that a saved or fetched page states.

    Args:
        body: The page as it came.
        url: Its address; the best source for its host depends on it.
        content_type: The header of that name, if there was one.

    Returns:
        Facts, each with its source; only key and kind for what is no page. Never raises.
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


def _identified(facts: Metadata, page: HtmlDocument) -> Metadata:
    """Add what the address says, whose kind is surer than a page's, and what works it declares."""
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
        facts,
        key=identity.key,
        kind=identity.kind if known else facts.kind or "page",
        origin=facts.origin | ({"kind": "url"} if known or not facts.kind else {}),
        same=tuple(sorted(same - {identity.key})),
    )


def _declared(kind: str, value: str) -> str | None:
    """The key of a DOI or an arXiv number that a page declares, if it is one."""
    prefix = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}[kind]
    text = (
        value.strip().removeprefix("https://doi.org/").removeprefix("doi:").removeprefix("arXiv:")
    )
    key = identify(prefix + text).key
    return key if key.startswith((f"{kind}:", "arxiv:")) else None


def _cleaned(claims: list[Claim], sites: frozenset[str]) -> list[Claim]:
    """Clean titles and venues; a claim that has nothing left is none."""
    tidy = [_tidy(claim) for claim in claims]
    bare = frozenset(squeeze(claim.value) for claim in tidy if claim.field == "title")
    titled = [
        replace(claim, values=(_title(claim.value, sites, bare),)) if claim.field == "title" else claim
        for claim in tidy
    ]  # fmt: skip
    kept = [claim for claim in titled if claim.value and not _is_site(claim, sites)]
    return [claim for claim in kept if claim.field != "authors"] + _authors(kept, sites)


def _authors(claims: list[Claim], sites: frozenset[str]) -> list[Claim]:
    """Where someone is named, a site that calls itself the author says nothing."""
    stated = [_without_site(claim, sites) for claim in claims if claim.field == "authors"]
    people = [claim for claim in stated if not all(squeeze(name) in sites for name in claim.values)]
    return people or stated


def _without_site(claim: Claim, sites: frozenset[str]) -> Claim:
    """Behind the first author, who may own the site, a site's own name is no author."""
    first, rest = claim.values[:1], claim.values[1:]
    return replace(claim, values=first + tuple(name for name in rest if squeeze(name) not in sites))


def _tidy(claim: Claim) -> Claim:
    if claim.field not in ("title", "venue"):
        return claim
    return replace(claim, values=(from_latex(one_line(claim.value)),))


def _title(title: str, sites: frozenset[str], others: frozenset[str]) -> str:
    """Cut a known site's name, or any tail without which it is what another source states."""
    title = strip_site(title, sites)
    return next((head for head in segments(title) if len(squeeze(head)) > 4 and squeeze(head) in others), title)  # fmt: skip


def _is_site(claim: Claim, sites: frozenset[str]) -> bool:
    """A logo in an ``h1`` names the site, not the page."""
    return claim.field == "title" and claim.source == "heading" and squeeze(claim.value) in sites


def _beside(titles: list[str], stated: list[str]) -> list[str]:
    """What ``<title>`` has beside another source's title is what the site is called."""
    bare = {squeeze(one_line(text)) for text in stated}
    ends = [end for title in titles for end in halves(title)]
    return [tail for head, tail in ends if squeeze(head) in bare] + [
        head for head, tail in ends if squeeze(tail) in bare
    ]


def _sites(page: HtmlDocument, things: list[Node]) -> frozenset[str]:
    """Return what the site is called, by itself and by its address, squeezed."""
    stated = page.meta("og:site_name") + page.meta("application-name") + page.meta("twitter:site")
    stated += page.meta("apple-mobile-web-app-title") + site_names(things)
    stated += _beside(title_elements(page), page.meta("og:title") + page.meta("citation_title"))
    labels = page.host.split(".")
    hosts = [page.host, *labels[:-1], ".".join(labels[-2:]), f"www.{page.host}"]
    return frozenset(filter(None, map(squeeze, [*stated, *hosts])))
