"""Writes better URLs into a page, until there is nothing left to fix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkroll.markdown.extension import read_page
from linkroll.markdown.replace import BOM, with_addresses
from linkroll.tasks.suggestions import suggestions

if TYPE_CHECKING:
    from linkroll.markdown.links import Link
    from linkroll.markdown.project import Project
    from linkroll.tasks.suggestions import Evidence, Step

# This page lists each URL as it was; see the contract.
LEFT_ALONE = "docs/founding-list.md"


@dataclass(slots=True)
class Fixed:
    """A page after it was fixed.

    Attributes:
        text: The whole file.
        made: The links that got another URL, with the steps that led to it.
        left: The links that should, but whose URL cannot be changed without changing more.
    """

    text: str
    made: list[tuple[Link, list[Step]]] = field(default_factory=list)
    left: list[Link] = field(default_factory=list)


def fix(path: str, text: str, evidence: Evidence, project: Project | None = None) -> Fixed:
    """Write better URLs into a page.

    One edit may reveal the place of another link, so edits are repeated until nothing changes.
    Fixing the returned text again changes nothing.

    Args:
        path: The path of the page, relative to the root.
        text: The whole file, decoded; its line ends and a byte order mark stay.
        evidence: The observations of earlier checks.
        project: The site that the page belongs to.
    """
    fixed = Fixed(text)
    if f"/{path}".endswith(f"/{LEFT_ALONE}"):
        return fixed
    done: frozenset[int] | None = None
    while done is None or (done and fixed.left):
        reading = read_page(path, fixed.text.removeprefix(BOM), project)
        numbers = {id(link): number for number, link in enumerate(reading.links)}
        wanted = {
            numbers[id(link)]: (link, steps) for link, steps in suggestions(reading, evidence)
        }
        changes = {number: steps[-1].url for number, (_, steps) in wanted.items()}
        fixed.text, done = with_addresses(path, fixed.text, changes, project)
        fixed.made += [change for number, change in wanted.items() if number in done]
        fixed.left = [link for number, (link, _) in wanted.items() if number not in done]
    return fixed
