"""Twins of public APIs on loopback, and a thin client for tests to reach them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from yarl import URL

from linkroll.metadata.types import ProviderResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Serve an application on loopback; give its address."""
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield address(runner)
    finally:
        await runner.cleanup()


def address(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


class Client:
    """A fetcher over real sockets; counts what it asks."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.asked: list[str] = []
        self._session = session

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        return await self._ask("GET", url, None, headers)

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        return await self._ask("POST", url, body, headers)

    async def _ask(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str] | None
    ) -> ProviderResponse | None:
        self.asked.append(url)
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=body, headers=headers
            ) as answer:
                named = {name.lower(): value for name, value in answer.headers.items()}
                return ProviderResponse(answer.status, named, await answer.read(), str(answer.url))
        except aiohttp.ClientError:
            return None


@asynccontextmanager
async def client() -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session)
