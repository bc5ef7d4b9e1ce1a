"""Measure what each heuristic of the extractor is worth: right fields without it, less those with it.

    python tests/measure/ablate.py --pages FOLDER [--all] [--write]

FOLDER is that of `extract.py`. Without `--all`, the pages of its manifest are read. A heuristic
that changes nothing here is kept only for a habit that its own test shows.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "hooks")]

import extract  # noqa: E402 - the path comes first

NEVER = re.compile(r"(?!)")
FIGURES = Path(__file__).with_suffix(".json")


def nothing(*_: object) -> list:
    return []


# What a heuristic is for; where it is; what stands in its place.
HEURISTICS = (
    ("a fuller list of authors", "ranking", "_complete", lambda own: own[0]),
    ("a heading without its kicker", "ranking", "_without_kicker", lambda best, _: best),
    ("the day that is shown", "ranking", "_as_read", lambda own, _: own[0]),
    ("votes on titles", "ranking", "_agreed", lambda own: own[0]),
    ("“Author: Ada Byron”", "html.byline", "_labelled", lambda _: ()),
    ("paths of authors' pages", "html.byline", "_AUTHOR_PATH", NEVER),
    ("links to profiles", "html.byline", "_PROFILE", NEVER),
    ("names for screen readers", "html.byline", "_UNSEEN", NEVER),
    ("dates in addresses", "html.visible", "address_date", nothing),
    ("dates that are shown", "html.visible", "shown_dates", nothing),
    ("words of change", "html.dates", "_CHANGED", NEVER),
    ("words of publication", "html.dates", "_PUBLISHED", NEVER),
    ("clauses with dates of their own", "html.dates", "_CLAUSE", NEVER),
    ("kickers within a heading", "html.main_content", "_KICKER", NEVER),
    ("parts about other things", "html.main_content", "_ELSEWHERE", NEVER),
    ("asides", "html.main_content", "_ASIDE", NEVER),
    ("a post's own footer", "html.main_content", "_OF_THE_POST", NEVER),
    ("logos as headings", "html.main_content", "_is_logo", lambda _: False),
    ("a site's name beside a title", "html.extract", "_beside", nothing),
    ("tails of titles", "html.extract", "segments", nothing),
    ("sites as authors", "html.extract", "_without_site", lambda claim, _: claim),
    ("sites' names in titles", "html.extract", "strip_site", lambda title, _: title),
    ("roles", "parse.authors", "is_role", lambda _: False),
    ("dates behind names", "parse.authors", "_DATED", NEVER),
    ("slashes between names", "parse.authors", "_at_slashes", lambda parts: parts),
    ("tails of names", "parse.authors", "_TAIL", NEVER),
    ("what is no name", "parse.authors", "_NO_NAME", NEVER),
    ("fillers of templates", "parse.authors", "NOBODY", frozenset()),
)


def score(folder, pages, expected, judged) -> list[int]:
    stated = extract.ours(folder, pages)
    return [
        sum(extract.same(field, extract.right(expected, judged, page["file"], field), stated[page["file"]].get(field)) for page in pages)
        for field in extract.FIELDS
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="read all pages of both sets")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    manifest = json.loads(extract.MANIFEST.read_text("utf-8"))
    expected = extract.expectations(given.pages)
    pages = [{"file": name, "url": each["url"]} for name, each in expected.items()] if given.all else manifest["pages"]  # fmt: skip
    judged = {(each["file"], each["field"]): each["right"] for each in manifest["judged"]}
    whole = score(given.pages, pages, expected, judged)
    figures = {"pages": len(pages), "with all": dict(zip(extract.FIELDS, whole, strict=True)), "without": {}}  # fmt: skip
    for what, where, name, stand_in in HEURISTICS:
        module = importlib.import_module(f"linkroll.metadata.{where}")
        own = getattr(module, name)
        setattr(module, name, stand_in)
        left = score(given.pages, pages, expected, judged)
        setattr(module, name, own)
        figures["without"][what] = dict(zip(extract.FIELDS, (a - b for a, b in zip(left, whole, strict=True)), strict=True))  # fmt: skip
        print(what, figures["without"][what], flush=True)
    if given.write:
        FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
