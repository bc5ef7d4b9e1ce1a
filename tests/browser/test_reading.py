"""What a reader meets, in a real browser: the site's own theme around a few pages."""

from __future__ import annotations

import json
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from conftest import ROOT, mkdocs, write
from find_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

HOSTILE = '<img src=x onerror="document.title=1">'

DOCS = {
    "docs/index.md": "---\ntemplate: home.html\n---\n\n# Home\n\nWhat this is.\n",
    "docs/health.md": "---\ntemplate: health.html\n---\n\n# Health\n\nHow it is.\n",
    "docs/links.md": "---\ntemplate: listing.html\n---\n\n# Links\n\nAll.\n",
    "docs/demos.md": "---\ntemplate: listing.html\nsection: demos\n---\n\n# Demos\n\nAll.\n",
    "docs/people.md": "---\ntemplate: people.html\naliases:\n  Ada Byron: [Augusta Byron]\n---\n\n# People\n\nAll.\n",
    "docs/glossary.md": "---\nsynonyms:\n  - [lenses, spectacles]\n---\n\n# Glossary\n\nTerms.\n",
    "docs/map.md": "---\ntemplate: map.html\n---\n\n# Map\n\nAll.\n",
    "docs/topics/induction.md": """---
description: What "this" <b>is</b> about.
---

# Induction

What this is about.

## Links

- [In-context Learning](https://arxiv.org/abs/2209.11895){ by="Ada Byron" date=2022-09 kind=paper essential } - first.
- [A talk](https://talks.test/a){ by="Ada Byron, Józef Łuk" date=2023-01-02 kind=video }
- [Gone](https://gone.test/a){ kind=post flag=dead because="It moved out." until=2099-01-01 }
- [Many hands](https://many.test/a){ by="A One, B Two, C Three, D Four, E Five" date=2021 kind=paper } - with lenses.
    - [Code](https://github.com/ada/many-hands)
- [Sooner](https://sooner.test/a){ date=2024 venue="ICLR 2025" kind=paper }
- [Later](https://later.test/a){ date=2023 venue="ICLR 2024" kind=paper }

## Demos

- [Try it](https://try.test/a){ date=2024 kind=notebook } - runs.

## People

- [Ada Byron](https://ada.test/) - wrote the first one.
""",
    "docs/topics/probing.md": f"""# Probing

What this is about.

## Links

- [`{HOSTILE}`](https://hostile.test/a){{ by="{HOSTILE.replace('"', "'")}" kind=post venue="<b>x" }}
- [A talk](https://talks.test/a){{ kind=video }}
- [An early note](https://notes.test/a){{ by="Augusta Byron, Józef Łuk" kind=post }}

## People

- [Ada Byron](https://byron.test/) - another address of hers.
""",
}  # fmt: skip
PAGES = ["", "topics/induction/", "topics/probing/", "links/", "demos/", "people/", "map/", "health/", "404.html"]  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """A static server with the site's own page for what is missing, and without a log."""

    def send_head(self):
        """Answer with the page for what is missing, at the address that was asked for."""
        if not Path(self.translate_path(self.path)).exists():
            self.path = "/404.html"
        return super().send_head()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build a site of a few pages with the project's own theme, and serve it."""
    folder: Path = tmp_path_factory.mktemp("reading")
    for name in ("hooks", "overrides", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    config = re.sub(
        r"^nav:\n(?:[ ].*\n)*", "", (ROOT / "mkdocs.yml").read_text(), flags=re.MULTILINE
    )
    write(folder, {"mkdocs.yml": config, **DOCS})
    built = mkdocs(folder, "build", SITE_URL="http://127.0.0.1/")
    assert built.code == 0, built.log
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder / "site"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., Browser]]:
    """Start the browser that is installed; it may reach nothing but this machine."""
    only_here = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
    path = find_browser()
    with sync_playwright() as playwright:
        yield lambda *options: playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", only_here, *options],
            ignore_default_args=["--hide-scrollbars"],  # they push, and readers have them
        )


@pytest.fixture(scope="module")
def browser(start: Callable[..., Browser]) -> Iterator[Browser]:
    """Start one browser for all tests."""
    running = start()
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page as wide as a desk's."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def shown(page: Page) -> list[str]:
    """Return the titles that a listing shows, in order."""
    return page.locator("#listed > .entry:visible .title").all_inner_texts()


def expect_shown(page: Page, titles: list[str]) -> None:
    """Wait until a listing shows these titles, and no others."""
    shown_titles = page.locator("#listed > .entry:visible .title")
    expect(shown_titles).to_have_count(len(titles))
    if titles:
        expect(shown_titles).to_have_text(titles)


# A blank between two words, painted before the second has come, has no place yet: Chromium tells of
# its move, though there is nothing to see. What a reader can see must stay.
WATCH_SHIFTS = """
window.shifted = []
const isBlank = (node) => node?.nodeType === Node.TEXT_NODE && !node.data.trim()
const name = (node) => node && (node.outerHTML || `text in ${node.parentNode?.outerHTML}`).slice(0, 120)
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    for (const { node, previousRect, currentRect } of entry.sources)
      if (!isBlank(node)) shifted.push([name(node), previousRect.toJSON(), currentRect.toJSON()])
}).observe({ type: "layout-shift", buffered: true })
"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_arrives_calmly_and_for_everybody(browser, site, path, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    told, asked = [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH_SHIFTS)
    page.goto(site + path, wait_until="networkidle")
    assert told == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert page.evaluate("shifted") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1:visible").count() == 1
    assert Axe().run(page).response["violations"] == []
    context.close()


def test_nothing_is_written_into_a_page_and_the_policy_forbids_it(page, site):
    """What runs and what styles is a file of the site; anything else a browser refuses."""
    for path in PAGES:
        page.goto(site + path)
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert "unsafe" not in policy, path
        assert page.locator("style, [style]").count() == 0, path
        assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0
        page.evaluate("""() => {
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.body.append(script)
            document.body.setAttribute("style", "color: red")
        }""")
        assert page.evaluate("window.ran") is None, path
        assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)", path


def test_a_second_page_loads_nothing_but_itself(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "topics/induction/", wait_until="networkidle")
    names = "performance.getEntriesByType('resource').map((one) => one.name)"
    first = set(page.evaluate(names))
    page.goto(site + "topics/probing/", wait_until="networkidle")
    assert set(page.evaluate(names)) <= first, "the same names, so a browser has them already"
    assert all(
        re.search(r"\.[0-9a-f]{8,}\.(min\.)?(js|css)$|\.(woff2|svg)$", name) for name in first
    )
    context.close()


def test_markup_of_others_is_text_on_every_page(page, site):
    for path in PAGES:
        page.goto(site + path)
        assert page.locator("img").count() == 0, path
        assert page.locator("b:text-is('x')").count() == 0, path


def test_a_description_is_text_whatever_it_holds(page, site):
    page.goto(site + "topics/induction/")
    stated = page.locator("meta[name=description]").get_attribute("content")
    assert stated == page.locator("meta[property='og:description']").get_attribute("content")
    assert stated == 'What "this" <b>is</b> about.'
    linked = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert linked["description"] == stated


def test_a_flag_is_told_with_its_link(page, site):
    page.goto(site + "topics/induction/")
    link = page.get_by_role("link", name="Gone", exact=True)
    told = page.locator(f"[id='{link.get_attribute('aria-describedby')}']").inner_text()
    assert "Dead link" in told
    assert "It moved out." in told


def test_many_authors_are_told_on_demand_by_keyboard(page, site):
    page.goto(site + "topics/induction/")
    authors = page.locator("details.by")
    authors.locator("summary").focus()
    assert authors.inner_text() == "A One and 4 others"
    page.keyboard.press("Enter")
    assert authors.inner_text().endswith("A One, B Two, C Three, D Four, E Five")
    page.keyboard.press("Enter")
    assert authors.inner_text() == "A One and 4 others"


def test_choices_go_into_the_address_and_back_undoes_them(page, site):
    page.goto(site + "links/")
    everything = shown(page)
    page.get_by_role("checkbox", name="Video").check()
    expect_shown(page, ["A talk"])
    assert page.url == site + "links/?kind=video"
    page.locator("[name=topic]").select_option("probing")
    page.wait_for_url("**/links/?kind=video&topic=probing")
    page.go_back()
    assert page.locator("[name=topic]").input_value() == ""
    page.go_back()
    expect_shown(page, everything)
    page.go_forward()
    expect_shown(page, ["A talk"])
    page.reload()
    expect_shown(page, ["A talk"])


@pytest.mark.parametrize(
    ("query", "titles", "rule"),
    [
        ("text=2209.11895", ["In-context Learning"], "an identifier is found in the address"),
        ("text=lukasz", [], "what fits nothing shows nothing"),
        ("person=jozef", ["A talk", "An early note"], "accents are not needed"),
        ("year=2021", ["Many hands"], "a year is one year"),
        ("text=byron+talk", ["A talk"], "each word must fit"),
        ("person=E+Five", ["Many hands"], "authors count that are not shown"),
    ],
)
def test_the_address_alone_narrows_the_list(page, site, query, titles, rule):
    page.goto(f"{site}links/?{query}")
    expect_shown(page, titles)
    assert page.locator(".none").is_visible() == (not titles), rule


FOUND = (
    ("a misspelling", "learnign", ["In-context Learning"]),
    ("a name without accents", "lukasz", []),
    ("a synonym", "spectacles", ["Many hands"]),
    ("the beginning of a word", "contex", ["In-context Learning"]),
    ("a venue with its year", "ICLR 2024", ["Later"]),
)


@pytest.mark.parametrize(("rule", "query", "titles"), FOUND, ids=[row[0] for row in FOUND])
def test_a_list_is_searched_as_the_search_searches(page, site, rule, query, titles):
    page.goto(site + "links/")
    page.get_by_role("searchbox").press_sequentially(query)
    expect(page.locator(".filter output")).to_have_text(f"{len(titles)} of 9 entries")
    assert shown(page) == titles, rule


def test_a_list_is_searched_word_by_word_where_the_index_is_lost(page, site):
    page.route("**/search_index.json", lambda route: route.abort())
    page.goto(site + "links/?text=hands")
    expect_shown(page, ["Many hands"])


def test_a_list_is_narrowed_to_what_is_essential_and_to_what_has_code(page, site):
    page.goto(site + "links/")
    page.get_by_role("checkbox", name="Essential").check()
    expect_shown(page, ["In-context Learning"])
    assert page.url == site + "links/?only=essential"
    page.goto(site + "links/?only=code")
    expect_shown(page, ["Many hands", "Try it"])
    page.goto(site + "links/?only=demo&only=code")
    expect_shown(page, ["Try it"])


def test_rows_show_their_notes_on_demand(page, site):
    page.goto(site + "links/?notes=1")
    expect(page.locator(".entry", has_text="In-context Learning").locator(".note")).to_have_text(
        "first."
    )
    page.get_by_role("checkbox", name="Show notes").uncheck()
    expect(page.locator(".note:visible")).to_have_count(0)


def test_a_printed_list_names_its_filter(page, site):
    page.goto(site + "links/?kind=video&topic=induction")
    expect_shown(page, ["A talk"])
    page.emulate_media(media="print")
    expect(page.locator(".chosen")).to_have_text("Chosen by kind: video; topic: Induction")
    assert page.locator(".chosen").is_visible()


def test_people_are_found_by_what_they_wrote_and_misspelt(page, site):
    page.goto(site + "people/?text=byorn")
    expect_shown(page, ["Ada Byron"])
    page.goto(site + "people/?text=context+learning")
    expect_shown(page, ["Ada Byron"])


def test_order_is_newest_first_when_asked(page, site):
    page.goto(site + "links/?order=new")
    assert shown(page).index("In-context Learning") < shown(page).index("Many hands")
    assert set(shown(page)[:2]) == {"Try it", "Sooner"}


def test_lists_are_whole_without_scripts(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site + "links/?kind=video")
    assert len(shown(page)) == 9
    assert not page.locator(".filter").is_visible()


def test_demos_are_what_stands_under_that_heading(page, site):
    page.goto(site + "demos/")
    expect_shown(page, ["Try it"])


def test_people_are_shown_with_their_works(page, site):
    page.goto(site + "people/")
    assert shown(page)[0] == "Ada Byron"
    works = page.locator("#ada-byron .works a").all_inner_texts()
    assert works == ["In-context Learning", "A talk", "An early note"]
    page.locator("#ada-byron .works a").first.click()
    assert page.url == site + "topics/induction/#arxiv-2209.11895"


def test_a_name_on_a_card_leads_to_what_else_is_theirs(page, site):
    page.goto(site + "topics/induction/")
    card = page.locator("#arxiv-2209\\.11895")
    card.get_by_role("link", name="Ada Byron").click()
    assert page.url == site + "people/#ada-byron"
    assert page.locator("#ada-byron").is_visible()
    page.goto(site + "topics/induction/")
    page.get_by_text("A One and 4 others").click()
    assert page.get_by_role("link", name="A One", exact=True).count() == 0, "nothing else is theirs"


def test_a_paper_is_cited_from_its_card(browser, site):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site + "topics/induction/")
    card = page.locator("#arxiv-2209\\.11895")
    button = card.get_by_role("button", name="Cite")
    button.press("Enter")
    expect(card.get_by_text("BibTeX copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{arxiv-2209.11895,")
    assert "eprint = {2209.11895}" in copied
    card.get_by_role("button", name="Copy text").click()
    expect(card.get_by_text("Text copied")).to_be_visible()
    assert "arXiv:2209.11895." in page.evaluate("navigator.clipboard.readText()")
    button.click()
    expect(card.locator(".citation")).to_have_count(0)
    assert page.get_by_role("button", name="Cite").count() == 1, "what leads elsewhere is not cited"
    context.close()


def test_a_citation_that_cannot_be_copied_is_shown(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(site + "topics/induction/")
    card = page.locator("#arxiv-2209\\.11895")
    card.get_by_role("button", name="Cite").click()
    assert "2209.11895" in card.locator("pre").inner_text()
    context.close()


def test_names_and_addresses_of_one_person_are_joined(page, site):
    page.goto(site + "people/")
    ada = page.locator("#ada-byron")
    assert ada.locator(".also").inner_text() == "also Augusta Byron"
    assert ada.locator(".in a[href='https://byron.test/']").count() == 1
    assert page.locator("#augusta-byron").count() == 0
    page.goto(site + "topics/probing/")
    page.get_by_role("link", name="Augusta Byron").click()
    assert page.url == site + "people/#ada-byron"
    page.goto(site + "links/?person=ada+byron")
    expect_shown(page, ["In-context Learning", "A talk", "An early note"])


def test_topics_that_share_entries_lead_to_each_other(page, site):
    page.goto(site + "topics/probing/")
    near = page.locator(".shared")
    assert near.inner_text() == "Shares entries with Induction."
    near.get_by_role("link").click()
    assert page.url == site + "topics/induction/"


def test_the_search_index_comes_when_search_is_turned_to(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "links/?kind=video", wait_until="networkidle")
    assert not page.locator("#__search").is_checked()
    assert not [url for url in asked if "search_index" in url]
    page.get_by_role("textbox", name="Search the index").fill("context")
    page.locator(".md-search-result__link").first.wait_for()
    assert page.locator(".md-search__form").bounding_box()["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert len([url for url in asked if "search_index" in url]) == 1


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1280, "height": 900}])
@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_search_opens_by_keyboard(browser, site, keys, size):
    page = browser.new_context(viewport=size).new_page()
    page.goto(site)
    page.keyboard.press(keys)
    field = page.get_by_role("textbox", name="Search the index")
    expect(field).to_be_focused()
    page.keyboard.type("context")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_what_others_wrote_stays_text_in_the_results(page, site):
    page.goto(site)
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search the index").press_sequentially("onerror")
    result = page.locator(".md-search-result__link").first
    assert "<img src=x onerror=" in result.inner_text()
    assert result.locator("img").count() == 0
    assert page.title() != "1"


def test_a_missing_page_searches_for_its_own_name(page, site):
    page.goto(site + "topics/in-context_learning/")
    assert page.get_by_role("searchbox").input_value() == "in context learning"
    page.get_by_role("button", name="Search", exact=True).last.click()
    page.wait_for_url(site + "?q=in+context+learning")
    expect(page.locator(".md-search-result__link").first).to_contain_text("In-context Learning")


def test_a_missing_page_reads_addresses_as_they_are_written(page, site):
    for path, name in (
        ("topics/in%20context/", "in context"),
        ("x_y/index.html", "x y"),
        ("%/", ""),
    ):
        page.goto(site + path)
        assert page.get_by_role("searchbox").input_value().strip() == name


def test_a_mark_tells_its_title_when_focused_and_leads_to_its_entry(page, site):
    page.goto(site + "map/")
    mark = page.get_by_role("link", name="In-context Learning (Paper, 2022)")
    mark.focus()
    assert page.locator(".tip").inner_text() == "In-context Learning (Paper, 2022)"
    page.keyboard.press("Enter")
    page.wait_for_url(site + "topics/induction/#arxiv-2209.11895")


LIGHT, DARK = "rgb(252, 252, 250)", "rgb(20, 23, 26)"


def paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_colours_follow_the_system_until_a_reader_chooses(browser, site):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site)
    assert paper(page) == DARK
    page.emulate_media(color_scheme="light")
    assert paper(page) == LIGHT
    page.get_by_role("button", name="Switch between light and dark").press("Enter")
    assert paper(page) == DARK
    page.goto(site + "topics/induction/")
    assert paper(page) == DARK, "a choice holds on every page"
    assert page.locator("meta[name=theme-color]").first.get_attribute("content") == DARK
    page.emulate_media(media="print")
    assert paper(page) == LIGHT, "paper is light"
    page.emulate_media(media="screen", color_scheme="dark")
    page.get_by_role("button", name="Switch between light and dark").click()
    assert paper(page) == LIGHT
    page.get_by_role("button", name="Switch between light and dark").click()
    page.goto(site)
    page.emulate_media(color_scheme="light")
    assert paper(page) == LIGHT, "who chose what the system has follows it again"
    context.close()


def test_colours_follow_the_system_without_scripts(browser, site):
    context = browser.new_context(color_scheme="dark", java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == DARK
    assert not page.get_by_role("button", name="Switch between light and dark").is_visible()
    context.close()


def test_the_menu_of_a_phone_opens_by_keyboard_and_is_else_no_stop(browser, site):
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(site + "topics/probing/")
    menu = page.get_by_role("button", name="Menu")
    assert not page.locator("#contents").is_visible(), "or Tab would walk through it"
    menu.focus()
    page.keyboard.press("Enter")
    here = page.locator("#contents [aria-current]")
    expect(here).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.wait_for_timeout(400)
    assert here.bounding_box()["x"] >= 0
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_the_search_of_a_phone_has_the_cursor(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("button", name="Search", exact=True).first.tap()
    expect(page.get_by_role("textbox", name="Search the index")).to_be_focused()
    context.close()


def test_a_search_is_walked_through_by_tab_and_left_where_one_was(page, site):
    page.goto(site + "topics/induction/")
    cite = page.get_by_role("button", name="Cite").first
    cite.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("context")
    results = page.locator(".md-search-result__link")
    results.first.wait_for()
    page.keyboard.press("Tab")
    expect(results.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    expect(cite).to_be_focused()


def test_a_lost_index_is_told(page, site):
    page.route("**/search_index.json", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")
    expect(page.locator(".md-search-result__meta")).to_contain_text("could not be loaded")


def test_a_list_is_searched_by_number_and_by_every_name(page, site):
    page.goto(site + "links/?text=2209.11895")
    expect_shown(page, ["In-context Learning"])
    page.goto(site + "links/?person=augusta")
    expect_shown(page, ["An early note"])
    page.goto(site + "links/?year=1777&text=talk")
    assert page.locator("[name=year]").input_value() == "", "what is not there is not asked for"
    expect_shown(page, ["A talk"])
    page.get_by_role("button", name="Show all").first.click()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_finger_is_told_first_and_led_on_the_second_tap(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(site + "map/")
    mark = page.locator(".row a[class]").first
    mark.tap()
    expect(page.locator(".tip")).to_be_visible()
    assert page.url == site + "map/"
    mark.tap()
    page.wait_for_url("**/topics/**")
    context.close()


def test_text_at_twice_its_size_still_fits(start, site):
    browser = start("--blink-settings=defaultFontSize=32")
    for width in (390, 1280):
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        for path in PAGES:
            page.goto(site + path)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    browser.close()


def test_rows_are_not_numbered_and_ask_nothing_of_their_insides(page, site):
    """With either, ten thousand rows took Chromium half a minute and more to show."""
    page.goto(site + "links/")
    assert (
        page.locator("#listed > .entry").first.evaluate("e => getComputedStyle(e).display")
        == "block"
    )
    assert ":has(" not in (ROOT / "docs/assets/style.css").read_text().replace(":has()", "")


def test_a_long_list_is_put_in_bit_by_bit(page, site):
    page.goto(site + "links/")
    page.evaluate("document.querySelector('#listed').append(...Array.from({ length: 2200 }, () =>"
                  "document.querySelector('#listed > .entry').cloneNode(true)))")  # fmt: skip
    published = page.locator("script[src*='assets/filter.']").get_attribute("src")
    page.add_script_tag(url=f"{site}links/{published}?again", type="module")
    page.get_by_role("button", name="Show 1000 more of 1209").click()
    assert page.locator("#listed > .entry").count() == 2000
