"""The one allow-list of HTML. All HTML that did not grow in our templates goes through it."""

import re

import nh3

from text.plain import clean_characters
from text.tree import NO_TEXT

_LANGUAGE = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")
_ID = re.compile(r"[^\s\"'<>&]{1,200}")

_MATHML_TAGS = (
    "math semantics annotation maction menclose merror mfrac mglyph mi mlabeledtr mmultiscripts mn "
    "mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup "
    "mtable mtd mtext mtr munder munderover none"
)
_MATHML_ATTRIBUTES = (
    "accent accentunder align columnalign columnlines columnspacing columnspan denomalign depth "
    "displaystyle fence form frame height linethickness lspace mathbackground mathcolor mathsize "
    "mathvariant maxsize minsize movablelimits notation numalign rowalign rowlines rowspacing "
    "rowspan rspace scriptlevel separator stretchy symmetric voffset width"
)
_HTML_TAGS = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small "
    "span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
)
_CELL = {"colspan", "rowspan", "scope"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", NO_TEXT},
    "a": {"href", "title", "aria-label"},
    "abbr": {"title"},
    "annotation": {"encoding"},
    "code": {"title"},
    "col": {"span"},
    "details": {"open"},
    "div": {"tabindex", "role", "aria-label"},
    "li": {"value"},
    "math": {"xmlns", "display"},
    "ol": {"start", "type", "reversed"},
    "time": {"datetime"},
    "td": _CELL,
    "th": _CELL,
}
_CLASSES = (
    "diff-added diff-note diff-removed diff-restyled diff-unchanged footnote-backref footnote-item "
    "footnote-ref footnotes footnotes-list image-left-out left-out llm-content-block maths-display "
    "maths-lost spoiler table-scroll tex-error"
)
CLASSES = frozenset(_CLASSES.split())


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        names = [name for name in value.split() if name in CLASSES or _is_language(tag, name)]
        return " ".join(names) or None
    if attribute == "id":
        return value if _ID.fullmatch(value) else None
    return value


def _is_language(tag: str, name: str) -> bool:
    return tag == "code" and _LANGUAGE.fullmatch(name) is not None


_cleaner = nh3.Cleaner(
    tags=set(_HTML_TAGS.split()) | set(_MATHML_TAGS.split()),
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg"},
    attributes={tag: set(_MATHML_ATTRIBUTES.split()) for tag in _MATHML_TAGS.split()} | _ATTRIBUTES,
    attribute_filter=_allowed_value,
    link_rel="nofollow noopener ugc",
    url_schemes={"http", "https", "mailto"},
)


def sanitize(html: str) -> str:
    """Only what the allow-list names, ids and classes too, in characters that can be stored.

    Raises UnicodeEncodeError for lone surrogates, which `clean_text` drops.
    """
    return clean_characters(_cleaner.clean(html))
