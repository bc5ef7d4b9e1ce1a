"""YouTube's oEmbed (https://oembed.com): the title and the channel, without a key; no date.

401 means that the video may not be embedded, 403 that it is private, 404 and 400 that there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from linkroll.metadata.parse.json import json_of, text
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

_ID = re.compile(r"yt:[\w-]{11}", re.ASCII)


@dataclass(frozen=True, slots=True)
class YouTube:
    """Metadata of ``yt:`` keys."""

    base: str = "https://www.youtube.com"
    turns: RequestQueue = field(default_factory=RequestQueue)
    name = "youtube"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a video with a valid id."""
        return bool(_ID.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each video."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            watch = f"https://www.youtube.com/watch?v={key.removeprefix('yt:')}"
            query = urlencode({"url": watch, "format": "json"})
            data = json_of(await self.turns.get(get, f"{self.base}/oembed?{query}"))
            if text(data, "title"):
                found[key] = clean_metadata("youtube", key, title=text(data, "title"), authors=[text(data, "author_name")], venue="YouTube", kind="video")  # fmt: skip
        return found
