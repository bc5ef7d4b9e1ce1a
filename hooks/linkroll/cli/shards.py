"""`linkroll shards`: how many machines an update needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from linkroll.cli.exit_codes import WELL
from linkroll.cli.links import add_paths, read_links
from linkroll.tasks.shard import LINKS_PER_SHARD, shards_for

if TYPE_CHECKING:
    import argparse


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Print the values of --shard for an update of these pages, as a JSON list for a job "
        f"matrix: one shard for each {LINKS_PER_SHARD:,} links."
    )
    add_paths(part)


def run(options: argparse.Namespace) -> int:
    """Print the shards."""
    keys = {link.key for link in read_links(options.paths)}
    print(json.dumps(shards_for(len(keys))))
    return WELL
