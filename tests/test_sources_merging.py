"""Field by field among sources, and from facts to a record."""

from __future__ import annotations

from linkroll.records import Record, Related
from linkroll.sources import Facts
from linkroll.sources.merging import learn, merge
from linkroll.sources.page import read_page
from linkroll.sources.stating import state

KEY = "arxiv:2209.10652"
API = state("arxiv", KEY, title="Toy Models of Superposition", authors=["Nelson Elhage", "Chris Olah"], date="2022-09-21", venue="arXiv", kind="paper")  # fmt: skip
HUB = state("huggingface", KEY, title="Toy Models", authors=["N. Elhage", "Chris Olah"], date="2022-09-22", companions=[Related("code", "https://github.com/a/b")])  # fmt: skip


def imported() -> Record:
    return Record(
        key=KEY,
        url="https://arxiv.org/abs/2209.10652",
        kind="paper",
        title="Toy models",
        date="2022-09",
        venue="Somewhere",
        origin={"title": "imported", "date": "imported", "venue": "imported"},
        evidence=("https://example.org/list",),
    )


def test_the_better_source_is_believed_and_the_other_s_difference_kept() -> None:
    facts = merge([HUB, API])
    assert (facts.title, facts.date, facts.venue) == ("Toy Models of Superposition", "2022-09-21", "arXiv")  # fmt: skip
    assert facts.origin == dict.fromkeys(("title", "authors", "date", "venue", "kind"), "arxiv")
    assert {(each.field, each.source) for each in facts.disagreements} == {("title", "huggingface"), ("date", "huggingface")}  # fmt: skip
    assert facts.companions == HUB.companions
    assert facts.key == KEY


def test_initials_are_no_disagreement_about_people() -> None:
    assert not [each for each in merge([API, HUB]).disagreements if each.field == "authors"]


def test_a_page_fills_what_an_api_leaves_open_and_says_so() -> None:
    page = read_page(b'<title>Toy</title><meta name=citation_date content="2022/09/21"><meta name=citation_title content=Toy>', "https://e.org/")  # fmt: skip
    facts = merge([state("youtube", "yt:x", title="Toy", authors=["Ada B"]), page])
    assert (facts.title, facts.date) == ("Toy", "2022-09-21")
    assert facts.origin["title"] == "youtube"
    assert facts.origin["date"] == "highwire"


def test_what_a_page_disagreed_about_within_itself_is_not_lost() -> None:
    page = read_page(b"<meta name=citation_title content='On A'><meta property='og:title' content='Quite Another'>", "https://e.org/")  # fmt: skip
    assert [each.value for each in merge([page]).disagreements] == ["Quite Another"]


def test_nothing_told_is_nothing() -> None:
    assert merge([]) == Facts()


def test_a_fetch_confirms_what_was_imported_and_leaves_the_rest_imported() -> None:
    record = learn(imported(), state("arxiv", KEY, title="Toy Models of Superposition", date="2022-09-21", kind="paper"))  # fmt: skip
    assert record.title == "Toy Models of Superposition"
    assert record.origin["title"] == record.origin["date"] == "arxiv"
    assert record.origin["venue"] == "imported"
    assert record.evidence == ("https://example.org/list",)


def test_evidence_goes_when_nothing_imported_is_left() -> None:
    assert learn(imported(), API).evidence == ()


def test_a_kind_from_the_address_alone_changes_nothing() -> None:
    record = learn(imported(), read_page(b"<title>x</title>", "https://example.org/"))
    assert record.kind == "paper"
    assert "kind" not in record.origin


def test_learning_twice_is_learning_once() -> None:
    once = learn(imported(), merge([API, HUB]))
    assert learn(once, merge([API, HUB])) == once
