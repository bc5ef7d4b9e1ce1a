"""The exit codes of the command, and the error for wrong use."""

from __future__ import annotations

WELL, WARNINGS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


class WrongUseError(Exception):
    """The command was called wrongly; the text says how."""
