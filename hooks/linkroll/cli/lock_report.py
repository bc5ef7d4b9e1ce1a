"""What the commands that read the lock share: they report what is wrong with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WARNINGS, WELL
from linkroll.findings import as_text

if TYPE_CHECKING:
    from linkroll.lock.lockfile import Lock


def print_lock_findings(lock: Lock) -> int:
    """Print the findings about the lock on standard error, and return their exit code."""
    for found in lock.findings:
        print(as_text(found), file=sys.stderr)
    return WARNINGS if any(found.level == "warning" for found in lock.findings) else WELL
