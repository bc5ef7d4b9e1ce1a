"""One thing named twice, and one thing under two titles; seen without any network."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from linkroll.findings import finding
from linkroll.lint.title_similarity import FEWEST, are_alike, carriers, clearly_differ
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from linkroll.findings import Finding
    from linkroll.lock.works import Works

# What has a title. Code, people and sites are called many things in passing.
TITLED_KINDS = frozenset({"paper", "post", "explainer", "course", "video", "notebook", "dataset"})


class Titled(Protocol):
    """A link at its place: ``text`` is what it is called, ``entry`` whether it is listed."""

    @property
    def path(self) -> str: ...  # noqa: D102 - the names say it
    @property
    def line(self) -> int: ...  # noqa: D102 - the names say it
    @property
    def column(self) -> int: ...  # noqa: D102 - the names say it
    @property
    def text(self) -> str: ...  # noqa: D102 - the names say it
    @property
    def url(self) -> str: ...  # noqa: D102 - the names say it
    @property
    def key(self) -> str: ...  # noqa: D102 - the names say it
    @property
    def entry(self) -> bool: ...  # noqa: D102 - the names say it
    @property
    def listed(self) -> bool: ...  # noqa: D102 - the names say it


def duplicates(links: Iterable[Titled], works: Works, lists: Container[str] = ()) -> list[Finding]:
    """Find works that are entries twice on one page; companions and mentions may repeat.

    Args:
        links: The links of all pages.
        works: Which keys are one work.
        lists: The paths of pages outside a site, such as a README: there each link that begins a
            list item is an entry. Their links to two sections of one page are two entries.

    Returns:
        One notice at each place but the first, which it names.
    """
    first: dict[tuple[str, str, str], Titled] = {}
    found = []
    for link in links:
        plain = link.path in lists and link.listed
        if not (link.entry or plain) or not names_something(link.key):
            continue
        part = link.url.partition("#")[2] if plain else ""
        before = first.setdefault((link.path, works.of(link.key)[0], part), link)
        if before is not link:
            found.append(duplicate_finding(link, before))
    return found


def names_something(key: str) -> bool:
    """Whether a key is of a thing, and not of a text that stands where an address should."""
    return not key.startswith("url:") or key.startswith("url:https://")


def duplicate_finding(link: Titled, before: Titled) -> Finding:
    """Return the finding for an entry that is already on its page."""
    what = f"“{link.url}” ({place(link)}) is the same as “{before.url}” ({place(before)})"
    remedy = "keep one of the two, and merge their notes"
    return finding(
        "duplicate", what, remedy, path=link.path, line=link.line, column=link.column, url=link.url
    )


def contradictions(links: Iterable[Titled]) -> list[Finding]:
    """Find keys that stand under clearly different titles, in one file or in several.

    Returns:
        One warning at each place where such a key stands under a title, naming all of them.
    """
    by_key: defaultdict[str, list[Titled]] = defaultdict(list)
    for link in links:
        by_key[link.key].append(link)
    return [
        contradiction_finding(link, titles)
        for met in by_key.values()
        if len(met) > 1  # most things are named once
        if (titles := different(titled := list(filter(is_title, met))))
        for link in titled
    ]


def is_title(link: Titled) -> bool:
    """Whether a link's text is meant to be the title of what it leads to.

    A link to a section is called like the section. In a sentence a link is called whatever the
    sentence needs; a title begins with a capital or stands in a list.
    """
    if "#" in link.url and "#" not in link.key:
        return False
    if not (link.entry or link.text[:1].isupper() or link.text[:1].isdigit()):
        return False
    return not link.key.startswith(("gh:", "x:")) and identify(link.url).kind in TITLED_KINDS


def different(links: Sequence[Titled]) -> list[Titled]:
    """Return a link for each group of alike titles that differs clearly from another group.

    A short mention is like no title and unlike none: it joins no groups, and stands in none.
    """
    groups: list[list[Titled]] = []
    for link in links:
        alike = [group for group in groups if any(same_title(link, other) for other in group)]
        apart = [group for group in groups if group not in alike]
        groups = [*apart, [other for group in alike for other in group] + [link]]
    return [
        next((link for link in group if len(carriers(link.text)) >= FEWEST), group[0])
        for group in groups
        if any(other is not group and contradicts(group, other) for other in groups)
    ]


def contradicts(group: Sequence[Titled], other: Sequence[Titled]) -> bool:
    """Whether a title of one group is clearly not one of another group."""
    return any(clearly_differ(full_title(a), full_title(b)) for a in group for b in other)


def same_title(a: Titled, b: Titled) -> bool:
    """Whether two links are called by titles of one thing."""
    return are_alike(full_title(a), full_title(b))


def full_title(link: Titled) -> str:
    """Return a link's text, or the longer title that its own address spells out.

    A forum repeats the title in the address; so a text that is but a short form of it is known
    to be a title, and what it is short for.
    """
    slug = link.url.rstrip("/").rpartition("/")[2]
    if slug.count("-") < 2 or not slug.replace("-", "").isalnum():
        return link.text
    stated, spelt = carriers(link.text), carriers(slug)
    return slug.replace("-", " ") if stated and stated < spelt else link.text


def contradiction_finding(link: Titled, titles: Sequence[Titled]) -> Finding:
    """Return the finding for a key that is linked under two titles."""
    named = ", ".join(f"“{other.text}” ({place(other)})" for other in titles)
    what = f"“{link.url}” stands under titles of different things: {named}"
    remedy = "open it, and correct the title or the URL"
    return finding(
        "contradiction",
        what,
        remedy,
        path=link.path,
        line=link.line,
        column=link.column,
        url=link.url,
    )


def place(link: Titled) -> str:
    """Return the place of a link, as editors open it."""
    return f"{link.path}:{link.line}:{link.column}"
