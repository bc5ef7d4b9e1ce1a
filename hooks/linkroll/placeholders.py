"""Why a URL cannot be real, seen from its text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an address cannot be real, or may not be, and what to do."""

    code: Literal["placeholder", "suspect"]
    message: str
    remedy: str


def doubts(text: str, today: date, *, allow_private: bool = False) -> tuple[Doubt, ...]:
    """Return what is wrong with an address."""
    del today, allow_private
    if text.lower().startswith(("http://", "https://")):
        return ()
    return (Doubt("placeholder", f"“{text}” is not a web address", "write the whole URL"),)
