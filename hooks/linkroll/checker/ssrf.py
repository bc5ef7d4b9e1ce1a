"""Which addresses are never asked, and the socket that refuses them.

A page can name any address, and a name can lead to any: to the machine that builds the site, to
its neighbours, to a cloud's metadata service. The refusal stands where the socket is made, so it
sees the very address that is connected to, whatever the spelling of the URL, the DNS answer of a
moment before, or the redirect that led there.
"""

from __future__ import annotations

import errno
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import unquote

# NAT64 (RFC 6052): a gateway hands the packet on to the IPv4 address in the last 32 bits.
NAT64 = IPv6Network("64:ff9b::/96")
# IPv4-translated addresses (RFC 2765) carry an IPv4 address in the last 32 bits as well.
TRANSLATED = IPv6Network("::ffff:0:0:0/96")
# All public IPv6 addresses are in here (RFC 4291, 2.4), so what is not needs no list of its own:
# SRv6 (5f00::/16, RFC 9602), the dummy prefix (100:0:0:1::/64, RFC 9780), site-local addresses.
UNICAST = IPv6Network("2000::/3")
# What the standard library may take for public: protocol assignments (RFC 6890), 6to4 relays
# (RFC 7526), documentation (RFC 9637).
LOCAL: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("3fff::/20"),
)
# Names that no public name server answers for: RFC 6761, RFC 6762 (2 and appendix G), RFC 7686,
# RFC 8375, RFC 9476, and ".internal", which ICANN set aside in 2024.
PRIVATE_SUFFIXES = frozenset(
    [
        "localhost",
        "localdomain",
        "local",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "home.arpa",
        "test",
        "invalid",
        "onion",
        "alt",
    ]
)


class PrivateAddressError(OSError):
    """The address is private, local or otherwise special: no request is made to it."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not a public address")


def is_special(text: str) -> bool:
    """Whether an IP address is anything but a public one; so is what cannot be read.

    IPv4 addresses inside IPv6 ones (mapped, 6to4, NAT64) are judged too; a zone id
    names an interface of this machine, and so makes an address special.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return True
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return True
        carried = carried_ipv4(address)
        if carried is not None:
            return not_public(carried)
    return not_public(address)


def carried_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that an IPv6 address leads to, if it is of such a form."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in NAT64 or address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def not_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the registries of special addresses know an address (RFC 6890)."""
    if any(address in network for network in LOCAL):
        return True
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return True
    return not address.is_global or address.is_multicast or address.is_reserved


def is_address(host: str) -> bool:
    """Whether a host, as `urls.parse` writes it, is an IP address and no name."""
    return host.startswith("[") or host.rpartition(".")[2].isdigit()


def is_private_name(host: str) -> bool:
    """Whether a host is private by its text alone, so that not even a proxy may resolve it.

    Old spellings of IPv4 addresses count (``127.1``, ``0x7f000001``), and so do names of one
    label, which only a local search domain completes.
    """
    host = unquote(host).rstrip(".").lower()
    if ":" in host:
        return is_special(host.strip("[]"))
    try:
        return is_special(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        labels = host.split(".")
        return len(labels) == 1 or not PRIVATE_SUFFIXES.isdisjoint(
            {labels[-1], ".".join(labels[-2:])}
        )


def guarded_socket(info: tuple[Any, ...]) -> socket.socket:
    """Make the socket for one address, as `getaddrinfo` gives it.

    Raises:
        PrivateAddressError: The address is special. No packet leaves.
    """
    family, kind, protocol, _, address = info
    if is_special(str(address[0])):
        raise PrivateAddressError(str(address[0]))
    if family == socket.AF_INET6 and len(address) > 3 and address[3]:
        raise PrivateAddressError(f"{address[0]}%{address[3]}")
    return socket.socket(family, kind, protocol)
