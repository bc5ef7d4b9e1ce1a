"""A new entry on a page: how its line is written, and where it goes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from linkroll.markdown.extension import read_page
from linkroll.markdown.replace import BOM, LINE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkroll.markdown.links import Link, Reading
    from linkroll.markdown.project import Project

# The headings of a topic, in their order.
SECTIONS = ("Links", "Demos", "People")
SECTION_OF = {"person": "People", "interactive": "Demos", "notebook": "Demos"}

HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)[\s#]*")
ITEM = re.compile(r"( {0,3})(?:([-*+])|(\d+)\.)([ \t]+)")
INDENTED = re.compile(r"\t| {2}")
SPECIAL = re.compile(r"([\\`*_{}\[\]])")
DASHES = "-–—: "


class CannotInsertError(Exception):
    """An entry cannot be put on a page without changing what else is there; the text is its line."""


class Inserted(NamedTuple):
    """A page with a new entry: its text, the entry's link, and the line as it was written."""

    text: str
    link: Link
    line: str


def section_of(kind: str) -> str:
    """Return the heading that an entry of some kind stands under."""
    return SECTION_OF.get(kind, "Links")


def entry_line(title: str, url: str, kind: str | None = None, note: str = "") -> str:
    """Write an entry as contributors do, without the mark of its item.

    Args:
        title: Any text; what Markdown would read in it is escaped.
        url: An absolute address.
        kind: What to state of its kind, if that has to be said.
        note: Markdown; put on one line.
    """
    attributes = f"{{ kind={kind} }}" if kind else ""
    said = " ".join(note.split()).lstrip(DASHES)
    return link_to(title, url) + attributes + (f" — {said}" if said else "")


def link_to(title: str, url: str) -> str:
    """Write a link in the plainest form that reads as what is meant."""
    escaped = SPECIAL.sub(r"\\\1", title).replace("&", "&amp;").replace("<", "&lt;")
    forms = [f"[{text}]({address})" for text in (title, escaped) for address in (url, f"<{url}>")]
    return next((form for form in forms if reads_as(form, title, url)), forms[-2])


def reads_as(form: str, title: str, url: str) -> bool:
    """Whether a link is read as one to an address under a title, and nothing else."""
    links = read_page("", form).links
    return [(link.text, link.url) for link in links] == [(title, url)]


def insert(
    path: str, text: str, section: str, line: str, project: Project | None = None
) -> Inserted:
    """Put an entry at the end of a section's list; a heading that is missing is made.

    Args:
        path: What the page is called.
        text: The whole file, decoded; its line ends and a byte order mark stay.
        section: One of `SECTIONS`.
        line: What `entry_line` gives.
        project: The site that the page belongs to.

    Raises:
        CannotInsertError: The line would not be read as an entry, or change what is read of others.
    """
    body = text.removeprefix(BOM)
    bom = text[: len(text) - len(body)]
    before = read_page(path, body, project)
    lines = split(body)
    at, new = placed(lines, before, section, line)
    end = end_of_lines(body)
    for attempt in (new, ["", *new]):  # behind a paragraph of an item the next one wants a gap
        tried = joined(lines, at, attempt, end)
        link = added(before.links, read_page(path, tried, project).links, at + len(attempt))
        if link is not None and link.entry and link.section.casefold() == section.casefold():
            return Inserted(bom + tried, link, new[-1])
    raise CannotInsertError(f"- {line}")


def placed(lines: list[str], reading: Reading, section: str, line: str) -> tuple[int, list[str]]:
    """Return before which line new ones go (from 0), and these, without their ends."""
    wanted = section.casefold()
    listed = [e.link.line for e in reading.entries if e.link.section.casefold() == wanted]
    if listed:
        last = max(listed) - 1
        return end_of_item(lines, last), [mark_after(lines[last]) + line]
    headings = {heading(text): number for number, text in reversed(list(enumerate(lines)))}
    if wanted in headings:
        at = end_of_section(lines, headings[wanted])
        return at, ["", f"- {line}"]
    later = SECTIONS[SECTIONS.index(section) + 1 :]
    following = [headings[name.casefold()] for name in later if name.casefold() in headings]
    at = end_of_section(lines, -1, following[0] if following else len(lines))
    return at, ["", f"## {section}", "", f"- {line}"]


def heading(line: str) -> str:
    """Return what a heading says, in lower case; nothing for any other line."""
    match = HEADING.fullmatch(line.rstrip("\r\n"))
    return match[1].casefold() if match else ""


def mark_after(line: str) -> str:
    """Return the mark of the item that follows an item."""
    match = ITEM.match(line)
    if match is None:
        return "- "
    return match[1] + (match[2] or f"{int(match[3]) + 1}.") + match[4]


def end_of_item(lines: list[str], first: int) -> int:
    """Return the line after an item and all that belongs to it."""
    at = first + 1
    while at < len(lines):
        if not lines[at].strip():
            following = next((n for n in range(at, len(lines)) if lines[n].strip()), None)
            if following is None or not INDENTED.match(lines[following]):
                return at
            at = following
        elif ITEM.match(lines[at]) or HEADING.match(lines[at]):
            return at
        at += 1
    return at


def end_of_section(lines: list[str], first: int, end: int | None = None) -> int:
    """Return the line after the last that says something, of those up to the next heading."""
    if end is None:
        after = range(first + 1, len(lines))
        end = next((n for n in after if HEADING.match(lines[n])), len(lines))
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def split(text: str) -> list[str]:
    """Split a text into lines with their ends."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    starts = [0, *ends]
    lines = [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]
    return lines if lines[-1] else lines[:-1]


def joined(lines: list[str], at: int, new: list[str], end: str) -> str:
    """Put new lines among others; the last line of a file stays with or without its end."""
    written = [line + end for line in new]
    if at == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        written = [end + line for line in new]
    elif at < len(lines) and lines[at].strip() and HEADING.match(lines[at]):
        written.append(end)
    return "".join([*lines[:at], *written, *lines[at:]])


def end_of_lines(text: str) -> str:
    """Return how the lines of a text end: as most of them do."""
    ends = LINE_END.findall(text)
    return max(("\n", "\r\n", "\r"), key=ends.count)


def added(before: Sequence[Link], after: Sequence[Link], line: int) -> Link | None:
    """Return the first link of a new line; None if any other link is other than before."""
    new = [link for link in after if link.line == line]
    others = [unplaced(link) for link in after if link.line != line]
    return new[0] if new and others == list(map(unplaced, before)) else None


def unplaced(link: Link) -> Link:
    """Return a link without its place."""
    return replace(link, line=0, column=0)
