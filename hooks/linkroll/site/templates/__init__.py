"""The templates and the style of cards, for themes that have none of their own."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parent
ENTRY = "partials/entry.html"  # how an entry is drawn; a theme may have its own
