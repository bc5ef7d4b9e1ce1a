"""Hugging Face's Hub API (https://huggingface.co/docs/hub/api): papers, models, data sets, spaces.

For models, data sets and spaces it returns the last change (``lastModified``), whether downloads
are gated, and the license. For a paper it returns the code and the project page, which no other
provider has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from linkroll.lock.record import Related
from linkroll.metadata.parse.dates import month_of, parse_date
from linkroll.metadata.parse.json import json_of, member, members, text, texts
from linkroll.metadata.parse.license import spdx
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

HUB_KINDS = {"models": "tool", "datasets": "dataset", "spaces": "interactive"}
GATED = ("auto", "manual")  # access is granted automatically, or by a person
COMPANIONS = (("code", "githubRepo"), ("project", "projectPage"))
_PAPER = re.compile(r"arxiv:\d{4}\.\d{4,5}")
_THING = re.compile(r"hf:(models|datasets|spaces)/([\w.-]+(?:/[\w.-]+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """Metadata of ``hf:`` keys, and of arXiv papers that have a page there."""

    base: str = "https://huggingface.co"
    turns: RequestQueue = field(default_factory=RequestQueue)
    name = "huggingface"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a model, a data set, a space, or a paper with an arXiv number."""
        return bool(_PAPER.fullmatch(key) or _THING.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each paper, model, data set and space."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            thing = _THING.fullmatch(key)
            path = (
                f"{thing[1]}/{quote(thing[2])}" if thing else f"papers/{key.removeprefix('arxiv:')}"
            )
            data = json_of(await self.turns.get(get, f"{self.base}/api/{path}"))
            name = text(data, "id")
            if name if thing else name == key.removeprefix("arxiv:"):
                found[key] = from_thing(key, data, thing[1]) if thing else from_paper(key, data)
        return found


def from_thing(key: str, data: object, kind: str) -> Metadata:
    """Read a model, a data set or a space; its name is its title."""
    owner, _, name = text(data, "id").rpartition("/")
    return clean_metadata(
        "huggingface",
        key,
        title=text(data, "cardData", "title") or name,
        authors=[text(data, "author") or owner],
        date=parse_date(text(data, "createdAt")),
        venue="Hugging Face",
        kind=HUB_KINDS[kind],
        vitals={
            "changed": month_of(text(data, "lastModified")),
            "state": "gated" if member(data, "gated") in GATED else None,
            "license": spdx(license_of(data)),
        },
    )


def license_of(data: object) -> str:
    """Return the license of a model or a data set: its card's, or the one among its tags."""
    card = text(data, "cardData", "license") or text(data, "cardData", "license", 0)
    named = text(data, "cardData", "license_name")
    tags = (tag for tag in texts(data, "tags") if tag.startswith("license:"))
    found = card or next(tags, "").removeprefix("license:")
    return named if named and found == "other" else found


def from_paper(key: str, data: object) -> Metadata:
    """Read a paper; there is no venue."""
    named = [(rel, text(data, name)) for rel, name in COMPANIONS]
    return clean_metadata(
        "huggingface",
        key,
        title=text(data, "title"),
        authors=[text(each, "name") for each in members(data, "authors")],
        date=parse_date(text(data, "publishedAt")),
        kind="paper",
        companions=[Related(rel, url) for rel, url in named if urlsplit_ok(url)],
    )


def urlsplit_ok(url: str) -> bool:
    """Whether a text is an absolute web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
