"""Where the guard connects to: reported by stand-ins for the name servers and for the sockets."""

import socket
import ssl

import httpcore
import httpx
import pytest

from ingest.errors import PageUnreachable
from ingest.http.guard import ExchangeBudget, guarded_transport

PUBLIC, OTHER_PUBLIC, PUBLIC_V6 = "93.184.216.34", "8.8.8.8", "2606:4700::1111"
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


class Names:
    """Name servers that give one list of addresses after the other, the last for ever."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def __call__(self, host, port, **options):
        self.asked.append((host, port))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]


class Wire(httpcore.MockStream):
    def __init__(self, sent):
        super().__init__([HELLO])
        self.sent = sent

    def write(self, buffer, timeout=None):
        self.sent.append(buffer)

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        assert ssl_context.verify_mode == ssl.CERT_REQUIRED
        assert ssl_context.check_hostname
        self.sent.append(f"TLS for {server_hostname}".encode())
        return self


class Sockets(httpcore.NetworkBackend):
    """Every connection is made, unless its address is a dead one."""

    def __init__(self, dead=()):
        self.connected, self.sent, self.dead = [], [], dead

    def connect_tcp(self, host, port, **options):
        self.connected.append((host, port))
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        return Wire(self.sent)


def ask(names, sockets=None, url="http://example.org/a", allowed=()):
    transport = guarded_transport(
        allowed, ExchangeBudget(5, 10_000), resolve=names, network=sockets or Sockets()
    )
    with transport:
        return transport.handle_request(httpx.Request("GET", url)).read()


def test_a_name_is_resolved_once_and_its_checked_address_connected_to():
    names, sockets = Names([PUBLIC], ["127.0.0.1"]), Sockets()
    assert ask(names, sockets) == b"hello"
    assert names.asked == [("example.org.", 80)]
    assert sockets.connected == [(PUBLIC, 80)]
    assert b"Host: example.org\r\n" in b"".join(sockets.sent)


def test_the_machines_own_resolver_is_not_asked_again(monkeypatch):
    asked = []

    def resolve(host, port, *arguments, **options):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    names = Names([PUBLIC])
    sockets = Sockets()
    ask(names, sockets)
    assert asked == []


def test_tls_is_asked_for_by_the_name_not_by_the_address():
    sockets = Sockets()
    ask(Names([PUBLIC]), sockets, url="https://example.org/a")
    assert sockets.connected == [(PUBLIC, 443)]
    assert sockets.sent[0] == b"TLS for example.org"


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        [PUBLIC, "10.0.0.1", OTHER_PUBLIC],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["::1"],
        ["fe80::1%eth0"],
        ["::ffff:127.0.0.1"],
        ["::ffff:8.8.8.8"],
        ["64:ff9b::7f00:1"],
        [PUBLIC_V6, "fd00::1"],
        [],
        OSError("no such name"),
        UnicodeError("label too long"),
    ],
)
def test_a_name_that_leads_anywhere_private_is_not_connected_to(addresses):
    sockets = Sockets()
    with pytest.raises(PageUnreachable) as caught:
        ask(Names(addresses), sockets)
    assert sockets.connected == []
    assert caught.value.message == PageUnreachable.message


def test_the_next_address_is_tried_where_one_is_dead():
    sockets = Sockets(dead=[PUBLIC_V6])
    assert ask(Names([PUBLIC_V6, PUBLIC]), sockets) == b"hello"
    assert sockets.connected == [(PUBLIC_V6, 80), (PUBLIC, 80)]


def test_only_a_few_addresses_are_tried():
    dead = [f"8.8.8.{number}" for number in range(9)]
    sockets = Sockets(dead=dead)
    with pytest.raises(PageUnreachable):
        ask(Names(dead), sockets)
    assert len(sockets.connected) == 3


def test_an_exempt_host_is_connected_to_as_it_is():
    names, sockets = Names(["127.0.0.1"]), Sockets()
    url = "http://127.0.0.1:8900/a"
    assert ask(names, sockets, url=url, allowed=["127.0.0.1:8900"]) == b"hello"
    assert sockets.connected == [("127.0.0.1", 8900)]
    assert names.asked == []


def test_an_address_is_checked_whoever_builds_the_request():
    sockets = Sockets()
    with pytest.raises(PageUnreachable):
        ask(Names([PUBLIC]), sockets, url="http://127.0.0.1/")
    assert sockets.connected == []


def test_a_budget_that_is_used_up_times_out():
    moments = iter([0.0, 4.9, 5.0])
    budget = ExchangeBudget(5, 10, clock=lambda: next(moments))
    assert budget.seconds_left() == pytest.approx(0.1)
    with pytest.raises(httpcore.ReadTimeout, match="out of time"):
        budget.seconds_left()


def test_proxies_in_the_environment_are_ignored(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    sockets = Sockets()
    ask(Names([PUBLIC]), sockets)
    assert sockets.connected == [(PUBLIC, 80)]
