"""Blocks of code whose language is named, with their words coloured by what they are.

Done where a text is shown, not where it is stored: the stored text stays the author's, so that
comparing, searching and hashing know nothing of it. What was coloured is kept for a while.
"""

import re
from functools import lru_cache
from html import escape, unescape

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Number, String, _TokenType
from pygments.util import ClassNotFound

LONGEST_CODE = 10_000  # characters of a block that is coloured
MOST_CODE = 40_000  # characters of all coloured blocks of a text
_BLOCK = re.compile(
    r'(<pre[^>]*>\s*<code class="language-([A-Za-z0-9_+#.-]{1,40})"[^>]*>)([^<]*)(?=</code>)'
)
# Of Pygments' some six hundred: those that works and reviews are likely to have.
_NAMES = (
    "bash c c++ c# cpp csharp css go golang haskell hs html java javascript js json julia kotlin "
    "lua matlab ocaml octave perl php prolog py python python3 r ruby rust scala scheme sh sql "
    "swift toml ts typescript xml yaml yml"
)
_LANGUAGES = frozenset(_NAMES.split())
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "code-comment"),
    (Keyword, "code-keyword"),
    (String, "code-string"),
    (Number, "code-number"),
)


def colour_code(html: str) -> str:
    """Safe HTML, with spans in its blocks of code; their words stay as they are."""
    if '<code class="language-' not in html:
        return html
    pieces, done, left = [], 0, MOST_CODE
    for block in _BLOCK.finditer(html):
        language, code = block[2].lower(), block[3]
        if language not in _LANGUAGES or len(code) > min(LONGEST_CODE, left):
            continue
        left -= len(code)
        pieces += [html[done : block.start(3)], _coloured(language, code)]
        done = block.end(3)
    return "".join([*pieces, html[done:]])


@lru_cache(maxsize=32)
def _coloured(language: str, escaped: str) -> str:
    code = unescape(escaped)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escaped
    tokens = list(lexer.get_tokens(code))
    if "".join(words for _kind, words in tokens) != code:
        return escaped
    return "".join(_span(kind, words) for kind, words in tokens)


def _span(kind: _TokenType, words: str) -> str:
    name = next((name for parent, name in _CLASSES if kind in parent), "")
    shown = escape(words, quote=False)
    return f'<span class="{name}">{shown}</span>' if name and words.strip() else shown
