"""Copies in web archives, and what each is a copy of."""

from __future__ import annotations

import re

from linkroll.urls.normalize import NormalUrl, normalize_url

# A copy in an archive, and what it is a copy of (RFC 7089 leaves the form to the archive).
COPY = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:ph|today|is|li|vn|md)(?:/newest)?)"
    r"/(?:\d{1,14}[a-z_]*\*?/|\*/)?(?=https?:|[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$))",
    re.IGNORECASE,
)


# A copy of a copy is rare, one of that a trick.
DEEPEST = 3


def is_copy(url: str) -> bool:
    """Whether a URL leads to a copy in an archive."""
    address = normalize_url(url) if "archive." in url.lower() else None  # nearly never
    return address is not None and original(address) is not None


def original(address: NormalUrl) -> NormalUrl | None:
    """Return the address of which an archive's address holds a copy."""
    if "archive." not in address.host:
        return None
    text, found = str(address), None
    for _ in range(DEEPEST):
        match = COPY.match(text)
        if match is None:
            break
        inner = text[match.end() :]
        if not inner.lower().startswith(("http:", "https:")):
            inner = f"http://{inner}"
        # Paths hold no two slashes in a row for some who copy them.
        found = normalize_url(re.sub(r"^(https?):/(?!/)", r"\1://", inner, flags=re.IGNORECASE))
        text = str(found)
    return found
