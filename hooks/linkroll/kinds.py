"""The kinds of thing that an entry can be."""

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
