"""The command `linkroll`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll import __version__
from linkroll.cli.exit_codes import INTERRUPTED, WELL, WRONG_USE, WrongUseError
from linkroll.findings import SettingError, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each command is the module of its name; its purpose is here, so that help loads no module.
COMMANDS = {
    "explain": "show what a URL identifies, and why it may not be real",
    "links": "list the links in pages and where they are",
    "check": "report problems with the links in pages",
    "update": "check the links that are due, and write links.lock",
    "fix": "replace URLs that have moved, point to mirrors or contain tracking parameters",
    "add": "add a new entry to a topic",
    "import": "import metadata into links.lock",
    "export": "write the catalogue as BibTeX or JSON",
    "merge": "merge lock files from branches or shards",
    "shards": "print the shards for an update as a CI job matrix",
    "github": "comment on GitHub pull requests and issues",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 no warning, 1 warnings, 2 wrong use, 130 interrupted."""
    gc.set_threshold(200_000, 20, 100)  # many objects, few cycles
    open_streams()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        chosen = next((word for word in arguments if not word.startswith("-")), None)
        options = parser(chosen).parse_args(arguments)
        if options.verbose:
            from linkroll.cli.logs import log_to_stderr  # noqa: PLC0415 - most runs log nothing

            log_to_stderr(options.verbose)
        code: int = options.run(options)
        sys.stdout.flush()
    except (WrongUseError, SettingError) as error:
        return print_error(str(error), WRONG_USE)
    except KeyboardInterrupt:
        return print_error("interrupted", INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has closed the pipe
        drop_output()
        return WELL
    except OSError as error:
        if error.filename is None:
            drop_output()
        name = error.filename or "the output"
        return print_error(f"“{name}” cannot be read or written: {error.strerror}", WRONG_USE)
    return code


def open_streams() -> None:
    """Open streams that the caller closed, and let them write any text."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        # Foreign text must not end the run: a lone surrogate is written as its number.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def drop_output() -> None:
    """Discard what is not yet written; Python would report it once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error(text: str, code: int) -> int:
    """Print on one line why the command ends, and return its exit code."""
    print(f"linkroll: {one_line(text)}", file=sys.stderr)
    return code


def parser(chosen: str | None) -> argparse.ArgumentParser:
    """Return the parser, with the options of the chosen command alone.

    Only that command is loaded: the client and the Markdown reader take longer to load than most
    commands take to run.
    """
    top = argparse.ArgumentParser(
        prog="linkroll",
        description="Identify URLs, and check that links work and lead to what they claim.",
        epilog="Exit codes: 0 no warnings, 1 warnings, 2 usage error, 130 interrupted.",
    )
    top.add_argument("--version", action="version", version=f"linkroll {__version__}")
    top.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=0,
        help="log progress; -vv also logs each request",
    )
    parts = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        part = parts.add_parser(name, help=purpose)
        if name == chosen:
            module = import_module(f"linkroll.cli.{name if name != 'import' else 'import_'}")
            module.describe(part)
            part.set_defaults(run=module.run)
    return top
