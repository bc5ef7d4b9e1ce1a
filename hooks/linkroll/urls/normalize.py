"""A web address taken apart, and put into one page_key.

The steps are those that RFC 3986 (6.2) calls safe: they never change what is requested from a server.
Only names that exist to follow readers around are left out of the query.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from linkroll.urls.parse import (
    DEFAULT_PORTS,
    FRAGMENT_ODD,
    escape,
    host_name,
    resolve_dots,
    split_url,
)


def word_set(text: str) -> frozenset[str]:
    """Make a set of words that are written in a row."""
    return frozenset(text.split())


# Between two parts of a query, as it is or escaped for HTML once or more.
AMPERSAND = re.compile(r"&(?:amp;)*")
# RFC 3986, 3.3 to 3.5: what may stand as it is; all else, and every `%`, is looked at.
ODD = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Parameters that say where a reader came from. A deny-list: an unknown name is part of the
# address. `t`, `s`, `ref` and `source` are none of them: elsewhere they are the identity.
TRACKERS = word_set("""
    gclid gclsrc gbraid wbraid dclid fbclid msclkid twclid ttclid yclid ysclid igshid igsh li_fat_id
    mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv
    oly_anon_id oly_enc_id rb_clickid s_cid wickedid _openstat ref_src ref_url trk_contact
    __cf_chl_tk __cf_chl_jschl_tk__ _branch_match_id guccounter guce_referrer guce_referrer_sig
    """)
TRACKER_PREFIXES = ("utm_", "utm-", "pk_campaign", "pk_kwd", "mtm_", "hsa_", "itm_")

# Parameters that follow readers around at one host, and may be the identity elsewhere.
TRACKERS_OF = {
    "youtube.com": word_set("si feature pp ab_channel"),
    "youtu.be": word_set("si feature"),
    "x.com": word_set("s t"),
    "twitter.com": word_set("s t"),
    "colab.research.google.com": word_set("usp"),
    "drive.google.com": word_set("usp"),
    "docs.google.com": word_set("usp"),
}


class NormalUrl(NamedTuple):
    """An http or https address in one page_key.

    ``host`` is lower case and ASCII where IDNA can make it so; ``port`` is empty for the scheme's
    own; ``query`` holds its ``name=value`` parts in their order; who logs in is left out. The
    escapes of ``fragment`` are as written: in a text fragment `%2D` is a hyphen, and `-` is none.
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
        """The host without the `www.` that most hosts accept as well."""
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


@lru_cache(maxsize=512)
def normalize_url(text: str) -> NormalUrl | None:
    """Parse an address into its one page_key; None for what is no http or https address."""
    parts = split_url(text)
    if parts is None:
        return None
    port = parts.port.lstrip("0")
    host = host_name(parts.host) or encoded(parts.host).lower()
    return NormalUrl(
        parts.scheme,
        host,
        f":{port}" if port and port != str(DEFAULT_PORTS[parts.scheme]) else "",
        normalize_path(parts.path),
        normalize_query(parts.query, host.removeprefix("www.")) if parts.query else (),
        escape(FRAGMENT_ODD, parts.fragment) if parts.fragment else "",
    )


def normalize_query(query: str, site: str) -> tuple[str, ...]:
    """Return the parts of a query in their order, without those that follow readers around."""
    here = TRACKERS_OF.get(site, frozenset())
    parts = AMPERSAND.split(encoded(query))
    return tuple(
        part for part in parts if is_content_parameter(part) and part.partition("=")[0] not in here
    )


def normalize_path(path: str) -> str:
    """Write a path with no detours: no dot segments, no needless escapes, never empty."""
    return resolve_dots(encoded(path.replace("\\", "/"))) or "/"


def encoded(text: str) -> str:
    """Escape what must be, unescape what need not be, and write escapes in upper case."""
    return ODD.sub(encode_character, text) if ODD.search(text) else text


def encode_character(match: re.Match[str]) -> str:
    """Spell one character as RFC 3986, 6.2.2 says."""
    if match[1]:
        character = chr(int(match[1], 16))
        return character if character in UNRESERVED else match[0].upper()
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def is_content_parameter(part: str) -> bool:
    """Whether a part of a query says what is wanted, and not where the reader came from."""
    name = part.partition("=")[0].lower()
    return part != "" and name not in TRACKERS and not name.startswith(TRACKER_PREFIXES)
