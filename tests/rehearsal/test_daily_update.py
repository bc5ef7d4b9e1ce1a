"""Ten days of the daily update in a git repository, with a request that nobody merges."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.lint.test_git_diff import commit, git
from tests.rehearsal.test_pull_request import PAGE, checkout, printed, run_step, steps, web

from conftest import ROOT, write

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAYS = 10

# `gh` for the script that opens the request: it records what it is called with.
GH = """#!/bin/sh
printf '%s ' "$@" >> "$GH_LOG"; echo >> "$GH_LOG"
case "$1 $2" in
  "pr list") test -f "$GH_LOG.open" && echo 5 || true ;;
  "pr create") touch "$GH_LOG.open" ;;
esac
"""


@pytest.fixture
def origin(tmp_path):
    """A bare repository with a page of links, of which one is gone from the second day on."""
    work = tmp_path / "work"
    work.mkdir()
    checkout(work)
    for name in ("start-update", "propose-update"):
        write(work, {f".github/{name}": (ROOT / ".github" / name).read_text()})
        (work / ".github" / name).chmod(0o755)
    with web() as base:
        write(work, {PAGE: f"# X\n\n## Links\n\n- [Page /ok]({base}/ok)\n- [Gone]({base}/gone)\n"})
        commit(work)
        git(tmp_path, "clone", "--quiet", "--bare", str(work), "origin.git")
        write(tmp_path, {"bin/gh": GH})
        (tmp_path / "bin/gh").chmod(0o755)
        yield tmp_path


def update(folder, day):
    """Run the jobs of one day in fresh clones, as GitHub does, and return the lock of the request."""
    epoch = str(int((START + timedelta(days=day)).timestamp()))
    runner = folder / f"runner-{day}"
    (runner / "result").mkdir(parents=True)
    environ = {"SOURCE_DATE_EPOCH": epoch, "SHARD": "1/1", "INDEX": "0", "RUNNER_TEMP": str(runner),
               "BRANCH": "linkroll-update", "GH_LOG": str(folder / "gh.log"),
               "PATH": f"{folder / 'bin'}:/usr/bin:/bin"}  # fmt: skip
    for job in ("check", "propose"):
        clone = runner / job
        git(folder, "clone", "--quiet", "origin.git", str(clone))
        # The programs of the workflow; `checkout` made them for the first clone.
        write(clone, {f".venv/bin/{name}": (folder / "work/.venv/bin" / name).read_text() for name in ("linkroll", "python")})  # fmt: skip
        for name in ("linkroll", "python"):
            (clone / ".venv/bin" / name).chmod(0o755)
        for name, script in steps("update.yml", job).items():
            if "issue" in script:
                continue
            done = run_step(clone, script, **environ)
            assert done.returncode == 0, (job, name, done.stdout, done.stderr)
        if job == "check":
            for path in (clone / "result").iterdir():
                path.rename(runner / "result" / path.name)
    return printed(folder / "origin.git", "show", "linkroll-update:links.lock")


def gone(lock):
    """Return verdict, since and added of the link that is gone."""
    records = [json.loads(line) for line in lock.splitlines()]
    (record,) = (record for record in records if record["url"].endswith("/gone"))
    return record["verdict"], record["since"], record["added"]


def test_a_request_that_nobody_merges_changes_no_timing(origin):
    found = [gone(update(origin, day)) for day in range(DAYS)]
    assert found[0] == ("failing", "2026-11-01", "2026-11-01")
    assert found[-1] == ("dead", "2026-11-07", "2026-11-01")
    assert [verdict for verdict, *_ in found] == ["failing"] * 6 + ["dead"] * 4
    calls = (origin / "gh.log").read_text().splitlines()
    assert sum(line.startswith("pr create") for line in calls) == 1
    assert any(line.startswith("pr edit 5") for line in calls)
