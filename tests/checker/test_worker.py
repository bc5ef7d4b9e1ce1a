"""Hostile text costs its own link some seconds, never the run; slow names cost nobody else."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from datetime import date

import pytest

from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import check_targets
from linkroll.checker.worker import Worker, WorkerError
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.verdict import Result
from web.behaviours import page
from web.checking import check
from web.server import Web


def call(*rows, seconds=5.0):
    """Run calls in one worker; give what came of each."""

    async def run():
        found = []
        with Worker(seconds) as worker:
            for function, *arguments in rows:
                try:
                    found.append(await worker.run(function, *arguments))
                except WorkerError as error:
                    found.append(str(error))
        return found

    return asyncio.run(run())


def test_a_call_that_hangs_or_crashes_costs_itself_alone():
    started = time.monotonic()
    found = call(
        (len, "abc"), (time.sleep, 60), (len, "ab"), (os.abort,), (int, "x"), (len, "a"), seconds=1
    )  # fmt: skip
    assert found[0], found[2] == (3, 2)
    assert found[1] == "it took more than 1 s"
    assert found[3] == "its parser crashed"
    assert found[4].startswith("ValueError: invalid literal")
    assert found[5] == 1
    assert time.monotonic() - started < 10


def test_a_call_that_takes_too_much_memory_costs_itself_alone():
    (found, after) = call((bytes, 3 * 1024**3), (len, "a"))
    assert (found.partition(":")[0], after) == ("MemoryError", 1)


def test_no_process_is_left_behind():
    async def run():
        with Worker() as worker:
            return await worker.run(os.getpid)

    child = asyncio.run(run())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_metadata_that_cannot_be_read_never_costs_the_verdict():
    async def well(exchange):
        await exchange.reply(200, page(exchange.path[1:]))

    async def fail(_targets, _response):
        raise WorkerError("it took more than 10 s")

    with Web({"": well}) as web:
        config = CheckerConfig(rate=1000, allow_private=True, lookup=web.lookup)
        target = Target("k", "http://a.web.org/thing")
        report = check_targets([target], config, CheckCache(None, date(2026, 11, 1)), on_page=fail)
    assert report.seen[target].result is Result.ALIVE
    assert report.surprises == [(target.url, "its metadata: it took more than 10 s")]


def test_slow_names_are_not_counted_against_healthy_links():
    """Seventy names whose servers take long, before thirty that are quick."""

    async def well(exchange):
        await exchange.reply(200, page(exchange.path[1:]))

    with Web({"": well}) as web:

        def lookup(name, port):
            if name.startswith("slow"):
                time.sleep(3)
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            return web.lookup(name, port)

        urls = [f"http://slow{i}.web.org/thing" for i in range(70)]
        urls += [f"http://quick{i}.web.org/thing" for i in range(30)]
        found = check(web, *urls, lookup=lookup, timeout=1.5, chance=lambda: 0.0)
    assert {seen.result for url, seen in found.items() if "quick" in url} == {Result.ALIVE}
    assert {seen.outcome.reason for url, seen in found.items() if "slow" in url} == {
        "the name servers do not answer"
    }
