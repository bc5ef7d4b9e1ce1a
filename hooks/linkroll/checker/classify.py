"""From what was asked and what came to what was seen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from linkroll.checker import soft404
from linkroll.checker.client import BODY
from linkroll.checker.exists import NoResponseError
from linkroll.checker.fragments import missing_anchor
from linkroll.checker.page import CheckedPage, is_html
from linkroll.checker.quirks import substitute_url
from linkroll.checker.redirects import MOST_HOPS, resolve_location
from linkroll.findings import one_line
from linkroll.lock.check_cache import CachedCheck
from linkroll.lock.record import Outcome
from linkroll.lock.verdict import Observation, Result

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from linkroll.checker.client import Response
    from linkroll.checker.config import Target
    from linkroll.checker.connectivity import Connectivity
    from linkroll.checker.exists import ExistenceProvider
    from linkroll.checker.probe import ProbeUrls
    from linkroll.checker.redirects import Chain, Follower
    from linkroll.lock.check_cache import CheckCache
    from linkroll.urls.parse import WebUrl

    OnPage = Callable[[Sequence[Target], Response], Awaitable[None]]

# The server will not say, to us (docs/reference/checking.md); among them those that Wikipedia's bot counts as a
# paywall (internetarchive/internetarchivebot, Core/parse.php).
REFUSALS = (401, 402, 403, 407, 412, 428, 429, 440, 449, 451, 999)
BY_STATUS = {**dict.fromkeys(REFUSALS, Result.BLOCKED), 410: Result.GONE}
NOT_MODIFIED = 304
LIVING = frozenset({Result.ALIVE, Result.MOVED})
LONGEST_FINAL = 2000  # characters; a server can make up any, and each is kept in the lock
BODY_WITH_ANCHORS = 4 * 1024 * 1024
VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


class Classified(NamedTuple):
    """What came of one page: a check for each link to it, none where nothing was learnt.

    ``page`` is what came, where it is there, is itself, and so may state metadata.
    """

    checks: list[CachedCheck]
    page: Response | None = None


class Classifier:
    """Judges links, those together that are one page.

    Args:
        follower: Asks.
        probe_urls: Knows soft 404s by comparison.
        sources: Know what pages do not tell.
        connectivity: Knows whether there is a network.
        cache: What earlier runs saw, and the day.
    """

    def __init__(
        self,
        follower: Follower,
        probe_urls: ProbeUrls,
        sources: Sequence[ExistenceProvider],
        connectivity: Connectivity,
        cache: CheckCache,
    ) -> None:
        self._follower = follower
        self._probe_urls = probe_urls
        self._sources = sources
        self._connectivity = connectivity
        self._cache = cache

    async def classify(self, targets: Sequence[Target], on_wait: Callable[[], None]) -> Classified:
        """Judge links that differ at most in their fragment."""
        key = targets[0].key
        sources = [source for source in self._sources if source.knows(key)]
        first = [source for source in sources if source.first]
        if first:
            with suppress(NoResponseError):
                seen = await self._by_provider(key, first) or self._silent_provider(first[0])
                return Classified([self._check(target, seen) for target in targets])
            return Classified([])
        chain = await self._follow(targets, on_wait)
        if fetch_error := chain.answer.fetch_error:
            if not (fetch_error.reached or fetch_error.local):
                await self._connectivity.require()
            if (
                fetch_error.result is Result.NO_SUCH_NAME
                and not await self._connectivity.names_resolve()
            ):
                return Classified([])
            if fetch_error.result is None:
                told = await self._by_other_providers(key, sources)
                return Classified([self._check(target, told) for target in targets] if told else [])
        page = page_of(chain)
        result, reason = await self._whole(targets, chain, page)
        told = await self._by_other_providers(key, sources) if result is Result.BLOCKED else None
        if told:
            return Classified([self._check(target, told) for target in targets])
        checks = []
        for target in targets:
            judged = (result, reason)
            if chain.fragment is None:  # else the redirect chose another part of the page
                judged = part(target, page, result, reason)
            seen = self._seen(target, chain, *judged)
            checks.append(self._check(target, seen, chain))
        states = is_news(chain, result) and not substitute_url(targets[0].url)
        return Classified(checks, chain.answer if states else None)

    async def _follow(self, targets: Sequence[Target], on_wait: Callable[[], None]) -> Chain:
        """Ask for the page: to its end for anchors, else only if it changed."""
        url = targets[0].url
        with_anchors = any(urldefrag(target.url)[1] for target in targets)
        before = None if with_anchors else self._cache.recall(url)
        conditions = {}
        if before and before.observation.result in LIVING and before.validators:
            conditions[before.at] = before.validators
        limit = BODY_WITH_ANCHORS if with_anchors else BODY
        chain = await self._follower.follow(substitute_url(url) or url, conditions, limit, on_wait)
        while not substitute_url(url) and (to := forwarded_to(chain)):
            if to.fragment is not None:
                chain.fragment = to.fragment
            chain = await self._follower.follow(to.request_url, conditions, limit, on_wait, chain)
        return chain

    async def _by_provider(
        self, key: str, sources: Sequence[ExistenceProvider]
    ) -> Observation | None:
        """Ask sources in turn; the first that says something decides."""
        for source in sources:
            exists = await source.exists(key)
            if exists is not None:
                result = Result.ALIVE if exists else Result.FAILED
                reason = None if exists else f"unknown to {source.name}"
                return Observation(result, Outcome(at=self._today, reason=reason, by=source.name))
        return None

    async def _by_other_providers(
        self, key: str, sources: Sequence[ExistenceProvider]
    ) -> Observation | None:
        """Query providers for what the page itself does not show."""
        with suppress(NoResponseError):
            return await self._by_provider(key, sources)
        return None

    def _silent_provider(self, source: ExistenceProvider) -> Observation:
        """Say that the one source that could tell does not."""
        outcome = Outcome(at=self._today, reason="its source does not tell", by=source.name)
        return Observation(Result.BLOCKED, outcome)

    async def _whole(
        self, targets: Sequence[Target], chain: Chain, page: CheckedPage | None
    ) -> tuple[Result, str | None]:
        """Judge the page as a whole."""
        result, reason = by_answer(chain, page)
        final, url = chain.answer.url, targets[0].url
        if result not in LIVING or chain.answer.status == NOT_MODIFIED:
            return result, reason
        behind = substitute_url(url)
        if why := soft404.elsewhere_reason(behind or url, final) or soft404.missing_reason(page):
            return Result.NOT_ITSELF, why
        if behind:
            return Result.ALIVE, None
        if await self._doubtful(targets, chain, page):
            return Result.NOT_ITSELF, "soft-404: made-up addresses get the same answer"
        return result, reason

    async def _doubtful(
        self, targets: Sequence[Target], chain: Chain, page: CheckedPage | None
    ) -> bool:
        """Whether a page that does not name itself is what made-up addresses get as well."""
        final = chain.answer.url
        if page is None and len(chain.hops) == 1:
            return False  # a file of another sort, found where it was looked for
        if page and any(soft404.names_itself(final, target.label, page) for target in targets):
            return False
        return await self._probe_urls.share(targets[0].url, page, final)

    def _seen(
        self, target: Target, chain: Chain, result: Result, reason: str | None
    ) -> Observation:
        """Put what was seen of one link together."""
        final = final_of(target, chain)
        if result is Result.MOVED and final is None:  # to itself, or to what cannot be written
            result = Result.ALIVE
        outcome = Outcome(
            at=self._today,
            status=chain.hops[-1].status if chain.hops and not chain.answer.fetch_error else None,
            final=final,
            reason=reason and one_line(reason),  # it may quote the link or the page
            by="http",
        )
        return Observation(result, outcome, tuple(chain.hops))

    def _check(self, target: Target, seen: Observation, chain: Chain | None = None) -> CachedCheck:
        """Make the note for the memory."""
        validators = validators_of(chain) if chain and seen.result in LIVING else {}
        at = chain.answer.url if chain and validators else ""
        return CachedCheck(target.key, target.url, self._cache.today, seen, validators, at)

    @property
    def _today(self) -> str:
        return self._cache.today.isoformat()


async def ignore_page(_targets: Sequence[Target], _response: Response) -> None:
    """Do nothing with a page: for runs that want no metadata."""


def forwarded_to(chain: Chain) -> WebUrl | None:
    """Return where a page that only forwards leads; None where it does not, or in circles."""
    page = page_of(chain)
    if chain.problem or page is None or page.forwards_to is None or len(chain.hops) >= MOST_HOPS:
        return None
    to = resolve_location(chain.answer.url, page.forwards_to)
    been_there = {hop.url for hop in chain.hops}
    return to if to and to.request_url not in been_there else None


def is_itself(url: str, chain: Chain) -> bool:
    """Whether what came is there, and gives no sign of being another thing."""
    page = page_of(chain)
    if not is_news(chain, by_answer(chain, page)[0]):
        return False
    return not (soft404.elsewhere_reason(url, chain.answer.url) or soft404.missing_reason(page))


def is_news(chain: Chain, result: Result) -> bool:
    """Whether something living came, and not word that it is as before."""
    return result in LIVING and chain.answer.status != NOT_MODIFIED


def by_answer(chain: Chain, page: CheckedPage | None) -> tuple[Result, str | None]:
    """Judge by the last answer and the way to it, before looking at the page."""
    answer = chain.answer
    if answer.fetch_error:
        return answer.fetch_error.result or Result.FAILED, answer.fetch_error.reason
    if chain.problem:
        return Result.FAILED, chain.problem
    if why := soft404.blocked_reason(answer.headers, page):
        return Result.BLOCKED, why
    if 200 <= answer.status < 300 or (answer.status == NOT_MODIFIED and chain.conditional):
        return by_way(chain)
    return BY_STATUS.get(answer.status, Result.FAILED), None


def by_way(chain: Chain) -> tuple[Result, str | None]:
    """Judge a living end by the redirects that led there."""
    if len(chain.hops) > 1 and soft404.is_consent(chain.answer.url):
        return Result.BLOCKED, "asks for consent first"
    if chain.downgraded:
        return Result.ALIVE, "leads from https to http"
    return (Result.MOVED if chain.permanent else Result.ALIVE), None


def part(
    target: Target, page: CheckedPage | None, result: Result, reason: str | None
) -> tuple[Result, str | None]:
    """Judge the part of a page that a fragment names."""
    fragment = urldefrag(target.url)[1]
    if not (fragment and page and result in LIVING) or substitute_url(target.url):
        return result, reason
    missing = missing_anchor(fragment, page)
    return (Result.NO_ANCHOR, missing) if missing else (result, reason)


def final_of(target: Target, chain: Chain) -> str | None:
    """Return where redirects ended, if elsewhere.

    The link's own fragment goes along, unless a redirect states another (RFC 9110, 10.2.2).
    """
    if substitute_url(target.url) or len(chain.hops) < 2:
        return None
    url, fragment = urldefrag(target.url)
    final = chain.hops[-1].url
    if chain.fragment is not None:
        fragment = chain.fragment
    elif final == url:
        return None
    final = f"{final}#{fragment}" if fragment else final
    return final if len(final) <= LONGEST_FINAL else None


def page_of(chain: Chain) -> CheckedPage | None:
    """Give the page that came, if it is one."""
    answer = chain.answer
    if answer.fetch_error or not answer.body or not is_html(answer.headers):
        return None
    return CheckedPage(answer.url, answer.body, whole=answer.whole, headers=answer.headers)


def validators_of(chain: Chain) -> dict[str, str]:
    """Give the headers that ask for the same page only if it changed (RFC 9110, section 13)."""
    headers = chain.answer.headers
    found = {ask: headers[name] for name, ask in VALIDATORS.items() if name in headers}
    return {name: value for name, value in found.items() if len(value) < 500}
