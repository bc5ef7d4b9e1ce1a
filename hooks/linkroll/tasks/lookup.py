"""Fetches the metadata of one URL that is not in the lock yet."""

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
    """Fetch the metadata of a URL, from providers and from its page.

    Args:
        url: The URL of a page on the web.
        settings: The settings of the requests, with their budget.
        today: The current day.

    Returns:
        The metadata; None where neither a provider nor the page has any.

    Raises:
        KeyboardInterrupt: The user interrupted the requests.
    """
    identity = identify(url)
    key = identity.key
    page = own_page(key)
    with Worker() as worker:
        collector = MetadataCollector(settings, CheckCache(None, today), worker)
        records = {key: new_record(identity, today)}
        report = CheckReport()
        fetch_metadata(
            collector.providers,
            [key],
            [Target(key, url)] if page and page.fetched else [],
            settings,
            report,
            on_result=collector.add,
            on_page=lambda targets, response: collector.read(targets, response, records),
        )
    if report.interrupted:
        raise KeyboardInterrupt
    return collector.metadata(key)
