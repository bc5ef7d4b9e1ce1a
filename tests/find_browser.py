"""The browser that the tests drive: the one that is installed, else one that is installed now.

`python tests/find_browser.py` prints where it is, and installs one where there is none.
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


def install_commands() -> list[list[str]]:
    """Return the commands that may install a browser with the rights at hand, the likeliest first."""
    apt = [
        ["apt-get", "update", "--quiet=2"],
        ["apt-get", "install", "--yes", "--quiet=2", "chromium"],
    ]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    commands = apt if is_root and shutil.which("apt-get") else []
    return [*commands, [sys.executable, "-m", "playwright", "install", "chromium"]]


def main() -> str | None:
    """Find a browser, or install one; return what to print if neither works."""
    for command in install_commands():
        if find_browser():
            break
        print(f"No browser for the tests yet: {' '.join(command)}", file=sys.stderr)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if find_browser():
        return None
    return (
        "No browser for the tests: install Chromium (Debian: sudo apt-get install chromium), "
        "or set BROWSER_PATH to an installed one."
    )


if __name__ == "__main__":
    sys.exit(main())
