"""What runs on the project's behalf: pinned to a commit, and allowed no more than it needs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from linkroll.cli.add import ANSWERS

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(
    r"actions/[\w-]+@[0-9a-f]{40} # (v\d+\.\d+\.\d+|zizmor: ignore\[[\w-]+\] \w.*)\b.*"
)
WRITES = {
    ("pages.yml", "deploy"): {"pages", "id-token"},
    ("update.yml", "propose"): {"contents", "issues", "pull-requests"},
    ("update.yml", "failed"): {"issues"},
    ("answer.yml", "answer"): {"pull-requests"},
    ("suggestion.yml", "propose"): {"contents", "pull-requests"},
}
# Jobs that read what strangers wrote, on the network or in an issue, may write nothing.
READS_STRANGERS = [("update.yml", "check"), ("suggestion.yml", "add"), ("pages.yml", "build")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_every_action_is_a_commit_with_its_version_beside_it(path):
    used = re.findall(r"uses:\s*(.+)", path.read_text())
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


@pytest.mark.parametrize(("file", "job"), READS_STRANGERS)
def test_what_reads_strangers_may_write_nothing(file, job):
    jobs = yaml.safe_load((ROOT / ".github/workflows" / file).read_text())["jobs"]
    assert jobs[job]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_no_script_holds_an_expression(path):
    workflow = yaml.safe_load(path.read_text())
    scripts = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert not any("${{" in script for script in scripts), "an expression in a script is run by it"


def test_what_posts_the_answer_runs_nothing_of_the_pull_request():
    workflow = yaml.safe_load((ROOT / ".github/workflows/answer.yml").read_text())
    (checkout,) = (step for step in workflow["jobs"]["answer"]["steps"] if "checkout" in step.get("uses", ""))  # fmt: skip
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"


def test_what_is_said_on_the_lines_of_a_change_is_what_its_build_asks():
    jobs = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text())["jobs"]
    (said,) = (
        step["run"] for step in jobs["build"]["steps"] if "linkroll check" in step.get("run", "")
    )
    asked = re.search(r"check: .*LINKROLL_CHECK, (\w+)", (ROOT / "mkdocs.yml").read_text())
    assert asked
    assert f"--check {asked[1]} --budget " in said


def program(name):
    """Return a program that is installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


def test_zizmor_finds_nothing_at_its_strictest():
    done = subprocess.run(
        [program("zizmor"), "--offline", "--quiet", "--persona", "auditor", ".github", "action.yml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


SCHEMAS = [
    ("vendor.github-workflows", [f".github/workflows/{path.name}" for path in WORKFLOWS]),
    ("vendor.github-issue-forms", [".github/ISSUE_TEMPLATE/report-a-link.yml", ".github/ISSUE_TEMPLATE/suggest-a-resource.yml"]),
    ("vendor.github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
    ("vendor.github-actions", ["action.yml"]),
    ("vendor.dependabot", [".github/dependabot.yml"]),
    ("vendor.citation-file-format", ["CITATION.cff"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "names"), SCHEMAS, ids=[row[0] for row in SCHEMAS])
def test_files_are_what_their_schema_says(schema, names):
    done = subprocess.run(
        [program("check-jsonschema"), "--builtin-schema", schema, *names],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_filled_in_link_names_fields_that_github_fills_in():
    """GitHub fills in inputs and text areas by id, not dropdowns.

    https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema (`id`)
    """
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*-*.yml"):
        fields = yaml.safe_load(path.read_text())["body"]
        assert {field["type"] for field in fields} <= {"input", "textarea"}
    report = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/report-a-link.yml").read_text())
    assert {field["id"] for field in report["body"]} >= {"url", "page", "reason"}


def test_suggestions_have_the_labels_that_add_reads():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/suggest-a-resource.yml").read_text())
    labels = {field["attributes"]["label"]: field["id"] for field in form["body"]}
    assert labels == ANSWERS
