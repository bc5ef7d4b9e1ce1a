"""Comments, reviews and issues of one GitHub repository.

The REST API: https://docs.github.com/en/rest/issues/comments, …/rest/pulls/reviews and
…/rest/issues/issues. What is written is edited in place: a marker in it tells ours from others'.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

MARKER = "<!-- linkroll:{name} -->"
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
TIMEOUT = aiohttp.ClientTimeout(total=60)  # seconds
PAGE = 100  # the most that the API returns at once
MOST_PAGES = 50


class GitHubError(Exception):
    """GitHub rejected a request; the text says which, and why."""


class Suggestion(NamedTuple):
    """A line of a file to replace; ``line`` counts from 1, in the changed file."""

    path: str
    line: int
    text: str


class Repository:
    """One repository.

    Args:
        name: ``owner/repository``.
        token: A token that may write to issues or pull requests.
        api: The address of the API.
    """

    def __init__(self, name: str, token: str, api: str = "https://api.github.com") -> None:
        if not REPOSITORY.fullmatch(name):
            raise GitHubError(f"“{name}” is not the name of a repository; write owner/name")
        self.name = name
        self._base = f"{api.rstrip('/')}/repos/{name}"
        self._headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers=self._headers, timeout=TIMEOUT, trust_env=True
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def comment(self, number: int, body: str, *, name: str = "check") -> None:
        """Write one comment on an issue or a pull request, or edit the one that is there."""
        marker = MARKER.format(name=name)
        text = {"body": f"{body}\n\n{marker}"}
        async for comment in self._pages(f"/issues/{number}/comments"):
            if ends_with(comment, marker):
                await self._request("PATCH", f"/issues/comments/{comment['id']}", text)
                return
        await self._request("POST", f"/issues/{number}/comments", text)

    async def suggest(
        self, number: int, commit: str, suggestions: Sequence[Suggestion], body: str
    ) -> int:
        """Review a pull request with suggested changes, and return how many are new.

        What was suggested for a line before is not repeated.
        """
        marker = MARKER.format(name="suggestion")
        known = set()
        async for comment in self._pages(f"/pulls/{number}/comments"):
            if ends_with(comment, marker):
                known.add((comment.get("path"), comment.get("body")))
        comments = []
        for each in suggestions:
            text = f"{fenced(each.text)}\n\n{marker}"
            if (each.path, text) in known:
                continue
            place = {"path": each.path, "line": each.line, "side": "RIGHT"}
            comments.append({**place, "body": text})
        if comments:
            review = {"commit_id": commit, "event": "COMMENT", "body": body, "comments": comments}
            await self._request("POST", f"/pulls/{number}/reviews", review)
        return len(comments)

    async def issue(self, title: str, body: str | None, *, name: str) -> None:
        """Keep one open issue up to date; without a body, close it."""
        marker = MARKER.format(name=name)
        found = None
        async for issue in self._pages("/issues?state=open"):
            if "pull_request" not in issue and ends_with(issue, marker):
                found = issue["number"]
                break
        if body is None:
            if found is not None:
                await self._request("PATCH", f"/issues/{found}", {"state": "closed"})
            return
        text = {"title": title, "body": f"{body}\n\n{marker}"}
        if found is None:
            await self._request("POST", "/issues", text)
        else:
            await self._request("PATCH", f"/issues/{found}", text)

    async def _pages(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """Yield the items of a list, page by page."""
        join = "&" if "?" in path else "?"
        for page in range(1, MOST_PAGES + 1):
            items = await self._request("GET", f"{path}{join}per_page={PAGE}&page={page}")
            if not isinstance(items, list):
                return
            for item in items:
                if isinstance(item, dict):
                    yield item
            if len(items) < PAGE:
                return

    async def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> object:
        """Send one request, and return the JSON of the response."""
        try:
            async with self._session.request(method, self._base + path, json=body) as response:
                text = await response.text(errors="replace")
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise GitHubError(f"{method} {path}: {type(error).__name__}: {error}") from None
        if status >= 400:
            raise GitHubError(f"{method} {path}: HTTP {status}: {reason(text)}")
        return json.loads(text) if text else None


def ends_with(item: Mapping[str, Any], marker: str) -> bool:
    """Whether a comment or issue is ours: by its marker, and written by an app.

    Anybody can write a marker; GitHub says who is a bot (``user.type``).
    """
    user = item.get("user")
    is_bot = isinstance(user, dict) and user.get("type") == "Bot"
    return is_bot and str(item.get("body") or "").endswith(marker)


def fenced(text: str) -> str:
    """Return a suggested change, in a fence that its text cannot close.

    https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/incorporating-feedback-in-your-pull-request
    """
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}suggestion\n{text}\n{fence}"


def reason(text: str) -> str:
    """Return the message of an error response."""
    try:
        message = json.loads(text).get("message")
    except (ValueError, AttributeError):
        message = None
    return str(message or text[:200])
