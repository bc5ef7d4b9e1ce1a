"""OpenReview's API 2, and API 1 for older notes (https://docs.openreview.net/reference/api-v2).

In version 2 each field of the content is ``{"value": …}``, in version 1 it is plain. Times are in
milliseconds; ``tmdate`` is the last change, and no date of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from linkroll.metadata.parse.json import json_of, member, text, texts
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

_ID = re.compile(r"or:[\w-]{5,20}")


@dataclass(frozen=True, slots=True)
class OpenReview:
    """Metadata of ``or:`` keys."""

    bases: tuple[str, ...] = ("https://api2.openreview.net", "https://api.openreview.net")
    turns: RequestQueue = field(default_factory=lambda: RequestQueue(1.0))
    name = "openreview"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a submission with a valid id."""
        return bool(_ID.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each note, from the new API or else from the old one."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            for base in self.bases:
                note = await self._note(key, base, get)
                if isinstance(note, dict):
                    found[key] = from_openreview(key, note)
                    break
        return found

    async def _note(self, key: str, base: str, get: Fetcher) -> object:
        query = urlencode({"id": key.removeprefix("or:")})
        return member(json_of(await self.turns.get(get, f"{base}/notes?{query}")), "notes", 0)


def from_openreview(key: str, note: object) -> Metadata:
    """Read a note of either version."""
    times = [member(note, name) for name in ("odate", "pdate", "cdate", "tcdate")]
    stamps = [each for each in times[:2] or times if isinstance(each, int)] or [
        each for each in times if isinstance(each, int)
    ]
    return clean_metadata(
        "openreview",
        key,
        title=_content(note, "title"),
        authors=texts(note, "content", "authors", "value") or texts(note, "content", "authors"),
        date=_day(min(stamps[:2])) if stamps else None,
        venue=_content(note, "venue"),
        kind="paper",
    )


def _content(note: object, name: str) -> str:
    return text(note, "content", name, "value") or text(note, "content", name)


def _day(milliseconds: int) -> str | None:
    if not 0 < milliseconds < 4_102_444_800_000:  # 2100
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
