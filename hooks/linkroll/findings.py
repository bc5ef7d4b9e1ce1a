"""Findings: what is wrong, where, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["warning", "notice"]

# The level of each code. A warning fails `mkdocs build --strict` and `linkroll check`.
LEVELS: dict[str, Level] = {
    "placeholder": "warning",
    "contradiction": "warning",
    "swallowed": "warning",
    "dead": "warning",
    "mislabelled": "warning",
    "gone": "warning",
    "malformed": "warning",
    "lock": "warning",
    "relation": "warning",
    "suspect": "notice",
    "duplicate": "notice",
    "moved": "notice",
    "failing": "notice",
    "needs-human": "notice",
    "expired": "notice",
    "resolved": "notice",
    "differs": "notice",
}


class SettingError(ValueError):
    """A setting that cannot be used; the text names it and says why."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem at a place in a file.

    ``line`` and ``column`` count from 1 in the file as it is, front matter included; columns are
    characters. ``message`` says what is wrong and why, ``remedy`` what to do.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    remedy: str
    url: str = ""
    level: Level = "warning"

    @property
    def place(self) -> str:
        """``path:line:column``, as compilers write it and editors open it."""
        return f"{self.path}:{self.line}:{self.column}"


def finding(
    code: str, message: str, remedy: str, *, path: str, line: int, column: int = 1, url: str = ""
) -> Finding:
    """Return a finding with the level that `LEVELS` gives its code."""
    return Finding(path, line, column, code, message, remedy, url, LEVELS[code])


def as_text(found: Finding) -> str:
    """Return a finding on one line: ``place: code: message; remedy``."""
    return one_line(f"{found.place}: {found.code}: {found.message}; {found.remedy}")


def one_line(text: str) -> str:
    """Make foreign text safe for a terminal and a log: the one escape for all of it.

    Control characters, line ends among them, and the marks that turn the direction of writing
    (Unicode TR 9, 2.1–2.7) are shown by their number instead of doing what they do. So is what
    GitHub's runner would obey: ``##[command]`` anywhere in a line, and ``::command`` at its start
    (actions/runner, src/Runner.Common/ActionCommand.cs).
    """
    text = UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return COMMAND.sub(r"\1\\u003a", text)


def safe_json(text: str) -> str:
    """Make JSON safe for a log; it stays the same to every JSON parser."""
    return UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


# C0, DEL, C1; line and paragraph separators; the marks of Unicode's bidirectional algorithm;
# noncharacters, which XML does not take.
CONTROLS = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff"
)
UNSAFE = re.compile(rf"[{CONTROLS}]|(?<=##)\[")
# The encoder has escaped C0, and writes line ends between the parts.
UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|(?<=##)\\["
)
COMMAND = re.compile(r"\A(\s*):(?=:)")
