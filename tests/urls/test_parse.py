"""URLs as browsers parse them: a row for each rule of the standard, and one answer everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.urls.test_identify import URLISH

from linkroll.urls.identify import identify
from linkroll.urls.normalize import normalize_url
from linkroll.urls.parse import parse_url, redirect_target

# Rule and source; what is written; what is requested (WHATWG URL and its test data).
REQUESTED = [
    ("escapes stay (4.4)", "https://a.org/a%2Cb%27%3A%2F%2F?x=%2C", "https://a.org/a%2Cb%27%3A%2F%2F?x=%2C"),
    ("the case of escapes stays", "https://a.org/%c3%a9", "https://a.org/%c3%a9"),
    ("reserved characters stay", "https://a.org/a,b'(c)!$&;=:@", "https://a.org/a,b'(c)!$&;=:@"),
    ("a space", "https://a.org/a b?c d", "https://a.org/a%20b?c%20d"),
    ("beyond ASCII", "https://a.org/é?é", "https://a.org/%C3%A9?%C3%A9"),
    ("path set (1.3)", 'https://a.org/"<>^`{}|', "https://a.org/%22%3C%3E%5E%60%7B%7D|"),
    ("query set (1.3)", "https://a.org/?\"<>'`{}|^", "https://a.org/?%22%3C%3E%27`{}|^"),
    ("a broken escape stays", "https://a.org/100%?%2", "https://a.org/100%?%2"),
    ("an empty query stays", "https://a.org/a?", "https://a.org/a?"),
    ("no path", "https://a.org?x", "https://a.org/?x"),
    ("backslashes", "https:\\\\a.org\\b\\c?d\\e", "https://a.org/b/c?d\\e"),
    ("tabs and line ends", "  https://a.o\trg/b\nc ", "https://a.org/bc"),
    ("case of scheme and host", "HTTPS://A.org/B", "https://a.org/B"),
    ("default port", "http://a.org:80/", "http://a.org/"),
    ("another port", "http://a.org:0443/", "http://a.org:443/"),
    ("dot segments", "https://a.org/b/./c/../d/..", "https://a.org/b/"),
    ("escaped dot segments", "https://a.org/b/%2e%2E/c/%2e", "https://a.org/c/"),
    ("credentials are not sent", "https://u:p@a.org/", "https://a.org/"),
    ("brackets in credentials", "http://u[ser@host.org/a", "http://host.org/a"),
    ("the last @ counts", "https://u@v@a.org/", "https://a.org/"),
    ("IDNA", "https://Bücher.example/", "https://xn--bcher-kva.example/"),
    ("an escaped host", "https://%61.org/", "https://a.org/"),
    ("a final dot", "https://a.org./x", "https://a.org/x"),
    ("IPv4, hexadecimal (3.5)", "http://0x7f.1/", "http://127.0.0.1/"),
    ("IPv4, octal", "http://0300.0250.01/", "http://192.168.0.1/"),
    ("IPv6 (3.5)", "http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"),
    ("three slashes", "https:///a.org/x", "https://a.org/x"),
]  # fmt: skip

NOT_REQUESTED = [
    "http://a b.org/", "http://[::1/", "http://[1.2.3.4]/", "http://a.org:65536/", "http://1.2.3.400/",
    "http://a.org:x/", "http://a..org/", "http://exa<mple.org/", "http://[fe80::1%25eth0]/", "https://",
    "mailto:a@b.org", "TODO", "http://" + "a" * 64 + ".org/", "http://1_0.2/", "https:/a.org/", "",
]  # fmt: skip

# Rule; where a response came from; ``Location``; where it leads, with the fragment.
REDIRECTS = [
    ("the fragment of Location (RFC 9110 10.2.2)", "https://a.org/old", "/new#sec", "https://a.org/new#sec"),
    ("the link's own is kept without one", "https://a.org/old#own", "/new", "https://a.org/new#own"),
    ("and replaced by another", "https://a.org/old#own", "/new#sec", "https://a.org/new#sec"),
    ("an empty one replaces it", "https://a.org/old#own", "/new#", "https://a.org/new#"),
    ("relative path", "https://a.org/b/c?d", "e", "https://a.org/b/e"),
    ("query alone", "https://a.org/b/c?d", "?e", "https://a.org/b/c?e"),
    ("another host", "https://a.org/b", "//c.org/d", "https://c.org/d"),
    ("backslashes", "https://a.org/b", "\\\\c.org\\d", "https://c.org/d"),
    ("a backslash", "https://a.org/b", "\\d", "https://a.org/d"),
    ("tabs", "https://a.org/b", "\t/c\td", "https://a.org/cd"),
    ("one slash, the same scheme", "https://a.org/b", "https:/c", "https://a.org/c"),
    ("one slash, another scheme", "http://a.org/b", "https:/c.org", "https://c.org/"),
    ("escapes stay", "https://a.org/b", "/c%2Cd%27", "https://a.org/c%2Cd%27"),
    ("raw bytes of UTF-8", "https://a.org/b", "/é", "https://a.org/%C3%A9"),
    ("raw bytes of Latin-1", "https://a.org/b", "/\udce9", "https://a.org/%E9"),
    ("dot segments", "https://a.org/b/c/d", "../e", "https://a.org/b/e"),
    ("the port stays", "https://a.org:8443/b", "/c", "https://a.org:8443/c"),
    ("nothing", "https://a.org/b?c", "", "https://a.org/b?c"),
    ("no web page", "https://a.org/b", "javascript:alert(1)", None),
    ("another app", "https://a.org/b", "market://details?id=x", None),
    ("no host", "https://a.org/b", "https://a b/", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "written", "requested"), REQUESTED)
def test_what_is_requested(rule: str, written: str, requested: str) -> None:
    url = parse_url(written)
    assert url is not None
    assert url.request_url == requested, rule


@pytest.mark.parametrize("written", NOT_REQUESTED)
def test_what_cannot_be_requested(written: str) -> None:
    assert parse_url(written) is None


@pytest.mark.parametrize(("rule", "base", "location", "target"), REDIRECTS)
def test_redirects(rule: str, base: str, location: str, target: str | None) -> None:
    url = parse_url(base)
    assert url is not None
    found = redirect_target(url, location)
    assert (found and str(found)) == target, rule


@given(URLISH, URLISH)
def test_any_text_is_parsed_the_same_twice(text: str, location: str) -> None:
    url = parse_url(text)
    if url is not None:
        assert parse_url(str(url)) == url
        target = redirect_target(url, location)
        assert target is None or parse_url(str(target)) == target


@given(URLISH)
def test_keys_and_requests_agree_on_the_host(text: str) -> None:
    url, normal = parse_url(text), normalize_url(text)
    if url is not None:
        assert normal is not None
        assert normal.host == url.host
        assert url.fragment or identify(url.request_url).key == identify(text).key
