"""Bounds: memory, requests and time stay small whatever servers do."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import check_targets
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.verdict import Result
from web.behaviours import (
    at_thing,
    endless_body,
    endless_headers,
    gzip_bomb,
    huge_header,
    page,
    silence,
    status,
)
from web.server import Web, closed_port

DAY = date(2026, 11, 1)
ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, re, sys
from datetime import date
from pathlib import Path
from linkroll.lock.check_cache import CheckCache
from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import check_targets
urls = json.load(sys.stdin)
settings = CheckerConfig(rate=1000, per_host=20, timeout=5, allow_private=True)
report = check_targets([Target(url, url) for url in urls], settings, CheckCache(None, date(2026, 11, 1)))
# Not getrusage: a child's ru_maxrss begins with the size of the process that started it.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({"peak": peak, "seen": len(report.seen), "surprises": report.surprises}))
"""


def run_apart(urls):
    """Check in a process of its own; give its greatest size in MB, and what it saw."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(urls), capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT / "hooks"), "PATH": ""}, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def on(web, number, path="/thing"):
    return f"http://127.0.0.{number}:{web.ports['http']}{path}"


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="only Linux tells a process's own peak; CI runs there",
)
@pytest.mark.parametrize("behave", [gzip_bomb, endless_body, endless_headers, huge_header])
def test_memory_stays_small(behave):
    """Ten at once of what would fill a gigabyte each."""
    with Web({"": at_thing(behave)}) as web:
        ran = run_apart([on(web, 1, "/thing")] + [on(web, 1, f"/thing?{i}") for i in range(9)])
    assert ran["peak"] < 200
    assert (ran["seen"], ran["surprises"]) == (10, [])


def test_ten_thousand_links_to_one_host_that_is_silent_cost_a_few_requests():
    with Web({"": silence}) as web:
        targets = [Target(str(i), on(web, 1, f"/{i}")) for i in range(10_000)]
        settings = CheckerConfig(
            rate=1000, per_host=10, timeout=0.5, allow_private=True, chance=zero
        )
        report = check_targets(targets, settings, CheckCache(None, DAY))
    assert len(report.seen) == 10_000
    assert report.requests < 100
    assert {seen.outcome.reason for seen in report.seen.values()} == {"timeout"}


def zero():
    return 0.0


def test_ten_thousand_links_to_a_closed_port_cost_a_few_requests():
    port = closed_port()
    targets = [Target(str(i), f"http://127.0.0.1:{port}/{i}") for i in range(10_000)]
    report = check_targets(
        targets, CheckerConfig(rate=1000, allow_private=True), CheckCache(None, DAY)
    )
    assert len(report.seen) == 10_000
    assert report.requests < 10
    assert {seen.result for seen in report.seen.values()} == {Result.FAILED}


def test_a_host_that_refuses_all_is_left_alone():
    """After three 429s in a row the host waits, not the page: the rest is for another day."""
    with Web({"": status(429, Retry_After="3600")}) as web:
        targets = [Target(str(i), on(web, 1, f"/{i}")) for i in range(1000)]
        settings = CheckerConfig(budget=5, rate=1000, allow_private=True)
        report = check_targets(targets, settings, CheckCache(None, DAY))
    assert report.seconds < 5
    assert report.requests < 10
    assert {seen.result for seen in report.seen.values()} == {Result.BLOCKED}
    assert report.left == 1000 - len(report.seen)


def test_a_slow_host_delays_only_itself():
    """Ten fast hosts are done while the slow one still waits."""

    async def slow(exchange):
        await silence(exchange)

    async def fast(exchange):
        await exchange.reply(200, page("Thing"))

    order = []
    with Web({"127.0.0.1": slow, "": fast}) as web:
        targets = [Target(f"slow{i}", on(web, 1, f"/{i}")) for i in range(4)]
        targets += [Target(f"fast{i}", on(web, 2 + i)) for i in range(10)]
        settings = CheckerConfig(rate=1000, timeout=1, allow_private=True)
        check_targets(targets, settings, CheckCache(None, DAY), lambda t, *_: order.append(t.key))
    assert all(key.startswith("fast") for key in order[:10])
    assert len(order) == 14


def test_the_rate_and_the_concurrency_of_a_host_are_kept():
    """Requests to one host: at most two at once, and spaced by the rate."""
    import asyncio

    times, now, peak = [], 0, 0

    async def count(exchange):
        nonlocal now, peak
        times.append(asyncio.get_running_loop().time())
        now, peak = now + 1, max(peak, now + 1)
        await asyncio.sleep(0.3)
        now -= 1
        await exchange.reply(200, page(exchange.path[1:]))

    with Web({"": count}) as web:
        targets = [Target(str(i), on(web, 1, f"/thing{i}")) for i in range(8)]
        check_targets(targets, CheckerConfig(rate=10, allow_private=True), CheckCache(None, DAY))
    assert peak == 2
    assert times[-1] - times[0] >= 7 / 10 * 0.9


def test_one_page_with_many_anchors_is_asked_for_once():
    async def behave(exchange):
        await exchange.reply(200, page("Thing", '<p id="a"></p><p id="b"></p>' + "word " * 50))

    with Web({"": behave}) as web:
        targets = [Target(name, on(web, 1, f"/thing#{name}")) for name in "abc"]
        report = check_targets(
            targets, CheckerConfig(rate=1000, allow_private=True), CheckCache(None, DAY)
        )
        assert web.asked["127.0.0.1", "/thing"] == 1
    assert {t.key: s.result for t, s in report.seen.items()} == {
        "a": Result.ALIVE, "b": Result.ALIVE, "c": Result.NO_ANCHOR,
    }  # fmt: skip


def test_papers_are_asked_for_together():
    """A hundred blocked papers are one question to their source."""
    from dataclasses import replace

    async def api(exchange):
        ids = exchange.path.split("id_list=")[1].split("&")[0].split(",")
        entries = "".join(f"<entry><id>http://arxiv.org/abs/{i}v1</id></entry>" for i in ids)
        await exchange.reply(200, f"<feed>{entries}</feed>", "application/atom+xml")

    with Web({"": status(403), "export.arxiv.org": api}) as web:
        bundle = web.authority.cert_pem.bytes()
        targets = [
            Target(f"arxiv:2209.{i:05d}", f"http://papers.web.org/abs/2209.{i:05d}")
            for i in range(1, 101)
        ]
        import tempfile

        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            file.write(bundle)
            file.flush()
            settings = CheckerConfig(rate=1000, per_host=100, allow_private=True, lookup=web.lookup)
            settings = replace(settings, environ={"SSL_CERT_FILE": file.name})
            report = check_targets(targets, settings, CheckCache(None, DAY))
        calls = sum(count for (host, _), count in web.asked.items() if host == "export.arxiv.org")
    assert {(s.result, s.outcome.by) for s in report.seen.values()} == {(Result.ALIVE, "arxiv")}
    assert calls <= 2
