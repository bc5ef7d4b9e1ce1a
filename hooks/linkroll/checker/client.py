"""One request, politely and within bounds: the only place where a connection is made."""

from __future__ import annotations

import asyncio
import logging
import ssl
import zlib
from base64 import b64encode
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote
from urllib.request import (  # type: ignore[attr-defined] # typeshed leaves it out
    proxy_bypass_environment,
)
from weakref import WeakSet

import aiohttp
from yarl import URL

from linkroll.checker.dns import Resolver
from linkroll.checker.errors import (
    EXPECTED,
    NO_URL,
    PRIVATE,
    REFUSING,
    FetchError,
    explain,
    explain_lookup,
)
from linkroll.checker.rate_limit import RefusingError
from linkroll.checker.response_parser import LenientHandler
from linkroll.checker.ssrf import guarded_socket, is_address, is_private_name
from linkroll.findings import SettingError
from linkroll.urls.parse import DEFAULT_PORTS, WebUrl, parse_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from linkroll.checker.config import CheckerConfig
    from linkroll.checker.rate_limit import RateLimiter

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# Bounds on what a server may send; bodies are bounded by what the caller asks for.
LINE, FIELD, FIELDS = 32 * 1024, 64 * 1024, 256
COMPRESSED = 4  # what arrives may be this many times what is wanted of it
READABLE = ("html", "text/", "json", "xml")
ANYTHING = ("",)
BODY = 256 * 1024
FILES = 8192  # what we would like to have open at most; many systems give 256 or 1024 unasked
NOTHING: Mapping[str, str] = {}


log = logging.getLogger(__name__)


@dataclass(slots=True)
class Response:
    """What came back: a status with headers and the start of a body, or why none came."""

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    set_cookies: Sequence[str] = ()
    body: bytes = b""
    whole: bool = False  # whether the body ended within the bound
    fetch_error: FetchError | None = None


class Client:
    """An HTTP client with the manners of `RateLimiter` and the bounds of this module.

    Attributes:
        requests: How many were sent.
        reached: Set once anything out there reacted.
    """

    def __init__(self, settings: CheckerConfig, hosts: RateLimiter) -> None:
        self.requests = 0
        self.reached = asyncio.Event()
        self.proxies = settings.proxies
        self._settings = settings
        self._hosts = hosts
        self._in_flight = asyncio.Semaphore(settings.in_flight)
        self._resolver = Resolver(settings.lookup)
        self._stack = AsyncExitStack()
        self._transports: WeakSet[asyncio.WriteTransport] = WeakSet()

    async def __aenter__(self) -> Self:
        raise_file_limit(FILES)
        guard = None if self._settings.allow_private else guarded_socket
        self._direct = await self._open(guard)
        # The proxy is named by whoever runs this, and may well be a neighbour; what lies behind
        # it is resolved by the proxy, out of our sight.
        self._proxied = await self._open(None) if self.proxies else self._direct
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        # A polite end of TLS waits for a server that may go on sending for ever.
        for transport in self._transports:
            transport.abort()
        await asyncio.sleep(0)  # the loop closes what was aborted in its next turn

    async def fetch(
        self,
        url: str,
        headers: Mapping[str, str] = NOTHING,
        limit: int = BODY,
        body: bytes | None = None,
        kinds: Sequence[str] = READABLE,
    ) -> Response:
        """Send one GET, or POST where there is a body, without following redirects.

        Args:
            url: Absolute, http or https.
            headers: Added to ours.
            limit: Bytes of the answer's body to read, after decompression.
            body: What to send.
            kinds: Parts of the content types to read; the body of any other is left unread.

        Raises:
            TooLateError: The host's next turn comes after the end of the run.
        """
        parsed = parse_url(url)
        if parsed is None:
            return Response(url, fetch_error=NO_URL)
        host, origin = parsed.host, parsed.origin
        fetch_error = self._hosts.down(origin) or await self._cannot_be_reached(parsed)
        if fetch_error:
            self._hosts.failed(origin, fetch_error)
            return Response(url, fetch_error=fetch_error)
        try:
            async with self._hosts.turn(host), self._in_flight:
                fetch_error = self._hosts.down(origin)  # it may have gone down while we waited
                answer = (
                    Response(url, fetch_error=fetch_error)
                    if fetch_error
                    else await self._send(url, parsed, headers, body, (limit, kinds))
                )
        except RefusingError:
            return Response(url, fetch_error=REFUSING)
        if answer.fetch_error is None:
            self._hosts.answered(host, origin, answer.status)
        else:
            self._hosts.failed(origin, answer.fetch_error)
        return answer

    async def _cannot_be_reached(self, url: WebUrl) -> FetchError | None:
        """Return why no request can be sent; None where one can.

        The name is looked up here, before the request's time begins: a slow lookup of another
        name must not count against this link.
        """
        if not self._settings.allow_private and is_private_name(url.host):
            return PRIVATE
        if proxy_for(url, self.proxies) or is_address(url.host):
            return None
        try:
            await self._resolver.prepare(url.host, url.port or DEFAULT_PORTS[url.scheme])
        except EXPECTED as error:
            return explain_lookup(error)
        return None

    async def _send(
        self,
        url: str,
        parsed: WebUrl,
        headers: Mapping[str, str],
        body: bytes | None,
        reading: tuple[int, Sequence[str]],
    ) -> Response:
        """Send the request and tell errors from answers."""
        proxy = proxy_for(parsed, self.proxies)
        self.requests += 1
        log.debug("requesting %s", url)
        session = self._proxied if proxy else self._direct
        method = "GET" if body is None else "POST"
        if parsed.userinfo:
            headers = {"Authorization": basic_auth(parsed.userinfo), **headers}
        try:
            async with session.request(
                method,
                exact_url(parsed),
                headers=headers,
                data=body,
                proxy=proxy,
                allow_redirects=False,
            ) as response:
                self.reached.set()
                cookies = response.headers.getall("Set-Cookie", ())
                answer = Response(url, response.status, response.headers, cookies)
                answer.body, answer.whole = await read(response, *reading)
                log.debug("%s: HTTP %d, %d bytes", url, answer.status, len(answer.body))
                return answer
        except EXPECTED as error:
            fetch_error = explain(error)
            log.debug("%s: %s", url, fetch_error.reason)
            if fetch_error.reached:
                self.reached.set()
            return Response(url, fetch_error=fetch_error)

    async def _open(self, socket_factory: Callable[..., object] | None) -> aiohttp.ClientSession:
        settings = self._settings
        bundle = settings.environ.get("SSL_CERT_FILE")
        connector = Connector(
            self.reached,
            self._transports,
            resolver=self._resolver,
            ttl_dns_cache=None,  # one answer for the whole run
            limit=0,  # `RateLimiter` and the semaphore are the limits
            # A late response to one link must not be taken for the next one's: no connection is
            # used twice.
            force_close=True,
            ssl=tls_context(bundle) if bundle else True,
            socket_factory=socket_factory,
        )
        session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(
                total=settings.timeout, sock_connect=settings.timeout * 2 / 3
            ),
            headers={
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "en,*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=LINE,
            max_field_size=FIELD,
            max_headers=FIELDS,
        )
        return await self._stack.enter_async_context(session)


class Connector(aiohttp.TCPConnector):
    """Connections that tell when the first one stands: then there is a network.

    All that stand are noted, so that the end of a run can be theirs too.
    """

    def __init__(
        self,
        reached: asyncio.Event,
        transports: WeakSet[asyncio.WriteTransport],
        **options: object,
    ) -> None:
        super().__init__(**options)  # type: ignore[arg-type] # passed on as they are
        self._factory = partial(LenientHandler, loop=asyncio.get_running_loop())  # type: ignore[assignment] # a subclass of it
        self._reached = reached
        self._transports = transports

    async def connect(self, *question: Any, **options: Any) -> aiohttp.connector.Connection:  # noqa: ANN401 - passed on
        """Connect as ever."""
        connection = await super().connect(*question, **options)
        self._reached.set()
        if connection.transport is not None:
            self._transports.add(connection.transport)
        return connection


async def read(
    response: aiohttp.ClientResponse, limit: int, kinds: Sequence[str] = READABLE
) -> tuple[bytes, bool]:
    """Read the start of a body, and whether that was all of it.

    What breaks off, never ends or cannot be unpacked is read as far as it goes: the status was
    the answer, the body is only evidence.
    """
    if not any(kind in response.content_type for kind in kinds):
        return b"", False
    unpack = unpacker(response.headers.get("Content-Encoding", "").strip().lower())
    body, arrived = bytearray(), 0
    try:
        while len(body) < limit and arrived < COMPRESSED * limit:
            if not (chunk := await response.content.readany()):
                return bytes(body), True
            arrived += len(chunk)
            body += unpack(chunk, limit - len(body))
    except (*EXPECTED, zlib.error):
        pass
    return bytes(body), False


def exact_url(url: WebUrl) -> URL:
    """Return what makes aiohttp request a URL as it is written.

    yarl drops an empty query, so the whole request target is handed over as the path.
    """
    host = url.host[1:-1] if url.host.startswith("[") else url.host
    return URL.build(scheme=url.scheme, host=host, port=url.port, path=url.target, encoded=True)


def basic_auth(credentials: str) -> str:
    """Return the ``Authorization`` header for ``user:password`` in a URL (RFC 7617)."""
    user, _, password = credentials.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode("utf-8", "replace")
    return f"Basic {b64encode(pair).decode()}"


def unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Give a function that unpacks a chunk into at most so many bytes."""
    if encoding in {"", "identity"}:
        return lambda chunk, room: chunk[:room]
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        return lambda _chunk, _room: b""
    machine = None

    def unpack(chunk: bytes, room: int) -> bytes:
        nonlocal machine
        if machine is None:  # "deflate" is zlib to the standard and bare deflate to some servers
            bare = encoding == "deflate" and chunk[0] & 0x0F != 8
            machine = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        return machine.decompress(machine.unconsumed_tail + chunk, room)

    return unpack


def raise_file_limit(wanted: int) -> None:
    """Ask the system for more open files, as far as it lets us; Windows has no such limit."""
    if resource is None:
        return  # type: ignore[unreachable] # typeshed is read as on this system
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def tls_context(bundle: str) -> ssl.SSLContext:
    """Return the conditions of TLS with the certificates of a file.

    Raises:
        SettingError: There is no such file, or no certificate in it.
    """
    try:
        return ssl.create_default_context(cafile=bundle)
    except OSError as error:
        said = f"SSL_CERT_FILE is “{bundle}”, which cannot be used: {error.strerror}"
        raise SettingError(said) from None


def proxy_for(url: WebUrl, proxies: Mapping[str, str]) -> str | None:
    """Return the proxy for a URL; None where it is requested directly."""
    if not proxies or proxy_bypass_environment(url.host, dict(proxies)):
        return None
    return proxies.get(url.scheme) or proxies.get("all")
