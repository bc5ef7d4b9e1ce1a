"""Why a URL cannot be real, or may not be, seen from its text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from linkroll import ids, templates
from linkroll.addresses import Address, parse
from linkroll.hosts import host_of
from linkroll.regularity import odds
from linkroll.urls import original

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkroll.named import Named

Code = Literal["placeholder", "suspect"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an address cannot be real (`placeholder`) or may not be (`suspect`), and what to do."""

    code: Code
    message: str
    remedy: str


# Where a random identifier is as regular as that, it was made up: once in a million, or less.
CANNOT_BE_RANDOM = 1e-6
MAY_NOT_BE_RANDOM = 1e-4

WRITE_IT = "write the whole address, beginning with https://, or take the line out"
PUT_THE_REAL_ONE = "put the real address in its place, or take the line out"
LOOK_IT_UP = "open it, and copy the address from the page that is meant"

# Schemes that lead somewhere, though not to a page.
OTHER_SCHEMES = re.compile(
    r"(?:mailto|tel|ftps?|sftp|git|ssh|magnet|xmpp|irc|news|geo|sms):.", re.IGNORECASE
)
MISSPELT = re.compile(
    r"(?:h?t{1,3}ps?|https?)(?::/?|/{1,2}|;//|:\\+)(?=[^/])|https?:/{3,}", re.IGNORECASE
)
BARE_HOST = re.compile(
    r"(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*)\.[a-z]{2,24}(?:[/?#:].*)?", re.IGNORECASE | re.DOTALL
)
DOUBLED = re.compile(r"https?://https?(?::|//|%3A)", re.IGNORECASE)

LABEL = re.compile(r"(?!.*\.\.)[^\s\x00-\x20!\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}~…]+")
ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+|[^\x00-\x7f]+")
NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*", re.IGNORECASE)

# How many characters the random identifiers of a scheme are drawn from.
ALPHABETS = {"lw": 55, "eaf": 55, "yt": 64, "or": 62, "nb:drive": 64, "nb:gist": 16}

DATED = re.compile(r"/((?:19|20)\d\d)/(\d\d)(?:/(\d\d))?(?=/)")


def doubts(text: str, today: date, *, allow_private: bool = False) -> tuple[Doubt, ...]:
    """Say why what stands where a URL should is none, or may be none.

    Args:
        text: What stands there, verbatim.
        today: The day it is; what would come from after it cannot be real.
        allow_private: Take addresses of the own machine and network for real.

    Returns:
        Nothing, or the gravest doubt first; `placeholder` only where it cannot be real.
    """
    found = None
    for code, what, remedy in all_doubts(text, today, allow_private=allow_private):
        if code == "placeholder" or found is None:
            found = Doubt(code, f"“{text.strip()}” {what}", remedy)
        if code == "placeholder":
            break
    return (found,) if found else ()


Reason = tuple[Code, str, str]


def all_doubts(text: str, today: date, *, allow_private: bool) -> Iterator[Reason]:
    """Yield what is wrong with an address, as code, predicate and remedy."""
    address = original(text) if "archive." in text else None
    address = address or parse(text)
    shape = about_shape(text.strip(), address)
    if shape:
        yield shape
    if address is None or (shape and shape[0] == "placeholder"):
        return
    yield from about_host(address, allow_private=allow_private)
    yield from about_name(address, today)
    yield from about_spots(address)
    yield from about_templates(address)
    yield from about_dates(address, today)


def about_shape(text: str, address: Address | None) -> Reason | None:
    """Say what is no web address at all, or badly written."""
    if not text:
        return "placeholder", "is empty: there is no address", WRITE_IT
    if templates.MARKS.search(text):
        return "placeholder", "holds a mark of a template", PUT_THE_REAL_ONE
    if address is None:
        return about_no_address(text)
    return next((reason for pattern, reason in MISWRITTEN if pattern.search(text)), None)


MISWRITTEN: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (
        re.compile(r"^https?://https?(?::|//|%3A)", re.IGNORECASE),
        ("placeholder", "begins with https:// twice", "write it once"),
    ),
    (
        re.compile(r'[ "\t\r\n]'),
        (
            "placeholder",
            "holds a space or a quote, which no address does",
            "write spaces as %20 and quotes as %22, or end the address before them",
        ),
    ),
    (
        re.compile(r"^https?:[/\\]{3}", re.IGNORECASE),
        ("suspect", "has three slashes where two belong", "write https:// with two"),
    ),
)


def about_no_address(text: str) -> Reason | None:
    """Say what is wrong with what no browser would open."""
    if text.lower() in templates.NO_ADDRESS or not text.strip("#.…-_?/ "):
        return "placeholder", "stands where an address should", WRITE_IT
    if OTHER_SCHEMES.match(text):
        return None
    if re.fullmatch(r"https?:/*", text, re.IGNORECASE):
        return "placeholder", "ends before the name of a host", WRITE_IT
    if MISSPELT.match(text):
        return (
            "placeholder",
            "does not begin with https:// as it is spelt",
            "write https:// in front",
        )
    if BARE_HOST.fullmatch(text):
        return "placeholder", "is not a web address without https://", "write https:// in front"
    return "placeholder", "is not a web address", WRITE_IT


def about_host(address: Address, *, allow_private: bool) -> Iterator[Reason]:
    """Say which hosts nobody can reach, and which nobody means."""
    host = address.host
    if (address.port and int(address.port[1:6]) > 65535) or len(address.port) > 6:
        yield "placeholder", "has a port above 65535", PUT_THE_REAL_ONE
    if host.startswith("[") or NUMERIC.fullmatch(host):
        yield from about_number(host, allow_private=allow_private)
        return
    labels = host.split(".")
    ending = labels[-1]
    if ending == "localhost" or (len(labels) == 1 and LABEL.fullmatch(host)):
        if not allow_private:
            yield (
                "placeholder",
                "leads to a name that only one's own network knows",
                PUT_THE_REAL_ONE,
            )
        return
    if not LABEL.fullmatch(host) or not ENDING.fullmatch(ending) or len(host) > 253 or "" in labels:
        yield "placeholder", "has a host that cannot be a name", PUT_THE_REAL_ONE
        return
    if ending in templates.RESERVED_ENDINGS or ".".join(labels[-2:]) in templates.RESERVED_NAMES:
        yield "placeholder", "has a host that is reserved for examples and tests", PUT_THE_REAL_ONE
    elif ending in templates.NO_ENDINGS:
        yield "placeholder", f"ends in .{ending}, and no host does", PUT_THE_REAL_ONE
    elif any(map(templates.HOST_CERTAIN.fullmatch, labels[:-1])):
        yield "placeholder", "has a host that stands for another", PUT_THE_REAL_ONE
    elif address.site in templates.EXACT_HOSTS or templates.HOST_POSSIBLE.fullmatch(labels[-2]):
        yield "suspect", "has a host that may stand for another", LOOK_IT_UP


def about_number(host: str, *, allow_private: bool) -> Iterator[Reason]:
    """Say which numeric hosts are not on the public network (IANA special-purpose registries)."""
    try:
        number = (
            ip_address(host.strip("[]")) if host.startswith("[") else IPv4Address(number_of(host))
        )
    except ValueError:
        yield "placeholder", "has a host that is no IP address", PUT_THE_REAL_ONE
        return
    if not number.is_global and not allow_private:
        yield (
            "placeholder",
            "leads to an address that is not on the public network",
            PUT_THE_REAL_ONE,
        )


def number_of(host: str) -> int:
    """Read an IPv4 address as browsers do (WHATWG URL, 3.5): octal, hexadecimal, short forms."""
    parts = [number_part(part) for part in host.split(".")]
    *leading, last = parts
    if len(parts) > 4 or any(part > 255 for part in leading) or last >> 8 * (5 - len(parts)):
        raise ValueError(host)
    return last + sum(part << (24 - 8 * place) for place, part in enumerate(leading))


def number_part(text: str) -> int:
    """Read one part of an IPv4 address."""
    if len(text) > 20:
        raise ValueError(text)
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8 if len(text) > 1 and text[0] == "0" else 10)


def about_name(address: Address, today: date) -> Iterator[Reason]:
    """Say which identifiers break their grammar, or are too regular."""
    host = host_of(address)
    named = host.read(address) if host.read else None
    if named is None or isinstance(named, Address):
        return
    broken = ids.fault(named.scheme, named.id, today)
    if broken and ids.more_than(named.scheme, named.id):
        yield "suspect", "has more behind the id than belongs there", "end the address at the id"
    elif broken:
        yield "placeholder", f"cannot be: {broken}", LOOK_IT_UP
    else:
        yield from about_regularity(named)


def about_regularity(named: Named) -> Iterator[Reason]:
    """Say which identifiers are more regular than they should be."""
    name, alphabet = named.id, ALPHABETS.get(named.scheme)
    if alphabet:
        is_hex = HEXADECIMAL.fullmatch(name) is not None
        body = name[1:] if named.scheme == "nb:drive" else name  # the first is always 1
        yield from judge(body, 16 if is_hex else alphabet)
    elif named.scheme == "arxiv":
        if ids.is_unusual_arxiv(name):
            yield "suspect", "has a number that few papers have, and many inventions", LOOK_IT_UP
    elif named.scheme in REGULAR and REGULAR[named.scheme].fullmatch(name):
        yield "suspect", "has a number that looks made up", LOOK_IT_UP


# Ids of 24 digits or more that are hexadecimal, whatever their neighbours are drawn from.
HEXADECIMAL = re.compile(r"[0-9a-f]{20,}")
REGULAR = {
    "x": re.compile(
        r"(\d)\1+|123456789\d*|\d{0,4}1234567890\d{0,9}|9876543210?\d*|\d*(\d)\2{7,}\d*"
    ),
    "doi": re.compile(
        r"10\.(?:1234|12345|9999|0000)/.*|.*[/.-](?:x{3,}|n{4,})(?:[.-].*)?"
        r"|.*/(?:suffix|example|xyz123|abc123|123456?7?8?9?)|.*\.(?:123456|1234567|12345678)"
    ),
}


def judge(name: str, alphabet: int) -> Iterator[Reason]:
    """Compare an identifier with what a random one would be."""
    chance = odds(name, alphabet)
    if chance < CANNOT_BE_RANDOM:
        what = "has an id too regular to be one: random ids are so less than once in a million"
        yield "placeholder", what, LOOK_IT_UP
    elif chance < MAY_NOT_BE_RANDOM:
        yield "suspect", "has an id that is oddly regular for a random one", LOOK_IT_UP


def about_spots(address: Address) -> Iterator[Reason]:
    """Say which identifiers that make no key break their grammar."""
    site = address.site
    where = address.path + ("?" + "&".join(address.query) if address.query else "")
    if site == "orcid.org" and where[1:2].isdigit():
        broken = ids.orcid(where[1:].rstrip("/"))
        if broken:
            yield "placeholder", f"cannot be: {broken}", LOOK_IT_UP
        elif "2345-6789" in where:
            yield "suspect", "has an iD that examples use", LOOK_IT_UP
    for spot in ids.SPOTS.get(site, ()):
        match = spot.where.search(where)
        if match is None:
            continue
        name = next(filter(None, match.groups()), "")
        if not spot.form.fullmatch(name):
            yield "suspect", f"does not look real: {spot.what}", LOOK_IT_UP
        elif spot.alphabet:
            yield from judge(name, spot.alphabet)


FORGES = frozenset({"github.com", "gitlab.com", "huggingface.co", "bitbucket.org", "codeberg.org"})
# Parameters whose value says which thing is meant.
NAMING = frozenset({"id", "v", "p", "user", "uid", "paper", "item", "doc", "docid", "abstract_id"})


def about_templates(address: Address) -> Iterator[Reason]:
    """Say which parts of an address stand for something else."""
    if templates.PAIRS.search(address.path):
        yield "suspect", "has a path that repeats a template", PUT_THE_REAL_ONE
    owners = address.segments[:2] if address.site in FORGES else []
    for part in owners:
        if templates.YOURS.fullmatch(part):
            yield "placeholder", f"has “{part}” where a name should be", PUT_THE_REAL_ONE
    for part in parts_of(address):
        if templates.CERTAIN_CAPITALS.fullmatch(part) or templates.CERTAIN.fullmatch(part):
            yield "suspect", f"has “{part}” where something else is meant", PUT_THE_REAL_ONE
    if templates.DELIVERED not in address.path:
        yield from about_possible(address)


def about_possible(address: Address) -> Iterator[Reason]:
    """Say which parts of an address may stand for something else."""
    for part in parts_of(address, NAMING):
        if templates.POSSIBLE.fullmatch(part):
            yield "suspect", f"has “{part}” where something else may be meant", LOOK_IT_UP


def parts_of(address: Address, names: frozenset[str] | None = None) -> Iterator[str]:
    """Yield the parts of a path, and the values of a query, of these parameters or of all."""
    for segment in address.segments:
        if len(segment) <= templates.LONGEST:
            yield unquote(segment).removeprefix("@").removesuffix(".html")
    for part in address.query:
        name, _, value = part.partition("=")
        if 0 < len(value) <= templates.LONGEST and (names is None or name in names):
            yield unquote(value)


def about_dates(address: Address, today: date) -> Iterator[Reason]:
    """Say which dates in a path are none, or have not come."""
    match = DATED.search(address.path)
    if match is None:
        return
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        if match[3]:
            yield "suspect", "has a date in its path that no calendar has", LOOK_IT_UP
    elif (year, month, day) > (today.year, today.month, today.day + 1):
        yield "suspect", "has a date in its path that has not come yet", LOOK_IT_UP
