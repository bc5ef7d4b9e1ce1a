"""Duplicates on a page, and contradictions across pages, over links as plain tuples."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from linkroll.lint.duplicates import contradictions, duplicates
from linkroll.lock.works import Works
from linkroll.urls.identify import identify

ROME = "https://arxiv.org/abs/2202.05262"
ROME_TITLE = "Locating and Editing Factual Associations in GPT"
RECALL_TITLE = "Dissecting Recall of Factual Associations in Auto-Regressive Language Models"


class Link(NamedTuple):
    text: str
    url: str
    line: int = 1
    path: str = "docs/topics/a.md"
    entry: bool = True
    column: int = 3

    @property
    def key(self) -> str:
        return identify(self.url).key


NONE = Works({})


def test_the_same_work_under_two_keys_is_one_thing() -> None:
    first, second = Link(ROME_TITLE, ROME, 5), Link("ROME", "https://doi.org/10.1000/rome", 9)
    works = Works({}, [("doi:10.1000/rome", "arxiv:2202.05262")])
    assert [found.line for found in duplicates([first, second], works)] == [9]
    assert duplicates([first, second], NONE) == []


def test_the_same_thing_twice_on_a_page_names_both_places() -> None:
    first = Link(ROME_TITLE, ROME, 5)
    second = Link("ROME", "https://arxiv.org/pdf/2202.05262v3.pdf", 9)
    (found,) = duplicates([first, second], NONE)
    assert (found.place, found.code, found.level) == ("docs/topics/a.md:9:3", "duplicate", "notice")
    assert "docs/topics/a.md:5:3" in found.message
    assert "docs/topics/a.md:9:3" in found.message


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("another page", Link(ROME_TITLE, ROME, path="docs/topics/b.md")),
        ("a companion or a mention", Link(ROME_TITLE, ROME, 9, entry=False)),
        ("another thing", Link(ROME_TITLE, "https://arxiv.org/abs/2304.14767", 9)),
    ],
)
def test_no_duplicate(rule: str, second: Link) -> None:
    assert duplicates([Link(ROME_TITLE, ROME), second], NONE) == [], rule


def test_what_is_no_address_is_not_one_thing() -> None:
    assert duplicates([Link("A", "TODO", 1), Link("B", "TODO", 2)], NONE) == []


def test_one_key_under_several_titles_names_all_of_them_at_each_place() -> None:
    links = [
        Link(ROME_TITLE, ROME, 5),
        Link("ROME: " + ROME_TITLE.lower(), ROME, 6),
        Link(RECALL_TITLE, "https://arxiv.org/pdf/2202.05262", 7, "docs/topics/b.md", entry=False),
    ]
    found = contradictions(links)
    assert [each.place for each in found] == [
        "docs/topics/a.md:5:3",
        "docs/topics/a.md:6:3",
        "docs/topics/b.md:7:3",
    ]
    for each in found:
        assert (each.code, each.level) == ("contradiction", "warning")
        assert f"“{ROME_TITLE}” (docs/topics/a.md:5:3)" in each.message
        assert f"“{RECALL_TITLE}” (docs/topics/b.md:7:3)" in each.message


def test_titles_are_grouped_through_what_lies_between() -> None:
    long = f"{ROME_TITLE} and {RECALL_TITLE}"
    assert (
        contradictions([Link(ROME_TITLE, ROME), Link(RECALL_TITLE, ROME), Link(long, ROME)]) == []
    )


@pytest.mark.parametrize("mention", ["ROME", "The ROME paper", "Editing", "See also this", "Facts"])
def test_a_short_mention_elsewhere_hides_no_contradiction(mention: str) -> None:
    links = [Link(ROME_TITLE, ROME, 1), Link(mention, ROME, 2, entry=False), Link("Attention Sinks in Vision", ROME, 3)]  # fmt: skip
    for order in (links, links[::-1], [links[1], links[0], links[2]]):
        found = contradictions(order)
        assert len(found) >= 2, mention
        assert all(
            f"“{mention}”" not in message.message.partition(" stands ")[2] for message in found
        )


def test_a_short_title_is_known_by_the_address_that_spells_it_out() -> None:
    post = "https://www.lesswrong.com/posts/BaEQoxHhWPrkinmxd/"
    report = (
        "Research Report: Sparse Autoencoders Find Only 9 of 180 Board State Features in OthelloGPT"
    )
    announced = Link(
        "Announcing Neuronpedia", post + "announcing-neuronpedia-platform-for-accelerating-research"
    )
    assert len(contradictions([Link(report, post + "research-report"), announced])) == 2


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("a label", Link("Code", ROME)),
        (
            "words of a sentence",
            Link("their careful experiments with patching hidden states", ROME, entry=False),
        ),
        ("another thing", Link(RECALL_TITLE, "https://arxiv.org/abs/2304.14767")),
    ],
)
def test_no_contradiction(rule: str, other: Link) -> None:
    assert contradictions([Link(ROME_TITLE, ROME), other]) == [], rule


def test_sections_and_code_are_called_as_they_like() -> None:
    post = "https://www.lesswrong.com/posts/nmxzr2zsjNtjaHh7x/x"
    title = "Actually, Othello-GPT Has A Linear Emergent World Representation"
    section = Link(
        "Practical advice for running many probing experiments", post + "#Advice_for_running"
    )
    assert contradictions([Link(title, post), section]) == []
    code = "https://github.com/kmeng01/rome"
    assert contradictions([Link(ROME_TITLE, code), Link(RECALL_TITLE, code)]) == []
