"""What is known of the site itself: where it is, and in which order it names its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "https://interp-index.github.io/interp-index/"


def site_address(stated: str | None) -> str:
    """Return the address of the site, with a slash at its end; one that is not stated is `SITE`."""
    return (stated or SITE).rstrip("/") + "/"


class Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml`, whatever tags (`!ENV`, `!!python/name`) it holds: what they give is none."""


Loader.add_multi_constructor("", lambda *_: None)


def named_pages(config: str) -> Iterator[str]:
    """Yield the pages that the `nav` of a configuration names, in its order, from `docs_dir`.

    Args:
        config: The text of `mkdocs.yml`; one that is no YAML, or has no `nav`, names none.
    """
    try:
        read = yaml.load(config, Loader)  # noqa: S506 - it is a SafeLoader
    except yaml.YAMLError:
        return
    yield from leaves(read.get("nav") if isinstance(read, dict) else None)


def leaves(nav: Any) -> Iterator[str]:  # noqa: ANN401 - any YAML
    """Yield the texts at the ends of lists and mappings."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from leaves(part)
