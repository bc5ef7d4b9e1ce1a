"""What every provider offers: metadata for some keys, fetched within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.providers.queue import RequestQueue
    from linkroll.metadata.types import Fetcher, Metadata


class Provider(Protocol):
    """A place that knows facts about some keys."""

    @property
    def name(self) -> str:
        """What `Facts.origin` calls it."""

    @property
    def batch_size(self) -> int:
        """How many keys one question can be about."""

    @property
    def turns(self) -> RequestQueue:
        """Its queue, which knows what was not answered."""

    def handles(self, key: str) -> bool:
        """Say whether this source may know a key."""

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Ask for some keys; those that are unknown, or cannot be learnt now, are left out."""
