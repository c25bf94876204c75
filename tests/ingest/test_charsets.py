import pytest

from ingest.parsing.charsets import decode

WORDS = "Größe – „Maß“"
RUSSIAN = "Так переживать новогоднюю ночь"


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        (WORDS.encode(), "", WORDS),
        (WORDS.encode(), "text/html; charset=UTF-8", WORDS),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=koi8-r", WORDS),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), "", WORDS),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "", WORDS),
        (WORDS.encode("cp1252"), "text/html; charset=iso-8859-1", WORDS),
        (WORDS.encode("cp1252"), "text/html", WORDS),
        (RUSSIAN.encode("koi8-r"), 'text/html; charset="koi8-r"', RUSSIAN),
        ("年".encode("euc-kr"), "text/xml;charset=EUC-KR", "年"),
        # the text's own word, in a page and in XML
        (f"<meta charset=windows-1251>{RUSSIAN}".encode("cp1251"), "", RUSSIAN),
        (
            f'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">{RUSSIAN}'.encode(
                "koi8-r"
            ),
            "",
            RUSSIAN,
        ),
        (f'<?xml version="1.0" encoding="koi8-r"?>{RUSSIAN}'.encode("koi8-r"), "", RUSSIAN),
        # the header before the text
        (f"<meta charset=koi8-r>{RUSSIAN}".encode("cp1251"), "a/b;charset=cp1251", RUSSIAN),
        # wrong words
        (WORDS.encode(), "text/html; charset=iso-8859-1", WORDS),
        (WORDS.encode(), "text/html; charset=us-ascii", WORDS),
        (WORDS.encode("cp1252"), "text/html; charset=utf-8", WORDS),
        (WORDS.encode(), "text/html; charset=shift_jis", WORDS),
        (WORDS.encode(), "text/html; charset=bogus", WORDS),
        (WORDS.encode(), "text/html; charset=", WORDS),
        (WORDS.encode(), "text/html; charset=x\x00y", WORDS),
        # names of Python's that are no charsets
        (rb"\x3c!ENTITY", "text/xml; charset=unicode_escape", r"\x3c!ENTITY"),
        (b"+ADwAIQ-ENTITY", "text/xml; charset=utf-7", "+ADwAIQ-ENTITY"),
        (b"ab", "text/html; charset=hex", "ab"),
        (b"xn--bcher-kva", "text/html; charset=idna", "xn--bcher-kva"),
        # one broken byte
        ("é".encode() * 50 + b"\xff", "text/html; charset=utf-8", "é" * 50 + "\ufffd"),
    ],
)
def test_bytes_are_decoded_in_the_right_charset(content, content_type, text):
    assert decode(content, content_type).endswith(text)


def test_any_bytes_can_be_decoded():
    assert decode(bytes(range(256)))
    assert decode(b"") == ""
    assert decode(b"\xff\xfe\x00", "x")
