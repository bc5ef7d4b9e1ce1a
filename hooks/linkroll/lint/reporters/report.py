"""What a check found, and how much of it was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkroll.findings import Finding, Level


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what was to be checked over the network was reached.

    Attributes:
        chosen: How many links were to be requested; None where none were to be.
        reached: How many of them gave a result.
        no_network: Whether the network could not be reached at all.
        since: The revision that the report is limited to, if any.
    """

    chosen: int | None = None
    reached: int = 0
    no_network: bool = False
    since: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every link that was to be requested gave a result."""
        return not self.no_network and (self.chosen is None or self.reached >= self.chosen)


@dataclass(frozen=True, slots=True)
class LintReport:
    """What a check found.

    Attributes:
        findings: What is wrong; with `Coverage.since`, on the lines that the change touches.
        summary: Counts by verdict, requests and seconds.
        links: One object for each link that was read.
        pages: The pages that were read.
        elsewhere: Findings on lines that the change does not touch.
        coverage: What was requested, and what was not reached.
    """

    findings: Sequence[Finding]
    summary: Mapping[str, Any]
    links: Sequence[Mapping[str, Any]] = ()
    pages: Sequence[str] = ()
    elsewhere: Sequence[Finding] = ()
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def everywhere(self) -> list[Finding]:
        """All findings, in the order of files and lines."""
        return sorted([*self.findings, *self.elsewhere])

    def of(self, level: Level) -> list[Finding]:
        """Return the findings of one level, in the order of files and lines."""
        return of_level(level, self.findings)


def of_level(level: Level, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of one level."""
    return [found for found in findings if found.level == level]


def counted(number: int, thing: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def coverage_sentence(coverage: Coverage) -> str:
    """Write what was requested, and what was not, in one sentence without its full stop."""
    scope = "changed link" if coverage.since else "link"
    if coverage.chosen is None:
        return "no link was requested"
    if coverage.no_network:
        return f"no link was requested, because the network could not be reached ({counted(coverage.chosen, scope)} unchecked)"
    left = coverage.chosen - coverage.reached
    if not coverage.chosen:
        return f"no {scope} had to be requested"
    not_reached = f"; {left:,} not reached within the budget" if left else ""
    return f"requested {counted(coverage.chosen, scope)}{not_reached}"
