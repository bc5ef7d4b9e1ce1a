"""What the search looks through, and what it finds in a real browser."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from conftest import ROOT, SMALL_SITE
from find_browser import find_browser
from linkroll.site.glossary import synonyms

RESULTS = ".md-search-result__link"
RECORDS = [
    {
        "key": "arxiv:2401.00001",
        "url": "https://arxiv.org/abs/2401.00001",
        "kind": "paper",
        "title": "Lenses",
        "authors": ["Ada Byron"],
        "date": "2024-01",
        "same": ["doi:10.1000/lens"],
    }
]
SITE = {
    "mkdocs.yml": SMALL_SITE.replace("null", "material").replace("[]", "[search]"),
    "docs/topics/lenses.md": """# Lenses

## Links

- [Lenses](https://arxiv.org/abs/2401.00001){ essential same="https://openreview.net/forum?id=aB3dE5fG7h" } - How *it* works.
    - [Code](https://github.com/ada/lens-code)
- [A <b>bold</b> & brave title](https://bold.test/){ kind=post }
""",
    "docs/glossary.md": """---
synonyms:
  - [lens, spectacles]
  - spectacles alone
---

# Glossary

## Logit lens (LL)

One. Two.

Introduced in [Lenses](https://arxiv.org/abs/2401.00001).
""",
    "links.lock": "".join(json.dumps(record) + "\n" for record in RECORDS),
}


@pytest.fixture
def index(build):
    built = build(SITE)
    assert built.code == 0, built.log
    return json.loads((built.folder / "site/search/search_index.json").read_text())["docs"]


def entry(index, title):
    return next(doc for doc in index if doc["title"] == title and "kind" in doc)


def test_an_entry_is_searched_by_what_its_card_says(index):
    found = entry(index, "Lenses")
    assert found["location"] == "topics/lenses/#arxiv-2401.00001"
    assert (found["kind"], found["by"], found["year"]) == ("Paper", ["Ada Byron"], "2024")
    assert found["text"] == "How it works."
    assert found["boost"] > 1  # it is essential


def test_an_entry_is_searched_by_every_number_and_address_of_the_work(index):
    assert {
        "2401.00001",
        "10.1000/lens",  # recorded as the same
        "aB3dE5fG7h",  # stated as the same
        "github.com/ada/lens-code",  # a companion
    } <= set(entry(index, "Lenses")["ids"])


def test_an_entry_is_searched_by_the_terms_that_the_glossary_sends_to_it(index):
    assert entry(index, "Lenses")["names"] == ["Logit lens", "LL"]


def test_what_others_wrote_is_escaped(index):
    titles = [doc["title"] for doc in index if "bold" in doc["location"]]
    assert titles
    assert not [title for title in titles if "<b>" in title or "& " in title]


def test_the_table_of_synonyms_travels_with_the_glossary(index):
    (glossary,) = [doc for doc in index if "synonyms" in doc]
    assert glossary["location"] == "glossary/"
    assert glossary["synonyms"] == [["Logit lens", "LL"], ["lens", "spectacles"]]


TABLES = (
    ("a term with one name has no synonym", "## Probe\n\nOne.\n", []),
    ("names in parentheses are synonyms", "## Probe (a, b)\n\nOne.\n", [["Probe", "a", "b"]]),
    ("a group of one says nothing", "---\nsynonyms: [[a]]\n---\n", []),
    ("a number is a word", "---\nsynonyms: [[a, 1]]\n---\n", [["a", "1"]]),
    ("what is no list is passed over", "---\nsynonyms: a\n---\n", []),
    ("front matter that cannot be read has none", "---\na: [\n---\n", []),
    ("front matter may be a list", "---\n- a\n---\n", []),
)


@pytest.mark.parametrize(("rule", "text", "expected"), TABLES, ids=[c[0] for c in TABLES])
def test_synonyms(rule, text, expected):
    assert synonyms(text) == expected, rule


def test_the_real_table_names_nothing_twice_that_a_heading_tells():
    groups = synonyms((ROOT / "docs/glossary.md").read_text())
    told = [tuple(sorted(word.casefold() for word in group)) for group in groups]
    assert len(told) == len(set(told)) > 30


@pytest.fixture(scope="module")
def page(site):
    """The home page, with what goes wrong in it; its search is asked one thing after another."""
    path, wrong = find_browser(), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
        )
        tab = browser.new_page(base_url=site)
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        yield tab
        browser.close()
    assert wrong == []


def ask(page, query):
    page.goto("")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search the index").press_sequentially(query)
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    return page.locator(RESULTS).first


ANSWERS = (
    ("a title", "toy models of superposition", "toy_model"),
    ("half a title", "interpretability in the wild", "arxiv-2211.00593"),
    ("the title before its colon", "towards monosemanticity", "2023/monosemantic-features"),
    ("a person before what they wrote", "neel nanda", "url-neelnanda.io"),
    ("an author and a word", "conmy circuit discovery", "arxiv-2304.14997"),
    ("an author, without accents", "rauker", "arxiv-2207.13243"),
    ("a number", "2304.14997", "arxiv-2304.14997"),
    ("the number of the same work", "2209.10652", "toy_model"),
    ("an address with a version", "https://arxiv.org/pdf/2211.00593v1", "arxiv-2211.00593"),
    ("a DOI", "10.1073/pnas.2206625119", "doi-10.1073/pnas.2206625119"),
    ("a former repository", "neelnanda-io/TransformerLens", "gh-transformerlensorg/"),
    ("an abbreviation of the glossary", "IOI", "arxiv-2211.00593"),
    ("an abbreviation of a work", "ROME", "arxiv-2202.05262"),
    ("a topic by its abbreviation", "SAE", "topics/sparse-autoencoders/"),
    ("a topic by its name", "induction heads", "topics/induction-heads/"),
    ("a synonym", "dictionary learning", "topics/sparse-autoencoders/"),
    ("a letter left out", "superpositon toy models", "toy_model"),
    ("letters swapped", "cirucit tracer", "gh-decoderesearch/circuit-tracer"),
    ("one word as two, misspelt", "transfomer lens", "gh-transformerlensorg/transformerlens"),
    ("British spelling", "feature visualisation", "distill.pub/2017/feature-visualization"),
    ("a question", "where do language models store facts", "yt-9-Jl0dxWQs8"),
    ("signs that mean something elsewhere", "+gemma* ~scope^2 title:", "lw-YQro5LyYjDzZrBCdb"),
)


@pytest.mark.parametrize(("how", "query", "answer"), ANSWERS, ids=[c[0] for c in ANSWERS])
def test_the_right_entry_comes_first(page, how, query, answer):
    expect(ask(page, query), how).to_have_attribute("href", re.compile(re.escape(answer) + r"\S*$"))


def test_a_result_shows_kind_authors_and_year(page):
    result = ask(page, "Toy Models of Superposition")
    expect(result).to_contain_text("Paper · Nelson Elhage and 15 others · 2022")
    expect(result).to_contain_text("Trains tiny ReLU networks")
    expect(result.locator("mark").first).to_have_text("Toy")


def test_a_term_shows_its_meaning(page):
    ask(page, "privileged basis")
    term = page.locator(RESULTS, has_text="Glossary").first
    expect(term).to_contain_text(re.compile(r"Privileged basis\s*Glossary\s*\w"))


def test_enter_opens_the_first_result(page):
    ask(page, "hydra effect")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/transformer-circuits/#arxiv-2307.15771")


def test_arrows_lead_through_the_results(page):
    first = ask(page, "superposition")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULTS).nth(1)).to_be_focused()


def test_nothing_found_is_said(page):
    page.goto("")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search the index").press_sequentially("qqqqqqqqqq")
    expect(page.locator(".md-search-result__meta")).to_contain_text("No matching documents")


@pytest.mark.parametrize("query", ["", "  ", "(", "\\", "constructor", "__proto__", "the"])
def test_no_query_breaks_the_search(page, query):
    page.goto("")
    page.keyboard.press("/")
    box = page.get_by_role("textbox", name="Search the index")
    box.press_sequentially(query)
    box.press("Control+a")
    box.press_sequentially("superposition")
    expect(page.locator(RESULTS).first).to_be_visible()
