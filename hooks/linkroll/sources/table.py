"""Every source that can be asked, in the order in which they are believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.sources.acl import Acl
from linkroll.sources.arxiv import Arxiv
from linkroll.sources.crossref import Crossref
from linkroll.sources.forum import Forum
from linkroll.sources.github import GitHub
from linkroll.sources.huggingface import HuggingFace
from linkroll.sources.notebook import Notebook
from linkroll.sources.openreview import OpenReview
from linkroll.sources.youtube import YouTube

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.sources import Facts, Fetcher, Source


def sources(environment: Mapping[str, str]) -> tuple[Source, ...]:
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
        Notebook(),
        HuggingFace(),
    )


async def ask(known: Iterable[Source], keys: Iterable[str], get: Fetcher) -> dict[str, list[Facts]]:
    """Ask every source for the keys it may know; what each says, most believed first.

    A source that fails in a way nobody foresaw costs its facts, never the run.
    """
    wanted = sorted(set(keys))
    found: dict[str, list[Facts]] = {}
    for source in known:
        try:
            told = await source.fetch([key for key in wanted if source.handles(key)], get)
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, OSError):
            continue
        for key, facts in told.items():
            found.setdefault(key, []).append(facts)
    return found
