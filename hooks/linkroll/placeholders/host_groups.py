"""Groups of hosts without a public page, which other documentation may mean as they are.

In a list of links they are placeholders; a site accepts them by the setting `allow`.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from linkroll.urls.normalize import word_set
from linkroll.urls.parse import NUMERIC, host_name

# RFC 2606, RFC 6761, RFC 9476 (alt).
EXAMPLE_ENDINGS = word_set("test example invalid alt")
EXAMPLE_NAMES = frozenset({"example.com", "example.net", "example.org"})
# What only a private network resolves: RFC 6762 (3 and appendix G), RFC 8375, ICANN 2024-07-29.
PRIVATE_ENDINGS = word_set("local internal lan corp intranet home localdomain")
PRIVATE_NAMES = frozenset({"home.arpa"})
# Addresses for documentation: RFC 5737, RFC 3849, RFC 9637.
DOCUMENTATION = [
    ip_network(block)
    for block in (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
        "3fff::/20",
    )
]


def group_of(host: str) -> str | None:
    """Return which group of the setting `allow` a host belongs to; None for any other host."""
    if host.startswith("[") or NUMERIC.fullmatch(host):
        return group_of_number(host)
    if host_name(host) is None:
        return None
    labels = host.split(".")
    ending, name = labels[-1], ".".join(labels[-2:])
    if ending == "localhost" or host == "localhost.localdomain":
        return "localhost"
    if len(labels) == 1 or ending in PRIVATE_ENDINGS or name in PRIVATE_NAMES:
        return "private"
    return "example" if ending in EXAMPLE_ENDINGS or name in EXAMPLE_NAMES else None


def group_of_number(host: str) -> str | None:
    """Return which group an IP address belongs to; None for a public one, and for none at all."""
    try:
        number: IPv4Address | IPv6Address = ip_address(host.strip("[]"))
    except ValueError:
        return None
    if number.is_global:
        return None
    if number.is_loopback or number.is_unspecified:
        return "localhost"
    return "example" if any(number in network for network in DOCUMENTATION) else "private"
