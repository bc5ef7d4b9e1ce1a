"""Measure what `lint_url` and `contradictions` say of public lists; keep every case looked at.

    python tests/measure/urls.py MIRRORS [--write]

MIRRORS holds a bare clone of each repository that `urls.json` names, as `OWNER+NAME/repo`. The
URLs of its Markdown are read at the commit that the manifest states; the lists themselves are not
kept. Every URL that is doubted stands in the manifest with a judgement: `not real` (nobody can
mean that address), `broken` (a real address with a typing error, which does not lead there), or
`real` (the doubt is wrong). Contradictions are looked for in the sources marked `"field"`, and are
judged too. `today` in the manifest is the clock. New cases are printed, and judged `?` until
somebody looks.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

from linkroll.lint.duplicates import contradictions
from linkroll.markdown.extension import read_page
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Case = dict[str, str]

MANIFEST = Path(__file__).with_suffix(".json")
INVENTED = Path(__file__).with_name("invented.txt")

# The headings and the comment of `invented.txt`.
CLASS = re.compile(
    r"\[(?:no address|hosts|paths|arXiv|DOI|forum|video|notebook|papers and people|by people|by language models)\]|# .*"
)
LINK = re.compile(
    r"\]\(\s*<?(https?://(?:[^\s<>()\"]|\([^\s()<>\"]*\))+)|href=[\"'](https?://[^\"'\s]+)"
    r"|<(https?://[^\s<>]+)>|^\s*\[[^\]]+\]:\s*<?(https?://[^\s<>]+)",
    re.IGNORECASE | re.MULTILINE,
)


def git(repository: Path, *command: str) -> str:
    """Return what git says."""
    done = subprocess.run(["git", "-C", str(repository), *command], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def pages_of(repository: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of a repository's Markdown."""
    for path in git(repository, "ls-tree", "-r", "--name-only", commit).splitlines():
        if path.lower().endswith((".md", ".markdown")):
            yield path, git(repository, "show", f"{commit}:{path}")


def urls_of(text: str) -> set[str]:
    """Return the web addresses that a page links."""
    return {next(filter(None, match.groups())) for match in LINK.finditer(text)}


def contradictions_of(pages: list[tuple[str, str]]) -> set[str]:
    """Return what `contradictions` says of the pages of one list, once for each key."""
    links = [link for path, text in pages for link in read_page(path, text).links]
    return {found.message.partition(" stands ")[2] for found in contradictions(links)}


def judged(found: Iterable[dict[str, str]], before: list[dict[str, str]], *by: str) -> list[Case]:
    """Give each case the judgement it had before, by what identifies it."""
    known = {tuple(case[name] for name in by): case["judgement"] for case in before}
    cases = [{**case, "judgement": known.get(tuple(case[n] for n in by), "?")} for case in found]
    for case in cases:
        if case["judgement"] == "?":
            print("to judge:", case)
    return cases


def measure(manifest: dict[str, Any], mirrors: Path) -> None:
    """Fill in the counts of a manifest, and the cases that are to be judged."""
    today = date.fromisoformat(manifest["today"])
    seen: set[str] = set()
    contradicted = []
    for source in manifest["sources"]:
        repository = mirrors / source["repository"].replace("/", "+") / "repo"
        source.setdefault("commit", git(repository, "rev-parse", "HEAD").strip())
        pages = list(pages_of(repository, source["commit"]))
        fresh = set[str]().union(*(urls_of(text) for _, text in pages)) - seen
        source["urls"] = len(fresh)
        seen |= fresh
        if source.get("field"):
            contradicted += [
                {"repository": source["repository"], "found": found}
                for found in sorted(contradictions_of(pages))
            ]
    doubted = [
        {"url": url, "code": found[0].code}
        for url in sorted(seen)
        if (found := lint_url(url, today))
    ]
    manifest["doubted"] = judged(doubted, manifest["doubted"], "url")
    manifest["contradictions"] = judged(
        contradicted, manifest["contradictions"], "repository", "found"
    )
    manifest["counts"] = {
        "urls": len(seen),
        "keys": dict(Counter(map(key_scheme, seen)).most_common()),
        "doubted": dict(
            Counter(
                f"{each['code']}: {each['judgement'].partition(':')[0]}"
                for each in manifest["doubted"]
            )
        ),
        "invented": dict(Counter(map(code_of(today), invented()))),
    }


def invented() -> list[str]:
    """Return the addresses of `invented.txt`."""
    lines = INVENTED.read_text("utf-8").splitlines()
    return [line for line in lines if not CLASS.fullmatch(line)]


def code_of(today: date) -> Callable[[str], str]:
    """Make a function that says how a text is caught."""

    def code(text: str) -> str:
        found = lint_url(text, today)
        return found[0].code if found else "missed"

    return code


def main() -> int:
    """Measure, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mirrors", type=Path)
    parser.add_argument("--write", action="store_true", help="write counts and new cases")
    given = parser.parse_args()
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    measure(manifest, given.mirrors)
    print(json.dumps(manifest["counts"], indent=1))
    if given.write:
        MANIFEST.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def key_scheme(url: str) -> str:
    """Return what a URL's key begins with."""
    scheme, _, rest = identify(url).key.partition(":")
    return f"nb:{rest.partition(':')[0]}" if scheme == "nb" else scheme


if __name__ == "__main__":
    sys.exit(main())
