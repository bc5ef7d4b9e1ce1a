"""Hosts that nobody can reach, and hosts that nobody means."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from linkroll.placeholders.host_groups import group_of
from linkroll.placeholders.reasons import Reason, impossible, suspect
from linkroll.placeholders.templates import NOUN
from linkroll.placeholders.top_level_domains import AS_OF, TOP_LEVEL_DOMAINS
from linkroll.urls.normalize import word_set
from linkroll.urls.parse import NUMERIC, host_name

if TYPE_CHECKING:
    from datetime import date

# Names that are reserved: RFC 2606, RFC 6761, RFC 6762 (local), RFC 8375 (home.arpa), RFC 9476
# (alt), ICANN 2024-07-29 (internal).
RESERVED_ENDINGS = word_set("test example invalid localhost local alt internal")
RESERVED_NAMES = frozenset({"example.com", "example.net", "example.org", "home.arpa"})
# Outside of the public DNS, but reached by programs that many have (RFC 7686 and others).
OTHER_ROOTS = word_set("onion i2p eth bit crypto")
# ICANN delegates no new domain sooner after an application than this; a list that is older may
# lack some.
LIST_HOLDS = timedelta(days=540)

# Words that say that a name stands for another, alone or before nouns.
MARKER = (
    r"(?:your|my|some|any|another|example|sample|dummy|fake|fictional|imaginary|mock|test|demo|placeholder|"
    r"insert|put|add|enter|replace|paste|foo|link-?to|url-?of)"
)
THING = rf"(?:{NOUN}|journal|university|college|school|institute|code|conference|goes|article|news|text|value)s?"
# Keyboard rows, the alphabet, one letter again and again.
ROWS = (
    r"(?:qwer(?:t(?:y(?:u(?:i(?:o(?:p)?)?)?)?)?)?|asdf(?:g(?:h(?:j(?:k(?:l)?)?)?)?)?|zxcv(?:b(?:n(?:m)?)?)?|"
    r"(?:asd|qwe|zxc|wasd){2,}|hjkl|abcd(?:e(?:f(?:g(?:h(?:i)?)?)?)?)?|([a-z])\1{3,}|x{3,}|12345\d*|"
    r"(?:abc|xyz|test|foo)-?123\d*)"
)
STAND_IN = re.compile(
    rf"(?:{MARKER}-?)+(?:(?:my|your|the|cool|awesome|great|new)-?)*(?:{THING}-?)+(?:here|\d+)?|(?:(?:the|a)-?)?(?:{THING}-?)+here|"
    rf"(?:(?:the|this|project|paper)-?)?(?:{THING}-)+(?:link|url|page|name|website|site)|{NOUN}s?(?:link|url|name)|the-(?:link|url)|"
    rf"example|dummy|placeholder|foo-?bar|bar-?baz|(?:{ROWS}-?)+|somewhere|something|whatever|username|todo|tbd|lorem-?ipsum|first-?name-?last-?name|"
    rf"(?:this-is-a-|not-a-real-|not-?real-?|an?-)(?:{MARKER}|{THING}|example)(?:-?{THING})*"
)
# The words of a name that stands for another, a label each: `your.domain.com`, `this.is.url`.
FIRST_WORD = re.compile(rf"{MARKER}|this|the|link|url|path")
STAND_IN_WORD = re.compile(rf"{MARKER}|{THING}|here|is|the|this|path|to")
# Somebody owns each of these; what is linked there is seldom meant.
SELDOM_MEANT = word_set("""
    domain.com website.com site.com url.com test.com foo.com foo.bar bar.com bar.baz xyz.com acme.com
    company.com hostname.com path.to link.com nowhere.org university.edu college.edu school.edu fake.com
    """)
# Where the label before the name is whose site it is.
SITES_OF_USERS = word_set("""
    github.io gitlab.io netlify.app vercel.app herokuapp.com substack.com medium.com wordpress.com
    blogspot.com wixsite.com notion.site readthedocs.io hf.space pages.dev tumblr.com
    """)
STAND_IN_USERS = word_set("user username owner org organization author name yourname example")

ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")


@lru_cache(maxsize=4096)
def lint_host(host: str, today: date, allow: frozenset[str] = frozenset()) -> Reason | None:
    """Return why a host, as a `NormalUrl` has it, cannot be the one that is meant.

    Args:
        host: The host.
        today: The day it is.
        allow: Groups of hosts that are meant as they are; see `group_of`.
    """
    if allow and group_of(host) in allow:
        return None
    if host.startswith("[") or NUMERIC.fullmatch(host):
        return lint_ip_address(host)
    labels = host.split(".")
    if host_name(host) is None:
        return impossible("has a host that cannot be a name")
    if len(labels) == 1 or labels[-1] == "localhost":
        return impossible("has a host name that exists on one network only")
    if not ENDING.fullmatch(labels[-1]):
        return impossible("has a host that cannot be a name")
    return lint_name(labels, today)


def lint_name(labels: list[str], today: date) -> Reason | None:
    """Return why a name of at least two labels is reserved, cannot exist, or stands for another."""
    ending, name = labels[-1], ".".join(labels[-2:])
    if ending in RESERVED_ENDINGS or name in RESERVED_NAMES:
        return impossible("has a host that is reserved for examples and tests")
    if ending not in TOP_LEVEL_DOMAINS and ending not in OTHER_ROOTS:
        what = f"ends in .{ending}, which is not a top-level domain (IANA’s list of {AS_OF})"
        return impossible(what) if today <= AS_OF + LIST_HOLDS else suspect(what)
    # Anybody could register such a name, so none of this is certain.
    own = [label for label in labels[:-1] if label != "www"]
    stands_in = STAND_IN.fullmatch(own[-1] if own else "") or (
        len(own) > 1 and FIRST_WORD.fullmatch(own[0]) and all(map(STAND_IN_WORD.fullmatch, own))
    )
    user = own[-2] if name in SITES_OF_USERS and len(own) > 1 else ""
    if name in SELDOM_MEANT or stands_in or user in STAND_IN_USERS or STAND_IN.fullmatch(user):
        return suspect("has a host that may stand for another")
    return None


def lint_ip_address(host: str) -> Reason | None:
    """Return why an address is not on the public network (IANA's special-purpose registries)."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return impossible("has a host that is no IP address")
    if address.is_global:
        return None
    return impossible("leads to an address that is not on the public network")
