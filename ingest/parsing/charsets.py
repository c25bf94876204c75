"""Decoding of bytes from the web, whatever charset they declare."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_IN_TEXT = re.compile(
    rb"<\?xml[^>]{0,200}\sencoding\s*=\s*[\"']\s*([a-z0-9_:.-]{1,40})"
    rb"|<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})",
    re.IGNORECASE,
)
_LOOKED_THROUGH = 4_096  # bytes
# The names of Python's codecs, to the one to use: what is sent under a name is mostly what browsers
# take it for. What is not listed (`unicode_escape`, `idna`, `utf_7` ...) is no charset of the web.
_CODECS = {
    "utf-8": "utf-8",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp125{page}": f"cp125{page}" for page in (0, 1, 3, 4, 5, 6, 7, 8)},
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "cp874": "cp874",
    "cp866": "cp866",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "mac-roman",
    "mac-cyrillic": "mac-cyrillic",
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs", "cp950"), "big5hkscs"),
    **dict.fromkeys(("euc_kr", "cp949"), "cp949"),
    **dict.fromkeys(("shift_jis", "cp932"), "cp932"),
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
}


def decode(content: bytes, content_type: str = "") -> str:
    """By byte-order mark, header or declaration in the text, else as UTF-8 or Windows-1252.

    Never fails. Servers that were never configured say "latin-1", so UTF-8 is tried before it.
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace")
    for codec in filter(None, map(_codec, _labels(content, content_type))):
        if codec != "cp1252":
            try:
                return content.decode(codec)
            except UnicodeDecodeError:
                continue
    text = content.decode("utf-8", "replace")
    others = len(text) - len(text.encode("ascii", "ignore"))
    # A few broken bytes do not make UTF-8 something else.
    if text.count("\ufffd") * 2 > others:
        return content.decode("cp1252", "replace")
    return text


def _labels(content: bytes, content_type: str) -> list[str]:
    labels = [match[1] for match in _IN_HEADER.finditer(content_type)]
    if match := _IN_TEXT.search(content, 0, _LOOKED_THROUGH):
        labels.append((match[1] or match[2]).decode("ascii"))
    return labels


def _codec(label: str) -> str:
    try:
        return _CODECS.get(codecs.lookup(label).name, "")
    except LookupError:
        return ""
