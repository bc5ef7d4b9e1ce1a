"""`linkroll github`: reports to pull requests and issues, against a twin of the API."""

from __future__ import annotations

import json

import pytest

from conftest import write
from twins.github_api import BOT, serving

SHA = "0123456789abcdef0123456789abcdef01234567"
FIXES = [{"path": "docs/x.md", "line": 3, "text": "- [A](https://a.org/) — n"}]


@pytest.fixture
def github(tmp_path):
    write(tmp_path, {"number": "7\n", "body.md": "**No findings**.\n", "fixes.json": json.dumps(FIXES)})  # fmt: skip
    with serving() as served:
        yield served


def comment(linkroll, environ):
    return linkroll("github", "comment", "--number", "number", "--file", "body.md", **environ)


def test_a_comment_is_written_once_and_edited_from_then_on(linkroll, github, tmp_path):
    twin, environ = github
    assert comment(linkroll, environ).code == 0
    write(tmp_path, {"body.md": "**1 finding**"})
    assert comment(linkroll, environ).code == 0
    (written,) = twin.comments[7]
    assert written["body"].startswith("**1 finding**")


def test_a_comment_is_found_behind_a_hundred_others(linkroll, github):
    twin, environ = github
    twin.comments[7] = [{"id": number, "body": "hi", "user": {"type": "User"}} for number in range(150)]  # fmt: skip
    comment(linkroll, environ)
    comment(linkroll, environ)
    assert len(twin.comments[7]) == 151


def test_the_marker_of_a_stranger_is_not_ours(linkroll, github):
    twin, environ = github
    twin.comments[7] = [{"id": 1, "body": "mine <!-- linkroll:check -->", "user": {"type": "User"}}]
    comment(linkroll, environ)
    assert twin.comments[7][0]["body"] == "mine <!-- linkroll:check -->"
    assert len(twin.comments[7]) == 2


def suggest(linkroll, environ):
    return linkroll("github", "suggest", "--number", "number", "--commit", SHA, "--file", "fixes.json", **environ)  # fmt: skip


def test_a_better_address_is_a_suggestion_on_its_line_once(linkroll, github):
    twin, environ = github
    assert suggest(linkroll, environ).code == 0
    assert suggest(linkroll, environ).code == 0
    (review,) = twin.reviews
    assert (review["commit_id"], review["event"]) == (SHA, "COMMENT")
    (made,) = review["comments"]
    assert (made["path"], made["line"], made["side"]) == ("docs/x.md", 3, "RIGHT")
    assert made["body"].startswith("```suggestion\n- [A](https://a.org/) — n\n```\n")


def test_a_suggestion_cannot_end_its_fence(linkroll, github, tmp_path):
    twin, environ = github
    write(tmp_path, {"fixes.json": json.dumps([{**FIXES[0], "text": "- [A](https://a.org/) — ````x"}])})  # fmt: skip
    suggest(linkroll, environ)
    assert twin.reviews[0]["comments"][0]["body"].startswith("`````suggestion\n")


def test_an_issue_is_opened_edited_and_closed(linkroll, github, tmp_path):
    twin, environ = github

    def issue(text):
        write(tmp_path, {"body.md": text})
        return linkroll("github", "issue", "--file", "body.md", **environ).code

    assert [issue("one"), issue("two")] == [0, 0]
    (opened,) = twin.issues.values()
    assert opened["body"].startswith("two")
    assert opened["title"] == "Links that need a person"
    assert issue("\n") == 0
    assert opened["state"] == "closed"
    assert issue("three") == 0
    assert len(twin.issues) == 2


def test_a_pull_request_is_no_issue_of_ours(linkroll, github):
    twin, environ = github
    twin.issues[3] = {"number": 3, "state": "open", "user": BOT, "pull_request": {}, "body": "<!-- linkroll:needs-person -->"}  # fmt: skip
    linkroll("github", "issue", "--file", "body.md", **environ)
    assert len(twin.issues) == 2


@pytest.mark.parametrize("number", ["", "7; rm -rf /", "٧", "-1", "1" * 40])
def test_a_number_that_is_none_is_rejected(linkroll, github, tmp_path, number):
    twin, environ = github
    write(tmp_path, {"number": number})
    ran = comment(linkroll, environ)
    assert ran.code == 2
    assert ran.err == "linkroll: “number” does not hold the number of a pull request\n"
    assert not twin.requests


@pytest.mark.parametrize(("status", "said"), [(500, "HTTP 500: Server Error"), (403, "HTTP 403: Server Error")])  # fmt: skip
def test_what_github_rejects_is_one_line(linkroll, github, status, said):
    twin, environ = github
    twin.status = status
    ran = comment(linkroll, environ)
    assert ran.code == 1
    assert ran.err == f"linkroll: GET /issues/7/comments?per_page=100&page=1: {said}\n"


def test_without_a_token_nothing_is_sent(linkroll, github):
    twin, environ = github
    ran = comment(linkroll, {**environ, "GITHUB_TOKEN": ""})
    assert (ran.code, ran.err.startswith("linkroll: GITHUB_TOKEN is not set")) == (2, True)
    assert not twin.requests


@pytest.mark.parametrize("text", ["", "7", "[7]", '[{"path": "x"}]', "[" * 100_000])
def test_a_file_without_suggestions_is_one_line(linkroll, github, tmp_path, text):
    twin, environ = github
    write(tmp_path, {"fixes.json": text})
    ran = suggest(linkroll, environ)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert not twin.requests
