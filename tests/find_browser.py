"""The browser that the tests drive: the one that is installed, else one installed now.

`python tests/find_browser.py` prints where it is, and installs it where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_browser() -> str | None:
    """Return the path of a Chromium: ``BROWSER_PATH``, else an installed one."""
    if os.environ.get("BROWSER_PATH"):
        return os.environ["BROWSER_PATH"]
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).exists()]
    return next(iter([*found, *downloaded()]), None)


def downloaded() -> list[str]:
    """Return the browsers that Playwright itself has downloaded before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return [path] if Path(path).exists() else []


def ways_to_install() -> list[list[str]]:
    """Return the commands that may bring a browser to this machine, the likeliest first."""
    ways = []
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        if not sudo or shutil.which("sudo"):
            ways += [
                [*sudo, "apt-get", "update", "--quiet=2"],
                [*sudo, "apt-get", "install", "--yes", "--quiet=2", "chromium"],
            ]
    return [*ways, [sys.executable, "-m", "playwright", "install", "chromium"]]


def main() -> str | None:
    """Find a browser, or install one; return what to say if neither works."""
    for command in ways_to_install():
        if find_browser():
            break
        print(f"No browser for the tests yet: {' '.join(command)}", file=sys.stderr)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if find_browser():
        return None
    return "No browser was found: install Chromium, or set BROWSER_PATH to where one is."


if __name__ == "__main__":
    sys.exit(main())
