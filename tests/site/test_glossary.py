"""Terms: read from one page, explained on others."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT
from linkroll.markdown.extension import EXTENSIONS, Page, read_page
from linkroll.site.glossary import GLOSSARY, TERM, TermExtension, meanings, plural
from markdown import Markdown

MEANS = "\n\nOne. Two.\n\nSee [more](https://a.org/).\n"

SPELLINGS = (
    ("a sentence may begin with a term, or not", "Circuit", {"circuit", "Circuit"}),
    ("a term may stand in the plural", "Probe", {"probes", "Probes"}),
    ("an acronym keeps its letters", "QK circuit", {"QK circuit", "QK circuits"}),
    ("other names stand in parentheses", "Probe (linear probe)", {"linear probes", "probe"}),
    ("there may be several", "Composition (Q-composition, mixing)", {"Q-composition", "mixing"}),
    ("an acronym in parentheses has a plural", "Sparse autoencoder (SAE)", {"SAE", "SAEs"}),
    ("an id is no part of a term", "Logit lens { #lens }", {"logit lens"}),
)


@pytest.mark.parametrize(("rule", "heading", "expected"), SPELLINGS, ids=[c[0] for c in SPELLINGS])
def test_spellings(rule, heading, expected):
    found = meanings(f"# Glossary\n\n## {heading}{MEANS}")
    assert expected <= set(found), rule
    assert set(found.values()) == {"One. Two."}, rule


def test_no_acronym_is_bent():
    assert "sAE" not in meanings(f"## SAE{MEANS}")


NO_TERMS = (
    ("the page's own title is no term", "# Glossary\n\nOne. Two.\n"),
    ("a deeper heading is no term", f"### Probe{MEANS}"),
    ("a term without a meaning explains nothing", "## Probe\n\n## Circuit"),
)


@pytest.mark.parametrize(("rule", "text"), NO_TERMS, ids=[c[0] for c in NO_TERMS])
def test_what_is_no_term(rule, text):
    assert meanings(text) == {}, rule


def test_a_meaning_is_plain_text_on_one_line():
    text = "## Probe\n\nA *small* `classifier`\nby [someone](https://a.org/). Two.\n"
    assert meanings(text)["probe"] == "A small classifier by someone. Two."


PLURALS = (
    ("most take an s", "feature", "features"),
    ("y after a consonant", "capability", "capabilities"),
    ("y after a vowel", "array", "arrays"),
    ("hissing ends", "patch", "patches"),
    ("Greek ends", "hypothesis", "hypotheses"),
)


@pytest.mark.parametrize(("rule", "word", "expected"), PLURALS, ids=[c[0] for c in PLURALS])
def test_plurals(rule, word, expected):
    assert plural(word) == expected, rule


EXPLAINED = {"probe": "P.", "probes": "P.", "feature": "F.", "feature splitting": "S."}
P, F, S = (f'<abbr tabindex="0" title="{title}">' for title in ("P.", "F.", "S."))

MARKED = (
    ("a term is marked", "a probe.", f"<p>a {P}probe</abbr>.</p>"),
    ("once a page", "a probe and probes", f"<p>a {P}probe</abbr> and probes</p>"),
    ("each of several", "probe, feature", f"<p>{P}probe</abbr>, {F}feature</abbr></p>"),
    ("in reading order", "*probe* probe", f"<p><em>{P}probe</abbr></em> probe</p>"),
    ("behind an element", "*a* probe b", f"<p><em>a</em> {P}probe</abbr> b</p>"),
    ("the longest term", "feature splitting", f"<p>{S}feature splitting</abbr></p>"),
    ("over a line's end", "feature\nsplitting", f"<p>{S}feature\nsplitting</abbr></p>"),
    ("not inside a word", "probed", "<p>probed</p>"),
    ("not inside a compound", "feature-rich", "<p>feature-rich</p>"),
    ("not in code", "`probe`", "<p><code>probe</code></p>"),
    ("not in a link", "[probe](b.md)", '<p><a href="b.md">probe</a></p>'),
    ("not in a heading", "## A probe", "<h2>A probe</h2>"),
)


def render(text: str, path: str = "docs/topics/x.md") -> str:
    terms = TermExtension(EXPLAINED)
    terms.page = Page(path)
    return Markdown(extensions=[*EXTENSIONS, terms]).convert(text)


@pytest.mark.parametrize(("rule", "text", "html"), MARKED, ids=[c[0] for c in MARKED])
def test_marking(rule, text, html):
    assert render(text) == html, rule


def test_only_topic_pages_are_marked():
    assert render("a probe", "docs/about.md") == "<p>a probe</p>"


def test_each_page_is_marked_anew():
    terms = TermExtension(EXPLAINED)
    terms.page = Page("docs/topics/x.md")
    markdown = Markdown(extensions=[terms])
    assert markdown.convert("probe") == markdown.reset().convert("probe")


def test_a_title_is_left_alone_and_a_note_explained(build):
    built = build(
        {
            "docs/glossary.md": f"# Glossary\n\n## Probe{MEANS}",
            "docs/topics/x.md": "# X\n\n## Links\n\n- [A probe](https://a.org/) — A probe, new.\n",
        }
    )
    html = built.page("topics/x")
    assert '<a href="https://a.org/">A probe</a>' in re.sub(r' (?!href)[\w-]+="[^"]*"', "", html)
    assert html.count("<abbr") == 1
    assert 'A <abbr tabindex="0" title="One. Two.">probe</abbr>, new.' in html


GLOSSARY_TEXT = (ROOT / GLOSSARY).read_text(encoding="utf-8")
SECTIONS = [(m["name"], m["meaning"], GLOSSARY_TEXT[m.end() :].split("\n## ")[0])
            for m in TERM.finditer(GLOSSARY_TEXT)]  # fmt: skip


def test_the_glossary_is_read_whole_and_in_order():
    names = [name for name, _, _ in SECTIONS]
    assert len(names) == GLOSSARY_TEXT.count("\n## ") >= 60
    assert names == sorted(names, key=str.casefold)


@pytest.mark.parametrize(("name", "meaning", "rest"), SECTIONS, ids=[s[0] for s in SECTIONS])
def test_a_term_has_two_sentences_an_entry_and_a_topic(name, meaning, rest):
    assert len(re.findall(r"[.?](?=\s|$)", meaning)) == 2, f"{name}: two sentences"
    assert "](" not in meaning, f"{name}: a tooltip can hold no link"
    assert len(read_page(GLOSSARY, rest).links) == 1, f"{name}: one entry"
    assert re.search(r"\]\(topics/[\w-]+\.md\)", rest), f"{name}: its topic"


def test_no_spelling_has_two_meanings():
    spelled = [
        spelling for match in TERM.finditer(GLOSSARY_TEXT) for spelling in meanings(match[0])
    ]
    assert len(spelled) == len(set(spelled))


def test_a_page_of_many_emphases_is_marked_in_linear_time(build):
    page = "# X\n\n" + "*a* superposition " * 40_000
    built = build(
        {"docs/topics/x.md": page, "docs/glossary.md": "# G\n\n### superposition\n\nMany.\n"}
    )
    assert built.code == 0, built.log
