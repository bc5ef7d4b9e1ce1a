"""`linkroll fix`: the right links get better addresses, and not a byte besides changes."""

from __future__ import annotations

import json
import os
import stat
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.placeholders.test_lint_url import TODAY

from conftest import write
from linkroll.lock.check_cache import CachedCheck, CheckCache
from linkroll.lock.record import Archive, Outcome, Record
from linkroll.lock.verdict import Observation, Result
from linkroll.markdown.extension import read_page
from linkroll.tasks.fix import fix
from linkroll.tasks.suggestions import Evidence, suggest_url
from linkroll.urls.identify import identify
from linkroll.urls.rewrite import rewrite_url

PAGE = "docs/topics/x.md"
DAY = "2026-11-01"

# rule it guards; address; the one to write
BY_TEXT = [
    ("mirror of arXiv, its form and version kept", "http://export.arxiv.org/pdf/2209.10652v2#page=3", "https://arxiv.org/pdf/2209.10652v2#page=3"),
    ("www. of arXiv", "https://www.arxiv.org/abs/2209.10652", "https://arxiv.org/abs/2209.10652"),
    ("old resolver of DOIs", "http://dx.doi.org/10.1073/pnas.2206625119", "https://doi.org/10.1073/pnas.2206625119"),
    ("old home of the ACL Anthology", "https://www.aclweb.org/anthology/N04-1001.pdf", "https://aclanthology.org/N04-1001.pdf"),
    ("mirror of LessWrong, slug and fragment kept", "https://www.greaterwrong.com/posts/nmxzr2zsjNtjaHh7x/actually#Part_2", "https://www.lesswrong.com/posts/nmxzr2zsjNtjaHh7x/actually#Part_2"),
    ("mirror of the EA Forum", "https://ea.greaterwrong.com/posts/nmxzr2zsjNtjaHh7x/x", "https://forum.effectivealtruism.org/posts/nmxzr2zsjNtjaHh7x/x"),
    ("short address of YouTube, the second kept", "https://youtu.be/dQw4w9WgXcQ?si=Zz1&t=30", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=30"),
    ("short address of YouTube alone", "https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ("X, once Twitter", "https://mobile.twitter.com/a/status/1584923?s=20", "https://x.com/a/status/1584923"),
    ("nbviewer's old home", "https://nbviewer.jupyter.org/github/a/b/blob/main/x.ipynb", "https://nbviewer.org/github/a/b/blob/main/x.ipynb"),
    ("trackers, and what is meant stays as written", "https://a.org/x?utm_source=y&b=%7E2&fbclid=z#c", "https://a.org/x?b=%7E2#c"),
    ("nothing but trackers", "https://a.org/?utm_source=y&utm_medium=z", "https://a.org/"),
    ("https where the host is known to answer so", "http://github.com/a/b", "https://github.com/a/b"),
    ("the Alignment Forum is no mirror", "https://www.alignmentforum.org/posts/nmxzr2zsjNtjaHh7x/x", None),
    ("nor Colab", "https://colab.research.google.com/github/a/b/blob/main/x.ipynb", None),
    ("nor ar5iv, which shows HTML", "https://ar5iv.org/abs/2209.10652", None),
    ("nor a publisher's page", "https://www.pnas.org/doi/abs/10.1073/pnas.2206625119", None),
    ("blogs of arXiv are no mirrors", "https://info.arxiv.org/about", None),
    ("http of a host of which nothing is known", "http://a.org/x", None),
    ("a port is not for https", "http://arxiv.org:8080/abs/2209.10652", None),
    ("`s` may be the identity elsewhere", "https://a.org/?s=20", None),
    ("empty parts of a query are not ours to clean", "https://a.org/?&b=1&", None),
    ("a copy in an archive is meant as it is", "http://web.archive.org/web/2020/http://export.arxiv.org/abs/2209.10652?utm_source=x", None),
    ("what is no address", "TODO", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "url", "better"), BY_TEXT, ids=[row[0] for row in BY_TEXT])
def test_an_address_is_bettered_by_its_text(rule, url, better):
    assert end(url, []) == better, rule
    if better:
        assert end(better, []) is None, "at rest"
        assert identify(better).key == identify(url).key


def record(url, verdict, final=None, *, status=301, archive=None):
    known = identify(url)
    copy = Archive(archive, "2020-02-02") if archive else None
    seen = Outcome(DAY, status, final, by="http")
    return Record(known.key, known.canonical, known.kind, verdict=verdict, outcome=seen, archive=copy)  # fmt: skip


def evidence(records, seen=(), *, archived=False):
    return Evidence({r.key: r for r in records}, dict(seen).get, TODAY, archived)


def end(url, records, seen=(), *, archived=False):
    steps = suggest_url(url, evidence(records, seen, archived=archived))
    return steps[-1].url if steps else None


def saw(result, final=None):
    return Observation(result, Outcome(DAY, 301 if final else 200, final, by="http"))


A, B, C = "https://a.org/old", "https://b.org/new", "https://c.org/newest"
COPY = "https://web.archive.org/web/20200202000000/https://a.org/old"
PDF, ABS = "https://arxiv.org/pdf/2209.10652", "https://arxiv.org/abs/2209.10652"
GH, GH2 = "https://github.com/old/name", "https://github.com/new/name"

# rule it guards; address; records; what single addresses were seen to do; with --archived; result
BY_EVIDENCE = [
    ("moved for good", A, [record(A, "moved", B)], {}, False, B),
    ("a redirect that is not for good says nothing", A, [record(A, "alive", B, status=302)], {}, False, None),
    ("nor one that was refused since", A, [record(A, "blocked", B)], {}, False, None),
    ("nor one that fails", A, [record(A, "failing", B)], {}, False, None),
    ("moved twice", A, [record(A, "moved", B), record(B, "moved", C)], {}, False, C),
    ("in a circle", A, [record(A, "moved", B), record(B, "moved", A)], {}, False, None),
    ("the link's own fragment goes along", A + "#two", [record(A, "moved", B + "#one")], {}, False, B + "#two"),
    ("and another link's does not", A, [record(A, "moved", B + "#one")], {}, False, B),
    ("the new address is bettered too", A, [record(A, "moved", "http://dx.doi.org/10.1000/xyz?utm_source=a")], {}, False, "https://doi.org/10.1000/xyz"),
    ("a new address that cannot be real", A, [record(A, "moved", "https://example.com/TODO")], {}, False, None),
    ("a new address that is none", A, [record(A, "moved", "javascript:alert(1)")], {}, False, None),
    ("a hostile one is escaped", A, [record(A, "moved", "https://b.org/) [x](<y>\n")], {}, False, "https://b.org/)%20%5Bx%5D(%3Cy%3E"),
    ("a repository that was renamed", GH, [record(GH, "moved", GH2)], {}, False, GH2),
    ("its notebook on Colab is not on GitHub", "https://colab.research.google.com/github/old/name/blob/main/x.ipynb", [record("https://github.com/old/name/blob/main/x.ipynb", "moved", "https://github.com/new/name/blob/main/x.ipynb")], {}, False, None),
    ("that a PDF moved says nothing of the abstract", ABS, [record(ABS, "moved", PDF)], {}, False, None),
    ("unless that very address did", PDF + ".pdf", [record(ABS, "moved", PDF)], {PDF + ".pdf": saw(Result.MOVED, PDF)}, False, PDF),
    ("http that moved to https", "http://a.org/old", [record(A, "moved", A)], {}, False, A),
    ("http that leads to https", "http://a.org/old#x", [record(A, "alive", A, status=302)], {}, False, A + "#x"),
    ("http that leads to another host", "http://a.org/old", [record(A, "alive", "https://b.a.org/old", status=302)], {}, False, None),
    ("https that was seen to answer", "http://a.org/old", [record(A, "alive")], {A: saw(Result.ALIVE)}, False, A),
    ("https that was seen to fail", "http://a.org/old", [record(A, "alive")], {A: saw(Result.FAILED)}, False, None),
    ("dead, not asked for", A, [record(A, "dead", archive=COPY)], {}, False, None),
    ("dead, asked for", A, [record(A, "dead", archive=COPY)], {}, True, COPY),
    ("dead, of which there is no copy", A, [record(A, "dead")], {}, True, None),
    ("failing is not dead", A, [record(A, "failing", archive=COPY)], {}, True, None),
    ("a copy stays", COPY, [record(A, "dead", archive=COPY.replace("2020", "2021"))], {}, True, None),
    ("a copy stays when the thing moves", COPY, [record(A, "moved", B)], {}, False, None),
    ("a copy that is none", A, [record(A, "dead", archive="https://evil.org/")], {}, True, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "url", "records", "seen", "archived", "better"), BY_EVIDENCE, ids=[row[0] for row in BY_EVIDENCE])  # fmt: skip
def test_an_address_is_bettered_by_what_was_seen(rule, url, records, seen, *, archived, better):
    assert end(url, records, seen, archived=archived) == better, rule
    if better:
        assert end(better, records, seen, archived=archived) is None, "at rest"


# What is to change stands as OLD, once in each link; what is not to change as KEPT.
OLD = "http://export.arxiv.org/abs/2209.10652?x=1&utm_source=x&context=y"
NEW = rewrite_url(OLD)

# rule it guards; source
WRITTEN = [
    ("inline", "See [a](OLD)."),
    ("twice on a line, once as text", "[a](OLD) and [b](OLD) and `[c](KEPT)` KEPT [KEPT](OLD)"),
    ("title", '[a](OLD "KEPT")'),
    ("angle brackets", "[a](<OLD>)"),
    ("autolink", "Go to <OLD>, not KEPT."),
    ("image in the link", "[![alt](KEPT)](OLD)"),
    ("image", "![alt](KEPT) [a](OLD)"),
    ("code in the text", "[a `](KEPT)` b](OLD)"),
    ("brackets in the text", "[a [b](c) d] [x](OLD)"),
    ("reference", "[a][r] [r] [b][R]\n\n[r]: OLD\n"),
    ("reference with angle brackets and title", '[a][r]\n\n[r]: <OLD> "KEPT"\n'),
    ("reference on the next line", "[a][r]\n\n[r]:\n    OLD\n"),
    ("two references, one used", "[a][r]\n\n[r]: OLD\n[s]: KEPT\n"),
    ("footnote", "x[^1]\n\n[^1]: see [a](OLD)\n"),
    ("HTML", '<p>KEPT <A class="x" HREF=\'OLD\'>x</A></p>'),
    ("HTML in text", 'Go <a href="OLD">there</a>'),
    ("HTML entity", 'Go <a href="AMP">there</a>'),
    ("Markdown entity", "[a](AMP)"),
    ("fence", "```\n[a](KEPT)\n```\n[b](OLD)"),
    ("indented code", "x\n\n    [a](KEPT)\n\n[b](OLD)"),
    ("comment", "<!-- [a](KEPT) --> [b](OLD)"),
    ("table", "| a |\n|---|\n| [a](OLD) |"),
    ("quote", "> [a](OLD)\n> > [b](OLD)"),
    ("front matter", "---\nurl: KEPT\n---\n\n[a](OLD)"),
    ("list with companions", "- [a](OLD) — note\n    - Code: [b](OLD)\n"),
    ("attributes", '- [a](OLD){ by="Ada Byron" same="KEPT" }\n'),
    ("flagged", '- [a](KEPT){ flag=dead because="x" } [b](KEPT)\n    - [c](KEPT)\n- [d](OLD)\n'),
    ("flag of another day", "- [a](KEPT){ flag=dead until=2020-01-01 }\n"),
    ("attributes that cannot be read", "- [a](KEPT){ flag=gone }\n- [b](KEPT){ flag=dead\n"),
    ("not a link", "KEPT and \\[a](KEPT) and [a] (KEPT)"),
    ("a longer address begins like it", "[b](KEPTer){ flag=dead } [a](OLD)"),
    ("beside what the reader cannot place", "[a](OLD)[a](OLD)\\[a](<OLD>)"),
    ("text that repeats a link", "[a](https://a.org/) `](KEPT)` [a](OLD)"),
]  # fmt: skip


def filled(source, url):
    amp = url.replace("&", "&amp;")
    return source.replace("OLD", url).replace("AMP", amp).replace("KEPT", OLD)


def fixed(text):
    return fix(PAGE, text, evidence([])).text


WAYS = {
    "plain": lambda text: text,
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r"),
    "byte order mark, no end": lambda text: "\ufeff" + text.rstrip("\n"),
    "other characters before": lambda text: (
        "---\nt: 日本 😀\n---\n\ne\u0301 \u2028 日本\n\n" + text
        if not text.startswith("---")
        else text
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("rule", "source"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_addresses_change_and_nothing_else(rule, source, way):
    before, after = (WAYS[way](filled(source, url)) for url in (OLD, NEW))
    assert fixed(before) == after, rule
    assert fixed(after) == after, "twice"


PIECES = st.sampled_from(["\n\n", "\n", " ", "- ", "    ", "> ", "```\n", "`", "[", "]", "(", ")", "<", ">", "\\", "{ flag=dead }", "*", "## ", "| ", "é", "!", "[r]: ", "[x][r]", '<a href="', '">', "&amp;", "\r\n", "<!--", "-->", "---\n"])  # fmt: skip
LINKS = st.sampled_from(["[a](OLD)", "<OLD>", "[r]: OLD\n", "[a](<OLD>)", "`[a](OLD)`", "![a](OLD)", "OLD", '<a href="OLD">x</a>', "[b](https://c.org/)", "[a](AMP)", "- [a](OLD){ flag=dead }\n"])  # fmt: skip


@given(st.lists(PIECES | LINKS, max_size=12).map("".join))
@settings(deadline=None, max_examples=400)
def test_any_text_is_at_rest_after_one_fix_and_differs_in_addresses_alone(source):
    before = filled(source, OLD)
    after = fixed(before)
    assert fixed(after) == after
    forms = {NEW: OLD, NEW.replace("&", "&amp;"): OLD.replace("&", "&amp;")}
    back = after
    for new, old in forms.items():
        back = back.replace(new, old)
    assert back == before
    links, now = (read_page(PAGE, text).links for text in (before, after))
    assert [rewrite_url(link.url) for link in links] == [rewrite_url(link.url) for link in now]


LOCKED = "".join(
    json.dumps(line) + "\n"
    for line in (
        {"key": "url:https://a.org/old", "url": A, "kind": "page", "verdict": "moved", "since": DAY, "outcome": {"at": DAY, "status": 301, "final": B, "by": "http"}, "checked": DAY},
        {"key": "url:https://d.org/dead", "url": "https://d.org/dead", "kind": "page", "verdict": "dead", "since": DAY, "outcome": {"at": DAY, "status": 410, "by": "http"}, "checked": DAY, "archive": {"url": "https://web.archive.org/web/2020/https://d.org/dead", "at": "2020-02-02"}},
    )
)  # fmt: skip
TEXT = f"\ufeff# T\r\n\r\n- [a]({A}) — note\r\n- [d](https://d.org/dead)\r\n- [m]({OLD}) end"
FIXED = TEXT.replace(A, B).replace(OLD, NEW)


@pytest.fixture
def pages(tmp_path):
    write(tmp_path, {PAGE: TEXT, "links.lock": LOCKED, "docs/founding-list.md": TEXT})
    return tmp_path


def test_fix_shows_a_change_that_can_be_applied_and_writes_nothing(linkroll, pages):
    ran = linkroll("fix")
    assert ran.code == 0
    assert (pages / PAGE).read_bytes() == TEXT.encode()
    assert f"{PAGE}:3:3: “{A}” → “{B}” (moved: permanently, HTTP 301, seen on {DAY})" in ran.err
    assert "2 links on 1 page to change; write them with --write" in ran.err
    patch = subprocess.run(["git", "apply", "--unsafe-paths", "-"], cwd=pages, input=linkroll_bytes(pages), capture_output=True, check=False)  # fmt: skip
    assert patch.returncode == 0, patch.stderr
    assert (pages / PAGE).read_bytes() == FIXED.encode()


def linkroll_bytes(folder):
    import sys

    from conftest import ROOT, environment

    command = "import sys; from linkroll.cli.main import main; sys.exit(main(['fix']))"
    env = environment(PYTHONPATH=str(ROOT / "hooks"))
    return subprocess.run([sys.executable, "-c", command], cwd=folder, env=env, capture_output=True, check=True).stdout  # fmt: skip


def test_fix_writes_byte_for_byte_and_the_second_time_nothing(linkroll, pages):
    (pages / PAGE).chmod(0o640)
    ran = linkroll("fix", "--write")
    assert (ran.code, ran.out) == (0, "")
    assert (pages / PAGE).read_bytes() == FIXED.encode()
    assert stat.S_IMODE((pages / PAGE).stat().st_mode) == 0o640
    before = (pages / PAGE).stat()
    again = linkroll("fix", "--write")
    assert (again.code, again.err) == (0, "nothing to fix\n")
    assert (pages / PAGE).stat().st_mtime_ns == before.st_mtime_ns
    assert (pages / PAGE).stat().st_ino == before.st_ino


def test_the_founding_list_is_left_alone_however_it_is_named(linkroll, pages):
    for path in ("docs/founding-list.md", str(pages / "docs/founding-list.md")):
        linkroll("fix", "--write", path)
        assert (pages / "docs/founding-list.md").read_bytes() == TEXT.encode()


def test_dead_links_get_their_copy_only_when_asked(linkroll, pages):
    linkroll("fix", "--write")
    assert "web.archive.org" not in (pages / PAGE).read_text()
    ran = linkroll("fix", "--write", "--archived")
    assert "(dead: archived on 2020-02-02)" in ran.err
    assert "[d](https://web.archive.org/web/2020/https://d.org/dead)" in (pages / PAGE).read_text()
    assert linkroll("fix", "--write", "--archived").err == "nothing to fix\n"
    assert linkroll("check", PAGE).code == 0, "the copy of a dead page is not dead"


def test_a_page_that_is_not_utf8_is_told_and_left_and_the_others_are_fixed(linkroll, pages):
    latin = f"# T\n\n[é]({OLD})\n".encode("latin-1")
    write(pages, {"docs/topics/latin.md": latin})
    ran = linkroll("fix", "--write")
    assert ran.code == 1
    assert "docs/topics/latin.md:3: the file is not UTF-8" in ran.err
    assert (pages / "docs/topics/latin.md").read_bytes() == latin
    assert (pages / PAGE).read_bytes() == FIXED.encode()


def test_fix_takes_up_what_a_check_has_seen_since(linkroll, pages):
    write(pages, {PAGE: "- [h](http://h.org/x)\n"})
    with CheckCache(pages / ".cache/linkroll/checks.jsonl", TODAY) as cache:
        key = identify("http://h.org/x").key
        cache.remember(CachedCheck(key, "https://h.org/x", TODAY, saw(Result.ALIVE)))
    linkroll("fix", "--write")
    assert (pages / PAGE).read_text() == "- [h](https://h.org/x)\n"


@pytest.mark.skipif(os.name == "nt", reason="links to files need rights there")
def test_a_page_behind_a_symbolic_link_is_fixed_where_it_is(linkroll, pages):
    write(pages, {"elsewhere.md": TEXT})
    (pages / PAGE).unlink()
    (pages / PAGE).symlink_to(pages / "elsewhere.md")
    linkroll("fix", "--write")
    assert (pages / PAGE).is_symlink()
    assert (pages / "elsewhere.md").read_bytes() == FIXED.encode()


def test_wrong_use_of_fix(linkroll, tmp_path):
    ran = linkroll("fix", "nowhere.md")
    assert ran.code == 2
    assert "nowhere.md" in ran.err


def test_the_fragment_that_a_redirect_states_is_written(linkroll, tmp_path):
    """RFC 9110, 10.2.2: it replaces the link's own."""
    from datetime import date

    from conftest import write
    from linkroll.checker.config import CheckerConfig
    from linkroll.lock.check_cache import FILE, CheckCache
    from linkroll.markdown.extension import read_page
    from linkroll.tasks.update import update
    from web.behaviours import page
    from web.server import Web

    async def behave(exchange):
        if exchange.path.startswith("/old"):
            await exchange.reply(301, Location="/new#sec")
        else:
            await exchange.reply(200, page("new", '<p id="sec">x</p>' + "w " * 60))

    base = "http://moved.web.org"
    text = f"- [A]({base}/old)\n- [B]({base}/old2#one)\n"
    write(tmp_path, {"docs/x.md": text})
    with Web({"": behave}) as web:
        config = CheckerConfig(rate=1000, allow_private=True, lookup=web.lookup)
        with CheckCache(tmp_path / ".cache/linkroll" / FILE, date(2026, 11, 1)) as cache:
            update(tmp_path / "links.lock", read_page("docs/x.md", text).links, config, cache)
    linkroll("fix", "docs", "--write")
    written = (tmp_path / "docs/x.md").read_text()
    assert written == f"- [A]({base}/new#sec)\n- [B]({base}/new#sec)\n"
