"""What an identifier must look like, and when it could have been given out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

# arXiv/arxiv-docs, source/help/arxiv_identifier.md
ARXIV_NEW = re.compile(r"(\d{2})(\d{2})\.(\d+)")
# Five digits in a row or all alike; such papers exist, but few link them.
MADE_UP = re.compile(
    r"(\d)\1{3,}|0?1234|01234|12345|23456|34567|45678|56789|4567|5678|6789|98765|54321|4321"
)
# What the busiest month of each year stayed below, by the highest numbers that are linked and
# arXiv's own statistics (https://arxiv.org/stats/monthly_submissions).
BUSIEST = {
    **dict.fromkeys(range(2007, 2015), 9_999),
    2015: 10_500, 2016: 11_000, 2017: 12_500, 2018: 14_500, 2019: 16_500, 2020: 19_000,
    2021: 19_500, 2022: 20_000, 2023: 22_500, 2024: 26_000, 2025: 31_000, 2026: 36_000,
}  # fmt: skip
ARXIV_OLD = re.compile(r"[a-z]+(?:-[a-z]+)?/(\d{2})(\d{2})(\d{3})")
# ForumMagnum/ForumMagnum, packages/lesswrong/lib/random.ts; 24 hex digits: posts that came from
# the Agent Foundations forum (ForumMagnum#1635).
FORUM = re.compile(r"[a-km-zA-HJ-NP-TW-Z2-9]{17}|[0-9a-f]{24}")
# 64 bits in base64url: of the last character only four bits are used.
YOUTUBE = re.compile(r"[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]")
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^/].*|10/[a-z0-9]+")
# Of 9 to 11 characters today, and of 13 when ICLR began there (2013 and 2014).
OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{8,13}")
# New ids are 33 characters and begin with 1, old ones 28 or more and begin with 0B; so with
# documents (44).
DRIVE = re.compile(r"1[A-Za-z0-9_-]{32}|0B[A-Za-z0-9_-]{26,90}|1[A-Za-z0-9_-]{43}")
GIST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{20}|\d{1,8}")
# 39 characters, no hyphen in front; an underscore is in the names that companies manage.
GITHUB = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}/[a-z0-9._-]{1,100}")
HUB = re.compile(r"(?:models|datasets|spaces)/[a-z0-9_.-]{1,96}/[a-z0-9_.-]{1,96}")
ACL = re.compile(r"[A-Z]\d{2}-\d{4,5}|(\d{4})\.[a-z0-9_]+-[a-z0-9_]+\.\d+")
TWEET = re.compile(r"[1-9]\d{0,18}")
# Ids of X count milliseconds from here in their upper bits, since the first of that form in 2010.
SNOWFLAKE_EPOCH_MS = 1288834974657
FIRST_SNOWFLAKE = 29_000_000_000


def id_error(scheme: str, name: str, today: date | None = None) -> str:
    """Return why an identifier cannot be one; nothing if it can.

    Args:
        scheme: What the key begins with, as `arxiv`.
        name: The identifier as the key has it.
        today: The current day; without it, ids that lie in the future pass.
    """
    check = CHECKS.get(scheme)
    return check(name, today) if check else ""


def arxiv(name: str, today: date | None) -> str:
    """Check an arXiv number."""
    new, old = ARXIV_NEW.fullmatch(name), ARXIV_OLD.fullmatch(name)
    match = new or old
    if match is None:
        return "an arXiv number is written YYMM.NNNNN"
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return f"an arXiv number begins with year and month, and there is no month {match[2]}"
    if not match[3].strip("0"):
        return "arXiv counts papers from 1"
    if old:
        given = (1900 if year > 90 else 2000) + year, month
        return "" if (1991, 7) <= given <= (2007, 3) else "arXiv numbered otherwise at that time"
    return arxiv_new(2000 + year, month, match[3], today)


def arxiv_new(year: int, month: int, number: str, today: date | None) -> str:
    """Check the parts of a number as arXiv gives them since April 2007."""
    if (year, month) < (2007, 4):
        return "arXiv writes numbers of this form since April 2007"
    if today and (year, month) > (today.year, today.month):
        return f"it would be from {year}-{month:02}, which has not come yet"
    digits, expected = len(number), 5 if year >= 2015 else 4
    if digits != expected:
        since = "since 2015" if expected == 5 else "before 2015"
        return f"an arXiv number has {expected} digits behind the point {since}, not {digits}"
    if int(number) > 1.5 * busiest_month(year):
        return f"arXiv never had so many papers in a month of {year}"
    return ""


def busiest_month(year: int) -> int:
    """Return a number of papers that arXiv did not reach in any month of a year."""
    return BUSIEST.get(year, 36_000 + 6_000 * max(0, year - 2026))


def is_unusual_arxiv(name: str) -> bool:
    """Whether an arXiv number lies above all of its year, or is one that people make up."""
    match = ARXIV_NEW.fullmatch(name)
    beyond = match is not None and int(match[3]) > busiest_month(2000 + int(match[1]))
    return beyond or MADE_UP.fullmatch(name.rpartition(".")[2]) is not None


def form_check(pattern: re.Pattern[str], what: str) -> Callable[[str, date | None], str]:
    """Make a check of form alone."""

    def check(name: str, _today: date | None) -> str:
        return "" if pattern.fullmatch(name) else what

    return check


def acl(name: str, today: date | None) -> str:
    """Check a number of the ACL Anthology."""
    match = ACL.fullmatch(name)
    if match is None:
        return "it is no number of the ACL Anthology"
    if match[1] and today and not 1952 <= int(match[1]) <= today.year + 1:
        return f"the ACL Anthology has nothing of {match[1]}"
    return ""


def tweet(name: str, today: date | None) -> str:
    """Check the number of a post on X, which encodes when it was written."""
    if not TWEET.fullmatch(name):
        return "the number of a post on X has up to 19 digits"
    number = int(name)
    if today and number > FIRST_SNOWFLAKE:
        written = datetime.fromtimestamp(((number >> 22) + SNOWFLAKE_EPOCH_MS) / 1000, UTC).date()
        if written.toordinal() > today.toordinal() + 1:
            return f"its number says it was written on {written}, which has not come yet"
    return ""


A_FORUM_ID = "the id of a post has 17 letters and digits, none of them 0, 1, l, I, O, U or V"
CHECKS: dict[str, Callable[[str, date | None], str]] = {
    "arxiv": arxiv,
    "lw": form_check(FORUM, A_FORUM_ID),
    "eaf": form_check(FORUM, A_FORUM_ID),
    "yt": form_check(
        YOUTUBE, "the id of a video has 11 characters, of which the last is one of AEIMQUYcgkosw048"
    ),
    "x": tweet,
    "doi": form_check(DOI, "a DOI is 10.NNNN, a slash, and a name behind it"),
    "or": form_check(OPENREVIEW, "an id of OpenReview has about ten letters and digits"),
    "acl": acl,
    "hf": form_check(HUB, "that is no name of a repository on Hugging Face"),
    "gh": form_check(GITHUB, "that is no name of a repository on GitHub"),
    "nb:gh": form_check(GITHUB, "that is no name of a repository on GitHub"),
    "nb:gist": form_check(GIST, "the id of a gist has 32 or 20 hexadecimal digits"),
    "nb:drive": form_check(
        DRIVE, "the id of a file on Drive has 33 letters and digits and begins with 1"
    ),
}


# What follows an identifier when a sentence or some markup ran into it.
TAILS = {
    "arxiv": re.compile(r"\d{4}\.\d{4,5}(?=(?:v\d+)?(?:\.pdf)?[^\w.-])"),
    "lw": re.compile(r"(?:[a-zA-Z2-9]{17}|[0-9a-f]{24})(?=[^\w-])"),
    "eaf": re.compile(r"[a-zA-Z2-9]{17}(?=[^\w-])"),
    "yt": re.compile(r"[\w-]{11}(?=[^\w-])"),
    "x": re.compile(r"\d{5,19}(?=[^\w-])"),
    "or": re.compile(r"[\w-]{8,13}(?=[^\w-])"),
    "gh": re.compile(r"[\w-]+/[\w.-]+(?=[^\w.-])"),
    "hf": re.compile(r"[a-z]+/[\w.-]+/[\w.-]+(?=[^\w.-])"),
    "nb:drive": re.compile(r"1[\w-]{32}(?=[^\w-])"),
}


def has_trailing_text(scheme: str, name: str) -> bool:
    """Whether a broken identifier is a sound one with something else behind it."""
    tail = TAILS.get(scheme)
    match = tail.match(name) if tail else None
    return match is not None and not id_error(scheme, match[0])


class IdPattern(NamedTuple):
    """Where on a host an identifier stands that is no key, and what it must look like.

    ``where`` is searched in path and query; what it finds as its group must match ``form``.
    ``alphabet`` is the number of characters it is drawn from at random, 0 if it is not.
    """

    where: re.Pattern[str]
    form: re.Pattern[str]
    what: str
    alphabet: int = 0


def id_pattern(where: str, form: str, what: str, alphabet: int = 0) -> IdPattern:
    """Make a row of the table below."""
    return IdPattern(re.compile(where), re.compile(form), what, alphabet)


FORUM_SEQUENCE = id_pattern(r"^/s/([^/?]+)", r"[a-km-zA-HJ-NP-TW-Z2-9]{17}", A_FORUM_ID, 55)
PLAYLIST = r"(?:PL|UU|FL|LL|RD|OL|EC|TL|SP|EL|CL|PU|WL|UL|AL)[\w-]*"
DRIVE_FILE = r"1[\w-]{32}|1[\w-]{43}|0[AB][\w-]{17}|0B[\w-]{26,90}"
A_FILE = "the id of a file there has 33 or 44 characters and begins with 1"

# By host, without `www.`.
ID_PATTERNS: dict[str, tuple[IdPattern, ...]] = {
    "lesswrong.com": (FORUM_SEQUENCE,),
    "alignmentforum.org": (FORUM_SEQUENCE,),
    "forum.effectivealtruism.org": (FORUM_SEQUENCE,),
    "youtube.com": (
        id_pattern(
            r"^/channel/([^/?]+)", r"UC[\w-]{21}[AQgw]", "the id of a channel is UC and 22 more", 64
        ),
        id_pattern(
            r"^/playlist\?.*?list=([^&]+)", PLAYLIST, "the id of a playlist begins with PL", 16
        ),
    ),
    "drive.google.com": (
        id_pattern(r"/(?:d|folders)/([^/?]+)|[?&]id=([^&]+)", DRIVE_FILE, A_FILE, 64),
    ),
    "docs.google.com": (
        id_pattern(r"^/\w+/d/(?!e/)([^/?]+)", DRIVE_FILE, A_FILE, 64),
        id_pattern(
            r"^/\w+/d/e/([^/?]+)",
            r"(?:1FAIpQL|2PACX)[\w-]{20,}",
            "the id of a form or page there is longer",
            64,
        ),
    ),
    "scholar.google.com": (
        id_pattern(
            r"[?&]user=([^&]+)",
            r"[\w-]{7}AAAAJ",
            "the id of a profile has 12 characters and ends in AAAAJ",
            0,
        ),
    ),
    "semanticscholar.org": (
        id_pattern(
            r"^/paper/(?:[^/?]+/)?([0-9a-fA-F]{30,}|[^/?]{6,12})$",
            r"[0-9a-f]{40}|.{6,12}",
            "the id of a paper there has 40 hexadecimal digits",
            16,
        ),
    ),
    "dynalist.io": (
        id_pattern(
            r"^/d/([^/?]+)", r"[\w-]{24}", "the id of a document there has 24 characters", 64
        ),
    ),
    "open.spotify.com": (
        id_pattern(
            r"^/(?:episode|show|track|playlist)/([^/?]+)",
            r"[0-9A-Za-z]{22}",
            "an id there has 22 characters",
            62,
        ),
    ),
    "pubmed.ncbi.nlm.nih.gov": (
        id_pattern(r"^/([^/?]+)/?$", r"\d{1,8}|[a-z-]+", "a PubMed number has up to 8 digits"),
    ),
    "aclanthology.org": (
        id_pattern(
            r"^/(\w{4}\.[^/]+)/?$",
            r"(?:19|20)\d\d\.[a-z0-9_]+(?:-[a-z0-9_]+(?:\.\d+)?)?(?:v\d)?(?:\.[a-z]+)?",
            "a number of the ACL Anthology is YYYY.venue-volume.N",
        ),
    ),
    "distill.pub": (
        id_pattern(r"^/(\d{4})/[^/]", r"20(?:1[6-9]|2[01])", "Distill appeared from 2016 to 2021"),
    ),
}

ORCID = re.compile(r"(\d{4})-(\d{4})-(\d{4})-(\d{3})([\dX])")


def orcid(name: str) -> str:
    """Check an ORCID iD, whose last character is a check digit (ISO 7064, MOD 11-2)."""
    match = ORCID.fullmatch(name)
    if match is None:
        return "an ORCID iD is four groups of four digits"
    total = 0
    for digit in name.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    expected = "0123456789X"[(12 - total % 11) % 11]
    return "" if expected == match[5] else f"its check digit is {match[5]} and would be {expected}"


def is_given_orcid(name: str) -> bool:
    """Whether an ORCID iD lies in the ranges that are given to people.

    ORCID, "Structure of the ORCID Identifier": part of the range of ISNI, and a second one.
    """
    number = int(name.replace("-", "")[:-1])
    return 150_000_00 <= number < 350_000_01 or 9_000_000_000_00 <= number < 9_001_000_000_00
