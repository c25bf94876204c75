"""What may be asked: decided by a URL's text first, then by the addresses behind its name."""

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network

import httpx

from ingest.errors import PageUnreachable

PORTS = (80, 443)
LONGEST_URL = 2_000  # characters

# After IDNA. An underscore is no letter of host names, but some hosts have it.
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?P<last>[a-z0-9-]+)"
)
# What browsers and C libraries read as an IPv4 address: 127.1, 0x7f.0.0.1, 0177.0.0.1, 2130706433.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PRIVATE_NAMES = frozenset(
    {"arpa", "corp", "home", "internal", "intranet", "lan", "local", "localdomain"}
    | {"localhost", "onion", "private"}
)

# Beside what `is_global` refuses, which differs between versions of Python.
_NOT_PUBLIC_V4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",  # shared by a provider's customers
            "169.254.0.0/16",  # the cloud's metadata among them
            "192.0.0.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
# All of IPv6 that is handed out to networks. Outside are loopback, fc00::/7, fe80::/10, fec0::/10,
# ff00::/8, ::ffff:0:0/96 (mapped) and 64:ff9b::/96 and 64:ff9b:1::/48 (NAT64).
_GIVEN_OUT_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo, which embeds an IPv4 address, and other protocols' own
            "2001:db8::/32",
            "2002::/16",  # 6to4, which embeds one, too
            "3fff::/20",
        ),
    )
)


def check_url(url: str | httpx.URL, allowed: Collection[str]) -> httpx.URL:
    """The address taken apart, its host in ASCII; nothing is resolved.

    allowed: "host:port" pairs whose name and port are not looked at. Raises PageUnreachable.
    """
    if len(str(url)) > LONGEST_URL:
        raise PageUnreachable("a URL too long")
    try:
        url = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise PageUnreachable(f"no URL: {error}") from error
    if url.scheme not in ("http", "https"):
        raise PageUnreachable(f"scheme {url.scheme!r}")
    if url.userinfo:
        raise PageUnreachable("a URL with a user name")
    if not is_allowed(url, allowed):
        _check_place(url.raw_host.decode("ascii"), port_of(url))
    return url


def is_allowed(url: httpx.URL, allowed: Collection[str]) -> bool:
    return f"{url.raw_host.decode('ascii')}:{port_of(url)}" in allowed


def port_of(url: httpx.URL) -> int:
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may be reached at."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _NOT_PUBLIC_V4)
    return ip in _GIVEN_OUT_V6 and not any(ip in network for network in _NOT_PUBLIC_V6)


def _check_place(host: str, port: int) -> None:
    if port not in PORTS:
        raise PageUnreachable(f"port {port}")
    match = _HOST.fullmatch(host)
    if match is None:
        raise PageUnreachable(f"no public host name: {host!r}")
    if _NUMBER.fullmatch(match["last"]):
        raise PageUnreachable(f"an IP address: {host!r}")
    if match["last"] in _PRIVATE_NAMES:
        raise PageUnreachable(f"a private name: {host!r}")
