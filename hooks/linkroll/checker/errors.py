"""What can go wrong before an answer is there, told apart."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass

import aiohttp

from linkroll.checker.ssrf import PrivateAddressError
from linkroll.lock.verdict import Result


@dataclass(frozen=True, slots=True)
class FetchError:
    """Why there is no answer.

    Attributes:
        reason: In a few words.
        result: What it means for the link; None where it says nothing about the link.
        reached: Whether something out there reacted, so that there is a network.
        local: Whether it was found without asking anything.
        passing: Whether a second try is worth while.
        strike: How much it counts against the whole host, until something answers there: at 1 the
            host is taken to be down, and its other links are not asked one by one.
    """

    reason: str
    result: Result | None = Result.FAILED
    reached: bool = False
    local: bool = False
    passing: bool = False
    strike: float = 0.0


NO_SUCH_NAME = FetchError(Result.NO_SUCH_NAME.value, Result.NO_SUCH_NAME, strike=1)
NO_ADDRESS = FetchError("the name has no address", strike=1)
DNS = FetchError("the name servers do not answer", passing=True, strike=1 / 2)
REFUSED = FetchError("connection refused", reached=True, strike=1 / 3)
UNREACHABLE = FetchError("no way to the host", strike=1 / 3)
NO_CONNECTION = FetchError("timeout while connecting", strike=1 / 3)
SILENT = FetchError("timeout", reached=True, passing=True, strike=1 / 10)
RESET = FetchError("connection broken", reached=True, passing=True, strike=1 / 10)
NOT_HTTP = FetchError("the answer is not HTTP", reached=True)
NO_URL = FetchError("not an address that can be asked", local=True)
PRIVATE = FetchError("leads to a private address, which is never asked", local=True)
PROXY = FetchError("the proxy does not let us through", result=None)
CROWDED = FetchError("too many open files here", result=None, local=True)
REFUSING = FetchError("its host asks to be left alone", result=None, local=True)
TLS = FetchError("TLS fails", reached=True)

# OpenSSL's X509_V_ERR_* codes, as `ssl.SSLCertVerificationError.verify_code` gives them.
CERTIFICATES = {
    9: "certificate not valid yet",
    10: "certificate expired",
    18: "certificate from an unknown authority (self-signed)",
    19: "certificate from an unknown authority",
    20: "certificate from an unknown authority",
    21: "certificate from an unknown authority",
    23: "certificate revoked",
    62: "certificate for another host",
    64: "certificate for another host",
}
DNS_ERRORS = {
    socket.EAI_NONAME: NO_SUCH_NAME,
    getattr(socket, "EAI_NODATA", -5): NO_ADDRESS,
    getattr(socket, "EAI_ADDRFAMILY", -9): NO_ADDRESS,
}
CONNECT_ERRORS = {
    errno.ECONNREFUSED: REFUSED,
    errno.ENETUNREACH: UNREACHABLE,
    errno.EHOSTUNREACH: UNREACHABLE,
    errno.ENETDOWN: UNREACHABLE,
    errno.EADDRNOTAVAIL: UNREACHABLE,
    errno.ETIMEDOUT: NO_CONNECTION,
    errno.EMFILE: CROWDED,
    errno.ENFILE: CROWDED,
}
# The first class that an exception belongs to decides.
CLASSES: tuple[tuple[type[BaseException], FetchError], ...] = (
    (aiohttp.ClientHttpProxyError, PROXY),
    (aiohttp.ClientProxyConnectionError, PROXY),
    (aiohttp.ConnectionTimeoutError, NO_CONNECTION),
    (TimeoutError, SILENT),
    (aiohttp.ServerDisconnectedError, RESET),
    (aiohttp.ClientSSLError, TLS),
    (aiohttp.ClientOSError, RESET),
    (aiohttp.ClientPayloadError, RESET),
    (aiohttp.InvalidURL, NO_URL),
    (aiohttp.NonHttpUrlClientError, NO_URL),
    (aiohttp.ClientResponseError, NOT_HTTP),
    (OSError, RESET),
    (ValueError, NO_URL),  # a name that IDNA cannot write, a port out of range
)
EXPECTED = (aiohttp.ClientError, OSError, ValueError)


def explain(error: BaseException) -> FetchError:
    """Say what an exception of the HTTP client means."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return certificate(error.certificate_error)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return DNS_ERRORS.get(error.os_error.errno or 0, DNS)
    if isinstance(error, aiohttp.ClientConnectorError):
        if isinstance(error.os_error, PrivateAddressError):
            return PRIVATE
        known = CONNECT_ERRORS.get(error.os_error.errno or 0)
        if known is not None and not isinstance(error, aiohttp.ClientProxyConnectionError):
            return known
    return next(fetch_error for kind, fetch_error in CLASSES if isinstance(error, kind))


def explain_lookup(error: BaseException) -> FetchError:
    """Return what the failure of a lookup means."""
    return DNS_ERRORS.get(error.errno or 0, DNS) if isinstance(error, OSError) else NO_URL


def certificate(error: Exception) -> FetchError:
    """Tell the ways apart in which a certificate fails."""
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else None
    if code is None:
        return TLS
    return FetchError(CERTIFICATES.get(code, "certificate not valid"), reached=True)
