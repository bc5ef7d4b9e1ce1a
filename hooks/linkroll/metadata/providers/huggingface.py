"""Hugging Face's Hub API (https://huggingface.co/docs/hub/api): papers, models, data sets, spaces.

Of models, data sets and spaces it states the last change (``lastModified``), whether downloads are
gated, and the license. A paper's answer names its code and its project page, which no other source does.
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
GATED = ("auto", "manual")  # who may download it is decided at once, or by a person
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
        """Models, data sets, spaces, and papers by their arXiv number."""
        return bool(_PAPER.fullmatch(key) or _THING.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each paper, model, data set and space."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            thing = _THING.fullmatch(key)
            path = (
                f"{thing[1]}/{quote(thing[2])}" if thing else f"papers/{key.removeprefix('arxiv:')}"
            )
            stated = json_of(await self.turns.get(get, f"{self.base}/api/{path}"))
            name = text(stated, "id")
            if name if thing else name == key.removeprefix("arxiv:"):
                found[key] = from_thing(key, stated, thing[1]) if thing else from_paper(key, stated)
        return found


def from_thing(key: str, stated: object, kind: str) -> Metadata:
    """Read a model, a data set or a space; its name is its title."""
    owner, _, name = text(stated, "id").rpartition("/")
    return clean_metadata(
        "huggingface",
        key,
        title=text(stated, "cardData", "title") or name,
        authors=[text(stated, "author") or owner],
        date=parse_date(text(stated, "createdAt")),
        venue="Hugging Face",
        kind=HUB_KINDS[kind],
        vitals={
            "changed": month_of(text(stated, "lastModified")),
            "state": "gated" if member(stated, "gated") in GATED else None,
            "license": spdx(license_of(stated)),
        },
    )


def license_of(stated: object) -> str:
    """Return the license of a model or a data set: its card's, or the one among its tags."""
    card = text(stated, "cardData", "license") or text(stated, "cardData", "license", 0)
    named = text(stated, "cardData", "license_name")
    tags = (tag for tag in texts(stated, "tags") if tag.startswith("license:"))
    found = card or next(tags, "").removeprefix("license:")
    return named if named and found == "other" else found


def from_paper(key: str, stated: object) -> Metadata:
    """Read a paper; its venue is not stated."""
    named = [(rel, text(stated, name)) for rel, name in COMPANIONS]
    return clean_metadata(
        "huggingface",
        key,
        title=text(stated, "title"),
        authors=[text(each, "name") for each in members(stated, "authors")],
        date=parse_date(text(stated, "publishedAt")),
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
