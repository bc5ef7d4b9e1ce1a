"""How sources of facts ask: through the client, with its guard, its bounds and its manners."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkroll.checker.client import ANYTHING
from linkroll.checker.rate_limit import TooLateError
from linkroll.checker.redirects import MOST_HOPS, REDIRECTS, resolve_location
from linkroll.metadata.providers.queue import MOST_BYTES
from linkroll.metadata.types import ProviderResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkroll.checker.client import Client


class ProviderFetcher:
    """A `sources.Fetcher` over a client.

    Second tries are left to the queue of each source (`sources.asking.Turns`), which knows what
    its API means by a refusal; two places that repeat would ask a tired server six times.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Ask for a URL, following redirects; a token stays with the host it is for."""
        sent, way = dict(headers or {}), [url]
        while True:
            answer = await self._ask(way[-1], sent)
            if answer is None or answer.status not in REDIRECTS or len(way) > MOST_HOPS:
                return answer
            to = resolve_location(way[-1], answer.headers.get("location", ""))
            if to is None or to.request_url in way:
                return answer
            if origin(to.request_url) != origin(url):
                sent.pop("authorization", None)
            way.append(to.request_url)

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Send a body to a URL; redirects are not followed."""
        return await self._ask(url, headers or {}, body)

    async def _ask(
        self, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> ProviderResponse | None:
        """Send one request; None where nothing came back, or no turn was left."""
        try:
            answer = await self._client.fetch(url, headers, MOST_BYTES + 1, body, ANYTHING)
        except TooLateError:
            return None
        if answer.fetch_error:
            return None
        named = {name.lower(): value for name, value in answer.headers.items()}
        return ProviderResponse(answer.status, named, answer.body, answer.url)


def origin(url: str) -> tuple[str, str]:
    """Return what a token may not leave: scheme and host with its port."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
