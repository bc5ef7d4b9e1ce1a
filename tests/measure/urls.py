"""Measure what `doubts` says of real URLs, and keep every case that was looked at.

    python tests/measure/urls.py MIRRORS [--write]

MIRRORS holds a bare clone of each repository that `urls.json` names, as `OWNER+NAME/repo`. The
URLs of its Markdown are read at the commit that the manifest states; the lists themselves are not
kept. Every URL that is doubted must stand in the manifest with a judgement: `invented` where a
look shows that it cannot be what it says, `real` where the doubt is wrong.
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
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

from linkroll.placeholders import doubts
from linkroll.urls import identify

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = Path(__file__).with_suffix(".json")
TODAY = date(2026, 11, 1)

LINK = re.compile(
    r"\]\(\s*<?(https?://(?:[^\s<>()\"]|\([^\s()<>\"]*\))+)|href=[\"'](https?://[^\"'\s]+)"
    r"|<(https?://[^\s<>]+)>|^\s*\[[^\]]+\]:\s*<?(https?://[^\s<>]+)",
    re.IGNORECASE | re.MULTILINE,
)


def git(repository: Path, *command: str) -> str:
    """Return what git says."""
    done = subprocess.run(["git", "-C", str(repository), *command], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def urls_of(repository: Path, commit: str) -> Iterator[str]:
    """Yield the links of a repository's Markdown."""
    for path in git(repository, "ls-tree", "-r", "--name-only", commit).splitlines():
        if path.lower().endswith((".md", ".markdown")):
            for match in LINK.finditer(git(repository, "show", f"{commit}:{path}")):
                yield next(filter(None, match.groups()))


def measure(mirrors: Path, source: dict[str, object], seen: set[str]) -> dict[str, str]:
    """Count the URLs of one repository that no other had, and return the doubted ones."""
    repository = mirrors / str(source["repository"]).replace("/", "+") / "repo"
    source.setdefault("commit", git(repository, "rev-parse", "HEAD").strip())
    fresh = set(urls_of(repository, str(source["commit"]))) - seen
    seen |= fresh
    source["urls"] = len(fresh)
    return {url: found[0].code for url in sorted(fresh) if (found := doubts(url, TODAY))}


def main() -> int:
    """Measure, and compare with what was judged before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mirrors", type=Path)
    parser.add_argument("--write", action="store_true", help="write counts and new cases")
    given = parser.parse_args()
    manifest = json.loads(MANIFEST.read_text())
    seen: set[str] = set()
    doubted: dict[str, str] = {}
    for source in manifest["sources"]:
        doubted |= measure(given.mirrors, source, seen)
    judged = {case["url"]: case for case in manifest["doubted"]}
    cases = [
        {"url": url, "code": code, "judgement": judged.get(url, {}).get("judgement", "?")}
        for url, code in sorted(doubted.items())
    ]
    counts = Counter((case["code"], case["judgement"]) for case in cases)
    manifest["doubted"] = cases
    manifest["counts"] = {
        "urls": len(seen),
        "keys": dict(Counter(key_scheme(url) for url in seen).most_common()),
        **{f"{code}, {judgement}": number for (code, judgement), number in sorted(counts.items())},
    }
    print(json.dumps(manifest["counts"], indent=1))
    for case in cases:
        if case["url"] not in judged:
            print(case["code"], case["url"], doubts(case["url"], TODAY)[0].message[-70:])
    if given.write:
        MANIFEST.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    return 0


def key_scheme(url: str) -> str:
    """Return what a URL's key begins with."""
    scheme, _, rest = identify(url).key.partition(":")
    return f"nb:{rest.partition(':')[0]}" if scheme == "nb" else scheme


if __name__ == "__main__":
    sys.exit(main())
