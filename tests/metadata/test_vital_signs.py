"""Which vital signs each provider and page states, from twins that answer as their documents say."""

from __future__ import annotations

import asyncio

import pytest

from linkroll.metadata.html.extract import extract_metadata
from linkroll.metadata.parse.durations import iso_minutes
from linkroll.metadata.parse.license import spdx
from linkroll.metadata.parse.pages import count_pages
from linkroll.metadata.providers.arxiv import Arxiv, comment_of, journal_of
from linkroll.metadata.providers.crossref import Crossref
from linkroll.metadata.providers.forummagnum import Forum
from linkroll.metadata.providers.github import GitHub
from linkroll.metadata.providers.huggingface import HuggingFace
from linkroll.metadata.providers.notebook import Notebook
from linkroll.metadata.providers.queue import RequestQueue
from twins import others
from twins.arxiv import Twin
from twins.serving import client, serving

POST = "nmxzr2zsjNtjaHh7x"


def vitals(make, app, key):
    """The vital signs that a provider states of one key."""

    async def run():
        async with serving(app) as base, client() as get:
            found = await make(base).fetch([key], get)
            return {claim.name: claim.value for claim in found[key].vitals}

    return asyncio.run(run())


REPOSITORY = {
    "id": 7, "full_name": "A/B", "created_at": "2022-08-10T00:00:00Z", "pushed_at": "2026-03-31T23:59:59Z",
    "updated_at": "2026-11-01T00:00:00Z", "archived": False, "owner": {"login": "A"}, "license": {"spdx_id": "MIT"},
}  # fmt: skip


def github(releases=None, **changed):
    app = others.github({"a/b": REPOSITORY | changed}, releases=releases)
    return vitals(lambda base: GitHub(base, base, turns=RequestQueue()), app, "gh:a/b")


def test_a_repository_states_its_last_push_its_license_and_its_release():
    assert github({"a/b": "v2.1.0"}) == {
        "changed": "2026-03", "state": None, "license": "MIT", "release": "v2.1.0"
    }  # fmt: skip


def test_an_archived_repository_without_license_or_release():
    stated = github(archived=True, license={"spdx_id": "NOASSERTION"})
    assert stated == {"changed": "2026-03", "state": "archived", "license": None, "release": None}
    assert github(license=None)["license"] is None


def test_an_answer_of_another_shape_states_nothing_false():
    stated = github({"a/b": "<script>"}, archived="yes", pushed_at=5, license=[])
    assert stated == {"changed": None, "state": None, "license": None, "release": None}


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"gated": "manual", "cardData": {"license": "apache-2.0"}}, ("gated", "Apache-2.0")),
        ({"gated": False, "tags": ["x", "license:mit"]}, (None, "MIT")),
        ({"cardData": {"license": "other", "license_name": "gemma terms"}}, (None, "LicenseRef-gemma-terms")),
        ({"cardData": {"license": "other"}}, (None, None)),
        ({"cardData": {"license": ["cc-by-4.0", "mit"]}}, (None, "CC-BY-4.0")),
        ({"gated": True, "cardData": 7}, (None, None)),
    ],
)  # fmt: skip
def test_a_model_states_its_last_change_its_gate_and_its_license(stated, found):
    thing = {"id": "a/b", "lastModified": "2024-03-22T16:41:21.000Z"} | stated
    app = others.huggingface({"models/a/b": thing})
    told = vitals(lambda base: HuggingFace(base, RequestQueue()), app, "hf:models/a/b")
    assert told == {"changed": "2024-03", "state": found[0], "license": found[1]}


def arxiv(**paper):
    return vitals(lambda base: Arxiv(base, RequestQueue()), Twin({"2209.10652": paper}).app(), "arxiv:2209.10652")  # fmt: skip


def test_a_paper_states_its_latest_version_and_its_pages():
    stated = arxiv(
        version=3, updated="2025-02-11", comment="62 pages, 40 figures. Published at ICLR"
    )
    assert stated == {"version": 3, "changed": "2025-02", "pages": 62, "state": None}


def test_of_a_first_version_there_is_nothing_to_say():
    assert arxiv(version=1) == {"version": None, "changed": None, "pages": None, "state": None}


@pytest.mark.parametrize(
    ("comment", "pages", "state"),
    [
        ("9+12 pages, code at https://x.y", 21, None),
        ("12pp", 12, None),
        ("See page 3; 5 figures", None, None),
        ("Version 2.10 pages", None, None),
        ("This paper has been withdrawn by the authors due to an error in section 3", None, "withdrawn"),
        ("Withdrawn: superseded by a later paper", None, "withdrawn"),
        ("Code of a withdrawn version is kept", None, None),
        ("99999999 pages", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_what_authors_write_in_the_comment(comment, pages, state):
    assert comment_of(comment) == {"pages": pages, "state": state}


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("Nature 624 (2023) 86-91", "Nature 2023"),
        ("Transactions of the ACL, vol. 9, 2021", "Transactions of the ACL 2021"),
        ("NeurIPS 2023", "NeurIPS 2023"),
        ("PNAS 117(48), 30071-30078, 2020", "PNAS 2020"),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_a_journal_reference_names_the_venue_and_its_year(reference, venue):
    assert journal_of(reference) == venue


def test_a_work_states_its_range_of_pages():
    app = others.crossref({"10.1/x": {"title": ["T"], "page": "207-219"}})
    assert vitals(lambda base: Crossref(base, base, turns=RequestQueue()), app, "doi:10.1/x") == {"pages": 13}  # fmt: skip
    assert [count_pages(each) for each in ("1--9", "e12–e20", "145", "9-1", "")] == [9, 9, None, None, None]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "lacks", "minutes"),
    [
        ({"readTimeMinutes": 12, "wordCount": 9999}, (), {"minutes": 12}),
        ({"wordCount": 2380}, (), {"minutes": 10}),
        ({"readTimeMinutes": 12}, ("readTimeMinutes",), {}),
        ({"readTimeMinutes": "x"}, (), {}),
    ],
)
@pytest.mark.parametrize("knows", ["input", "selector"])
def test_a_post_states_its_minutes_where_its_forum_does(stated, lacks, minutes, knows):
    post = {"_id": POST, "title": "T", "postedAt": "2022-09-02T12:45:33.723Z", "user": {"displayName": "janus"}} | stated  # fmt: skip
    app = others.forum({POST: post}, knows=knows, lacks=lacks)
    assert vitals(lambda base: Forum(base, base, RequestQueue()), app, f"lw:{POST}") == minutes


@pytest.mark.parametrize(
    ("metadata", "needs"),
    [
        ({"accelerator": "GPU", "colab": {"gpuType": "T4"}, "kernelspec": {"language": "python"}}, ("T4", "Python")),
        ({"accelerator": "GPU", "language_info": {"name": "julia"}}, ("GPU", "Julia")),
        ({"accelerator": "TPU", "colab": {"gpuType": "V28"}}, ("TPU", None)),
        ({"accelerator": "None"}, (None, None)),
        ({"colab": {"gpuType": "T4"}}, (None, None)),
        ({}, (None, None)),
    ],
)  # fmt: skip
def test_a_notebook_states_what_it_needs_and_when_its_file_changed(metadata, needs):
    text = others.notebook(("markdown", "# Title"), **metadata)
    app = others.github({}, citations={"/a/b/main/x/n.ipynb": text}, commits={("a/b", "x/n.ipynb"): "2024-07-04T10:00:00Z"})  # fmt: skip
    told = vitals(
        lambda base: Notebook(base, base, RequestQueue()), app, "nb:gh:a/b@main:x/n.ipynb"
    )
    assert told == {"accelerator": needs[0], "language": needs[1], "changed": "2024-07"}


def page(text, url="https://essays.org/a"):
    return [(c.value, c.source) for c in extract_metadata(text.encode(), url, "text/html").vitals]


def test_a_video_s_page_states_its_duration():
    watch = "<title>T - YouTube</title><div itemscope itemtype=http://schema.org/VideoObject><meta itemprop=duration content=PT94M12S></div>"  # fmt: skip
    assert page(watch, "https://www.youtube.com/watch?v=GDRd-BFTYIg") == [(94, "microdata")]


def test_a_course_states_its_workload_in_json_ld():
    data = '{"@type": "Course", "name": "C", "hasCourseInstance": {"courseWorkload": "PT22H"}}'
    assert page(f"<h1>C</h1><script type=application/ld+json>{data}</script>") == [
        (1320, "json-ld")
    ]


def test_a_text_takes_its_words_without_navigation_comments_and_scripts():
    words = "word " * 2380
    html = f"<title>T</title><nav>{words}</nav><article><h1>T</h1><p>{words}</p></article><script>{words}</script><div class=comments><p>{words}</p></div>"  # fmt: skip
    assert page(html) == [(10, "text")]


def test_a_page_that_a_script_draws_has_no_length():
    assert page("<title>T</title><div id=app>Loading</div>") == []


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT34M23S", 34), ("PT1H12M", 72), ("P1W", 10080), ("PT20S", 1), ("P", None), ("PT", None), ("34:23", None), ("", None)],
)  # fmt: skip
def test_durations_of_iso_8601(text, minutes):
    assert iso_minutes(text) == minutes


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("mit", "MIT"), ("MIT", "MIT"), ("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"), ("openrail", "LicenseRef-openrail"),
     ("NOASSERTION", None), ("", None), ("<script>", "LicenseRef-script"), ("日本", None)],
)  # fmt: skip
def test_licenses_as_spdx_identifiers(name, identifier):
    assert spdx(name) == identifier
