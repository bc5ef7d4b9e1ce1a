"""What a list can be narrowed to besides kind, topic, year and person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from linkroll.site.model import Card

# What has code, and what can be tried: by its kind, or by a companion with such a label or host.
CODE_KINDS = frozenset({"code", "tool", "notebook"})
DEMO_KINDS = frozenset({"notebook", "interactive"})
CODE_LABELS = ("code", "github", "repository", "notebook")
DEMO_LABELS = ("demo", "notebook", "colab", "interactive", "playground")
CODE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org"})


def offers(card: Card) -> list[str]:
    """Return which of "code" and "demo" an entry comes with."""
    labels = [companion.label.casefold() for companion in card.companions if companion.url]
    hosts = {urlsplit(companion.url).hostname for companion in card.companions if companion.url}
    found = []
    if card.kind in CODE_KINDS or hosts & CODE_HOSTS or has(labels, CODE_LABELS):
        found.append("code")
    if card.kind in DEMO_KINDS or has(labels, DEMO_LABELS):
        found.append("demo")
    return found


def has(labels: list[str], words: tuple[str, ...]) -> bool:
    """Whether a label contains one of the words."""
    return any(word in label for label in labels for word in words)
