"""The current day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from linkroll.findings import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping


def clock(environment: Mapping[str, str]) -> date:
    """Return the current day in UTC: that of ``SOURCE_DATE_EPOCH`` where it is set.

    https://reproducible-builds.org/specs/source-date-epoch/, which wants an error for any other
    value than a number of seconds.

    Raises:
        SettingError: It is none, or outside the calendar.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise SettingError(
            f"SOURCE_DATE_EPOCH is “{epoch}”; it must be seconds since 1970"
        ) from None
    return now.date()
