"""How entries relate: which contests, replicates, extends, supersedes or uses which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkroll.findings import Finding, finding
from linkroll.markdown.attributes import RELATIONS
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkroll.lock.works import Works
    from linkroll.markdown.links import Link

TO_AN_ENTRY = "write the URL or the key of an entry on this site, or list that work first"


class Relation(NamedTuple):
    """One relation as a line states it.

    ``name`` is one of `RELATIONS`; ``source`` and ``target`` are works, each by the first of its
    keys; ``link`` is where it is stated.
    """

    name: str
    source: str
    target: str
    link: Link


def find_relations(
    links: Iterable[Link], works: Works
) -> tuple[tuple[Relation, ...], list[Finding]]:
    """Resolve what entries state of one another.

    Args:
        links: All links of all pages.
        works: Which keys are one work.

    Returns:
        The relations between entries, each once, in the order of the pages; and a finding, at the
        place of the statement, for each target that is no entry, each entry that relates to
        itself, and each circle of entries that supersede one another.
    """
    entries = [link for link in links if link.entry]
    listed = {works.of(link.key)[0] for link in entries}
    found: dict[tuple[str, str, str], Relation] = {}
    findings: list[Finding] = []
    for link in entries:
        source = works.of(link.key)[0]
        for name, target in stated_targets(link):
            work = works.of(key_of(target))[0]
            if work == source:
                what = f"“{link.text}” {name} itself (“{target}”)"
                findings.append(about(link, what, f"take it out of {name}=…, or name another work"))
            elif work not in listed:
                what = f"{name}=“{target}” is no entry of this site"
                findings.append(about(link, what, TO_AN_ENTRY))
            else:
                found.setdefault((name, source, work), Relation(name, source, work, link))
    relations = tuple(found.values())
    circular = set(circles([each for each in relations if each.name == "supersedes"]))
    findings += [about_circle(each) for each in relations if each in circular]
    return tuple(each for each in relations if each not in circular), findings


def stated_targets(link: Link) -> Iterator[tuple[str, str]]:
    """Yield the relations that a line states: name and target, as written."""
    for name in RELATIONS:
        for target in getattr(link.attributes, name):
            yield name, target


def key_of(target: str) -> str:
    """Return the key that a target names: a URL's, or the key itself."""
    return identify(target).key if target.lower().startswith(("http:", "https:")) else target


def circles(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations that are part of a circle: their target leads back to their source."""
    onward: dict[str, list[str]] = {}
    for each in relations:
        onward.setdefault(each.source, []).append(each.target)
    for each in relations:
        reached, waiting = {each.target}, [each.target]
        while waiting:
            for work in onward.get(waiting.pop(), ()):
                if work not in reached:
                    reached.add(work)
                    waiting.append(work)
        if each.source in reached:
            yield each


def about_circle(relation: Relation) -> Finding:
    """Report works that are each said to be newer than the other."""
    what = f"“{relation.link.text}” supersedes “{relation.target}”, which supersedes it in turn"
    return about(relation.link, what, "keep supersedes=… at the newer one alone")


def about(link: Link, what: str, remedy: str) -> Finding:
    """Make a finding about a statement, at the place of its link."""
    place = {"path": link.path, "line": link.line, "column": link.column, "url": link.url}
    return finding("relation", what, remedy, **place)  # type: ignore[arg-type]
