"""`linkroll links`: list every link of pages with its place."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WELL, WrongUseError
from linkroll.findings import one_line, safe_json
from linkroll.markdown.files import NoPageError, find_pages, read_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from linkroll.markdown.extension import Link


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "List every link of Markdown pages with its place and what it identifies, as JSON lines."
    )
    add_paths(part)
    part.add_argument("--json", action="store_true", help="print JSON lines even to a terminal")


def add_paths(part: argparse.ArgumentParser) -> None:
    """Add the argument for files and folders."""
    part.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="Markdown files or folders (default: docs if it exists, otherwise the current folder)",
    )


def read_links(paths: list[str]) -> Iterator[Link]:
    """Yield the links of pages, page by page.

    Raises:
        WrongUseError: A page cannot be read.
    """
    try:
        for path in find_pages(paths):
            yield from read_file(path).links
    except NoPageError as error:
        raise WrongUseError(str(error)) from None


def run(options: argparse.Namespace) -> int:
    """List the links, page by page."""
    form = text_form if sys.stdout.isatty() and not options.json else json_form
    for link in read_links(options.paths):
        sys.stdout.write(form(link) + "\n")
    return WELL


def json_form(link: Link) -> str:
    """Return a link in the form of the contract."""
    names = ("path", "line", "column", "text", "url", "key", "entry", "section")
    return safe_json(json.dumps({name: getattr(link, name) for name in names}, ensure_ascii=False))


def text_form(link: Link) -> str:
    """Return a link for people."""
    place = f"{link.path}:{link.line}:{link.column}"
    return one_line(f"{place}: {link.text or '(no text)'} <{link.url}> {link.key}")
