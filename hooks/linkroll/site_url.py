"""Where the site is."""

from __future__ import annotations

SITE = "https://interp-index.github.io/interp-index/"


def site_address(stated: str | None) -> str:
    """Return the address of the site, with a slash at its end; one that is not stated is `SITE`."""
    return (stated or SITE).rstrip("/") + "/"
