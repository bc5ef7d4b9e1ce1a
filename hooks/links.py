"""The MkDocs hook: events in, calls out. The work is done in `linkroll`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import event_priority, get_plugin_logger

from linkroll.clock import clock
from linkroll.findings import SettingError, as_text
from linkroll.lock.lockfile import LOCK
from linkroll.site.build import Build, BuildConfig, read_budget, read_check
from linkroll.site.model import PageRef
from linkroll.site_url import site_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from linkroll.checker.config import CheckerConfig as Network

log = get_plugin_logger("links")

PEOPLE = "people.html"  # the template of the page that lists people

# A hook is a module, and MkDocs keeps it between the builds of `mkdocs serve`; `on_config` puts
# a new build here before anything else happens.
build: Build
previewing = False


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001 - MkDocs names its arguments
    """Note whether this is a build, or a preview that must not wait for the network."""
    global previewing  # noqa: PLW0603
    previewing = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Begin a build, and add the Markdown extensions that draw cards and explain terms."""
    global build  # noqa: PLW0603 - the events of a hook share nothing else
    config.site_url = site_address(config.site_url)
    try:
        build = Build(settings(config))
    except SettingError as error:
        raise ConfigurationError(str(error)) from None
    config.markdown_extensions += [build.extension, build.terms]  # type: ignore[list-item]  # MkDocs takes instances


def settings(config: MkDocsConfig) -> BuildConfig:
    """Return the configuration of a build, from `mkdocs.yml` and the environment."""
    templates = Environment(loader=FileSystemLoader(config.theme.dirs), autoescape=True)
    ours = stated(config)
    check = "off" if previewing else read_check(ours.get("check"))
    return BuildConfig(
        root=Path(config.config_file_path).parent,
        today=clock(os.environ),
        template=templates.get_template("partials/entry.html"),
        since=ours.get("since"),
        repository=config.repo_url,
        check=check,
        network=None if check == "off" else load_network(config),
    )


def stated(config: MkDocsConfig) -> Mapping[str, Any]:
    """Return what `extra.linkroll` states; empty, it states nothing."""
    ours = config.extra.get("linkroll") or {}
    if not isinstance(ours, dict):
        raise SettingError(f"extra.linkroll is “{ours}”; it must be settings with their names")
    return ours


def load_network(config: MkDocsConfig) -> Network | None:
    """Return the configuration of the checker; None where the environment cannot be used.

    Only now is the client loaded: that takes as long as building a hundred pages.
    """
    from linkroll.checker.config import CheckerConfig as Network  # noqa: PLC0415

    ours = stated(config)
    budget = read_budget(ours.get("budget", 20))
    try:
        return Network(
            budget=budget,
            allow_private=bool(ours.get("allow_private", False)),
            site=site_address(config.site_url),
            environ=os.environ,
        )
    except SettingError as error:
        log.info("%s; no link was requested", error)
        return None


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Note the order of the pages, and check their links before any page is drawn."""
    build.catalogue.order = [source_path(page.file, config) for page in nav.pages]
    sources = files.documentation_pages()
    pages = [(source_path(page, config), page.content_string) for page in sources]
    build.distrust_change(pages)
    if build.settings.network is None:
        return
    try:
        report = build.check_links(pages)
    except SettingError as error:
        log.info("%s; no link was requested", error)
        return
    if report.no_network:
        log.info("the network could not be reached: no link was requested, and no verdict changed")
    elif report.withheld:
        log.info("%s: the failures of this run do not count", report.withheld)
    elif report.seen or report.left:
        log.info(
            "checked %d links; %d not reached within the budget", len(report.seen), report.left
        )


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Start the next page."""
    build.start_page(source_path(page.file, config), page.file.content_string, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Take in what the page holds."""
    listed = page.meta.get("listed") is not False
    build.finish_page(PageRef(str(page.title), page.url, page.edit_url), listed=listed)
    if page.meta.get("template") == PEOPLE:
        build.know_people(source_path(page.file, config), page.meta.get("aliases"))
        build.catalogue.people_page = page.url


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Log all findings, and pass the catalogue to the templates."""
    for found in build.finish():
        (log.warning if found.level == "warning" else log.info)("%s", as_text(found))
    env.globals["catalogue"] = build.catalogue


def source_path(file: File, config: MkDocsConfig) -> str:
    """Return the path of a page's file from the root, as findings name it."""
    docs = Path(config.docs_dir).relative_to(Path(config.config_file_path).parent)
    return (docs / file.src_uri).as_posix()


@event_priority(-50)  # after the search plugin has read the page, at 0
def on_page_context(context: object, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG001
    """Put the cards into the page."""
    page.content = build.draw(page.content or "", page.url)


@event_priority(50)  # before the search plugin writes its index, at 0
def on_post_build(config: MkDocsConfig) -> None:
    """Give each entry a search result of its own."""
    search = config.plugins.get("material/search")
    if search is not None:
        build.fill_search(search.search_index.entries)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:  # noqa: ARG001
    """Build again when the lock changes."""
    lock = Path(config.config_file_path).parent / LOCK
    if lock.exists():
        server.watch(str(lock))
