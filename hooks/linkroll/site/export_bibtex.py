"""The catalogue as BibTeX that every reader of it loads, whatever names and titles hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from linkroll.site.citation import PREPRINT_SERVER, cited_year, venue_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MONTH_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%",
        "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
# For braces without their others: BibTeX counts even escaped ones. Pandoc leaves commands out.
LONE_BRACES = ESCAPES | str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
# Between two characters of which TeX makes one: -- ” “ ¡ ¿
LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[!?])(?=`)")
NAME_SUFFIX = re.compile(r"(.+) ([JS]r\.?|I{2,3}|IV)")
# What would split a name, or be split off it.
ONE_NAME = re.compile(r",|\band\b|[{}\\\"]|^\S+$", re.IGNORECASE)


def as_bibtex(entries: Iterable[Mapping[str, Any]]) -> str:
    """Write entries, as `export_json.as_objects` gives them, in BibTeX.

    People and groups are no works, and of a link that leads elsewhere nothing is known that could be cited.
    """
    works = filter(is_work, give_citation_keys(entries))
    return "\n".join(write_entry(entry, entry["citekey"]) for entry in works)


def give_citation_keys(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return entries with the key that each has in BibTeX as ``citekey``; no two share one."""
    taken: set[str] = set()
    return [
        {**entry, "citekey": new_key(entry["key"], taken)} if is_work(entry) else dict(entry)
        for entry in entries
    ]


def is_work(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is a work whose identifier is right; people and their meetings are none."""
    wrong = entry.get("flag", {}).get("code") in ("placeholder", "mislabelled")
    return entry["kind"] not in NO_WORKS and not wrong


def new_key(key: str, taken: set[str]) -> str:
    """Return a citation key made from a key alone, in characters that no reader minds."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", key).strip("-.") or "entry"
    number, chosen = 1, readable
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{readable}-{number}"
    taken.add(chosen.casefold())
    return chosen


def write_entry(entry: Mapping[str, Any], key: str) -> str:
    """Write one entry; what is not known is left out."""
    kind = entry_type(entry)
    lines = [f"  {name} = {value}" for name, value in fields(entry, kind).items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


JOURNAL = re.compile(
    r"^(nature|patterns|computational linguistics)\b"
    r"|\b(TMLR|JMLR|TACL|PNAS|transactions|journal|letters)\b",
    re.IGNORECASE,
)
MEETING = re.compile(r"\b(19|20)\d\d\b|\b(workshop|proceedings|conference)\b", re.IGNORECASE)
# Who publishes on a site of their own is no journal.
PUBLISHERS = frozenset({"anthropic", "openai", "google deepmind", "transluce", "neuronpedia"})
# What the place of publication is called in each type of entry.
VENUES = {"article": "journal", "inproceedings": "booktitle", "misc": "howpublished"}
NO_WORKS = frozenset({"person", "group", "community", "event"})
PUBLISHED = frozenset({"paper", "benchmark", "dataset"})  # kinds that journals and meetings publish


def entry_type(entry: Mapping[str, Any]) -> str:
    """Choose the type: preprints, and what no journal or meeting published, are miscellaneous.

    A venue that names its year, or calls itself so, is a meeting (“ICML 2025”); others are journals.
    """
    venue = entry.get("venue") or ""
    if entry["kind"] not in PUBLISHED or venue in ("", PREPRINT_SERVER):
        return "misc"
    if venue.casefold() in PUBLISHERS:
        return "misc"
    return "inproceedings" if MEETING.search(venue) and not JOURNAL.search(venue) else "article"


def fields(entry: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Return the fields of an entry, in their order, ready to be written."""
    doi, eprint = (identifier_in(entry, scheme) for scheme in ("doi", "arxiv"))
    venue = entry.get("venue") or ""
    if venue == PREPRINT_SERVER and eprint:
        venue = ""
    return {
        # A second pair of braces keeps the case as it is.
        "title": braced(f"{{{escape_latex(entry['title'])}}}"),
        "author": braced(" and ".join(filter(None, map(write_name, entry.get("authors") or ())))),
        "year": braced(year_of(entry)),
        "month": month_field(entry),
        VENUES[kind]: braced(escape_latex(venue)),
        "doi": braced(doi),
        "eprint": braced(eprint),
        "archiveprefix": braced("arXiv") if eprint else "",
        "url": braced(entry.get("url") or "") if is_tame(entry.get("url") or "") else "",
        "note": braced(flag_note(entry)),
    }


def year_of(entry: Mapping[str, Any]) -> str:
    """Return the year to cite: the venue's, where it is known."""
    return cited_year(entry.get("venue"), entry.get("date"), keys_of(entry))


def month_field(entry: Mapping[str, Any]) -> str:
    """Return the month of publication; a preprint's is not that of the venue."""
    year, _, rest = (entry.get("date") or "").partition("-")
    month = int(rest[:2]) if rest[:2].isdecimal() else 0
    published = venue_year(entry.get("venue"), keys_of(entry))
    if published and (published != year or identifier_in(entry, "arxiv")):
        return ""
    return MONTH_MACROS[month - 1] if 1 <= month <= 12 else ""


def flag_note(entry: Mapping[str, Any]) -> str:
    """Return a note that a link is flagged, for whoever follows it from a bibliography."""
    flag = entry.get("flag")
    return escape_latex(f"Flagged ({flag['code']}): {flag['reason']}") if flag else ""


def keys_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every key of the work, the entry's own first."""
    return (entry["key"], *entry.get("same", ()))


def identifier_in(entry: Mapping[str, Any], scheme: str) -> str:
    """Return what a work is known by in a scheme, by its own key or by another one; or nothing."""
    found = (
        key.removeprefix(f"{scheme}:") for key in keys_of(entry) if key.startswith(f"{scheme}:")
    )
    return next(filter(is_tame, found), "")


def write_name(name: str) -> str:
    """Write a name, "First Last", so that it stays one name."""
    if not escape_latex(name):
        return ""  # an “and” with nothing behind it would become part of the name before
    if suffixed := NAME_SUFFIX.fullmatch(name):
        first, _, last = suffixed[1].rpartition(" ")
        if first and not ONE_NAME.search(suffixed[1]):
            return f"{escape_latex(last)}, {escape_latex(suffixed[2])}, {escape_latex(first)}"
    return f"{{{escape_latex(name)}}}" if ONE_NAME.search(name) else escape_latex(name)


def escape_latex(text: str) -> str:
    """Escape a text for LaTeX, on one line."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    escaped = shown.translate(ESCAPES if is_balanced(shown) else LONE_BRACES)
    return LIGATURE.sub("{}", escaped)


def is_balanced(text: str) -> bool:
    """Whether every brace of a text has its other."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def is_tame(text: str) -> bool:
    """Whether a text can stand where nothing is escaped: an address, a number."""
    return not re.search(r"[{}\\\s]", text)


def braced(text: str) -> str:
    """Put a value into braces; nothing stays nothing."""
    return f"{{{text}}}" if text.strip("{}") else ""
