"""In which order the site names its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


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
