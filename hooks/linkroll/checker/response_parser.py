"""HTTP/1.1 responses as leniently as browsers read them, within bounds.

aiohttp's own parser rejects what every browser accepts: a header line without a colon, the same
Content-Length twice or beside ``chunked``, bytes after the announced end. For a link checker each
of these is a living link that is called dead. The parser below takes its place. It reads one
response and nothing after it, so the result is the same however the network cuts the bytes into
packets.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import ClientPayloadError, HttpVersion
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.http_parser import RawResponseMessage
from aiohttp.streams import StreamReader
from multidict import CIMultiDict, CIMultiDictProxy

if TYPE_CHECKING:
    import asyncio

MOST_HEAD = 256 * 1024  # bytes; Chromium's limit for all header lines together
MOST_LINES = 1000
MOST_CHUNK_LINE = 4096
NO_BODY = frozenset({101, 204, 304})
PREFIX = b"HTTP/"

STATUS_LINE = re.compile(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?:[ \t]+(.*))?", re.IGNORECASE)
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
# A header name is a token (RFC 9110, 5.6.2); what has no such name is skipped.
NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")


class LenientHandler(ResponseHandler):
    """aiohttp's connection with `ResponseParser` in place of its own parser."""

    def set_response_params(self, **params: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Expect one response."""
        super().set_response_params(**params)
        limit = params.get("read_bufsize", 2**16)
        self._parser = ResponseParser(self, self._loop, limit, params.get("timer"))  # type: ignore[assignment] # it has the part of the interface that the connection uses


class ResponseParser:
    """Reads one final response, and the interim ones (1xx) before it.

    Args:
        protocol: The connection, which is paused while nobody reads the body.
        loop: The event loop.
        limit: Bytes of the body that may wait to be read.
        timer: Ends a read that takes too long.
    """

    def __init__(
        self,
        protocol: ResponseHandler,
        loop: asyncio.AbstractEventLoop,
        limit: int,
        timer: Any,  # noqa: ANN401 - aiohttp does not export its type
    ) -> None:
        self._new_body = partial(StreamReader, protocol, limit, timer=timer, loop=loop)
        self._head = bytearray()
        self._body: StreamReader | None = None
        self._left: int | None = None  # bytes of the body or the chunk; None up to the end
        self._chunks: ChunkedBody | None = None
        self._complete = False

    def pause_reading(self) -> None:
        """Do nothing: what has arrived is parsed at once, and the transport itself is paused."""

    def feed_data(
        self, data: bytes
    ) -> tuple[list[tuple[RawResponseMessage, StreamReader]], bool, bytes]:
        """Take what arrived; give the responses that begin in it.

        Raises:
            BadHttpMessage: It is not HTTP, or its header lines exceed the bounds.
        """
        found: list[tuple[RawResponseMessage, StreamReader]] = []
        while data and self._body is None:
            data = self._feed_head(data, found)
        if data and not self._complete:
            self._feed_body(data)
        return found, False, b""

    def feed_eof(self) -> None:
        """Note the end of the connection.

        Raises:
            ClientPayloadError: The body is shorter than announced.
        """
        if self._body is None or self._complete:
            return
        if self._left is not None or self._chunks is not None:
            raise ClientPayloadError("the connection ended before the body did")
        self._end()

    def _feed_head(
        self, data: bytes, found: list[tuple[RawResponseMessage, StreamReader]]
    ) -> bytes:
        """Take bytes of header lines; give what follows them."""
        if not self._head:
            data = data.lstrip(b"\r\n")  # empty lines before a response (RFC 9112, 2.2)
        searched = max(0, len(self._head) - 3)
        self._head += data
        if not PREFIX.startswith(self._head[: len(PREFIX)].upper()):
            raise BadHttpMessage("not HTTP")
        end = END_OF_HEAD.search(self._head, searched)
        if end is None or end.end() > MOST_HEAD:
            if len(self._head) > MOST_HEAD:
                raise BadHttpMessage("header lines without end")
            return b""
        rest = bytes(self._head[end.end() :])
        message = parse_head(bytes(self._head[: end.start()]))
        self._head.clear()
        body = self._new_body()
        found.append((message, body))
        if 100 <= message.code < 200 and message.code != 101:
            body.feed_eof()
            return rest
        self._body = body
        self._begin_body(message)
        return rest

    def _begin_body(self, message: RawResponseMessage) -> None:
        """Choose how the end of the body is found (RFC 9112, 6.3)."""
        if message.code in NO_BODY:
            self._end()
        elif message.chunked:
            self._chunks = ChunkedBody()
        else:
            self._left = content_length(message.headers.getall("Content-Length", ()))
            if self._left == 0:
                self._end()

    def _feed_body(self, data: bytes) -> None:
        """Take bytes of the body."""
        assert self._body is not None  # noqa: S101 - the caller has seen to it
        if self._chunks is not None:
            if part := self._chunks.feed(data):
                self._body.feed_data(part)
            if self._chunks.broken:
                self._complete = True
                self._body.set_exception(ClientPayloadError("a chunk that is none"))
            elif self._chunks.complete:
                self._end()
            return
        if self._left is not None:
            data = data[: self._left]  # what is longer than announced is left out
            self._left -= len(data)
        self._body.feed_data(data)
        if self._left == 0:
            self._end()

    def _end(self) -> None:
        """End the body; what arrives from now on is not looked at."""
        assert self._body is not None  # noqa: S101 - only called with one
        self._complete = True
        self._body.feed_eof()


class ChunkedBody:
    """Decodes the chunked transfer coding (RFC 9112, 7.1); trailers are skipped.

    Attributes:
        complete: Whether the last chunk was seen.
        broken: Whether a size cannot be read; the body ends there.
    """

    def __init__(self) -> None:
        self.complete = False
        self.broken = False
        self._left = 0
        self._line = bytearray()

    def feed(self, data: bytes) -> bytes:
        """Take what arrived; give the content in it."""
        parts: list[bytes] = []
        at = 0
        while at < len(data) and not (self.complete or self.broken):
            if self._left:
                part = data[at : at + self._left]
                parts.append(part)
                self._left -= len(part)
                at += len(part)
            else:
                at = self._feed_size(data, at)
        return b"".join(parts)

    def _feed_size(self, data: bytes, at: int) -> int:
        """Take the line with a chunk's size; give the place after it."""
        end = data.find(b"\n", at)
        stop = len(data) if end < 0 else end + 1
        self._line += data[at:stop]
        if len(self._line) > MOST_CHUNK_LINE:
            self.broken = True
        elif end >= 0:
            line, self._line = bytes(self._line).strip(b"\r\n"), bytearray()
            if line:  # the end of the chunk before is an empty line
                size = CHUNK_SIZE.fullmatch(line)
                self.broken = size is None
                self._left = int(size[1], 16) if size else 0
                self.complete = size is not None and self._left == 0
        return stop


def parse_head(head: bytes) -> RawResponseMessage:
    """Parse a status line and header lines.

    Raises:
        BadHttpMessage: The first line is no status line, or two lengths contradict each other.
    """
    first, *lines = re.split(rb"\r?\n", head, maxsplit=MOST_LINES)[: MOST_LINES + 1]
    status = STATUS_LINE.fullmatch(first)
    if status is None:
        raise BadHttpMessage("not HTTP")
    headers: CIMultiDict[str] = CIMultiDict()
    last = ""
    for line in lines:
        if line[:1] in (b" ", b"\t"):  # a line that goes on (RFC 9112, 5.2)
            if last:
                values = headers.popall(last)
                headers.extend((last, value) for value in values[:-1])
                headers.add(last, f"{values[-1]} {as_text(line)}")
            continue
        name, colon, value = line.partition(b":")
        last = ""
        if colon and NAME.fullmatch(name.rstrip(b" \t")):
            last = name.rstrip(b" \t").decode("ascii")
            headers.add(last, as_text(value))
    codings = ",".join(headers.getall("Transfer-Encoding", ())).lower()
    chunked = codings.rpartition(",")[2].strip() == "chunked"
    if not chunked:
        content_length(headers.getall("Content-Length", ()))
    return RawResponseMessage(
        version=HttpVersion(int(status[1]), int(status[2] or 0)),
        code=int(status[3]),
        reason=as_text(status[4] or b""),
        headers=CIMultiDictProxy(headers),
        raw_headers=(),
        should_close=True,
        compression=None,
        upgrade=False,
        chunked=chunked,
    )


def content_length(values: Any) -> int | None:  # noqa: ANN401 - a list or a tuple of texts
    """Read Content-Length; None where the body goes on to the end of the connection.

    The same number twice counts once, and what is no number is ignored, as in browsers; two
    numbers that differ are an error there and here (RFC 9110, 8.6).

    Raises:
        BadHttpMessage: Two lengths contradict each other.
    """
    numbers = {part.strip() for value in values for part in value.split(",")}
    known = {int(number[:18]) for number in numbers if number.isascii() and number.isdigit()}
    if len(known) > 1:
        raise BadHttpMessage("two lengths")
    return known.pop() if known else None


def as_text(value: bytes) -> str:
    """Decode a header's value; bytes that are not UTF-8 become surrogates, and NUL a blank."""
    return value.strip(b" \t\r").replace(b"\0", b" ").decode("utf-8", "surrogateescape")
