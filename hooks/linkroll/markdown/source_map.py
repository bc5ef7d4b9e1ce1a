"""Where in its file each rendered link stands.

Markdown converts the author's text, byte for byte, and forgets where things stood. So places are
found afterwards:

1. `candidates` are the spots of the text where a link may stand, in order, with their URLs.
2. Where as many links to a URL were rendered as there are candidates for it, the first is the
   first, and so on; labels tell apart what stands in another order, as footnotes do.
3. Where the numbers differ, the places of the links before and after say which candidate it is.
4. A link without a candidate stands where its URL stands in the text, or its label; or on the
   line that made it (a macro, an include, `::: module`), between the links before and after it.
5. Where another plugin or a preprocessor changed the text, its lines are matched with those of the
   file, and what they brought in stands on the line that brought it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from linkroll.markdown.candidates import Candidate, candidates
from linkroll.markdown.raw_html import decode_ended

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NOT_WORD = re.compile(r"[\W_]+")
URL = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
PUNCTUATION = ".,;:!?)]}|*_~"
# A line that other programs replace: mkdocstrings, snippets, Jinja, includes.
GENERATOR = re.compile(r"^[ \t>]*(?:::: |;?--8<--|\{\{|\{%|\{!|!\[\[)", re.MULTILINE)
MOST_TRIES = 200  # candidates of one URL that are looked at for one link
MOST_SEARCHES = 500  # of the whole text, for links that stand nowhere near
SHORT = 2  # characters; such a text stands anywhere
NEAR = 20_000  # characters in which a text is looked for


class Place(NamedTuple):
    """A place in a file; both count from 1, columns in characters."""

    line: int
    column: int


class Located(Protocol):
    """What is looked for: a link with its URL and its text."""

    @property
    def url(self) -> str:
        """Where it leads, verbatim."""

    @property
    def text(self) -> str:
        """What readers see of it."""

    @property
    def in_footnote(self) -> bool:
        """Whether it is rendered at the end of the page instead of where it stands."""


def squash(text: str) -> str:
    """Return what of a text is the same as written and as rendered: its letters and digits."""
    return NOT_WORD.sub("", text).casefold()


class Alignment:
    """Matches rendered links with a text; see the head of this module.

    Args:
        text: The text that they were rendered from.
        references: The definitions in it.
    """

    def __init__(self, text: str, references: Mapping[str, tuple[str, str]]) -> None:
        self.text = text
        self.by_url: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in candidates(text, references):
            self.by_url[candidate.url].append(candidate)
        self.used: set[int] = set()
        self.outside: dict[str, list[int]] = {}
        self.searches_left = MOST_SEARCHES

    def locate(self, links: Sequence[Located]) -> list[int]:
        """Return the offset of each link; they come in the order in which they are rendered."""
        places: list[int | None] = [None] * len(links)
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, link in enumerate(links):
            numbers[link.url].append(number)
        for url, group in numbers.items():
            found = self.by_url.get(url, [])
            if len(found) == len(group):
                for number, candidate in self.pair(group, found, links):
                    places[number] = candidate.start
                    self.used.add(candidate.start)
            elif found:
                self.pair_by_label(group, found, links, places)
        return self.fill(places, links)

    def pair_by_label(
        self,
        group: list[int],
        found: list[Candidate],
        links: Sequence[Located],
        places: list[int | None],
    ) -> None:
        """Place the links of one URL whose labels stand as often as they are rendered."""
        by_label: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in found:
            by_label[self.label(candidate)].append(candidate)
        wanted: dict[str, list[int]] = defaultdict(list)
        for number in group:
            wanted[squash(links[number].text)].append(number)
        for label, numbers in wanted.items():
            same = by_label.get(label, [])
            if label and len(same) == len(numbers):
                for number, candidate in zip(numbers, same, strict=True):
                    places[number] = candidate.start
                    self.used.add(candidate.start)

    def pair(
        self, group: list[int], found: list[Candidate], links: Sequence[Located]
    ) -> Iterable[tuple[int, Candidate]]:
        """Pair as many links as candidates, all of one URL."""
        if len(group) == 1:
            return [(group[0], found[0])]
        group = sorted(group, key=lambda number: (links[number].in_footnote, number))
        found = sorted(found, key=lambda each: (each.in_footnote, each.start))
        wanted = [squash(links[number].text) for number in group]
        stated = [self.label(candidate) for candidate in found]
        if wanted == stated or sorted(wanted) != sorted(stated):
            return list(zip(group, found, strict=True))
        by_label: dict[str, deque[Candidate]] = defaultdict(deque)
        for label, candidate in zip(stated, found, strict=True):
            by_label[label].append(candidate)
        return [(n, by_label[label].popleft()) for n, label in zip(group, wanted, strict=True)]

    def label(self, candidate: Candidate) -> str:
        """Return the label of a candidate, squashed."""
        return squash(self.text[candidate.label_start : candidate.label_end])

    def fill(self, places: list[int | None], links: Sequence[Located]) -> list[int]:
        """Find the places that are still open, each between those before and after it."""
        after = [len(self.text)] * len(links)
        last = len(self.text)
        for number in range(len(links) - 1, -1, -1):
            after[number] = last
            place = places[number]
            if place is not None and not links[number].in_footnote:
                last = place
        before = -1
        found: list[int] = []
        for number, link in enumerate(links):
            place = places[number]
            if place is None:
                place = self.search(link, before, max(after[number], before))
                self.used.add(place)
            if not link.in_footnote:
                before = place
            found.append(place)
        return found

    def search(self, link: Located, before: int, after: int) -> int:
        """Find one link between two places."""
        for finding in (self.near_candidate, self.in_text, self.generated, self.any_candidate):
            place = finding(link, before, after)
            if place is not None:
                return place
        return self.by_label(link, before, after)

    def near_candidate(self, link: Located, before: int, after: int) -> int | None:
        """Return an unused candidate in between, one with the right label if there is one."""
        return self.choose(self.by_url.get(link.url, ()), link, before, after)

    def any_candidate(self, link: Located, before: int, after: int) -> int | None:  # noqa: ARG002
        """Return an unused candidate anywhere, or the last that there is."""
        found = self.by_url.get(link.url, ())
        if not found:
            return None
        place = self.choose(found, link, -1, len(self.text))
        return found[-1].start if place is None else place

    def choose(
        self, found: Sequence[Candidate], link: Located, before: int, after: int
    ) -> int | None:
        """Return the first unused candidate between two places, by label if possible."""
        first = None
        wanted = squash(link.text)
        start = bisect_right(found, before, key=lambda each: each.start)
        for candidate in found[start : start + MOST_TRIES]:
            if candidate.start >= after:
                break
            if candidate.start in self.used:
                continue
            if self.label(candidate) == wanted:
                return candidate.start
            first = candidate.start if first is None else first
        return first

    @cached_property
    def urls(self) -> dict[str, list[int]]:
        """Where each URL stands in the text, whatever surrounds it."""
        found: dict[str, list[int]] = defaultdict(list)
        for match in URL.finditer(self.text):
            whole = decode_ended(match[0])
            for url in {whole, whole.rstrip(PUNCTUATION), re.split(r"[)\]]", whole, maxsplit=1)[0]}:
                found[url].append(match.start())
        return found

    def in_text(self, link: Located, before: int, after: int) -> int | None:
        """Return where the URL stands in the text: in between, or else anywhere."""
        found = self.urls.get(link.url, [])
        if link.url in self.by_url and found:
            found = self.alone(link.url, found)
        if not found:
            return None
        start = bisect_right(found, before)
        unused = (at for at in found[start : start + MOST_TRIES] if at not in self.used)
        near = next(unused, None)
        if near is not None and near < after:
            return near
        if self.by_url.get(link.url):
            return None  # better one of these
        anywhere = (at for at in found[:MOST_TRIES] if at not in self.used)
        return next(anywhere, found[0])

    def alone(self, url: str, found: list[int]) -> list[int]:
        """Return where a URL stands outside its candidates."""
        if url not in self.outside:
            inside = {c.label_end + n for c in self.by_url[url] for n in (2, 3)}
            inside |= {c.start + 1 for c in self.by_url[url]}
            self.outside[url] = [at for at in found if at not in inside]
        return self.outside[url]

    def by_label(self, link: Located, before: int, after: int) -> int:
        """Return where a link stands whose URL is nowhere: where its label does."""
        start = max(before, 0)
        end = min(after, start + NEAR)
        needles = (link.url, f"[{link.text}]", link.text) if link.text else (link.url,)
        for needle in needles:
            at = self.text.find(needle, start + (before >= 0), end) if needle else -1
            if at >= 0:
                return at
        for needle in needles if self.searches_left else ():
            self.searches_left -= 1  # each may read the whole text
            at = self.text.find(needle) if len(needle) > SHORT else -1
            if at >= 0:
                return at
        return start

    def generated(self, link: Located, before: int, after: int) -> int | None:  # noqa: ARG002
        """Return the line between two places that other programs replaced."""
        index = bisect_left(self.generators, max(before, 0))
        found = self.generators[index : index + 1]
        return found[0] if found and found[0] < max(after, 1) else None

    @cached_property
    def generators(self) -> list[int]:
        """Where the lines begin that other programs replace."""
        return [match.start() for match in GENERATOR.finditer(self.text)]


class LineMap:
    """Turns offsets of a converted text into places of the file that it was made from.

    Args:
        file: The whole file, its line ends normalised.
        text: What was converted: the end of the file, or what plugins made of it.
    """

    def __init__(self, file: str, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.text = text
        self.file = file
        self.offset: int | None = None
        body = text.rstrip()
        if file.rstrip().endswith(body):
            before = file.rstrip()[: len(file.rstrip()) - len(body)]
            if before.endswith("\n") or not before:
                self.offset = before.count("\n")

    def place(self, at: int, link: Located) -> Place:
        """Return the place in the file of an offset in the text, where a link stands."""
        index = bisect_right(self.starts, at) - 1
        column = at - self.starts[index]
        if self.offset is not None:
            return Place(index + self.offset + 1, column + 1)
        hunk = self.hunks[index]
        if hunk.stop == hunk.start + 1:
            line = self.old[hunk.start]
            return Place(hunk.start + 1, column_in(line, column, self.new[index], link))
        return self.place_in(hunk, link)

    def place_in(self, hunk: range, link: Located) -> Place:
        """Return the line of a changed part that a link stands on, or that brought it in."""
        for needle in (link.url, link.text):
            for number in hunk:
                if needle and (at := self.old[number].find(needle)) >= 0:
                    return Place(number + 1, at + 1)
        made = (
            number
            for number in hunk
            if GENERATOR.match(self.old[number]) or "{{" in self.old[number]
        )
        return Place(next(made, hunk.start) + 1, 1)

    @cached_property
    def old(self) -> list[str]:
        """The lines of the file."""
        return self.file.split("\n")

    @cached_property
    def new(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    @cached_property
    def hunks(self) -> list[range]:
        """For each line of the text, the lines of the file that it comes from, from 0."""
        return line_hunks([normal(line) for line in self.old], [normal(line) for line in self.new])


def normal(line: str) -> str:
    """Return a line as Python-Markdown normalises it."""
    return line.expandtabs(4).rstrip()


def column_in(line: str, column: int, converted: str, link: Located) -> int:
    """Return the column of a file's line for an offset in what it was converted to."""
    if "\t" in line and line.expandtabs(4) == converted:
        return next(n for n in range(len(line) + 1) if len(line[:n].expandtabs(4)) >= column) + 1
    if line.rstrip() == converted.rstrip():
        return column + 1
    at = max(line.find(link.url), 0) if link.url else 0
    label = line.find(f"[{link.text}]") if link.text else -1
    return (label if label >= 0 else at) + 1


LARGE = 4_000_000  # lines times lines that are compared one by one


def line_hunks(old: Sequence[str], new: Sequence[str]) -> list[range]:
    """Return for each new line the old ones it comes from, at least one."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    found = [range(number, number + 1) for number in range(start)]
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    large = len(middle_old) * len(middle_new) > LARGE
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=large)
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        if i_end - i == j_end - j:
            found += [range(start + n, start + n + 1) for n in range(i, i_end)]
        else:
            first = min(start + i, max(len(old) - 1, 0)) if i_end > i else max(start + i - 1, 0)
            found += [range(first, max(start + i_end, first + 1))] * (j_end - j)
    return found + [range(n, n + 1) for n in range(len(old) - end, len(old))]
