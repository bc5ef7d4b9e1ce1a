"""What the commands that use the network share: options, progress, the cache."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from linkroll.checker.config import CheckerConfig
from linkroll.findings import one_line
from linkroll.lint.reporters.report import counted
from linkroll.lock.check_cache import FILE
from linkroll.markdown.project import find_project
from linkroll.settings import PRIVATE, read_allow
from linkroll.site_url import site_address
from linkroll.tasks.check import NO_NETWORK
from linkroll.tasks.shard import Shard

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from linkroll.checker.config import Target
    from linkroll.checker.run import CheckReport
    from linkroll.checker.scheduler import Scheduler
    from linkroll.lock.verdict import Observation
    from linkroll.metadata.providers.registry import ProviderResults

CACHE = f".cache/linkroll/{FILE}"
EVERY = 0.2  # seconds between two updates of the line
CLEAR = "\r\033[K"


def add_shard(part: argparse.ArgumentParser) -> None:
    """Add the option that splits a run over several machines."""
    part.add_argument(
        "--shard",
        type=Shard.parse,
        metavar="K/N",
        help="check only the links of shard K of N; links are split by host, so that per-host "
        "rate limits are respected, and `linkroll merge` joins the results",
    )


def add_network(part: argparse.ArgumentParser, *, budget: float | None = None) -> None:
    """Add the options of the network; ``budget`` is the default limit, in seconds."""
    limit = f"{budget:g}" if budget else "no limit"
    part.add_argument(
        "--budget",
        type=positive,
        metavar="S",
        default=budget,
        help=f"time limit for the whole run, in seconds (default: {limit})",
    )
    part.add_argument(
        "--per-host",
        type=whole,
        default=2,
        metavar="N",
        help="concurrent requests to one host (default: 2)",
    )
    part.add_argument(
        "--rate",
        type=positive,
        default=4.0,
        metavar="R",
        help="requests per second to one host (default: 4)",
    )
    part.add_argument(
        "--timeout",
        type=positive,
        default=15.0,
        metavar="S",
        help="time limit for each request, in seconds (default: 15)",
    )
    part.add_argument(
        "--allow-private",
        action="store_true",
        help="accept private and local addresses, and request them",
    )


def add_allow(part: argparse.ArgumentParser) -> None:
    """Add the option that accepts groups of hosts which are placeholders elsewhere."""
    part.add_argument(
        "--allow",
        type=read_allow,
        action="append",
        default=[],
        metavar="GROUP",
        help="accept hosts of a group without requesting them: example (example.com, .test), "
        "localhost, private (LAN addresses, .local); can be repeated, or separated by commas",
    )


def allowed(options: argparse.Namespace, page: Path | None = None) -> frozenset[str]:
    """Return which groups of hosts are no placeholders: by the options, or the site of a page."""
    project = find_project(page) if page else None
    named = frozenset[str]().union(*getattr(options, "allow", []))
    stated = project.settings.allowed if project else frozenset()
    return named | stated | (PRIVATE if options.allow_private else frozenset())


def positive(argument: str) -> float:
    """Parse a number above zero."""
    number = float(argument)
    if not 0 < number < float("inf"):
        raise ValueError(argument)
    return number


def whole(argument: str) -> int:
    """Parse a whole number above zero."""
    number = int(argument)
    if number < 1:
        raise ValueError(argument)
    return number


def settings(options: argparse.Namespace) -> CheckerConfig:
    """Return the configuration of a run, from the options and the environment."""
    return CheckerConfig(
        budget=options.budget,
        per_host=options.per_host,
        rate=options.rate,
        timeout=options.timeout,
        allow_private=options.allow_private,
        site=site_address(os.environ.get("SITE_URL")),
        environ=os.environ,
    )


class Progress:
    """One line on a terminal that shows the progress of a run; nothing elsewhere."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.started = time.monotonic()
        self.next = self.started + EVERY
        self.requested: Counter[str] = Counter()

    def __call__(self, target: Target, seen: Observation, engine: Scheduler) -> None:
        """Update the line, a few times per second."""
        del target, seen
        if not engine.done or not self.is_time():
            return
        left = engine.total - engine.done
        seconds = (time.monotonic() - self.started) / engine.done * left
        slow = ", ".join(host for host, _ in engine.slowest())
        show(f"{engine.done} of {engine.total} links, about {seconds:.0f} s left; slowest: {slow}")

    def fetched(self, results: ProviderResults) -> None:
        """Show how many keys each provider was queried for."""
        self.requested[results.provider] += len(results.keys)
        if self.is_time():
            requested = ", ".join(
                f"{provider} {number}" for provider, number in self.requested.items()
            )
            show(f"fetching metadata: {requested}")

    def is_time(self) -> bool:
        """Whether there is a terminal, and the line is due."""
        now = time.monotonic()
        if not self.shown or now < self.next:
            return False
        self.next = now + EVERY
        return True

    def end(self) -> None:
        """Clear the line."""
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


def show(line: str) -> None:
    """Replace the line."""
    sys.stderr.write(CLEAR + one_line(line)[: columns() - 1])
    sys.stderr.flush()


def columns() -> int:
    """Return the width of the terminal."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80


def print_incomplete(report: CheckReport) -> None:
    """Print on standard error what a run did not reach, and what it could not classify."""
    lines = []
    if report.no_network:
        lines.append(NO_NETWORK)
    elif report.left:
        lines.append(
            f"{counted(report.left, 'link')} not reached within the budget; the next run continues there"
        )
    if report.withheld:
        lines.append(f"{report.withheld}: the failures of this run do not count")
    lines += [f"“{url}” could not be classified: {error}" for url, error in report.surprises]
    for line in lines:
        print(f"linkroll: {one_line(line)}", file=sys.stderr)
