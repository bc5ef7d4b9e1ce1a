"""Measure how long `linkroll explain --json -` takes for many URLs, and how much memory.

    python tests/measure/explain_speed.py [--count 100000 | --urls FILE]

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
from urllib.parse import urlsplit

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


def baseline(urls: str) -> float:
    """Return the processor seconds that splitting and writing the same URLs takes."""
    began = time.process_time()
    for url in urls.splitlines():
        try:
            json.dumps({"url": url, **urlsplit(url)._asdict()})
        except ValueError:  # a bracket where `urlsplit` wants an IPv6 address
            json.dumps({"url": url})
    return time.process_time() - began


def main() -> None:
    """Run the command once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--urls", type=Path, help="a file of URLs, one a line, instead of the rows")
    given = parser.parse_args()
    urls = given.urls.read_text("utf-8") if given.urls else lines(given.count)
    least = min(baseline(urls) for _ in range(3))
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=urls.encode(),
        capture_output=True,
        cwd=ROOT / "hooks",
        check=False,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime
    measured = {
        "urls": done.stdout.count(b"\n"),
        "processor seconds": round(seconds, 2),
        "times urlsplit and json.dumps": round(seconds / least, 1),
        "megabytes": round(used.ru_maxrss / 1024),
    }
    print("explain:", json.dumps(measured))


if __name__ == "__main__":
    main()
