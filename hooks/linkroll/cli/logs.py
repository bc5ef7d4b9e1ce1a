"""The log of a run, on standard error."""

from __future__ import annotations

import logging

from linkroll.findings import one_line


class OneLine(logging.Formatter):
    """Writes each entry on one line; no foreign text in it takes effect on a terminal or a log."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry."""
        return one_line(super().format(record))


def log_to_stderr(verbose: int) -> None:
    """Log what is done; from 2 on, each request as well."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("linkroll")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
