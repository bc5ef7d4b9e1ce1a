"""The kinds of thing that an entry can be.

A new kind also needs a line in `site/schema_org.py`, `site/citation.py` and
`site/export_bibtex.py`, a hue and an icon in `docs/assets/style.css`, a glyph in
`overrides/map.html`, and its name in `docs/links.schema.json` and `docs/reference/contract.md`.
"""

KINDS = (
    "paper",
    "post",
    "explainer",
    "course",
    "video",
    "notebook",
    "interactive",
    "code",
    "tool",
    "dataset",
    "benchmark",
    "thread",
    "person",
    "group",
    "community",
    "event",
    "list",
    "page",
)
