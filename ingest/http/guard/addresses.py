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
_AUTHORITY = re.compile(r"\A[^/?#]*//([^/?#\\]*).*\Z", re.DOTALL)
# What browsers and C libraries read as an IPv4 address: 127.1, 0x7f.0.0.1, 0177.0.0.1, 2130706433.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PRIVATE_NAMES = frozenset(
    {"alt", "arpa", "cluster", "consul", "corp", "domain", "home", "internal", "intra", "intranet"}
    | {"invalid", "lan", "local", "localdomain", "localhost", "localnet", "onion", "private"}
    | {"svc", "test", "workgroup"}
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
            "192.31.196.0/24",  # this and the next but two: sinks that each network may run itself
            "192.52.193.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "192.175.48.0/24",
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
            "2620:4f:8000::/48",
            "3ffe::/16",  # given back
            "3fff::/20",
        ),
    )
)
# The middle of an ISATAP address, after which an IPv4 address of the own network stands.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE, 0x0100_5EFE, 0x0300_5EFE})


def check_url(url: str | httpx.URL, allowed: Collection[str]) -> httpx.URL:
    """The address taken apart, its host in ASCII; nothing is resolved.

    allowed: "host:port" pairs whose name and port are not looked at. Raises PageUnreachable.
    """
    if len(str(url)) > LONGEST_URL:
        raise PageUnreachable("a URL too long")
    has_user_name = "@" in _AUTHORITY.sub(r"\1", str(url))  # an empty one is dropped by httpx
    try:
        url = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise PageUnreachable(f"no URL: {error}") from error
    if url.scheme not in ("http", "https"):
        raise PageUnreachable(f"scheme {url.scheme!r}")
    if url.userinfo or has_user_name:
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
    if "%" in address:  # a zone: an address of this machine's own links
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _NOT_PUBLIC_V4)
    if int(ip) >> 32 & 0xFFFF_FFFF in _ISATAP:
        return False
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
