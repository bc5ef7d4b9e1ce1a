"""The project that a page belongs to: its root, its folder of pages, and its Markdown.

The root is found as git finds its own: the nearest folder, upwards, that holds `mkdocs.yml`,
`links.lock` or `.git`. What `mkdocs.yml` says of Markdown extensions is what a build would use, so that
`linkroll` sees the links that readers see.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from linkroll.settings import WHERE, Settings, matches, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
MARKS = ("links.lock", ".git")
# What MkDocs itself adds to any list of extensions.
BUILT_IN = ("toc", "tables", "fenced_code")
MOST_PARENTS = 5  # configurations that inherit from each other


class Named(NamedTuple):
    """A Markdown extension by its name, with its options."""

    name: str
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A project: ``root`` is its folder, ``docs`` the one of its pages.

    ``extensions`` is None where there is no `mkdocs.yml`, or one that says nothing of Markdown.
    ``nav`` names its pages in their order, from ``docs``. ``settings`` are those of this library.
    """

    root: Path
    docs: Path
    extensions: tuple[Named, ...] | None = None
    nav: tuple[str, ...] = field(default=())
    settings: Settings = field(default_factory=Settings)

    def is_topic(self, page: Path) -> bool:
        """Whether list items on a page are entries, by the setting `topics`."""
        return self.holds(page) and matches(
            self.settings.topics, page.resolve().relative_to(self.docs).as_posix()
        )

    def holds(self, page: Path) -> bool:
        """Whether a page is one of the site, and no other file of the project."""
        return page.resolve().is_relative_to(self.docs)


def find_project(start: Path) -> Project | None:
    """Return the project that a file or folder stands in; None where there is none."""
    folder = start.resolve()
    return project_of(folder if folder.is_dir() else folder.parent)


def in_project(name: str) -> Path:
    """Return the path of a file at the root of the project around, as seen from here."""
    project = find_project(Path())
    return Path(os.path.relpath(project.root / name)) if project else Path(name)


@cache
def project_of(folder: Path) -> Project | None:
    """Return the project that a folder stands in."""
    for name in CONFIGS:
        if (folder / name).is_file():
            return read_project(folder / name)
    if any((folder / name).exists() for name in MARKS):
        return Project(folder, folder / "docs")
    return project_of(folder.parent) if folder.parent != folder else None


def read_project(config: Path) -> Project:
    """Read what a configuration says; one that is no YAML says nothing."""
    stated = read_config(config)
    docs = stated.get("docs_dir")
    listed = stated.get("markdown_extensions")
    return Project(
        root=config.parent,
        docs=(config.parent / (docs if isinstance(docs, str) else "docs")).resolve(),
        extensions=None
        if listed is None
        else tuple(each for each in named_extensions(listed) if each.name not in OWN_EXTENSION),
        nav=tuple(leaves(stated.get("nav"))),
        settings=find_settings(stated, config.name),
    )


# What the Markdown extension of this library is called in a configuration.
OWN_EXTENSION = ("linkroll", "linkroll.site.markdown_extension")


def find_settings(stated: Mapping[str, Any], name: str) -> Settings:
    """Return the settings of this library, wherever a configuration has them.

    Raises:
        SettingError: One of them cannot be used.
    """
    extra = stated.get("extra")
    places = {WHERE: extra.get("linkroll") if isinstance(extra, dict) else None}
    places["plugins.linkroll"] = options_in(stated.get("plugins"), "linkroll")
    for extension in OWN_EXTENSION:
        options = options_in(stated.get("markdown_extensions"), extension)
        places[f"markdown_extensions.{extension}"] = options
    found: dict[str, Any] = {}
    for where, options in places.items():
        known = without_unknown(options)
        read_settings(known, f"{name}: {where}")  # refuses what cannot be used, by its place
        found |= known or {}
    return read_settings(found)


def options_in(listed: object, name: str) -> object:
    """Return the options of a plugin or extension that a configuration lists."""
    items = [listed] if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    return next((item[name] for item in items if isinstance(item, dict) and name in item), None)


def read_config(path: Path, parents: int = MOST_PARENTS) -> dict[str, Any]:
    """Return the settings of a configuration, with those that it inherits."""
    import yaml  # noqa: PLC0415 - every command without a project would wait for it

    try:
        read = yaml.load(path.read_bytes(), loader())  # noqa: S506 - it is a SafeLoader
    except (OSError, yaml.YAMLError, ValueError):
        return {}
    if not isinstance(read, dict):
        return {}
    parent = read.pop("INHERIT", None)
    if isinstance(parent, str) and parents:
        return merged(read_config(path.parent / parent, parents - 1), read)
    return read


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with others written over them, as MkDocs inherits them."""
    result = dict(below)
    for name, value in above.items():
        both = isinstance(value, dict) and isinstance(result.get(name), dict)
        result[name] = merged(result[name], value) if both else value
    return result


UNKNOWN = object()  # what a tag stands for that only MkDocs can resolve


@cache
def loader() -> type:
    """Make the YAML loader: a safe one, for which unknown tags are no error."""
    import yaml  # noqa: PLC0415 - see `read_config`

    class Loader(yaml.SafeLoader):
        """Reads `mkdocs.yml`, whatever tags it holds."""

    Loader.add_multi_constructor("", lambda *_: UNKNOWN)
    Loader.add_constructor("!ENV", read_environment)
    return Loader


def read_environment(loader: Any, node: Any) -> Any:  # noqa: ANN401 - any YAML
    """Return what `!ENV NAME` or `!ENV [NAME, …, default]` gives."""
    given = loader.construct_sequence(node) if node.id == "sequence" else [node.value]
    *names, default = given if len(given) > 1 else [*given, None]
    return next((os.environ[name] for name in names if name in os.environ), default)


def named_extensions(listed: object) -> Iterator[Named]:
    """Yield the extensions of a list or mapping, with the options that can be known."""
    yield from (Named(name) for name in BUILT_IN)
    items = listed.items() if isinstance(listed, dict) else listed
    for item in items if hasattr(items, "__iter__") and not isinstance(items, str) else ():
        if isinstance(item, str):
            yield Named(item)
        elif isinstance(item, dict):
            yield from (Named(str(name), options_of(given)) for name, given in item.items())
        elif isinstance(item, tuple) and len(item) == 2:
            yield Named(str(item[0]), options_of(item[1]))


def options_of(given: object) -> tuple[tuple[str, Any], ...]:
    """Return the options of an extension without what only MkDocs can resolve."""
    known = without_unknown(given)
    return (
        tuple((str(name), value) for name, value in known.items())
        if isinstance(known, dict)
        else ()
    )


def without_unknown(value: Any) -> Any:  # noqa: ANN401 - any YAML
    """Return a value without the parts that stand for unknown tags."""
    if isinstance(value, dict):
        return {k: without_unknown(v) for k, v in value.items() if v is not UNKNOWN}
    if isinstance(value, list):
        return [without_unknown(item) for item in value if item is not UNKNOWN]
    return value


def leaves(nav: Any) -> Iterator[str]:  # noqa: ANN401 - any YAML
    """Yield the texts at the ends of lists and mappings."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from leaves(part)
