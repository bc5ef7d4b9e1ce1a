"""`linkroll github`: report to pull requests and issues of GitHub."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WARNINGS, WELL, WrongUseError

if TYPE_CHECKING:
    import argparse

    from linkroll.checker.github_api import Repository, Suggestion

COMMIT = re.compile(r"[0-9a-f]{40}")
# A comment longer than this is rejected.
LONGEST_BODY = 65_000
MOST_SUGGESTIONS = 50


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Report to GitHub. `comment` writes one comment on a pull request and edits it from then "
        "on; `suggest` offers what `linkroll fix` changes on the changed lines as suggestions; "
        "`issue` keeps one issue up to date, and closes it when the file is empty. "
        "GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL are read from the environment."
    )
    part.add_argument("action", choices=["comment", "suggest", "issue"])
    part.add_argument("--number", type=Path, metavar="FILE", help="a file with the number of the pull request")  # fmt: skip
    part.add_argument("--commit", metavar="SHA", help="the commit to suggest changes for")
    part.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="the text, as Markdown; for suggest, what `linkroll fix --suggestions` wrote",
    )
    part.add_argument("--title", default="Links that need a person", help="the title of the issue")
    part.add_argument("--name", default="needs-person", metavar="WORD", help="which of our issues it is")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Send the report."""
    from linkroll.checker.github_api import GitHubError, Repository  # noqa: PLC0415 - loads slowly

    token = os.environ.get("GITHUB_TOKEN")
    if not token:
        raise WrongUseError("GITHUB_TOKEN is not set; linkroll github needs a token that may write")

    async def send() -> None:
        name = os.environ.get("GITHUB_REPOSITORY", "")
        api = os.environ.get("GITHUB_API_URL") or "https://api.github.com"
        async with Repository(name, token, api) as repository:
            await ACTIONS[options.action](repository, options)

    try:
        asyncio.run(send())
    except GitHubError as error:
        print(f"linkroll: {error}", file=sys.stderr)
        return WARNINGS
    return WELL


async def comment(repository: Repository, options: argparse.Namespace) -> None:
    """Write or edit the comment on a pull request."""
    body = text_of(options)
    if body is not None:
        await repository.comment(number_of(options), body)


async def suggest(repository: Repository, options: argparse.Namespace) -> None:
    """Suggest the lines that `linkroll fix --suggestions` wrote."""
    if options.file is None or not COMMIT.fullmatch(options.commit or ""):
        raise WrongUseError("suggest needs --file, and the whole --commit")
    found = read_suggestions(options.file)
    body = "Better URLs for links on the lines of this change:"
    made = await repository.suggest(number_of(options), options.commit, found, body)
    print(f"{made} of {len(found)} suggestions are new", file=sys.stderr)


async def issue(repository: Repository, options: argparse.Namespace) -> None:
    """Keep the issue up to date."""
    await repository.issue(options.title, text_of(options), name=options.name)


ACTIONS = {"comment": comment, "suggest": suggest, "issue": issue}


def number_of(options: argparse.Namespace) -> int:
    """Return the number of the pull request, which comes from a file that others wrote."""
    if options.number is None:
        raise WrongUseError("give the number of the pull request with --number FILE")
    text = options.number.read_text(encoding="utf-8", errors="replace").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise WrongUseError(f"“{options.number}” does not hold the number of a pull request")
    return int(text)


def text_of(options: argparse.Namespace) -> str | None:
    """Return the text to write, cut to what GitHub accepts; None where there is none."""
    if options.file is None:
        raise WrongUseError("give the text with --file FILE")
    text = options.file.read_text(encoding="utf-8", errors="replace").strip()
    return text[:LONGEST_BODY] or None


def read_suggestions(path: Path) -> list[Suggestion]:
    """Return the suggestions in a file that others wrote, as far as they are well-formed."""
    from linkroll.checker.github_api import Suggestion  # noqa: PLC0415 - loads slowly

    try:
        items = json.loads(path.read_bytes())
        found = [(str(item["path"]), int(item["line"]), str(item["text"])) for item in items]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise WrongUseError(f"“{path}” holds no suggestions of `linkroll fix`") from None
    return [Suggestion(name, line, text) for name, line, text in found[:MOST_SUGGESTIONS]]
