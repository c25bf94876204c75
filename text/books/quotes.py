"""Straight quotation marks become typographic ones."""

import re

_MARK = re.compile(r"[\"']")
_OPENS_AFTER = frozenset("([{<\u2013\u2014/\u201c\u2018=+-")


def curl_quotes(text: str, before: str = "") -> str:
    """before: what stands in front of the text, in another element.

    >>> curl_quotes('''"It's 'new'," they say ("so").''')
    '“It’s ‘new’,” they say (“so”).'
    >>> curl_quotes('"', before="end") + curl_quotes("'90s")
    '”’90s'
    """

    def curled(mark: re.Match[str]) -> str:
        at = mark.start()
        previous = text[at - 1] if at else before[-1:]
        following = text[at + 1 : at + 2]
        opens = not previous or previous.isspace() or previous in _OPENS_AFTER
        if mark[0] == '"':
            return "\u201c" if opens else "\u201d"
        if following.isdigit() and text[at + 3 : at + 4] in ("s", ""):
            return "\u2019"
        return "\u2018" if opens else "\u2019"

    return _MARK.sub(curled, text)
