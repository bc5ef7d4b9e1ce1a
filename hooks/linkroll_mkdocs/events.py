"""The events of MkDocs: events in, calls out. The work is done in `linkroll`."""

from __future__ import annotations

import os
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, pass_context
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File

from linkroll.clock import clock
from linkroll.findings import SettingError, as_text
from linkroll.lock.lockfile import LOCK
from linkroll.markdown.project import Named, Project
from linkroll.settings import read_settings
from linkroll.site.build import Build, BuildConfig
from linkroll.site.model import PageRef
from linkroll.site.templates import ENTRY, TEMPLATES
from linkroll.site_url import site_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from linkroll.checker.config import CheckerConfig as Network
    from linkroll.settings import Settings

log = get_plugin_logger("links")

STYLE = "assets/linkroll.css"  # where a site has the style of cards that its theme does not draw
PEOPLE = "people.html"  # the template of the page that lists people

# A hook is a module, and MkDocs keeps it between the builds of `mkdocs serve`; `on_config` puts
# a new build here before anything else happens.
build: Build
previewing = False


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001 - MkDocs names its arguments
    """Note whether this is a build, or a preview that must not wait for the network."""
    global previewing  # noqa: PLW0603
    previewing = command == "serve"


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Read every page, even with `--dirty`: listings and exports hold what all pages say."""
    if STYLE in config.extra_css and files.get_file_from_path(STYLE) is None:
        style = (TEMPLATES / "linkroll.css").read_text(encoding="utf-8")
        files.append(File.generated(config, STYLE, content=style))
    for file in files.documentation_pages():
        file.is_modified = lambda: True  # type: ignore[method-assign]


def on_config(config: MkDocsConfig) -> None:
    """Begin a build, and add the Markdown extensions that draw cards and explain terms."""
    global build  # noqa: PLW0603 - the events of a hook share nothing else
    if config.site_url:
        config.site_url = site_address(config.site_url)
    try:
        build = Build(settings(config))
    except SettingError as error:
        raise ConfigurationError(str(error)) from None
    if not draws_entries(config) and STYLE not in config.extra_css:
        config.extra_css.append(STYLE)
    config.markdown_extensions += [build.extension, build.terms]  # type: ignore[list-item]  # MkDocs takes instances


def settings(config: MkDocsConfig) -> BuildConfig:
    """Return the configuration of a build, from `mkdocs.yml` and the environment."""
    folders: list[str | Path] = [
        *config.theme.dirs,
        TEMPLATES,
    ]  # a theme may draw cards in its own way
    templates = Environment(loader=FileSystemLoader(folders), autoescape=True)
    project = project_of(config)
    ours = project.settings
    check = "off" if previewing else ours.check
    return BuildConfig(
        root=project.root,
        project=project,
        today=clock(os.environ),
        template=templates.get_template(ENTRY),
        since=ours.since,
        repository=config.repo_url,
        check=check,
        network=None if check == "off" else load_network(config, ours),
    )


def draws_entries(config: MkDocsConfig) -> bool:
    """Whether the theme has a template for entries, and so a style for them."""
    return any((Path(folder) / ENTRY).is_file() for folder in config.theme.dirs)


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the configuration; of one from standard input, the present folder."""
    path = Path(config.config_file_path or "")
    return (path.parent if path.is_file() else Path()).resolve()


def project_of(config: MkDocsConfig) -> Project:
    """Return where the pages are, and the Markdown that they are written in."""
    names = [name for name in config.markdown_extensions if isinstance(name, str)]
    extensions = tuple(
        Named(name, tuple((config.mdx_configs.get(name) or {}).items())) for name in names
    )
    settings = read_settings(config.extra.get("linkroll"))
    docs = Path(config.docs_dir).resolve()
    return Project(root_of(config), docs, extensions, settings=settings)


def load_network(config: MkDocsConfig, settings: Settings) -> Network | None:
    """Return the configuration of the checker; None where the environment cannot be used.

    Only now is the client loaded: that takes as long as building a hundred pages.
    """
    from linkroll.checker.config import CheckerConfig as Network  # noqa: PLC0415

    try:
        return Network(
            budget=settings.budget,
            allow_private=settings.allow_private,
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
    build.finish_page(PageRef(title_of(page), page.url, page.edit_url), listed=listed)
    if page.meta.get("template") == PEOPLE:
        build.know_people(source_path(page.file, config), page.meta.get("aliases"))
        build.catalogue.people_page = page.url


def title_of(page: Page) -> str:
    """Return the title of a page as text; MkDocs takes that of a heading as HTML."""
    title = str(page.title)
    return unescape(title) if title == getattr(page, "_title_from_render", None) else title


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Log all findings, and pass the catalogue to the templates."""
    for page in filter(None, (file.page for file in files.documentation_pages())):
        check_template(page, env, config)
    for found in build.finish():
        (log.warning if found.level == "warning" else log.info)("%s", as_text(found))
    env.globals["catalogue"] = build.catalogue
    if not config.use_directory_urls:
        env.filters["url"] = flat_urls(env.filters["url"])


def check_template(page: Page, env: Environment, config: MkDocsConfig) -> None:
    """Draw a page as any other if it names a template that does not exist."""
    name = page.meta.get("template")
    if name is None:
        return
    try:
        env.get_template(name)
    except (TemplateNotFound, TypeError, AttributeError):
        build.report_template(source_path(page.file, config), page.file.content_string, str(name))
        del page.meta["template"]


def flat_urls(url: Callable[[Context, str], str]) -> Callable[[Context, str], str]:
    """Return the filter `url` for a site without `use_directory_urls`: `links/` is `links.html`."""

    @pass_context
    def flat(context: Context, value: str) -> str:
        page, hash_, anchor = value.partition("#")
        is_folder = page.endswith("/") and "//" not in page and page.strip("./")
        return url(context, (page[:-1] + ".html" if is_folder else page) + hash_ + anchor)

    return flat


def source_path(file: File, config: MkDocsConfig) -> str:
    """Return the path of a page's file from the root, as findings name it."""
    path = Path(config.docs_dir).resolve() / file.src_uri
    return Path(os.path.relpath(path, build.settings.root)).as_posix()


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
    lock = build.settings.root / LOCK
    if lock.exists():
        server.watch(str(lock))
