"""The interface of a provider: metadata for some keys, fetched within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.providers.queue import RequestQueue
    from linkroll.metadata.types import Fetcher, Metadata


class Provider(Protocol):
    """An API that returns the metadata of some keys."""

    @property
    def name(self) -> str:
        """Its name in `Metadata.origin`."""

    @property
    def batch_size(self) -> int:
        """The number of keys in one request."""

    @property
    def turns(self) -> RequestQueue:
        """Its queue, which counts the requests without a usable response."""

    def handles(self, key: str) -> bool:
        """Whether this provider may have metadata of a key."""

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch the metadata of some keys; unknown keys and failed requests are omitted."""
