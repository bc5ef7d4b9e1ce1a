"""Why a URL cannot be real, or may not be, seen from its text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from linkroll.placeholders.hosts import lint_host
from linkroll.placeholders.identifiers import (
    lint_dates,
    lint_digests,
    lint_embedded_ids,
    lint_identifier,
)
from linkroll.placeholders.reasons import (
    PUT_THE_REAL_ONE,
    WRITE_IT,
    Code,
    Reason,
    impossible,
    suspect,
)
from linkroll.placeholders.templates import (
    IN_REPOSITORY,
    MARKS,
    STAND_IN_TEXTS,
    lint_templates,
)
from linkroll.settings import PRIVATE
from linkroll.urls.normalize import NormalUrl, normalize_url
from linkroll.urls.parse import LONGEST, MOST_PORT, strip_url
from linkroll.urls.wayback import original

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True)
class UrlFinding:
    """Why an address cannot be real (`placeholder`) or may not be (`suspect`), and what to do."""

    code: Code
    message: str
    remedy: str


# Schemes that lead somewhere, though not to a page.
OTHER_SCHEMES = re.compile(
    r"(?:mailto|tel|ftps?|sftp|git|ssh|magnet|xmpp|irc|news|geo|sms):.", re.IGNORECASE
)
ADD_SCHEME = "write https:// in front"
# Why no browser would open it; the first that holds is said.
NON_URLS: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (
        re.compile(r"https?:[/\\]*$", re.IGNORECASE),
        impossible("ends before the name of a host", WRITE_IT),
    ),
    (
        re.compile(r"h?t{1,3}ps?(?::/?|/{1,2}|;//|:\\+)(?=[^/])", re.IGNORECASE),
        impossible("does not begin with https:// as it is spelt", ADD_SCHEME),
    ),
    (
        re.compile(r"(?:[\w-]{1,63}\.){1,9}[a-z]{2,24}(?:[/?#:]|$)", re.IGNORECASE),
        impossible("is not a web address without https://", ADD_SCHEME),
    ),
    (re.compile(""), impossible("is not a web address", WRITE_IT)),
)

# What a browser may open, though nobody can mean it so.
MISWRITTEN: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (
        re.compile(r"^https?://https?(?::|//|%3A)", re.IGNORECASE),
        impossible("begins with https:// twice", "write it once"),
    ),
    (
        re.compile(r'[ "\t\r\n]'),
        impossible(
            "holds a space or a quote, which no address does",
            "write spaces as %20 and quotes as %22, or end the address before them",
        ),
    ),
    (re.compile("…$"), suspect("ends in “…”, as what was cut short does")),
    (
        re.compile(r"^https?:[/\\]{3}", re.IGNORECASE),
        suspect("has three slashes where two belong", "write https:// with two"),
    ),
)


# Nothing of the tables above can hold where nothing of this does.
ODD = re.compile(
    r"[ \"\t\r\n{}<>\[\]$…]|^https?:[/\\]{3}|^https?://https?(?::|//|%3A)", re.IGNORECASE
)


def lint_url(
    text: str, today: date, *, allow_private: bool = False, allow: frozenset[str] = frozenset()
) -> tuple[UrlFinding, ...]:
    """Return why what stands where a URL should is none, or may be none.

    Args:
        text: What stands there, verbatim.
        today: The current day; what would come from after it cannot be real.
        allow_private: Take addresses of the own machine and network for real.
        allow: Groups of hosts to take for real, as the setting `allow` names them.

    Returns:
        Nothing, or the gravest finding; `placeholder` only where it cannot be real.
    """
    gravest = worst_reason(text, today, allow | PRIVATE if allow_private else allow)
    if gravest is None:
        return ()
    return (UrlFinding(gravest.code, f"“{strip_url(text)}” {gravest.what}", gravest.remedy),)


@lru_cache(maxsize=4096)  # a page's links are judged twice: for its cards, and for the findings
def worst_reason(text: str, today: date, allow: frozenset[str]) -> Reason | None:
    """Return the gravest of what is wrong with an address."""
    gravest = None
    for reason in reasons(text, today, allow):
        if reason.code == "placeholder":
            return reason
        gravest = gravest or reason
    return gravest


def reasons(text: str, today: date, allow: frozenset[str]) -> Iterator[Reason]:
    """Yield what is wrong with an address; of a copy in an archive, with what is copied."""
    written = normalize_url(text)
    address = (written and original(written)) or written
    if address is None or ODD.search(text.strip()):
        yield from filter(None, (lint_syntax(text.strip(), address),))
    if address is None:
        return
    if address.port and (len(address.port) > 6 or int(address.port[1:]) > MOST_PORT):
        yield impossible("has a port above 65535")
    unreal = lint_host(address.host, today, allow)
    if unreal:
        yield unreal
    yield from lint_identifier(address, today)
    yield from lint_embedded_ids(address)
    yield from lint_digests(address)
    yield from lint_templates(address)
    yield from lint_dates(address, today)
    if written is not None and written is not address:
        yield from lint_dates(written, today)


def lint_syntax(text: str, address: NormalUrl | None) -> Reason | None:
    """Return what is no web address at all, or badly written."""
    if not text:
        return impossible("is empty: there is no address", WRITE_IT)
    if MARKS.search(text):
        if IN_REPOSITORY.match(text):
            return suspect("holds a mark of a template, as few files do", PUT_THE_REAL_ONE)
        return impossible("holds a mark of a template")
    if address is None:
        return lint_non_url(text)
    for pattern, reason in MISWRITTEN:
        if pattern.search(text):
            return reason
    return None


def lint_non_url(text: str) -> Reason | None:
    """Return what is wrong with what no browser would open."""
    if text.lower() in STAND_IN_TEXTS or not text.strip("#.…-_?/ "):
        return impossible("stands where an address should", WRITE_IT)
    if OTHER_SCHEMES.match(text):
        return None
    if len(text) > LONGEST:
        return suspect(f"is longer than {LONGEST} characters, more than servers must take")
    return next(reason for pattern, reason in NON_URLS if pattern.match(text))
