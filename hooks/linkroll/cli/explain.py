"""`linkroll explain`: show what a URL identifies, and why it may not be real."""

from __future__ import annotations

import json
import os
import sys
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkroll.cli.exit_codes import WARNINGS, WELL, WrongUseError
from linkroll.clock import clock
from linkroll.findings import LEVELS, one_line, safe_json
from linkroll.placeholders.lint_url import lint_url
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkroll.metadata.types import Metadata


# Built once: what `json.dumps` builds for each call takes as long as the writing.
ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Show what each URL identifies, its other URLs, and why it cannot or may not be real. "
        "Sends no request."
    )
    part.add_argument(
        "urls", nargs="+", metavar="URL", help="a URL; - reads one from each line of standard input"
    )
    part.add_argument("--json", action="store_true", help="print one JSON object a line")
    part.add_argument(
        "--html",
        metavar="FILE",
        type=Path,
        help="print the metadata that a saved page of the URL states, as JSON",
    )


def run(options: argparse.Namespace) -> int:
    """Explain each URL in turn."""
    if options.html:
        return run_page(options)
    today = clock(os.environ)
    form = json_form if options.json else text_form
    code = WELL
    for url in each_url(options.urls):
        explanation = explain(url, today)
        sys.stdout.write(form(explanation) + "\n")
        if any(found["level"] == "warning" for found in explanation["findings"]):
            code = WARNINGS
    return code


def run_page(options: argparse.Namespace) -> int:
    """Print the metadata that a saved page states."""
    from linkroll.metadata.html.extract import extract_metadata  # noqa: PLC0415 - its parser loads slowly

    if len(options.urls) != 1:
        raise WrongUseError("explain --html needs exactly one URL, the page's own")
    body = options.html.read_bytes()
    sys.stdout.write(json_form(page_form(extract_metadata(body, options.urls[0]))) + "\n")
    return WELL


def page_form(metadata: Metadata) -> dict[str, Any]:
    """Return metadata in the form of the contract; a field that is not stated is null."""
    return {
        "title": metadata.title,
        "authors": list(metadata.authors),
        "date": metadata.date,
        "venue": metadata.venue,
        "kind": metadata.kind,
        "key": metadata.key,
        "from": metadata.origin,
    }


def each_url(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the given URLs; for ``-``, each line of standard input, verbatim."""
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        for line in sys.stdin.buffer:
            yield line.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")


def explain(url: str, today: date) -> dict[str, Any]:
    """Return what the text of a URL shows, in the form of the contract."""
    identity = identify(url)
    return {
        "url": url,
        "key": identity.key,
        "kind": identity.kind,
        "canonical": identity.canonical,
        "companions": [{"rel": item.rel, "url": item.url} for item in identity.companions],
        "findings": [
            {
                "code": found.code,
                "level": LEVELS[found.code],
                "message": found.message,
                "remedy": found.remedy,
            }
            for found in lint_url(url, today)
        ],
    }


def json_form(explanation: dict[str, Any]) -> str:
    """Return an explanation as JSON."""
    # Quoting text by text takes a third of the time that an encoder takes for so small an object.
    members = (
        f'"{name}": {encode_basestring(value) if isinstance(value, str) else "[]" if value == [] else ENCODER.encode(value)}'
        for name, value in explanation.items()
    )
    return safe_json(f"{{{', '.join(members)}}}")


def text_form(explanation: dict[str, Any]) -> str:
    """Return an explanation as text."""
    lines = [explanation["url"]]
    lines += [f"  {name:<10} {explanation[name]}" for name in ("key", "kind", "canonical")]
    lines += [f"  {item['rel']:<10} {item['url']}" for item in explanation["companions"]]
    lines += [
        f"  {found['code']:<10} {found['message']}; {found['remedy']}"
        for found in explanation["findings"]
    ]
    return "\n".join(one_line(line) for line in lines)
