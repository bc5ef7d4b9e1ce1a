"""What builds and checks ask over the network, seen from the server that is asked."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from conftest import SMALL_SITE, write

PAGE = "docs/topics/x.md"


@pytest.fixture
def web():
    """A server on loopback that knows /ok and nothing else, and counts who asks."""
    with serving() as served:
        yield served


@contextmanager
def serving():
    asked = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked[self.path.split("?")[0]] += 1
            body = f"<title>{self.path}</title><h1>Page {self.path}</h1>".encode()
            self.send_response(200 if self.path == "/ok" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        do_HEAD = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def site(check):
    return SMALL_SITE.replace('check: "off"', f'check: "{check}", allow_private: true')


def links(base):
    return f"- [Fine]({base}/ok)\n- [Gone]({base}/gone)\n"


def test_a_check_tells_of_a_link_that_is_not_there(linkroll, tmp_path, web):
    base, _ = web
    write(tmp_path, {PAGE: links(base)})
    ran = linkroll("check", "--check", "new", "--allow-private", "--format", "json")
    assert ran.code == 1
    read = json.loads(ran.out)
    assert [(found["code"], found["line"]) for found in read["findings"]] == [("gone", 2)]
    assert {
        line["url"][len(base) :]: (line["verdict"], line["status"]) for line in read["links"]
    } == {
        "/ok": ("alive", 200),
        "/gone": ("failing", 404),
    }
    assert read["summary"]["requests"] >= 2


def test_a_check_asks_no_private_address_unless_told_to(linkroll, tmp_path, web):
    base, asked = web
    write(tmp_path, {PAGE: links(base)})
    linkroll("check", "--check", "all")
    assert not asked


def test_a_check_of_a_change_asks_its_links_only(linkroll, tmp_path, web):
    from tests.lint.test_git_diff import commit, git

    base, asked = web
    write(tmp_path, {PAGE: f"- [Old]({base}/old)\n"})
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write(tmp_path, {PAGE: f"- [Old]({base}/old)\n- [Fine]({base}/ok)\n"})
    ran = linkroll("check", "--check", "new", "--allow-private", "--since", "HEAD")
    assert ran.code == 0
    assert asked["/ok"]
    assert not asked["/old"]


FORGED = {"verdict": "alive", "since": "2026-01-01", "outcome": {"at": "2026-01-01", "status": 200},
          "title": "Gone", "from": {"title": "arxiv"}, "evidence": ["me"], "checked": "2026-11-20"}  # fmt: skip


def forge(tmp_path, base):
    """Commit a page, then add a link that is gone with a lock line that calls it alive."""
    from tests.lint.test_git_diff import commit, git

    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    record = {"key": f"url:{base.replace('http', 'https', 1)}/gone", "url": f"{base}/gone", "kind": "page", **FORGED}  # fmt: skip
    write(tmp_path, {PAGE: links(base), "links.lock": json.dumps(record) + "\n"})


def test_a_change_cannot_vouch_for_its_own_links(linkroll, tmp_path, web):
    base, _ = web
    write(tmp_path, {PAGE: f"- [Fine]({base}/ok)\n"})
    forge(tmp_path, base)
    ran = linkroll("check", "--check", "new", "--allow-private", "--since", "HEAD", "--format", "json")  # fmt: skip
    read = json.loads(ran.out)
    assert [(found["code"], found["line"]) for found in read["findings"]] == [("gone", 2)]
    assert ran.code == 1


def test_a_build_does_not_let_a_change_vouch_for_its_own_links(build, tmp_path, web):
    base, _ = web
    write(tmp_path, {"mkdocs.yml": site("new"), PAGE: f"- [Fine]({base}/ok)\n"})
    forge(tmp_path, base)
    built = build({"mkdocs.yml": site("new")}, "--strict", LINKROLL_CHECK="new", LINKROLL_SINCE="HEAD")  # fmt: skip
    assert built.code == 1
    assert "gone" in built.log


def test_update_writes_what_it_saw_and_asks_nothing_twice(linkroll, tmp_path, web):
    base, asked = web
    write(tmp_path, {PAGE: links(base)})
    assert linkroll("update", "--allow-private").code == 0
    records = [json.loads(line) for line in (tmp_path / "links.lock").read_text().splitlines()]
    assert {record["url"][len(base) :]: record["verdict"] for record in records} == {
        "/ok": "alive",
        "/gone": "failing",
    }
    first = dict(asked)
    linkroll("update", "--allow-private")
    assert dict(asked) == first


def test_an_update_prints_no_control_characters_of_others(linkroll, tmp_path, web):
    base, _ = web
    write(tmp_path, {PAGE: f"- [Fine]({base}/ok#%0A::error::forged%1b[31m)\n"})
    ran = linkroll("update", "--allow-private")
    assert "failing" in ran.err
    assert r"no anchor “\u000a::error::forged\u001b[31m”" in ran.err
    assert "\x1b" not in ran.err
    assert not [line for line in ran.err.splitlines() if line.startswith("::")]
    (record,) = map(json.loads, (tmp_path / "links.lock").read_text().splitlines())
    assert record["outcome"]["reason"].isprintable()


def test_a_build_asks_new_links_once_and_draws_what_it_learns(build, web):
    base, asked = web
    files = {"mkdocs.yml": site("new"), PAGE: links(base)}
    built = build(files)
    assert f"WARNING -  links: {PAGE}:2:3: gone: “{base}/gone” is not there (HTTP 404" in built.log
    assert asked["/ok"]
    assert not (built.folder / "links.lock").exists()
    first = dict(asked)
    again = build(files)
    assert dict(asked) == first
    assert "gone: " in again.log


def test_a_check_after_a_build_says_the_same_on_the_lines_and_asks_nothing(build, linkroll, web):
    base, asked = web
    build({"mkdocs.yml": site("new"), PAGE: links(base)})
    first = dict(asked)
    ran = linkroll("check", "docs", "--check", "new", "--allow-private", "--format", "github")
    assert dict(asked) == first
    assert f"::warning file={PAGE},line=2,col=3,title=gone::" in ran.out


def test_a_build_asks_nothing_where_it_is_off(build, web):
    base, asked = web
    build({"mkdocs.yml": site("off"), PAGE: links(base)})
    assert not asked


def test_a_build_with_a_word_that_is_no_setting_says_so(build):
    built = build({"mkdocs.yml": site("sometimes")})
    assert built.code == 1
    assert "check is “sometimes”; it must be one of off, new, due, all" in built.log
    assert "Traceback" not in built.log


def test_no_network_is_one_line_and_fails_nothing(build):
    page = "- [Somewhere](https://transformer-circuits.pub/2022/toy_model/index.html)\n"
    built = build(
        {"mkdocs.yml": site("new"), PAGE: page}, "--strict", HTTPS_PROXY="http://127.0.0.1:9"
    )
    assert built.code == 0, built.log
    assert built.log.count("the network could not be reached") == 1


MISTYPED = {"HTTP_PROXY": "http://me:secret@127.0.0.1:notaport", "NO_PROXY": ""}


@pytest.mark.parametrize("arguments", [("update",), ("check", "--check", "all")])
def test_a_mistyped_proxy_is_no_evidence_against_links(linkroll, tmp_path, web, arguments):
    base, _ = web
    write(tmp_path, {PAGE: links(base)})
    ran = linkroll(*arguments, "--allow-private", **MISTYPED)
    assert ran.code == 2
    assert ran.err.splitlines() == ["linkroll: HTTP_PROXY is no address; write http://host:port"]
    assert not (tmp_path / "links.lock").exists()


def test_a_build_with_a_mistyped_proxy_asks_nothing_and_says_so(build, web):
    base, asked = web
    built = build({"mkdocs.yml": site("new"), PAGE: links(base)}, **MISTYPED)
    assert built.code == 0, built.log
    assert "HTTP_PROXY is no address; write http://host:port; no link was requested" in built.log
    assert not asked


FLAG = "flag=dead because=moved until=2099-01-01"


def test_a_flag_silences_gone_and_contradiction_until_its_day(linkroll, tmp_path, web):
    """Contract, `until`: never a warning before that day."""
    base, _ = web
    lines = [
        f"- [Gone]({base}/gone){{ {FLAG} }}",
        "- [Locating and Editing Factual Associations in GPT](https://arxiv.org/abs/2202.05262)",
        f"- [Progress measures for grokking via mechanistic interpretability](https://arxiv.org/abs/2202.05262){{ {FLAG} }}",
    ]
    write(tmp_path, {PAGE: "\n".join(lines)})
    arguments = ("check", "--allow-private", "--format", "json")
    linkroll("check", "--check", "new", "--allow-private")
    found = json.loads(linkroll(*arguments, "--check", "new").out)["findings"]
    assert [each for each in found if each["code"] in ("gone", "contradiction")] == []
    write(tmp_path, {PAGE: "\n".join(line.replace("2099", "2020") for line in lines)})
    found = json.loads(linkroll(*arguments, "--check", "new").out)["findings"]
    assert {"gone", "contradiction"} <= {each["code"] for each in found}


def test_a_wrong_anchor_is_reported_though_another_link_to_the_page_is_well(linkroll, tmp_path, web):  # fmt: skip
    base, _ = web
    write(tmp_path, {PAGE: f"- [Fine]({base}/ok)\n- [Wrong]({base}/ok#nowhere)\n"})
    ran = linkroll("check", "--check", "new", "--allow-private", "--format", "json")
    found = json.loads(ran.out)["findings"]
    (failing,) = (each for each in found if each["code"] == "failing")
    assert (failing["line"], "no anchor “nowhere”" in failing["message"]) == (2, True)
