"""The hook for `hooks: [hooks/links.py]` in a clone: the events of `linkroll_mkdocs`."""

from linkroll_mkdocs.events import (
    on_config,
    on_env,
    on_files,
    on_nav,
    on_page_content,
    on_page_context,
    on_page_markdown,
    on_post_build,
    on_serve,
    on_startup,
)

__all__ = [
    "on_config",
    "on_env",
    "on_files",
    "on_nav",
    "on_page_content",
    "on_page_context",
    "on_page_markdown",
    "on_post_build",
    "on_serve",
    "on_startup",
]
