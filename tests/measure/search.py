"""Ask the built site what readers ask, in a real browser: what comes first, and how soon.

    python tests/measure/search.py [--queries FILE] [--entries N] [--name NAME]

Each query of `queries.tsv` is typed key by key. Its columns are the manner of asking, the query,
and what is right: keys of entries, or addresses of pages, any of which will do. `--entries`
adds so many invented entries to the real site, in the words of the real ones. Writes its figures
to `search.json` under NAME, beside this file.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "hooks")]

from playwright.sync_api import sync_playwright  # noqa: E402 - the tests are no package

from conftest import copy_site, mkdocs, serve  # noqa: E402
from find_browser import find_browser  # noqa: E402

TOPICS = 50
RESULTS = ".md-search-result__link:visible"

# Notes for each key when the page next shows another list of results.
CLOCK = """
window.waits = 0; window.spent = []
addEventListener("keydown", () => { window.waits = performance.now() }, true)
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const began = window.waits
  if (began) requestAnimationFrame(() => {
    if (window.waits !== began) return
    window.spent.push([performance.now() - began, document.querySelector(".md-search__input").value])
    window.waits = 0
  })
}).observe(document.querySelector(".md-search-result"),
  { childList: true, characterData: true, subtree: true }))
"""


def main() -> None:
    """Measure, print and write."""
    asked = arguments()
    with asked.queries.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with tempfile.TemporaryDirectory() as name:
        folder = copy_site(Path(name))
        fill(folder, asked.entries)
        built = mkdocs(folder, "build", "--quiet", SITE_URL="http://127.0.0.1/")
        assert built.code == 0, built.log
        size = (folder / "site/search/search_index.json").stat().st_size
        with serve(folder / "site") as address:
            answers, ready, spent = ask(address, rows)
    times = [ms for ms, _ in spent]
    found = {
        "queries": asked.queries.name,
        "entries": len(answers.pop("ids")),
        "index_kib": size // 1024,
        **judge(rows, answers["found"]),
        "ms_until_index_is_there": round(ready),
        "ms_a_key": {
            "median": round(statistics.median(times)),
            "p95": round(statistics.quantiles(times, n=20)[-1]),
            "most": [f"{round(ms)}: {typed}" for ms, typed in sorted(spent, reverse=True)[:3]],
        },
        "load": round(os.getloadavg()[0], 1),
    }
    keep(asked.name or f"ours, {asked.queries.stem}, {asked.entries or 'real'}", found)
    print(json.dumps(found, indent=2, ensure_ascii=False))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=Path, default=HERE / "queries.tsv")
    parser.add_argument("--entries", type=int, default=0)
    parser.add_argument("--name")
    return parser.parse_args()


def ask(address: str, rows: list[dict[str, str]]) -> tuple[dict, float, list[tuple[float, str]]]:
    """Type every query; return the first three addresses of each, and what was waited, in ms."""
    path = find_browser()  # which may start Playwright itself
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(CLOCK)
        page.goto(address)
        entries = page.request.get(f"{address}links.json").json()["entries"]
        ids = {entry["key"]: entry["page"].removeprefix("http://127.0.0.1/") for entry in entries}
        page.keyboard.press("/")
        began = time.perf_counter()
        page.keyboard.type("x")
        page.locator(".md-search-result__list > *").first.wait_for()
        ready = (time.perf_counter() - began) * 1000
        page.evaluate("spent.length = 0")
        found = [answer(page, row["query"], address) for row in rows]
        spent = page.evaluate("spent")
        browser.close()
    right = [{ids.get(one, one) for one in row["right"].split()} for row in rows]
    return {"ids": ids, "found": list(zip(found, right, strict=True))}, ready, spent


def answer(page, query: str, address: str) -> list[str]:
    """Type one query; return the addresses of the first three results."""
    page.locator(".md-search__input").fill("")
    page.evaluate("waits = 0")
    for letter in query:
        page.keyboard.type(letter)
        page.wait_for_function("!waits", polling=5, timeout=10_000)
    links = page.locator(RESULTS)
    shown = [link.evaluate("link => link.href") for link in links.all()[:3]]
    return [href.removeprefix(address) for href in shown]


def judge(rows: list[dict[str, str]], answers: list[tuple[list[str], set[str]]]) -> dict:
    """Return how often the right one was first and among the first three, and what missed."""
    first = [bool(found) and found[0] in right for found, right in answers]
    three = [bool(right & set(found)) for found, right in answers]
    missed = [
        f"{row['asked']}: {row['query']} {'(among three)' if close else ''} → {', '.join(found)}"
        for row, hit, close, (found, _) in zip(rows, first, three, answers, strict=True)
        if not hit
    ]
    return {
        "asked": len(rows),
        "first": round(sum(first) / len(rows), 3),
        "among_three": round(sum(three) / len(rows), 3),
        "not_first": missed,
    }


def fill(folder: Path, entries: int) -> None:
    """Write topics with invented entries, in words of the real site, so many in all."""
    dice = random.Random(7)  # the same site every time
    records = [json.loads(line) for line in (folder / "links.lock").read_text().splitlines()]
    titles = [word for record in records for word in record.get("title", "").split()]
    notes = (folder / "docs/topics").glob("*.md")
    words = [word for page in sorted(notes) for word in page.read_text().split() if word.isalpha()]
    names = sorted({name for record in records for name in record.get("authors", [])})
    first, last = [name.split()[0] for name in names], [name.split()[-1] for name in names]
    for topic in range(TOPICS if entries else 0):
        page = [f"# {' '.join(dice.sample(titles, 3))} {topic}", "", "## Links", ""]
        for n in range(topic, entries, TOPICS):
            by = ", ".join(f"{dice.choice(first)} {dice.choice(last)}" for _ in range(3))
            url = f"https://arxiv.org/abs/{dice.randrange(1600, 2600)}.{10000 + n}"
            title = " ".join(dice.choices(titles, k=8)).replace("[", "").replace("]", "")
            note = " ".join(dice.choices(words, k=25))
            stated = f'by="{by}" date={dice.randrange(2016, 2027)} kind=paper'
            page.append(f"- [{title}]({url}){{ {stated} }} — {note}.")
        (folder / f"docs/topics/invented-{topic}.md").write_text("\n".join(page) + "\n")


def keep(name: str, found: dict) -> None:
    """Write the figures beside those of other runs."""
    path = HERE / "search.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    kept[name] = found
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
