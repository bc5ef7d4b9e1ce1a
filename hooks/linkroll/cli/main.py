"""The command `linkroll`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import INTERRUPTED, WELL, WRONG_USE, WrongUseError
from linkroll.findings import SettingError, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each command is the module of its name; what it is for is told without loading it.
COMMANDS = {
    "explain": "say what a URL identifies, and why it may not be real",
    "links": "list the links of pages, each with its place",
    "check": "tell what is wrong with the links of pages",
    "update": "ask about the links that are due, and write links.lock",
    "fix": "write better addresses for links that moved, are mirrors or carry trackers",
    "add": "write a new entry on a topic",
    "import": "take facts about links into links.lock",
    "export": "write the catalogue as BibTeX or JSON",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 well, 1 warnings, 2 wrong use, 130 interrupted."""
    gc.set_threshold(200_000, 20, 100)  # many objects, few cycles
    open_streams()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = parser(next(iter(arguments), None)).parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
    except (WrongUseError, SettingError) as error:
        return print_error(str(error), WRONG_USE)
    except KeyboardInterrupt:
        return print_error("interrupted", INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        drop_output()
        return WELL
    except OSError as error:
        if error.filename is None:
            drop_output()
        name = error.filename or "the output"
        return print_error(f"“{name}” cannot be read or written: {error.strerror}", WRONG_USE)
    return code


def open_streams() -> None:
    """Make sure that there is an input and an output, and that any text can be written."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        # What others wrote must not stop us: a lone surrogate is shown by its number.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def drop_output() -> None:
    """Send what is not yet written nowhere; Python would complain of it once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error(text: str, code: int) -> int:
    """Say on one line why the command ends, and return its exit code."""
    print(f"linkroll: {one_line(text)}", file=sys.stderr)
    return code


def parser(chosen: str | None) -> argparse.ArgumentParser:
    """Describe the command and its parts, and in full the one that was chosen.

    Only that one is loaded: the client and the reader of pages take longer to load than most
    commands take to run.
    """
    top = argparse.ArgumentParser(
        prog="linkroll",
        description="Know what a URL is, whether it is alive, and whether it is what it says.",
        epilog="Exit code: 0 no warning, 1 warnings, 2 wrong use, 130 interrupted.",
    )
    parts = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        part = parts.add_parser(name, help=purpose)
        if name == chosen:
            module = import_module(f"linkroll.cli.{name if name != 'import' else 'import_'}")
            module.describe(part)
            part.set_defaults(run=module.run)
    return top
