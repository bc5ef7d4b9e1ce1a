"""The command, run as people run it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import pytest

from conftest import ROOT, environment, write

PAGE = "docs/topics/x.md"
GOOD = "- [Toy Models](https://transformer-circuits.pub/2022/toy_model/index.html) — note.\n"
BAD = "- [Invented](TODO)\n"


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_help_names_every_command(linkroll):
    ran = linkroll("--help")
    assert ran.code == 0
    for name in ("explain", "links", "check", "import"):
        assert name in ran.out
        assert linkroll(name, "--help").code == 0


@pytest.mark.parametrize(
    "arguments",
    [[], ["nothing"], ["check", "nowhere.md"], ["check", "--format", "xml"], ["check", "--output", "json"],
     ["links", "nowhere"], ["import", "nowhere.jsonl"], ["check", "--since", "HEAD"], ["explain"],
     ["check", "--per-host", "0"], ["check", "--per-host", "-3"], ["update", "--per-host", "1.5"]],
)  # fmt: skip
def test_wrong_use_is_exit_2_and_one_line_of_what_to_do(linkroll, arguments):
    ran = linkroll(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "linkroll" in ran.err.splitlines()[-1]


def test_explain_gives_one_object_for_each_line_verbatim(linkroll):
    urls = ["https://arxiv.org/pdf/2209.10652v2", "", " #", "TODO", "https://a b", "é\u2028x", '"']
    ran = linkroll("explain", "--json", "-", stdin="".join(f"{url}\n" for url in urls))
    assert ran.code == 1
    assert [line["url"] for line in map(json.loads, ran.out.split("\n")[:-1])] == urls
    first = lines(ran.out.split("\n")[0])[0]
    assert list(first) == ["url", "key", "kind", "canonical", "companions", "findings"]
    assert first["key"] == "arxiv:2209.10652"
    assert {"rel": "pdf", "url": "https://arxiv.org/pdf/2209.10652"} in first["companions"]
    assert first["findings"] == []


def test_explain_says_what_is_wrong_and_what_to_do(linkroll):
    (explained,) = lines(linkroll("explain", "--json", "TODO").out)
    (found,) = explained["findings"]
    assert (found["code"], found["level"]) == ("placeholder", "warning")
    assert found["message"]
    assert found["remedy"]


def test_explain_takes_bytes_that_are_no_text(linkroll):
    assert (
        linkroll("explain", "--json", "-", stdin=b"https://a.org/\xff\n\x00\n").out.count("\n") == 2
    )


def test_explain_for_people_is_free_of_control_characters(linkroll):
    ran = linkroll("explain", "https://a.org/\x1b[31m\u202e")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_explain_html_gives_the_facts_that_a_saved_page_states(linkroll, tmp_path):
    page = (
        '<meta charset="utf-8"><title>Toy Models – A Site</title><meta name="citation_title" content="Toy Models">'
        '<meta name="citation_author" content="Byron, Ada"><meta name="citation_date" content="2022/09/21">'
    )
    write(tmp_path, {"page.html": page})
    ran = linkroll("explain", "--html", "page.html", "https://arxiv.org/abs/2209.10652v1")
    assert ran.code == 0
    facts = json.loads(ran.out)
    assert list(facts) == ["title", "authors", "date", "venue", "kind", "key", "from"]
    assert (facts["title"], facts["authors"]) == ("Toy Models", ["Ada Byron"])
    assert facts["key"] == "arxiv:2209.10652"
    assert linkroll("explain", "--html", "none.html", "https://a.org/").code == 2
    assert linkroll("explain", "--html", "page.html", "https://a.org/", "https://b.org/").code == 2


def test_check_asks_for_a_person_where_robots_are_refused_for_long(linkroll, tmp_path):
    record = {"key": "url:https://a.org/x", "url": "https://a.org/x", "kind": "page",
              "verdict": "blocked", "since": "2026-01-01", "outcome": {"at": "2026-01-01", "status": 403}}  # fmt: skip
    page = "- [Long](https://a.org/x)\n- [Seen](https://a.org/x){ seen=2026-11-22 }\n"
    write(tmp_path, {PAGE: page, "links.lock": json.dumps(record) + "\n"})
    ran = linkroll("check", SOURCE_DATE_EPOCH="1795392000")
    assert ran.code == 0
    (line,) = [line for line in ran.out.splitlines() if "duplicate" not in line]
    assert line.startswith(
        f"{PAGE}:1:3: needs-human: “https://a.org/x” has blocked automated requests since 2026-01-01 (HTTP 403"
    )


@pytest.mark.parametrize(
    ("rule", "text", "code"), [("an error", b"\xff", 2), ("a finding", BAD.encode(), 1)]
)
def test_the_name_of_a_file_is_no_command_to_a_terminal_or_a_log(
    linkroll, tmp_path, rule, text, code
):
    write(tmp_path, {"docs/a\n::error::forged\x1b[31m.md": text})
    ran = linkroll("check")
    assert ran.code == code, rule
    assert r"docs/a\u000a::error::forged\u001b[31m.md" in ran.out + ran.err
    assert "\x1b" not in ran.out + ran.err
    assert not re.search("^::", ran.out + ran.err, re.MULTILINE)


def test_links_are_json_lines_in_the_form_of_the_contract(linkroll, tmp_path):
    write(
        tmp_path,
        {PAGE: f"---\nt: x\n---\n# T\n\n## Links\n{GOOD}", "docs/about.md": "<https://arxiv.org/>"},
    )
    found = lines(linkroll("links", "--json").out)
    assert found[1] == {
        "path": PAGE,
        "line": 7,
        "column": 3,
        "text": "Toy Models",
        "url": "https://transformer-circuits.pub/2022/toy_model/index.html",
        "key": "url:https://transformer-circuits.pub/2022/toy_model",
        "entry": True,
        "section": "Links",
    }
    assert (found[0]["path"], found[0]["entry"]) == ("docs/about.md", False)


def test_links_of_named_files_and_folders_each_once(linkroll, tmp_path):
    write(tmp_path, {PAGE: GOOD, "docs/.hidden/y.md": GOOD, "notes.markdown": GOOD})
    found = lines(linkroll("links", "docs", PAGE, "notes.markdown").out)
    assert [line["path"] for line in found] == [PAGE, "notes.markdown"]


def test_a_page_that_is_not_utf8_is_told_with_its_line(linkroll, tmp_path):
    write(tmp_path, {PAGE: b"# T\n\n\xff\n"})
    ran = linkroll("links")
    assert ran.code == 2
    assert f"{PAGE}:3:" in ran.err


def test_check_is_well_without_a_warning(linkroll, tmp_path):
    write(tmp_path, {PAGE: GOOD})
    ran = linkroll("check")
    assert (ran.code, ran.out) == (0, "")
    assert "1 link, 0 warnings" in ran.err


def test_check_tells_place_and_remedy(linkroll, tmp_path):
    write(tmp_path, {PAGE: f"# T\n\n{GOOD}{BAD}"})
    ran = linkroll("check")
    assert ran.code == 1
    assert ran.out.startswith(f"{PAGE}:4:3: placeholder: ")


def test_check_as_json_has_summary_findings_and_links(linkroll, tmp_path):
    write(tmp_path, {PAGE: GOOD + BAD})
    read = json.loads(linkroll("check", "--format", "json").out)
    assert read["summary"]["requests"] == 0
    assert read["summary"]["unchecked"] == 2
    assert [found["code"] for found in read["findings"]] == ["placeholder"]
    assert set(read["links"][0]) == {"url", "key", "verdict", "status", "final", "chain"}


def test_check_writes_other_forms_to_files(linkroll, tmp_path):
    write(tmp_path, {PAGE: GOOD + BAD})
    linkroll("check", "--output", "json=a.json", "--output", "markdown=b.md")
    assert json.loads((tmp_path / "a.json").read_text())["findings"]
    assert "| warning |" in (tmp_path / "b.md").read_text()


def test_check_since_a_revision_warns_of_changed_lines_only(linkroll, tmp_path):
    write(tmp_path, {PAGE: BAD})
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@t.test", *arguments],
            cwd=tmp_path,
            check=True,
        )
    write(tmp_path, {PAGE: BAD + GOOD})
    ran = linkroll("check", "--since", "HEAD", "--format", "json")
    assert ran.code == 0
    assert [found["level"] for found in json.loads(ran.out)["findings"]] == ["notice"]
    write(tmp_path, {PAGE: BAD + GOOD + BAD})
    ran = linkroll("check", "--since", "HEAD", "--format", "json")
    assert ran.code == 1
    levels = {found["line"]: found["level"] for found in json.loads(ran.out)["findings"]
              if found["code"] == "placeholder"}  # fmt: skip
    assert levels == {1: "notice", 3: "warning"}


def test_a_title_of_ten_thousand_characters_is_read_whole_and_told_on_one_line(linkroll, tmp_path):
    write(tmp_path, {PAGE: f"- [{'x' * 10_000}](TODO)\n"})
    assert len(lines(linkroll("links", "--json").out)[0]["text"]) == 10_000
    assert linkroll("check").out.count("\n") == 1


def test_check_tells_of_a_broken_lock(linkroll, tmp_path):
    write(tmp_path, {PAGE: GOOD, "links.lock": "{\n"})
    assert linkroll("check").out.startswith("links.lock:1:1: lock: ")


ROWS = (
    '{"url": "https://arxiv.org/pdf/2209.10652v1", "kind": "paper", "title": "Toy  Models", "authors": ["A B"],'
    ' "date": "2022-09", "venue": "arXiv", "evidence": "a/b:c.bib; d/e:f", "tier": "core",'
    ' "alt_urls": ["https://transformer-circuits.pub/2022/toy_model/index.html"]}\n'
    "not JSON\n\n"
    '{"title": "no url"}\n'
    '{"url": "TODO"}\n'
    '{"url": "https://a-site.org/", "date": "May"}\n'
    '{"url": "https://a-site.org/", "title": "A site"}\n'
)


def test_import_takes_good_rows_and_tells_of_the_others(linkroll, tmp_path):
    write(tmp_path, {"rows.jsonl": ROWS})
    ran = linkroll("import", "rows.jsonl", SOURCE_DATE_EPOCH="1700000000")
    assert ran.code == 1
    assert [line.split(": ")[0] for line in ran.err.splitlines()[:4]] == [
        f"rows.jsonl:{line}:1" for line in (2, 4, 5, 6)
    ]
    paper, site = lines((tmp_path / "links.lock").read_text())
    assert paper == {
        "key": "arxiv:2209.10652",
        "url": "https://arxiv.org/abs/2209.10652",
        "kind": "paper",
        "title": "Toy Models",
        "authors": ["A B"],
        "date": "2022-09",
        "venue": "arXiv",
        "from": dict.fromkeys(("title", "authors", "date", "venue"), "imported"),
        "evidence": ["a/b:c.bib", "d/e:f"],
        "same": ["url:https://transformer-circuits.pub/2022/toy_model"],
        "added": "2023-11-14",
    }
    assert site["title"] == "A site"


def test_import_does_not_undo_what_a_source_said(linkroll, tmp_path):
    known = '{"key": "arxiv:2209.10652", "url": "https://arxiv.org/abs/2209.10652", "kind": "paper", "title": "True", "from": {"title": "arxiv"}}\n'
    write(tmp_path, {"rows.jsonl": ROWS.splitlines()[0], "links.lock": known})
    assert linkroll("import", "rows.jsonl").code == 0
    (paper,) = lines((tmp_path / "links.lock").read_text())
    assert paper["title"] == "True"
    assert paper["from"]["title"] == "arxiv"
    assert paper["authors"] == ["A B"]


def test_import_twice_changes_nothing(linkroll, tmp_path):
    write(tmp_path, {"rows.jsonl": ROWS})
    linkroll("import", "rows.jsonl")
    first = (tmp_path / "links.lock").read_bytes()
    linkroll("import", "rows.jsonl")
    assert (tmp_path / "links.lock").read_bytes() == first


@pytest.mark.parametrize("command", [["import", "rows.jsonl"], ["update"]])
def test_a_lock_that_cannot_be_read_is_not_written(linkroll, tmp_path, command):
    write(tmp_path, {"rows.jsonl": ROWS, PAGE: BAD})
    (tmp_path / "links.lock").symlink_to("links.lock")  # unreadable to root as well
    ran = linkroll(*command)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert ran.err.startswith("linkroll: “links.lock” cannot be read or written: ")
    assert (tmp_path / "links.lock").is_symlink()


@pytest.mark.parametrize(
    "command",
    [["import", "none.jsonl"], ["update"], ["fix"], ["export", "json"],
     ["add", "https://arxiv.org/abs/2209.10652", "--topic", "x", "--title", "T"]],
    ids=lambda command: command[0],
)  # fmt: skip
def test_every_command_tells_of_a_broken_lock_and_warns_by_its_exit_code(
    linkroll, tmp_path, command
):
    write(tmp_path, {"none.jsonl": "", PAGE: "# T\n\n## Links\n", "links.lock": '{"broken\n'})
    ran = linkroll(*command)
    assert ran.code == 1
    assert [line for line in ran.err.splitlines() if "links.lock" in line] == [
        "links.lock:1:1: lock: the line is not JSON; restore the line from git, or delete it and run `linkroll update`"
    ]


def test_import_keeps_lines_it_cannot_read(linkroll, tmp_path):
    write(tmp_path, {"rows.jsonl": ROWS, "links.lock": '{"broken\n'})
    linkroll("import", "rows.jsonl")
    assert '{"broken\n' in (tmp_path / "links.lock").read_text()


# the rule; the command, as a shell runs it; its exit code; how what it says begins
TROUBLED = [
    ("a closed output is none", "explain --json https://a.org/ >&-", 0, ""),
    ("a closed input is empty", "explain - <&-", 0, ""),
    ("a closed input has no rows", "import - <&-", 0, "0 rows"),
    ("a full disk is told", "explain https://a.org/ >/dev/full", 2, "linkroll: “the output” cannot be read or written: No space left on device"),
    ("a day beyond all calendars", "SOURCE_DATE_EPOCH=99999999999999999 check", 2, "linkroll: SOURCE_DATE_EPOCH is “99999999999999999”; it must be seconds since 1970"),
    ("a day that is none", "SOURCE_DATE_EPOCH=soon check", 2, "linkroll: SOURCE_DATE_EPOCH is “soon”; it must be seconds since 1970"),
    ("a name that is too long", f"check {'a' * 300}", 2, f"linkroll: “{'a' * 300}” cannot be read or written: File name too long"),
    ("a path through a file", "check docs/topics/x.md/y.md", 2, "linkroll: there is no file or folder “docs/topics/x.md/y.md”"),
    ("a lock that is a folder", "update --lock docs", 2, "linkroll: “docs” cannot be read or written: Is a directory"),
    ("a report in no folder", "check --output json=none/report.json", 2, "linkroll: “none/report.json” cannot be read or written: No such file or directory"),
    ("a report that is a folder", "check --output json=docs", 2, "linkroll: “docs” cannot be read or written: Is a directory"),
    ("no such certificates", "SSL_CERT_FILE=/none check --check all", 2, "linkroll: SSL_CERT_FILE is “/none”, which cannot be used: No such file or directory"),
    ("no certificates in it", "SSL_CERT_FILE=docs/topics/x.md update", 2, "linkroll: SSL_CERT_FILE is “docs/topics/x.md”, which cannot be used: "),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "line", "code", "said"), TROUBLED, ids=[row[0] for row in TROUBLED])  # fmt: skip
def test_trouble_with_files_streams_and_settings_is_one_line(tmp_path, rule, line, code, said):
    write(tmp_path, {PAGE: GOOD})
    names = "".join(f"{word} " for word in line.split() if re.match(r"[A-Z_]+=", word))
    command = (
        f"'{sys.executable}' -c 'import sys; from linkroll.cli.main import main; sys.exit(main())'"
    )
    done = subprocess.run(
        ["bash", "-c", f"{names}{command} {line.removeprefix(names)}"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(ROOT / "hooks")),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith(said), rule
    assert len(done.stderr.splitlines()) == (1 if said else 0)


def start(tmp_path, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", "import sys; from linkroll.cli.main import main; sys.exit(main())", *arguments],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(ROOT / "hooks")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def test_interrupted_is_130_and_no_traceback(tmp_path):
    process = start(tmp_path, "explain", "--json", "-")
    process.stdin.write(b"https://a.org/\n" * 2000)  # enough for a first block of output
    process.stdin.flush()
    process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert err.decode() == "linkroll: interrupted\n"


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    command = (
        f"'{sys.executable}' -c 'import sys; from linkroll.cli.main import main; sys.exit(main())'"
    )
    done = subprocess.run(
        ["bash", "-c", (f"yes https://a.org/ | head -20000 | {command} explain --json - | head -1; "
         'echo "${PIPESTATUS[2]}"')],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(ROOT / "hooks")),
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[1:] == ["0"]
    assert done.stderr == ""
