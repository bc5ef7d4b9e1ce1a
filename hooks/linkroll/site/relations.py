"""How entries relate, as readers see it: on cards, in debates, and in chains of superseded work."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from markdown.extensions.toc import slugify

from linkroll.markdown.attributes import RELATIONS
from linkroll.site.glossary import GLOSSARY
from linkroll.site.model import Around, Debate, Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from linkroll.lint.relations import Relation
    from linkroll.markdown.links import Link
    from linkroll.site.model import Card, Listed, TopicPage

# What a relation is called on the card that states it, and on the card of its target.
RELATION_LABELS = {
    "contests": ("Contests", "Contested by"),
    "replicates": ("Replicates", "Replicated by"),
    "extends": ("Extends", "Extended by"),
    "supersedes": ("Supersedes", "Superseded by"),
    "uses": ("Uses", "Used by"),
}
# What a reader must know first stands first.
ORDER = tuple(RELATION_LABELS[name][side] for side in (1, 0) for name in RELATIONS)


def surroundings(
    works: Mapping[str, Listed],
    relations: Iterable[Relation],
    pages: Sequence[TopicPage],
    work_of: Callable[[str], str],
) -> dict[str, Around]:
    """Return what the site says of each work beyond its own entries.

    Args:
        works: Every listed work by the first of its keys.
        relations: How they relate.
        pages: Every page.
        work_of: Returns the first key of the work that a key is of.
    """
    related: dict[str, dict[str, list[Listed]]] = defaultdict(lambda: defaultdict(list))
    for each in relations:
        forth, back = RELATION_LABELS[each.name]
        related[each.source][forth].append(works[each.target])
        related[each.target][back].append(works[each.source])
    # By their titles: what mentions a work on two topics does so once.
    mentioned: dict[str, dict[str, Mention]] = defaultdict(dict)
    for page in pages:
        for key, mention in mentions(page):
            if (work := work_of(key)) in works:
                mentioned[work].setdefault(mention.title, mention)
    return {
        work: Around(
            tuple(
                (label, tuple(related[work][label])) for label in ORDER if label in related[work]
            ),
            tuple(mentioned[work].values()),
        )
        for work in related.keys() | mentioned.keys()
    }


def mentions(page: TopicPage) -> Iterator[tuple[str, Mention]]:
    """Yield what a page links to besides its entries, and where on the page that is."""
    noted = note_mentions(page)
    in_notes = {(card.line, key) for card, key in noted}
    for card, key in noted:
        if key != card.key:
            yield key, Mention(card.title, f"{page.page.url}#{card.id}")
    starts = sorted(card.line for card in page.cards)
    shown = {link for card in page.cards for link in (item.url for item in card.companions)}
    for link in page.links:
        if link.entry or link.url in shown or (owner(link, starts), link.key) in in_notes:
            continue
        yield link.key, page_mention(page, link)


def note_mentions(page: TopicPage) -> list[tuple[Card, str]]:
    """Return what the notes of a page's entries link to."""
    return [(card, key) for card in page.cards for key in sorted(card.mentions)]


def owner(link: Link, starts: Sequence[int]) -> int:
    """Return the line of the last entry at or above a link; 0 where there is none."""
    return max((line for line in starts if line <= link.line), default=0)


def page_mention(page: TopicPage, link: Link) -> Mention:
    """Name the place of a link: a term of the glossary, a part of a page, or its introduction."""
    if page.path == GLOSSARY:
        return Mention(f"Glossary: {link.section}", f"{page.page.url}#{slugify(link.section, '-')}")
    if page.cards and not any(link.section == card.section for card in page.cards):
        return Mention(page.page.title, page.page.url)
    if link.section and link.section != page.page.title:
        return Mention(f"{page.page.title}: {link.section}", f"{page.page.url}#{slugify(link.section, '-')}")  # fmt: skip
    return Mention(page.page.title, page.page.url)


def debates(works: Mapping[str, Listed], relations: Sequence[Relation]) -> list[Debate]:
    """Return each contested work with what contests and what replicates it."""
    contested = dict.fromkeys(each.target for each in relations if each.name == "contests")
    return [
        Debate(
            works[target],
            tuple(works[each.source] for each in relations if (each.name, each.target) == ("contests", target)),
            tuple(works[each.source] for each in relations if (each.name, each.target) == ("replicates", target)),
        )
        for target in contested
    ]  # fmt: skip


def successions(works: Mapping[str, Listed], relations: Sequence[Relation]) -> list[list[Listed]]:
    """Return each chain of superseded work, the newest first; relations hold no circles."""
    older: dict[str, list[str]] = defaultdict(list)
    for each in relations:
        if each.name == "supersedes":
            older[each.source].append(each.target)
    superseded = {target for targets in older.values() for target in targets}
    return [
        [works[work] for work in chain(newest, older)]
        for newest in older
        if newest not in superseded
    ]


def chain(newest: str, older: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a work and all that it supersedes, over any number of steps, each once."""
    found, waiting = [newest], [newest]
    while waiting:
        for work in older.get(waiting.pop(0), ()):
            if work not in found:
                found.append(work)
                waiting.append(work)
    return found
