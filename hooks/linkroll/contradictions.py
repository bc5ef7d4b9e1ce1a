"""One thing named twice, and one number under two titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.findings import Finding
    from linkroll.markdown import Link


def duplicates(links: Iterable[Link]) -> list[Finding]:
    """Find entries that stand twice on one page."""
    del links
    return []


def contradictions(links: Iterable[Link]) -> list[Finding]:
    """Find keys under clearly different titles."""
    del links
    return []
