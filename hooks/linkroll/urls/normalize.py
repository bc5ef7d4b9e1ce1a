"""A web address taken apart, and put into one spelling.

The steps are those that RFC 3986 (6.2) calls safe: they never change what a server is asked for.
Only names that exist to follow readers around are left out of the query.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

import idna


def words(text: str) -> frozenset[str]:
    """Make a set of words that are written in a row."""
    return frozenset(text.split())


# What servers must take at least, in characters (RFC 9110, 4.1, in octets); no link of ours comes
# near, and nothing longer is taken apart.
LONGEST = 8000

# What browsers take for an address (WHATWG URL, 4.4): backslashes are slashes before the query.
SPLIT = re.compile(
    r"(https?):[/\\]{2,}([^/?#\\]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL
)
# The host and the port of an authority.
AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]*))?", re.DOTALL)
# What browsers drop from an address wherever it stands, and around it (WHATWG URL, 4.4).
DROPPED = re.compile("[\t\r\n]")
SURROGATE = re.compile("[\ud800-\udfff]")
AROUND = "".join(map(chr, range(33)))

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Between two parts of a query, as it is or escaped for HTML once or more.
AMPERSAND = re.compile(r"&(?:amp;)*")
# RFC 3986, 3.3 to 3.5: what may stand as it is; all else, and every `%`, is looked at.
ODD = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")
NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
DOTS = re.compile(r"/\.{1,2}(?=/|$)")
LONGEST_NAME = 253  # RFC 1035, 2.3.4

DEFAULT_PORTS = {"http": "80", "https": "443"}

# Parameters that say where a reader came from. A deny-list: an unknown name is part of the
# address. `t`, `s`, `ref` and `source` are none of them: elsewhere they are the identity.
TRACKERS = words("""
    gclid gclsrc gbraid wbraid dclid fbclid msclkid twclid ttclid yclid ysclid igshid igsh li_fat_id
    mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv
    oly_anon_id oly_enc_id rb_clickid s_cid wickedid _openstat ref_src ref_url trk_contact
    __cf_chl_tk __cf_chl_jschl_tk__ _branch_match_id guccounter guce_referrer guce_referrer_sig
    """)
TRACKER_PREFIXES = ("utm_", "utm-", "pk_campaign", "pk_kwd", "mtm_", "hsa_", "itm_")


class Address(NamedTuple):
    """An http or https address in one spelling.

    ``host`` is lower case and ASCII where IDNA can make it so; ``port`` is empty for the scheme's
    own; ``query`` holds its ``name=value`` parts in their order; who logs in is left out.
    """

    scheme: str
    host: str
    port: str
    path: str
    query: tuple[str, ...]
    fragment: str

    def __str__(self) -> str:
        query = "?" + "&".join(self.query) if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{self.port}{self.path}{query}{fragment}"

    @property
    def site(self) -> str:
        """The host without the `www.` that most hosts answer to as well."""
        return self.host.removeprefix("www.")

    @property
    def segments(self) -> list[str]:
        """The parts of the path that say something, percent-encoded."""
        return [segment for segment in self.path.split("/") if segment]

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter, decoded; nothing where it is missing."""
        start = name + "="
        for part in self.query:
            if part.startswith(start):
                return unquote(part[len(start) :])
        return ""

    def with_only(self, *names: str) -> tuple[str, ...]:
        """Return those parts of the query that have one of these names."""
        return tuple(part for part in self.query if part.partition("=")[0] in names)


def strip_url(text: str) -> str:
    """Take off what browsers take off an address: blanks around it, line ends within.

    Half a surrogate pair becomes U+FFFD (Web IDL, USVString).
    """
    if not text.isascii():
        text = SURROGATE.sub("\ufffd", text)
    return DROPPED.sub("", text.strip(AROUND))


@lru_cache(maxsize=512)
def parse(text: str) -> Address | None:
    """Take an address apart; None for what is no http or https address."""
    match = SPLIT.fullmatch(strip_url(text)) if len(text) <= LONGEST else None
    if match is None:
        return None
    scheme, authority, path, query, fragment = match.groups()
    located = AUTHORITY.fullmatch(authority.rpartition("@")[2])
    if located is None or not located[1]:
        return None
    scheme, port = scheme.lower(), (located[2] or "").lstrip("0")
    return Address(
        scheme,
        host_name(located[1]),
        "" if port in ("", DEFAULT_PORTS[scheme]) else f":{port}",
        plain_path(path),
        tuple(filter(is_meant, AMPERSAND.split(encoded(query)))) if query else (),
        encoded(fragment) if fragment else "",
    )


def host_name(host: str) -> str:
    """Write a host in lower case and in ASCII; what can be no name is escaped."""
    if host.startswith("[") and host.endswith("]"):
        return f"[{encoded(host[1:-1]).lower()}]"
    name = (unquote(host) if "%" in host else host).rstrip(".").lower()
    if not name.isascii():
        name = in_ascii(name)
    return name if NAME.fullmatch(name) else encoded(host).lower()


def in_ascii(name: str) -> str:
    """Write a name as IDNA 2008 does, and one that it does not know, like i❤.ws, all the same."""
    try:
        if len(name) <= LONGEST_NAME:
            return idna.encode(name, uts46=True).decode("ascii").rstrip(".")
    except UnicodeError:
        pass
    labels = unicodedata.normalize("NFKC", name).lower().split(".")
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in labels
    )


def plain_path(path: str) -> str:
    """Write a path with no detours: no dot segments, no needless escapes, never empty."""
    path = encoded(path.replace("\\", "/"))
    return (without_dots(path) if DOTS.search(path) else path) or "/"


def without_dots(path: str) -> str:
    """Remove `.` and `..` as RFC 3986, 5.2.4 does."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def encoded(text: str) -> str:
    """Escape what must be, unescape what need not be, and write escapes in upper case."""
    return ODD.sub(spelled, text) if ODD.search(text) else text


def spelled(match: re.Match[str]) -> str:
    """Spell one character as RFC 3986, 6.2.2 says."""
    if match[1]:
        character = chr(int(match[1], 16))
        return character if character in UNRESERVED else match[0].upper()
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def is_meant(part: str) -> bool:
    """Whether a part of a query says what is wanted, and not where the reader came from."""
    name = part.partition("=")[0].lower()
    return part != "" and name not in TRACKERS and not name.startswith(TRACKER_PREFIXES)
