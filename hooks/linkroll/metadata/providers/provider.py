"""What every provider offers: metadata for some keys, fetched within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.providers.queue import RequestQueue
    from linkroll.metadata.types import Fetcher, Metadata


class Provider(Protocol):
    """An API that returns metadata of some keys."""

    @property
    def name(self) -> str:
        """Its name, as `Metadata.origin` has it."""

    @property
    def batch_size(self) -> int:
        """How many keys one request can hold."""

    @property
    def turns(self) -> RequestQueue:
        """Its queue, which counts the requests without a usable response."""

    def handles(self, key: str) -> bool:
        """Whether this provider may know a key."""

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch the metadata of some keys; those that are unknown or fail are left out."""
