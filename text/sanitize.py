"""The one allow-list of HTML. All HTML that did not grow in our templates goes through it."""

import re
from functools import lru_cache
from html import unescape

import nh3

from text import mathml
from text.plain import clean_characters
from text.tree import NO_TEXT
from text.unknown_tags import with_plain_names

_LANGUAGE = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")
_ID = re.compile(r"[^\s\"'<>&]{1,200}")

_HTML_TAGS = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small "
    "span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
)
_COUNTS = {"colspan", "rowspan", "span"}  # large ones keep a browser busy
MOST_SPANNED = 100
_CELL = {"colspan", "rowspan", "scope"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", NO_TEXT},
    "a": {"href", "title", "aria-label"},
    "abbr": {"title"},
    "code": {"title"},
    "col": {"span"},
    "details": {"open"},
    "div": {"tabindex", "role", "aria-label"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "time": {"datetime"},
    "td": _CELL,
    "th": _CELL,
}
_CLASSES = (
    "diff-added diff-note diff-removed diff-restyled diff-unchanged footnote-backref footnote-item "
    "footnote-ref footnotes footnotes-list image-left-out left-out llm-content-block llm-model "
    "maths-display maths-lost spoiler table-scroll tex-error"
)
CLASSES = frozenset(_CLASSES.split())


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if tag in mathml.TAGS and attribute not in _ATTRIBUTES["*"]:
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


_cleaner = nh3.Cleaner(
    tags=set(_HTML_TAGS.split()) | mathml.TAGS,
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg"},
    attributes={tag: set(names) for tag, names in mathml.ATTRIBUTES.items()} | _ATTRIBUTES,
    attribute_filter=_allowed_value,
    link_rel="nofollow noopener ugc",
    url_schemes={"http", "https", "mailto"},
)


def sanitize(html: str, *, is_ours: bool = False) -> str:
    """Only what the allow-list names, ids and classes too, in characters that can be stored.

    is_ours: made of escaped text, our own tags and KaTeX's, so that HTML knows all their names.
    Raises UnicodeEncodeError for lone surrogates, which `clean_text` drops.
    """
    html = html if is_ours else with_plain_names(html)
    if html.count("&") <= MOST_AMPERSANDS:
        return clean_characters(_cleaner.clean(html))
    cleaned = _cleaner.clean(_with_hidden_ampersands(html))
    return clean_characters(cleaned.replace(_AMPERSAND, "&amp;"))


# nh3 takes time by the square of how many "&" and named characters stand in one stretch of text:
# 300,000 take more than a second. So where there are many, nh3 reads a sign in their place. What
# comes back for it is "&amp;", which neither opens a tag nor makes another address dangerous.
MOST_AMPERSANDS = 2_000
_AMPERSAND = "\ufdd7"
# Those of "<", ">" and quotes stay as they are, and take nh3 no time to speak of.
_REFERENCE = re.compile(r"&(?!(?:lt|gt|quot);)(?:#?[a-zA-Z0-9]{1,40};|(?![#a-zA-Z]))")


def _with_hidden_ampersands(html: str) -> str:
    hidden = html.replace(_AMPERSAND, "").replace("&amp;", _AMPERSAND)
    return _REFERENCE.sub(lambda match: _hidden_reference(match[0]), hidden)


@lru_cache(maxsize=256)
def _hidden_reference(reference: str) -> str:
    text = unescape(reference)
    if text.startswith("&"):  # also of names that mean nothing
        return _AMPERSAND + text[1:]
    is_safe = text.isalnum() or not text.isascii() or not text  # nothing where it is no character
    return text if is_safe else reference
