"""Cookies of one chain of redirects, as RFC 6265 has them.

Some sites send a reader in circles until a cookie comes back. Nothing is kept beyond the chain.
The standard library's parsers are not used: `http.cookies` stops at the first odd character, and
aiohttp logs a warning with the foreign text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkroll.metadata.parse.http_headers import parse_http_date
from linkroll.urls.parse import WebUrl, parse_url

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 50  # cookies of one host, which is what RFC 6265, 6.1 asks for at least
LONGEST = 4096  # bytes of one cookie (6.1)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie and where it is sent."""

    name: str
    value: str
    host: str
    subdomains: bool
    path: str
    secure: bool

    def fits(self, url: WebUrl) -> bool:
        """Whether it is sent with a request (RFC 6265, 5.4)."""
        path = url.path
        in_path = path == self.path or (
            path.startswith(self.path) and (self.path.endswith("/") or path[len(self.path)] == "/")
        )
        in_host = url.host == self.host or (self.subdomains and url.host.endswith(f".{self.host}"))
        return in_path and in_host and (url.scheme == "https" or not self.secure)


class Cookies:
    """The cookies that one chain has been given so far."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], Cookie] = {}

    def store(self, url: str, lines: Iterable[str]) -> None:
        """Keep what a response sets, and drop what it takes back.

        Args:
            url: What was requested.
            lines: The values of its ``Set-Cookie`` headers.
        """
        sent_by = parse_url(url)
        if sent_by is None:
            return
        for line in lines:
            cookie, keeps = parse_cookie(line, sent_by)
            if cookie is None:
                continue
            place = (cookie.name, cookie.host, cookie.path)
            self._kept.pop(place, None)
            if keeps and len(self._kept) < MOST:
                self._kept[place] = cookie

    def header(self, url: str) -> str:
        """Return the ``Cookie`` header for a request; empty where there is none."""
        asked = parse_url(url)
        if asked is None or not self._kept:
            return ""
        fitting = [cookie for cookie in self._kept.values() if cookie.fits(asked)]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in fitting)


def parse_cookie(line: str, url: WebUrl) -> tuple[Cookie | None, bool]:
    """Parse one ``Set-Cookie`` value (RFC 6265, 5.2), and whether the cookie is to be kept."""
    first, *attributes = line.split(";")
    name, equals, value = first.partition("=")
    name, value = name.strip(), value.strip()
    if not (equals and name) or len(first) > LONGEST or not f"{name}{value}".isprintable():
        return None, False
    host, subdomains, path, secure, keeps = url.host, False, default_path(url.path), False, True
    max_age = None
    for attribute in attributes:
        key, _, text = (part.strip() for part in attribute.partition("="))
        match key.lower():
            case "path":
                path = text if text.startswith("/") else default_path(url.path)
            case "secure":
                secure = True
            case "domain" if text:
                host, subdomains = text.lower().removeprefix("."), True
            case "max-age" if text.lstrip("-").isdigit():
                max_age = text
            case "expires" if max_age is None:
                date = parse_http_date(text)
                keeps = date is None or date > datetime.now(UTC)
    if max_age is not None:
        keeps = not max_age.startswith("-") and max_age.strip("0") != ""
    foreign = subdomains and url.host != host and not url.host.endswith(f".{host}")
    if foreign or (subdomains and url.host != host and "." not in host):
        return None, False
    return Cookie(name, value, host, subdomains, path, secure), keeps


def default_path(path: str) -> str:
    """Return the folder of a path (RFC 6265, 5.1.4)."""
    return path[: path.rfind("/")] or "/"
