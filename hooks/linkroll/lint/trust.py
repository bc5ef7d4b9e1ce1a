"""Which records count for a change: it cannot vouch for its own links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from linkroll.lint.git_diff import ChangedLines
    from linkroll.lock.record import Record
    from linkroll.markdown.links import Link


def trusted_records(
    records: Mapping[str, Record],
    base: Mapping[str, Record],
    links: Iterable[Link],
    changes: ChangedLines,
    root: Path,
) -> dict[str, Record]:
    """Return the records that a change may rely on.

    For the links on lines that the change touches, these are the records from before the change:
    a lock line that comes with a link does not count for it, whatever its verdict or evidence.

    Args:
        records: The lock as the change leaves it, by key.
        base: The lock that the change starts from.
        links: The links of the pages.
        changes: The lines that the change touches.
        root: The folder that the paths of links start from.
    """
    touched = {link.key for link in links if changes.touch(root / link.path, link.line)}
    before = {key: base[key] for key in touched if key in base}
    return {**{key: item for key, item in records.items() if key not in touched}, **before}
