"""The behaviours of the loopback web: one a row, each with the rule that breaks without it."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from linkroll.lock.verdict import Result

ALIVE, MOVED, BLOCKED, FAILED = Result.ALIVE, Result.MOVED, Result.BLOCKED, Result.FAILED
GONE, NO_NAME, NOT_ITSELF = Result.GONE, Result.NO_SUCH_NAME, Result.NOT_ITSELF
NO_ANCHOR = Result.NO_ANCHOR


@dataclass(frozen=True)
class Row:
    """A behaviour: the rule it guards, the link, the answer, and what must be seen of it."""

    rule: str
    url: str
    behave: object
    result: Result
    reason: str | None = None
    final: str | None = None
    key: str = ""
    most: int | None = None  # requests to this very address

    @property
    def host(self):
        return self.url.split("/")[2].partition(":")[0]


def page(title="A page", text="", more=""):
    body = text or " ".join(f"word{i}" for i in range(80))
    head = f"<!doctype html><html><head><title>{title}</title>{more}</head>"
    return f"{head}<body><h1>{title}</h1><p>{body}</p></body></html>"


def status(code, **headers):
    async def behave(exchange):
        await exchange.reply(code, page(f"Status {code}"), **headers)

    return behave


def only(path, body, **headers):
    """Answer one path with a page, and say honestly that nothing else is there."""

    async def behave(exchange):
        if exchange.path == path:
            await exchange.reply(200, body, **headers)
        else:
            await exchange.reply(404, page("Nothing here"))

    return behave


def everywhere(body, code=200, **headers):
    async def behave(exchange):
        await exchange.reply(code, body, **headers)

    return behave


def first(behaviour, *, then):
    """Behave one way when first asked for a path, another way afterwards."""

    async def behave(exchange):
        return await (behaviour if exchange.count == 1 else then)(exchange)

    return behave


def redirects(*steps, then):
    """Redirect along numbered paths, each with its own status, to a page."""

    async def behave(exchange):
        paths = ["/thing", *(f"/step/{i}" for i in range(len(steps)))]
        if exchange.path in paths[:-1]:
            i = paths.index(exchange.path)
            await exchange.reply(steps[i], Location=f"/step/{i}")
        elif exchange.path == paths[-1]:
            await then(exchange)
        else:
            await exchange.reply(404, page("Nothing here"))

    return behave


def to(location, code=302, **headers):
    """Redirect `/thing` to a place."""

    async def behave(exchange):
        if exchange.path == "/thing":
            await exchange.reply(code, Location=location, **headers)
        else:
            await exchange.reply(404, page("Nothing here"))

    return behave


def at_thing(behaviour):
    """Behave so at `/thing` alone."""

    async def behave(exchange):
        if exchange.path == "/thing":
            return await behaviour(exchange)
        return await exchange.reply(404, page("Nothing here"))

    return behave


async def no_content(exchange):
    await exchange.head(204)


async def not_modified(exchange):
    await exchange.head(304)


async def head_lies_dead(exchange):
    await exchange.reply(404 if exchange.method == "HEAD" else 200, page("Thing"))


async def head_lies_alive(exchange):
    await exchange.reply(200 if exchange.method == "HEAD" else 404, page("Thing"))


async def range_refused(exchange):
    await exchange.reply(416 if "range" in exchange.headers else 200, page("Thing"))


async def wait_by_date(exchange):
    """Name a date by a clock that is a year slow, as `Date` tells."""
    clock = datetime.now(UTC) - timedelta(days=365)
    later = format_datetime(clock + timedelta(seconds=1), usegmt=True)
    now = format_datetime(clock, usegmt=True)
    await exchange.reply(429, Retry_After=later, Date=now)


async def chunked(exchange):
    await exchange.head(200, Content_Type="text/html", Transfer_Encoding="chunked")
    for part in (b"<title>Thing</title>", b"<p>text</p>"):
        await exchange.raw(b"%x\r\n%s\r\n" % (len(part), part))
    await exchange.raw(b"0\r\n\r\n")


async def broken_chunks(exchange):
    await exchange.head(200, Content_Type="text/html", Transfer_Encoding="chunked")
    await asyncio.sleep(0.2)  # or the headers would not be taken for an answer of their own
    await exchange.raw(b"5\r\n<titl\r\nNONSENSE\r\n")
    return False


async def cut_off(exchange):
    await exchange.head(200, Content_Type="text/html", Content_Length=5000)
    await exchange.raw(b"<title>Thing</title>")
    return False


async def silence(_exchange):
    await asyncio.sleep(60)


async def dripping_headers(exchange):
    await exchange.raw(b"HTTP/1.1 200 OK\r\n")
    for i in range(600):
        await exchange.raw(b"X-%d: drip\r\n" % i)
        await asyncio.sleep(0.1)


async def dripping_body(exchange):
    await exchange.head(200, Content_Type="text/html", Content_Length=10_000)
    for _ in range(600):
        await exchange.raw(b"x")
        await asyncio.sleep(0.1)


async def endless_body(exchange):
    await exchange.head(200, Content_Type="text/html")
    while True:
        await exchange.raw(b"<p>and so on</p>" * 4096)


async def endless_headers(exchange):
    await exchange.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await exchange.raw(b"X-Header: and so on\r\n" * 1000)


async def huge_header(exchange):
    await exchange.raw(b"HTTP/1.1 200 OK\r\nX-Header: " + b"x" * 2**20)
    await exchange.raw(b"\r\nContent-Length: 0\r\n\r\n")


async def gzip_bomb(exchange):
    """A gigabyte of blanks in a megabyte."""
    machine = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    start = machine.compress(b" " * 2**20) + machine.flush(zlib.Z_FULL_FLUSH)
    again = machine.compress(b" " * 2**20) + machine.flush(zlib.Z_FULL_FLUSH)
    await exchange.head(200, Content_Type="text/html", Content_Encoding="gzip")
    await exchange.raw(start)
    for _ in range(1023):
        await exchange.raw(again)
    return False


async def broken_gzip(exchange):
    await exchange.reply(200, b"\x1f\x8bnot gzip at all", Content_Encoding="gzip")


async def packed(exchange):
    body = gzip.compress(page("Page not found").encode())
    await exchange.reply(200, body, Content_Encoding="gzip")


async def bare_deflate(exchange):
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = machine.compress(page("Page not found").encode()) + machine.flush()
    await exchange.reply(200, body, Content_Encoding="deflate")


async def loop(exchange):
    await exchange.reply(302, Location="/b" if exchange.path == "/thing" else "/thing")


async def onwards(exchange):
    number = int(exchange.path.rpartition("/")[2] or 0) if "/n/" in exchange.path else 0
    await exchange.reply(301, Location=f"/n/{number + 1}")


async def cookie_wall(exchange):
    if "seen=yes" in exchange.headers.get("cookie", ""):
        await exchange.reply(200, page("Thing"))
    else:
        await exchange.reply(302, Location=exchange.path, Set_Cookie="seen=yes; Path=/")


async def cookie_loop(exchange):
    await exchange.reply(302, Location=exchange.path, Set_Cookie="seen=no; Path=/")


async def reset(exchange):
    exchange.reset()
    return False


async def close(_exchange):
    return False


async def half_closed_after(exchange):
    await exchange.head(200, Content_Type="text/html")
    await exchange.raw(page("Thing").encode())
    exchange.writer.write_eof()
    await asyncio.sleep(30)


async def half_closed_before(exchange):
    exchange.writer.write_eof()
    await asyncio.sleep(30)


async def not_http(exchange):
    await exchange.raw(b"SSH-2.0-OpenSSH_9.6\r\n")
    return False


async def home_for_all(exchange):
    if exchange.path == "/":
        await exchange.reply(200, page("Welcome"))
    else:
        await exchange.reply(302, Location="/")


async def landing_for_all(exchange):
    if exchange.path == "/landing":
        await exchange.reply(200, page("Our new site"))
    else:
        await exchange.reply(301, Location="/landing")


async def any_slug(exchange):
    """Find a page by the id in the middle of its path; what follows is decoration."""
    if exchange.path.startswith("/posts/x7Ka93/"):
        await exchange.reply(200, page("On something", " ".join(f"on{i}" for i in range(99))))
    else:
        await exchange.reply(404, page("Nothing here"))


async def any_slug_moved(exchange):
    if exchange.path == "/posts/x7Ka93/its-name":
        await exchange.reply(200, page("On something"))
    elif exchange.path.startswith("/posts/x7Ka93/"):
        await exchange.reply(301, Location="/posts/x7Ka93/its-name")
    else:
        await exchange.reply(404, page("Nothing here"))


async def error_with_the_address(exchange):
    text = f"We looked everywhere for {exchange.path} but it is not among our many pages. " * 5
    await exchange.reply(200, page("Our site", text))


async def colab(exchange):
    await exchange.reply(200, page("Google Colab"))


async def raw_files(exchange):
    there = exchange.path == "/org/repo/main/there.ipynb"
    await exchange.reply(200 if there else 404, "{}", "text/plain")


async def gists(exchange):
    there = exchange.path == "/somebody/0123abcd"
    await exchange.reply(200 if there else 404, page("gist"))


async def drive(exchange):
    if "/private/" in exchange.path:
        await exchange.reply(302, Location="https://accounts.google.web.org/v3/signin/identifier")
    else:
        await exchange.reply(404, page("Not found"))


async def youtube(exchange):
    if not exchange.path.startswith("/oembed"):
        await exchange.reply(200, page("YouTube"))
    elif "there000000" in exchange.path:
        await exchange.reply(200, json.dumps({"title": "A talk"}), "application/json")
    elif "secret00000" in exchange.path:
        await exchange.reply(401, "Unauthorized", "text/plain")
    elif "odd00000000" in exchange.path:
        await exchange.reply(500)
    else:
        await exchange.reply(404, "Not Found", "text/plain")


async def arxiv_api(exchange):
    """https://info.arxiv.org/help/api/user-manual.html: ids that no paper has are left out."""
    known = "2209.10652"
    entry = f"<entry><id>http://arxiv.org/abs/{known}v1</id><title>Toy Models</title></entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry if known in exchange.path else ''}</feed>"
    await exchange.reply(200, feed, "application/atom+xml")


async def github_api(exchange):
    there = exchange.path == "/repos/openai/CLIP-featurevis"
    await exchange.reply(200 if there else 404, "{}", "application/json")


ANCHORS = page(
    "Thing",
    '<h2 id="here">A</h2><a name="old"></a><h2 id="user-content-readme">R</h2>'
    '<h2 id="café">C</h2> the quick brown fox',
)
SCRIPTED = page(
    "Thing", '<div id="root"></div>' + "text " * 60, '<script src="/app.js"></script>{"#made"}'
)
FRAME = '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script>'
ESSAY = page("404 Not Found", " ".join(f"thought{i}" for i in range(500)))
FOR_SALE = page("fine-domain.web.org", "This domain is for sale. Make an offer.")
CHALLENGE = page("Just a moment...", "Enable JavaScript and cookies to continue")


def web(name, path="/thing"):
    return f"http://{name}.web.org{path}"


T = "/thing"
HERE = only(T, page("Thing"))
ROWS = [
    # What a status means
    Row("200 is alive", web("ok"), HERE, ALIVE),
    Row("204 is alive", web("s204"), at_thing(no_content), ALIVE),
    Row("206 is alive, asked for or not", web("s206"), only(T, "part", Content_Range="bytes 0-3/9"), ALIVE),
    Row("404 is failing", web("s404"), status(404), FAILED, most=1),
    Row("410 is gone", web("s410"), status(410), GONE, most=1),
    Row("400 is failing", web("s400"), status(400), FAILED),
    Row("500 is failing", web("s500"), status(500), FAILED),
    Row("416 without a range is failing", web("s416"), status(416), FAILED),
    Row("304 to no condition is no answer", web("s304"), not_modified, FAILED),
    Row("600 is no status of life", web("s600"), status(600), FAILED),
    *[
        Row(f"{code} is a refusal, not death", web(f"s{code}"), status(code), BLOCKED, most=1)
        for code in (401, 402, 403, 407, 412, 428, 440, 449, 451, 999)
    ],
    # How it is asked
    Row("HEAD is not believed when it says 404", web("head-dead"), head_lies_dead, ALIVE),
    Row("HEAD is not believed when it says 200", web("head-alive"), head_lies_alive, FAILED),
    Row("no Range is sent", web("range"), range_refused, ALIVE),
    Row("a query is part of the address", web("query", "/thing?v=1&w=2"), only("/thing?v=1&w=2", page("Thing")), ALIVE),
    # Asking again
    Row("503 is asked again", web("once-503"), first(status(503), then=HERE), ALIVE, most=2),
    Row("503 is not asked for ever", web("always-503"), status(503), FAILED, most=2),
    Row("a reset is asked again", web("once-reset"), first(reset, then=HERE), ALIVE, most=2),
    Row("Retry-After in seconds", web("wait-s"), first(status(429, Retry_After="1"), then=HERE), ALIVE, most=2),
    Row("Retry-After as a date, by the server's clock", web("wait-d"), first(wait_by_date, then=HERE), ALIVE, most=2),
    Row("Retry-After beyond a minute is not waited for", web("wait-h"), status(429, Retry_After="3600"), BLOCKED, most=1),
    Row("Retry-After that is nonsense", web("wait-x"), first(status(429, Retry_After="soon"), then=HERE), ALIVE, most=2),
    Row("Retry-After that is negative", web("wait-n"), first(status(429, Retry_After="-5"), then=HERE), ALIVE, most=2),
    Row("Retry-After too large for a clock", web("wait-l"), status(429, Retry_After="9" * 400), BLOCKED, most=1),
    Row("429 without end is a refusal", web("s429"), status(429), BLOCKED, most=2),
    # Bodies
    Row("chunked", web("chunked"), at_thing(chunked), ALIVE),
    Row("broken chunks: the status was the answer", web("broken-chunks"), at_thing(broken_chunks), ALIVE),
    Row("cut off: the status was the answer", web("cut-off"), at_thing(cut_off), ALIVE),
    Row("a body without end is left", web("endless"), at_thing(endless_body), ALIVE),
    Row("a body that drips is left", web("drip"), at_thing(dripping_body), ALIVE),
    Row("a bomb is not unpacked", web("bomb"), at_thing(gzip_bomb), ALIVE),
    Row("broken gzip: the status was the answer", web("broken-gzip"), at_thing(broken_gzip), ALIVE),
    Row("gzip is read", web("gzip"), packed, NOT_ITSELF, "soft-404: the page calls itself not found"),
    Row("deflate without its zlib coat is read", web("deflate"), bare_deflate, NOT_ITSELF, "soft-404: the page calls itself not found"),
    Row("an encoding nobody asked for", web("br"), only(T, b"\x1b\x03", Content_Encoding="br"), ALIVE),
    Row("a charset that is a lie", web("charset-lie"), only(T, "<title>Thing</title>é".encode("latin-1")), ALIVE),
    Row("a charset that is none", web("charset-none"), only(T, page("Thing"), kind="text/html; charset=klingon"), ALIVE),
    Row("a charset that is a codec for something else", web("charset-hex"), only(T, page("Thing"), kind="text/html; charset=hex"), ALIVE),
    # Connections and headers
    Row("headers that never come", web("silence"), silence, FAILED, "timeout"),
    Row("headers that drip", web("drip-headers"), dripping_headers, FAILED, "timeout"),
    Row("headers without end", web("endless-headers"), endless_headers, FAILED, "the answer is not HTTP"),
    Row("one huge header", web("huge-header"), huge_header, FAILED, "the answer is not HTTP"),
    Row("a reset", web("reset"), reset, FAILED, "connection broken"),
    Row("closed without an answer", web("close"), close, FAILED, "connection broken"),
    Row("half-closed after the answer", web("half-after"), at_thing(half_closed_after), ALIVE),
    Row("half-closed before the answer", web("half-before"), half_closed_before, FAILED, "connection broken"),
    Row("not HTTP", web("ssh"), not_http, FAILED, "the answer is not HTTP"),
    Row("nobody listens", web("refused"), HERE, FAILED, "connection refused"),
    Row("IPv6", web("six"), HERE, ALIVE),
    Row("a name that does not exist", web("no-such-name"), HERE, NO_NAME, "no-such-name"),
    Row("name servers that are down are not death", web("dns-down"), HERE, FAILED, "the name servers do not answer"),
    # TLS
    Row("TLS", "https://tls.web.org/thing", HERE, ALIVE),
    Row("TLS: expired", "https://expired.web.org/thing", HERE, FAILED, "certificate expired"),
    Row("TLS: for another host", "https://misnamed.web.org/thing", HERE, FAILED, "certificate for another host"),
    Row("TLS: unknown authority", "https://stranger.web.org/thing", HERE, FAILED, "certificate from an unknown authority"),
    Row("TLS: none at all", "https://plain-on-tls.web.org/thing", HERE, FAILED, "TLS fails"),
    # Redirects
    Row("301 is a move", web("r301"), redirects(301, then=status(200)), MOVED, final=web("r301", "/step/0")),
    Row("308 is a move", web("r308"), redirects(308, then=status(200)), MOVED, final=web("r308", "/step/0")),
    Row("302 is no move", web("r302"), redirects(302, then=status(200)), ALIVE, final=web("r302", "/step/0")),
    Row("one temporary hop makes all temporary", web("rmix"), redirects(301, 302, 301, then=status(200)), ALIVE, final=web("rmix", "/step/2")),
    Row("nine hops are followed", web("r9"), redirects(*[301] * 9, then=status(200)), MOVED, final=web("r9", "/step/8")),
    Row("redirects end somewhere", web("r-on"), onwards, FAILED, "too many redirects", final=web("r-on", "/n/9")),
    Row("a loop", web("r-loop"), loop, FAILED, "redirect loop", final=web("r-loop", "/b"), most=1),
    Row("a move to nothing is no move", web("r404"), redirects(301, then=status(404)), FAILED, final=web("r404", "/step/0")),
    Row("no Location", web("r-none"), everywhere("", 302), FAILED, "redirect without an address"),
    Row("no web address", web("r-js"), to("javascript:alert(1)"), FAILED, "redirect to something that is not a web page"),
    Row("a Location that cannot be read", web("r-bad"), to("http://[::1/"), FAILED, "redirect without an address"),
    Row("a Location beyond ASCII", web("r-utf8"), to("/café"), FAILED, final=web("r-utf8", "/caf%C3%A9")),
    Row("from https to http is told, and no move", "https://down.web.org/thing", to("http://ok.web.org/thing", 301), ALIVE, "leads from https to http", final="http://ok.web.org/thing"),
    Row("cookies are kept on the way", web("cookie"), cookie_wall, ALIVE),
    Row("cookies that do not help", web("cookie-loop"), cookie_loop, FAILED, "redirect loop"),
    # Is it itself?
    Row("soft 404: one page for all", web("soft-same", "/blog/thing"), everywhere(page("Our site")), NOT_ITSELF, "soft-404: made-up addresses get the same answer"),
    Row("soft 404: with the address in it", web("soft-echo", "/blog/thing"), error_with_the_address, NOT_ITSELF, "soft-404: made-up addresses get the same answer"),
    Row("soft 404: by its own words", web("soft-words"), only(T, page("Page not found | Site")), NOT_ITSELF, "soft-404: the page calls itself not found"),
    Row("soft 404: all are sent to one place", web("soft-land"), landing_for_all, NOT_ITSELF, "soft-404: made-up addresses get the same answer", final=web("soft-land", "/landing")),
    Row("an essay on error pages is not one", web("essay", "/404-not-found"), only("/404-not-found", ESSAY), ALIVE),
    Row("a site that ignores the end of a path", web("slug", "/posts/x7Ka93/some-name"), any_slug, ALIVE),
    Row("a site that corrects the end of a path", web("slug-moved", "/posts/x7Ka93/old"), any_slug_moved, MOVED, final=web("slug-moved", "/posts/x7Ka93/its-name")),
    Row("a frame filled by a script proves nothing", web("frame", "/app/thing"), everywhere(FRAME), ALIVE),
    Row("a page that names itself needs no neighbour", web("named", "/blog/a-page-on-mice"), everywhere(page("A page on mice")), ALIVE),
    Row("a front page has no neighbours", web("front", "/"), everywhere(page("Front")), ALIVE),
    Row("sent to the home page", web("home"), home_for_all, NOT_ITSELF, "sent to the home page", final=web("home", "/")),
    Row("home to home is fine", web("home2", "/index.html"), home_for_all, ALIVE, final=web("home2", "/")),
    Row("sent to a login", web("login"), redirects(302, then=to("/users/sign_in")), FAILED, final=web("login", "/step/0")),
    Row("sent to another host's login", web("login2"), to("http://accounts.web.org/v3/signin/x"), NOT_ITSELF, "sent to a login", final="http://accounts.web.org/v3/signin/x"),
    Row("asked for consent", web("consent"), to("http://consent.pages.web.org/m?continue=x"), BLOCKED, "asks for consent first", final="http://consent.pages.web.org/m?continue=x"),
    Row("parked", web("parked"), only(T, FOR_SALE), NOT_ITSELF, "parked domain"),
    Row("a note on domains for sale is not parked", web("unparked"), only(T, page("Thing", "x " * 500 + "this domain is for sale")), ALIVE),
    Row("a challenge with 403", web("chal403"), everywhere(CHALLENGE, 403), BLOCKED, "challenge"),
    Row("a challenge with 503", web("chal503"), everywhere(CHALLENGE, 503), BLOCKED, "challenge"),
    Row("a challenge with 200", web("chal200"), everywhere(CHALLENGE), BLOCKED, "challenge"),
    Row("a challenge told by a header", web("chalhead"), everywhere("", 200, cf_mitigated="challenge"), BLOCKED, "challenge"),
    # Anchors
    Row("an anchor by id", web("a-id", "/thing#here"), only(T, ANCHORS), ALIVE),
    Row("an anchor by name", web("a-name", "/thing#old"), only(T, ANCHORS), ALIVE),
    Row("an anchor as GitHub writes it", web("a-gh", "/thing#readme"), only(T, ANCHORS), ALIVE),
    Row("an anchor in percent signs", web("a-pc", "/thing#caf%C3%A9"), only(T, ANCHORS), ALIVE),
    Row("an anchor that is not there", web("a-none", "/thing#gone"), only(T, ANCHORS), NO_ANCHOR, "no anchor “gone”"),
    Row("#top is always there", web("a-top", "/thing#top"), only(T, ANCHORS), ALIVE),
    Row("a route is no anchor", web("a-route", "/thing#/page/2"), only(T, ANCHORS), ALIVE),
    Row("an anchor that a script may make", web("a-script", "/thing#made"), only(T, SCRIPTED), ALIVE),
    Row("an anchor in a frame", web("a-frame", "/thing#made"), only(T, FRAME), ALIVE),
    Row("an anchor in a page cut off", web("a-cut", "/thing#far"), at_thing(cut_off), ALIVE),
    Row("a text fragment", web("t-here", "/thing#:~:text=quick%20brown,fox"), only(T, ANCHORS), ALIVE),
    Row("a text fragment that is not there", web("t-none", "/thing#:~:text=lazy%20dog"), only(T, ANCHORS), NO_ANCHOR, "no text “lazy dog”"),
    # What is behind
    Row("a notebook that is there", "https://colab.research.google.com/github/org/repo/blob/main/there.ipynb", colab, ALIVE),
    Row("a notebook that is gone", "https://colab.research.google.com/github/org/repo/blob/main/gone.ipynb", colab, FAILED),
    Row("a gist that is there", "https://colab.research.google.com/gist/somebody/0123abcd/x.ipynb", colab, ALIVE),
    Row("nbviewer", "https://nbviewer.org/github/org/repo/blob/main/there.ipynb#Part-2", colab, ALIVE),
    Row("a private notebook", "https://colab.research.google.com/drive/private", colab, FAILED),
    # Second sources
    Row("a video that is there", "https://www.youtube.com/watch?v=there000000", youtube, ALIVE, key="yt:there000000"),
    Row("a video that is gone", "https://www.youtube.com/watch?v=gone0000000", youtube, FAILED, "unknown to youtube", key="yt:gone0000000"),
    Row("a video that may not be embedded", "https://www.youtube.com/watch?v=secret00000", youtube, ALIVE, key="yt:secret00000"),
    Row("a source that does not tell", "https://www.youtube.com/watch?v=odd00000000", youtube, BLOCKED, "its source does not tell", key="yt:odd00000000"),
    Row("a blocked paper, known to its source", "https://arxiv.org/abs/2209.10652", status(403), ALIVE, key="arxiv:2209.10652"),
    Row("a blocked paper, unknown to its source", "https://arxiv.org/abs/2209.99999", status(403), FAILED, "unknown to arxiv", key="arxiv:2209.99999"),
    Row("a blocked repository, known to its source", "https://github.com/openai/CLIP-featurevis", status(429), ALIVE, key="gh:openai/CLIP-featurevis"),
    Row("a blocked repository, unknown to its source", "https://github.com/nobody/nothing", status(429), FAILED, "unknown to github", key="gh:nobody/nothing"),
]  # fmt: skip

HOSTS = {row.host: row.behave for row in ROWS} | {
    "": status(404),
    "raw.githubusercontent.com": raw_files,
    "gist.github.com": gists,
    "drive.google.com": drive,
    "api.github.com": github_api,
    "export.arxiv.org": arxiv_api,
    "accounts.web.org": everywhere(page("Sign in")),
    "consent.pages.web.org": everywhere(page("Before you continue")),
    "nbviewer.org": colab,
}
