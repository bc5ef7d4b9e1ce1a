"""What a URL identifies, from its text alone."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Companion:
    """Another address that follows from a URL; ``rel`` says what it is to it."""

    rel: str
    url: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What a URL identifies: its key and kind, the URL to write, the site, its companions."""

    url: str
    key: str
    kind: str
    canonical: str
    site: str
    companions: tuple[Companion, ...] = ()


def identify(url: str) -> Identity:
    """Say what a URL identifies; any text is taken."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return Identity(url, f"url:{url}", "page", url, host.removeprefix("www."))


def anchor(key: str) -> str:
    """Return the HTML id of an entry, made from its key alone."""
    return key.replace(":", "-", 1)
