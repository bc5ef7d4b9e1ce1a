"""Which part of a page a fragment names, and pages that only send their reader on."""

from __future__ import annotations

import pytest

from linkroll.checker.fragments import missing_anchor
from linkroll.checker.page import CheckedPage
from linkroll.checker.soft404 import elsewhere_reason
from linkroll.lock.verdict import Result
from web.behaviours import page
from web.checking import check
from web.server import Web

# https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element
# and https://wicg.github.io/scroll-to-text-fragment/ unless another source is named.
HTML = """<!doctype html><title>T</title><meta name="meta-name" content="x">
<form name="form-name"><input name="input-name"></form>
<a name="a-name"></a><h2 id="plain">P</h2><h2 id="a%20b">raw</h2><h2 id="c d">decoded</h2>
<h2 id="Case">C</h2><h2 id="user-content-Mixed-Case">M</h2>
<template><b>inert</b></template>
<p>The qu<b>ick</b> br&shy;own <i>fox</i>&nbsp;jumps &amp; r&uuml;ns<br>over&#x200b;the lazy dog</p>
<p>ＦＵＬＬ width</p><custom-word>cust</custom-word>om <table><tr><td>one</td><td>two</td></tr></table>"""
ROWS = [
    ("an id", "plain", True),
    ("no such id", "nothing", False),
    ("#top in any case", "Top", True),
    ("#top in any case", "TOP", True),
    ("a[name] counts", "a-name", True),
    ("meta[name] does not", "meta-name", False),
    ("form[name] does not", "form-name", False),
    ("input[name] does not", "input-name", False),
    ("the fragment as written comes first", "a%20b", True),
    ("the decoded one second", "c%20d", True),
    ("ids have case", "case", False),
    ("GitHub: user-content- in any case", "mixed-case", True),
    ("GitHub: lines", "L10-L20", True),
    ("GitHub: lines with columns", "L10C5-L20C3", True),
    ("GitLab: lines", "L10-20", True),
    ("Bitbucket: lines", "lines-10:20", True),
    ("text across inline elements", ":~:text=quick%20brown%20fox", True),
    ("text across an entity", ":~:text=fox%20jumps", True),
    ("case is folded", ":~:text=QUICK%20Brown", True),
    ("accents are folded", ":~:text=runs", True),
    ("width is folded", ":~:text=full%20width", True),
    ("soft hyphens and zero-width spaces are skipped", ":~:text=overthe", True),
    ("a line break ends a word", ":~:text=runsover", False),
    ("cells are words of their own", ":~:text=onetwo", False),
    ("a custom element is inline", ":~:text=custom", True),
    ("text that is not there", ":~:text=slow", False),
    ("an anchor before a text", "plain:~:text=lazy", True),
    ("a wrong anchor before a text", "nothing:~:text=lazy", False),
    ("prefix and suffix are not looked for", ":~:text=not%20here-,lazy,-nor%20here", True),
    ("an escaped hyphen is text", ":~:text=%2Dlazy", True),
]


@pytest.mark.parametrize(("rule", "fragment", "there"), ROWS, ids=[f"{r[0]}: {r[1]}" for r in ROWS])
def test_the_indicated_part(rule, fragment, there):
    found = CheckedPage(
        "https://a.org/", HTML.encode(), whole=True, headers={"Content-Type": "text/html"}
    )
    assert (missing_anchor(fragment, found) is None) is there, rule


HOMES = ["/default.aspx", "/index.shtml", "/index.html?lang=en", "/Index.HTM", "/main.php", "/home.jsp"]  # fmt: skip
NO_HOMES = ["/index.php?title=Main", "/index.php?p=12", "/home/people", "/indexes.html"]


@pytest.mark.parametrize("path", HOMES)
def test_a_home_page_under_another_name_moves(path):
    assert elsewhere_reason(f"https://a.org{path}", "https://a.org/") is None


@pytest.mark.parametrize("path", NO_HOMES)
def test_what_only_looks_like_a_home_page_is_sent_home(path):
    assert elsewhere_reason(f"https://a.org{path}", "https://a.org/") == "sent to the home page"


FORWARD = '<!doctype html><title>Moved</title><meta http-equiv="refresh" content="{}"><p>Moved.</p>'
# https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
FORWARDS = [
    ("at once", FORWARD.format("0; url=/new"), Result.ALIVE, "/new"),
    ("in quotes, in capitals", FORWARD.format("0;URL='/new'"), Result.ALIVE, "/new"),
    ("without url=", FORWARD.format("0; /new"), Result.ALIVE, "/new"),
    ("after five seconds", FORWARD.format("5; url=/new"), Result.ALIVE, "/new"),
    ("to what is gone", FORWARD.format("0; url=/gone"), Result.FAILED, "/gone"),
    ("in circles", FORWARD.format("0; url=/old"), Result.ALIVE, None),
    ("only again", FORWARD.format("60"), Result.ALIVE, None),
    ("in an hour", FORWARD.format("3600; url=/new"), Result.ALIVE, None),
    ("without scripts alone", FORWARD.format("").replace("<meta", "<noscript><meta").replace('content=""', 'content="0; url=/gone"></noscript'), Result.ALIVE, None),
    ("a page that is read", page("old", more='<meta http-equiv="refresh" content="0; url=/gone">', text="w " * 200), Result.ALIVE, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "html", "result", "final"), FORWARDS, ids=[r[0] for r in FORWARDS])  # fmt: skip
def test_a_page_that_only_forwards_is_judged_at_its_target(rule, html, result, final):
    async def behave(exchange):
        match exchange.path:
            case "/old":
                await exchange.reply(200, html)
            case "/new":
                await exchange.reply(200, page("new", '<p id="a">x</p>' + "w " * 60))
            case _:
                await exchange.reply(404, page("Nothing here"))

    with Web({"": behave}) as web:
        (seen,) = check(web, "http://f.web.org/old").values()
    expected = f"http://f.web.org{final}" if final else None
    assert (seen.result, seen.outcome.final) == (result, expected), rule


def test_an_anchor_is_looked_for_where_a_page_forwards_to():
    async def behave(exchange):
        if exchange.path == "/old":
            await exchange.reply(200, FORWARD.format("0; url=/new"))
        else:
            await exchange.reply(200, page("new", '<p id="here">x</p>' + "w " * 60))

    with Web({"": behave}) as web:
        found = check(web, "http://f.web.org/old#here", "http://f.web.org/old#gone")
    assert [seen.result for seen in found.values()] == [Result.ALIVE, Result.NO_ANCHOR]
