"""Shards of a run: which links one of several machines checks."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple, Self

from linkroll.urls.normalize import normalize_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkroll.markdown.links import Link

LINKS_PER_SHARD = 25_000


class Shard(NamedTuple):
    """One of ``total`` shards; ``number`` counts from 1."""

    number: int
    total: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``K/N``.

        Raises:
            ValueError: It is not two numbers with 1 ≤ K ≤ N.
        """
        number, _, total = text.partition("/")
        shard = cls(int(number), int(total))
        if not 1 <= shard.number <= shard.total:
            raise ValueError(text)
        return shard

    def has(self, link: Link) -> bool:
        """Whether a link belongs to this shard.

        All links of one host do, so that the limits for a host hold over all shards; and all
        links of one key, so that no two shards write one record.
        """
        address = normalize_url(link.identity.canonical)
        host = address.host if address else link.key
        return zlib.crc32(host.encode("utf-8", "replace")) % self.total == self.number - 1

    def select(self, links: Iterable[Link]) -> Iterator[Link]:
        """Return an iterator over the links of this shard, in order."""
        return filter(self.has, links)


def shards_for(links: int) -> list[str]:
    """Return the shards for a number of links, as ``K/N``."""
    total = max(1, -(-links // LINKS_PER_SHARD))
    return [f"{number}/{total}" for number in range(1, total + 1)]
