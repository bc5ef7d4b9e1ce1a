"""The types of metadata, and of the requests that providers send.

A provider opens no socket: it gets a `Fetcher`, which limits and spaces requests. The base URL
of its API is a parameter, so that tests can use another server.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkroll.lock.record import Related


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The value of a field in another source, where it differs from the chosen one."""

    field: str
    value: str
    source: str


class VitalClaim(NamedTuple):
    """The value of one vital sign in one source; None means that there is no such sign."""

    name: str
    value: str | int | None
    source: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a key, with the source of each field.

    ``authors`` are "First Last"; ``date`` is of first publication: ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``; ``kind`` is one of `kinds.KINDS`; ``origin`` has the source of each field
    that is set; ``same`` has keys of the same work, ``companions`` related URLs.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    kind: str | None = None
    key: str | None = None
    origin: dict[str, str] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    same: tuple[str, ...] = ()
    companions: tuple[Related, ...] = ()
    vitals: tuple[VitalClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderResponse:
    """An HTTP response. ``headers`` have lower-case names; ``url`` is where redirects ended."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Fetcher(Protocol):
    """Sends requests, limited in size and time; returns None where there was no response."""

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Request a URL, following redirects."""

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Send a body to a URL."""
