"""Compare what we read from saved pages with trafilatura and metascraper, on their own test pages.

    python tests/measure/extract.py --pages FOLDER --trafilatura PYTHON --metascraper FOLDER [--write]

``--pages`` holds clones of the repositories that `extract.json` names, at the commits it names;
``--trafilatura`` is a Python that has trafilatura, ``--metascraper`` a folder that has metascraper
and its rules for author, date and title installed. ``--choose`` draws the pages anew.

Right is what the page's test set expects; where that is wrong by what the page itself says,
`extract.json` lists the right value under ``judged``, with the reason, and all three are measured
against it. A title counts as right when its letters and digits are the same; authors when the
names are the same, in any order; a date when the day is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "hooks"))

from linkroll.metadata.html.extract import extract_metadata

MANIFEST = Path(__file__).with_suffix(".json")
FIELDS = ("title", "author", "date")
FROM_TRAFILATURA, FROM_METASCRAPER = 120, 70

TRAFILATURA = """
import json, sys, trafilatura
told = {}
for line in sys.stdin:
    page = json.loads(line)
    try:
        with open(page["file"], "rb") as file:
            found = trafilatura.extract_metadata(file.read(), default_url=page["url"])
        told[page["file"]] = {name: getattr(found, name) for name in ("title", "author", "date")}
    except Exception as error:
        told[page["file"]] = {"error": str(error)}
json.dump(told, sys.stdout)
"""


def main() -> None:
    options = arguments()
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}
    pages = choose(options.pages) if options.choose else manifest["pages"]
    expected = expectations(options.pages)
    verify(options.pages, pages)
    told = {
        "linkroll": ours(options.pages, pages),
        "trafilatura": theirs([str(options.trafilatura), "-c", TRAFILATURA], options.pages, pages, Path.cwd()),
        "metascraper": theirs(["node", str(Path(__file__).with_suffix(".mjs"))], options.pages, pages, options.metascraper),
    }  # fmt: skip
    judged = {(each["file"], each["field"]): each["right"] for each in manifest.get("judged", [])}
    counts = count(pages, expected, judged, told)
    print(json.dumps(counts, indent=1))
    if options.cases:
        Path(options.cases).write_text(json.dumps(list(cases(pages, expected, judged, told)), ensure_ascii=False, indent=1), encoding="utf-8")  # fmt: skip
    if options.write:
        manifest |= {
            "repositories": commits(options.pages),
            "versions": versions(options),
            "counts": counts,
            "pages": pages,
        }
        manifest.setdefault("judged", [])
        MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--trafilatura", type=Path, required=True)
    parser.add_argument("--metascraper", type=Path, required=True)
    parser.add_argument("--choose", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cases", help="write every case in which somebody differs to this file")
    return parser.parse_args()


def choose(folder: Path) -> list[dict[str, str]]:
    """Draw pages by the hash of their address, so that nobody's taste is in it.

    Of trafilatura's, only the half that the extractor was not developed on.
    """
    pages = []
    for source, most in (("trafilatura", FROM_TRAFILATURA), ("metascraper", FROM_METASCRAPER)):
        known = [each for each in expectations(folder).values() if each["file"].startswith(source)]
        drawn = sorted(known, key=lambda each: digest(each["url"].encode()))
        odd = [each for each in drawn if source != "trafilatura" or int(digest(each["url"].encode()), 16) % 2]  # fmt: skip
        pages += [
            {"file": each["file"], "url": each["url"], "sha256": digest((folder / each["file"]).read_bytes())}
            for each in odd[:most]
        ]  # fmt: skip
    return pages


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def verify(folder: Path, pages: list[dict[str, str]]) -> None:
    for page in pages:
        if digest((folder / page["file"]).read_bytes()) != page["sha256"]:
            sys.exit(f"{page['file']} is not the file that was measured; is it another commit?")


def expectations(folder: Path) -> dict[str, dict[str, Any]]:
    """Read what both test sets expect, by file."""
    found = [*expected_by_trafilatura(folder), *expected_by_metascraper(folder)]
    return {each["file"]: each for each in found}


def expected_by_trafilatura(folder: Path) -> list[dict[str, Any]]:
    tests = folder / "trafilatura" / "tests"
    stated = json.loads((tests / "evaldata.json").read_text(encoding="utf-8"))
    return [
        {"file": str(file.relative_to(folder)), "url": url} | {name: item.get(name) or "" for name in FIELDS}
        for url, item in stated.items()
        for file in (tests / "cache" / item["file"], tests / "eval" / item["file"])
        if item.get("title") and file.exists()
    ]  # fmt: skip


def expected_by_metascraper(folder: Path) -> list[dict[str, Any]]:
    """Read its snapshots, written by its own test runner."""
    found = []
    tests = folder / "metascraper" / "packages" / "metascraper" / "test" / "integration"
    for snapshot in sorted(tests.glob("*/snapshots/index.js.md")):
        page = snapshot.parents[1] / "input.html"
        text = snapshot.read_text(encoding="utf-8")
        stated = {name: value for name in (*FIELDS, "url") if (value := member(text, name)) is not None}  # fmt: skip
        if page.exists() and stated.get("title") and text.count("> Snapshot") == 1:
            url = address((snapshot.parents[1] / "index.js").read_text("utf-8")) or stated.get("url")  # fmt: skip
            found.append({"file": str(page.relative_to(folder)), "author": "", "date": ""} | stated | {"url": url})  # fmt: skip
    return [each for each in found if each["url"]]


def member(text: str, name: str) -> str | None:
    value = re.search(
        rf"^ +{name}: (?:'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"|`([^`]*)`),$",
        text,
        re.MULTILINE,
    )
    return re.sub(r"\\(.)", r"\1", next(filter(None, value.groups()), "")) if value else None


def address(script: str) -> str | None:
    found = re.search(r"url = ['\"`]([^'\"`]+)|(https?://[^'\"`\s]+)", script)
    return (found[1] or found[2]) if found else None


def ours(folder: Path, pages: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    told = {}
    for page in pages:
        facts = extract_metadata((folder / page["file"]).read_bytes(), page["url"])
        told[page["file"]] = {
            "title": facts.title,
            "author": list(facts.authors),
            "date": facts.date,
        }
    return told


def theirs(
    command: list[str], folder: Path, pages: list[dict[str, str]], at: Path
) -> dict[str, dict[str, Any]]:
    lines = [json.dumps({"file": str((folder / page["file"]).resolve()), "url": page["url"]}) for page in pages]  # fmt: skip
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True, cwd=at)  # fmt: skip
    told = json.loads(done.stdout)
    return {page["file"]: told[str((folder / page["file"]).resolve())] for page in pages}


def count(
    pages: list[dict[str, str]],
    expected: dict[str, dict[str, Any]],
    judged: dict[tuple[str, str], Any],
    told: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """Count right answers against the sets' own values, and against those as judged."""
    return {
        measure: {
            field: {
                tool: sum(
                    same(field, right(expected, rulings, page["file"], field), answers[page["file"]].get(field))
                    for page in pages
                )
                for tool, answers in told.items()
            }
            | {"of": len(pages)}
            for field in FIELDS
        }
        for measure, rulings in (("as expected by the sets", {}), ("as judged", judged))
    }  # fmt: skip


def right(
    expected: dict[str, dict[str, Any]],
    judged: dict[tuple[str, str], Any],
    file: str,
    field: str,
) -> Any:
    return judged.get((file, field), expected[file][field])


def cases(
    pages: list[dict[str, str]],
    expected: dict[str, dict[str, Any]],
    judged: dict[tuple[str, str], Any],
    told: dict[str, dict[str, Any]],
) -> Any:
    """Yield every case in which one of the three differs from what is expected."""
    for page in pages:
        for field in FIELDS:
            value = right(expected, judged, page["file"], field)
            answers = {tool: answer[page["file"]].get(field) for tool, answer in told.items()}
            wrong = [tool for tool in answers if not same(field, value, answers[tool])]
            if wrong:
                yield page | {"field": field, "expected": value, "wrong": wrong, "told": answers, "judged": (page["file"], field) in judged}  # fmt: skip


def same(field: str, one: Any, other: Any) -> bool:
    """Say whether two values are the same; ``right`` may list several that are."""
    if isinstance(one, dict):
        return any(same(field, each, other) for each in one["any of"])
    if field == "author":
        return people(one) == people(other)
    if field == "date":
        return (one or "")[:10] == (other or "")[:10]
    return letters(one or "") == letters(other or "")


def people(stated: Any) -> frozenset[str]:
    if isinstance(stated, str):
        plain = re.sub(r"^(?:by|von|por|par)\s", "", stated, flags=re.IGNORECASE)
        stated = re.split(r"\s*[;,]\s*|\s+(?:and|und|y|et|&)\s+", plain)
    return frozenset(filter(None, map(letters, stated or [])))


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def commits(folder: Path) -> dict[str, str]:
    names = {"trafilatura": "adbar/trafilatura", "metascraper": "microlinkhq/metascraper"}
    return {
        repository: subprocess.run(["git", "-C", str(folder / name), "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
        for name, repository in names.items()
    }  # fmt: skip


def versions(options: argparse.Namespace) -> dict[str, str]:
    asked = [str(options.trafilatura), "-c", "import trafilatura; print(trafilatura.__version__)"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    package = options.metascraper / "node_modules" / "metascraper" / "package.json"
    return {"trafilatura": told, "metascraper": json.loads(package.read_text("utf-8"))["version"]}


if __name__ == "__main__":
    main()
