"""A link that says one thing and leads to another is told; one that paraphrases is not."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from tests.metadata.test_providers import Clock

from linkroll.lint.mislabelled import own_title
from linkroll.lint.rules import lint_page
from linkroll.lock.record import Record
from linkroll.markdown.extension import read_page
from linkroll.metadata.merge import merge_into_record
from linkroll.metadata.providers.arxiv import Arxiv
from twins.arxiv import Twin
from twins.serving import client, serving

TODAY = date(2026, 11, 1)
KEY = "arxiv:2202.11688"
TRUE = "Fluctuations of the gravitational wave background in rotating media"


def page(text: str, url: str) -> str:
    return f"# Topic\n\n## Links\n\n- [{text}]({url})\n"


def told(markdown: str, record: Record) -> list[tuple[str, str]]:
    reading = read_page("docs/topics/x.md", markdown)
    found = lint_page("docs/topics/x.md", reading, {record.key: record}, TODAY)
    return [(each.code, each.message) for each in found if each.code == "mislabelled"]


def record(key: str, url: str, title: str, source: str) -> Record:
    return Record(key=key, url=url, kind="paper", title=title, origin={"title": source})


def test_the_founding_list_s_original_paper_is_told_once_arxiv_has_answered() -> None:
    url = "https://arxiv.org/abs/2202.11688"

    async def ask() -> Record:
        clock = Clock()
        async with serving(Twin({"2202.11688": {"title": TRUE}}).app()) as base, client() as get:
            facts = await Arxiv(base, clock.turns()).fetch([KEY], get)
        return merge_into_record(Record(key=KEY, url=url, kind="paper"), facts[KEY])

    (found,) = told(page("Interpreting Transformers with Mechanistic Reasoning", url), asyncio.run(ask()))  # fmt: skip
    assert "Interpreting Transformers with Mechanistic Reasoning" in found[1]
    assert TRUE in found[1]


ARXIV, POST = (
    "https://arxiv.org/abs/2209.10652",
    "https://www.lesswrong.com/posts/nmxzr2zsjNtjaHh7x/x",
)
TOY = "Toy Models of Superposition"
OTHELLO = "Actually, Othello-GPT Has A Linear Emergent World Representation"
QUIET = [
    ("Toy models of superposition", record("arxiv:2209.10652", ARXIV, TOY, "arxiv"), "case"),
    ("Toy Models: a study in superposition", record("arxiv:2209.10652", ARXIV, TOY, "arxiv"), "a subtitle"),
    ("The original paper on Mechanistic Reasoning", record("arxiv:2209.10652", ARXIV, "Something Else Entirely About Stars", "imported"), "an imported title was never seen"),
    ("Interpreting Othello GPT with linear probes", record("lw:nmxzr2zsjNtjaHh7x", POST, OTHELLO, "forum"), "a paraphrase of a post"),
    ("Some page about grokking and things", record("url:https://e.org/x", "https://e.org/x", "Welcome to our web site today", "title"), "a page without an identity"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "known", "rule"), QUIET, ids=[case[2] for case in QUIET])
def test_what_is_not_clearly_another_thing_is_let_through(
    text: str, known: Record, rule: str
) -> None:
    assert told(page(text, known.url), known) == [], rule


IOI = "Interpretability in the Wild: a Circuit for Indirect Object Identification in GPT-2 small"
SEEN_AT = ("one/list:README.md", "https://two.org/papers.bib")
WRONG = [
    ("a title that a provider gives", "Sparse Probing of Neurons", "arxiv", ()),
    ("a short one", "Toy Neurons", "arxiv", ()),
    ("a title that two places give", "Sparse Probing of Neurons", "imported", SEEN_AT),
]
DOUBTFUL = [
    ("one place twice", "Sparse Probing of Neurons", "imported", ("one/list:README.md", "one/other:a.bib")),
    ("a name that the paper goes by", "SAELens Steering", "arxiv", ()),
    ("initials of the title", "Iioi Circuits", "arxiv", ()),
    ("a label", "Paper and Code", "arxiv", ()),
    ("one word", "Grokking", "arxiv", ()),
    ("a paper that changed its title", "Finding Indirect Objects in Language Models by Patching", "arxiv", ()),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "source", "evidence"), WRONG)
def test_a_wrong_title_of_a_paper_is_told_offline(rule, text, source, evidence) -> None:
    known = Record(key="arxiv:2211.00593", url="https://arxiv.org/abs/2211.00593", kind="paper", title=IOI, origin={"title": source}, evidence=evidence)  # fmt: skip
    assert told(page(text, known.url), known), rule


@pytest.mark.parametrize(("rule", "text", "source", "evidence"), DOUBTFUL)
def test_in_doubt_nothing_is_told(rule, text, source, evidence) -> None:
    known = Record(key="arxiv:2211.00593", url="https://arxiv.org/abs/2211.00593", kind="paper", title=IOI, origin={"title": source}, evidence=evidence)  # fmt: skip
    assert told(page(text, known.url), known) == [], rule


def test_a_post_that_is_another_is_told() -> None:
    known = record("lw:nmxzr2zsjNtjaHh7x", POST, "Notes on baking sourdough bread at home", "forum")
    assert told(page("Interpreting Othello GPT with linear probes", POST), known)


def test_a_person_s_word_stops_the_warning() -> None:
    markdown = '# Topic\n\n- [Interpreting Transformers with Reasoning](https://arxiv.org/abs/2202.11688){ flag=mislabelled because="another paper" }\n'
    assert told(markdown, record(KEY, "https://arxiv.org/abs/2202.11688", TRUE, "arxiv")) == []


BLOG = "https://blog.example.org/weights"
GARDEN = "The garden of forking circuits and paths"


@pytest.mark.parametrize(
    ("text", "known", "shown", "rule"),
    [
        ("Reading the weights of a small model", record(f"url:{BLOG}", BLOG, GARDEN, "og"), GARDEN, "a page's own title is shown"),
        ("The Garden of Forking Circuits and Paths", record(f"url:{BLOG}", BLOG, GARDEN, "og"), None, "not twice"),
        ("Reading the weights of a small model", record(f"url:{BLOG}", BLOG, GARDEN, "imported"), None, "only what was seen there"),
        ("Toy models", record("arxiv:2209.10652", ARXIV, GARDEN, "arxiv"), None, "a paper is warned of instead"),
    ],
)  # fmt: skip
def test_a_page_may_be_called_otherwise_and_says_its_own_title(
    text: str, known: Record, shown: str | None, rule: str
) -> None:
    (link,) = read_page("docs/topics/x.md", page(text, known.url)).links
    assert own_title(link, known) == shown, rule
    assert told(page(text, BLOG), known) == []
