"""Twins under the names of the sites they stand for: TLS on loopback, reached by lookup or proxy.

In one process the library takes `World.lookup` in place of the DNS; a command is told of the proxy
by its environment, as behind any company's wall. Neither needs to know of twins.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Self

import trustme
from aiohttp import web

if TYPE_CHECKING:
    from pathlib import Path


class World:
    """Serves applications by the names of their hosts, from a thread of its own.

    Attributes:
        asked: Each (host, path with query) in order.
        environ: What a command needs to find this world, and to trust it.
    """

    def __init__(self, hosts: dict[str, web.Application], folder: Path) -> None:
        self.hosts = hosts
        self.asked: list[tuple[str, str]] = []
        self.headers: list[tuple[str, dict[str, str]]] = []
        self.ports: dict[str, int] = {}
        self._bundle = folder / "twins.pem"
        self._runners: dict[str, web.AppRunner] = {}

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def environ(self) -> dict[str, str]:
        proxy = f"http://127.0.0.1:{self._proxy_port}"
        return {"HTTPS_PROXY": proxy, "HTTP_PROXY": proxy, "SSL_CERT_FILE": str(self._bundle)}

    @property
    def trust(self) -> dict[str, str]:
        return {"SSL_CERT_FILE": str(self._bundle)}

    def lookup(self, name: str, _port: int) -> list[tuple[int, str, int]]:
        if name not in self.ports:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, "127.0.0.1", self.ports[name])]

    def kill(self, host: str) -> None:
        """Take a host down, connections and all."""
        asyncio.run_coroutine_threadsafe(self._runners[host].cleanup(), self._loop)

    def paths(self, host: str) -> list[str]:
        return [path for name, path in self.asked if name == host]

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._close())
        self._loop.close()

    async def _open(self) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self._bundle))
        for host, app in self.hosts.items():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(host).configure_cert(context)
            runner = self._runners[host] = web.AppRunner(
                self._noting(host, app), shutdown_timeout=0.1
            )
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
            self.ports[host] = runner.addresses[0][1]
        self._proxy = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self._proxy_port = self._proxy.sockets[0].getsockname()[1]

    def _noting(self, host: str, app: web.Application) -> web.Application:
        @web.middleware
        async def note(request, handler):
            self.asked.append((host, request.path_qs))
            self.headers.append((host, dict(request.headers)))
            return await handler(request)

        app.middlewares.append(note)
        return app

    async def _close(self) -> None:
        self._proxy.close()
        others = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in others:  # some hang on purpose
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for runner in self._runners.values():
            await runner.cleanup()
        # What a client left open, a handshake among it, is not closed by the server (Python 3.13 can).
        for transport in list(self._loop._transports.values()):
            transport.abort()
        await asyncio.sleep(0.05)  # transports close a turn of the loop later

    async def _pass_on(self, reader, writer) -> None:
        """Be a proxy that knows CONNECT and nothing else (RFC 9110, 9.3.6)."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            host = head.split()[1].partition(":")[0]
            there = await asyncio.open_connection("127.0.0.1", self.ports[host])
        except (OSError, KeyError, asyncio.IncompleteReadError):
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pipe(reader, there[1]), pipe(there[0], writer))


async def pipe(reader, writer) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
