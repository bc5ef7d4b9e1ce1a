"""Each API as its documentation says, over real sockets, limits and errors included."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from linkroll.metadata.providers.acl import Acl
from linkroll.metadata.providers.arxiv import Arxiv
from linkroll.metadata.providers.crossref import Crossref
from linkroll.metadata.providers.forummagnum import Forum
from linkroll.metadata.providers.github import GitHub
from linkroll.metadata.providers.huggingface import HuggingFace
from linkroll.metadata.providers.notebook import Notebook
from linkroll.metadata.providers.openreview import OpenReview
from linkroll.metadata.providers.queue import RequestQueue
from linkroll.metadata.providers.registry import all_providers, query_providers
from linkroll.metadata.providers.youtube import YouTube
from twins import others
from twins.arxiv import Twin
from twins.serving import Client, client, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from linkroll.metadata.providers.provider import Provider
    from linkroll.metadata.types import Metadata

POST = "vJFdjigzmcXMhNTsx"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def turns(self, pause: float = 0.0) -> RequestQueue:
        return RequestQueue(pause, clock=self, sleep=self.sleep)


def told(
    source: Callable[[str], Provider], app: web.Application, *keys: str
) -> dict[str, Metadata]:
    """Ask a source for keys, with its API's twin."""

    async def run() -> dict[str, Metadata]:
        async with serving(app) as base, client() as get:
            return await source(base).fetch(keys, get)

    return asyncio.run(run())


# arXiv


def arxiv(twin: Twin, *keys: str, clock: Clock | None = None) -> dict[str, Metadata]:
    clock = clock or Clock()
    return told(lambda base: Arxiv(base, clock.turns(3.0)), twin.app(), *keys)


def numbers(count: int) -> list[str]:
    return [f"2209.{number:05}" for number in range(1, count + 1)]


def test_a_paper_has_its_first_date_all_authors_and_a_plain_title() -> None:
    twin = Twin({"2202.11688": {"title": r"On the {Cost} of\n $\alpha$-circuits", "authors": ["Ada Byron", "Jan van der Berg"], "doi": "10.1000/ABC"}})  # fmt: skip
    twin.papers["2202.11688"]["title"] = "On the Cost of\n  $\\alpha$-circuits"
    facts = arxiv(twin, "arxiv:2202.11688")["arxiv:2202.11688"]
    assert facts.title == "On the Cost of α-circuits"
    assert facts.authors == ("Ada Byron", "Jan van der Berg")
    assert (facts.date, facts.venue, facts.kind) == ("2022-02-23", "arXiv", "paper")
    assert facts.same == ("doi:10.1000/abc",)
    assert set(facts.origin.values()) == {"arxiv"}


def test_a_hundred_at_a_time_and_none_is_cut_at_ten() -> None:
    twin = Twin({number: {"title": number} for number in numbers(250)})
    facts = arxiv(twin, *(f"arxiv:{number}" for number in numbers(250)))
    assert len(facts) == 250
    assert [len(batch) for batch in twin.batches] == [100, 100, 50]


def test_three_seconds_between_requests() -> None:
    clock = Clock()
    twin = Twin({number: {} for number in numbers(201)}, now=clock)
    assert len(arxiv(twin, *(f"arxiv:{number}" for number in numbers(201)), clock=clock)) == 201
    assert clock.slept == [0.0, 3.0, 3.0]


def test_a_malformed_number_never_leaves() -> None:
    twin = Twin({"2209.10652": {}})
    facts = arxiv(twin, "arxiv:2209.10652", "arxiv:2213.00001", "arxiv:abc", "arxiv:2209.1,2")
    assert set(facts) == {"arxiv:2209.10652"}
    assert twin.batches == [["2209.10652"]]


def test_a_number_that_only_the_server_dislikes_costs_itself_alone() -> None:
    twin = Twin({number: {} for number in numbers(20)}, fussy="2209.00007")
    facts = arxiv(twin, *(f"arxiv:{number}" for number in numbers(20)))
    assert set(facts) == {f"arxiv:{number}" for number in numbers(20)} - {"arxiv:2209.00007"}
    assert len(twin.batches) < 12


def test_a_missing_paper_is_left_out_and_others_keep_their_own() -> None:
    twin = Twin({"2209.00001": {"title": "One"}, "2209.00003": {"title": "Three"}})
    facts = arxiv(twin, *(f"arxiv:{number}" for number in numbers(3)))
    assert {key: each.title for key, each in facts.items()} == {"arxiv:2209.00001": "One", "arxiv:2209.00003": "Three"}  # fmt: skip


def test_old_numbers_keep_their_archive() -> None:
    assert set(arxiv(Twin({"hep-th/9901001": {}}), "arxiv:hep-th/9901001")) == {
        "arxiv:hep-th/9901001"
    }


def test_told_to_wait_once_it_waits() -> None:
    clock = Clock()
    assert arxiv(Twin({"2209.10652": {}}, refuse=1), "arxiv:2209.10652", clock=clock)
    assert 2.0 in clock.slept


def test_refused_twice_the_api_is_left_alone() -> None:
    twin = Twin({number: {} for number in numbers(300)}, refuse=99)
    assert arxiv(twin, *(f"arxiv:{number}" for number in numbers(300))) == {}
    assert len(twin.batches) == 2


BOMB = '<!DOCTYPE x [<!ENTITY a "{}">]><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2209.10652v1</id><title>&a;</title></entry></feed>'


@pytest.mark.parametrize(
    ("twin", "rule"),
    [
        (Twin({}, down=True), "a server that is down"),
        (Twin({}, body="<html><title>Just a moment..."), "a page instead of a feed"),
        (Twin({}, body=""), "nothing"),
        (Twin({}, body="<feed>" * 20_000), "a feed that nests without end"),
        (Twin({}, body="\x00\xff"), "no text at all"),
    ],
)
def test_a_source_that_is_down_or_changed_costs_its_facts_only(twin: Twin, rule: str) -> None:
    assert arxiv(twin, "arxiv:2209.10652") == {}, rule


def test_entities_of_a_feed_are_not_followed() -> None:
    twin = Twin({}, body=BOMB.format("x" * 1000))
    assert arxiv(twin, "arxiv:2209.10652")["arxiv:2209.10652"].title is None


# Crossref and DataCite

WORK = {
    "type": "proceedings-article",
    "title": ["Locating <i>and</i> Editing"],
    "subtitle": ["Factual Associations"],
    "author": [{"given": "Kevin", "family": "Meng", "sequence": "first"}, {"given": "Teven", "family": "Le Scao"}, {"name": "The Group"}, {"given": "Martin Luther", "family": "King", "suffix": "Jr."}],
    "published-print": {"date-parts": [[2023, 2]]},
    "published-online": {"date-parts": [[2022, 12, 6]]},
    "created": {"date-parts": [[2024, 1, 1]]},
    "container-title": ["Advances"],
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2202.05262"}]},
}  # fmt: skip


def test_a_work_has_its_subtitle_its_first_date_and_its_preprint() -> None:
    facts = told(lambda base: Crossref(base, turns=RequestQueue()), others.crossref({"10.1000/x(1)": WORK}), "doi:10.1000/x(1)")["doi:10.1000/x(1)"]  # fmt: skip
    assert facts.title == "Locating and Editing: Factual Associations"
    assert facts.authors == ("Kevin Meng", "Teven Le Scao", "The Group", "Martin Luther King Jr.")
    assert (facts.date, facts.venue, facts.kind) == ("2022-12-06", "Advances", "paper")
    assert facts.same == ("doi:10.48550/arxiv.2202.05262",)


def test_what_crossref_does_not_know_datacite_is_asked() -> None:
    stated = {
        "titles": [{"title": "Neuron data"}],
        "creators": [{"name": "Byron, Ada", "nameType": "Personal"}, {"name": "The Lab", "nameType": "Organizational"}, {"givenName": "Jan", "familyName": "van der Berg", "name": "van der Berg, Jan"}],
        "dates": [{"date": "2024-02-02", "dateType": "Updated"}, {"date": "2021-03-04", "dateType": "Issued"}],
        "publicationYear": 2021, "publisher": "Zenodo", "types": {"resourceTypeGeneral": "Dataset"},
        "relatedIdentifiers": [{"relatedIdentifier": "10.5281/Zenodo.1", "relatedIdentifierType": "DOI", "relationType": "IsVersionOf"}],
    }  # fmt: skip

    async def run() -> dict[str, Metadata]:
        async with (
            serving(others.crossref({})) as base,
            serving(others.datacite({"10.5281/zenodo.2": stated})) as other,
            client() as get,
        ):
            return await Crossref(base, other, "a@b.example", RequestQueue()).fetch(["doi:10.5281/zenodo.2", "doi:10.5281/none"], get)  # fmt: skip

    facts = asyncio.run(run())
    assert set(facts) == {"doi:10.5281/zenodo.2"}
    only = facts["doi:10.5281/zenodo.2"]
    assert only.authors == ("Ada Byron", "The Lab", "Jan van der Berg")
    assert (only.date, only.venue, only.kind) == ("2021-03-04", "Zenodo", "dataset")
    assert only.same == ("doi:10.5281/zenodo.1",)
    assert only.origin["title"] == "datacite"


# GitHub

REPOSITORY = {"id": 7, "full_name": "TransformerLensOrg/TransformerLens", "created_at": "2022-08-10T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z", "pushed_at": "2026-01-01T00:00:00Z", "owner": {"login": "TransformerLensOrg", "type": "Organization"}, "license": {"spdx_id": "NOASSERTION"}}  # fmt: skip
CITATION = "cff-version: 1.2.0\ntitle: TransformerLens\nauthors:\n  - family-names: Nanda\n    given-names: Neel\n  - family-names: Berg\n    name-particle: van der\n    given-names: Jan\n  - name: The Lab\n"  # fmt: skip


def github(app: web.Application, *keys: str) -> dict[str, Metadata]:
    return told(lambda base: GitHub(base, base, turns=RequestQueue()), app, *keys)


def test_a_renamed_repository_is_followed_and_its_new_name_told() -> None:
    app = others.github({"transformerlensorg/transformerlens": REPOSITORY}, {"neelnanda-io/transformerlens": 7}, {"/TransformerLensOrg/TransformerLens/HEAD/CITATION.cff": CITATION})  # fmt: skip
    facts = github(app, "gh:neelnanda-io/transformerlens")["gh:neelnanda-io/transformerlens"]
    assert facts.same == ("gh:transformerlensorg/transformerlens",)
    assert (facts.title, facts.date, facts.kind) == ("TransformerLens", "2022-08-10", "code")
    assert facts.authors == ("Neel Nanda", "Jan van der Berg", "The Lab")


def test_without_a_citation_file_the_owner_is_named() -> None:
    app = others.github({"transformerlensorg/transformerlens": REPOSITORY})
    facts = github(app, "gh:transformerlensorg/transformerlens", "gh:no/such", "gh:a/b/issues/3")
    assert facts["gh:transformerlensorg/transformerlens"].authors == ("TransformerLensOrg",)
    assert len(facts) == 1


@pytest.mark.parametrize("citation", ["[" * 5000, "a: &a [*a]", "- just\n- a list", "authors: x", "\t:"])  # fmt: skip
def test_a_broken_citation_file_costs_nothing_else(citation: str) -> None:
    app = others.github({"transformerlensorg/transformerlens": REPOSITORY}, {}, {"/TransformerLensOrg/TransformerLens/HEAD/CITATION.cff": citation})  # fmt: skip
    facts = github(app, "gh:transformerlensorg/transformerlens")
    assert facts["gh:transformerlensorg/transformerlens"].authors == ("TransformerLensOrg",)


# Forums

SIMULATORS = {"_id": POST, "title": "Simulators", "postedAt": "2022-09-02T12:45:33.723Z", "createdAt": "2022-08-30T00:00:00Z", "user": {"displayName": "janus"}, "coauthors": [{"displayName": "Ada Byron"}], "af": True, "fmCrosspost": {"isCrosspost": True, "foreignPostId": "aaaaaaaaaaaaaaaaa"}}  # fmt: skip


def forum(app: web.Application, *keys: str) -> dict[str, Metadata]:
    return told(lambda base: Forum(base, base, RequestQueue()), app, *keys)


@pytest.mark.parametrize("knows", ["input", "selector", "input selector"])
def test_a_post_is_understood_by_either_form_of_the_query(knows: str) -> None:
    facts = forum(others.forum({POST: SIMULATORS}, knows=knows), f"lw:{POST}")[f"lw:{POST}"]
    assert facts.authors == ("janus", "Ada Byron"), "the user and the coauthors"
    assert facts.date == "2022-09-02", "posted, not begun"
    assert facts.same == ("eaf:aaaaaaaaaaaaaaaaa",), "the crosspost has another id"
    assert (facts.title, facts.venue) == ("Simulators", "Alignment Forum")


def test_many_posts_in_few_questions_and_a_missing_one_costs_itself_alone() -> None:
    ids = [f"{'a' * 15}{n:02}".replace("0", "b").replace("1", "c") for n in range(40)]
    posts = {each: SIMULATORS | {"_id": each, "title": each} for each in ids[1:]}
    seen: list[str] = []
    facts = forum(others.forum(posts, knows="input", seen=seen), *(f"lw:{each}" for each in ids))
    assert {each.title for each in facts.values()} == set(posts)
    assert len(seen) == 2


def test_what_is_no_id_is_never_asked() -> None:
    seen: list[str] = []
    assert forum(others.forum({}, knows="input", seen=seen), 'lw:x"}) { hack }', "lw:short") == {}
    assert seen == []


def test_a_challenge_page_tells_nothing() -> None:
    assert (
        forum(others.forum({POST: SIMULATORS}, knows="input", challenge=True), f"lw:{POST}") == {}
    )


# OpenReview

NEW = {"id": "NpsVSN6o4ul", "odate": None, "pdate": 1675209600000, "cdate": 1663804800000, "tmdate": 1700000000000, "content": {"title": {"value": "IOI"}, "authors": {"value": ["Kevin Ro Wang", "Alexandre Variengien"]}, "venue": {"value": "ICLR 2023"}}}  # fmt: skip
OLD = {"id": "oldnote123", "cdate": 1505000000000, "tmdate": 1700000000000, "content": {"title": "An Old One", "authors": ["Ada Byron"]}}  # fmt: skip


def test_both_versions_of_notes_are_read_and_the_last_change_is_no_date() -> None:
    async def run() -> dict[str, Metadata]:
        async with (
            serving(others.openreview({"NpsVSN6o4ul": NEW})) as new,
            serving(others.openreview({"oldnote123": OLD})) as old,
            client() as get,
        ):
            return await OpenReview((new, old), RequestQueue()).fetch(["or:NpsVSN6o4ul", "or:oldnote123", "or:nothing99"], get)  # fmt: skip

    facts = asyncio.run(run())
    assert set(facts) == {"or:NpsVSN6o4ul", "or:oldnote123"}
    assert facts["or:NpsVSN6o4ul"].authors == ("Kevin Ro Wang", "Alexandre Variengien")
    assert (facts["or:NpsVSN6o4ul"].date, facts["or:NpsVSN6o4ul"].venue) == ("2023-02-01", "ICLR 2023")  # fmt: skip
    assert (facts["or:oldnote123"].title, facts["or:oldnote123"].date) == ("An Old One", "2017-09-09")  # fmt: skip


def test_openreview_s_challenge_page_tells_nothing() -> None:
    assert told(lambda base: OpenReview((base,), RequestQueue()), others.openreview({"NpsVSN6o4ul": NEW}, challenge=True), "or:NpsVSN6o4ul") == {}  # fmt: skip


# ACL, YouTube, Hugging Face, notebooks

BIB = """@inproceedings{le-scao-rush-2021-many,
    title = "How Many {D}ata Points is a Prompt Worth?",
    author = "Le Scao, Teven  and
      Rush, Alexander",
    booktitle = "Proceedings of {NAACL}",
    month = jun,
    year = "2021",
    doi = "10.18653/v1/2021.naacl-main.208",
}"""


def test_the_anthology_s_bibtex_keeps_names_of_two_words() -> None:
    facts = told(lambda base: Acl(base, RequestQueue()), others.files({"/2021.naacl-main.208.bib": BIB}), "acl:2021.naacl-main.208", "acl:N04-1001")["acl:2021.naacl-main.208"]  # fmt: skip
    assert facts.title == "How Many Data Points is a Prompt Worth?"
    assert facts.authors == ("Teven Le Scao", "Alexander Rush")
    assert (facts.date, facts.venue) == ("2021-06", "Proceedings of NAACL")
    assert facts.same == ("doi:10.18653/v1/2021.naacl-main.208",)


def test_a_video_has_a_title_and_a_channel_and_no_date() -> None:
    app = others.youtube({"GDRd-BFTYIg": {"title": "A Walkthrough", "author_name": "Neel Nanda"}}, {"aaaaaaaaaaa": 401, "bbbbbbbbbbb": 403})  # fmt: skip
    facts = told(lambda base: YouTube(base, RequestQueue()), app, "yt:GDRd-BFTYIg", "yt:aaaaaaaaaaa", "yt:bbbbbbbbbbb", "yt:ccccccccccc")  # fmt: skip
    assert set(facts) == {"yt:GDRd-BFTYIg"}
    assert facts["yt:GDRd-BFTYIg"].authors == ("Neel Nanda",)
    assert facts["yt:GDRd-BFTYIg"].date is None


def test_the_hub_knows_a_paper_s_code_and_a_model_s_day() -> None:
    things = {
        "papers/2209.10652": {"id": "2209.10652", "title": "Toy Models", "authors": [{"name": "Nelson Elhage"}, {"name": "Chris Olah"}], "publishedAt": "2022-09-21T00:00:00.000Z", "githubRepo": "https://github.com/anthropics/toy-models", "projectPage": "javascript:alert(1)"},
        "models/openai/clip": {"id": "openai/clip", "author": "openai", "createdAt": "2022-03-02T23:29:04.000Z"},
    }  # fmt: skip
    facts = told(lambda base: HuggingFace(base, RequestQueue()), others.huggingface(things), "arxiv:2209.10652", "hf:models/openai/clip", "hf:datasets/no/such")  # fmt: skip
    paper = facts["arxiv:2209.10652"]
    assert paper.authors == ("Nelson Elhage", "Chris Olah")
    assert [(each.rel, each.url) for each in paper.companions] == [("code", "https://github.com/anthropics/toy-models")]  # fmt: skip
    assert (facts["hf:models/openai/clip"].title, facts["hf:models/openai/clip"].date) == ("clip", "2022-03-02")  # fmt: skip
    assert len(facts) == 2


NOTEBOOKS = [
    (others.notebook(("code", "# not this"), ("markdown", ["intro\n", "## How A [Transformer](https://a.b) *Takes* Max\n"])), "How A Transformer Takes Max", "the first heading of the text, in lines"),
    (others.notebook(("markdown", "<h1 align=center>Othello</h1>")), "Othello", "a heading in HTML"),
    (others.notebook(("markdown", "no heading")), None, "no heading, no title"),
    ("{" * 10_000, None, "no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "rule"), NOTEBOOKS, ids=[case[2] for case in NOTEBOOKS])
def test_a_notebook_is_called_by_its_first_heading(text: str, title: str | None, rule: str) -> None:
    key = "nb:gh:likenneth/othello_world@master:a b/Othello.ipynb"
    app = others.files({"/likenneth/othello_world/master/a b/Othello.ipynb": text})
    facts = told(lambda base: Notebook(base, base, RequestQueue()), app, key)
    assert (facts[key].title if key in facts else None) == title, rule


def test_a_notebook_in_a_gist() -> None:
    key = "nb:gist:0123456789abcdef0123"
    gist = {"files": {"b.txt": {"content": "x"}, "n.ipynb": {"content": others.notebook(("markdown", "# In a Gist"))}}}  # fmt: skip
    app = others.files({"/gists/0123456789abcdef0123": json.dumps(gist)})
    assert (
        told(lambda base: Notebook(base, base, RequestQueue()), app, key)[key].title == "In a Gist"
    )


# All together

LIES: list[Any] = [None, [], {}, 7, "x", {"message": 3}, {"data": []}, {"notes": {"a": 1}}, {"full_name": 5}, {"title": ["x"]}, {"files": []}]  # fmt: skip


@pytest.mark.parametrize("lie", LIES, ids=map(str, LIES))
def test_answers_of_another_shape_are_no_facts_and_no_failure(lie: Any) -> None:
    async def anything(_request: web.Request) -> web.Response:
        from aiohttp import web

        return web.json_response(lie)

    from aiohttp import web

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", anything)
    keys = ["arxiv:2209.10652", "doi:10.1/x", "or:NpsVSN6o4ul", "acl:N04-1001", f"lw:{POST}", "gh:a/b", "yt:GDRd-BFTYIg", "nb:gh:a/b@c:d.ipynb", "hf:models/a/b"]  # fmt: skip

    async def run() -> dict[str, list[Metadata]]:
        async with serving(app) as base, client() as get:
            turns = RequestQueue()
            known: list[Provider] = [Arxiv(base, turns), Crossref(base, base, turns=turns), OpenReview((base,), turns), Acl(base, turns), Forum(base, base, turns), GitHub(base, base, turns=turns), YouTube(base, turns), Notebook(base, base, turns), HuggingFace(base, turns)]  # fmt: skip
            return await query_providers(known, keys, get)

    assert asyncio.run(run()) == {}


def test_every_source_is_in_the_table_and_takes_its_secrets_from_the_environment() -> None:
    table = all_providers({"GITHUB_TOKEN": "t", "LINKROLL_MAILTO": "a@b.example"})
    assert [each.name for each in table] == ["arxiv", "crossref", "openreview", "acl", "forum", "github", "youtube", "notebook", "huggingface"]  # fmt: skip
    assert next(each for each in table if isinstance(each, GitHub)).token == "t"
    assert next(each for each in table if isinstance(each, Crossref)).mailto == "a@b.example"


def test_nothing_listens_there_and_nothing_is_learnt() -> None:
    async def run() -> dict[str, Metadata]:
        async with client() as get:
            return await Arxiv("http://127.0.0.1:1", RequestQueue()).fetch(
                ["arxiv:2209.10652"], get
            )

    assert asyncio.run(run()) == {}


def test_requests_of_one_queue_never_overlap() -> None:
    at_once, most = 0, 0

    class Slow(Client):
        async def get(self, url: str, *, headers: Any = None) -> None:
            nonlocal at_once, most
            self.asked.append(f"{url} {headers}")
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.01)
            at_once -= 1

    async def run() -> None:
        async with client() as real:
            get, turns = Slow(real._session), RequestQueue()
            await asyncio.gather(*(turns.get(get, "x") for _ in range(5)))

    asyncio.run(run())
    assert most == 1
