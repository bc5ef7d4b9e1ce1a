"""What is known of each key: records, and the file `links.lock` that keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["alive", "moved", "blocked", "failing", "dead", "mislabelled", "placeholder"]

KINDS = (
    "paper", "post", "explainer", "course", "video", "notebook", "interactive",
    "code", "tool", "dataset", "benchmark", "thread", "person", "page",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verdict rests on: the last answer that was seen.

    ``at`` is the day (ISO 8601), ``status`` the HTTP status if there was one, ``final`` the URL
    where redirects ended if it is another one, ``reason`` a word or short phrase such as
    ``timeout`` or ``soft-404``, ``by`` who saw it (``http``, or the name of a second source).
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
    """All that is known of one key; the fields and their order are those of `links.lock`.

    Dates are ISO 8601; ``date`` may be ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. ``origin`` says
    for each fact where it came from, and is written as ``from``. ``verdict`` is None while the
    key was never checked.
    """

    key: str
    url: str
    kind: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    origin: dict[str, str] = field(default_factory=dict)
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
