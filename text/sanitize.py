"""All HTML that did not grow in our templates goes through here, whoever wrote it.

What is left in is listed in `text/allowed_html.py` and, of formulas, in `text/mathml.py`.
"""

import re
from functools import lru_cache
from html import unescape

import nh3

from text import allowed_html, mathml
from text.plain import clean_characters
from text.unknown_tags import with_plain_names

_cleaner = nh3.Cleaner(
    tags=set(allowed_html.TAGS | mathml.TAGS),
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg"},
    attributes={tag: set(names) for tag, names in mathml.ATTRIBUTES.items()}
    | allowed_html.ATTRIBUTES,
    attribute_filter=allowed_html.allowed_value,
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
