"""What an address names, as the readers of hosts tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Companion:
    """Another address that follows from a URL.

    ``rel`` says what it is to it: ``abs``, ``pdf``, ``html``, ``github``, ``colab``, ``nbviewer``.
    """

    rel: str
    url: str


class Resource(NamedTuple):
    """A thing that has a name of its own at some hosts.

    The key is made of ``scheme``, ``id`` and ``part``. ``id`` is what stands where the identifier
    should; whether it can be one is for `ids` to say. ``forms`` are all addresses that follow.
    """

    scheme: str
    id: str
    kind: str
    canonical: str
    part: str = ""
    forms: tuple[Companion, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by, whatever the host."""
        return f"{self.scheme}:{self.id}{self.part}"


# Where a thing is, by what stands before the colon of its key.
HOMES = {
    "acl": "https://aclanthology.org/{}/",
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "eaf": "https://forum.effectivealtruism.org/posts/{}",
    "gh": "https://github.com/{}",
    "lw": "https://www.lesswrong.com/posts/{}",
    "or": "https://openreview.net/forum?id={}",
    "url": "{}",
    "x": "https://x.com/i/status/{}",
    "yt": "https://www.youtube.com/watch?v={}",
}


def url_of_key(key: str) -> str | None:
    """Return an address of what a key names, where the key alone determines it."""
    scheme, _, name = key.partition(":")
    address = HOMES.get(scheme, "").format(name) if scheme in HOMES else ""
    return address if address.startswith("https://") else None


# Schemes whose keys name one thing with one title: a paper, a post, a talk.
PAPERS = ("arxiv:", "doi:", "or:", "acl:")
