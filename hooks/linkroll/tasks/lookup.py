"""What sources, or its own page, state of one address that no lock knows yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.checker.run import Report, Target, ask_for_facts
from linkroll.lock.check_cache import Memory
from linkroll.tasks.collect_metadata import Gathering, own_page
from linkroll.tasks.select import new_record
from linkroll.urls.identify import identify

if TYPE_CHECKING:
    from datetime import date

    from linkroll.checker.run import Settings
    from linkroll.metadata.types import Facts


def look_up(url: str, settings: Settings, today: date) -> Facts | None:
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
    gathering = Gathering(settings, Memory(None, today))
    records = {key: new_record(identity, today)}
    report = Report()
    ask_for_facts(
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
