"""Where facts come from: one module for each place that knows some, behind one interface.

A source opens no socket: it is handed a `Fetcher`, which bounds and spaces requests. Its
API's address is a parameter, so that another server can stand in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkroll.lock.record import Related


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What another source states of a field, different from the value that was chosen."""

    field: str
    value: str
    source: str


class VitalClaim(NamedTuple):
    """What one source states of one vital sign; a value of None says that there is none."""

    name: str
    value: str | int | None
    source: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is stated about a thing, and by whom.

    ``authors`` are "First Last"; ``date`` is of first publication: ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``; ``kind`` is one of `kinds.KINDS`; ``origin`` gives the source of each field
    that is stated; ``same`` holds keys of the same work, ``companions`` other addresses it names.
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
    """An HTTP answer. ``headers`` have lower-case names; ``url`` is where redirects ended."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Fetcher(Protocol):
    """How a source asks: bounded in size and time; None where there was no answer at all."""

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Ask for a URL, following redirects."""

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> ProviderResponse | None:
        """Send a body to a URL."""
