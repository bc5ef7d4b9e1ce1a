"""Field by field among sources, and from facts to a record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkroll.lock.record import Record, Related
from linkroll.metadata.html.extract import extract_metadata
from linkroll.metadata.merge import contradicted, merge, merge_into_record
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.types import Metadata

KEY = "arxiv:2209.10652"
API = clean_metadata("arxiv", KEY, title="Toy Models of Superposition", authors=["Nelson Elhage", "Chris Olah"], date="2022-09-21", venue="arXiv", kind="paper")  # fmt: skip
HUB = clean_metadata("huggingface", KEY, title="Toy Models", authors=["N. Elhage", "Chris Olah"], date="2022-09-22", companions=[Related("code", "https://github.com/a/b")])  # fmt: skip


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
    page = extract_metadata(b'<title>Toy</title><meta name=citation_date content="2022/09/21"><meta name=citation_title content=Toy>', "https://e.org/")  # fmt: skip
    facts = merge([clean_metadata("youtube", "yt:x", title="Toy", authors=["Ada B"]), page])
    assert (facts.title, facts.date) == ("Toy", "2022-09-21")
    assert facts.origin["title"] == "youtube"
    assert facts.origin["date"] == "highwire"


def test_what_a_page_disagreed_about_within_itself_is_not_lost() -> None:
    page = extract_metadata(b"<meta name=citation_title content='On A'><meta property='og:title' content='Quite Another'>", "https://e.org/")  # fmt: skip
    assert [each.value for each in merge([page]).disagreements] == ["Quite Another"]


def test_nothing_told_is_nothing() -> None:
    assert merge([]) == Metadata()


def test_a_fetch_confirms_what_was_imported_and_leaves_the_rest_imported() -> None:
    record = merge_into_record(imported(), clean_metadata("arxiv", KEY, title="Toy Models of Superposition", date="2022-09-21", kind="paper"))  # fmt: skip
    assert record.title == "Toy Models of Superposition"
    assert record.origin["title"] == record.origin["date"] == "arxiv"
    assert record.origin["venue"] == "imported"
    assert record.evidence == ("https://example.org/list",)


def test_evidence_goes_when_nothing_imported_is_left() -> None:
    published = replace(API, venue="NeurIPS 2022", origin=API.origin | {"venue": "crossref"})
    assert merge_into_record(imported(), published).evidence == ()


FILLS = [
    (API, "venue", "Somewhere", "imported", "where a paper is kept is not where it was published"),
    (replace(API, venue="Nature", origin=API.origin | {"venue": "crossref"}), "venue", "Nature", "crossref", "a venue that is one replaces an imported one"),
    (clean_metadata("github", KEY, authors=["the-lab"]), "authors", ("Ada Byron",), "imported", "who owns an account need not be who wrote"),
    (replace(clean_metadata("github", KEY, authors=["Jan Berg"]), origin={"authors": "citation"}), "authors", ("Jan Berg",), "citation", "a citation file is for citing"),
    (clean_metadata("youtube", KEY, authors=["Ada Byron"]), "authors", ("Ada Byron",), "youtube", "the same is confirmed"),
    (clean_metadata("github", KEY, kind="code"), "kind", "benchmark", None, "a kind that was chosen by hand stays"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "field", "value", "source", "rule"), FILLS, ids=[case[4] for case in FILLS])  # fmt: skip
def test_what_says_less_than_is_known_only_fills_gaps(
    facts: Metadata, field: str, value: object, source: str | None, rule: str
) -> None:
    known = replace(imported(), authors=("Ada Byron",), kind="benchmark", origin={**imported().origin, "authors": "imported"})  # fmt: skip
    record = merge_into_record(known, facts)
    assert (getattr(record, field), record.origin.get(field)) == (value, source), rule


def test_what_an_author_stated_is_left_alone() -> None:
    known = replace(imported(), origin={**imported().origin, "title": "author"})
    assert merge_into_record(known, API).title == "Toy models"


def test_what_was_known_and_is_told_differently_is_told() -> None:
    wrong = replace(imported(), title="Another Paper Altogether", date="2022")
    assert [(each.field, each.value, each.source) for each in contradicted(wrong, API)] == [
        ("title", "Another Paper Altogether", "imported")
    ]
    assert [each.field for each in contradicted(imported(), API)] == ["title"]
    assert contradicted(merge_into_record(imported(), API), API) == ()


@pytest.mark.parametrize(
    "key", ["doi:10.1/a b", "doi:10.1/\ud800", "doi:10.1/" + "x" * 400, "doi:10.1/\n"]
)
def test_what_cannot_stand_in_a_lock_is_no_key(key: str) -> None:
    assert merge_into_record(imported(), Metadata(same=(key, "doi:10.1/ok"))).same == (
        "doi:10.1/ok",
    )


def test_a_kind_from_the_address_alone_changes_nothing() -> None:
    record = merge_into_record(
        imported(), extract_metadata(b"<title>x</title>", "https://example.org/")
    )
    assert record.kind == "paper"
    assert "kind" not in record.origin


def test_learning_twice_is_learning_once() -> None:
    once = merge_into_record(imported(), merge([API, HUB]))
    assert merge_into_record(once, merge([API, HUB])) == once
