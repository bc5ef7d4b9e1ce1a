"""What is sent for a URL, and what is accepted in response: as a browser would."""

from __future__ import annotations

import asyncio
import logging

import pytest

from linkroll.lock.verdict import Result
from web.behaviours import page
from web.checking import check
from web.server import Web

# (source, path as the page has it, request target that a browser sends)
# URL standard: https://url.spec.whatwg.org/#path-percent-encode-set and #query-percent-encode-set
TARGETS = [
    ("tcort/link-check#45: an escaped question mark", "/wiki/%3F:", "/wiki/%3F:"),
    ("tcort/markdown-link-check#264: an escaped number sign", "/c%23-test.md", "/c%23-test.md"),
    ("linkchecker/linkchecker#520: an escaped backslash", "/a%5Cb", "/a%5Cb"),
    ("tcort/link-check#45: an escaped slash", "/npm/@action%2Fcore/tree", "/npm/@action%2Fcore/tree"),
    ("an escaped comma", "/a%2Cb", "/a%2Cb"),
    ("an escaped quote", "/it%27s", "/it%27s"),
    ("an escaped scheme", "/go/http%3A%2F%2Fa.org", "/go/http%3A%2F%2Fa.org"),
    ("an empty query", "/thing?", "/thing?"),
    ("wummel/linkchecker#280: a colon stays one", "/wiki/Something:Here", "/wiki/Something:Here"),
    ("lower-case escapes stay", "/%e2%80%94", "/%e2%80%94"),
    ("an unreserved character that is escaped", "/%7Euser/%41", "/%7Euser/%41"),
    ("a lone percent sign", "/100%", "/100%"),
    ("plus and escaped plus", "/a+b%2Bc?d+e%2Bf", "/a+b%2Bc?d+e%2Bf"),
    ("a quote in a query is escaped, in a path it is not", "/it's?q='a'", "/it's?q=%27a%27"),
    ("a blank", "/a b?c d", "/a%20b?c%20d"),
    ("beyond ASCII", "/café?q=é", "/caf%C3%A9?q=%C3%A9"),
    ("braces, brackets and bars", "/{a}[b]|c?{a}[b]|c", "/%7Ba%7D[b]|c?{a}[b]|c"),
    ("a backslash is a slash in a path, and itself in a query", "/a\\b?c\\d", "/a/b?c\\d"),
    ("dot segments", "/a/../b/./c/%2e%2E/d", "/b/d"),
    ("two slashes", "//a//b", "//a//b"),
    ("a semicolon and an at sign", "/a;b=1/@c", "/a;b=1/@c"),
    ("an equals sign alone", "/x?=&&a=", "/x?=&&a="),
]  # fmt: skip


def test_the_request_target_is_what_the_page_has():
    async def well(exchange):
        await exchange.reply(200, page("Thing"))

    with Web({"": well}) as web:
        urls = [f"http://t{i}.web.org{path}" for i, (_, path, _) in enumerate(TARGETS)]
        check(web, *urls)
        sent = {host: path for host, path, _ in reversed(web.log)}
    for i, (rule, path, target) in enumerate(TARGETS):
        assert sent[f"t{i}.web.org"] == target, (rule, path)


# (source, link, Location, final). RFC 9110, 10.2.2; URL standard, 4.4, "basic URL parser".
LOCATIONS = [
    ("RFC 9110: its fragment is kept", "/old", "/new#sec", "/new#sec"),
    ("RFC 9110: it replaces the link's own", "/old#one", "/new#sec", "/new#sec"),
    ("RFC 9110: the link's own is inherited", "/old#one", "/new", "/new#one"),
    ("RFC 9110: an empty one drops the link's own", "/old#one", "/new#", "/new"),
    ("its escapes are kept", "/old", "/a%2Cb%3F?c=%27#d%2De", "/a%2Cb%3F?c=%27#d%2De"),
    ("an empty query is kept", "/old", "/new?", "/new?"),
    ("tabs are dropped", "/old", "/ne\tw", "/new"),
    ("backslashes are slashes", "/old", "\\new\\page", "/new/page"),
    ("two backslashes begin a host", "/old", "\\\\{host}\\new", "/new"),
    ("no slash after the scheme: relative", "/a/old", "http:new", "/a/new"),
    ("one slash after another scheme's", "/old", "HTTP://{host}/new", "/new"),
    ("a blank in it", "/old", "/new page", "/new%20page"),
    ("a query alone", "/old?a", "?b", "/old?b"),
    ("up a folder", "/a/b/old", "../new", "/a/new"),
]


@pytest.mark.parametrize(("rule", "link", "location", "final"), LOCATIONS, ids=[r[0] for r in LOCATIONS])  # fmt: skip
def test_location_is_resolved_as_browsers_do(rule, link, location, final):
    host = "t.web.org"
    there = final.partition("#")[0]

    async def behave(exchange):
        if exchange.path == link.partition("#")[0]:
            await exchange.reply(301, Location=location.replace("{host}", host))
        elif exchange.path == there:
            await exchange.reply(
                200, page("Thing", '<p id="sec">a</p><p id="one">b</p>' + "w " * 60)
            )
        else:
            await exchange.reply(404, page("Nothing here"))

    with Web({"": behave}) as web:
        (seen,) = check(web, f"http://{host}{link}").values()
    assert (seen.result, seen.outcome.final) == (Result.MOVED, f"http://{host}{final}"), rule


# RFC 6265, 5.2 to 5.4. The page asks for a cookie, sets it, and looks whether it comes back.
COOKIES = [
    ("a path that fits", "a=1; Path=/", True),
    ("no path: that of the request", "a=1", True),
    ("a path that does not fit", "a=1; Path=/elsewhere", False),
    ("a path that is only the start of a name", "a=1; Path=/fold", False),
    ("Max-Age=0 takes it back", "a=1; Path=/; Max-Age=0", False),
    ("Max-Age wins over Expires", "a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", True),
    ("a day that has passed takes it back", "a=1; Path=/; Expires=Thu, 01-Jan-1970 00:00:00 GMT", False),
    ("Secure is not sent in the clear", "a=1; Path=/; Secure", False),
    ("of the parent domain", "a=1; Path=/; Domain=web.org", True),
    ("of another domain", "a=1; Path=/; Domain=other.org", False),
    ("a name that the standard library rejects", "a@b[]=1; Path=/", True),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "line", "comes_back"), COOKIES, ids=[r[0] for r in COOKIES])
def test_cookies_on_the_way(rule, line, comes_back, caplog):
    async def behave(exchange):
        if exchange.path == "/folder/start":
            await exchange.reply(302, Location="/folder/end", Set_Cookie=line)
        else:
            got = line.partition(";")[0] in exchange.headers.get("cookie", "")
            await exchange.reply(200 if got else 410, page("Thing"))

    with caplog.at_level(logging.DEBUG, "aiohttp"), Web({"": behave}) as web:
        (seen,) = check(web, "http://cookie.web.org/folder/start").values()
    assert (seen.result is Result.ALIVE) is comes_back, rule
    assert not caplog.records, "the HTTP library logs what strangers wrote"


BODY = page("Thing").encode()
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
# (source, bytes of a response)
LENIENT = [
    ("snoyberg/http-client#399: a line without a colon", OK + b"nonsense\r\n" + LENGTH + b"\r\n" + BODY),
    ("a line of a header that went on", OK + b"X-A: one\r\n two\r\n" + LENGTH + b"\r\n" + BODY),
    ("a header that begins with a blank", b"HTTP/1.1 200 OK\r\n X: y\r\nContent-Type: text/html\r\n\r\n" + BODY),
    ("RFC 9110, 8.6: one length twice", OK + LENGTH * 2 + b"\r\n" + BODY),
    ("RFC 9110, 8.6: one length twice on a line", OK + b"Content-Length: %d, %d\r\n\r\n" % (len(BODY), len(BODY)) + BODY),
    ("RFC 9112, 6.3: a length beside chunks", OK + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED),
    ("RFC 9112, 6.3: a wrong length beside chunks", OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED),
    ("a length that is none", OK + b"Content-Length: many\r\n\r\n" + BODY),
    ("a negative length", OK + b"Content-Length: -1\r\n\r\n" + BODY),
    ("longer than announced", OK + b"Content-Length: 100\r\n\r\n" + BODY + b"x" * 500),
    ("longer than announced, and like a response", OK + LENGTH + b"\r\n" + BODY + b"HTTP/1.1 404 Not Found\r\n\r\n"),
    ("RFC 9112, 2.2: bare line ends", OK.replace(b"\r", b"") + b"\n" + BODY),
    ("RFC 9112, 2.2: an empty line before", b"\r\n" + OK + LENGTH + b"\r\n" + BODY),
    ("RFC 9112, 4: no reason", b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + BODY),
    ("no minor version", b"HTTP/2 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY),
    ("HTTP/1.0", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY),
    ("a blank before the colon", OK + b"Content-Length : %d\r\n\r\n" % len(BODY) + BODY),
    ("bytes in a value that are no text", OK + b"X-A: \xff\xfe\x00\x01\r\n" + LENGTH + b"\r\n" + BODY),
    ("RFC 9110, 15.2: early hints", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + LENGTH + b"\r\n" + BODY),
    ("RFC 9112, 7.1: a chunk with an extension", OK + b"Transfer-Encoding: chunked\r\n\r\n%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    ("a chunk size with blanks", OK + b"Transfer-Encoding: chunked\r\n\r\n%x  \r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    ("a chunk size that is none", OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\nNONSENSE\r\n" % (len(BODY), BODY)),
    ("many headers", OK + b"".join(b"X-%d: y\r\n" % i for i in range(400)) + LENGTH + b"\r\n" + BODY),
    ("a long header", OK + b"X-A: " + b"y" * 100_000 + b"\r\n" + LENGTH + b"\r\n" + BODY),
]  # fmt: skip
REJECTED = [
    ("RFC 9110, 8.6: two lengths", OK + LENGTH + b"Content-Length: 7\r\n\r\n" + BODY),
    ("no status", b"HTTP/1.1 OK\r\n\r\n" + BODY),
    ("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n"),
    ("no HTTP, but like it", b"HTTPS/1.1 200 OK\r\n\r\n"),
]


def sends(data, size):
    """Send a response in pieces of a size, then close."""

    async def behave(exchange):
        for at in range(0, len(data), size):
            await exchange.raw(data[at : at + size])
            if size < 100:
                await asyncio.sleep(0)
        return False

    return behave


@pytest.mark.parametrize("size", [1, 7, 10**9], ids=["by byte", "by seven", "at once"])
def test_the_same_bytes_give_the_same_verdict_however_they_arrive(size):
    """Browsers accept all of the first list and none of the second."""
    rows = {f"http://row{i}.web.org/thing": row for i, row in enumerate([*LENIENT, *REJECTED])}
    rows = {u: r for u, r in rows.items() if size > 1 or len(r[1]) < 5000}
    hosts = {url.split("/")[2]: sends(row[1], size) for url, row in rows.items()}
    with Web(hosts) as web:
        found = check(web, *rows)
    for url, (rule, _) in rows.items():
        expected = Result.FAILED if rows[url] in REJECTED else Result.ALIVE
        # One page for everything is a soft 404: what matters here is that it was read.
        read = Result.ALIVE if found[url].result is Result.NOT_ITSELF else found[url].result
        assert read is expected, (rule, found[url])
        assert found[url].outcome.status == (None if expected is Result.FAILED else 200), rule


def test_a_late_response_is_not_taken_for_the_next_links():
    """A server that answers twice on one connection: the second is nobody's.

    https://www.rfc-editor.org/rfc/rfc9112#section-9.2 wants such a connection closed.
    """

    async def behave(exchange):
        if exchange.path == "/first":
            await exchange.reply(200, page("first"))
            await asyncio.sleep(0.05)
            await exchange.reply(404, page("Late"))
        else:
            await asyncio.sleep(0.2)
            await exchange.reply(200, page(exchange.path[1:]))

    with Web({"": behave}) as web:
        urls = [f"http://late.web.org/{name}" for name in ("first", "second", "third", "fourth")]
        found = check(web, *urls, per_host=1)
    assert {seen.result for seen in found.values()} == {Result.ALIVE}


def test_credentials_are_sent_once_and_never_recorded():
    async def behave(exchange):
        if exchange.path == "/old":
            await exchange.reply(301, Location="http://me:word@in.web.org/new#part")
        else:
            await exchange.reply(200, page("Thing", '<p id="part">x</p>' + "w " * 60))

    with Web({"": behave}) as web:
        (seen,) = check(web, "http://in.web.org/old").values()
    assert seen.outcome.final == "http://in.web.org/new#part"


def test_final_is_bounded():
    async def behave(exchange):
        if exchange.path == "/old":
            await exchange.reply(301, Location="/new?" + "x" * 20_000)
        else:
            await exchange.reply(200, page("Thing"))

    with Web({"": behave}) as web:
        (seen,) = check(web, "http://long.web.org/old").values()
    assert len(seen.outcome.final or "") < 2100
