"""Measure how long `linkroll explain --json -` takes for many URLs, and how much memory.

    python tests/measure/explain_speed.py [--count 100000]

The URLs are made up from the rows of the tests, each with a tail of its own, so that no cache
helps; real and invented ones of every family are among them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = "import sys; from linkroll.cli.main import main; sys.exit(main(['explain', '--json', '-']))"

sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests"), str(ROOT)]

from tests.placeholders.test_lint_url import PLACEHOLDERS, REAL, SUSPECTS  # noqa: E402 - the path comes first
from tests.urls.test_identify import NAMED  # noqa: E402 - likewise


def lines(count: int) -> str:
    """Return that many URLs, one a line."""
    urls = [row[1].replace("\n", "") for row in (*NAMED, *REAL, *SUSPECTS, *PLACEHOLDERS)]
    numbered = (
        f"{urls[n % len(urls)]}{'&' if '?' in urls[n % len(urls)] else '?'}n={n}"
        for n in range(count)
    )
    return "\n".join(numbered) + "\n"


def main() -> None:
    """Run the command once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    given = parser.parse_args()
    urls = lines(given.count)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=urls.encode(),
        capture_output=True,
        cwd=ROOT / "hooks",
        check=False,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "urls": given.count,
        "lines": done.stdout.count(b"\n"),
        "seconds": round(time.perf_counter() - started, 2),
        "processor seconds": round(used.ru_utime + used.ru_stime, 2),
        "megabytes": round(used.ru_maxrss / 1024),
    }
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
