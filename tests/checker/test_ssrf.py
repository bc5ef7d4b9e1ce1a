"""No request leaves for an address that is not public, however it is written or reached."""

from __future__ import annotations

import socket
import threading
from datetime import date

import pytest

from linkroll.checker.config import CheckerConfig, Target
from linkroll.checker.run import check_targets
from linkroll.checker.ssrf import PrivateAddressError, guarded_socket, is_special
from linkroll.findings import SettingError
from linkroll.lock.check_cache import CheckCache
from linkroll.lock.verdict import Result
from web.behaviours import page, to
from web.server import Web

SPECIAL = [
    ("loopback", "127.0.0.1"), ("loopback, all of it", "127.255.3.4"), ("this network", "0.0.0.0"),
    ("private 10", "10.1.2.3"), ("private 172", "172.31.255.255"), ("private 192", "192.168.0.1"),
    ("link-local", "169.254.169.254"), ("carrier NAT", "100.64.0.1"), ("multicast", "224.0.0.1"),
    ("benchmarks", "198.18.0.1"), ("documentation", "192.0.2.1"), ("reserved", "240.0.0.1"),
    ("broadcast", "255.255.255.255"), ("protocols", "192.0.0.8"),
    ("IPv6 loopback", "::1"), ("IPv6 unspecified", "::"), ("IPv6 unique local", "fd00::1"),
    ("IPv6 link-local", "fe80::1"), ("IPv6 with a zone", "fe80::1%eth0"),
    ("a zone makes any address local", "2606:4700::1111%lo"),
    ("IPv6 site-local", "fec0::1"), ("IPv6 multicast", "ff02::1"),
    ("IPv6 documentation", "2001:db8::1"), ("mapped", "::ffff:127.0.0.1"),
    ("mapped, in hex", "::ffff:7f00:1"), ("mapped private", "::ffff:10.0.0.1"),
    ("NAT64", "64:ff9b::7f00:1"), ("NAT64 private", "64:ff9b::a00:1"),
    ("NAT64 for local use", "64:ff9b:1::808:808"), ("6to4", "2002:7f00:1::"),
    ("6to4 private", "2002:c0a8:1::1"), ("IPv4-compatible", "::127.0.0.1"),
    ("RFC 9637: documentation", "3fff::1"), ("RFC 9637: all of it", "3fff:fff::1"),
    ("RFC 9602: SRv6", "5f00::1"), ("RFC 9780: dummy prefix", "100:0:0:1::1"),
    ("RFC 2765: translated", "::ffff:0:7f00:1"), ("RFC 4291: not handed out", "4000::1"),
    ("Teredo", "2001:0:7f00:1::"), ("discard", "100::1"), ("no address", "localhost"),
]  # fmt: skip
PUBLIC = [
    ("IPv4", "93.184.216.34"), ("IPv6", "2606:4700:4700::1111"), ("mapped", "::ffff:8.8.8.8"),
    ("next to documentation", "3ffe:fff::1"),
    ("NAT64", "64:ff9b::808:808"), ("6to4", "2002:808:808::1"), ("next to private", "172.32.0.1"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "address"), SPECIAL, ids=[r for r, _ in SPECIAL])
def test_special(rule, address):
    assert is_special(address), rule


@pytest.mark.parametrize(("rule", "address"), PUBLIC, ids=[r for r, _ in PUBLIC])
def test_public(rule, address):
    assert not is_special(address), rule


def test_the_socket_itself_refuses():
    with pytest.raises(PrivateAddressError):
        guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
    scoped = ("2606:4700::1111", 80, 0, 3)
    with pytest.raises(PrivateAddressError):
        guarded_socket((socket.AF_INET6, socket.SOCK_STREAM, 6, "", scoped))


class Listener:
    """Listens on a port of every local address, and counts who comes."""

    def __enter__(self):
        self.heard = 0
        self.socket = socket.create_server(
            ("::", 0), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64
        )
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        return self

    def _listen(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.heard += 1
            connection.close()

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001", "0x7f.1", "127.0.0.1.", "localhost", "localhost.", "LOCALHOST", "0", "0.0.0.0",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::1%25lo]", "[fe80::1%25lo]", "[::1%lo]",
    "%31%32%37.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "user:word@127.0.0.1", "inside.web.org", "rebinding.web.org",
]  # fmt: skip


class Names:
    """Names that lead inside: one always, one at every second question, the rest as ever."""

    def __init__(self):
        self.questions = 0

    def __call__(self, name, port):
        if name == "rebinding.web.org":
            self.questions += 1
            address = "127.0.0.1" if self.questions % 2 else "203.0.113.9"
            return [(socket.AF_INET, address, port)]
        if name in {"inside.web.org", "outside.web.org"}:
            return [(socket.AF_INET, "127.0.0.1", port)]
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        return [(family, address[0], address[1]) for family, _, _, _, address in found]


def test_every_spelling_of_here_is_refused():
    with Listener() as listener:
        urls = [f"http://{host}:{listener.port}/x" for host in SPELLINGS]
        urls += [url.replace("http:", "https:") for url in urls]
        targets = [Target(url, url) for url in urls]
        settings = CheckerConfig(budget=20, rate=1000, timeout=3, lookup=Names())
        report = check_targets(targets, settings, CheckCache(None, date(2026, 1, 1)))
        assert listener.heard == 0
    assert report.surprises == []
    assert {seen.result for seen in report.seen.values()} <= {Result.FAILED, Result.NO_SUCH_NAME}
    refused = [t.url for t, s in report.seen.items() if "private address" in s.outcome.reason]
    assert len(refused) >= len(urls) / 3  # the rest is no URL, or no name


def test_the_listener_would_have_heard():
    """The same addresses with the switch: what the test above relies on is true."""
    with Listener() as listener:
        url = f"http://127.0.0.1:{listener.port}/x"
        settings = CheckerConfig(budget=20, timeout=3, allow_private=True)
        check_targets([Target(url, url)], settings, CheckCache(None, date(2026, 1, 1)))
        assert listener.heard > 0


def test_a_redirect_to_here_is_not_followed(monkeypatch):
    """One public host, played by a loopback server, redirects to every spelling."""
    with Listener() as listener:
        places = [f"http://{host}:{listener.port}/x" for host in SPELLINGS if host.isascii()]
        places.append(f"//127.0.0.1:{listener.port}/x")
        hosts = {f"r{i}.web.org": to(place) for i, place in enumerate(places)}
        with Web(hosts | {"": to("/")}) as web:
            public = "93.184.216.34"
            play_public(monkeypatch, public, web.ports["http"])
            names = Names()

            def lookup(name, port):
                outside = name.startswith("r") and name != "rebinding.web.org"
                return [(socket.AF_INET, public, port)] if outside else names(name, port)

            targets = [Target(host, f"http://{host}/thing") for host in hosts]
            settings = CheckerConfig(budget=20, rate=1000, timeout=3, lookup=lookup)
            report = check_targets(targets, settings, CheckCache(None, date(2026, 1, 1)))
            assert sum(web.asked.values()) >= len(places)
        assert listener.heard == 0
    assert not [s for s in report.seen.values() if s.result in {Result.ALIVE, Result.MOVED}]


def play_public(monkeypatch, public, port):
    """Let one public address be answered by a loopback port, below the guard."""
    import asyncio

    plain = asyncio.SelectorEventLoop.sock_connect

    async def sock_connect(self, sock, address):
        here = ("127.0.0.1", port) if address[0] == public else address
        return await plain(self, sock, here)

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", sock_connect)


def test_a_proxy_may_be_a_neighbour():
    """Whoever runs this names the proxy; it is still not sent to addresses in here."""

    async def proxy(exchange):
        await exchange.reply(200, page("Thing"))

    with Web({"": proxy}) as web:
        environ = {"HTTP_PROXY": f"http://127.0.0.1:{web.ports['http']}", "NO_PROXY": "direct.org"}
        here = [f"http://{host}/thing" for host in SPELLINGS[:-2]]
        urls = ["http://r.web.org/thing", *here]
        settings = CheckerConfig(budget=20, rate=1000, timeout=3, environ=environ)
        report = check_targets(
            [Target(u, u) for u in urls], settings, CheckCache(None, date(2026, 1, 1))
        )
        assert set(web.asked) == {("r.web.org", "http://r.web.org/thing")}
    alive = [t.url for t, seen in report.seen.items() if seen.result is Result.ALIVE]
    assert alive == ["http://r.web.org/thing"]


# RFC 6761, 6762, 8375, 7686; ".internal" is ICANN's choice of 2024.
PRIVATE_NAMES = [
    "localhost.localdomain", "printer.local", "db.internal", "metadata.google.internal",
    "router.home.arpa", "wiki.corp", "nas.lan", "intranet", "x.localhost", "metadata", "a.onion",
    "METADATA.GOOGLE.INTERNAL.",
]  # fmt: skip


def test_private_names_are_not_handed_to_a_proxy():
    async def proxy(exchange):
        await exchange.reply(200, page("Thing"))

    with Web({"": proxy}) as web:
        at = f"http://127.0.0.1:{web.ports['http']}"
        urls = [f"{scheme}://{name}/x" for name in PRIVATE_NAMES for scheme in ("http", "https")]
        settings = CheckerConfig(
            budget=20, rate=1000, environ={"HTTP_PROXY": at, "HTTPS_PROXY": at}
        )
        targets = [Target(url, url) for url in [*urls, "http://internal.web.org/x"]]
        check_targets(targets, settings, CheckCache(None, date(2026, 1, 1)))
        assert {host for host, _ in web.asked} == {"internal.web.org"}


def test_no_proxy_goes_straight():
    with Web({"": to("/")}) as web, Listener() as proxy:
        environ = {"http_proxy": f"http://127.0.0.1:{proxy.port}", "no_proxy": ".web.org"}
        settings = CheckerConfig(budget=20, timeout=3, environ=environ, allow_private=True,
                            lookup=web.lookup)  # fmt: skip
        url = "http://s.web.org/thing"
        check_targets([Target(url, url)], settings, CheckCache(None, date(2026, 1, 1)))
        assert web.asked["s.web.org", "/thing"]
        assert proxy.heard == 0


@pytest.mark.parametrize(
    "proxy",
    ["http://127.0.0.1:notaport", "http://", "http://:80", "http://a:99999", "http://[::1",
     "https://[zz]:3", "http://a..b", f"http://{64 * 'a'}:80"],
)  # fmt: skip
def test_a_proxy_that_is_no_address_is_refused_before_anything_is_asked(proxy):
    with pytest.raises(SettingError, match="HTTPS_PROXY is no address"):
        CheckerConfig(environ={"https_proxy": proxy})
