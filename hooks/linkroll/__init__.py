"""Identify URLs, check whether links are alive, and whether they are what they say.

Packages, from the top down; each imports only from those below it (`tests/test_layers.py`):

- ``cli``: the command `linkroll`, one module for each of its commands
- ``site``: what readers and programs get: cards, listings, search entries, exports
- ``tasks``: what commands and builds run: select, check, update, look up, fix
- ``checker``: the only package that opens sockets
- ``metadata``: title, authors, date …, from pages and providers; ``lint``: findings without a network
- ``lock``: what is known of each link, and the file that keeps it
- ``markdown``: pages, their links and entries; ``placeholders``: URLs that cannot be real
- ``urls``: what a URL identifies
- ``kinds``, ``findings``, ``clock``, ``site_url``: the vocabulary that all of them share
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkroll.checker.config import CheckerConfig
    from linkroll.findings import Finding
    from linkroll.lint.rules import lint_page
    from linkroll.lock.check_cache import CheckCache
    from linkroll.lock.lockfile import Lock, read_lock, write_lock
    from linkroll.lock.record import Record
    from linkroll.markdown.extension import read_page
    from linkroll.markdown.links import Link
    from linkroll.metadata.html.extract import extract_metadata
    from linkroll.placeholders.lint_url import lint_url
    from linkroll.tasks.check import check_links
    from linkroll.urls.identify import Identity, identify

__version__ = "0.1.0"

__all__ = [
    "CheckCache",
    "CheckerConfig",
    "Finding",
    "Identity",
    "Link",
    "Lock",
    "Record",
    "check_links",
    "extract_metadata",
    "identify",
    "lint_page",
    "lint_url",
    "read_lock",
    "read_page",
    "write_lock",
]

# Where each public name is defined; it is loaded when it is first used, since the client and the
# Markdown reader take longer to load than most programs need to start.
_MODULES = {
    "CheckCache": "lock.check_cache",
    "CheckerConfig": "checker.config",
    "Finding": "findings",
    "Identity": "urls.identify",
    "Link": "markdown.links",
    "Lock": "lock.lockfile",
    "Record": "lock.record",
    "check_links": "tasks.check",
    "extract_metadata": "metadata.html.extract",
    "identify": "urls.identify",
    "lint_page": "lint.rules",
    "lint_url": "placeholders.lint_url",
    "read_lock": "lock.lockfile",
    "read_page": "markdown.extension",
    "write_lock": "lock.lockfile",
}


def __getattr__(name: str) -> object:
    """Load a public name (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module “linkroll” has no attribute “{name}”")
    return getattr(import_module(f"linkroll.{_MODULES[name]}"), name)
