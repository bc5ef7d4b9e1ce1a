"""The demo of our own, and the feeds of topics, on the real site."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect, sync_playwright

from conftest import ROOT
from find_browser import find_browser

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def opened(browser, site, **options):
    page = browser.new_context(**options).new_page()
    page.goto(site + "superposition/")
    return page


def trained(page):
    output = page.locator(".demo output")
    expect(output).to_contain_text("features have a direction", timeout=20_000)
    return output.inner_text()


def test_five_sparse_features_become_a_pentagon(browser, site):
    page = opened(browser, site, reduced_motion="reduce")
    said = trained(page)
    assert said.startswith("5 of 5 features"), said
    assert 60 <= int(re.search(r"(\d+)° apart", said)[1]) <= 72
    assert page.locator(".plane circle").count() == 5
    page.context.close()


def test_dense_features_leave_two_by_keyboard(browser, site):
    page = opened(browser, site, reduced_motion="reduce")
    trained(page)
    page.get_by_role("slider", name=re.compile("absent")).focus()
    page.keyboard.press("Home")
    page.get_by_role("slider", name=re.compile("Importance")).focus()
    page.keyboard.press("Home")
    expect(page.locator(".demo output")).to_contain_text("2 of 5 features", timeout=20_000)
    page.context.close()


def test_the_demo_moves_for_those_who_like_it_and_starts_again_on_a_tap(browser, site):
    page = opened(browser, site, viewport={"width": 390, "height": 844}, has_touch=True)
    trained(page)
    before = page.locator(".plane").inner_html()
    page.get_by_role("button", name="Train again").tap()
    trained(page)
    page.wait_for_function("(before) => document.querySelector('.plane').innerHTML !== before", arg=before)  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_the_demo_is_small_listed_and_says_what_it_needs(browser, site):
    assert (ROOT / "docs/assets/superposition.js").stat().st_size < 8 * 1024
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site + "superposition/")
    assert page.get_by_text("needs scripts").is_visible()
    page.goto(site + "demos/")
    assert page.get_by_role("link", name="Superposition in two dimensions").count() == 1
    page.context.close()


def test_each_topic_has_a_feed_of_its_own_entries(browser, site):
    page = browser.new_context().new_page()
    page.goto(site + "topics/grokking/")
    link = page.get_by_role("link", name="Feed of this topic")
    answer = page.request.get(link.evaluate("link => link.href"))
    feed = ET.fromstring(answer.text())
    addresses = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert addresses
    assert len(addresses) == len(set(addresses)) <= page.locator(".entry").count()
    assert feed.findtext(f"{ATOM}title").startswith("Algorithmic tasks and grokking")
    page.context.close()
