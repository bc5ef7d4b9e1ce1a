"""Reads untrusted JSON of any shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkroll.metadata.types import ProviderResponse


def json_of(response: ProviderResponse | None) -> object:
    """Return the JSON of a successful response; None for anything else, however deep."""
    if response is None or response.status != 200:
        return None
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        return None


def member(value: object, *path: str | int) -> object:
    """Follow names and numbers into JSON; None where there is no such member."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: object, *path: str | int) -> str:
    """Return the text at a path, or an empty one."""
    found = member(value, *path)
    return found if isinstance(found, str) else ""


def texts(value: object, *path: str | int) -> list[str]:
    """Return all texts in the list at a path."""
    found = member(value, *path)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def members(value: object, *path: str | int) -> list[object]:
    """Return the items of the list at a path, at most a thousand."""
    found = member(value, *path)
    return found[:1000] if isinstance(found, list) else []
