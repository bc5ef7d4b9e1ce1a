"""The MkDocs hook for the feed of each topic, beside its page: MkDocs itself makes one file of a template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

TEMPLATE = "partials/topic-feed.xml"

# MkDocs keeps a hook between the builds of `mkdocs serve`; each build puts its own here.
environment: Environment | None = None


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Take the environment in which templates are drawn."""
    global environment  # noqa: PLW0603 - the events of a hook share nothing else
    environment = env


def on_post_build(config: MkDocsConfig) -> None:
    """Write the feed of each topic into the site."""
    if environment is None or TEMPLATE not in environment.list_templates():
        return
    template = environment.get_template(TEMPLATE)
    catalogue: Any = environment.globals["catalogue"]  # put there by `links.py`
    for topic in catalogue.topics:
        path = Path(config.site_dir, topic.feed)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.render(config=config, topic=topic), "utf-8")
