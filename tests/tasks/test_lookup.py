"""`linkroll add` asks for the title it does not know: over TLS, from twins of the places that know."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time

import pytest
from aiohttp import web
from tests.cli.test_add import FILES, PAGE, contents, pages

from conftest import ROOT, environment
from twins.arxiv import Twin
from twins.world import World

__all__ = ["pages"]

ESSAY = "<title>On Features — Essays</title><meta property='og:title' content='On Features'><meta property='og:site_name' content='Essays'><h1>On Features</h1><p>Text."  # fmt: skip


@pytest.fixture
def world(tmp_path_factory):
    async def page(request):
        if request.path == "/slow":
            await asyncio.sleep(30)
        there = request.path == "/on-features"
        return web.Response(text=ESSAY if there else "<title>Not found</title>", status=200 if there else 404, content_type="text/html")  # fmt: skip

    essays = web.Application()
    essays.router.add_get("/{path:.*}", page)
    hosts = {
        "essays.web.org": essays,
        "export.arxiv.org": Twin({"2202.11688": {"title": "Fluctuations in rotating media"}}).app(),
    }
    with World(hosts, tmp_path_factory.mktemp("world")) as open_:
        yield open_


def test_the_title_is_asked_from_the_page_itself(linkroll, pages, world):
    ran = linkroll("add", "https://essays.web.org/on-features", "--topic", "x", **world.environ)
    assert ran.out == f"{PAGE}:6: - [On Features](https://essays.web.org/on-features)\n", ran.err


def test_the_title_is_asked_from_the_source_that_knows(linkroll, pages, world):
    ran = linkroll("add", "https://arxiv.org/pdf/2202.11688", "--topic", "x", **world.environ)
    assert ran.code == 0, ran.err
    assert (
        ran.out
        == f"{PAGE}:6: - [Fluctuations in rotating media](https://arxiv.org/abs/2202.11688)\n"
    )
    assert world.paths("export.arxiv.org")


def test_nobody_is_asked_where_the_title_is_known_or_given(linkroll, pages, world):
    linkroll("add", "https://arxiv.org/abs/2301.05217", "--topic", "x", **world.environ)
    linkroll("add", "https://essays.web.org/on-features", "--topic", "x", "--title", "T", **world.environ)  # fmt: skip
    assert world.asked == []


def test_a_page_that_is_not_there_has_no_title(linkroll, pages, world):
    ran = linkroll("add", "https://essays.web.org/gone", "--topic", "x", **world.environ)
    assert ran.code == 2
    assert "use --title" in ran.err
    assert contents(pages) == FILES


def test_interrupted_while_asking_is_130_and_changes_nothing(pages, world):
    command = "import sys; from linkroll.cli.main import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "add", "https://essays.web.org/slow", "--topic", "x"],
        cwd=pages,
        env=environment(PYTHONPATH=str(ROOT / "hooks"), **world.environ),
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 60
    while not world.asked and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (130, "linkroll: interrupted\n")
    assert contents(pages) == FILES
    assert len(list((pages / "docs/topics").iterdir())) == 2
