"""Is there a network at all? Told apart from links that fail, within three seconds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkroll.checker.dns import in_a_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from linkroll.checker.client import Client
    from linkroll.checker.config import CheckerConfig

# Names that are there as long as the DNS is. They are looked up, never asked, and only while
# nothing else has reacted: a name that is not known to name servers that know nothing is not gone.
WELL_KNOWN = ("example.com", "iana.org")
FIRST_LOOK = 1.0  # seconds before a network that has not shown itself is doubted
PATIENCE = 1.2  # seconds for the proof


class NoNetworkError(Exception):
    """Nothing can be learnt now."""


class Connectivity:
    """Whether anything is out there.

    Args:
        client: Tells when something reacts.
        settings: How to look up names.

    Attributes:
        missing: Whether there was found to be no network.
    """

    def __init__(self, client: Client, settings: CheckerConfig) -> None:
        self.missing = False
        self._client = client
        self._settings = settings
        self._decided = asyncio.Event()
        self._names: asyncio.Future[bool] | None = None

    async def watch(self) -> None:
        """Decide: by the first reaction to anything, or by proof of the contrary."""
        if not await within(FIRST_LOOK, self._client.reached.wait()):
            proofs = [self._proof(name) for name in self._witnesses()]
            found = await asyncio.gather(*(within(PATIENCE, proof) for proof in proofs))
            self.missing = not (any(found) or self._client.reached.is_set())
        self._decided.set()

    async def names_resolve(self) -> bool:
        """Whether the DNS knows names that are always there; looked up once a run.

        Without this a broken resolver that denies every name would make its links look dead.
        """
        if self._names is None:
            lookups = [self._look_up(name) for name in WELL_KNOWN]
            waiting = (within(PATIENCE * 3, lookup) for lookup in lookups)
            self._names = asyncio.ensure_future(any_of(waiting))
        return await asyncio.shield(self._names)

    async def require(self) -> None:
        """Wait until it is decided. Raises `NoNetworkError` where there is none."""
        if not self._client.reached.is_set():
            await self._decided.wait()
        if self.missing:
            raise NoNetworkError

    def _witnesses(self) -> list[str]:
        """Whom to look for: the proxies where there are any, for then the DNS may be theirs."""
        proxies = {url for kind, url in self._client.proxies.items() if kind != "no"}
        return sorted(proxies) or [f"//{name}" for name in WELL_KNOWN]

    async def _proof(self, witness: str) -> bool:
        """Whether a name is known, or a proxy takes our connection."""
        parts = urlsplit(witness)
        name, port = parts.hostname or "", parts.port or 443
        if not parts.scheme:
            return await self._look_up(name, port)
        _, writer = await asyncio.open_connection(name, parts.port or 80)
        writer.close()
        return True

    async def _look_up(self, name: str, port: int = 443) -> bool:
        return bool(await in_a_thread(self._settings.lookup, name, port))


async def any_of(waiting: Iterable[Awaitable[bool]]) -> bool:
    """Whether any of some proofs holds."""
    return any(await asyncio.gather(*waiting))


async def within(seconds: float, waiting: object) -> bool:
    """Whether something came to a good end in time."""
    try:
        async with asyncio.timeout(seconds):
            return bool(await waiting)  # type: ignore[misc]
    except (OSError, ValueError):  # TimeoutError is an OSError
        return False
