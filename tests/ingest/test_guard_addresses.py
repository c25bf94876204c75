import httpx
import pytest

from ingest.errors import PageUnreachable
from ingest.http.guard import check_url
from ingest.http.guard.addresses import is_public
from ingest.http.hosts import adapters_pace_key, page_pace_key

GOOD = {
    "https://example.org/a?b=c": "https://example.org/a?b=c",
    "HTTP://Example.ORG:80/A": "http://example.org/A",
    "https://example.org:443/": "https://example.org/",
    "http://example.org:443/": "http://example.org:443/",
    "https://bücher.example/ü": "https://xn--bcher-kva.example/%C3%BC",
    "https://xn--bcher-kva.example/": "https://xn--bcher-kva.example/",
    "https://a_b.example.org/": "https://a_b.example.org/",
    "https://localhost.example.org/": "https://localhost.example.org/",
    "https://127.0.0.1.example.org/": "https://127.0.0.1.example.org/",
    "https://example.org/@ada?to=a@b#@c": "https://example.org/@ada?to=a@b#@c",
    "https://example.org?@127.0.0.1/": "https://example.org?@127.0.0.1/",
}
BAD = [
    "",
    "example.org",
    "example.org/a",
    "//example.org/a",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "mailto:a@example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "https:///a",
    "https://[",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1#@example.org/",
    "http://@example.org/",
    "http://:@example.org/",
    "http://example.org:8080/",
    "http://example.org:22/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:x/",
    # an IPv4 address in every notation
    "http://127.0.0.1/",
    "http://8.8.8.8/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://3232235777/",
    "http://127.000.000.001/",
    "http://0300.0250.1.1/",
    "http://१२७.0.0.1/",
    "http://127.0.0.1。/",
    "http://0x/",
    "http://1.2.3.0x/",
    "http://127.0.0.1./",
    "http://127。0。0。1/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://%31%32%37.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    # and IPv6
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1%25eth0]/",
    "http://[2606:4700::1111]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[::127.0.0.1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[fe80::1%lo]/",
    # names that are not the public's
    "http://localhost/",
    "http://intranet/",
    "http://example.org./",
    "http://printer.local/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://loc\u00adalhost/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://kubernetes.default.svc/",
    "http://a.test/",
    "http://a.invalid/",
    "http:\\\\127.0.0.1/",
    "http:127.0.0.1/",
    "http://metadata.google.internal/",
    "http://app.localhost/",
    "http://localhost.localdomain/",
    "http://example.onion/",
    "http://1.0.0.127.in-addr.arpa/",
    "http://example..org/",
    "http://.org/",
    "http://-.example.org/",
    "http://exa mple.org/",
    "http://example.org\r\nHost: 127.0.0.1/",
    "http://example.org%00.example/",
    f"http://{'a' * 64}.example/",
    f"http://{'a.' * 130}example/",
    f"https://example.org/{'a' * 2000}",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:80b::200e"]
# fmt: off
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "100::1", "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:db8::1",
    "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1",
    "fe80::1%eth0", "2606:4700::1111%eth0", "8.8.8.8%eth0", "2a00::5efe:7f00:1",
    "2a00::200:5efe:10.0.0.1", "2606:4700::100:5efe:a9fe:a9fe", "3ffe::1", "2620:4f:8000::1",
    "192.31.196.1", "192.52.193.1", "192.175.48.1", "08.8.8.8", "١.1.1.1",
    "fec0::1", "ff02::1", "4000::1", "localhost", "127.1",
]
# fmt: on


@pytest.mark.parametrize(("typed", "url"), GOOD.items())
def test_a_public_address_may_be_asked(typed, url):
    checked = check_url(typed, ())
    assert checked.copy_with(host=checked.raw_host.decode()) == httpx.URL(url)


@pytest.mark.parametrize("typed", BAD)
def test_any_other_address_is_refused_without_being_resolved(typed, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", None)
    with pytest.raises(PageUnreachable):
        check_url(typed, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_on_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_private_and_reserved_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "allowed", "is_allowed"),
    [
        ("http://127.0.0.1:8900/a", "127.0.0.1:8900", True),
        ("http://127.0.0.1:8901/a", "127.0.0.1:8900", False),
        ("http://127.0.0.1/a", "127.0.0.1:80", True),
        ("https://127.0.0.1/a", "127.0.0.1:80", False),
        ("https://localhost/a", "localhost:443", True),
        ("http://user@127.0.0.1:8900/a", "127.0.0.1:8900", False),
        ("ftp://127.0.0.1:8900/a", "127.0.0.1:8900", False),
        ("http://127.1:8900/a", "127.0.0.1:8900", False),
    ],
)
def test_an_exempt_host_is_exempt_with_its_port_only(url, allowed, is_allowed):
    if is_allowed:
        assert check_url(url, [allowed]) == httpx.URL(url)
    else:
        with pytest.raises(PageUnreachable):
            check_url(url, [allowed])


def test_pages_of_one_host_share_a_pace():
    assert page_pace_key("blog.example.org") == "web:blog.example.org"
    assert len(page_pace_key("a." * 120 + "org")) == 100


def test_a_site_with_an_adapter_keeps_its_pace():
    assert page_pace_key("arxiv.org") == page_pace_key("rss.arxiv.org") == "arxiv"
    assert adapters_pace_key("www.alignmentforum.org") == "lesswrong"
    assert adapters_pace_key("notarxiv.org") == adapters_pace_key("org") == ""
