"""The parts of the command `linkroll`, one file each: its options, and what it does."""

from __future__ import annotations

WELL, WARNINGS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


class WrongUseError(Exception):
    """The command was called with something it cannot work on; the text says what."""
