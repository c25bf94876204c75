"""HTML as plain text, to be quoted where no markup may stand."""

import html
import re

# A formula's source stands beside its signs.
_HIDDEN = re.compile(r"<(annotation|script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|m[a-z]+|q|s|small|span|strong|sub|sup|u)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*(?:>|$)")


def without_tags(markup: str) -> str:
    """
    >>> without_tags("<p>A <b>smile</b>.</p><p>x &lt; 1</p>")
    'A smile. x < 1'
    """
    bare = _TAG.sub(" ", _INLINE.sub("", _HIDDEN.sub("", markup)))
    return " ".join(html.unescape(bare).split())
