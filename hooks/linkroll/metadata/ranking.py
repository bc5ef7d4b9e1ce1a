"""Field by field, which source is believed: claims, one table of who knows what best, the choice."""

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
    """What one source states about one field. Only ``authors`` has more than one value."""

    field: Field
    values: tuple[str, ...]
    source: str

    @property
    def value(self) -> str:
        """The only value, or all of them on one line."""
        return ", ".join(self.values)


# Who is believed first, where no rule for the host says otherwise. Sources that describe works for
# citation come first, then what is written for machines, then what is drawn for eyes.
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

# Registries and sites' own interfaces, before anything that a page states.
APIS = (
    "arxiv", "crossref", "datacite", "openreview", "acl", "forum", "github", "youtube", "notebook",
    "huggingface", "citation",
)  # fmt: skip
FOR_CITATION = ("distill", "highwire", *APIS)
# Sources that one hand fills in are one witness to a title.
WITNESSES = {
    "heading": "shown", "microdata": "shown", "opengraph": "social", "twitter": "social",
    "json-ld": "json-ld", "title": "title", "dublin-core": "meta", "meta": "meta", "bibtex": "cite",
}  # fmt: skip
# Hosts that are known to state a field wrongly in the source that is usually best: host, field,
# the sources to believe before `RANKING`, and what is wrong with the usual one.
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
    """Take each field from the source that knows it best, and keep what others say differently."""
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
    """Return the sources of a field, most believed first, for pages of a host."""
    first = [
        source
        for known, of, sources, _why in HOSTS
        if of == field and (host == known or host.endswith(f".{known}"))
        for source in sources
    ]
    return tuple(dict.fromkeys([*APIS, *first, *RANKING[field], "url", "page"]))


def _best(claims: list[Claim], field: Field, host: str) -> Claim | None:
    """Return the claim of the most believed source, unless a rule of the field knows better."""
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
    """Of lists of authors, one that has everybody of the best one and more."""
    best = own[0]
    if best.source in FOR_CITATION:
        return best
    fuller = [claim for claim in own if claim.source != "byline" and {fold(name) for name in claim.values} > {fold(name) for name in best.values}]  # fmt: skip
    return fuller[0] if fuller else best


def _agreed(own: list[Claim]) -> Claim:
    """Of titles, the one for citation, then the one shown, then the one most witnesses give."""
    if own[0].source in FOR_CITATION:
        return own[0]
    if own[0].source == "heading":
        return _without_kicker(own[0], own)
    votes = Counter(
        text for text, _ in {(squeeze(claim.value), WITNESSES[claim.source]) for claim in own}
    )
    return max(own, key=lambda claim: votes[squeeze(claim.value)])


def _without_kicker(best: Claim, own: list[Claim]) -> Claim:
    """Of a heading that holds another source's whole title and more, take the other's."""
    whole = squeeze(best.value)
    inner = [claim for claim in own if len(squeeze(claim.value)) > 15 and whole != squeeze(claim.value) and whole.endswith(squeeze(claim.value))]  # fmt: skip
    return inner[0] if inner and best.source == "heading" else best


def _as_read(own: list[Claim], host: str) -> Claim:
    """Of dates that do not contradict, the most precise; of days side by side, the one shown.

    Machines state an instant, often in UTC; readers are shown the publisher's day.
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
    """Say whether a claim contradicts the chosen one, beyond spelling and precision."""
    if best.field == "authors":
        return not same_people(best.values, other.values)
    if best.field == "date":
        return not (best.value.startswith(other.value) or other.value.startswith(best.value))
    return best.field != "kind" and squeeze(best.value) != squeeze(other.value)
