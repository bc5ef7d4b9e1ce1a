"""http and https URLs as browsers parse them (WHATWG URL Standard): the one parser of the library.

`parse_url` gives what is requested: the bytes of the link as written. `normalize.parse` gives the
one page_key that keys are made of. Both take a URL apart here, so that they never disagree about
its host. (yarl is not used for this: it decodes `%2C` and rejects `http://u[ser@host/`.)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import unquote

import idna

# What servers must take at least, in characters (RFC 9110, 4.1, in octets); no link of ours comes
# near, and nothing longer is taken apart.
LONGEST = 8000
LONGEST_NAME = 253  # RFC 1035, 2.3.4
LONGEST_LABEL = 63
MOST_PORT = 65535

# Backslashes are slashes before the query (4.4). Two slashes or more, for with fewer a browser
# takes a link on a page of the same scheme as relative.
SPLIT = re.compile(
    r"(https?):[/\\]{2,}([^/?#\\]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL
)
AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]*))?", re.DOTALL)
# What browsers drop wherever it stands, and around a URL (4.4).
DROPPED = re.compile("[\t\r\n]")
SURROGATE = re.compile("[\ud800-\udfff]")
# Surrogates that do not stand for a byte of a header (PEP 383).
NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
AROUND = "".join(map(chr, range(33)))

NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
# A host whose last label is a number is an IPv4 address, or none (3.5, "ends in a number").
NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)", re.DOTALL)
DEFAULT_PORTS = {"http": 80, "https": 443}

# Percent-encode sets (1.3), without what `[^!-~]` covers: controls, the space, what is not ASCII.
PATH_ODD = re.compile(r"[^!-~]|[\"#<>?^`{}]")
QUERY_ODD = re.compile(r"[^!-~]|[\"#<>']")
FRAGMENT_ODD = re.compile(r"[^!-~]|[\"<>`]")
USERINFO_ODD = re.compile(r"[^!-~]|[\"#<>?^`{}/;=@\[\]\\|]")
DOT = re.compile(r"\.|%2e", re.IGNORECASE)
DOT_SEGMENT = re.compile(r"(?:^|/)(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Parts(NamedTuple):
    """The parts of a URL as written; ``query`` and ``fragment`` are None where there is none."""

    scheme: str
    userinfo: str
    host: str
    port: str
    path: str
    query: str | None
    fragment: str | None


class WebUrl(NamedTuple):
    """A URL that can be requested, as browsers serialise it.

    ``host`` is lower case and ASCII (IPv6 in brackets); ``port`` is None for the scheme's own;
    ``path`` begins with a slash and has no dot segments. Escapes are as they were written.
    """

    scheme: str
    userinfo: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    def __str__(self) -> str:
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        userinfo = f"{self.userinfo}@" if self.userinfo else ""
        return f"{self.scheme}://{userinfo}{self.netloc}{self.target}{fragment}"

    @property
    def netloc(self) -> str:
        """Host and port, as in the header ``Host``."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port (RFC 6454)."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def target(self) -> str:
        """Path and query, as in the request line (RFC 9112, 3.2.1)."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def request_url(self) -> str:
        """What is sent: without a fragment and without credentials."""
        return self.origin + self.target


def strip_url(text: str) -> str:
    """Remove what browsers remove: blanks around a URL, tabs and line ends within.

    Half a surrogate pair becomes U+FFFD (Web IDL, USVString).
    """
    if not text.isascii():
        text = SURROGATE.sub("\ufffd", text)
    return DROPPED.sub("", text.strip(AROUND))


def split_url(text: str) -> Parts | None:
    """Split an absolute http or https URL, without judging its host; None for anything else."""
    match = SPLIT.fullmatch(strip_url(text)) if len(text) <= LONGEST else None
    if match is None:
        return None
    scheme, authority, path, query, fragment = match.groups()
    userinfo, _, located = authority.rpartition("@")
    name, port = located, ""
    if ":" in located:
        host = AUTHORITY.fullmatch(located)
        if host is None:
            return None
        name, port = host[1], host[2] or ""
    return Parts(scheme.lower(), userinfo, name, port, path, query, fragment) if name else None


@lru_cache(maxsize=1024)
def parse_url(text: str) -> WebUrl | None:
    """Parse an absolute http or https URL; None where no browser could request it."""
    parts = split_url(text)
    return web_url(parts) if parts else None


def resolve(base: WebUrl, reference: str) -> WebUrl | None:
    """Resolve a reference against a URL (4.4); None where it leads to no web page."""
    reference = strip_url(reference)
    scheme = SCHEME.match(reference)
    if scheme and scheme[1].lower() not in DEFAULT_PORTS:
        return None
    rest = reference[scheme.end() :] if scheme else reference
    own = scheme[1].lower() if scheme else base.scheme
    start = rest[:2].replace("\\", "/")
    if start == "//" or own != base.scheme:
        return parse_url(f"{own}://{rest.lstrip('/' + chr(92))}")
    before_fragment, hash_, fragment = rest.partition("#")
    path, question, query = before_fragment.partition("?")
    if not path:
        path, kept = base.path, base.query
    else:
        path, kept = path.replace("\\", "/"), None
        path = path if start[:1] == "/" else base.path.rpartition("/")[0] + "/" + path
    parts = Parts(
        base.scheme,
        base.userinfo,
        base.host,
        "" if base.port is None else str(base.port),
        path,
        query if question else kept,
        fragment if hash_ else None,
    )
    return web_url(parts) if len(path) <= LONGEST else None


def redirect_target(base: WebUrl, location: str) -> WebUrl | None:
    """Return where a ``Location`` leads, with the fragment of the link where it has none itself.

    RFC 9110, 10.2.2; Fetch, 4.4 (HTTP-redirect fetch). Bytes beyond ASCII, which many servers send
    as they are, count as they stand, whatever the encoding.
    """
    raw = NO_BYTE.sub("\ufffd", location).encode("utf-8", "surrogateescape")
    target = resolve(base, "".join(chr(b) if b < 128 else f"%{b:02X}" for b in raw))
    if target is not None and target.fragment is None:
        return target._replace(fragment=base.fragment)
    return target


def web_url(parts: Parts) -> WebUrl | None:
    """Serialise the parts of a URL; None where host or port cannot be."""
    host = host_name(parts.host)
    port = int(parts.port[-6:] or 0) if len(parts.port.lstrip("0")) <= 6 else MOST_PORT + 1
    if host is None or port > MOST_PORT:
        return None
    default = not parts.port or port == DEFAULT_PORTS[parts.scheme]
    return WebUrl(
        parts.scheme,
        escape(USERINFO_ODD, parts.userinfo),
        host,
        None if default else port,
        resolve_dots(escape(PATH_ODD, parts.path.replace("\\", "/"))) or "/",
        None if parts.query is None else escape(QUERY_ODD, parts.query),
        None if parts.fragment is None else escape(FRAGMENT_ODD, parts.fragment),
    )


@lru_cache(maxsize=4096)
def host_name(host: str) -> str | None:
    """Write a host in lower-case ASCII, addresses in their one form; None where it can be none."""
    try:
        if host.startswith("["):
            return f"[{IPv6Address(host[1:-1])}]" if "%" not in host else None
        name = (unquote(host) if "%" in host else host).lower().removesuffix(".")
        if not name.isascii():
            name = idna_name(name)
        if NUMERIC.fullmatch(name):
            return str(IPv4Address(ipv4(name)))
    except ValueError:
        return None
    labels_fit = len(name) <= LONGEST_NAME and max(map(len, name.split("."))) <= LONGEST_LABEL
    return name if labels_fit and NAME.fullmatch(name) else None


def idna_name(name: str) -> str:
    """Write a name as IDNA 2008 does, and one that it does not know, like i❤.ws, all the same."""
    try:
        if len(name) <= LONGEST_NAME:
            return idna.encode(name, uts46=True).decode("ascii").rstrip(".")
    except UnicodeError:
        pass
    labels = unicodedata.normalize("NFKC", name[:LONGEST]).lower().split(".")
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in labels
    )


def ipv4(host: str) -> int:
    """Read an IPv4 address as browsers do (3.5): octal, hexadecimal, short forms.

    Raises:
        ValueError: It is none.
    """
    *leading, last = [ipv4_part(part) for part in host.split(".")]
    if len(leading) > 3 or any(part > 255 for part in leading) or last >> 8 * (4 - len(leading)):
        raise ValueError(host)
    return last + sum(part << (24 - 8 * place) for place, part in enumerate(leading))


def ipv4_part(text: str) -> int:
    """Read one part of an IPv4 address."""
    if len(text) > 20 or not text.isalnum():  # `int` reads `1_0`
        raise ValueError(text)
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if len(text) > 1 and text[0] == "0" else 10)


def escape(odd: re.Pattern[str], text: str) -> str:
    """Percent-encode the characters of a set; escapes that are there already stay."""
    return odd.sub(percent_encode, text) if odd.search(text) else text


def percent_encode(match: re.Match[str]) -> str:
    """Write a character as the bytes of its UTF-8."""
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def resolve_dots(path: str) -> str:
    """Remove `.` and `..` as RFC 3986, 5.2.4 does, also where they are escaped (WHATWG, 4.4)."""
    if ("/." not in path and "%2" not in path) or not DOT_SEGMENT.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        dots = DOT.sub(".", segment) if len(segment) <= 6 else segment
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
    if DOT.sub(".", segments[-1]) in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
