"""What is known of all links together: checked, attested, and since when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from linkroll.site.vitals import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.lock.record import Record

# A public place as evidence names it: an address, or `owner/repository:path`, and a remark.
HOST = re.compile(r"https?://(?:www\.)?([^/\s]+)")


class LinkEvidence(NamedTuple):
    """How many links there are, were checked, and are attested by public sources without a check.

    ``sources`` counts the public sources, ``last`` is the day of the last check (ISO 8601) or empty.
    """

    links: int
    checked: int
    attested: int
    sources: int
    last: str

    @property
    def unknown(self) -> int:
        """How many links were neither checked nor attested."""
        return self.links - self.checked - self.attested

    @property
    def sentence(self) -> str:
        """What is known, and what that means, in words for readers."""
        if not self.links:
            return "There are no links yet."
        if self.checked:
            known = f"{self.checked} of {self.links} links were checked, last on {day(self.last)}"
        else:
            known = f"None of the {self.links} links has been checked over the network yet"
        if self.attested:
            known += f"; {self.attested} others" if self.checked else f"; {self.attested} of them"
            known += f" are attested by {self.sources} public sources"
        return (
            f"{known}, and nothing is claimed of the other {self.unknown}."
            if self.unknown
            else f"{known}."
        )


def weigh_evidence(keys: Iterable[str], records: Mapping[str, Record]) -> LinkEvidence:
    """Count what is known of some links.

    Args:
        keys: What the links identify.
        records: What is known by key.
    """
    wanted = list(keys)
    known = [records[key] for key in wanted if key in records]
    checked = [each for each in known if each.verdict]
    attested = [each for each in known if not each.verdict and each.evidence]
    sources = {source_of(place) for each in attested for place in each.evidence}
    days = [each.checked or each.outcome.at for each in checked if each.outcome]
    return LinkEvidence(
        len(wanted), len(checked), len(attested), len(sources), max(days, default="")
    )


def source_of(evidence: str) -> str:
    """Return whose a public place is: the repository, or the host."""
    if found := HOST.match(evidence):
        return found[1].casefold()
    return evidence.partition(":")[0].partition(" ")[0].casefold()
