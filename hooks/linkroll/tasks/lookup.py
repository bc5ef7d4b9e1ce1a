"""What sources, or its own page, state of one address that no lock knows yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.checker.config import Target
from linkroll.checker.run import CheckReport, fetch_metadata
from linkroll.checker.worker import Worker
from linkroll.lock.check_cache import CheckCache
from linkroll.tasks.collect_metadata import MetadataCollector, own_page
from linkroll.tasks.select import new_record
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from datetime import date

    from linkroll.checker.config import CheckerConfig
    from linkroll.metadata.types import Metadata


def look_up(url: str, settings: CheckerConfig, today: date) -> Metadata | None:
    """Ask what an address leads to.

    Args:
        url: The address of a page on the web.
        settings: The conditions under which it is asked for, its budget among them.
        today: The day it is.

    Returns:
        What is stated of it; None where nobody says anything.

    Raises:
        KeyboardInterrupt: Somebody ended the asking.
    """
    identity = identify(url)
    key = identity.key
    page = own_page(key)
    with Worker() as worker:
        gathering = MetadataCollector(settings, CheckCache(None, today), worker)
        records = {key: new_record(identity, today)}
        report = CheckReport()
        fetch_metadata(
            gathering.known,
            [key],
            [Target(key, url)] if page and page.fetched else [],
            settings,
            report,
            on_told=gathering.take,
            on_page=lambda targets, answer: gathering.read(targets, answer, records),
        )
    if report.interrupted:
        raise KeyboardInterrupt
    return gathering.facts(key)
