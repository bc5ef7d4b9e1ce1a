"""The rules that tell a thing from an answer, beside what they must not take for one."""

from __future__ import annotations

import time

import pytest

from linkroll.checker.fragments import missing_anchor
from linkroll.checker.page import CheckedPage
from linkroll.checker.quirks import substitute_url
from linkroll.checker.soft404 import (
    blocked_reason,
    elsewhere_reason,
    is_consent,
    missing_reason,
    names_itself,
    title_says_missing,
)
from linkroll.checker.ssrf import is_private_name


def page(title="", text="word " * 80, *, url="https://a.org/x", whole=True, more=""):
    html = f"<html><head><title>{title}</title>{more}</head><body>{text}</body></html>"
    return CheckedPage(url, html.encode(), whole=whole, headers={"Content-Type": "text/html"})


MISSING = [
    "404", "404 Not Found", "Not Found", "Page not found", "Page Not Found | The Site",
    "The Site - 404", "Error 404", "Error 404 (Not Found)!!1", "Oops! Page not found",
    "Sorry, this page isn't available", "This page doesn’t exist", "This page could not be found.",
    "We can't find that page", "Page no longer exists", "The page you were looking for doesn't exist",
    "This post has been removed", "No such page", "Nothing found", "HTTP 404 - File not found",
    "Seite nicht gefunden", "Página no encontrada", "Page introuvable – Blog", "页面不存在",
    "ページが見つかりません", "Страница не найдена",
]  # fmt: skip
PRESENT = [
    "", "Lost and found", "Features not found in GPT-2 small", "What is missing from the page?",
    "Not found in translation: a study", "How 404 pages work", "Available", "The page", "Found",
    "Nothing to see here", "Finding features", "Code is available", "Page 404 of a long book",
    "This notebook is available", "Why circuits exist", "Removed features and how to find them",
    "Error analysis", "Room 404", "404 Media", "It exists",
]  # fmt: skip


@pytest.mark.parametrize("title", MISSING)
def test_calls_itself_missing(title):
    assert title_says_missing(title)
    assert missing_reason(page(title)).startswith("soft-404")


@pytest.mark.parametrize("title", PRESENT)
def test_does_not_call_itself_missing(title):
    assert not title_says_missing(title)
    assert missing_reason(page(title)) is None


ELSEWHERE = [
    ("home", "https://a.org/x/y", "https://a.org/", "sent to the home page"),
    ("home with and without www", "https://a.org/x", "https://www.a.org", "sent to the home page"),
    ("home of a language", "https://a.org/x", "https://a.org/en/", "sent to the home page"),
    ("home's file", "https://a.org/x", "https://a.org/index.html", "sent to the home page"),
    ("home to home", "https://a.org/index.php", "https://a.org/", None),
    ("home with a question is a page", "https://a.org/x", "https://a.org/?p=12", None),
    ("home of another host may be the thing's own", "https://u.edu/~me/", "https://me.org/", None),
    ("a trailing slash", "https://a.org/x", "https://a.org/x/", None),
    ("a login", "https://a.org/x", "https://a.org/users/sign_in", "sent to a login"),
    ("a login with a file name", "https://a.org/x", "https://a.org/wp-login.php?r=x", "sent to a login"),
    ("a login host", "https://docs.a.org/x", "https://accounts.a.org/v3/x", "sent to a login"),
    ("a page about logins", "https://a.org/x", "https://a.org/blog/login-flows", None),
    ("a login that was asked for", "https://a.org/login", "https://a.org/login/", None),
    ("a parking host", "https://a.org/x", "https://www.hugedomains.com/domain?d=a", "parked domain"),
    ("a host that only ends like one", "https://a.org/x", "https://jordan.com/x", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "asked", "final", "why"), ELSEWHERE, ids=[r[0] for r in ELSEWHERE]
)
def test_elsewhere(rule, asked, final, why):
    assert elsewhere_reason(asked, final) == why, rule


PARKED = [
    ("an offer", page("a.org", "This domain is for sale!"), True),
    ("a name on offer", page("a.org", "The domain a.org is available for sale."), True),
    ("an expired one", page("a.org", "This domain has expired. Renew it now."), True),
    (
        "a parking script",
        page("x", more='<script src="//img.sedoparking.com/x.js"></script>'),
        True,
    ),
    ("an essay on the trade", page("Domains", "word " * 500 + "this domain is for sale"), False),
    ("a page on parks", page("Parks", "The park is for sale in the public domain."), False),
    ("domain adaptation", page("Domain adaptation", "This domain is for fine-tuning."), False),
]


@pytest.mark.parametrize(("rule", "found", "parked"), PARKED, ids=[r[0] for r in PARKED])
def test_parked(rule, found, parked):
    assert (missing_reason(found) == "parked domain") is parked, rule


BLOCKED = [
    ("Cloudflare", {}, page("Just a moment...", "Enable cookies"), True),
    ("Cloudflare's header", {"cf-mitigated": "challenge"}, None, True),
    ("Amazon's header", {"x-amzn-waf-action": "captcha"}, None, True),
    ("DataDome", {}, page("a.org", '<script src="https://ct.captcha-delivery.com/c.js">'), True),
    ("Anubis", {}, page("Making sure you're not a bot!", "wait"), True),
    ("a header that lets pass", {"x-amzn-waf-action": "allow"}, page("x"), False),
    ("a page on captchas", {}, page("Captcha research", "word " * 500), False),
    ("Cloudflare's scripts stand on living pages", {}, page("x", '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">'), False),
    ("a moment in a title", {}, page("Just a moment in time"), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "headers", "found", "blocked"), BLOCKED, ids=[r[0] for r in BLOCKED]
)
def test_blocked(rule, headers, found, blocked):
    assert (blocked_reason(headers, found) == "challenge") is blocked, rule


NAMES = [
    ("by its address", "https://a.org/2022/toy-models-of-superposition.html", "", "Toy Models of Superposition — A", True),
    ("by its address, in underscores", "https://a.org/toy_models", "", "Toy models", True),
    ("by the link's text", "https://a.org/p/8fk2", "Toy Models of Superposition", "Toy Models of Superposition", True),
    ("not by a word of the link", "https://a.org/p/8fk2", "Code", "Code hosting for all", False),
    ("not by another title", "https://a.org/p/toy-models", "Toy models", "Welcome to our site", False),
    ("not by a title that is empty", "https://a.org/p/toy-models", "Toy models", "", False),
    ("not by a path that is empty", "https://a.org/", "", "Welcome", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "url", "label", "title", "named"), NAMES, ids=[r[0] for r in NAMES]
)
def test_names_itself(rule, url, label, title, named):
    assert names_itself(url, label, page(title)) is named, rule


BEHIND = [
    ("https://colab.research.google.com/github/o/r/blob/main/a/b.ipynb", "https://raw.githubusercontent.com/o/r/main/a/b.ipynb"),
    ("https://colab.research.google.com/github/o/r/blob/main/b.ipynb#scrollTo=x", "https://raw.githubusercontent.com/o/r/main/b.ipynb"),
    ("https://colab.research.google.com/gist/u/0123/b.ipynb", "https://gist.github.com/u/0123"),
    ("https://colab.research.google.com/drive/1aB-c_D?usp=sharing", "https://drive.google.com/file/d/1aB-c_D/view"),
    ("https://nbviewer.org/github/o/r/blob/main/b.ipynb", "https://raw.githubusercontent.com/o/r/main/b.ipynb"),
    ("https://nbviewer.jupyter.org/url/a.org/b.ipynb", "http://a.org/b.ipynb"),
    ("https://nbviewer.org/urls/a.org/b.ipynb", "https://a.org/b.ipynb"),
    ("https://colab.research.google.com/", None),
    ("https://a.org/?x=https://colab.research.google.com/github/o/r/blob/main/b.ipynb", None),
]  # fmt: skip


@pytest.mark.parametrize(("url", "behind"), BEHIND)
def test_stand_in(url, behind):
    assert substitute_url(url) == behind


def test_consent():
    assert is_consent("https://consent.youtube.com/m?continue=x")
    assert not is_consent("https://a.org/papers/informed-consent-in-ml")


def test_an_anchor_in_a_comment_is_none():
    found = page("x", '<!-- <h2 id="gone"> --><p>text</p>')
    assert missing_anchor("gone", found) == "no anchor “gone”"


HOSTILE = {
    "tags": "<a " * 80_000, "brackets": "<" * 250_000, "comments": "<!--" * 60_000,
    "depth": "<div>" * 50_000, "references": "&#x" * 80_000, "scripts": "<script " * 30_000,
    "titles": "<title " * 40_000, "metas": "<meta " * 40_000, "quotes": '<a href="' * 25_000,
    "attributes": "<p " + " ".join(f"x{i}=1" for i in range(30_000)) + ">",
    "bare attributes": "<p " + " ".join(f"x{i}" for i in range(30_000)) + ">",
    "sales": "this domain " * 20_000, "declarations": "<![" * 80_000, "nulls": "\0" * 99_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_read_in_no_time(name):
    """A quarter of a megabyte of each; what is not linear here takes minutes."""
    found = CheckedPage("https://a.org/x/y", HOSTILE[name].encode(), whole=True, headers={})
    started = time.process_time()
    assert found.print.url == "https://a.org/x/y"
    assert (missing_reason(found), blocked_reason({}, found)) == (None, None)
    assert missing_anchor("gone:~:text=gone", found) is not None or found.scripted
    assert time.process_time() - started < 5


DECODED = [
    ("the header", "é".encode("latin-1"), "text/html; charset=iso-8859-1", "é"),
    ("the page", '<meta charset="koi8-r">ц'.encode("koi8-r"), "text/html", "ц"),
    ("a mark", "\ufeffé".encode(), "text/html; charset=latin-1", "é"),
    ("a lie is not believed", "é".encode(), "text/html; charset=ascii", "é"),
    ("none that exists", "é".encode(), "text/html; charset=klingon", "é"),
    ("a codec that is no charset", "é".encode(), "text/html; charset=zlib", "é"),
    ("broken beyond all", b"\xff\xfe\xff", "text/html; charset=utf-8", "\ufffd"),
]


def read(body, kind):
    return CheckedPage("https://a.org/x", body, whole=True, headers={"Content-Type": kind}).html


@pytest.mark.parametrize(("rule", "body", "kind", "text"), DECODED, ids=[r[0] for r in DECODED])
def test_a_page_is_decoded(rule, body, kind, text):
    assert read(body, kind).endswith(text), rule


def test_no_charset_takes_longer_than_reading():
    """Python's punycode is quadratic: this would take many seconds."""
    started = time.monotonic()
    read(b"<title>x</title>-" + b"a" * 500_000, "text/html; charset=punycode")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("host", "special"),
    [
        ("127.1", True), ("0x7f000001", True), ("2130706433", True), ("localhost.", True),
        ("a.localhost", True), ("::1", True), ("10.0.0.1.", True), ("%31%32%37.1", True),
        ("8.8.8.8", False), ("a.org", False), ("10.a.org", False), ("2606:4700::1111", False),
    ],
)  # fmt: skip
def test_names_that_are_special_addresses(host, special):
    assert is_private_name(host) is special
