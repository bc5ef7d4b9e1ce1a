"""Where in the source each link stands.

Python-Markdown forgets places. So, before it runs, every spot where a link may begin gets a mark,
made of code points that no text may contain (Unicode noncharacters, U+FDD0 to U+FDEF); where a
mark ends up right before a rendered link, it tells the link's place. Attribute lists are folded
into marks as well, lest emphasis or links be found inside them. Marks that met no link are taken
out again, so that what is rendered does not differ by a byte.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FIRST = 0xFDD0
DIGITS = "".join(chr(FIRST + digit) for digit in range(16))
PLACE, FOLD, END = (chr(FIRST + 16 + index) for index in range(3))

PLACE_MARK = re.compile(f"{PLACE}([{DIGITS}]+){END}")
FOLD_MARK = re.compile(f"{FOLD}([{DIGITS}]+){END}")
NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")

# What must be passed over as a whole (named groups), or may begin a link.
CANDIDATE = re.compile(
    r"""
      (?P<footnote> ^[ ]{0,3} \[ \^ [^\[\]\n]* \]: ) # [^1]: footnote
    | (?P<definition> ^[ ]{0,3} \[ [^\[\]\n]+ \]: (?: [ ]* \n? [ ]* < )? ) # [ref]: URL, [ref]: <URL>
    | (?P<abbreviation> ^[ ]{0,3} \*\[ [^\[\]\n]+ \]: ) # *[SAE]: sparse autoencoder
    | (?P<escaped> \\ . )
    | (?P<image> !\[ )
    | (?P<task> (?<=[-*+]\ ) \[ [ xX] \] (?=\ ) )    # - [ ] of a task list
    | (?P<note> \[ \^ )                             # [^1] of a footnote
    | (?P<label> (?<=\])  [ ]? \[ [^\[\]]* \] (?!\() ) # the [ref] of [text][ref]
    | (?P<destination> \]\( \s* < )                 # [text](<URL>)
    | (?P<attributes> (?<=[)\]>]) \{ (?: [^{}"'\n] | \n(?![ \t]*\n) | "[^"]*" | '[^']*' )* \} )
    | (?P<link> \[ | < (?= a[\s>] | (?:https?|ftp):// ) )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE | re.DOTALL,
)

FENCE = re.compile(
    r"^(?P<lead>[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?)(?P<fence>`{3,}|~{3,})[^`\n]*$", re.MULTILINE
)


class Place(NamedTuple):
    """A place in a file; both count from 1, columns in characters."""

    line: int
    column: int


class Marks:
    """The marks of one page: made by `mark`, looked up by the numbers they carry.

    Args:
        offset: How many lines of the file stand before the text, such as front matter.
    """

    def __init__(self, offset: int = 0) -> None:
        self.offset = offset
        self.source = ""
        self.places: list[Place] = []
        self.folded: list[str] = []

    def mark(self, source: str) -> str:
        """Return the text with a mark before every spot where a link may begin."""
        self.source = source = NONCHARACTERS.sub("", source)
        code = fenced(source)
        starts = line_starts(source)
        line = 0
        out: list[str] = []
        done = 0
        label = -1  # where the [ref] of a [text][ref] has just ended: what follows is a new link
        for match in CANDIDATE.finditer(source):
            at = match.start()
            while code and code[0][1] <= at:
                code.pop(0)
            if code and code[0][0] <= at:
                continue
            is_label = match.lastgroup == "label" and at != label
            label = match.end() if is_label else -1
            if match.lastgroup == "attributes":
                out += source[done:at], FOLD, number(len(self.folded)), END
                self.folded.append(match.group())
                done = match.end()
            elif match.lastgroup == "link" or (match.lastgroup == "label" and not is_label):
                at += match.group().startswith(" ")
                while line + 1 < len(starts) and starts[line + 1] <= at:
                    line += 1
                out += source[done:at], PLACE, number(len(self.places)), END
                self.places.append(Place(line + 1 + self.offset, at - starts[line] + 1))
                done = at
        out.append(source[done:])
        return "".join(out)

    def place(self, digits: str) -> Place:
        """Return the place that a mark's digits stand for."""
        return self.places[value(digits)]

    def find(self, text: str) -> Place:
        """Return where a text first stands: the best that can be said of an unmarked link."""
        before = self.source[: max(self.source.find(text), 0)]
        return Place(before.count("\n") + 1 + self.offset, len(before) - before.rfind("\n"))

    def attributes(self, digits: str) -> str:
        """Return the attribute list that was folded into a mark."""
        return self.folded[value(digits)]

    def clean(self, text: str) -> str:
        """Return a text as it was before it was marked."""
        if not NONCHARACTERS.search(text):
            return text
        text = PLACE_MARK.sub("", text)
        return FOLD_MARK.sub(lambda match: self.attributes(match[1]), text)


def number(value: int) -> str:
    """Write a number in digits that no text contains."""
    return "".join(DIGITS[int(digit, 16)] for digit in f"{value:x}")


def value(digits: str) -> int:
    """Read a number that `number` wrote."""
    result = 0
    for digit in digits:
        result = result * 16 + ord(digit) - FIRST
    return result


def line_starts(source: str) -> list[int]:
    """Return the offset at which each line begins."""
    return [0, *(match.end() for match in re.finditer("\n", source))]


def fenced(source: str) -> list[tuple[int, int]]:
    """Return where fenced code begins and ends, in order.

    A fence that is never closed is no fence. This is only to keep marks out of what a highlighter
    will read; a link inside a fence is never rendered, so nothing else depends on it.
    """
    found: list[tuple[int, int]] = []
    at = 0
    while opening := FENCE.search(source, at):
        fence = opening["fence"]
        closing = re.compile(
            rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE
        ).search(source, opening.end())
        if closing is None:
            at = opening.end()
            continue
        found.append((opening.start(), closing.end()))
        at = closing.end()
    return found
