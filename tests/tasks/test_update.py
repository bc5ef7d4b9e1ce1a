"""What checks make of the lock: planned, judged, kept through interruptions, told once."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from killing import DAY, kill_often, links_to, things
from linkroll.checker.config import CheckerConfig
from linkroll.lock.check_cache import FILE, CachedCheck, CheckCache
from linkroll.lock.lockfile import Lock, read_lock, write_lock
from linkroll.lock.record import Archive, Outcome, Record
from linkroll.lock.verdict import Observation, Result
from linkroll.markdown.extension import read_page
from linkroll.tasks.check import check_links
from linkroll.tasks.select import apply_cache, fold, select_targets
from linkroll.tasks.update import update
from web.behaviours import status
from web.server import Web

FAST = CheckerConfig(rate=1000, per_host=5, allow_private=True, timeout=5)


def links(*urls):
    return read_page("x.md", "\n".join(f"- [Thing]({url})" for url in urls)).links


def seen(result, day=DAY, **facts):
    return Observation(result, Outcome(at=day.isoformat(), by="http", **facts))


@pytest.fixture(scope="module")
def web():
    with Web({"": things}) as web:
        yield web


def at(web, path):
    return f"http://127.0.0.1:{web.ports['http']}{path}"


def run(tmp_path, found, day=DAY, settings=FAST):
    with CheckCache(tmp_path / "cache" / FILE, day) as cache:
        return update(tmp_path / "links.lock", found, settings, cache)


def test_update_writes_what_was_seen(tmp_path, web):
    found = links(at(web, "/ok/1"), at(web, "/gone/2"), at(web, "/moved/3"))
    done = run(tmp_path, found)
    records = read_lock(tmp_path / "links.lock").records
    verdicts = {record.url.rpartition("/")[2]: record.verdict for record in records.values()}
    assert verdicts == {"1": "alive", "2": "failing", "3": "moved"}
    assert {record.added for record in records.values()} == {DAY.isoformat()}
    assert done.changed == dict.fromkeys(records)


def test_update_on_the_same_day_asks_nothing_and_writes_nothing(tmp_path, web):
    found = links(at(web, "/ok/1"), at(web, "/gone/2"))
    run(tmp_path, found)
    before = (tmp_path / "links.lock").stat().st_mtime_ns
    done = run(tmp_path, found)
    assert (done.report.requests, done.changed) == (0, {})
    assert (tmp_path / "links.lock").stat().st_mtime_ns == before


def test_a_death_takes_three_checks_over_six_days_and_gets_a_copy(tmp_path):
    async def archive(exchange):
        rows = '[["timestamp","original","statuscode"],["20200101120000","http://x/","200"]]'
        await exchange.reply(200, rows, "application/json")

    with Web({"": things, "web.archive.org": archive}) as web:
        bundle = tmp_path / "ca.pem"
        web.authority.cert_pem.write_to_path(str(bundle))
        environ = {"SSL_CERT_FILE": str(bundle)}
        settings = replace(FAST, lookup=web.lookup, environ=environ)
        found = links("http://things.web.org/gone/2")
        for day in range(7):
            done = run(tmp_path, found, DAY + timedelta(days=day), settings)
            (record,) = read_lock(tmp_path / "links.lock").records.values()
            assert record.verdict == ("dead" if day == 6 else "failing")
            assert bool(done.report.requests) is (day % 3 == 0)
        assert record.archive == Archive(
            "https://web.archive.org/web/20200101120000/http://x/", "2020-01-01"
        )
        (asked,) = (path for host, path in web.asked if host == "web.archive.org")
        assert "closest=20261101" in asked
        assert "filter=statuscode:200" in asked


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("no copy", "[]"),
        ("a copy that was no 200", '[["t","o","s"],["20200101120000","http://x/","404"]]'),
        ("a time that is none", '[["t","o","s"],["2020","http://x/","200"]]'),
        ("nonsense", "<html>"),
    ],
)
def test_only_a_copy_of_a_200_is_taken(tmp_path, rule, rows):
    async def archive(exchange):
        await exchange.reply(200, rows, "application/json")

    with Web({"": things, "web.archive.org": archive}) as web:
        bundle = tmp_path / "ca.pem"
        web.authority.cert_pem.write_to_path(str(bundle))
        settings = replace(FAST, lookup=web.lookup, environ={"SSL_CERT_FILE": str(bundle)})
        for day in (0, 3, 6):
            run(tmp_path, links("http://t.web.org/gone/2"), DAY + timedelta(days=day), settings)
        (record,) = read_lock(tmp_path / "links.lock").records.values()
        assert (record.verdict, record.archive) == ("dead", None), rule
        assert any(host == "web.archive.org" for host, _ in web.asked)


def test_an_unreadable_line_is_kept(tmp_path, web):
    (tmp_path / "links.lock").write_bytes(b"{broken\n")
    run(tmp_path, links(at(web, "/ok/1")))
    assert b"{broken\n" in (tmp_path / "links.lock").read_bytes()


def test_no_network_costs_nothing_but_a_word(tmp_path):
    def nothing(*_):
        raise OSError(-3, "no answer")

    settings = replace(FAST, lookup=nothing)
    done = run(tmp_path, links("https://a.org/x", "https://b.org/y"), settings=settings)
    assert done.report.no_network
    assert done.report.seen == {}
    assert done.report.seconds < 3
    assert all(r.verdict is None for r in read_lock(tmp_path / "links.lock").records.values())


def test_an_unknown_name_is_no_proof_where_no_name_is_known(tmp_path):
    """Name servers without a network may call every name unknown."""
    import socket

    def nothing(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    done = run(tmp_path, links("https://a.org/x"), settings=replace(FAST, lookup=nothing))
    assert done.report.no_network


def test_an_unknown_name_is_one_where_others_are_known(tmp_path):
    import socket

    def some(name, port):
        if name in {"example.com", "iana.org"}:
            return [(socket.AF_INET, "93.184.216.34", port)]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    done = run(tmp_path, links("https://a.org/x"), settings=replace(FAST, lookup=some))
    assert [s.result for s in done.report.seen.values()] == [Result.NO_SUCH_NAME]


def test_the_budget_is_kept_and_the_rest_left(tmp_path, web):
    found = links(*(at(web, f"/ok/{i}") for i in range(500)))
    done = run(tmp_path, found, settings=replace(FAST, budget=1, rate=20))
    assert done.report.seconds < 3
    assert 0 < len(done.report.seen) < 100
    assert done.report.left == 500 - len(done.report.seen)


def test_a_key_is_judged_once_however_many_addresses_it_has():
    """Two refusals in a row end a row of failures; one refusal at two addresses does not."""
    with Web({"": status(403)}) as web:
        found = links(at(web, "/x"), at(web, "/x?utm_source=y"))
        key, failures = found[0].key, ("2026-10-20", "2026-10-24")
        assert found[1].key == key
        record = Record(key, found[0].url, "page", verdict="failing", failures=failures,
                        outcome=Outcome("2026-10-24", 404), checked="2026-10-24")  # fmt: skip
        asked = check_links(found, {key: record}, "all", settings=FAST, cache=CheckCache(None, DAY))
    assert len(asked.report.seen) == 2
    assert (asked.records[key].verdict, asked.records[key].failures) == ("blocked", failures)


PLAN = [
    ("off asks nothing", "off", []),
    ("new asks what the lock does not know, where no build asked lately", "new", ["new", "built"]),
    ("due asks that, the unchecked, and what is due", "due", ["new", "built", "unchecked", "due"]),
    ("all asks all", "all", ["new", "built", "rebuilt", "unchecked", "due", "fresh"]),
]


@pytest.mark.parametrize(("rule", "which", "chosen"), PLAN, ids=[row[0] for row in PLAN])
def test_plan(rule, which, chosen):
    names = ("new", "built", "rebuilt", "unchecked", "due", "fresh")
    found = links(*(f"https://a.org/{name}" for name in names))
    found += links("TODO", "mailto:x@a.org", "https://a.org/new")
    keys = {link.url.rpartition("/")[2]: link.key for link in found}
    records = {
        keys[name]: Record(key=keys[name], url="u", kind="page", verdict=verdict, checked=checked)
        for name, verdict, checked in (
            ("built", "alive", "2026-10-20"),
            ("rebuilt", "alive", "2026-10-31"),
            ("unchecked", None, None),
            ("due", "alive", "2026-10-20"),
            ("fresh", "alive", "2026-10-31"),
        )
    }
    locked = {keys[name] for name in ("unchecked", "due", "fresh")}
    targets = list(select_targets(found, records, locked, CheckCache(None, DAY), which))
    assert [target.url.rpartition("/")[2] for target in targets] == chosen, rule


def test_the_best_address_tells_of_the_thing():
    one, other = seen(Result.FAILED), seen(Result.ALIVE)
    assert fold([one, other]) is other
    assert fold([seen(Result.NO_ANCHOR), other]) is other


def test_what_a_build_learnt_is_known_to_the_next(tmp_path):
    path = tmp_path / FILE
    with CheckCache(path, DAY) as cache:
        cache.remember(CachedCheck("url:a", "https://a.org/", DAY, seen(Result.GONE, status=410)))
    again = CheckCache(path, DAY + timedelta(days=1))
    (record,) = apply_cache({}, again).values()
    assert (record.verdict, record.failures) == ("failing", (DAY.isoformat(),))
    assert again.last("url:a") == DAY


def test_the_lock_is_believed_over_an_older_memory():
    cache = CheckCache(None, DAY)
    cache.remember(CachedCheck("k", "https://a.org/", DAY, seen(Result.GONE, status=410)))
    newer = Record(key="k", url="u", kind="page", verdict="alive", checked="2026-12-01")
    assert apply_cache({"k": newer}, cache) == {"k": newer}


def test_a_torn_memory_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / FILE
    with CheckCache(path, DAY) as cache:
        cache.remember(CachedCheck("k1", "https://a.org/1", DAY, seen(Result.ALIVE, status=200)))
        cache.remember(CachedCheck("k2", "https://a.org/2", DAY, seen(Result.ALIVE, status=200)))
    path.write_bytes(path.read_bytes()[:-20])
    with CheckCache(path, DAY) as cache:
        assert cache.last("k1") == DAY
        assert cache.last("k2") is None
        cache.remember(CachedCheck("k3", "https://a.org/3", DAY, seen(Result.ALIVE, status=200)))
    again = CheckCache(path, DAY)
    assert (again.last("k1"), again.last("k3")) == (DAY, DAY)


@pytest.mark.parametrize(
    "line", ["[]", "1", '{"day": 3}', '{"day": "2026-01-01"}', '{"honest": []}', "\0", '{"day":']
)
def test_a_memory_of_nonsense_is_no_memory(tmp_path, line):
    path = tmp_path / FILE
    path.write_text(line)
    assert CheckCache(path, DAY).checks() == {}


def test_a_long_memory_is_tidied(tmp_path):
    path = tmp_path / FILE
    with CheckCache(path, DAY) as cache:
        for _ in range(500):
            cache.remember(CachedCheck("k", "https://a.org/", DAY, seen(Result.ALIVE, status=200)))
    assert len(path.read_text().splitlines()) == 1
    assert CheckCache(path, DAY).last("k") == DAY


def test_unchanged_pages_are_asked_for_cheaply(tmp_path):
    """A page with a validator is asked for conditionally, and a 304 is life."""

    async def page(exchange):
        if exchange.headers.get("if-none-match") == '"v1"':
            await exchange.head(304)
        else:
            await exchange.reply(200, "<title>Thing</title>", ETag='"v1"')

    with Web({"": page}) as web:
        found = links(at(web, "/thing"))
        run(tmp_path, found)
        done = run(tmp_path, found, DAY + timedelta(days=8))
        assert [s.outcome.status for s in done.report.seen.values()] == [304]
        assert [s.result for s in done.report.seen.values()] == [Result.ALIVE]
        assert "if-none-match" not in web.log[0][2]


def test_an_honest_site_is_not_tested_again(tmp_path):
    """Made-up neighbours are asked once a month for each part of a site."""

    async def site(exchange):
        code = 200 if exchange.path.startswith("/a/odd") else 404
        await exchange.reply(code, "<title>Untitled</title>")

    with Web({"": site}) as web:
        found = links(*(at(web, f"/a/odd{i}") for i in range(9)))
        assert run(tmp_path, found).report.requests == 10
        assert run(tmp_path, found, DAY + timedelta(days=8)).report.requests == 9


def test_an_interrupt_keeps_what_was_learnt(tmp_path):
    """Ctrl-C: the lock holds all that was seen until then."""

    async def slow_later(exchange):
        if exchange.path.endswith("/slow"):
            import asyncio

            await asyncio.sleep(60)
        await things(exchange)

    with Web({"": slow_later}) as web:
        program = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parents[1]), str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "hooks")]!r}
from pathlib import Path
from tests.tasks.test_update import run, links
found = links(*{[at(web, f"/ok/{i}") for i in range(20)] + [at(web, "/slow")]!r})
done = run(Path({str(tmp_path)!r}), found)
print("interrupted" if done.report.interrupted else "finished")
"""
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
        )
        wait_until(lambda: sum(web.asked.values()) >= 21)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20)[0].strip() == "interrupted"
    records = read_lock(tmp_path / "links.lock").records
    assert sum(record.verdict == "alive" for record in records.values()) >= 19


def wait_until(condition):
    import time

    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError


def test_killed_at_any_moment_the_lock_is_whole(tmp_path, web):
    states = kill_often(tmp_path, web.ports["http"], times=10)
    assert states["partly"] > 0


def test_what_a_killed_run_saw_is_not_asked_again(tmp_path, web):
    found = links_to(web.ports["http"])
    with CheckCache(tmp_path / "cache" / FILE, DAY) as cache:
        cache.remember(CachedCheck(found[0].key, found[0].url, DAY, seen(Result.ALIVE, status=200)))
    write_lock(tmp_path / "links.lock", Lock())
    done = run(tmp_path, found[:1])
    assert done.report.seen == {}
    assert done.report.requests == 1, "for its facts, which only the lock keeps"
    assert read_lock(tmp_path / "links.lock").records[found[0].key].verdict == "alive"
