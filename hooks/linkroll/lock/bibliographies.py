"""Bibliographies as Zotero and others export them, read as rows for the lock: BibTeX, CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkroll.findings import Finding, finding
from linkroll.lock.import_jsonl import BadRowError, Row
from linkroll.metadata.parse.authors import is_name
from linkroll.metadata.parse.bibtex import ENTRY, entry_date, names_of, read_entries
from linkroll.metadata.parse.dates import calendar_date, parse_date
from linkroll.metadata.parse.latex import from_latex
from linkroll.metadata.parse.titles import one_line
from linkroll.metadata.providers.queue import member, members, text
from linkroll.placeholders.lint_url import doubts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

# What BibTeX and CSL call a thing, where that says more than its address does.
KINDS = {
    "article": "paper", "inproceedings": "paper", "conference": "paper", "proceedings": "paper",
    "incollection": "paper", "phdthesis": "paper", "mastersthesis": "paper", "thesis": "paper",
    "techreport": "paper", "report": "paper", "unpublished": "paper", "book": "paper",
    "article-journal": "paper", "paper-conference": "paper", "chapter": "paper",
    "post-weblog": "post", "post": "thread", "software": "code", "dataset": "dataset",
    "motion_picture": "video", "broadcast": "video", "speech": "video", "video": "video",
}  # fmt: skip
NO_WORKS = frozenset({"comment", "string", "preamble"})
VENUES = (
    "journal",
    "journaltitle",
    "booktitle",
    "howpublished",
    "publisher",
    "school",
    "institution",
)
_ARXIV = re.compile(
    r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)
_LOCATION = re.compile(r"https?://[^\s{}\"<>\\]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a bibliography, with the line that it starts on."""

    line: int
    row: Row | None = None
    trouble: str = ""


def reader_for(content: bytes, name: str) -> Callable[[bytes], Iterator[Item]] | None:
    """Return how to read a file, by its name or its first character; None for JSON lines."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if name.lower().endswith((".bib", ".bibtex")) or start in (b"@", b"%"):
        return read_bibtex
    return read_csl if start == b"[" else None


def read_bibliography(
    content: bytes, name: str, read: Callable[[bytes], Iterator[Item]], today: date
) -> tuple[list[Row], list[Finding]]:
    """Read a bibliography. What is wrong with an item is a finding at its line, and skips it."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for item in read(content.removeprefix(b"\xef\xbb\xbf")):
        trouble = item.trouble or _trouble(item.row, today)
        if item.row and not trouble:
            rows.append(item.row)
        else:
            what = f"the item is left out: {trouble}"
            findings.append(finding("malformed", what, "mend it, and import again", path=name, line=item.line))  # fmt: skip
    return rows, findings


def _trouble(row: Row | None, today: date) -> str:
    placeholder = (
        doubt for doubt in doubts(row.url if row else "", today) if doubt.code == "placeholder"
    )
    return next((doubt.message for doubt in placeholder), "")


def read_bibtex(content: bytes) -> Iterator[Item]:
    """Read BibTeX or biblatex, an item at a time."""
    source = content.decode("utf-8", "replace").replace("\r\n", "\n")
    starts = [found for found in ENTRY.finditer(source) if found[1].lower() not in NO_WORKS]
    ends = [*(found.start() for found in starts[1:]), len(source)]
    for start, end in zip(starts, ends, strict=False):
        line = source.count("\n", 0, start.start()) + 1
        block = source[start.start() : end]
        try:
            yield Item(line, _from_bibtex(start[1].lower(), block))
        except BadRowError as error:
            yield Item(line, trouble=str(error))
    if not starts and source.strip():
        yield Item(1, trouble="there is no BibTeX entry in it")


def _from_bibtex(kind: str, block: str) -> Row:
    entries = read_entries(block)
    entry = entries[0] if entries else {}
    if block.count("{") != block.count("}"):
        raise BadRowError("its braces do not close")
    stated = [entry.get("url", ""), entry.get("howpublished", ""), entry.get("note", "")]
    found = [each[0] for text in stated if (each := _LOCATION.search(text.replace("\\", "")))]
    addresses = _addresses(found, entry.get("doi", ""), entry.get("eprint", ""))
    venue = next(
        (entry[name] for name in VENUES if entry.get(name) and "http" not in entry[name]), ""
    )
    return Row(
        url=addresses[0],
        kind=KINDS.get(kind),
        title=from_latex(one_line(entry.get("title", ""))) or None,
        authors=names_of(entry.get("author", "")),
        date=entry_date(entry),
        venue=from_latex(one_line(venue)) or None,
        alternatives=tuple(addresses[1:]),
    )


def _addresses(found: list[str], doi: str, eprint: str) -> list[str]:
    """All addresses that an item states: its own, its preprint's, its DOI's.

    Raises:
        BadRowError: There is none.
    """
    number = _ARXIV.fullmatch(eprint.strip())
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", doi.strip().replace("\\", ""))
    stated = [
        *found[:1],
        *([f"https://arxiv.org/abs/{number[1]}"] if number else []),
        *([f"https://doi.org/{bare}"] if bare.startswith("10.") else []),
    ]
    if not stated:
        raise BadRowError("it has no url, no DOI and no arXiv number")
    return list(dict.fromkeys(stated))


def read_csl(content: bytes) -> Iterator[Item]:
    """Read CSL-JSON, a list of items (https://docs.citationstyles.org), an item at a time."""
    try:
        source = content.decode()
    except UnicodeDecodeError:
        yield Item(1, trouble="it is not JSON in UTF-8")
        return
    decoder = json.JSONDecoder(strict=False)
    at = source.index("[") + 1
    while (at := _next_item(source, at)) < len(source) and source[at] != "]":
        line = source.count("\n", 0, at) + 1
        try:
            item, at = decoder.raw_decode(source, at)
            yield Item(line, _from_csl(item))
        except BadRowError as error:
            yield Item(line, trouble=str(error))
        except (ValueError, RecursionError):
            yield Item(line, trouble="from here on it is not JSON")
            return


def _next_item(source: str, at: int) -> int:
    while at < len(source) and source[at] in " \t\r\n,":
        at += 1
    return at


def _from_csl(item: object) -> Row:
    if not isinstance(item, dict):
        raise BadRowError("it is not a JSON object")
    # Better BibTeX and Zotero keep the arXiv number in one of these.
    eprint = re.sub(
        r"^arxiv:\s*",
        "",
        text(item, "number") or text(item, "archive_location"),
        flags=re.IGNORECASE,
    )
    found = _LOCATION.findall(text(item, "URL"))
    addresses = _addresses(found, text(item, "DOI"), eprint.partition(" ")[0])
    names = [one_line(_csl_name(each)) for each in members(item, "author")]
    return Row(
        url=addresses[0],
        kind=KINDS.get(text(item, "type")),
        title=from_latex(one_line(text(item, "title"))) or None,
        authors=tuple(name for name in names if is_name(name)),
        date=_csl_date(item),
        venue=from_latex(one_line(text(item, "container-title") or text(item, "publisher")))
        or None,
        alternatives=tuple(addresses[1:]),
    )


def _csl_name(name: object) -> str:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(filter(None, (text(name, part) for part in parts))) or text(name, "literal")


def _csl_date(item: object) -> str | None:
    """``{"date-parts": [[2022, 9, 21]]}``, whose numbers may be texts, or a text."""
    stated = [
        each for each in members(item, "issued", "date-parts", 0) if isinstance(each, str | int)
    ]
    numbers = [int(each) for each in stated[:3] if str(each).isdecimal() and len(str(each)) < 5]
    if numbers:
        return calendar_date(*numbers)
    said = (
        member(item, "issued", "raw") or member(item, "issued", "literal") or member(item, "issued")
    )
    return parse_date(said) if isinstance(said, str) else None
