"""What a URL identifies, from its text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkroll.urls.hosts import host_of, kind_of, read_resource
from linkroll.urls.identifiers import id_error
from linkroll.urls.normalize import NormalUrl, normalize_url
from linkroll.urls.parse import strip_url
from linkroll.urls.resource import Companion
from linkroll.urls.wayback import is_copy, original

__all__ = ["Companion", "Identity", "anchor", "identify", "is_copy"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a URL identifies.

    ``url`` is the text as given, ``canonical`` the address to write instead, ``kind`` a member of
    `kinds.KINDS`, ``site`` what people call the host. Two URLs with one ``key`` are one thing.
    ``companions`` are other addresses of it that follow from the text alone.
    """

    url: str
    key: str
    kind: str
    canonical: str
    site: str
    companions: tuple[Companion, ...] = ()


def identify(url: str) -> Identity:
    """Return what a URL identifies.

    Any text is taken; of what is no web address the key is the text itself. `identify` of the
    canonical URL gives the same key and the same canonical URL.
    """
    address = normalize_url(url)
    if address is None:
        text = strip_url(url)
        return Identity(url, f"url:{text}", "page", text, "")
    copied = original(address)
    if copied:
        inner = identify_address(copied, url)
        site = host_of(address).site
        return Identity(url, inner.key, inner.kind, str(address), site, inner.companions)
    return identify_address(address, url)


def identify_address(address: NormalUrl, url: str) -> Identity:
    """Return what an address identifies, by its host's reader or else by itself."""
    host = host_of(address)
    named = read_resource(address)
    if named is None:
        return identify_page(address, url, host.site)
    if isinstance(named, NormalUrl):
        elsewhere = host_of(named).read not in (host.read, None)
        return identify_address(named, url) if elsewhere else identify_page(named, url, host.site)
    if id_error(named.scheme, named.id):
        return identify_page(address, url, host.site)
    forms = tuple(form for form in named.forms if form.url != str(address))
    return Identity(url, named.key, named.kind, named.canonical, host.site, forms)


# What names the same page when it is left out.
INDEXES = ("/index.html", "/index.htm")
# A fragment that says what a page is to show, as `#/route`, `#!route`, `#id=7` and the programs of
# playgrounds do (`#code/MYew…`, `#pako:eNpV…`); a heading does not.
STATE = re.compile(
    r"[!/]|[^=]*=|[^!]*:!|(?:\w{1,12}[/:,])?(?=[^\d]*\d)(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9+/%_-]*[A-Za-z0-9+/%]{20}"
)
# Where whatever stands behind `#` is a state.
PLAYGROUND = re.compile(r"(?:^|[/.])(?:play|playground|repl|sandbox|fiddle|editor)(?=[/.]|$)")
# Where in a page a reader is to look (https://wicg.github.io/scroll-to-text-fragment/, 3.1).
DIRECTIVE = ":~:"


def identify_page(address: NormalUrl, url: str, site: str) -> Identity:
    """Identify an address that is its own name."""
    scheme = "nb:url" if address.path.endswith(".ipynb") else "url"
    if address.fragment.startswith((DIRECTIVE, "scrollTo=")):
        address = address._replace(fragment="")
    return Identity(url, f"{scheme}:{page_key(address)}", kind_of(address), str(address), site)


def page_key(address: NormalUrl) -> str:
    """Write an address so that all spellings of one page are the same."""
    host = address.site if "." in address.site else address.host
    query = "?" + "&".join(sorted(address.query)) if address.query else ""
    fragment = address.fragment.partition(DIRECTIVE)[0]
    shows = fragment and (STATE.match(fragment) or PLAYGROUND.search(f"{host}{address.path}"))
    fragment = f"#{fragment}" if shows else ""
    path = address.path.rstrip("/")
    while path.endswith(INDEXES):
        path = path.rpartition("/")[0].rstrip("/")
    return f"https://{host}{address.port}{path}{query}{fragment}"


# What RFC 3986 (3.5) allows in a fragment, without what HTML and Markdown would trip over.
UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9\-._!$*+,;=:@/?]")


def anchor(key: str) -> str:
    """Return the HTML id of an entry, made from its key alone.

    No two keys share one, whatever they are, and it never changes: the first colon becomes a
    hyphen, `https://` of a `url:` key is left out, and what may not stand in a fragment becomes
    `~` and two hexadecimal digits for each byte of UTF-8.
    """
    scheme, colon, name = key.partition(":")
    start = escape_for_id(scheme).replace("-", "~2D")
    if not colon:
        return start
    if scheme == "url":
        # `~.` can come from nothing else, so that `url:x` and `url:https://x` stay apart.
        name, had = name.removeprefix("https://"), name.startswith("https://")
        return f"{start}-{escape_for_id(name)}" if had else f"{start}-~.{escape_for_id(name)}"
    return f"{start}-{escape_for_id(name)}"


def escape_for_id(text: str) -> str:
    """Escape what may not stand in an id."""
    return UNSAFE_IN_ID.sub(tilde_escape, text) if UNSAFE_IN_ID.search(text) else text


def tilde_escape(match: re.Match[str]) -> str:
    """Write a character as `~` and the hexadecimal digits of its bytes."""
    return "".join(f"~{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
