"""What a run may claim: nothing offline, nothing where the network is to blame, no death too soon."""

from __future__ import annotations

import json
import random
import socket
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest

from conftest import write
from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.scheduler import host_of
from linkroll.lock.atomic import replace_whole
from linkroll.lock.check_cache import FILE, CheckCache
from linkroll.lock.lockfile import Lock, read_lock, write_lock
from linkroll.lock.record import Outcome, Record, Verdict
from linkroll.lock.verdict import FAILURES, Observation, Result, apply_check, is_due, is_news
from linkroll.markdown.extension import read_page
from linkroll.tasks.plausibility import withheld_failures
from linkroll.tasks.select import hosts_known_since
from linkroll.tasks.update import merge_changes, update
from web.behaviours import page
from web.server import Web

DAY = date(2026, 11, 1)
FAST = CheckerConfig(rate=1000, per_host=10, timeout=1, allow_private=True, chance=lambda: 0.0)


def links(*urls):
    return read_page("x.md", "\n".join(f"- [Thing]({url})" for url in urls)).links


def run(folder, found, day, config):
    with CheckCache(folder / "cache" / FILE, day) as cache:
        return update(folder / "links.lock", found, config, cache)


def verdicts(folder):
    return Counter(record.verdict for record in read_lock(folder / "links.lock").records.values())


def nothing_resolves(name, port):
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def all_are_denied(name, port):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


OFFLINE = {
    "no name servers": nothing_resolves,
    "name servers that deny all": all_are_denied,
}


@pytest.mark.parametrize("lookup", OFFLINE.values(), ids=OFFLINE)
def test_offline_no_verdict_no_cache_entry_and_one_sentence(tmp_path, lookup):
    """A provider that is queried before the page says no more than the page would."""
    found = links(
        "https://www.youtube.com/watch?v=pi5sC9KZFFk", "https://arxiv.org/abs/2209.10652", "https://a.web.org/x"
    )  # fmt: skip
    done = run(tmp_path, found, DAY, replace(FAST, lookup=lookup))
    assert done.report.no_network
    assert verdicts(tmp_path) == {None: 3}
    cache = tmp_path / "cache" / FILE
    assert not cache.exists() or cache.read_text() == ""


async def well(exchange):
    await exchange.reply(200, page(exchange.path[1:]))


HOSTS = [f"http://h{i}.web.org/thing{i}" for i in range(12)]


def captive(code):
    """A portal that answers for everybody, as https://www.rfc-editor.org/rfc/rfc8952 describes."""

    async def behave(exchange):
        if exchange.headers["host"] == "portal.web.org":
            await exchange.reply(200, page("Welcome to our wireless network"))
        elif code == 302:
            await exchange.reply(302, Location="http://portal.web.org/login")
        else:
            await exchange.reply(code, page("Welcome to our wireless network"))

    return behave


async def reset(exchange):
    exchange.reset()
    return False


NETWORKS = {
    "a firewall that resets": reset,
    "a portal that redirects": captive(302),
    "a portal that answers 200": captive(200),
    "a portal that answers 511": captive(511),
    "a gateway without a network behind it": captive(502),
}


@pytest.mark.parametrize("behave", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize("known", [True, False], ids=["known links", "new links"])
def test_a_network_that_answers_for_everybody_teaches_nothing(tmp_path, behave, known):
    if known:
        with Web({"": well}) as web:
            run(tmp_path, links(*HOSTS), DAY, replace(FAST, lookup=web.lookup))
        assert verdicts(tmp_path) == {"alive": 12}
    with Web({"": behave}) as web:
        for day in range(8, 15, 3):
            done = run(
                tmp_path, links(*HOSTS), DAY + timedelta(day), replace(FAST, lookup=web.lookup)
            )
            assert done.report.withheld
    assert verdicts(tmp_path) == {"alive" if known else None: 12}


def test_one_host_up_and_the_dns_broken_for_all_others(tmp_path):
    with Web({"": well}) as web:
        run(tmp_path, links(*HOSTS), DAY, replace(FAST, lookup=web.lookup))

        def broken(name, port):
            if name in ("h0.web.org", "example.com", "iana.org"):
                return web.lookup(name, port)
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        for day in range(8, 13):
            config = replace(FAST, lookup=broken)
            done = run(tmp_path, links(*HOSTS), DAY + timedelta(day), config)
            assert done.report.withheld.startswith("11 of 1")
        assert verdicts(tmp_path) == {"alive": 12}
        run(tmp_path, links(*HOSTS), DAY + timedelta(14), replace(FAST, lookup=web.lookup))
    assert verdicts(tmp_path) == {"alive": 12}


def test_a_page_of_new_links_that_are_gone_is_not_excused(linkroll, tmp_path):
    """Ten invented links in one change are ten warnings, however many fail at once."""

    async def gone(exchange):
        await exchange.reply(404, page("Not found"))

    with Web({"": gone}) as web:
        urls = [f"http://127.0.0.1:{web.ports['http']}/x{i}" for i in range(10)]
        write(tmp_path, {"x.md": "\n".join(f"- [A]({url})" for url in urls)})
        ran = linkroll("check", "x.md", "--check", "new", "--allow-private", "--format", "json")
    found = json.loads(ran.out)["findings"]
    assert sum(each["code"] == "gone" for each in found) == 10


def test_an_import_during_an_update_is_kept(tmp_path, linkroll):
    """The update reads the lock first and writes it last; in between another program writes it."""
    urls = [f"http://h{i}.web.org/thing{i}" for i in range(4)]
    rows = "".join(json.dumps({"url": url, "venue": f"Venue {i}"}) + "\n" for i, url in enumerate([*urls, "https://other.org/page"]))  # fmt: skip
    write(tmp_path, {"rows.jsonl": rows})
    imported = Thread(target=lambda: codes.append(linkroll("import", "rows.jsonl").code))
    codes = []

    async def slow(exchange):
        if not imported.is_alive() and not codes:
            imported.start()
        while not codes:
            await __import__("asyncio").sleep(0.05)
        await exchange.reply(200, page(exchange.path[1:]))

    with Web({"": slow}) as web:
        run(tmp_path, links(*urls), DAY, replace(FAST, timeout=20, lookup=web.lookup))
    imported.join()
    records = read_lock(tmp_path / "links.lock").records
    assert codes == [0]
    assert {record.url: record.venue for record in records.values()} == {
        **{url: f"Venue {i}" for i, url in enumerate(urls)},
        "https://other.org/page": "Venue 4",
    }
    assert Counter(record.verdict for record in records.values()) == {"alive": 4, None: 1}


def test_two_changes_of_one_record_are_merged_field_by_field():
    base = Record("k", "https://a.org/", "page", title="Old", origin={"title": "html"})
    ours = replace(base, verdict=Verdict.ALIVE, outcome=Outcome("2026-11-01"))
    theirs = replace(base, title="New", origin={"title": "imported"}, venue="V")
    merged = merge_changes(base, ours, theirs)
    assert (merged.title, merged.venue, merged.verdict) == ("New", "V", "alive")
    assert merged.origin == {"title": "imported"}


def test_leftovers_of_killed_writes_are_removed(tmp_path):
    path = tmp_path / "links.lock"
    for name in (".links.lock.abcdefgh", ".links.lock.999999999.abcdefgh", ".links.locked", ".other.abcdefgh"):  # fmt: skip
        (tmp_path / name).write_bytes(b"half")
    replace_whole(path, b"whole")
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        ".links.locked", ".other.abcdefgh", "links.lock"]  # fmt: skip


def test_a_byte_order_mark_makes_no_record_unreadable(tmp_path):
    path = tmp_path / "links.lock"
    write_lock(path, Lock({"k": Record("k", "https://a.org/", "page")}))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    lock = read_lock(path)
    assert (list(lock.records), lock.findings, lock.unreadable) == (["k"], [], [])


def test_a_hostile_line_in_the_cache_is_skipped(tmp_path):
    lines = ["[" * 5000, "[]", "1", "null", '{"day": 1}', '{"day": "2026-02-30", "key": "k"}', "\ufeff{}"]  # fmt: skip
    (tmp_path / FILE).write_text("\n".join(lines))
    with CheckCache(tmp_path / FILE, DAY) as cache:
        assert cache.checks() == {}


# A year of 300 links, a run a day. What is simulated is the world; what decides is the library.
TRANSIENT = 0.02  # of the checks of a healthy link fail


class World:
    """300 links on 60 hosts with faults of every kind, each with the days it lasts."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.urls = [f"https://h{i % 60}.org/{i}" for i in range(300)]
        self.dies = {url: self.chance.randrange(20, 330) for url in self.urls[:25]}
        self.how = {url: self.chance.choice([*FAILURES]) for url in self.dies}
        self.blocked = set(self.urls[25:40])
        self.outages = {}  # host -> first day, length: nine days at most
        quiet = [*range(20, 85), *range(120, 180), *range(220, 340)]  # one fault at a time
        for host in range(5, 25):
            self.outages[f"h{host}.org"] = (self.chance.choice(quiet), self.chance.randrange(1, 10))
        self.network = range(100, 105)  # five days without a network that says so
        self.resolver = range(200, 205)  # five days in which one host alone has a name

    def observe(self, url, day):
        host = host_of(url)
        first, length = self.outages.get(host, (999, 0))
        if day in self.network:
            return Result.FAILED
        if day in self.resolver and host != "h0.org":
            return Result.NO_SUCH_NAME
        if day >= self.dies.get(url, 999):
            return self.how[url]
        if url in self.blocked:
            return Result.BLOCKED
        if first <= day < first + length or self.chance.random() < TRANSIENT:
            return Result.FAILED
        return Result.ALIVE


def simulate(seed, *, loses_cache=False):
    """Give the days of death, and how the lock and its update requests changed."""
    world, cache = World(seed), CheckCache(None, DAY)
    records = {u: Record(u, u, "page", added=DAY.isoformat()) for u in world.urls}
    last, died, changes = {}, {}, Counter()
    for day in range(365):
        today = DAY + timedelta(day)
        cache.today = today
        known = {} if loses_cache else last
        due = [u for u in world.urls if is_due(records[u], today, known.get(u))]
        seen = {Target(u, u): observation(world.observe(u, day), today) for u in due}
        withheld, _ = withheld_failures(seen, records, cache)
        since = hosts_known_since(records)
        news = False
        for target, one in seen.items():
            if target in withheld:
                continue
            url = target.url
            last[url] = today
            record = apply_check(records[url], one, today, since(url))
            if is_news(records[url], record):
                news = True
                changes["lines"] += 1
            elif record != records[url]:
                changes["checked alone"] += 1
            if record.verdict == "dead" and records[url].verdict != "dead":
                died[url] = day
            records[url] = record
        changes["requests"] += news
        changes["checks"] += len(due)
    return world, died, changes


def observation(result, today):
    status = {Result.ALIVE: 200, Result.GONE: 410, Result.BLOCKED: 403, Result.NOT_ITSELF: 200}
    return Observation(result, Outcome(today.isoformat(), status.get(result)))


@pytest.mark.parametrize("loses_cache", [False, True], ids=["with the cache", "without"])
@pytest.mark.parametrize("seed", range(4))
def test_a_year_of_300_links(seed, loses_cache):
    world, died, changes = simulate(seed, loses_cache=loses_cache)
    false = {url: day for url, day in died.items() if day < world.dies.get(url, 999)}
    late = {u: died.get(u, 999) - day for u, day in world.dies.items() if died.get(u, 999) - day > 21}  # fmt: skip
    assert false == {}
    assert late == {}
    # Without the cache a link is checked more often for a week after each change, and no more.
    assert changes["checks"] < 365 * 300 / 7 * (2.0 if loses_cache else 1.3), changes
    assert changes["lines"] < 365 * 300 / 7 * (0.19 if loses_cache else 0.15), changes


def test_a_link_that_is_as_it_was_changes_no_lock(tmp_path):
    """After three months the day of the last check is stale; that alone is worth no pull request."""
    with Web({"": well}) as web:
        config = replace(FAST, lookup=web.lookup)
        run(tmp_path, links(*HOSTS[:2]), DAY, config)
        before = (tmp_path / "links.lock").read_bytes()
        for day in (10, 50, 95, 120):
            with CheckCache(tmp_path / "cache" / FILE, DAY + timedelta(day)) as cache:
                for key in read_lock(tmp_path / "links.lock").records:
                    cache.record_query(key, has_title=True)
            done = run(tmp_path, links(*HOSTS[:2]), DAY + timedelta(day), config)
            assert done.report.requests
            assert (tmp_path / "links.lock").read_bytes() == before, day
