"""Kill `update` at random moments, and look at what is left of the lock."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from datetime import date

from linkroll.checker.config import CheckerConfig
from linkroll.lock.check_cache import FILE, CheckCache
from linkroll.lock.lockfile import Lock, read_lock, write_lock
from linkroll.markdown.extension import read_page
from linkroll.tasks import update as refresh
from linkroll.tasks.select import new_record

DAY = date(2026, 11, 1)
LINKS = 60


def links_to(port):
    kinds = ("ok", "gone", "err", "moved")
    urls = (f"http://127.0.0.{1 + i % 5}:{port}/{kinds[i % 4]}/{i}" for i in range(LINKS))
    return read_page("x.md", "\n".join(f"- [Thing {i}]({url})" for i, url in enumerate(urls))).links


async def things(exchange):
    """`/ok/N` is there, `/gone/N` is not, `/err/N` is broken, `/moved/N` is at `/ok/N`."""
    kind, _, number = exchange.path[1:].partition("/")
    if kind == "moved":
        await exchange.reply(301, Location=f"/ok/{number}")
    else:
        there = kind == "ok" and number.isdigit()
        code = 200 if there else {"err": 500}.get(kind, 404)
        await exchange.reply(code, f"<title>Thing {number}</title>")


def run(folder, port, begun):
    """Update the lock of a folder, saving it as often as can be."""
    refresh.SAVE_EVERY = 0.0
    begun.set()
    settings = CheckerConfig(rate=1000, per_host=5, allow_private=True, timeout=5)
    with CheckCache(folder / "cache" / FILE, DAY) as cache:
        refresh.update(folder / "links.lock", links_to(port), settings, cache)


def start_folder(folder, port):
    """Make a lock in which every second link has an old record."""
    folder.mkdir()
    lock = Lock()
    for link in links_to(port)[::2]:
        lock.records[link.key] = new_record(link.identity, date(2026, 1, 1))
    write_lock(folder / "links.lock", lock)
    return lock.records


def kill_often(tmp_path, port, times, seed=1):
    """Kill as many runs, each at its own moment; give how many moments left which state.

    Raises:
        AssertionError: A lock was left that does not load, or a record that is neither old nor new.
    """
    old = start_folder(tmp_path / "old", port)
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["killing"])
    whole, started = begin(context, tmp_path / "new", port)
    whole.join()
    assert whole.exitcode == 0
    longest = time.monotonic() - started
    new = read_lock(tmp_path / "new" / "links.lock").records
    assert len(new) == LINKS
    unchecked = {link.key: new_record(link.identity, DAY) for link in links_to(port)}
    states = {"untouched": 0, "partly": 0, "finished": 0}
    chance = random.Random(seed)
    for i in range(times):
        folder = tmp_path / f"run{i}"
        shutil.copytree(tmp_path / "old", folder)
        process, _ = begin(context, folder, port)
        time.sleep(chance.random() * longest)
        process.kill()  # SIGKILL
        process.join()
        lock = read_lock(folder / "links.lock")
        assert lock.findings == []
        assert old.keys() <= lock.records.keys() <= new.keys()
        for key, record in lock.records.items():
            assert record in (old.get(key), new[key], unchecked[key]), key
        states[state_of(lock.records, old, new)] += 1
        shutil.rmtree(folder)
    return states


def begin(context, folder, port):
    """Start a run; give it, and the moment when it really began."""
    begun = context.Event()
    process = context.Process(target=run, args=(folder, port, begun))
    process.start()
    begun.wait()
    return process, time.monotonic()


def state_of(records, old, new):
    """Name how far a lock has come."""
    return {True: "untouched", False: "partly"}[records == old] if records != new else "finished"
