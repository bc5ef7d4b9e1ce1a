"""What runs on the project's behalf: pinned to a commit, and allowed no more than it needs."""

from __future__ import annotations

import re

import pytest
import yaml

from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\b.*")
WRITES = {
    ("pages.yml", "deploy"): {"pages", "id-token"},
    ("update.yml", "propose"): {"contents", "pull-requests"},
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_every_action_is_a_commit_with_its_version_beside_it(path):
    used = re.findall(r"uses:\s*(.+)", path.read_text())
    assert used
    assert [each for each in used if not PINNED.fullmatch(each)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_a_job_may_write_only_what_it_is_for(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        allowed = {what for what, how in job["permissions"].items() if how == "write"}
        assert allowed == WRITES.get((path.name, name), set())


def test_one_action_has_one_commit():
    used = {each for path in WORKFLOWS for each in re.findall(r"uses:\s*(\S+)", path.read_text())}
    assert len({each.partition("@")[0] for each in used}) == len(used)


def test_who_reads_the_web_may_write_nothing_and_who_writes_runs_nothing_it_was_given():
    jobs = yaml.safe_load((ROOT / ".github/workflows/update.yml").read_text())["jobs"]
    assert jobs["ask"]["permissions"] == {"contents": "read"}
    scripts = "\n".join(step.get("run", "") for step in jobs["propose"]["steps"])
    assert "${{" not in scripts, "what is put into a script by expression is run by it"
    assert not re.search(
        r"make |linkroll |python|mkdocs", scripts.replace("linkroll update\\`", "")
    )


def test_what_is_said_on_the_lines_of_a_change_is_what_its_build_asks():
    jobs = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text())["jobs"]
    (said,) = (
        step["run"] for step in jobs["build"]["steps"] if "linkroll check" in step.get("run", "")
    )
    asked = re.search(r"check: .*LINKROLL_CHECK, (\w+)", (ROOT / "mkdocs.yml").read_text())
    assert asked
    assert f"--check {asked[1]} --budget " in said
