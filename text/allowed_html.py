"""Which HTML may stand in texts, of forum posts, feeds and our own Markdown: elements, attributes,
classes.

One more element in forum posts begins in `TAGS` here; `text/sanitize.py` leaves out what is not
listed, and keeps its words. In what people type (reviews, responses) no HTML counts as such:
`TYPED_HTML_COUNTS` of `text/markdown/render.py`. The elements of formulas are in `text/mathml.py`.
"""

import re

from text import mathml
from text.tree import NO_TEXT, PICTURE

_LANGUAGE = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")
_ID = re.compile(r"[^\s\"'<>&]{1,200}")

_TAGS = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small "
    "span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
)
TAGS = frozenset(_TAGS.split())
_COUNTS = {"colspan", "rowspan", "span"}  # large ones keep a browser busy
MOST_SPANNED = 100
_CELL = {"colspan", "rowspan", "scope"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", NO_TEXT},
    "a": {"href", "title", "aria-label"},
    "abbr": {"title"},
    "code": {"title"},
    "col": {"span"},
    "details": {"open"},
    "div": {"tabindex", "role", "aria-label"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "span": {PICTURE},
    "time": {"datetime"},
    "td": _CELL,
    "th": _CELL,
}
_CLASSES = (
    "diff-added diff-note diff-removed diff-restyled diff-unchanged footnote-backref footnote-item "
    "footnote-ref footnotes footnotes-list image-left-out left-out llm-content-block llm-model "
    "maths-display maths-lost point-link spoiler table-scroll tex-error"
)
CLASSES = frozenset(_CLASSES.split())


def allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if tag in mathml.TAGS and attribute not in ATTRIBUTES["*"]:
        return mathml.allowed_value(tag, attribute, value)
    if attribute == "class":
        names = [name for name in value.split() if name in CLASSES or _is_language(tag, name)]
        return " ".join(names) or None
    if attribute == "id":
        return value if _ID.fullmatch(value) else None
    if attribute in _COUNTS:
        return (
            value if value.isdecimal() and len(value) <= 3 and int(value) <= MOST_SPANNED else None
        )
    return value


def _is_language(tag: str, name: str) -> bool:
    return tag == "code" and _LANGUAGE.fullmatch(name) is not None
