"""A web of many loopback hosts with a fixed latency, for side-by-side timing.

    python tests/measure/fakeweb.py PORT MILLISECONDS

On each of 127.0.0.1 to 127.0.0.254: ``/ok/N`` is a page that names N, ``/gone/N`` is a 404,
``/err/N`` a 500, ``/moved/N`` a 301 to ``/ok/N``; anything else is a 404, so that a made-up
neighbour is seen to be missing. ``/__stats`` gives, and resets, how many requests there were and
how many at once at most.
"""

from __future__ import annotations

import asyncio
import json
import sys

PAGE = (
    "<!doctype html><html><head><title>Link number {0}</title></head>"
    "<body><h1>Link number {0}</h1><p>Served at {1}.</p></body></html>"
)
REASONS = {200: "OK", 301: "Moved Permanently", 404: "Not Found", 500: "Internal Server Error"}


def answer(path, *, head):
    """Write the whole response for a path."""
    kind, _, number = path[1:].partition("/")
    if kind == "moved":
        return response(301, b"", f"location: /ok/{number}\r\n")
    status = {"err": 500, "ok": 200 if number.isdigit() else 404}.get(kind, 404)
    return response(status, b"" if head else PAGE.format(number, path).encode())


def response(status, body, more=""):
    """Write a response."""
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\ncontent-type: text/html; charset=utf-8\r\n"
    return f"{head}{more}content-length: {len(body)}\r\n\r\n".encode() + body


class Server(asyncio.Protocol):
    """One connection; requests may follow one another on it."""

    latency = 0.0
    requests = now = peak = 0

    def connection_made(self, transport):
        """Start with nothing read."""
        self.transport, self.read = transport, b""

    def data_received(self, data):
        """Answer each request after the latency."""
        self.read += data
        while b"\r\n\r\n" in self.read:
            request, self.read = self.read.split(b"\r\n\r\n", 1)
            method, path, _ = request.split(b"\r\n")[0].decode().split(" ", 2)
            if path == "/__stats":
                self.tell_stats()
                continue
            Server.requests += 1
            Server.now += 1
            Server.peak = max(Server.peak, Server.now)
            asyncio.get_running_loop().call_later(
                self.latency, self.send, answer(path, head=method == "HEAD")
            )

    def tell_stats(self):
        """Tell what was counted, and start anew."""
        body = json.dumps({"requests": Server.requests, "peak": Server.peak}).encode()
        Server.requests = Server.peak = 0
        self.transport.write(response(200, body))

    def send(self, data):
        """Send what was held back."""
        Server.now -= 1
        if not self.transport.is_closing():
            self.transport.write(data)


async def main(port, milliseconds):
    """Serve until killed."""
    Server.latency = milliseconds / 1000
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "0.0.0.0", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
