"""HTTP header values that both pages and provider APIs send."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


LONGEST_WAIT = 60.0  # seconds; a longer Retry-After is not waited for


def parse_retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return ``Retry-After`` in seconds from now (RFC 9110, 10.2.3); None without one.

    A date is measured against the server's own ``Date``, because its clock may be wrong.
    """
    named = {name.lower(): value for name, value in headers.items()}
    text = named.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    if (at := parse_http_date(text)) is None:
        return None
    return max(0.0, (at - (parse_http_date(named.get("date", "")) or now)).total_seconds())


def parse_http_date(text: str) -> datetime | None:
    """Parse a date (RFC 9110, 5.6.7); None if it is not valid."""
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
