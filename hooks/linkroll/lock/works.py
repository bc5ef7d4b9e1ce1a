"""Which keys are one work: a preprint and its journal page, a post and its crosspost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.urls.identify import identify
from linkroll.urls.resource import PAPERS, url_of_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from linkroll.lock.record import Record
    from linkroll.markdown.links import Link

CODE_SCHEME = "gh:"
# Schemes whose numbers are used as names.
NUMBER_NAMES = {"arxiv": "arXiv", "doi": "DOI"}


class Works:
    """The keys of each work, joined by records and lines, in either direction.

    Args:
        records: The records by key; `Record.same` joins.
        declared_same: Pairs of keys that lines declare to be the same.
    """

    def __init__(
        self, records: Mapping[str, Record], declared_same: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._works: dict[str, list[str]] = {}
        for record in records.values():
            for key in record.same:
                self.join(record.key, key)
        for key, other in declared_same:
            self.join(key, other)

    def join(self, key: str, other: str) -> None:
        """Join two keys to one work; never a paper and its code."""
        key, other = canonical_key(key), canonical_key(other)
        ours, theirs = self.of(key), self.of(other)
        if ours is theirs or is_code_of(key, other) or is_code_of(other, key):
            return
        if len(theirs) > len(ours):
            ours, theirs = theirs, ours  # keys from lines come after keys from records
        ours += theirs
        for each in ours:
            self._works[each] = ours

    def of(self, key: str) -> list[str]:
        """Return all keys of the work of a key."""
        return self._works.get(key) or [key]

    def others(self, key: str) -> tuple[str, ...]:
        """Return the other keys of a work."""
        return tuple(each for each in self.of(key) if each != key)


def declared_same(links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    """Yield pairs of keys that lines declare to be one work."""
    for link in links:
        if link.attributes.same:
            yield link.key, identify(link.attributes.same).key


def canonical_key(key: str) -> str:
    """Return the canonical key of a key: arXiv's DOIs are arXiv numbers."""
    found = identify(url_of_key(key) or "").key
    return key if found.startswith("url:") else found


def is_code_of(key: str, other: str) -> bool:
    """Whether one key is code and the other a paper: companions, not one work."""
    return key.startswith(CODE_SCHEME) and other.startswith(PAPERS)


def places(
    key: str, same: Iterable[str], records: Mapping[str, Record], stated: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the other places of a work: the name of the place, or the work's number there, and its URL.

    The former name of a repository is no other place.

    Args:
        key: The key under which the work is listed.
        same: The other keys of the work.
        records: The records by key.
        stated: URLs by key, as a line gives them.
    """
    for other in same:
        record = records.get(other)
        url = stated.get(other) or (record.url if record else url_of_key(other))
        if url and not (key.startswith(CODE_SCHEME) and other.startswith(CODE_SCHEME)):
            scheme, _, number = other.partition(":")
            numbered = f"{NUMBER_NAMES[scheme]} {number}" if scheme in NUMBER_NAMES else ""
            yield numbered or identify(url).site, url
