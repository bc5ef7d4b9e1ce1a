"""Cards: what the earlier stages found of an entry, arranged for readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from linkroll.findings import UNSAFE
from linkroll.lint.rules import reason_text
from linkroll.lock.vitals import NONE
from linkroll.lock.works import places
from linkroll.markdown.treeprocessor import WEB
from linkroll.site import citation
from linkroll.site.model import Card, CardFlag, CompanionLink
from linkroll.site.vitals import facets, signs, vitals_of
from linkroll.urls.identify import identify
from linkroll.urls.wayback import is_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from linkroll.lint.rules import LinkReview
    from linkroll.lock.record import Record
    from linkroll.lock.works import Works
    from linkroll.markdown.links import Link

# Some titles are not titles; the longest true one in the index has 190 characters.
TITLE_LIMIT = 300

# What each flag is called on a card, and its reason where none is stated.
FLAGS = {
    "placeholder": ("Made-up address", "This address cannot be real."),
    "dead": ("Dead link", "This address does not answer any more."),
    "moved": ("Moved", "This page has a new address."),
    "mislabelled": ("Mislabelled", "This address leads to something else."),
}
FLAGGED_BY = ("placeholder", "mislabelled", "dead")  # findings, the gravest first
# The identifier of these is not the work's: nothing may be derived from it.
WRONG_ID = frozenset({"placeholder", "mislabelled"})

# Companions that follow from the URL alone, as they are called.
DERIVED_LABELS = {
    "pdf": "PDF",
    "abs": "arXiv",
    "html": "HTML",
    "github": "GitHub",
    "colab": "Open in Colab",
    "nbviewer": "nbviewer",
}


class CardContext(NamedTuple):
    """What cards are made with.

    ``works`` has the keys of each work; ``report`` turns a link into the address where a fix can be
    suggested; ``flags`` holds by key what any line states, for the other cards of the same address.
    """

    records: Mapping[str, Record]
    works: Works
    today: date
    report: Callable[[Link, str], str | None] = lambda _link, _code: None
    flags: Mapping[str, CardFlag] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as one page has it, before other pages are known.

    ``slot`` is the number of its place in the page, ``id`` its anchor there; ``note`` is HTML; ``mentions`` are the keys of
    what the note links to.
    """

    slot: int
    id: str
    review: LinkReview
    companions: tuple[LinkReview, ...] = ()
    note: Markup = field(default_factory=Markup)
    mentions: frozenset[str] = frozenset()


def make_card(draft: EntryDraft, context: CardContext) -> Card:
    """Join what the line states with what the lock knows; what is stated wins."""
    link, record = draft.review.link, draft.review.record
    stated = link.attributes
    flag = make_flag(draft.review, context) or context.flags.get(link.key)
    trusted = flag is None or flag.code not in WRONG_ID
    companions = tuple(companion_links(draft, context, derived=trusted))
    same = context.works.others(link.key)
    keys = (link.key, *same)
    kind = entry_kind(draft.review)
    authors = tuple(map(clean_text, stated.by or (record.authors if record else ())))
    day = stated.date or (record.date if record else None)
    venue = clean_text(stated.venue or (record.venue if record else None) or "")
    year = citation.cited_year(venue, day, keys)
    url = web_address(link.url)
    known = kind == "paper" or bool(authors and year)
    vitals = vitals_of(kind, record) if trusted else NONE
    return Card(
        id=draft.id,
        key=link.key,
        url=url,
        title=clean_text(link.text) or clean_text((record and record.title) or link.url),
        kind=kind,
        site=clean_text(link.identity.site),
        line=link.line,
        section=link.section,
        authors=authors,
        date=day,
        venue=venue,
        note=draft.note,
        essential=stated.essential,
        companions=companions,
        flag=flag,
        moved=None if is_copy(link.url) else new_address(record),
        own_title=clean_text(draft.review.own_title or ""),
        added=record.added if record else None,
        same=same,
        also=tuple(other_places(link, same, companions, context)) if same and trusted else (),
        mentions=draft.mentions,
        vitals=vitals,
        signs=signs(kind, vitals, record, context.today) if trusted else (),
        facets=facets(kind, vitals, context.today),
        checked=record.checked if record else None,
        published=citation.publication(venue, day, keys),
        cited_year=year,
        citable=bool(url and trusted and known and kind in citation.CITABLE),
    )


def flags_by_key(drafts: Iterable[EntryDraft], context: CardContext) -> dict[str, CardFlag]:
    """Return the flags of some entries, by the keys of their addresses."""
    flagged = ((draft.review.link.key, make_flag(draft.review, context)) for draft in drafts)
    return {key: flag for key, flag in flagged if flag}


def entry_kind(review: LinkReview) -> str:
    """Return the kind of an entry: as stated, as recorded, or as its URL implies."""
    link, record = review.link, review.record
    person = "person" if link.section.casefold() == "people" else None
    return link.attributes.kind or (record.kind if record else person) or link.identity.kind


def other_places(
    link: Link, same: Iterable[str], companions: Iterable[CompanionLink], context: CardContext
) -> Iterator[CompanionLink]:
    """Yield where else a work is; companions are shown already."""
    shown = {identify(item.url).key for item in companions if item.url}
    stated = {identify(url).key: url for url in [link.attributes.same] if url}
    left = [key for key in same if key not in shown]
    for label, url in places(link.key, left, context.records, stated):
        yield CompanionLink(clean_text(label), "same", web_address(url))


def web_address(url: str) -> str | None:
    """Return a URL that may be followed: of the web, and free of control characters."""
    return UNSAFE.sub("", url).strip() if WEB.match(url) else None


def clean_text(text: str) -> str:
    """Make a text by others fit to stand in a page: on one line, its direction unturned, short."""
    if not (text.isprintable() and "  " not in text):  # rare, and the rest is not cheap
        text = UNSAFE.sub(" ", text)
    text = " ".join(text.split())
    return text if len(text) <= TITLE_LIMIT else text[: TITLE_LIMIT - 1] + "…"


def companion_links(
    draft: EntryDraft, context: CardContext, *, derived: bool
) -> Iterator[CompanionLink]:
    """Yield an entry's companions, each address once: stated, recorded, and known by rule.

    Args:
        draft: The entry.
        context: What cards are made with.
        derived: Whether what follows from its identifier is offered too.
    """
    link, record = draft.review.link, draft.review.record
    shown = {comparable_url(link.url)}
    followed = [(each.rel, each.url) for each in record.companions] if record else []
    followed += [(each.rel, each.url) for each in link.identity.companions]
    followed = followed if derived else []
    beside: set[str] = {comparable_url(link.identity.canonical)}
    for review in draft.companions:
        flag = make_flag(review, context)
        if comparable_url(review.link.url) in shown:
            continue
        shown.add(comparable_url(review.link.url))
        beside.add(comparable_url(review.link.identity.canonical))
        label = clean_text(review.link.text) or review.link.identity.site
        yield CompanionLink(label, "stated", web_address(review.link.url), flag=flag)
        if review.link.identity.kind == "notebook" and (flag is None or flag.code not in WRONG_ID):
            followed += [(each.rel, each.url) for each in review.link.identity.companions]
    for rel, url in followed:
        if comparable_url(url) not in shown | beside:
            shown.add(comparable_url(url))
            yield CompanionLink(DERIVED_LABELS.get(rel, rel.capitalize()), rel, web_address(url))


def comparable_url(url: str) -> str:
    """Return an address as it is compared: two that differ in no more lead to one page."""
    return url.partition("#scrollTo=")[0].rstrip("/").removesuffix(".pdf").casefold()


def new_address(record: Record | None) -> str | None:
    """Return the new address of a thing that has one."""
    if record is None or record.verdict != "moved" or record.outcome is None:
        return None
    return record.outcome.final


def flag_code(review: LinkReview) -> str | None:
    """Return why a reader must be warned of a link: a person's word first, then what was found."""
    stated = review.link.attributes
    if stated.flag and (review.suppressed or stated.because):
        return stated.flag
    codes = {each.code for each in review.findings}
    return next((code for code in FLAGGED_BY if code in codes), None)


def make_flag(review: LinkReview, context: CardContext) -> CardFlag | None:
    """Return what a reader must know before following a link, in words."""
    code = flag_code(review)
    if code is None:
        return None
    word, fallback = FLAGS[code]
    report = context.report(review.link, code)
    stated = review.link.attributes
    if stated.flag and (review.suppressed or stated.because):
        said = as_sentence(clean_text(stated.because or fallback))
        return CardFlag(code, word, said, stated.instead, report=report, stated=True)
    record = review.record
    judged = record is not None and str(record.verdict) == code
    if record is None or not judged:
        return CardFlag(code, word, as_sentence(clean_text(reason_of(review, code))), report=report)
    said = as_sentence(clean_text(reason_text(record)))
    return CardFlag(code, word, said, None, record.archive, record.since, report)


def reason_of(review: LinkReview, code: str) -> str:
    """Return why a link is flagged that has no such verdict: by its text, or by its title."""
    if code == "mislabelled" and review.record and review.record.title:
        return f"This address leads to “{review.record.title}”"
    found = review.found(code)
    return found.message if found else FLAGS[code][1]


def as_sentence(text: str) -> str:
    """Begin a text like a sentence, and end it like one."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")
