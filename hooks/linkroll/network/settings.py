"""What is asked for, and under which conditions: all that the engine takes from outside."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkroll.network.names import Lookup, system_lookup
from linkroll.site import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Target:
    """A link to check: its key, its URL, and what the page calls it (may be empty)."""

    key: str
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The conditions of a run.

    Attributes:
        budget: Seconds for the whole run; None for no limit.
        per_host: Requests to one host at once.
        rate: Requests a second to one host.
        timeout: Seconds for one request, from its start to the end of what is read.
        in_flight: Requests at once to all hosts.
        allow_private: Ask private and local addresses too; for tests and intranets.
        site: The address that the User-Agent gives.
        environ: Where proxies, certificates and tokens are named (``HTTPS_PROXY``, ``NO_PROXY``,
            ``SSL_CERT_FILE``, ``GITHUB_TOKEN``).
        lookup: How names become addresses.
        now: The time of day, for dates in ``Retry-After``.
        chance: A number from 0 to 1, for the spread of waiting times.
    """

    budget: float | None = None
    per_host: int = 2
    rate: float = 4.0
    timeout: float = 15.0
    in_flight: int = 512
    allow_private: bool = False
    site: str = SITE
    environ: Mapping[str, str] = field(default_factory=dict)
    lookup: Lookup = system_lookup
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random

    @property
    def user_agent(self) -> str:
        """An honest name with an address where to complain."""
        return f"linkroll/0.1 (+{self.site})"
