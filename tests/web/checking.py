"""Check a few URLs on a loopback web, and give what was seen of each."""

from __future__ import annotations

from datetime import date

from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import check_targets
from linkroll.lock.check_cache import CheckCache

DAY = date(2026, 11, 1)
FAST = {"rate": 1000, "per_host": 10, "timeout": 3, "allow_private": True}


def check(web, *urls, **settings):
    targets = [Target(f"url:{url}", url) for url in urls]
    config = CheckerConfig(**{**FAST, "lookup": web.lookup, **settings})
    report = check_targets(targets, config, CheckCache(None, DAY))
    assert report.surprises == []
    return {target.url: seen for target, seen in report.seen.items()}
