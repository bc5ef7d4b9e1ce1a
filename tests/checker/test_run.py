"""Every behaviour of the loopback web, in one run of the real engine over real sockets."""

from __future__ import annotations

from datetime import date

import pytest

from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import check_targets
from linkroll.lock.check_cache import CheckCache
from web.behaviours import HOSTS, ROWS
from web.server import Web

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def the_web(tmp_path_factory):
    with Web(HOSTS) as web:
        bundle = tmp_path_factory.mktemp("ca") / "ca.pem"
        web.authority.cert_pem.write_to_path(str(bundle))
        web.environ = {"SSL_CERT_FILE": str(bundle)}
        yield web


@pytest.fixture(scope="module")
def run(the_web):
    targets = {Target(row.key or f"url:{row.url}", row.url): row for row in ROWS}
    settings = CheckerConfig(
        budget=30, rate=1000, per_host=4, timeout=2, allow_private=True,
        environ=the_web.environ, lookup=the_web.lookup,
    )  # fmt: skip
    report = check_targets(targets, settings, CheckCache(None, DAY))
    return {target.url: seen for target, seen in report.seen.items()}, report


@pytest.mark.parametrize("row", ROWS, ids=[row.rule for row in ROWS])
def test_behaviour(run, the_web, row):
    seen = run[0].get(row.url)
    assert seen is not None, row.rule
    assert seen.result is row.result, (row.rule, seen)
    if row.reason is not None or row.result in (row.result.ALIVE, row.result.MOVED):
        assert seen.outcome.reason == row.reason, row.rule
    assert seen.outcome.final == row.final, row.rule
    if row.most is not None:
        path = row.url.split(row.host, 1)[1].partition("#")[0]
        assert the_web.asked[row.host, path] <= row.most, row.rule


def test_the_run_as_a_whole(run):
    _, report = run
    assert (report.left, report.surprises, report.no_network) == (0, [], False)
    assert report.seconds < 30
