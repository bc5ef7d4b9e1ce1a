"""Hosts that nobody can reach, and hosts that nobody means."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address

from linkroll.placeholders.reasons import Reason, cannot_be, may_not_be
from linkroll.placeholders.templates import MINE, NOUN
from linkroll.urls.normalize import words
from linkroll.urls.parse import NUMERIC, host_name

# Names that are reserved: RFC 2606, RFC 6761, RFC 6762 (local), RFC 8375 (home.arpa), RFC 9476
# (alt), ICANN 2024-07-29 (internal); and endings that do not exist but are often invented.
RESERVED_ENDINGS = words("test example invalid localhost local alt internal")
RESERVED_NAMES = frozenset({"example.com", "example.net", "example.org", "home.arpa"})
NO_ENDINGS = words("tld lan corp domain ext placeholder url yyy zzz todo tbd")
STAND_INS = re.compile(
    rf"your-(?:{NOUN}(?:-{NOUN})*)(?:-here)?|your(?:{NOUN})(?:-?here|{NOUN})?|x{{4,}}|"
    rf"insert-?{NOUN}-?here|(?:user|owner|org)-?name"
)
POSSIBLE_STAND_INS = re.compile(
    rf"example|my-?(?:(?:cool|awesome|great|new)-?)?{MINE}|(?:some|sample|example|dummy|fake|placeholder|any)-?{MINE}|"
    rf"(?:link|url)-to-(?:the-|your-)?{NOUN}|{NOUN}-(?:link|url)|"
    r"(?:company|domain|user)-?name|username|placeholder|(?:some|any|other)-?(?:site|where|thing)"
)
# Somebody owns each of these; what is linked there is seldom meant.
SELDOM_MEANT = words(
    "domain.com website.com site.com url.com test.com foo.com foo.bar bar.com "
    "xyz.com acme.com company.com hostname.com university.edu college.edu school.edu"
)

ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")


@lru_cache(maxsize=4096)
def about_host(host: str, *, allow_private: bool) -> Reason | None:
    """Say why a host, as an `Address` has it, cannot be the one that is meant."""
    if host.startswith("[") or NUMERIC.fullmatch(host):
        return about_number(host, allow_private=allow_private)
    labels = host.split(".")
    if host_name(host) is None:
        return cannot_be("has a host that cannot be a name")
    if len(labels) == 1 or labels[-1] == "localhost":
        return None if allow_private else cannot_be("leads to a name that only one network knows")
    if not ENDING.fullmatch(labels[-1]):
        return cannot_be("has a host that cannot be a name")
    return about_labels(labels)


def about_labels(labels: list[str]) -> Reason | None:
    """Say why a name of at least two labels is reserved, or stands for another."""
    ending, name = labels[-1], ".".join(labels[-2:])
    if ending in RESERVED_ENDINGS or name in RESERVED_NAMES:
        return cannot_be("has a host that is reserved for examples and tests")
    if ending in NO_ENDINGS:
        return cannot_be(f"ends in .{ending}, and no host does")
    if any(map(STAND_INS.fullmatch, labels[:-1])):
        return cannot_be("has a host that stands for another")
    if name in SELDOM_MEANT or POSSIBLE_STAND_INS.fullmatch(labels[-2]):
        return may_not_be("has a host that may stand for another")
    return None


def about_number(host: str, *, allow_private: bool) -> Reason | None:
    """Say why a number is not on the public network (IANA's special-purpose registries)."""
    try:
        number = ip_address(host.strip("[]"))
    except ValueError:
        return cannot_be("has a host that is no IP address")
    if number.is_global or allow_private:
        return None
    return cannot_be("leads to an address that is not on the public network")
