"""Second sources: APIs that know whether a thing exists, for pages that do not tell."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from linkroll.checker.client import BODY, NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkroll.checker.client import Response


class NoResponseError(Exception):
    """A provider did not respond: that says nothing of what it was queried about."""


class Ask(Protocol):
    """How a source asks: one GET, with second tries and in turn."""

    async def __call__(
        self, url: str, headers: Mapping[str, str] = NOTHING, limit: int = BODY
    ) -> Response:
        """Give the answer."""
        ...


class ExistenceProvider(Protocol):
    """One place that knows whether what a key names exists.

    Attributes:
        name: How records name it.
        first: Whether it is asked instead of the page, because the page answers 200 for anything.
    """

    name: str
    first: bool

    def knows(self, key: str) -> bool:
        """Whether keys of this form are its business."""
        ...

    async def exists(self, key: str) -> bool | None:
        """Whether the thing exists; None where the source does not say."""
        ...


class Arxiv:
    """The arXiv API: export.arxiv.org/api/query, up to 100 ids a call.

    https://info.arxiv.org/help/api/user-manual.html: an id that no paper has is left out of the
    feed, or its entry is titled "Error".
    """

    name = "arxiv"
    first = False
    batch_size = 100
    gather_for = 0.2  # seconds to wait for more ids to ask about

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._waiting: dict[str, asyncio.Future[bool | None]] = {}

    def knows(self, key: str) -> bool:
        """Any ``arxiv:`` key."""
        return key.startswith("arxiv:")

    async def exists(self, key: str) -> bool | None:
        """Whether there is such a paper."""
        number = re.sub(r"v\d+$", "", key.partition(":")[2])
        if number not in self._waiting:
            loop = asyncio.get_running_loop()
            if not self._waiting:
                loop.call_later(self.gather_for, lambda: loop.create_task(self._flush()))
            self._waiting[number] = loop.create_future()
        return await asyncio.shield(self._waiting[number])

    async def _flush(self) -> None:
        """Ask for all that was gathered."""
        waiting, self._waiting = self._waiting, {}
        numbers = list(waiting)
        for start in range(0, len(numbers), self.batch_size):
            await self._settle(numbers[start : start + self.batch_size], waiting)

    async def _settle(
        self, numbers: list[str], waiting: dict[str, asyncio.Future[bool | None]]
    ) -> None:
        """Ask for up to a hundred, and tell those who wait."""
        ids = ",".join(quote(number, safe="/.") for number in numbers)
        url = f"https://export.arxiv.org/api/query?id_list={ids}&max_results={len(numbers)}"
        try:
            answer = await self._ask(url, limit=8 * BODY)
            good = answer.status == 200 and b"<feed" in answer.body and answer.whole
            found = set(re.findall(r"<id>https?://arxiv\.org/abs/([^<]+?)(?:v\d+)?</id>",
                                   answer.body.decode("utf-8", "replace")))  # fmt: skip
        except Exception:  # noqa: BLE001 - whoever waits must hear of it; not knowing is an answer
            good, found = False, set()
        for number in numbers:
            if not waiting[number].done():
                waiting[number].set_result(number in found if good else None)


class GitHub:
    """The GitHub API: https://docs.github.com/en/rest/repos/repos#get-a-repository.

    A renamed repository is answered with 301. A private one is answered like none at all.
    """

    name = "github"
    first = False

    def __init__(self, ask: Ask, token: str = "") -> None:
        self._ask = ask
        self._headers = {"Accept": "application/vnd.github+json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def knows(self, key: str) -> bool:
        """A key that names a repository and nothing in it."""
        return re.fullmatch(r"gh:[\w.-]+/[\w.-]+", key) is not None

    async def exists(self, key: str) -> bool | None:
        """Whether there is such a public repository."""
        answer = await self._ask(f"https://api.github.com/repos/{key[3:]}", self._headers)
        return {200: True, 301: True, 307: True, 404: False, 451: False}.get(answer.status)


class YouTube:
    """The oEmbed endpoint of YouTube: a watch page answers 200 for any id.

    200 with a title where the video is there; 404 or 400 where it is not; 401 and 403 where it is
    private or may not be embedded (autarc/oembed-extractor#168, ruby-oembed/ruby-oembed#79).
    """

    name = "youtube"
    first = True

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def knows(self, key: str) -> bool:
        """A key that names one video."""
        return re.fullmatch(r"yt:[\w-]{11}", key) is not None

    async def exists(self, key: str) -> bool | None:
        """Whether there is such a video."""
        watch = quote(f"https://www.youtube.com/watch?v={key[3:]}", safe="")
        answer = await self._ask(f"https://www.youtube.com/oembed?url={watch}&format=json")
        if answer.status == 200:
            return True if isinstance(read_json(answer), dict) else None
        return {401: True, 400: False, 404: False}.get(answer.status)


def all_existence_providers(ask: Ask, environ: Mapping[str, str]) -> list[ExistenceProvider]:
    """Make every source, in the order in which they are asked."""
    return [Arxiv(ask), GitHub(ask, environ.get("GITHUB_TOKEN", "")), YouTube(ask)]


def read_json(answer: Response) -> Any:  # noqa: ANN401 - whatever the server wrote
    """Read an answer as JSON; None where it is none, or not complete."""
    try:
        return json.loads(answer.body) if answer.whole else None
    except (ValueError, RecursionError):
        return None
