"""Names to addresses: the DNS, asked off the loop, with the asking function passed in."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

# (name, port) -> [(family, address, port)]; may block; raises `socket.gaierror`.
Lookup = Callable[[str, int], "list[tuple[int, str, int]]"]

AT_ONCE = 128  # lookups; each has a thread, and a slow name keeps its own for seconds
SECONDS = 10.0  # for one lookup


def system_lookup(name: str, port: int) -> list[tuple[int, str, int]]:
    """Ask the operating system, for the kinds of address that this machine has."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [(family, str(address[0]), int(address[1])) for family, _, _, _, address in found]


class Resolver(AbstractResolver):
    """The resolver of the HTTP client.

    Each lookup has a thread of its own that the end of the program does not wait for: a lookup
    without a network can take half a minute, and nothing can interrupt it.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._known: dict[tuple[str, int], asyncio.Task[list[tuple[int, str, int]]]] = {}

    async def prepare(self, host: str, port: int) -> None:
        """Look a name up before the clock of a request starts, so that our queue is not its fault.

        Raises:
            OSError: As the lookup does; what failed is looked up again next time.
        """
        key = (host, port)
        if key not in self._known:
            self._known[key] = asyncio.ensure_future(self._look_up(host, port))
        try:
            await asyncio.shield(self._known[key])
        except OSError:
            self._known.pop(key, None)
            raise

    async def _look_up(self, host: str, port: int) -> list[tuple[int, str, int]]:
        async with self._turn:
            try:
                async with asyncio.timeout(SECONDS):
                    found: list[tuple[int, str, int]] = await in_a_thread(self._lookup, host, port)
            except TimeoutError:
                raise socket.gaierror(socket.EAI_AGAIN, "no response in time") from None
        return found

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses of a name. Raises `OSError` as the lookup does."""
        known = self._known.get((host, port))
        found = await asyncio.shield(known) if known else await self._look_up(host, port)
        return [
            ResolveResult(hostname=host, host=ip, port=at, family=kind, proto=0, flags=0)
            for kind, ip, at in found
            if family in (socket.AF_UNSPEC, kind)
        ]

    async def close(self) -> None:
        """Leave running lookups to themselves."""


async def in_a_thread(function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the function gives
    """Run a blocking function in a thread that nobody waits for at exit."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def settle(value: object, error: BaseException | None) -> None:
        if not done.done():
            done.set_exception(error) if error else done.set_result(value)

    def run() -> None:
        result: tuple[object, BaseException | None]
        try:
            result = (function(*arguments), None)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
            result = (None, error)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, *result)

    threading.Thread(target=run, daemon=True).start()
    return await done
