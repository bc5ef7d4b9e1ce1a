"""URLs as a browser reads and requests them: the URL standard, for http and https alone.

`urls.normalize` gives URLs one spelling so that two can be compared. Nothing here does that: what
the page or the ``Location`` header spells is what is requested, and only what cannot stand in a
request line is percent-encoded (https://url.spec.whatwg.org/#concept-basic-url-parser).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from linkroll.urls.normalize import host_name

LONGEST = 8000  # characters; what servers must support at least, in octets (RFC 9110, 4.1)

# What browsers drop from a URL: blanks and control characters around it, tabs and line ends within.
AROUND = "".join(map(chr, range(33)))
DROPPED = re.compile("[\t\r\n]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Everything before the fragment and the query; `\` counts as `/` there.
PARTS = re.compile(r"([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
DEFAULT_PORTS = {"http": 80, "https": 443}
FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\x7f#/<>?@\[\\\]^|%]")
SINGLE_DOT = frozenset({".", "%2e"})
DOUBLE_DOT = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})

# The percent-encode sets of the standard. What is already encoded stays as it is written.
PATH = re.compile(r"[^\x21\x24-\x3b\x3d\x40-\x5d\x5f\x61-\x7a\x7c\x7e]")
QUERY = re.compile(r"[^\x21\x24-\x26\x28-\x3b\x3d\x3f-\x7e]")
FRAGMENT = re.compile(r"[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7e]")


class Authority(NamedTuple):
    """Who is contacted: credentials as written (may be empty), host in ASCII, port."""

    credentials: str
    host: str
    port: int | None


@dataclass(frozen=True, slots=True)
class WebUrl:
    """An http or https URL, parsed. ``query`` and ``fragment`` are None where there is none."""

    scheme: str
    authority: Authority
    path: str
    query: str | None = None
    fragment: str | None = None

    @property
    def host(self) -> str:
        """The host in ASCII, with brackets around an IPv6 address."""
        return self.authority.host

    @property
    def origin(self) -> str:
        """Scheme, host and port, without credentials."""
        port = "" if self.authority.port is None else f":{self.authority.port}"
        return f"{self.scheme}://{self.authority.host}{port}"

    @property
    def target(self) -> str:
        """The request target (RFC 9112, 3.2.1): path and query, an empty query kept."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def without_fragment(self) -> str:
        """The URL that is requested, without credentials."""
        return self.origin + self.target

    def __str__(self) -> str:
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return self.without_fragment + fragment

    def with_fragment_of(self, earlier: WebUrl) -> WebUrl:
        """Inherit a fragment through a redirect that states none (RFC 9110, 10.2.2)."""
        return self if self.fragment is not None else replace(self, fragment=earlier.fragment)


def parse_web_url(text: str, base: WebUrl | None = None) -> WebUrl | None:
    """Parse a URL as browsers do.

    Args:
        text: The URL, absolute unless there is a base.
        base: What a relative one is resolved against.

    Returns:
        The URL; None where it is invalid, too long, or of another scheme.
    """
    if len(text) > LONGEST:
        return None
    text = DROPPED.sub("", text.strip(AROUND))
    scheme = SCHEME.match(text)
    if scheme:
        name, rest = scheme[1].lower(), text[scheme.end() :]
        if name not in DEFAULT_PORTS:
            return None
        relative = base is not None and base.scheme == name and not rest.startswith(("/", "\\"))
        if not relative:
            return absolute(name, rest.lstrip("/\\"))
        text = rest
    if base is None:
        return None
    if re.match(r"[/\\]{2}", text):
        return absolute(base.scheme, text.lstrip("/\\"))
    return resolve(text, base)


def absolute(scheme: str, rest: str) -> WebUrl | None:
    """Parse what follows the slashes of an absolute URL."""
    before, query, fragment = split(rest)
    authority_text, slash, path = before.partition("/")
    authority = parse_authority(authority_text, scheme)
    if authority is None:
        return None
    return WebUrl(scheme, authority, normal_path(slash + path), query, fragment)


def resolve(text: str, base: WebUrl) -> WebUrl:
    """Resolve a relative URL against its base."""
    before, query, fragment = split(text)
    if not before:
        query = base.query if query is None else query
        return replace(base, query=query, fragment=fragment)
    if not before.startswith("/"):
        before = f"{base.path.rpartition('/')[0]}/{before}"
    return replace(base, path=normal_path(before), query=query, fragment=fragment)


def split(text: str) -> tuple[str, str | None, str | None]:
    """Split off query and fragment, both percent-encoded; in the rest backslashes become slashes."""
    match = PARTS.fullmatch(text)
    assert match is not None  # noqa: S101 - the pattern matches every text
    before, query, fragment = match.groups()
    return (
        before.replace("\\", "/"),
        None if query is None else percent_encode(query, QUERY),
        None if fragment is None else percent_encode(fragment, FRAGMENT),
    )


def parse_authority(text: str, scheme: str) -> Authority | None:
    """Parse ``user:password@host:port``; None where the host or the port is none."""
    credentials, _, located = text.rpartition("@")
    host, port = located, ""
    if not located.endswith("]"):
        front, colon, port = located.rpartition(":")
        host, port = (front, port) if colon else (located, "")
    if port and not (port.isascii() and port.isdigit() and int(port[:8]) < 65536 and len(port) < 8):
        return None
    name = host_name(host)
    inner = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    if not inner or FORBIDDEN_IN_HOST.search(inner):
        return None
    number = int(port) if port else None
    return Authority(credentials, name, None if number == DEFAULT_PORTS[scheme] else number)


def normal_path(path: str) -> str:
    """Remove dot segments, escaped ones as well, and percent-encode the rest."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        lower = segment.lower()
        if lower in DOUBLE_DOT:
            del kept[-1:]
        if lower in DOUBLE_DOT or lower in SINGLE_DOT:
            kept += [""] if last else []
        else:
            kept.append(percent_encode(segment, PATH))
    return "/" + "/".join(kept)


def percent_encode(text: str, escaped: re.Pattern[str]) -> str:
    """Percent-encode the characters of a set, as UTF-8; a lone surrogate stands for a raw byte."""
    if not escaped.search(text):
        return text
    return escaped.sub(lambda match: "".join(f"%{byte:02X}" for byte in as_bytes(match[0])), text)


def as_bytes(character: str) -> bytes:
    """Encode a character as UTF-8; a surrogate gives the byte that Python read it from, if any."""
    try:
        return character.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return b"\xef\xbf\xbd"  # U+FFFD, as browsers do (Web IDL, USVString)
