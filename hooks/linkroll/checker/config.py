"""What is asked for, and under which conditions: all that the engine takes from outside."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from yarl import URL

from linkroll.checker.dns import Lookup, system_lookup
from linkroll.findings import SettingError
from linkroll.site_url import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Target:
    """A link to check: its key, its URL, and what the page calls it (may be empty)."""

    key: str
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class CheckerConfig:
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

    Raises:
        SettingError: The environment names a proxy that cannot be asked.
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

    def __post_init__(self) -> None:
        proxies_of(self.environ)

    @property
    def proxies(self) -> dict[str, str]:
        """The proxies by scheme; ``no`` lists who goes without."""
        return proxies_of(self.environ)

    @property
    def user_agent(self) -> str:
        """An honest name with an address where to complain."""
        return f"linkroll/0.1 (+{self.site})"


def proxies_of(environ: Mapping[str, str]) -> dict[str, str]:
    """Read the proxies that an environment names, by scheme; ``no`` lists who goes without.

    The lower-case name wins, as in curl. ``HTTP_PROXY`` in capitals is left out where a web
    server may have made it from a request header (https://httpoxy.org).

    Raises:
        SettingError: One of them is no address: that would fail each link, and say nothing of any.
    """
    found = {}
    for lower in (False, True):
        for name, value in environ.items():
            if name.lower().endswith("_proxy") and name.islower() is lower:
                found[name[:-6].lower()] = value
    if "REQUEST_METHOD" in environ and "http_proxy" not in environ:
        found.pop("http", None)
    usable = {kind: url for kind, url in found.items() if url.startswith(("http://", "https://"))}
    for kind, url in usable.items():
        if not has_host(url):  # not quoted, for it may hold a password
            raise SettingError(f"{kind.upper()}_PROXY is no address; write http://host:port")
    return {**usable, "no": found.get("no", "")} if usable else {}


def has_host(url: str) -> bool:
    """Whether a URL names a host, and its port is one."""
    try:
        return bool((URL(url).host or "").encode("idna"))
    except ValueError:
        return False
