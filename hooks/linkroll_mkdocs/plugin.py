"""The plugin `linkroll`, for sites where the library is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import BasePlugin

from linkroll.findings import SettingError
from linkroll.settings import read_settings
from linkroll_mkdocs import events

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class LinkrollPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # its options have a table of their own
    """The events of the hook; its options are those of `extra.linkroll`, and win over them."""

    options: dict[str, Any]

    def load_config(
        self,
        options: dict[str, Any],
        config_file_path: str | None = None,  # noqa: ARG002 - MkDocs passes it
    ) -> tuple[list[Any], list[Any]]:
        """Keep the options; `on_config` reads them by the one table of settings."""
        self.options = options
        return [], []

    def on_config(self, config: MkDocsConfig) -> None:
        """Begin a build."""
        try:
            read_settings(self.options, "plugins.linkroll")
        except SettingError as error:
            raise ConfigurationError(str(error)) from None
        if self.options:
            config.extra["linkroll"] = {**(config.extra.get("linkroll") or {}), **self.options}
        events.on_config(config)

    on_startup = staticmethod(events.on_startup)
    on_files = staticmethod(events.on_files)
    on_nav = staticmethod(events.on_nav)
    on_page_markdown = staticmethod(events.on_page_markdown)
    on_page_content = staticmethod(events.on_page_content)
    on_env = staticmethod(events.on_env)
    on_page_context = staticmethod(events.on_page_context)
    on_post_build = staticmethod(events.on_post_build)
    on_serve = staticmethod(events.on_serve)
