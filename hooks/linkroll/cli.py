"""The command `linkroll`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from linkroll.commands import (
    INTERRUPTED,
    WELL,
    WRONG_USE,
    WrongUseError,
    check,
    explain,
    export,
    import_,
    links,
    update,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (explain, links, check, update, import_, export)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 well, 1 warnings, 2 wrong use, 130 interrupted."""
    gc.set_threshold(20_000, 20, 100)  # many objects, few cycles: a seventh of the time
    for stream in (sys.stdout, sys.stderr):
        # What others wrote must not stop us: a lone surrogate is shown by its number.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except WrongUseError as error:
        print(f"linkroll: {error}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        print("linkroll: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has had enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    return code


def parser() -> argparse.ArgumentParser:
    """Describe the command and its parts."""
    top = argparse.ArgumentParser(
        prog="linkroll",
        description="Know what a URL is, whether it is alive, and whether it is what it says.",
        epilog="Exit code: 0 no warning, 1 warnings, 2 wrong use, 130 interrupted.",
    )
    parts = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(parts)
    return top
