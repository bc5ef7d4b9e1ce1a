"""`update` asks the sources of facts: what it learns, when it asks, and what a bad source costs."""

from __future__ import annotations

import asyncio
import inspect
import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from aiohttp import web
from tests.tasks.test_update import wait_until

from conftest import ROOT, environment, write
from linkroll.checker.config import CheckerConfig
from linkroll.lock.check_cache import FILE, CheckCache, MetadataQuery
from linkroll.lock.lockfile import Lock, read_lock, write_lock
from linkroll.lock.record import Outcome, Record, Related
from linkroll.markdown.extension import read_page
from linkroll.tasks.collect_metadata import is_stale, reads_page
from linkroll.tasks.update import update
from twins import others
from twins.arxiv import Twin
from twins.world import World

DAY = date(2026, 11, 1)
FAST = CheckerConfig(rate=1000, per_host=5, allow_private=True, timeout=2)
STARS = "Fluctuations of the gravitational wave background in rotating media"
OTHELLO = "Actually, Othello-GPT Has A Linear Emergent World Representation"
POST, VIDEO = "nmxzr2zsjNtjaHh7x", "GDRd-BFTYIg"
PAPER = "https://arxiv.org/abs/2202.11688"
POSTED = f"https://www.lesswrong.com/posts/{POST}/actually-othello-gpt"
CODE = "https://github.com/likenneth/othello_world"
TALK = f"https://www.youtube.com/watch?v={VIDEO}"
ESSAY = "https://essays.web.org/on-features"

ESSAY_PAGE = (
    "<title>On Features — Essays</title><meta name='author' content='Ada Byron'>"
    "<meta property='og:title' content='On Features'><meta property='og:site_name' content='Essays'>"
    "<meta property='article:published_time' content='2023-04-05'><h1>On Features</h1><p>Text."
)
ABSTRACT = (
    f"<title>[2202.11688] {STARS}</title><meta name='citation_title' content='{STARS}'>"
    "<meta name='citation_author' content='Byron, Ada'><meta name='citation_date' content='2022/02/23'>"
)
WATCH_PAGE = f"<title>{'A Walkthrough'} - YouTube</title>" + "<script>1</script>" * 30_000 + (
    "<div itemscope itemtype='http://schema.org/VideoObject'><meta itemprop='uploadDate' content='2022-12-20'></div>"
)  # fmt: skip


def pages(texts):
    """Pages by path, with their query; anything else is 404."""

    async def page(request):
        text = texts.get(request.path_qs)
        return web.Response(
            text=text if text is not None else "<title>Not found</title>",
            status=200 if text is not None else 404,
            content_type="text/html",
        )

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    return app


def with_page(app, path, text):
    """Add a page to the twin of an API that lives on the site itself."""

    async def page(_request):
        return web.Response(text=text, content_type="text/html")

    app.router.add_get(path, page)
    return app


def anything(answer):
    """An API that answers one thing to everybody."""

    async def reply(request):
        return await answer(request) if inspect.iscoroutinefunction(answer) else answer()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", reply)
    return app


def world(folder, **changed):
    """The hosts of the tests' links, each with the API that knows it."""
    repository = {
        "id": 7, "full_name": "likenneth/othello_world", "created_at": "2022-10-01T00:00:00Z",
        "owner": {"login": "likenneth"},
    }  # fmt: skip
    post = {"_id": POST, "title": OTHELLO, "postedAt": "2023-03-29T22:19:34Z", "af": True,
            "user": {"displayName": "Neel Nanda"}, "coauthors": []}  # fmt: skip
    hub = {"papers/2202.11688": {"id": "2202.11688", "title": STARS, "authors": [{"name": "Ada Byron"}],
           "publishedAt": "2022-02-23T00:00:00Z", "githubRepo": "https://github.com/stars/code",
           "projectPage": "https://essays.web.org/gone"}}  # fmt: skip
    hosts = {
        "arxiv.org": pages({"/abs/2202.11688": ABSTRACT}),
        "export.arxiv.org": Twin({"2202.11688": {"title": STARS, "authors": ["Ada Byron"]}}).app(),
        "huggingface.co": others.huggingface(hub),
        "www.lesswrong.com": with_page(
            others.forum({POST: post}, knows="input"),
            f"/posts/{POST}/actually-othello-gpt",
            f"<title>{OTHELLO} — LessWrong</title>",
        ),
        "github.com": pages(
            {
                "/likenneth/othello_world": "<title>GitHub - likenneth/othello_world: what</title>",
                "/stars/code": "<title>GitHub - stars/code</title>",
            }
        ),
        "api.github.com": others.github({"likenneth/othello_world": repository}),
        "raw.githubusercontent.com": others.files({}),
        "www.youtube.com": with_page(
            others.youtube({VIDEO: {"title": "A Walkthrough", "author_name": "Neel Nanda"}}, {}),
            "/watch",
            WATCH_PAGE,
        ),
        "essays.web.org": pages({"/on-features": ESSAY_PAGE}),
    }
    names = {name.replace("_", "."): app for name, app in changed.items()}
    return World({**hosts, **names}, folder)


def links(*urls):
    return read_page("x.md", "\n".join(f"- [Thing]({url})" for url in urls)).links


def run(folder, there, *urls, day=DAY, settings=FAST, **called):
    settings = replace(settings, lookup=there.lookup, environ=there.trust)
    with CheckCache(folder / "cache" / FILE, day) as cache:
        return update(folder / "links.lock", links(*urls), settings, cache, **called)


def locked(folder):
    return read_lock(folder / "links.lock").records


# What is learnt


def test_each_thing_is_told_by_those_who_know_it(tmp_path):
    with world(tmp_path) as there:
        done = run(tmp_path, there, PAPER, POSTED, CODE, TALK, ESSAY)
    records = locked(tmp_path)
    told = {
        key: (each.title, each.authors, each.date, each.origin["title"], each.origin.get("date"))
        for key, each in records.items()
    }
    assert told == {
        "arxiv:2202.11688": (STARS, ("Ada Byron",), "2022-02-23", "arxiv", "arxiv"),
        f"lw:{POST}": (OTHELLO, ("Neel Nanda",), "2023-03-29", "forum", "forum"),
        "gh:likenneth/othello_world": ("othello_world", ("likenneth",), "2022-10-01", "github", "github"),
        f"yt:{VIDEO}": ("A Walkthrough", ("Neel Nanda",), "2022-12-20", "youtube", "microdata"),
        "url:https://essays.web.org/on-features": ("On Features", ("Ada Byron",), "2023-04-05", "heading", "opengraph"),
    }  # fmt: skip
    assert done.fetched.keys() == records.keys()
    assert {name: (each.returned, each.missed) for name, each in done.tallies.items()} == {
        "arxiv": (1, 0), "huggingface": (1, 0), "forum": (1, 0), "github": (1, 0), "youtube": (1, 0),
    }  # fmt: skip


def test_companions_are_recorded_once_they_were_seen(tmp_path):
    with world(tmp_path) as there:
        run(tmp_path, there, PAPER)
    (record,) = locked(tmp_path).values()
    assert record.companions == (Related("code", "https://github.com/stars/code"),)


def test_an_essay_is_read_from_the_answer_to_the_check(tmp_path):
    with world(tmp_path) as there:
        run(tmp_path, there, ESSAY)
        assert there.paths("essays.web.org").count("/on-features") == 1


def test_what_was_imported_stays_so_until_it_is_confirmed(tmp_path):
    known = Record(
        key="arxiv:2202.11688", url=PAPER, kind="benchmark", title="The original paper",
        venue="NeurIPS 2022", evidence=("a/list",),
        origin={"title": "imported", "venue": "imported"},
    )  # fmt: skip
    write_lock(tmp_path / "links.lock", Lock({known.key: known}))
    with world(tmp_path) as there:
        done = run(tmp_path, there, PAPER)
    (record,) = locked(tmp_path).values()
    assert (record.title, record.origin["title"]) == (STARS, "arxiv")
    assert (record.venue, record.origin["venue"]) == ("NeurIPS 2022", "imported")
    assert (record.kind, record.evidence) == ("benchmark", ("a/list",))
    (differing,) = done.disagreements.values()
    assert ("title", "The original paper", "imported") in [
        (each.field, each.value, each.source) for each in differing
    ]


# When it is asked


def test_facts_are_asked_once_and_not_again_the_same_day(tmp_path):
    with world(tmp_path) as there:
        run(tmp_path, there, PAPER, POSTED, CODE, TALK, ESSAY)
        before = (tmp_path / "links.lock").read_bytes()
        done = run(tmp_path, there, PAPER, POSTED, CODE, TALK, ESSAY)
    assert (done.report.requests, done.changed, done.fetched) == (0, {}, {})
    assert (tmp_path / "links.lock").read_bytes() == before


def test_a_check_that_is_due_asks_for_no_facts_that_are_known(tmp_path):
    with world(tmp_path) as there:
        run(tmp_path, there, PAPER)
        asked = len(there.paths("export.arxiv.org"))
        run(tmp_path, there, PAPER, day=DAY + timedelta(days=9))
        assert len(there.paths("arxiv.org")) == 2
        assert len(there.paths("export.arxiv.org")) == asked
        run(tmp_path, there, PAPER, day=DAY + timedelta(days=91))
        assert len(there.paths("export.arxiv.org")) == asked + 1


KNOWN = Record(key="k", url="u", kind="page", origin={"title": "arxiv"})
GUESSED = replace(KNOWN, origin={"title": "imported"})
STALE = [
    (GUESSED, None, True, "never asked"),
    (KNOWN, None, True, "told once, but nobody remembers when"),
    (GUESSED, (6, False), False, "not confirmed, asked this week"),
    (GUESSED, (7, False), True, "not confirmed, asked a week ago"),
    (GUESSED, (0, True), True, "told to another lock, as of a change that was not merged"),
    (KNOWN, (60, True), False, "confirmed two months ago"),
    (KNOWN, (90, True), True, "confirmed three months ago"),
]


@pytest.mark.parametrize(("record", "asked", "stale", "rule"), STALE, ids=[row[3] for row in STALE])
def test_when_facts_are_stale(record, asked, stale, rule):
    last = asked and MetadataQuery(DAY - timedelta(days=asked[0]), asked[1])
    assert is_stale(record, DAY, last) is stale, rule


def test_what_was_confirmed_in_one_go_is_not_asked_in_one_go_again():
    day = MetadataQuery(DAY - timedelta(days=75), has_title=True)
    due = sum(is_stale(replace(KNOWN, key=f"k{i}"), DAY, day) for i in range(300))
    assert 100 < due < 200


READS = [
    ("url:https://a.org/x", "a.org", True, "any page of no known kind"),
    ("arxiv:2202.11688", "arxiv.org", True, "its own page"),
    ("arxiv:2202.11688", "huggingface.co", False, "a mirror states facts of its own"),
    ("lw:x", "www.alignmentforum.org", True, "the same forum under another name"),
    ("lw:x", "www.greaterwrong.com", False, "a reader of the forum"),
    ("yt:x", "notyoutube.com", False, "a name that only ends alike"),
    ("gh:a/b", "github.com", False, "GitHub's pages are titled with descriptions"),
]


@pytest.mark.parametrize(("key", "host", "reads", "rule"), READS, ids=[row[3] for row in READS])
def test_whose_pages_are_read(key, host, reads, rule):
    assert reads_page(key, host) is reads, rule


def test_what_is_not_there_is_not_asked_about(tmp_path):
    with world(tmp_path, arxiv_org=pages({})) as there:
        run(tmp_path, there, PAPER)
        assert there.paths("export.arxiv.org") == []
    (record,) = locked(tmp_path).values()
    assert (record.verdict, record.title) == ("failing", None)


def test_what_refuses_us_is_asked_of_its_source(tmp_path):
    refuse = anything(lambda: web.Response(status=403, text="no"))
    with world(tmp_path, arxiv_org=refuse) as there:
        run(tmp_path, there, PAPER)
    (record,) = locked(tmp_path).values()
    assert record.title == STARS


def test_what_a_lock_that_was_thrown_away_had_learnt_is_learnt_again(tmp_path):
    with world(tmp_path) as there:
        run(tmp_path, there, PAPER)
        (tmp_path / "links.lock").unlink()
        run(tmp_path, there, PAPER, day=DAY + timedelta(days=1))
    assert locked(tmp_path)["arxiv:2202.11688"].title == STARS


def test_a_page_that_was_not_modified_is_fetched_for_its_facts(tmp_path):
    async def essay(request):
        if "If-None-Match" in request.headers:
            return web.Response(status=304)
        return web.Response(text=ESSAY_PAGE, content_type="text/html", headers={"ETag": '"1"'})

    with world(tmp_path, essays_web_org=anything(essay)) as there:
        run(tmp_path, there, ESSAY)
        (key,) = locked(tmp_path)
        write_lock(tmp_path / "links.lock", Lock({key: replace(locked(tmp_path)[key], title=None, origin={})}))  # fmt: skip
        run(tmp_path, there, ESSAY, day=DAY + timedelta(days=9))
    assert locked(tmp_path)[key].title == "On Features"


# What a bad source costs

LIE = {"title": "\ud800\x1b[31m", "id": "x", "full_name": "\ud800/x", "notes": [{"content": {}}], "data": 7}  # fmt: skip


async def hang(_request):
    await asyncio.sleep(600)


async def drip(request):
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" " * 100_000)
        await asyncio.sleep(0)


BAD = [
    ("is down", lambda: web.Response(status=500, text="oops")),
    ("refuses", lambda: web.Response(status=429, headers={"Retry-After": "0"})),
    ("refuses for an hour", lambda: web.Response(status=429, headers={"Retry-After": "3600"})),
    ("has had enough of us", lambda: web.Response(status=403, headers={"X-RateLimit-Remaining": "0"})),
    ("asks whether we are human", lambda: web.Response(status=403, headers={"cf-mitigated": "challenge"})),
    ("changed", lambda: web.Response(text="<html>A new page", content_type="text/html")),
    ("lies", lambda: web.json_response(LIE)),
    ("sends bytes", lambda: web.Response(body=b"\xff\x00\xfe" * 99, content_type="application/json")),
    ("nests without end", lambda: web.Response(text="[" * 100_000, content_type="application/json")),
    ("hangs", hang),
    ("never ends", drip),
    ("leads in circles", lambda: web.Response(status=301, headers={"Location": "/again"})),
    ("leads to us", lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:9/"})),
]  # fmt: skip
APIS = ("export.arxiv.org", "huggingface.co", "api.github.com", "raw.githubusercontent.com")


@pytest.mark.parametrize(("how", "answer"), BAD, ids=[row[0] for row in BAD])
def test_a_source_that_fails_costs_its_own_facts_alone(tmp_path, how, answer):
    bad = {host.replace(".", "_"): anything(answer) for host in APIS}
    with world(tmp_path, **bad) as there:
        began = time.monotonic()
        done = run(tmp_path, there, PAPER, POSTED, CODE, TALK, ESSAY)
        assert time.monotonic() - began < 20, how
    records = locked(tmp_path)
    assert {each.verdict for each in records.values()} == {"alive"}, how
    assert read_lock(tmp_path / "links.lock").findings == [], how
    assert records[f"lw:{POST}"].title == OTHELLO, how
    assert records[f"yt:{VIDEO}"].title == "A Walkthrough", how
    assert records["url:https://essays.web.org/on-features"].title == "On Features", how
    paper = records["arxiv:2202.11688"]
    assert (paper.title, paper.authors, paper.origin["title"]) == (STARS, ("Ada Byron",), "highwire"), how  # fmt: skip
    assert done.report.surprises == [], how


REFUSALS = [
    ("limit spent", 403, {"X-RateLimit-Remaining": "0"}, 1),
    ("an hour", 429, {"Retry-After": "3600"}, 1),
    ("a challenge", 403, {"cf-mitigated": "challenge"}, 1),
    ("a moment, twice", 429, {"Retry-After": "0"}, 2),
    ("a moment, by 403", 403, {"Retry-After": "0"}, 2),
    ("this one is not for us", 403, {}, 5),
    ("this one breaks it", 500, {}, 5),
]  # fmt: skip


@pytest.mark.parametrize(("how", "status", "headers", "questions"), REFUSALS, ids=[row[0] for row in REFUSALS])  # fmt: skip
def test_how_often_an_api_that_refuses_is_asked(tmp_path, how, status, headers, questions):
    """Five repositories; a refusal of one is not one of all, and the other way round."""
    refuse = anything(lambda: web.Response(status=status, headers=headers))
    site = pages({f"/o/r{n}": f"<title>r{n}</title>" for n in range(5)})
    with world(tmp_path, github_com=site, api_github_com=refuse) as there:
        done = run(tmp_path, there, *(f"https://github.com/o/r{n}" for n in range(5)))
        assert len(there.paths("api.github.com")) == questions, how
    assert done.tallies["github"].returned == 0
    assert done.tallies["github"].missed == (0 if how == "this one is not for us" else 5), how


def test_a_source_that_was_silent_is_asked_again_the_next_day(tmp_path):
    with world(tmp_path, export_arxiv_org=anything(BAD[0][1])) as there:
        done = run(tmp_path, there, PAPER)
        assert (done.tallies["arxiv"].missed, done.tallies["arxiv"].error) == (1, "HTTP 500")
    with world(tmp_path) as there:
        run(tmp_path, there, PAPER, day=DAY + timedelta(days=1))
    assert locked(tmp_path)["arxiv:2202.11688"].origin["date"] == "arxiv"


def repositories(count):
    return {
        f"o/r{n}": {"id": n, "full_name": f"o/r{n}", "owner": {"login": "o"}} for n in range(count)
    }


# asyncio leaves a connection that is cancelled in its TLS handshake to the garbage collector.
LEFT_IN_A_HANDSHAKE = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@LEFT_IN_A_HANDSHAKE
def test_a_source_killed_midway_keeps_what_it_told(tmp_path):
    urls = [f"https://github.com/o/r{n}" for n in range(30)]
    site = pages({f"/o/r{n}": f"<title>r{n}</title>" for n in range(30)})
    api = others.github(repositories(30))
    with world(tmp_path, github_com=site, api_github_com=api) as there:
        told = []

        def kill(one):
            told.append(one)
            if sum(len(each.metadata) for each in told) == 10:
                there.kill("api.github.com")

        done = run(tmp_path, there, *urls, on_result=kill)
    titled = [each for each in locked(tmp_path).values() if each.title]
    assert 10 <= len(titled) < 30
    assert done.tallies["github"].returned == len(titled)
    assert done.tallies["github"].missed == 30 - len(titled)
    assert done.tallies["github"].error == "no response"
    assert {each.verdict for each in locked(tmp_path).values()} == {"alive"}


@LEFT_IN_A_HANDSHAKE
def test_the_budget_ends_asking_too_and_what_was_told_is_kept(tmp_path):
    urls = [f"https://github.com/o/r{n}" for n in range(40)]
    site = pages({f"/o/r{n}": f"<title>r{n}</title>" for n in range(40)})
    twin = others.github(repositories(40))

    @web.middleware
    async def slowly(request, handler):
        await asyncio.sleep(0.1)
        return await handler(request)

    twin.middlewares.append(slowly)
    with world(tmp_path, github_com=site, api_github_com=twin) as there:
        done = run(tmp_path, there, *urls, settings=replace(FAST, budget=2))
        assert done.report.seconds < 4
        first = sum(bool(each.title) for each in locked(tmp_path).values())
        assert 0 < first < 40
        run(tmp_path, there, *urls)
    assert all(each.title for each in locked(tmp_path).values())


def test_an_interrupt_while_asking_keeps_what_was_told(tmp_path):
    """Ctrl-C while one API hangs: exit 130, and what the others told is in the lock."""
    write(tmp_path, {"docs/topics/x.md": f"# T\n\n## Links\n\n- [A]({PAPER})\n- [B]({CODE})\n"})
    with world(tmp_path, api_github_com=anything(hang)) as there:
        process = subprocess.Popen(
            [sys.executable, "-c", "import sys; from linkroll.cli.main import main; sys.exit(main())", "update", "docs"],
            cwd=tmp_path,
            env=environment(PYTHONPATH=str(ROOT / "hooks"), **there.environ),
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        wait_until(lambda: there.paths("export.arxiv.org") and there.paths("api.github.com"))
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=20)[1]
    assert process.returncode == 130, told
    assert "Traceback" not in told
    assert locked(tmp_path)["arxiv:2202.11688"].title == STARS
    assert locked(tmp_path)["gh:likenneth/othello_world"].verdict == "alive"


# Manners


def test_a_token_goes_to_its_api_and_nowhere_else(tmp_path):
    elsewhere = anything(lambda: web.json_response({"full_name": "o/r", "owner": {"login": "o"}}))
    lead = anything(
        lambda: web.Response(status=301, headers={"Location": "https://essays.web.org/r"})
    )
    with world(tmp_path, api_github_com=lead, essays_web_org=elsewhere) as there:
        settings = replace(FAST, lookup=there.lookup, environ={**there.trust, "GITHUB_TOKEN": "secret"})  # fmt: skip
        with CheckCache(None, DAY) as cache:
            update(tmp_path / "links.lock", links(CODE), settings, cache)
        sent = {host for host, headers in there.headers if "secret" in str(headers)}
        assert "/r" in there.paths("essays.web.org")
    assert sent == {"api.github.com"}


def test_no_question_goes_to_a_private_address(tmp_path):
    """The guard of checks holds for sources: the twins are on loopback, so none is reached."""
    known = Record(key="arxiv:2202.11688", url=PAPER, kind="paper", verdict="alive", outcome=Outcome(DAY.isoformat(), 200), checked=DAY.isoformat(), since="2026-01-01")  # fmt: skip
    write_lock(tmp_path / "links.lock", Lock({known.key: known}))
    with world(tmp_path) as there:
        done = run(tmp_path, there, PAPER, settings=replace(FAST, allow_private=False))
        assert there.asked == []
    assert done.tallies["arxiv"].error == "no response"


def test_arxiv_waits_three_seconds_after_a_check_has_asked_it(tmp_path):
    """One queue to an API, whoever asks: the check asks whether a paper is there, then come facts."""
    at = []
    twin = Twin({"2202.11688": {"title": STARS}}).app()

    @web.middleware
    async def note(request, handler):
        at.append(time.monotonic())
        return await handler(request)

    twin.middlewares.append(note)
    refuse = anything(lambda: web.Response(status=403, text="no"))
    with world(tmp_path, arxiv_org=refuse, export_arxiv_org=twin) as there:
        run(tmp_path, there, PAPER)
    assert len(at) == 2
    assert at[1] - at[0] >= 2.9


# The commands


def test_update_then_check_tells_the_mislabelled_and_leaves_paraphrases(linkroll, tmp_path):
    page = (
        "# Topic\n\n## Links\n\n"
        f"- [Interpreting Transformers with Mechanistic Reasoning]({PAPER})\n"
        f"- [Neel Nanda's replication of Othello-GPT]({POSTED})\n"
        f"- [A world model's code]({CODE})\n"
    )
    write(tmp_path, {"docs/topics/x.md": page})
    with world(tmp_path) as there:
        updated = linkroll("update", "docs", "--rate", "100", **there.environ)
    assert updated.code == 0, updated.err
    assert "of 3 records; found by arxiv 1 of 1, forum 1 of 1" in updated.err
    assert "no answer" not in updated.err
    checked = linkroll("check", "docs", "--format", "json")
    found = [(each["code"], each["line"]) for each in json.loads(checked.out)["findings"]]
    assert found == [("mislabelled", 5)]
    assert STARS in checked.out
    assert checked.code == 1


def test_update_says_who_did_not_answer_and_who_differs(linkroll, tmp_path):
    write(tmp_path, {"docs/topics/x.md": f"# T\n\n## Links\n\n- [A]({PAPER})\n- [B]({CODE})\n"})
    other = others.huggingface({"papers/2202.11688": {"id": "2202.11688", "title": "Stars \u202e spin"}})  # fmt: skip
    bad = anything(lambda: web.Response(status=429, headers={"Retry-After": "3600"}))
    with world(tmp_path, huggingface_co=other, api_github_com=bad) as there:
        updated = linkroll("update", "docs", "--rate", "100", **there.environ)
    assert updated.code == 0, updated.err
    assert "no response: github, for 1 of 1 (HTTP 429); the next run tries again" in updated.err
    assert f"differs: {PAPER}: title “{STARS}” (arxiv), “Stars" in updated.err
    assert "\u202e" not in updated.err
