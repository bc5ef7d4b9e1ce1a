"""Every source that can be asked, in the order in which they are believed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkroll.metadata.providers.acl import Acl
from linkroll.metadata.providers.arxiv import Arxiv
from linkroll.metadata.providers.crossref import Crossref
from linkroll.metadata.providers.forummagnum import Forum
from linkroll.metadata.providers.github import GitHub
from linkroll.metadata.providers.huggingface import HuggingFace
from linkroll.metadata.providers.notebook import Notebook
from linkroll.metadata.providers.openreview import OpenReview
from linkroll.metadata.providers.youtube import YouTube

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from linkroll.metadata.providers.provider import Provider
    from linkroll.metadata.types import Fetcher, Metadata


def all_providers(environment: Mapping[str, str]) -> tuple[Provider, ...]:
    """Return all sources; what they may use of secrets comes from the environment alone.

    ``GITHUB_TOKEN`` raises GitHub's limit, ``LINKROLL_MAILTO`` makes us polite to Crossref.
    """
    return (
        Arxiv(),
        Crossref(mailto=environment.get("LINKROLL_MAILTO", "")),
        OpenReview(),
        Acl(),
        Forum(),
        GitHub(token=environment.get("GITHUB_TOKEN", "")),
        YouTube(),
        Notebook(token=environment.get("GITHUB_TOKEN", "")),
        HuggingFace(),
    )


@dataclass(frozen=True, slots=True)
class ProviderResults:
    """What came of one question to a source.

    Attributes:
        source: Its name.
        asked: The keys that the question was about.
        facts: What it told, by key.
        why: Why there was no usable answer; empty where there was one.
    """

    source: str
    asked: tuple[str, ...]
    facts: Mapping[str, Metadata]
    why: str = ""


async def query_providers(
    known: Sequence[Provider],
    keys: Iterable[str],
    get: Fetcher,
    on_told: Callable[[ProviderResults], None] = lambda _: None,
) -> dict[str, list[Metadata]]:
    """Ask every source for the keys it may know, all sources at once; each has a queue of its own.

    Args:
        known: The sources, most believed first.
        keys: What to ask about.
        get: How to ask.
        on_told: Called after each question, so that nothing is lost where the run ends early.

    Returns:
        What was told of each key, most believed first.
    """
    wanted = sorted(set(keys))
    found: dict[tuple[str, str], Metadata] = {}

    def take(told: ProviderResults) -> None:
        found.update(((key, told.source), facts) for key, facts in told.facts.items())
        on_told(told)

    async with asyncio.TaskGroup() as group:
        for source in known:
            group.create_task(_ask_one(source, list(filter(source.handles, wanted)), get, take))
    names = [source.name for source in known]
    return {
        key: [found[key, name] for name in names if (key, name) in found]
        for key in wanted
        if any((key, name) in found for name in names)
    }


async def _ask_one(
    source: Provider, keys: Sequence[str], get: Fetcher, take: Callable[[ProviderResults], None]
) -> None:
    """Put one source's questions one after the other."""
    for at in range(0, len(keys), source.batch_size):
        some = tuple(keys[at : at + source.batch_size])
        before = source.turns.missed
        facts, why = await _answer(source, some, get)
        if source.turns.missed > before:
            why = source.turns.why
        take(ProviderResults(source.name, some, facts, why))


async def _answer(
    source: Provider, keys: Sequence[str], get: Fetcher
) -> tuple[Mapping[str, Metadata], str]:
    """Ask one thing; a source that fails in a way nobody foresaw costs its facts, never the run."""
    try:
        return await source.fetch(keys, get), ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in the summary
        return {}, f"an answer that cannot be read ({type(error).__name__})"
