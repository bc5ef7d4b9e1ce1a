"""`linkroll links`: every link of pages, with its place."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WELL, WrongUseError
from linkroll.findings import one_line
from linkroll.markdown.files import NoPageError, find_pages, read_file

if TYPE_CHECKING:
    import argparse

    from linkroll.markdown.extension import Link


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "List every link of Markdown pages with its place and what it identifies, as JSON lines."
    )
    add_paths(part)
    part.add_argument("--json", action="store_true", help="print JSON lines even to a terminal")


def add_paths(part: argparse.ArgumentParser) -> None:
    """Let a command take files and folders."""
    part.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="Markdown files, and folders of them (default: docs, else the present folder)",
    )


def run(options: argparse.Namespace) -> int:
    """List the links, page by page."""
    form = text_form if sys.stdout.isatty() and not options.json else json_form
    try:
        for path in find_pages(options.paths):
            for link in read_file(path).links:
                sys.stdout.write(form(link) + "\n")
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    return WELL


def json_form(link: Link) -> str:
    """Write a link for programs, in the form of the contract."""
    names = ("path", "line", "column", "text", "url", "key", "entry", "section")
    return json.dumps({name: getattr(link, name) for name in names}, ensure_ascii=False)


def text_form(link: Link) -> str:
    """Write a link for people."""
    place = f"{link.path}:{link.line}:{link.column}"
    return one_line(f"{place}: {link.text or '(no text)'} <{link.url}> {link.key}")
