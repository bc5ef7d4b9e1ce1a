"""The record of one key, and its line in the lock."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from linkroll.kinds import KINDS
from linkroll.lock.vitals import NONE, Vitals, read_vitals, write_vitals
from linkroll.markdown.attributes import DATE, DAY, WEB

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Verdict(StrEnum):
    """The result of the checks of a link; docs/reference/verdicts.md has the rules.

    Everything that a verdict implies is defined here. ``unchecked`` is the absence of a verdict.
    """

    ALIVE = "alive"
    MOVED = "moved"
    BLOCKED = "blocked"
    FAILING = "failing"
    DEAD = "dead"
    MISLABELLED = "mislabelled"
    PLACEHOLDER = "placeholder"

    @property
    def has_page(self) -> bool:
        """Whether the page itself was returned, so that its metadata can be read."""
        return self in {Verdict.ALIVE, Verdict.MOVED, Verdict.MISLABELLED}

    @property
    def exists(self) -> bool:
        """Whether the thing exists as far as checks observed, so that providers may be queried."""
        return self.has_page or self is Verdict.BLOCKED

    @property
    def ends_flags(self) -> frozenset[str]:
        """The flags of a person that it refutes."""
        if self is Verdict.ALIVE:
            return frozenset({"dead", "placeholder"})
        return frozenset({"dead"} if self is Verdict.MOVED else ())

    @property
    def due_after(self) -> int | None:
        """Days until the next check; None for never."""
        return {Verdict.FAILING: 3, Verdict.PLACEHOLDER: None}.get(self, 7)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The evidence of a verdict: the last response that was observed.

    ``at`` is the day (ISO 8601), ``status`` the HTTP status if there was one, ``final`` the URL
    where redirects ended if it differs, ``reason`` a word or short phrase such as
    ``timeout`` or ``soft-404``, ``by`` the observer (``http``, or the name of a provider).
    """

    at: str
    status: int | None = None
    final: str | None = None
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """An archived copy: its URL and the day it was taken (ISO 8601)."""

    url: str
    at: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another address of the same thing: ``rel`` such as ``pdf``, ``colab``, ``github``."""

    rel: str
    url: str


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one key; the fields and their order are those of `links.lock`.

    Dates are ISO 8601; ``date`` may be ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. ``origin``
    has the source of each field, and is written as ``from``. ``verdict`` is None while the key was
    never checked. ``extra`` keeps fields that this version does not support.
    """

    key: str
    url: str
    kind: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    vitals: Vitals = NONE
    origin: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    companions: tuple[Related, ...] = ()
    added: str | None = None
    verdict: Verdict | None = None
    since: str | None = None
    outcome: Outcome | None = None
    failures: tuple[str, ...] = ()
    checked: str | None = None
    archive: Archive | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class UnreadableError(Exception):
    """A line of a lock that cannot be read: what is wrong with it, and how to fix it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


REWRITE = "restore the line from git, or delete it and run `linkroll update`"


CONFLICT = (
    "delete the mark and keep the lines of both sides: the next `linkroll update` merges them"
)


def parse_record(line: bytes) -> Record:
    """Parse one line. Raises `UnreadableError` with the reason."""
    if re.match(rb"(<{7}|={7}|>{7}|\|{7})( |$)", line):
        raise UnreadableError("a mark of an unfinished merge", CONFLICT)
    try:
        values = json.loads(line.decode())
    except UnicodeDecodeError:
        raise UnreadableError("the line is not UTF-8", REWRITE) from None
    except (ValueError, RecursionError):
        raise UnreadableError("the line is not JSON", REWRITE) from None
    if not isinstance(values, dict):
        raise UnreadableError("the line is not a JSON object", REWRITE)
    known: dict[str, Any] = {}
    for name, value in values.items():
        if name in FIELDS:
            try:
                known["origin" if name == "from" else name] = FIELDS[name].read(value)
            except (TypeError, ValueError, KeyError):
                raise UnreadableError(f"the field “{name}” cannot be read", REWRITE) from None
    for name in ("key", "url", "kind"):
        if name not in known:
            raise UnreadableError(f"the field “{name}” is missing", REWRITE)
    extra = {name: value for name, value in values.items() if name not in FIELDS}
    return Record(**known, extra=extra)


def dump_record(record: Record) -> bytes:
    """Return one line, without its end: fields in order, without empty ones."""
    values: dict[str, Any] = {}
    for name, form in FIELDS.items():
        value = getattr(record, "origin" if name == "from" else name)
        if value and value != NONE:
            values[name] = form.write(value)
    return json.dumps({**values, **record.extra}, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Form:
    """How a field is converted to JSON and from it."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def read_text(value: object) -> str:
    """Read a text that is not empty and can be written again."""
    if not isinstance(value, str) or not value:
        raise TypeError
    value.encode()  # a lone surrogate could not be written again
    return value


def address(value: object) -> str:
    """Read a web URL: pages link to it."""
    if not WEB.match(read_text(value)):
        raise ValueError
    return str(value)


def read_texts(value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(read_text(item) for item in value)


def word(options: tuple[str, ...]) -> Callable[[object], str]:
    """Return a reader for a closed set of words."""

    def read(value: object) -> str:
        if value not in options:
            raise ValueError
        return str(value)

    return read


def dated(pattern: re.Pattern[str]) -> Callable[[object], str]:
    """Return a reader for dates of one form."""

    def read(value: object) -> str:
        if not pattern.fullmatch(read_text(value)):
            raise ValueError
        return str(value)

    return read


def origins(value: object) -> dict[str, str]:
    """Read the source of each field."""
    if not isinstance(value, dict):
        raise TypeError
    return {read_text(name): read_text(source) for name, source in value.items()}


def related(value: object) -> tuple[Related, ...]:
    """Read a list of companions."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(Related(read_text(item["rel"]), address(item["url"])) for item in value)


def outcome(value: object) -> Outcome:
    """Read the outcome of a check."""
    if not isinstance(value, dict) or not isinstance(value.get("status", 0), int):
        raise TypeError
    forms = {"final": address, "reason": read_text, "by": read_text}
    words = {name: read(value[name]) for name, read in forms.items() if name in value}
    return Outcome(at=dated(DAY)(value["at"]), status=value.get("status"), **words)


def archive(value: object) -> Archive:
    """Read an archived copy."""
    if not isinstance(value, dict):
        raise TypeError
    return Archive(address(value["url"]), dated(DAY)(value["at"]))


def as_object(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the dataclasses above
    """Return a dataclass as an object, without its empty fields."""
    pairs = ((name, getattr(value, name)) for name in value.__slots__)
    return {name: item for name, item in pairs if item is not None}


# The fields of a line, in the order in which they are written.
FIELDS: dict[str, Form] = {
    "key": Form(read_text),
    "url": Form(address),
    "kind": Form(word(KINDS)),
    "title": Form(read_text),
    "authors": Form(read_texts, list),
    "date": Form(dated(DATE)),
    "venue": Form(read_text),
    "vitals": Form(read_vitals, write_vitals),
    "from": Form(origins, dict),
    "evidence": Form(read_texts, list),
    "same": Form(read_texts, list),
    "companions": Form(related, lambda items: [as_object(item) for item in items]),
    "added": Form(dated(DAY)),
    "verdict": Form(Verdict),
    "since": Form(dated(DAY)),
    "outcome": Form(outcome, as_object),
    "failures": Form(read_texts, list),
    "checked": Form(dated(DAY)),
    "archive": Form(archive, as_object),
}
