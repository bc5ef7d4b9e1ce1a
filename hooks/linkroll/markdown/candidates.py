"""Where links may stand in the source of a page, found in one pass over its text.

This knows what hides links (code, comments, scripts, definitions), but it need not be right: a
candidate that is none is never matched, and for a link without a candidate the text is searched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from linkroll.markdown.raw_html import attribute, decode_ended

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Each branch begins with one character: then `re` looks for these alone, four times as fast.
TOKEN = re.compile(
    r"""
      (?P<simple> \[(?P<text>[^\[\]\\`<!\n]*)\]\((?P<url>[^\s()\\<>&"']*)\) )
    | (?P<escaped> \\[^\n] )
    | (?P<ticks> `+ )
    | (?P<comment> <!-- )
    | (?P<script> <(?P<name>(?i:script|style))(?=[\s>]) )
    | (?P<auto> <(?P<address>[A-Za-z][A-Za-z0-9+.-]*://[^<>\n]*)> )
    | (?P<raw> <(?i:a|area)(?=\s) (?P<attributes>(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*+) > )
    | (?P<image> !\[ )
    | (?P<open> \[ )
    | (?P<close> \] )
    | (?P<gap> \n[ \t]*\n\s* )
    """,
    re.VERBOSE,
)
# What a bracket may begin where nothing else stands before it on its line.
DEFINED = re.compile(
    r"""
      (?P<abbreviation> (?<=\*)\[[^\[\]\n]+\]:[^\n]* )
    | (?P<footnote> \[\^[^\[\]\n]*\]: )
    | (?P<definition> \[[^\[\]\n]*\]:[ ]*(?:\n[ \t>]*)?<?\S+ )
    """,
    re.VERBOSE,
)
# What may follow a label: a destination with nested parentheses and no spaces …
DESTINATION = re.compile(
    r"\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\<]|\\.|\((?:[^\s()]|\([^\s()]*\))*\))*))"
    r"""(?:\s+(?:"[^"\n]*(?:"[^")\n]*)*"|'[^'\n]*'))?\s*\)"""
)
# … or anything else up to the parenthesis.
LOOSE = re.compile(r"\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
TITLE = re.compile(r"""\s*(?:"[^"]*"|'[^']*')\s*$""")
REFERENCE = re.compile(r"\s?\[([^\[\]]*)\]")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|<~^=:\"'])")
SPACE = re.compile(r"\s+")

FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
TEXT_LINE = re.compile(r"^([ \t>]*)(?=[^\s>])", re.MULTILINE)
INDENTED = re.compile(r" {4}|\t")


class Candidate(NamedTuple):
    """A spot where a link may stand: its place, the URL it would lead to, and where its label is.

    ``start``, ``label_start`` and ``label_end`` are offsets in the text.
    """

    start: int
    url: str
    label_start: int
    label_end: int
    in_footnote: bool = False


def candidates(text: str, references: Mapping[str, tuple[str, str]]) -> list[Candidate]:
    """Return the candidates in a text, in order.

    Args:
        text: Markdown.
        references: The URL and the title of each definition, by its name in lower case.
    """
    return sorted(Scanner(text, references).scan())


class Scanner:
    """One pass over a text."""

    def __init__(self, text: str, references: Mapping[str, tuple[str, str]]) -> None:
        self.text = text
        self.references = references
        self.opened: list[tuple[int, bool]] = []  # brackets: where, and whether of an image
        self.ticks: dict[int, list[int]] = {}  # runs of backticks in this paragraph, by length
        self.paragraph_end = -1
        self.in_footnote = False
        self.paired = 0  # up to here, brackets were read as [text][name], be it defined or not
        self.never_closed: set[str] = set()
        self.at = 0

    def scan(self) -> Iterator[Candidate]:
        """Yield candidates, each when its last bracket is reached."""
        fences = fenced(self.text)
        fence = 0
        while match := TOKEN.search(self.text, self.at):
            start = match.start()
            while fence < len(fences) and fences[fence][1] <= start:
                fence += 1
            if fence < len(fences) and fences[fence][0] <= start:
                self.at = fences[fence][1]
                continue
            self.at = match.end()
            handler = HANDLERS.get(match.lastgroup or "")
            found = handler(self, match) if handler else None
            if found is not None:
                yield found

    def skip_code(self, match: re.Match[str]) -> None:
        """Pass over a code span, if the paragraph closes it."""
        if match.start() >= self.paragraph_end:
            gap = GAP.search(self.text, match.end())
            self.paragraph_end = gap.start() if gap else len(self.text)
            self.ticks = {}
            for run in TICKS.finditer(self.text, match.start(), self.paragraph_end):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        length = len(match[0])
        runs = self.ticks.get(length, ())
        index = bisect_right(runs, match.start())
        if index < len(runs):
            self.at = runs[index] + length

    def skip_to(self, end: str, match: re.Match[str]) -> None:
        """Pass over what lasts until some text; what never ends hides nothing."""
        if end in self.never_closed:
            return
        found = self.text.find(end, match.end())
        if found < 0:
            self.never_closed.add(end)
        else:
            self.at = found + len(end)

    def skip_comment(self, match: re.Match[str]) -> None:
        """Pass over a comment."""
        self.skip_to("-->", match)

    def skip_script(self, match: re.Match[str]) -> None:
        """Pass over a script or a style sheet."""
        self.skip_to(f"</{match['name'].lower()}", match)

    def end_paragraph(self, match: re.Match[str]) -> None:
        """Forget the brackets of a paragraph."""
        self.opened.clear()
        gap = match[0]
        if self.in_footnote and not INDENTED.match(gap.rpartition("\n")[2]):
            self.in_footnote = False
        self.at = match.end() - len(gap.rpartition("\n")[2])  # a definition may follow, indented

    def read_simple(self, match: re.Match[str]) -> Candidate:
        """Return a link of the plainest form: most are, and are read in one step."""
        return self.candidate(match.start(), match["url"], *match.span("text"))

    def read_autolink(self, match: re.Match[str]) -> Candidate:
        """Return a URL in angle brackets."""
        return self.candidate(match.start(), match["address"], *match.span("address"))

    def read_raw(self, match: re.Match[str]) -> Candidate | None:
        """Return a link in HTML."""
        url = attribute(match["attributes"], "href")
        if url is None:
            return None
        return self.candidate(match.start(), url, match.end(), self.text.find("<", match.end()))

    def open_bracket(self, match: re.Match[str]) -> None:
        """Note where a label may begin, or pass over the name of a definition."""
        start = match.start()
        line = self.text.rfind("\n", 0, start) + 1
        before = self.text[line:start] if start - line < WIDEST_INDENT else "-"
        defined = not before.strip(" \t>*") and DEFINED.match(self.text, start)
        if defined:
            self.at = defined.end()
            self.in_footnote = self.in_footnote or defined.lastgroup == "footnote"
            return
        self.opened.append((match.start(), match.lastgroup == "image"))

    def close_bracket(self, match: re.Match[str]) -> Candidate | None:
        """Return the link whose label ends here."""
        if not self.opened:
            return None
        start, is_image = self.opened.pop()
        label = (start + 1 + is_image, match.start())
        url = self.url_after(match.end(), label)
        return None if url is None or is_image else self.candidate(start, url, *label)

    def url_after(self, at: int, label: tuple[int, int]) -> str | None:
        """Read what follows a label: a destination, the name of a definition, or neither."""
        text = self.text
        if text.startswith("(", at):
            if found := DESTINATION.match(text, at):
                self.at = found.end()
                return clean(found[1] if found[1] is not None else found[2])
            if found := LOOSE.match(text, at):
                self.at = found.end()
                return clean(TITLE.sub("", found[1]))
        if not self.references or label[1] - label[0] > LONGEST_NAME:
            return None
        name = text[slice(*label)]
        found = REFERENCE.match(text, at) if label[0] > self.paired else None
        if found:
            self.paired = found.end()
            if url := self.defined(found[1] or name):
                self.at = found.end()
                return url
        return self.defined(name)

    def defined(self, name: str) -> str | None:
        """Return the URL of a definition, if there is one of a name."""
        found = self.references.get(SPACE.sub(" ", name.lower()))
        return clean(found[0]) if found else None

    def candidate(self, start: int, url: str, label_start: int, label_end: int) -> Candidate:
        """Make a candidate."""
        return Candidate(start, url, label_start, label_end, self.in_footnote)


WIDEST_INDENT = 100  # characters before a definition
LONGEST_NAME = 1000  # characters; longer labels name no definition
GAP = re.compile(r"\n[ \t]*\n")
TICKS = re.compile(r"`+")
HANDLERS = {
    "simple": Scanner.read_simple,
    "ticks": Scanner.skip_code,
    "comment": Scanner.skip_comment,
    "script": Scanner.skip_script,
    "auto": Scanner.read_autolink,
    "raw": Scanner.read_raw,
    "image": Scanner.open_bracket,
    "open": Scanner.open_bracket,
    "close": Scanner.close_bracket,
    "gap": Scanner.end_paragraph,
}


def clean(url: str) -> str:
    """Return a destination as Python-Markdown does: without escapes, its references decoded."""
    return decode_ended(ESCAPE.sub(r"\1", url).strip())


def fenced(text: str) -> list[tuple[int, int]]:
    """Return where fenced code begins and ends, in order.

    A fence ends at the next one of the same length and character (pymdownx.superfences); one that
    is not closed before the text is less indented is none.
    """
    fences = list(FENCE.finditer(text))
    closing: dict[str, list[int]] = {}
    for index, match in enumerate(fences):
        if not match[3].strip():
            closing.setdefault(match[2], []).append(index)
    dedents: dict[int, int] = {}
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(fences):
        opening = fences[index]
        closers = closing.get(opening[2], [])
        following = bisect_right(closers, index)
        index += 1
        if following == len(closers) or "`" in opening[3]:
            continue
        end = fences[closers[following]]
        indent = len(opening[1].expandtabs(4))
        if indent and dedent(text, opening.end(), indent, dedents) <= end.start():
            continue
        found.append((opening.start(), end.end()))
        index = closers[following] + 1
    return found


def dedent(text: str, at: int, indent: int, known: dict[int, int]) -> int:
    """Return where a text is first less indented than some columns; each line is read once."""
    if known.get(indent, -1) < at:
        less = (m for m in TEXT_LINE.finditer(text, at) if len(m[1].expandtabs(4)) < indent)
        match = next(less, None)
        known[indent] = match.start() if match else len(text)
    return known[indent]
