"""The whole path of a pull request: the scripts of the workflows, run in a git repository.

The steps are read from the workflow files, so that what is tested is what runs on GitHub; the web
and GitHub's API are on loopback.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import yaml
from tests.lint.test_git_diff import commit, git

from conftest import ROOT, SMALL_SITE, SMALL_THEME, environment, write
from twins.github_api import serving

PAGE = "docs/topics/x.md"
HOSTILE = "docs/topics/y,::error::z.md"


@contextmanager
def web():
    """A server on which /ok and /new are there, /moved leads to /new, /blocked refuses."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            path = self.path.split("?")[0]
            status = {"/ok": 200, "/old": 200, "/new": 200, "/moved": 301, "/blocked": 403}.get(path, 404)  # fmt: skip
            body = f"<title>Page {path}</title><h1>Page {path}</h1>".encode()
            self.send_response(status)
            if status == 301:
                self.send_header("Location", "/new")
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        do_HEAD = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


# What the workflows call, with the one option that a web on loopback needs.
PROGRAM = f"""#!/bin/sh
command=$1; shift
case $command in check|update|fix) set -- "$@" --allow-private ;; esac
exec "{sys.executable}" -c 'import sys; from linkroll.cli.main import main; sys.exit(main())' "$command" "$@"
"""


def checkout(folder):
    """Make a repository with a small site and the programs that workflows call."""
    settings = SMALL_SITE.replace("since: !ENV", "allow_private: true, since: !ENV")
    write(folder, {"mkdocs.yml": settings, "docs/index.md": "# Home\n", ".gitignore": ".cache\n.venv\nanswer\nsite\n", **SMALL_THEME})  # fmt: skip
    write(folder, {".venv/bin/linkroll": PROGRAM, ".venv/bin/python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'})  # fmt: skip
    for name in ("linkroll", "python"):
        (folder / ".venv/bin" / name).chmod(0o755)
    git(folder, "init", "--quiet", "--initial-branch", "main")


def printed(folder, *arguments):
    """Return what git prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def steps(file, job):
    """Return the scripts of a job, by name."""
    found = yaml.safe_load((ROOT / ".github/workflows" / file).read_text())["jobs"][job]["steps"]
    return {step["name"]: step["run"] for step in found if "name" in step and "run" in step}


def run_step(folder, script, **environ):
    """Run a script as GitHub does: bash, which stops at the first error."""
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT / "hooks"), **environ),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def request_(tmp_path):
    """A pull request with a link of every kind, and what was forged for it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    with web() as base:
        checkout(folder)
        write(folder, {PAGE: f"# X\n\n## Links\n\n- [Page /old]({base}/old)\n"})
        commit(folder)
        main = printed(folder, "rev-parse", "HEAD")
        key = f"url:{base.replace('http', 'https', 1)}/gone"
        forged = {"key": key, "url": f"{base}/gone", "kind": "page", "title": "Gone", "from": {"title": "arxiv"},
                  "evidence": ["a", "b"], "verdict": "alive", "since": "2026-01-01",
                  "outcome": {"at": "2026-11-20", "status": 200, "by": "http"}, "checked": "2026-11-20"}  # fmt: skip
        page = (
            f"# X\n\n## Links\n\n- [Page /old]({base}/old)\n- [Page /ok]({base}/ok) — Good.\n"
            f"- [Gone]({base}/gone) — Dead.\n- [Page /new]({base}/moved) — Moved.\n"
            f"- [Refused]({base}/blocked) — Blocked.\n"
            "- [Invented](https://www.lesswrong.com/posts/7Z9vZv7Zv7Zv7Zv7Z/interpreting-gpt-3)\n"
        )
        hostile = "# Y\n\n## Links\n\n- [%0A::set-output name=x::y ##[error]`@team` | <img src=x>](TODO) — Note.\n"  # fmt: skip
        write(folder, {PAGE: page, HOSTILE: hostile, "links.lock": json.dumps(forged) + "\n"})
        commit(folder)
        yield folder, main, base


def test_a_pull_request_gets_exact_annotations_a_summary_and_one_comment(request_, tmp_path):
    folder, main, base = request_
    summary = tmp_path / "summary.md"
    build = steps("pages.yml", "build")
    environ = {"LINKROLL_SINCE": main, "GITHUB_STEP_SUMMARY": str(summary), "NUMBER": "7"}

    built = run_step(folder, build["Build, and fail on what the pull request itself gets wrong"],
                     LINKROLL_CHECK="new", **environ)  # fmt: skip
    assert built.returncode == 1, built.stderr
    annotated = run_step(folder, build["Annotate the lines of the pull request"], **environ)
    assert annotated.returncode == 1
    lines = annotated.stdout.splitlines()
    warnings = [line for line in lines if line.startswith("::warning")]
    assert [line.split("title=")[1].split("::")[0] for line in warnings] == ["gone", "placeholder", "placeholder"]  # fmt: skip
    assert warnings[0].startswith(f"::warning file={PAGE},line=7,col=3,title=gone::")
    assert warnings[1].startswith(f"::warning file={PAGE},line=10,col=3,title=placeholder::")
    assert warnings[2].startswith(
        "::warning file=docs/topics/y%2C%3A%3Aerror%3A%3Az.md,line=5,col=3"
    )
    # A runner obeys `::` at the start of a line, and `##[` anywhere.
    assert all(line.startswith(("::warning file=", "::notice file=")) for line in lines)
    assert "##[" not in annotated.stdout + annotated.stderr

    written = summary.read_text()
    assert "Requested " in written
    assert " changed links" in written
    assert "<img" not in written
    assert "/old" not in written, "the summary covers the change alone"

    kept = run_step(folder, build["Keep the answer"], **environ)
    assert kept.returncode == 0, kept.stderr
    assert printed(folder, "status", "--porcelain") == ""

    answer = steps("answer.yml", "answer")
    with serving() as (twin, github):
        for _ in range(2):
            commented = run_step(folder, answer["Write or edit the one comment"], PREVIEW="https://github.com/a/b/actions/runs/1#artifacts", **github)  # fmt: skip
            assert commented.returncode == 0, commented.stderr
            suggested = run_step(folder, answer["Suggest better URLs on the changed lines"], COMMIT="0" * 40, **github)  # fmt: skip
            assert suggested.returncode == 0, suggested.stderr
        (comment,) = twin.comments[7]
        reviews = twin.reviews
    assert re.match(r"\*\*\d findings on the changed lines\*\*: ", comment["body"])
    assert "@team" not in comment["body"]
    (review,) = reviews
    ((path, line, text),) = [
        (each["path"], each["line"], each["body"]) for each in review["comments"]
    ]
    assert (path, line) == (PAGE, 8)
    assert text.startswith(f"```suggestion\n- [Page /new]({base}/new) — Moved.\n```")
    assert "](https://github.com/a/b/actions/runs/1#artifacts)" in comment["body"]


def test_without_a_network_the_answer_says_that_nothing_was_checked(request_, tmp_path):
    folder, main, _ = request_
    summary = tmp_path / "summary.md"
    write(folder, {PAGE: "# X\n\n## Links\n\n- [A](https://transformer-circuits.pub/2022/toy_model/index.html)\n", HOSTILE: "# Y\n"})  # fmt: skip
    script = steps("pages.yml", "build")["Annotate the lines of the pull request"]
    done = run_step(folder, script, LINKROLL_SINCE=main, GITHUB_STEP_SUMMARY=str(summary), HTTPS_PROXY="http://127.0.0.1:9")  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "**Not everything was checked.**" in summary.read_text()


def test_a_suggestion_becomes_a_page_of_the_branch(request_, tmp_path):
    folder, _, base = request_
    issue = f"### Address\n\n{base}/new\n\n### Title\n\nPage /new\n\n### Topic\n\nX\n\n### Why it is worth a reader's time\n\nIt is new.\n"  # fmt: skip
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"issue": {"body": issue, "number": 3}}))
    jobs = yaml.safe_load((ROOT / ".github/workflows/suggestion.yml").read_text())["jobs"]
    (script,) = (step["run"] for step in jobs["add"]["steps"] if "linkroll add" in step.get("run", ""))  # fmt: skip
    done = run_step(folder, f"{script} --allow-private", GITHUB_EVENT_PATH=str(event))
    assert done.returncode == 0, done.stderr
    assert f"- [Page /new]({base}/new) — It is new.\n" in (folder / PAGE).read_text()
