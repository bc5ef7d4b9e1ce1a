"""Ranks sources by field: claims, the tables of priorities, and the choice between claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from linkroll.metadata.parse.authors import fold, same_people
from linkroll.metadata.parse.titles import squeeze
from linkroll.metadata.types import Disagreement, Metadata

Field = Literal["title", "authors", "date", "venue", "kind"]


@dataclass(frozen=True, slots=True)
class Claim:
    """The value of one field in one source. Only ``authors`` has more than one value."""

    field: Field
    values: tuple[str, ...]
    source: str

    @property
    def value(self) -> str:
        """The value as text; several values are joined on one line."""
        return ", ".join(self.values)


# The sources of each field, highest priority first, unless `HOSTS` has a rule for the host. Citation
# metadata come first, then machine-readable metadata, then visible text.
RANKING: dict[Field, tuple[str, ...]] = {
    "title": (
        "distill", "highwire", "heading", "opengraph", "json-ld", "microdata", "twitter",
        "dublin-core", "meta", "bibtex", "title",
    ),
    "authors": (
        "distill", "highwire", "json-ld", "bibtex", "microdata", "dublin-core", "twitter", "byline", "meta",
        "opengraph",
    ),
    "date": (
        "distill", "highwire", "json-ld", "opengraph", "meta", "microdata", "dublin-core", "url",
        "time", "byline", "bibtex",
    ),
    "venue": ("highwire", "distill", "bibtex", "json-ld", "opengraph", "dublin-core", "meta"),
    "kind": ("highwire", "distill", "json-ld", "opengraph"),
}  # fmt: skip

# Providers' APIs, which come before all metadata of a page.
APIS = (
    "arxiv", "crossref", "datacite", "openreview", "acl", "forum", "github", "youtube", "notebook",
    "huggingface", "citation",
)  # fmt: skip
FOR_CITATION = ("distill", "highwire", *APIS)
# Sources that are filled in by the same software count as one vote for a title.
WITNESSES = {
    "heading": "shown", "microdata": "shown", "opengraph": "social", "twitter": "social",
    "json-ld": "json-ld", "title": "title", "dublin-core": "meta", "meta": "meta", "bibtex": "cite",
}  # fmt: skip
# Hosts whose usually best source has a wrong value of a field: host, field, the sources that come
# before `RANKING`, and what is wrong with the usual one.
HOSTS: tuple[tuple[str, Field, tuple[str, ...], str], ...] = (
    ("lesswrong.com", "authors", ("highwire",), "JSON-LD leaves out the coauthors"),
    ("lesswrong.com", "date", ("json-ld", "time"), "citation_publication_date is when the draft was begun"),
    ("alignmentforum.org", "authors", ("highwire",), "JSON-LD leaves out the coauthors"),
    ("alignmentforum.org", "date", ("json-ld", "time"), "citation_publication_date is when the draft was begun"),
    ("forum.effectivealtruism.org", "authors", ("highwire",), "JSON-LD leaves out the coauthors"),
    ("forum.effectivealtruism.org", "date", ("json-ld", "time"), "citation_publication_date is when the draft was begun"),
    ("transformer-circuits.pub", "authors", ("bibtex", "byline"), "the front matter's list of authors is empty"),
    ("transformer-circuits.pub", "date", ("bibtex", "byline"), "no machine-readable date"),
    ("youtube.com", "date", ("microdata",), "JSON-LD is often another video's"),
)  # fmt: skip


def choose(claims: list[Claim], host: str) -> Metadata:
    """Take each field from its best source, and keep the differing values of other sources."""
    chosen = {field: _best(claims, field, host) for field in RANKING}
    return Metadata(
        title=_text(chosen["title"]),
        authors=chosen["authors"].values if chosen["authors"] else (),
        date=_text(chosen["date"]),
        venue=_text(chosen["venue"]),
        kind=_text(chosen["kind"]),
        origin={field: claim.source for field, claim in chosen.items() if claim},
        disagreements=tuple(
            Disagreement(claim.field, claim.value, claim.source)
            for claim in claims
            if (best := chosen[claim.field]) and differ(best, claim)
        ),
    )


def order(field: Field, host: str) -> tuple[str, ...]:
    """Return the sources of a field for pages of a host, highest priority first."""
    first = [
        source
        for known, of, sources, _why in HOSTS
        if of == field and (host == known or host.endswith(f".{known}"))
        for source in sources
    ]
    return tuple(dict.fromkeys([*APIS, *first, *RANKING[field], "url", "page"]))


def _best(claims: list[Claim], field: Field, host: str) -> Claim | None:
    """Return the claim of the best source, unless a rule of the field prefers another one."""
    ranks = {source: rank for rank, source in enumerate(order(field, host))}
    own = [claim for claim in claims if claim.field == field and claim.source in ranks]
    own.sort(key=lambda claim: ranks[claim.source])
    if not own:
        return None
    if field == "title":
        return _agreed(own)
    if field == "authors":
        return _complete(own)
    return _as_read(own, host) if field == "date" else own[0]


def _complete(own: list[Claim]) -> Claim:
    """Return the best list of authors, or one that has all of its names and more."""
    best = own[0]
    if best.source in FOR_CITATION:
        return best
    fuller = [claim for claim in own if claim.source != "byline" and {fold(name) for name in claim.values} > {fold(name) for name in best.values}]  # fmt: skip
    return fuller[0] if fuller else best


def _agreed(own: list[Claim]) -> Claim:
    """Return the citation title, else the heading, else the title with the most votes."""
    if own[0].source in FOR_CITATION:
        return own[0]
    if own[0].source == "heading":
        return _without_kicker(own[0], own)
    votes = Counter(
        text for text, _ in {(squeeze(claim.value), WITNESSES[claim.source]) for claim in own}
    )
    return max(own, key=lambda claim: votes[squeeze(claim.value)])


def _without_kicker(best: Claim, own: list[Claim]) -> Claim:
    """Return the title of another source where the heading is that title after a kicker."""
    whole = squeeze(best.value)
    inner = [claim for claim in own if len(squeeze(claim.value)) > 15 and whole != squeeze(claim.value) and whole.endswith(squeeze(claim.value))]  # fmt: skip
    return inner[0] if inner and best.source == "heading" else best


def _as_read(own: list[Claim], host: str) -> Claim:
    """Return the most precise of the dates that agree; of adjacent days, the visible one.

    Machine-readable dates are instants, often in UTC; the visible date is the publisher's day.
    """
    best = max((claim for claim in own if claim.value.startswith(own[0].value)), key=lambda claim: len(claim.value))  # fmt: skip
    if best.source in FOR_CITATION or any(host.endswith(known) and of == "date" for known, of, *_ in HOSTS):  # fmt: skip
        return best
    shown = (claim for claim in own if claim.source in ("time", "byline") and _neighbours(claim.value, best.value))  # fmt: skip
    return next(shown, best)


def _neighbours(one: str, other: str) -> bool:
    if len(one) != 10 or len(other) != 10:
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) == 1


def _text(claim: Claim | None) -> str | None:
    return claim.values[0] if claim else None


def differ(best: Claim, other: Claim) -> bool:
    """Whether a claim contradicts the chosen one, beyond spelling and precision."""
    if best.field == "authors":
        return not same_people(best.values, other.values)
    if best.field == "date":
        return not (best.value.startswith(other.value) or other.value.startswith(best.value))
    return best.field != "kind" and squeeze(best.value) != squeeze(other.value)
