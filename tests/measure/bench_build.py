"""Time whole builds with the hook and without it, on one corpus, in alternating runs.

    python tests/measure/bench_build.py [ENTRIES] [RUNS]

Entries stand fifty to a topic page, with records in a lock, under the theme and the search
plugin of the real site; the network is off. The best run of each counts. Prints the ratio and
writes `bench_build.json` beside this file.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PER_PAGE = 50
GOAL = 1.4

CONFIG = f"""
site_name: Bench
site_url: https://bench.test/
theme: {{ name: material, custom_dir: "{ROOT}/overrides", font: false, logo: assets/mark.svg, favicon: assets/mark.svg }}
plugins: [search]
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables,
  pymdownx.details, pymdownx.superfences, pymdownx.tabbed]
extra: {{ linkroll: {{ check: "off" }} }}
"""
# The templates of the site ask for a catalogue; a build without the hook has an empty theme.
WITHOUT = CONFIG.replace(f'custom_dir: "{ROOT}/overrides", ', "")


def write_site(folder: Path, entries: int) -> None:
    """Write the pages and the lock."""
    topics = folder / "docs/topics"
    topics.mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Home\n")
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets")
    records = []
    for start in range(0, entries, PER_PAGE):
        rows = [f"# Topic {start // PER_PAGE}", "", "## Links", ""]
        for n in range(start, min(start + PER_PAGE, entries)):
            url = f"https://journal{n % 200}.org/articles/{n}"
            rows.append(
                f"- [Article number {n} of a long series]({url}) — a note about it, in a sentence."
            )
            records.append(record(url, n))
        (topics / f"t{start // PER_PAGE:04d}.md").write_text("\n".join(rows) + "\n")
    lines = (json.dumps(item) for item in sorted(records, key=lambda item: item["key"]))
    (folder / "links.lock").write_text("\n".join(lines) + "\n")


def record(url: str, n: int) -> dict[str, object]:
    """Return a record such as an import makes it."""
    return {
        "key": f"url:{url}",
        "url": url,
        "kind": "paper",
        "title": f"Article number {n}",
        "authors": [f"Ada Byron{n % 97}", "Kurt Goedel"],
        "date": f"{2015 + n % 11}-03",
        "venue": "Journal",
        "added": "2026-11-01",
    }


def build(folder: Path, config: str) -> float:
    """Build once; return the seconds it took as a whole process."""
    (folder / "mkdocs.yml").write_text(config)
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "LINKROLL_CHECK": "off"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # only the first build has to compile the hook
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env=environ,
        check=True,
    )
    return time.perf_counter() - started


def main() -> None:
    """Measure, print and write."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    hook = f'hooks: ["{ROOT}/hooks/links.py"]\n'
    seconds: dict[str, list[float]] = {"with": [], "without": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder, entries)
        for _ in range(runs):
            seconds["without"].append(round(build(folder, WITHOUT), 2))
            seconds["with"].append(round(build(folder, CONFIG + hook), 2))
    ratio = round(min(seconds["with"]) / min(seconds["without"]), 2)
    found = {
        "entries": entries,
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "ratio": ratio,
        "goal": GOAL,
    }
    (HERE / "bench_build.json").write_text(json.dumps(found, indent=2) + "\n")
    print(f"build with the hook / without, {entries} entries: {ratio} (goal: at most {GOAL})")


if __name__ == "__main__":
    main()
