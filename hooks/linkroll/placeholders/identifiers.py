"""Identifiers and dates that cannot be real, or are too regular to be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from linkroll.placeholders.randomness import odds
from linkroll.placeholders.reasons import LOOK_IT_UP, Reason, impossible, suspect
from linkroll.urls import identifiers as ids
from linkroll.urls.hosts import read_resource
from linkroll.urls.normalize import NormalUrl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkroll.urls.resource import Resource

# Where a random identifier is as regular as that, it was made up: once in a million, or less.
CANNOT_BE_RANDOM = 1e-6
MAY_NOT_BE_RANDOM = 1e-4

# How many characters the random identifiers of a scheme are drawn from.
ALPHABETS = {"lw": 55, "eaf": 55, "yt": 64, "or": 64, "nb:drive": 64, "nb:gist": 16}
# Some are hexadecimal, whatever the others of their scheme are.
HEXADECIMAL = re.compile(r"[0-9a-f]{20,}")

# Numbers that people make up. They are counted, not drawn, so that there are no odds to state.
MADE_UP = {
    "x": re.compile(
        r"(\d)\1+|123456789\d*|\d{0,4}1234567890\d{0,9}|9876543210?\d*|\d*(\d)\2{7,}\d*"
    ),
    "doi": re.compile(
        r"10\.(?:1234|12345|9999|0000)/.*|.*[/.-](?:x{3,}|n{4,}|y{4,})(?:[/.-].*)?"
        r"|.*[/.-]example[.-].*|10\.[\d.]+/(?:doi|id|number|name|article|paper|placeholder|todo|tbd|test|sample|abc|your.*|insert.*)"
        r"|.*-12345-\d[_-]\d+|.*/(?:suffix|example|xyz123|abc123|123456?7?8?9?)|.*\.(?:123456|1234567|12345678)"
        r"|10\.\d+/(?:1234567\.\d+|\d+\.1234567)"
    ),
}

DATED = re.compile(r"/((?:19|20)\d\d)/(\d\d)(?:/(\d\d))?(?=/)")


def lint_identifier(address: NormalUrl, today: date) -> Iterator[Reason]:
    """Return which identifiers break their grammar, or are too regular."""
    named = read_resource(address)
    if named is None or isinstance(named, NormalUrl):
        return
    broken = ids.id_error(named.scheme, named.id, today)
    if broken and ids.has_trailing_text(named.scheme, named.id):
        yield suspect("has more behind the id than belongs there", "end the address at the id")
    elif broken:
        yield impossible(f"cannot be: {broken}", LOOK_IT_UP)
    else:
        yield from lint_regularity(named)


def lint_regularity(named: Resource) -> Iterator[Reason]:
    """Return which identifiers are more regular than they should be."""
    name, alphabet = named.id, ALPHABETS.get(named.scheme)
    if alphabet:
        is_hex = HEXADECIMAL.fullmatch(name) is not None
        body = name[1:] if named.scheme == "nb:drive" else name  # the first is always 1
        yield from lint_randomness(body, 16 if is_hex else alphabet)
    elif named.scheme == "arxiv":
        if ids.is_unusual_arxiv(name):
            yield suspect("has a number that few papers have, and many inventions")
    elif named.scheme in MADE_UP and MADE_UP[named.scheme].fullmatch(name):
        yield suspect("has a number that looks made up")


# Words that no random identifier spells: four letters of 64, in either case, come so at one place
# once in a million times, and an identifier has about ten places.
SPELT = re.compile(
    r"example|sample|dummy|fake|your|placeholder|insert|paper|video|(?<![a-z])test(?![a-z])|lorem|12345",
    re.IGNORECASE,
)


def lint_randomness(name: str, alphabet: int) -> Iterator[Reason]:
    """Compare an identifier with what a random one would be."""
    chance = odds(name, alphabet)
    if chance < CANNOT_BE_RANDOM:
        what = "has an id too regular to be one: random ids are so less than once in a million"
        yield impossible(what, LOOK_IT_UP)
    elif chance < MAY_NOT_BE_RANDOM or (alphabet > 16 and len(name) < 40 and SPELT.search(name)):
        yield suspect("has an id that is oddly regular for a random one")


def lint_embedded_ids(address: NormalUrl) -> Iterator[Reason]:
    """Return which identifiers that make no key break their grammar."""
    site, where = address.site, address.path
    if site not in ids.ID_PATTERNS and site != "orcid.org":
        return
    if site == "orcid.org" and where[1:2].isdigit():
        yield from lint_orcid(where.strip("/"))
    spots = ids.ID_PATTERNS.get(site, ())
    if spots and address.query:
        where = f"{where}?{'&'.join(address.query)}"
    for spot in spots:
        match = spot.where.search(where)
        if match is None:
            continue
        name = next(filter(None, match.groups()), "")
        if not spot.form.fullmatch(name):
            yield suspect(f"does not look real: {spot.what}")
        elif spot.alphabet:
            yield from lint_randomness(name, spot.alphabet)


def lint_orcid(name: str) -> Iterator[Reason]:
    """Return why an ORCID iD is nobody's."""
    broken = ids.orcid(name)
    if broken:
        yield impossible(f"cannot be: {broken}", LOOK_IT_UP)
    elif not ids.is_given_orcid(name):
        yield suspect("has an iD outside of what ORCID gives to people")


# What looks like a digest or a random number in hexadecimal, wherever it stands.
DIGEST = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{12,40}(?![0-9A-Za-z])")


def lint_digests(address: NormalUrl) -> Iterator[Reason]:
    """Return which hexadecimal numbers are too regular to be random."""
    for match in DIGEST.finditer(address.path) if len(address.path) > 12 else ():
        # Numbers that are counted are filled up with zeros.
        if "0000" not in match[0] and odds(match[0], 16) < CANNOT_BE_RANDOM:
            yield suspect(f"has “{match[0]}”, too regular for a random number")


# Where a year begins the path of all there is.
YEARS = {
    "transformer-circuits.pub": re.compile(r"/(\d{4})/"),
    "web.archive.org": re.compile(r"/web/(\d{4})\d*[a-z_]*/"),
}


def lint_dates(address: NormalUrl, today: date) -> Iterator[Reason]:
    """Return which dates in a path are none, or have not come."""
    if "/19" not in address.path and "/2" not in address.path:
        return
    latest = today + timedelta(days=1)  # tomorrow has come already east of us
    years = YEARS.get(address.site)
    first = years.match(address.path) if years else None
    if first and int(first[1]) > latest.year:
        yield suspect(f"is from {first[1]}, which has not come yet")
    match = DATED.search(address.path)
    if match is None:
        return
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        if match[3]:
            yield suspect("has a date in its path that no calendar has")
    elif (year, month, day) > latest.timetuple()[:3]:
        yield suspect("has a date in its path that has not come yet")
