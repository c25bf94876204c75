import hashlib

from text.hashing import content_hash


def test_the_same_parts_give_the_same_hash():
    assert content_hash("a", "b") == content_hash("a", "b")
    assert len(content_hash("a")) == 64


def test_where_one_part_ends_and_the_next_begins_counts():
    hashes = {
        content_hash("ab", "c"),
        content_hash("a", "bc"),
        content_hash("abc"),
        content_hash("abc", ""),
    }
    assert len(hashes) == 4


def test_the_encoding_is_eight_bytes_of_length_then_utf8():
    encoded = (2).to_bytes(8, "big") + "é".encode()
    assert content_hash("é") == hashlib.sha256(encoded).hexdigest()


def test_any_text_can_be_hashed():
    assert content_hash("\ud800\0") != content_hash("\0")
    assert content_hash() == hashlib.sha256().hexdigest()
