"""A small web on loopback sockets whose hosts behave as hosts of the real web do, or worse.

Each host name is one behaviour, so that what one does to the client cannot colour another. Names
are resolved by `Web.lookup`, which the library takes in place of the DNS.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cached_property

import trustme

PUBLIC = [
    "colab.research.google.com", "raw.githubusercontent.com", "gist.github.com", "github.com",
    "api.github.com", "www.youtube.com", "arxiv.org", "export.arxiv.org", "web.archive.org",
    "drive.google.com",
]  # fmt: skip


class Exchange:
    """One request on a connection, and the means to answer it as badly as needed."""

    def __init__(self, method, path, headers, *, writer, count):
        self.method, self.path, self.headers = method, path, headers
        self.writer, self.count = writer, count  # how often this was asked for

    async def raw(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status, **headers):
        lines = [f"HTTP/1.1 {status} Whatever"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.raw("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"))

    async def reply(self, status=200, body=b"", kind="text/html; charset=utf-8", **headers):
        body = body.encode() if isinstance(body, str) else body
        await self.head(status, Content_Type=kind, Content_Length=len(body), **headers)
        if self.method != "HEAD":
            await self.raw(body)

    def reset(self):
        """Break the connection so that the other side sees a reset."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.writer.transport.abort()


class Web:
    """Serves `hosts` (name -> coroutine function of an `Exchange`) from a thread of its own.

    Attributes:
        asked: How often each (host, path) was asked for.
        log: Each (host, path, headers) in order.
    """

    def __init__(self, hosts):
        self.hosts = hosts
        self.asked, self.log = Counter(), []
        self.ports, self.servers = {}, []

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._open())
        ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self._close())
        self.loop.close()

    async def _close(self):
        for server in self.servers:
            server.close()
        others = asyncio.all_tasks(self.loop) - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # What a client left open, a handshake among it, is not closed by the server (Python 3.13 can).
        for transport in list(self.loop._transports.values()):
            transport.abort()
        await asyncio.sleep(0.05)  # transports close a turn of the loop later

    async def _open(self):
        contexts = {"http": None, "six": None, "https": self.context(self.authority)}
        contexts["expired"] = self.context(self.authority, expired=True)
        contexts["stranger"] = self.context(trustme.CA())
        contexts["misnamed"] = self.context(self.authority, ["elsewhere.org"])
        contexts["plain-on-tls"] = None
        for name, context in contexts.items():
            at = "::1" if name == "six" else "127.0.0.1"
            serve = refuse if name == "plain-on-tls" else self._serve
            server = await asyncio.start_server(serve, at, 0, ssl=context, limit=2**20)
            self.servers.append(server)
            self.ports[name] = server.sockets[0].getsockname()[1]

    @cached_property
    def authority(self):
        return trustme.CA()

    def context(self, authority, names=None, *, expired=False):
        yesterday = datetime.now(UTC) - timedelta(days=1)
        certificate = authority.issue_cert(
            *(names or [*PUBLIC, "127.0.0.1", "*.web.org"]),
            not_after=yesterday if expired else None,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context

    def lookup(self, name, port):
        """Resolve as the names say: to one of our ports, or to nothing."""
        if name.startswith("no-such-name"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name.startswith("dns-down"):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if name.startswith("refused"):
            return [(socket.AF_INET, "127.0.0.1", closed_port())]
        if name.startswith("six"):
            return [(socket.AF_INET6, "::1", self.ports["six"])]
        special = name.partition(".")[0]
        if special not in self.ports:
            special = {443: "https"}.get(port, "http")
        return [(socket.AF_INET, "127.0.0.1", self.ports[special])]

    async def _serve(self, reader, writer):
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
        host = headers.get("host", "").partition(":")[0]
        self.asked[host, path] += 1
        self.log.append((host, path, headers))
        behave = self.hosts.get(host) or self.hosts[""]
        exchange = Exchange(method, path, headers, writer=writer, count=self.asked[host, path])
        return await behave(exchange) is not False


async def refuse(_, writer):
    """Answer anything as a plain server answers the start of TLS."""
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    writer.close()


def closed_port():
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
