"""The same address, written better: by its text alone, and changing no more than must be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkroll.urls.identify import identify
from linkroll.urls.normalize import AMPERSAND, TRACKERS_OF, is_content_parameter, normalize_url

if TYPE_CHECKING:
    from collections.abc import Callable

# Hosts that serve what another one does, path by path, and what stands for the start of their
# addresses. The Alignment Forum is no mirror of LessWrong, nor Colab of GitHub: they show more.
MIRRORS = tuple(
    (re.compile(rf"https?://{pattern}", re.IGNORECASE), home)
    for pattern, home in (
        (r"(?:(?:www|export|browse|lanl|cn|de|es|in|fr|uk)\.)arxiv\.org/", "https://arxiv.org/"),
        (r"xxx\.lanl\.gov/", "https://arxiv.org/"),
        (r"(?:(?:www|dx)\.doi\.org|dx\.doi\.org)/", "https://doi.org/"),
        (r"(?:www\.)?aclweb\.org/anthology/(?:papers/\w/\w\d\d/)?", "https://aclanthology.org/"),
        (r"(?:www\.)?aclanthology\.info/(?:papers/)?", "https://aclanthology.org/"),
        (r"ea\.greaterwrong\.com/", "https://forum.effectivealtruism.org/"),
        (r"(?:www\.)?(?:greaterwrong|lesserwrong|lessestwrong)\.com/", "https://www.lesswrong.com/"),
        (r"(?:www\.)?alignment-forum\.com/", "https://www.alignmentforum.org/"),
        (r"youtu\.be/([\w-]{11})/?(?:\?|(?=#|$))", r"https://www.youtube.com/watch?v=\1&"),
        (r"m\.youtube\.com/", "https://www.youtube.com/"),
        (r"(?:mobile\.twitter|m\.twitter|(?:www\.)?twitter|mobile\.x)\.com/", "https://x.com/"),
        (r"(?:nitter\.net|(?:www\.)?(?:fx|vx)twitter\.com)/", "https://x.com/"),
        (r"(?:www\.)?hf\.co/", "https://huggingface.co/"),
        (r"nbviewer\.(?:jupyter|ipython)\.org/", "https://nbviewer.org/"),
        (r"colab\.sandbox\.google\.com/", "https://colab.research.google.com/"),
        (r"raw\.github\.com/", "https://raw.githubusercontent.com/"),
    )
)  # fmt: skip


def rewrite_mirror(url: str) -> str:
    """Return an address at the host that a mirror mirrors."""
    for pattern, home in MIRRORS:
        found = pattern.match(url)
        if found:
            moved = found.expand(home) + url[found.end() :]
            return re.sub(r"&(?=#|$)", "", moved) if home.endswith("&") else moved
    return url


def without_trackers(url: str) -> str:
    """Return an address without tracking parameters."""
    address = normalize_url(url)
    start, hash_, fragment = url.partition("#")
    path, question, query = start.partition("?")
    if address is None or not query:
        return url
    here = TRACKERS_OF.get(address.site, frozenset())
    parts = AMPERSAND.split(query)
    kept = [part for part in parts if not is_tracker(part, here)]
    if len(kept) == len(parts):
        return url
    return path + (question + "&".join(kept) if kept else "") + hash_ + fragment


def is_tracker(part: str, here: frozenset[str]) -> bool:
    """Whether a part of a query follows readers around."""
    return part != "" and (not is_content_parameter(part) or part.partition("=")[0] in here)


def upgrade_to_https(url: str) -> str:
    """Return an address with https, where its host is known to support it."""
    address = normalize_url(url)
    if address is None or address.scheme != "http" or address.port:
        return url
    canonical = normalize_url(identify(url).canonical)
    if canonical is None or canonical.scheme != "https" or canonical.site != address.site:
        return url
    return with_https(url)


def with_https(url: str) -> str:
    """Return an http address with https, and nothing else changed."""
    return re.sub(r"^http:", "https:", url, count=1, flags=re.IGNORECASE)


# What each rule is called, in the order in which they are tried.
RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("mirror", rewrite_mirror),
    ("tracking", without_trackers),
    ("https", upgrade_to_https),
)


def rewrite_url(url: str) -> str:
    """Return an address as contributors should write it; it always names the same thing."""
    for _, rule in RULES:
        better = rule(url)
        url = better if identify(better).key == identify(url).key else url
    return url
