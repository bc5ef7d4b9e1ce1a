"""LessWrong, the Alignment Forum and the EA Forum: the GraphQL of ForumMagnum.

https://github.com/ForumMagnum/ForumMagnum, packages/lesswrong/server/resolvers. Authors are the
user and then the coauthors; the date is ``postedAt``, for ``createdAt`` is when the draft was begun.
The EA Forum supports only ``post(input: …)``; it is deprecated on LessWrong, which has ``selector``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.parse.durations import reading_minutes
from linkroll.metadata.parse.json import json_of, member, members, text
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkroll.metadata.types import Fetcher, Metadata, ProviderResponse

MOST_POSTS = 30
PAUSE = 3.0  # seconds; Crawl-Delay in robots.txt
FORMS = ("input: {{selector: {{_id: {id}}}}}", "selector: {{_id: {id}}}")
POST_FIELDS = (
    "_id title postedAt user{displayName} coauthors{displayName} af"
    " fmCrosspost{isCrosspost foreignPostId}"
)
LENGTH = " readTimeMinutes wordCount"
# The forms of a query, of which each forum supports some: the argument, and the requested fields.
QUERIES = tuple((form, fields) for fields in (POST_FIELDS + LENGTH, POST_FIELDS) for form in FORMS)
_ID = re.compile(r"(?:lw|eaf):([A-Za-z0-9]{17}|[0-9a-f]{24})")
_OTHER = {"lw": "eaf", "eaf": "lw"}


@dataclass(frozen=True, slots=True)
class Forum:
    """Metadata of ``lw:`` and ``eaf:`` posts; comments are pages."""

    lesswrong: str = "https://www.lesswrong.com"
    effective_altruism: str = "https://forum.effectivealtruism.org"
    turns: RequestQueue = field(default_factory=lambda: RequestQueue(PAUSE))
    name = "forum"
    batch_size = MOST_POSTS

    def handles(self, key: str) -> bool:
        """Whether the key is a post: an id of 17 characters, or of 24 for imported posts."""
        return bool(_ID.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch the posts of each forum, several in one query."""
        found: dict[str, Metadata] = {}
        wanted = sorted(filter(self.handles, set(keys)))
        for prefix, base in (("lw", self.lesswrong), ("eaf", self.effective_altruism)):
            own = [key for key in wanted if key.startswith(f"{prefix}:")]
            for at in range(0, len(own), MOST_POSTS):
                found |= await self._some(own[at : at + MOST_POSTS], base, get)
        return found

    async def _some(self, keys: Sequence[str], base: str, get: Fetcher) -> dict[str, Metadata]:
        """Fetch some posts, with the query that this forum supports."""
        for form, fields in QUERIES:
            body = json.dumps({"query": query(keys, form, fields)}).encode()
            response = await self.turns.post(get, f"{base}/graphql", body, {"content-type": "application/json"})  # fmt: skip
            if not _is_misunderstood(response):
                data = json_of(response)
                posts = [
                    (key, member(data, "data", f"p{n}", "result")) for n, key in enumerate(keys)
                ]
                return {key: from_forum(key, post) for key, post in posts if isinstance(post, dict)}
        return {}


def query(keys: Sequence[str], form: str, fields: str = POST_FIELDS) -> str:
    """Return one GraphQL query for several posts, each with its own alias."""
    ids = [json.dumps(key.partition(":")[2]) for key in keys]
    posts = [
        f"p{n}: post({form.format(id=each)}) {{result {{{fields}}}}}" for n, each in enumerate(ids)
    ]
    return "{" + " ".join(posts) + "}"


def _is_misunderstood(response: ProviderResponse | None) -> bool:
    """Whether the forum does not support an argument or a field; GraphQL then returns no data."""
    if response is None or response.status not in (200, 400):
        return False
    try:
        data: object = json.loads(response.body)
    except (ValueError, RecursionError):
        return False
    messages = " ".join(text(each, "message") for each in members(data, "errors"))
    unknown = "argument" in messages.lower() or "cannot query field" in messages.lower()
    return member(data, "data") is None and unknown


def from_forum(key: str, post: object) -> Metadata:
    """Read a post; a crosspost has another id on the other forum."""
    prefix = key.partition(":")[0]
    users = [member(post, "user"), *members(post, "coauthors")]
    foreign = text(post, "fmCrosspost", "foreignPostId")
    site = (
        "EA Forum"
        if prefix == "eaf"
        else "Alignment Forum"
        if member(post, "af") is True
        else "LessWrong"
    )
    return clean_metadata(
        "forum",
        key,
        title=text(post, "title"),
        authors=[text(user, "displayName") for user in users],
        date=parse_date(text(post, "postedAt")),
        venue=site,
        kind="post",
        same=[f"{_OTHER[prefix]}:{foreign}"] if foreign else [],
        vitals={"minutes": minutes} if (minutes := minutes_of(post)) else {},
    )


def minutes_of(post: object) -> int | None:
    """Return the minutes that a post takes to read: as its forum has it, or by its word count."""
    data, words = member(post, "readTimeMinutes"), member(post, "wordCount")
    if isinstance(data, int) and data > 0:
        return data
    return reading_minutes(words) if isinstance(words, int) and words > 0 else None
