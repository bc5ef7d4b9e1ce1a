"""The real site, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from find_browser import find_browser

# Chromium's own calls home are kept in; pages are served on loopback.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
PAGES = (
    "",
    "topics/getting-started/",
    "topics/vision/",
    "founding-list/",
    "health/",
    "contributing/",
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "no browser: run `make setup-tests`, or set BROWSER_PATH"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser, site):
    """A tab that notes what goes wrong in it; a test that leaves such a note fails."""
    context = browser.new_context(viewport=DESKTOP, base_url=site)
    tab = context.new_page()
    wrong = []
    tab.on(
        "console",
        lambda message: (
            wrong.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on(
        "request",
        lambda request: (
            wrong.append(request.url)
            if not request.url.startswith((site, "data:", "blob:"))
            else None
        ),
    )
    yield tab
    context.close()
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_render_and_fit_the_window(page, path, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_card_has_its_parts(page):
    page.goto("topics/world-models/")
    card = page.locator("#lw-nmxzr2zsjNtjaHh7x")
    expect(card.locator("a.title")).to_have_attribute(
        "href", re.compile(r"alignmentforum\.org/posts/nmxzr2zsjNtjaHh7x")
    )
    expect(card.locator(".kind")).to_have_text("Post")
    expect(card.locator(".note")).not_to_be_empty()
    expect(card.get_by_role("link", name="Code", exact=True)).to_be_visible()
    assert card.get_attribute("id") == "lw-nmxzr2zsjNtjaHh7x"


def test_an_entry_is_reached_by_its_address(page):
    page.goto("topics/world-models/#lw-nmxzr2zsjNtjaHh7x")
    expect(page.locator("#lw-nmxzr2zsjNtjaHh7x")).to_be_in_viewport()


def test_a_flag_is_seen_and_announced(page):
    page.goto("founding-list/")
    card = page.locator(".entry", has_text="Multimodal neurons in the Transformer").first
    flag = card.locator(".flag").first
    expect(flag).to_be_visible()
    expect(flag).to_contain_text("Made-up address")
    link = card.locator("a.title")
    expect(link).to_have_accessible_description(re.compile("Made-up address"))
    expect(flag.get_by_role("link", name="Read this instead")).to_have_attribute(
        "href", "https://distill.pub/2021/multimodal-neurons/"
    )


def test_a_flag_leads_to_a_report_that_is_filled_in(page):
    page.goto("founding-list/")
    report = (
        page.locator(".entry", has_text="Multimodal neurons in the Transformer")
        .get_by_role("link", name="Suggest a fix")
        .first
    )
    href = report.get_attribute("href")
    assert "template=report-a-link.yml" in href
    assert "url=https%3A%2F%2Fcolah.github.io" in href


def test_search_finds_an_entry_and_leads_to_it(page):
    page.goto("")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").press_sequentially("Othello-GPT linear emergent")
    result = page.locator(".md-search-result a", has_text="Linear Emergent World").first
    expect(result).to_be_visible()
    result.click()
    page.wait_for_url(re.compile(r"#lw-nmxzr2zsjNtjaHh7x"))
    expect(page.locator("#lw-nmxzr2zsjNtjaHh7x")).to_be_in_viewport()


def test_health_lists_every_flag_with_its_place_and_reason(page):
    page.goto("health/")
    for title in ("Interpreting Transformers with Mechanistic Reasoning", "Interpreting the GPT-3 Model",
                  "Multimodal neurons in the Transformer", "Exploratory Analysis Demo"):  # fmt: skip
        item = page.locator(".entry", has_text=title).first
        expect(item).to_be_visible()
        expect(item).to_contain_text(re.compile(r"docs/founding-list\.md:\d+"))
    expect(page.locator("main")).to_contain_text(re.compile("checked"))


def test_whoever_is_on_many_topics_shows_a_few_and_the_rest_on_demand(page):
    page.goto("people/")
    found = re.findall(r"on (\d+) topics", page.locator(".people").first.inner_text())
    most = max(int(number) for number in found)
    person = page.locator(".people > .entry", has_text=re.compile(rf"on {most} topics")).first
    assert person.locator(".in a:visible").count() == 4
    person.locator("summary").press("Enter")
    assert person.locator(".in a:visible").count() == most > 4


def test_every_topic_page_can_be_edited(page):
    page.goto("topics/vision/")
    edit = page.locator("a[href*='/edit/main/docs/topics/vision.md']").first
    expect(edit).to_be_attached()


def test_the_founding_list_tells_all_sixteen_addresses(page):
    page.goto("founding-list/")
    assert page.locator("main .entry").count() == 16


def test_a_page_that_is_not_there_helps(page, site):
    page.context.new_page()
    answer = page.request.get(f"{site}no/such/page/")
    assert answer.status == 404
    assert "Interp Index" in answer.text()


def test_pages_are_whole_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    tab = context.new_page()
    tab.goto("topics/world-models/")
    expect(tab.locator(".entry").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("reach", ["hover", "focus"])
def test_a_term_is_explained_where_it_is_first_met(page, reach):
    page.goto("topics/tools/")
    term = page.locator("abbr", has_text=re.compile(r"^activations?$")).first
    getattr(term, reach)()
    expect(page.get_by_role("tooltip")).to_contain_text("computes on the way from input to output")


# What a newcomer asks, and where the answer stands: found by one search, among what is shown first.
QUESTIONS = [
    ("what is superposition", r"topics/features-and-superposition/"),
    ("which library do I start with", r"topics/getting-started/|topics/tools/"),
    ("activation patching notebook", r"topics/activation-patching/#nb-gh:"),
    ("what is a sparse autoencoder", r"topics/sparse-autoencoders/"),
    ("induction head", r"topics/induction-heads/"),
    ("how do I get started", r"topics/getting-started/"),
    ("what is grokking", r"topics/grokking/"),
    ("logit lens", r"glossary/#logit-lens"),
    ("open problems", r"topics/open-problems/#arxiv-2501.16496"),
    ("attribution graph demo", r"#url-neuronpedia.org/gemma-2-2b/graph"),
]


@pytest.mark.parametrize(("question", "answer"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_a_newcomers_question_is_answered_by_one_search(page, question, answer):
    page.goto("")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").press_sequentially(question)
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    results = page.locator(".md-search-result a.md-search-result__link")
    expect(results.first).to_be_visible()
    addresses = [result.get_attribute("href") for result in results.all()[:10]]
    assert any(re.search(answer, address) for address in addresses), addresses


def test_a_newcomer_has_a_first_experiment_in_two_clicks(page):
    page.goto("")
    page.get_by_role("link", name="Four weeks", exact=True).click()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main a[href*='colab'], main a[href*='.ipynb']").count() > 0


def test_a_topic_opens_with_a_figure_and_where_to_start(page):
    page.goto("topics/induction-heads/")
    figure = page.get_by_role("img", name="An induction head")
    expect(figure).to_be_visible()
    start = page.get_by_role("region", name=re.compile(r"\d+ entries in \d+ groups.*Start with"))
    first = start.locator(".first a").first
    title = first.inner_text()
    first.click()
    assert page.locator(":target .title").inner_text() == title
    assert page.locator(":target").get_attribute("class") == "entry is-essential"
    counts = [int(re.search(r"\d+", text)[0]) for text in start.locator(".parts > li > small").all_inner_texts()]  # fmt: skip
    assert sum(counts) == page.locator(".md-content .entry").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_figure_is_legible_on_a_phone_and_in_the_colours_of_the_page(page, scheme):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    page.goto("topics/features-and-superposition/")
    sizes = page.locator(".figure text").evaluate_all(
        "texts => texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    assert min(sizes) >= 11.5
    ink = page.evaluate("getComputedStyle(document.body).getPropertyValue('--accent')")
    stroke = page.locator(".figure .line").first.evaluate("line => getComputedStyle(line).stroke")
    assert ink
    assert stroke == ("rgb(11, 90, 99)" if scheme == "light" else "rgb(121, 203, 210)")


def test_what_is_on_this_page_follows_the_reader_on_a_phone(page):
    page.set_viewport_size(PHONE)
    page.goto("topics/features-and-superposition/")
    bar = page.locator(".onpage")
    page.locator("h3").nth(2).scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    group = page.locator("h3").nth(2).evaluate("heading => heading.firstChild.textContent")
    expect(bar.locator("summary")).to_contain_text(group)
    expect(bar).to_be_in_viewport()
    bar.locator("summary").click()
    bar.get_by_role("link", name="Demos", exact=True).click()
    expect(page.locator("#demos")).to_be_in_viewport()
    expect(bar).not_to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["topics/courses-and-communities/", "contributing/"])
def test_the_menu_has_the_current_page_in_view(page, path):
    page.goto(path)
    current = page.locator(".contents [aria-current=page]")
    expect(current).to_be_in_viewport(ratio=1)


def test_pages_for_maintainers_are_apart(page):
    page.goto("about/")
    assert page.locator(".contents").get_by_text("The contract").count() == 0
    page.goto("reference/contract/")
    expect(page.locator(".contents [aria-current=page]")).to_have_text("The contract")


def test_a_row_of_the_map_is_one_stop_and_arrows_go_on(page):
    page.goto("map/")
    rows = page.locator(".map .row")
    assert page.locator(".map .row a:not([tabindex='-1'])").count() == rows.count()
    name = rows.nth(1).locator("a").first
    name.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.matches('.row a[class]')")
    expect(page.locator(".tip, .popup.card").locator("visible=true")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    assert rows.nth(2).locator("a").first.evaluate("link => link === document.activeElement")


def test_relations_are_arcs_while_a_mark_is_focused(page):
    page.goto("map/")
    mark = page.locator(".map .row a[data-near]").first
    mark.focus()
    expect(page.locator(".arcs path").first).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.locator(".arcs path")).to_have_count(0)


def test_a_mark_of_the_map_shows_its_card(page):
    page.goto("map/")
    page.locator(".map .row a[class]").nth(3).hover()
    expect(page.locator(".popup.card .title")).to_be_visible()


def test_a_long_table_is_sorted_by_its_headings(page):
    page.goto("artefacts/")
    table = page.locator("table").first
    before = table.locator("tbody tr td:first-child").all_inner_texts()
    button = table.get_by_role("button", name="publisher")
    button.press("Enter")
    column = table.locator("tbody tr td:nth-child(4)").all_inner_texts()
    assert column[0].casefold() <= column[len(column) // 2].casefold()
    expect(table.locator("th").nth(3)).to_have_attribute("aria-sort", "ascending")
    button.press("Enter")
    expect(table.locator("th").nth(3)).to_have_attribute("aria-sort", "descending")
    assert sorted(table.locator("tbody tr td:first-child").all_inner_texts()) == sorted(before)
