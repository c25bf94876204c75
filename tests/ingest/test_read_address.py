import pytest

from ingest.parsing.addresses import Address, read_address


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "https://www.Example.org/a%2Fb?c=d#e": Address("example.org", "/a/b"),
        "example.org/a": Address("example.org", "/a"),
        "//example.org:8000/a": Address("example.org", "/a"),
        "http://user:secret@example.org./a": Address("example.org", "/a"),
        "https://example.org": Address("example.org", ""),
    }.items(),
)
def test_an_address_is_taken_apart(text, expected):
    assert read_address(text) == expected


@pytest.mark.parametrize(
    "text", ["", "example", "example.org", "ftp://example.org/a", "http://[::1/a", "https:///a"]
)
def test_a_text_that_is_no_address_is_none(text):
    assert read_address(text) is None
