"""Previews of entries, and what the site remembers for a reader, on the real site in a real browser."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from find_browser import find_browser

FLAGS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
TOPIC = "topics/features-and-superposition/"
PAPER = "arxiv-2210.01892"  # Polysemanticity and Capacity in Neural Networks
BLOCKED = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError") } })
"""


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser, site):
    """A tab with a memory of its own; what goes wrong in it fails the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        base_url=site,
        permissions=["clipboard-read", "clipboard-write"],
    )
    tab = context.new_page()
    wrong = []
    tab.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    yield tab
    context.close()
    assert wrong == []


def card(page, entry=PAPER):
    return page.locator(f"[id='{entry}']")


def choose(page, name, entry=PAPER):
    card(page, entry).locator(".act").click()
    card(page, entry).locator(".actions").get_by_text(name, exact=True).click()


# --- previews ----------------------------------------------------------------------------------


LINKS = (
    ("first-four-weeks/", ".plan li > a[href^=http]"),
    ("glossary/", "article > p > a[href^=http]"),
    ("people/", ".people .note a[href^=http]"),
    ("debates/", ".meta a[href*='#']"),
    ("topics/circuit-tracing/", ".intro a[href^=http]"),
)


@pytest.mark.parametrize(("path", "links"), LINKS, ids=[row[0] for row in LINKS])
@pytest.mark.parametrize("reach", ["hover", "focus"])
def test_a_link_to_an_entry_shows_its_card(page, path, links, reach):
    page.goto(path)
    link = page.locator(links).first
    if reach == "focus":
        page.keyboard.press("Tab")  # focus shows only to those who use a keyboard
    getattr(link, reach)()
    if (
        reach == "hover"
    ):  # a long page may move under a pointer that rests; people's pointers do not
        page.wait_for_timeout(600)
        page.mouse.move(2, 2)
        link.hover()
    popup = page.locator(".popup.card")
    expect(popup.locator(".title")).to_be_visible()
    expect(popup.locator(".note, .meta").first).to_be_visible()
    assert link.get_attribute("aria-describedby") == "popup"
    assert page.url.endswith(path)
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()


def test_a_card_previews_other_entries_and_not_itself(page):
    page.goto(TOPIC)
    page.locator(".entry .title").first.hover()
    page.wait_for_timeout(500)
    expect(page.locator(".popup.card")).to_be_hidden()
    page.locator(".entry .relations a").first.hover()
    expect(page.locator(".popup.card .title")).to_be_visible()


def test_a_finger_sees_the_card_first_and_follows_with_the_second_tap(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(site + "topics/circuit-tracing/")
    link = page.locator(".intro p a[href*='transformer-circuits.pub']").first
    link.tap()
    expect(page.locator(".popup.card .title")).to_be_visible()
    assert page.url == site + "topics/circuit-tracing/"
    box = page.locator(".popup").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    with page.expect_request(re.compile("transformer-circuits.pub")):
        link.tap()
    context.close()


def test_a_finger_follows_other_links_at_once(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(site + "contributing/")
    page.locator(".md-content a[href*='reference/']").first.tap()
    page.wait_for_url("**/reference/**")
    context.close()


def test_previews_ask_nothing_until_somebody_turns_to_a_link(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(TOPIC, wait_until="networkidle")
    assert not [url for url in asked if "entries.json" in url]


def test_a_term_is_legible(page):
    page.goto(TOPIC)
    page.locator("abbr").first.hover()
    size = page.locator(".popup.term").evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    assert size >= 14


# --- marks -------------------------------------------------------------------------------------


def test_marks_last_and_show_on_the_card_the_topic_the_lists_and_the_own_list(page):
    page.goto(TOPIC)
    choose(page, "Mark as read")
    expect(card(page)).to_have_class(re.compile("is-read"))
    expect(page.locator("[data-progress]")).to_contain_text(re.compile(r"^1 of \d+ read$"))
    page.reload()
    expect(card(page).get_by_role("button", name=re.compile("marked as read"))).to_be_visible()
    page.goto("links/?only=unread&text=2210.01892")
    expect(page.locator(".none")).to_be_visible(timeout=20_000)  # the index comes first
    page.goto("reading-list/")
    expect(page.locator("[data-part=read] .title")).to_have_text(re.compile("Polysemanticity"))
    page.get_by_role("button", name="Move to").click()
    expect(page.locator("[data-part=later] .title")).to_have_text(re.compile("Polysemanticity"))
    page.locator("[data-part=later] .title").click()
    page.wait_for_url(f"**/{TOPIC}#{PAPER}")


def test_the_menu_works_by_keyboard(page):
    page.goto(TOPIC)
    button = card(page).locator(".act")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(card(page).get_by_role("button", name="Mark as read")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card(page).get_by_role("button", name="Read later")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(card(page).locator(".actions")).to_have_count(0)


def test_the_menu_leads_to_the_line_and_to_a_report(page):
    page.goto(TOPIC)
    card(page).locator(".act").click()
    edit = card(page).get_by_role("link", name="Edit this line").get_attribute("href")
    line = int(re.search(r"/edit/main/docs/topics/features-and-superposition\.md#L(\d+)$", edit)[1])
    from conftest import ROOT

    text = (ROOT / "docs/topics/features-and-superposition.md").read_text().splitlines()[line - 1]
    assert "2210.01892" in text
    report = card(page).get_by_role("link", name="Report a problem").get_attribute("href")
    assert "template=report-a-link.yml" in report
    assert "features-and-superposition.md%3A" + str(line) in report


def test_a_link_to_an_entry_is_copied(page, site):
    page.goto(TOPIC)
    choose(page, "Copy link")
    expect(page.locator(".announcement")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}{TOPIC}#{PAPER}"


def test_a_list_is_exported_shared_erased_and_imported(page, tmp_path):
    page.goto(TOPIC)
    choose(page, "Read later")
    page.goto("reading-list/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export BibTeX").click()
    bibtex = waiting.value.path().read_text()
    assert bibtex.count("\n@") + bibtex.startswith("@") == 1
    assert "2210.01892" in bibtex
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export JSON").click()
    exported = tmp_path / "list.json"
    exported.write_bytes(waiting.value.path().read_bytes())
    assert list(json.loads(exported.read_text())["marks"]) == [PAPER]
    page.get_by_role("button", name="Copy an address").click()
    expect(page.locator("output")).to_contain_text("copied")
    address = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Erase everything").click()
    expect(page.locator(".empty")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => !key.endsWith('scheme'))") == []
    page.locator("[type=file]").set_input_files(exported)
    expect(page.locator("[data-part=later] .title")).to_have_count(1)
    page.get_by_role("button", name="Erase everything").click()
    page.goto("about/")
    page.goto(address)
    expect(page.locator("[data-part=shared] .title")).to_have_count(1)
    page.get_by_role("button", name="Add to my list").click()
    expect(page.locator("[data-part=later] .title")).to_have_count(1)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"marks": {"x": "<b>"}}', '{"marks": 1}'])
def test_a_file_that_is_no_list_changes_nothing(page, tmp_path, text):
    page.goto("reading-list/")
    file = tmp_path / "list.json"
    file.write_text(text)
    page.locator("[type=file]").set_input_files(file)
    expect(page.locator("output")).to_contain_text(re.compile("no reading list|0 marks"))
    expect(page.locator(".empty")).to_be_visible()


@pytest.mark.parametrize("stored", ["[1", "1", '"x"', '{"a": 1}', "null"])
def test_a_memory_that_cannot_be_read_is_none(page, stored):
    page.goto("about/")
    page.evaluate("(text) => localStorage.setItem('/.reading', text)", stored)
    page.goto(TOPIC)
    choose(page, "Mark as read")
    expect(card(page)).to_have_class(re.compile("is-read"))


def test_everything_works_where_storage_is_blocked(page):
    page.add_init_script(BLOCKED)
    page.goto(TOPIC)
    choose(page, "Mark as read")
    expect(card(page)).to_have_class(re.compile("is-read"))
    expect(page.locator(".announcement")).to_contain_text("does not store anything")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.goto("reading-list/")
    expect(page.locator(".empty")).to_be_visible()
    page.goto("first-four-weeks/")
    page.locator(".tick").first.check()
    expect(page.locator("[data-progress]")).to_contain_text("1 of")


def test_steps_of_the_plan_are_ticked(page):
    page.goto("first-four-weeks/")
    count = page.locator(".tick").count()
    assert count > 10
    page.locator(".tick").nth(2).check()
    page.reload()
    expect(page.locator(".tick").nth(2)).to_be_checked()
    expect(page.locator("[data-progress]")).to_have_text(f"1 of {count} steps done")


def test_home_tells_what_is_new_since_the_last_visit(page):
    page.goto("")
    expect(page.locator("[data-news]")).to_have_text("")
    page.evaluate("localStorage.setItem('/.visit', JSON.stringify({ day: '2020-01-01' }))")
    page.reload()
    expect(page.locator("[data-news]")).to_have_text(
        re.compile(r"^\d+ since your last visit, 2020-01-01$")
    )
    assert page.locator(".is-new").count() == 8
    page.reload()
    expect(page.locator("[data-news]")).to_contain_text("2020-01-01")
