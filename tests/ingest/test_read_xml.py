import pytest

from ingest.errors import UnexpectedAnswer
from ingest.parsing.xml import parse_xml


def read(content):
    return parse_xml(content, "Example").text


@pytest.mark.parametrize(
    "character",
    [
        *(b"\x00", b"\x0b", b"\xef\xbf\xbf", b"&#0;", b"&#xB;", b"&#xd800;", b"&#65534;"),
        *(b"&#x110000;", b"&#99999999999;", b"&#" + b"9" * 5000 + b";"),
    ],
    ids=range(10),
)
def test_forbidden_characters_are_removed(character):
    assert read(b"<a>one %s&#xE9; two</a>" % character) == "one é two"


@pytest.mark.parametrize(
    "content",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>'.encode(),
        '<?xml version="1.0" encoding="latin-9000"?><a>café</a>'.encode(),
        '<?xml version="1.0" encoding="UTF-16"?><a>café</a>'.encode(),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-8"?><a>café</a>'.encode("latin-1"),
        "<a>café</a>".encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?><a>café</a>'.encode("utf-16"),
    ],
)
def test_a_wrongly_declared_charset_is_corrected(content):
    assert read(content) == "café"


def test_one_broken_byte_is_removed():
    assert read("<a>ééééé".encode() + b"\xe9</a>") == "ééééé\ufffd"


@pytest.mark.parametrize(
    "content",
    [
        b"<a>one",
        b"<a>\x00one",
        b"<a>one\xff",
        b"<a><b></a>",
        b"<a/><a/>",
        b"",
        b"\x00",
        b"<a>&b;</a>",
    ],
)
def test_other_faults_in_xml_are_refused(content):
    with pytest.raises(UnexpectedAnswer):
        read(content)


@pytest.mark.parametrize("place", [b"<a>&c;&c;</a>", b"<a b='&c;&c;'/>", b"<a>&d;</a>"])
def test_a_document_type_is_refused_wherever_its_entities_stand(place):
    bomb = (
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
        b'<!ENTITY d SYSTEM "file:///etc/passwd">]>'
    )
    with pytest.raises(UnexpectedAnswer, match="document type"):
        read(bomb + place)
