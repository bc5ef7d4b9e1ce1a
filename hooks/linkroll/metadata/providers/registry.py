"""All providers, highest priority first, and the queries to them."""

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
    """Return all providers; their secrets come from the environment alone.

    ``GITHUB_TOKEN`` raises GitHub's rate limit; ``LINKROLL_MAILTO`` is sent to Crossref as contact.
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
    """The results of one query to a provider.

    Attributes:
        provider: Its name.
        keys: The keys in the query.
        metadata: The returned metadata, by key.
        error: Why there was no usable response; empty where there was one.
    """

    provider: str
    keys: tuple[str, ...]
    metadata: Mapping[str, Metadata]
    error: str = ""


async def query_providers(
    providers: Sequence[Provider],
    keys: Iterable[str],
    get: Fetcher,
    on_result: Callable[[ProviderResults], None] = lambda _: None,
) -> dict[str, list[Metadata]]:
    """Query all providers concurrently for the keys that they handle; each has its own queue.

    Args:
        providers: The providers, highest priority first.
        keys: The keys to query.
        get: Sends the requests.
        on_result: Called after each query, so that nothing is lost where the run ends early.

    Returns:
        The metadata of each key, highest priority first.
    """
    wanted = sorted(set(keys))
    found: dict[tuple[str, str], Metadata] = {}

    def take(results: ProviderResults) -> None:
        found.update(
            ((key, results.provider), metadata) for key, metadata in results.metadata.items()
        )
        on_result(results)

    async with asyncio.TaskGroup() as group:
        for provider in providers:
            group.create_task(
                _query_one(provider, list(filter(provider.handles, wanted)), get, take)
            )
    names = [provider.name for provider in providers]
    return {
        key: [found[key, name] for name in names if (key, name) in found]
        for key in wanted
        if any((key, name) in found for name in names)
    }


async def _query_one(
    provider: Provider, keys: Sequence[str], get: Fetcher, take: Callable[[ProviderResults], None]
) -> None:
    """Send the queries to one provider one after the other."""
    for at in range(0, len(keys), provider.batch_size):
        some = tuple(keys[at : at + provider.batch_size])
        before = provider.turns.missed
        metadata, error = await _fetch(provider, some, get)
        if provider.turns.missed > before:
            error = provider.turns.error
        take(ProviderResults(provider.name, some, metadata, error))


async def _fetch(
    provider: Provider, keys: Sequence[str], get: Fetcher
) -> tuple[Mapping[str, Metadata], str]:
    """Send one query; an unexpected error of a provider loses its metadata, never the run."""
    try:
        return await provider.fetch(keys, get), ""
    except Exception as error:  # noqa: BLE001 - the summary of the run reports it
        return {}, f"a response that cannot be read ({type(error).__name__})"
