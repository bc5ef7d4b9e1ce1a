"""What a contributor states behind a link: `[Title](URL){ by="Ada Byron" date=2023 }`."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, cast, get_args

from markdown.extensions.attr_list import get_attrs_and_remainder

from linkroll.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Flag = Literal["placeholder", "dead", "moved", "mislabelled"]

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)

# An attribute list; every quote in it is closed, and no empty line is in it.
LIST = r"""\{(?:[^{}"'\n]|\n(?![ \t]*\n)|"[^"]*"|'[^']*')*+\}"""

# Attributes that any link takes; the others describe an entry.
ON_ANY_LINK = frozenset({"flag", "because", "instead", "until", "seen"})
# What HTML knows and the attr_list extension puts on a link; on links that are no entry it may.
HTML_ATTRIBUTE = re.compile(
    r"\.|id|class|title|target|rel|lang|dir|download|hreflang|role|style|(aria|data)-.+"
    r"|accesskey|align|hidden|height|width|loading|media|name|ping|referrerpolicy|tabindex|type|on.+"
)
CLOSE = 0.75  # how alike a name must be to one of ours to be taken for a misspelling of it


@dataclass(frozen=True, slots=True)
class Attributes:
    """The facts and flags stated for one link; empty where nothing was stated.

    ``date`` is ISO 8601 (year, month or day), ``until`` and ``seen`` are days; ``instead`` and
    ``same`` are URLs. `RELATIONS` hold URLs or keys of other entries.
    """

    by: tuple[str, ...] = ()
    date: str | None = None
    kind: str | None = None
    venue: str | None = None
    essential: bool = False
    flag: Flag | None = None
    because: str | None = None
    instead: str | None = None
    until: str | None = None
    seen: str | None = None
    same: str | None = None
    contests: tuple[str, ...] = ()
    replicates: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """An attribute list that was read.

    ``foreign`` is set where the list is meant for HTML, and is left to it; ``problems`` are pairs
    of what is wrong and what to do.
    """

    attributes: Attributes = Attributes()
    problems: tuple[tuple[str, str], ...] = ()
    foreign: bool = False


# How an entry relates to another one of the site.
RELATIONS = ("contests", "replicates", "extends", "supersedes", "uses")
NAMES = tuple(field.name for field in fields(Attributes))


def parse(source: str, *, entry: bool) -> Parsed:
    """Read an attribute list, braces included. Whatever is wrong is told, and left out."""
    pairs = split_pairs(source)
    if not entry and not any(name in READERS for name, _ in pairs):
        misspelt = [name for name, _ in pairs if not HTML_ATTRIBUTE.fullmatch(name) and get_close_matches(name, NAMES, cutoff=CLOSE)]  # fmt: skip
        return Parsed(problems=tuple(unknown(name, entry=False) for name in misspelt), foreign=True)
    problems: list[tuple[str, str]] = []
    values: dict[str, object] = {}
    for name, value in pairs:
        reader = READERS.get(name) if entry or name in ON_ANY_LINK else None
        if reader is None:
            problems.append(unknown(name, entry=entry))
            continue
        try:
            values[name] = reader(value or "")
        except ValueError as error:
            problems.append((f"{name}={shorten(value or '')!r} is not {error}", REMEDIES[name]))
    # Each reader returns the type of its field; `READERS` pairs them by name.
    return Parsed(Attributes(**cast("dict[str, str]", values)), tuple(problems))  # type: ignore[arg-type]


def split_pairs(source: str) -> list[tuple[str, str | None]]:
    """Split an attribute list into names and values."""
    inner = source.strip().removeprefix("{").removeprefix(":").replace("\n", " ")
    pairs, _ = get_attrs_and_remainder(inner)
    return list(pairs)


def states_something(source: str) -> bool:
    """Whether an attribute list has a name that is ours."""
    return any(name in READERS for name, _ in split_pairs(source))


def unknown(name: str, *, entry: bool) -> tuple[str, str]:
    """Say that an attribute is not known here, and which are."""
    known = NAMES if entry else sorted(ON_ANY_LINK)
    shown = name if name.isprintable() and name != "." else "a class"
    return f"the attribute “{shorten(shown)}” is not known here", f"use one of {', '.join(known)}"


def shorten(text: str, limit: int = 60) -> str:
    """Cut a text that is only quoted to be recognised."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def names(value: str) -> tuple[str, ...]:
    """Split a list of authors at its commas."""
    found = tuple(name.strip() for name in value.split(",") if name.strip())
    if not found:
        raise ValueError("a list of names")
    return found


# A comma ends a target only where another one follows: URLs may hold commas.
BETWEEN_TARGETS = re.compile(r"\s*,\s*(?=[a-z]+:)", re.IGNORECASE)
TARGET = re.compile(r"[a-z]+:\S+", re.IGNORECASE)


def targets(value: str) -> tuple[str, ...]:
    """Split the targets of a relation: URLs or keys, comma-separated."""
    found = tuple(BETWEEN_TARGETS.split(value.strip(" ,")))
    if not all(TARGET.fullmatch(target) for target in found):
        raise ValueError("a list of URLs or keys")
    return found


def matching(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    """Make a reader for values of one form."""

    def read(value: str) -> str:
        if not (pattern.match if pattern is WEB else pattern.fullmatch)(value):
            raise ValueError(what)
        return value

    return read


def one_of(options: Iterable[str]) -> Callable[[str], str]:
    """Make a reader for a closed set of words."""

    def read(value: str) -> str:
        if value not in options:
            raise ValueError("a word of that list")
        return value

    return read


def text(value: str) -> str:
    """Take any text that says something."""
    if not value.strip():
        raise ValueError("a text")
    return " ".join(value.split())


READERS: dict[str, Callable[[str], object]] = {
    "by": names,
    "date": matching(DATE, "a date"),
    "kind": one_of(KINDS),
    "venue": text,
    "essential": lambda value: value != "false",
    "flag": one_of(get_args(Flag)),
    "because": text,
    "instead": matching(WEB, "a web address"),
    "until": matching(DAY, "a day"),
    "seen": matching(DAY, "a day"),
    "same": matching(WEB, "a web address"),
    **dict.fromkeys(RELATIONS, targets),
}

A_URL = "write a whole URL with https://"
A_DAY = "write the day as YYYY-MM-DD"
REMEDIES = {
    "by": 'write names as "First Last, First Last"',
    "date": "write YYYY, YYYY-MM or YYYY-MM-DD",
    "kind": f"use one of {', '.join(KINDS)}",
    "venue": "name the venue, or leave it out",
    "essential": "write it without a value",
    "flag": f"use one of {', '.join(get_args(Flag))}",
    "because": "say why, or leave it out",
    "instead": A_URL,
    "until": A_DAY,
    "seen": A_DAY,
    "same": A_URL,
    **dict.fromkeys(RELATIONS, "write URLs or keys of entries on this site, comma-separated"),
}
