"""Removing footnote marks, addresses and TeX from names."""

import re

from ingest.parsing.tex_names import without_tex

# Never shown in public, though somebody typed it into a public field.
_MAIL = re.compile(
    r"[\s,;]*[<(\[{]?\s?(?:e-?mail:?\s?|mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\s?[>)\]}]?",
    re.IGNORECASE,
)
_FOOTNOTE_MARKS = re.compile(r"[¹²³⁰⁴-⁹*†‡§¶‖#]+(?:[,\s]*[¹²³⁰⁴-⁹*†‡§¶‖#]+)*")
_AND_BEFORE = re.compile(r"^(?:and|&)\s+(?=[^\W\d_a-z])")
# "Jane. Doe", but "Prof. Doe", "Wm. Doe", "Dept. of Lagoons".
_STOP_AFTER_NAME = re.compile(
    r"^(?!(?i:assoc|assn|benj|chas|corp|dept|inst|intl|natl|prof|univ)\.)"
    r"([^\W\d_]{4,})\.(?=\s[^\W\d_a-z])"
)
_HYPHEN_AFTER_BLANK = re.compile(r"(?<=[^\W\d_]\.)\s-(?=[^\W\d_]\.)")
_SUFFIX_WITHIN = re.compile(r"^(\S+(?: \S+){0,3}) (III|II|IV|Jr\.?|Sr\.?) ((?:\S+ ?)+)$")
# Most names are like "Jane A. Doe-Smith" and need none of this. "Jr", "Sr" and "Ph" may need it.
_PLAIN_PART = r"(?:(?!(?:Jr|Sr|Ph)\b)[A-Z][a-z]+|[A-Z]\.)"
_PLAIN = re.compile(f"{_PLAIN_PART}(?:[ -]{_PLAIN_PART})*")
_DEGREE_BEHIND = re.compile(r",?\s(?:Ph\.?\s?D\.?|DPhil)$")


def tidy_name(name: str) -> str:
    r"""A spoken name alone.

    >>> tidy_name("Jane¹ Doe"), tidy_name("Jane <jane@example.org> Doe"), tidy_name("H. -T. Pai")
    ('Jane Doe', 'Jane Doe', 'H.-T. Pai')
    """
    if _PLAIN.fullmatch(name):
        return name
    name = without_marks(without_mail(without_tex(name)))
    name = _AND_BEFORE.sub("", name.strip())
    name = _HYPHEN_AFTER_BLANK.sub("-", _STOP_AFTER_NAME.sub(r"\1", name))
    name = _DEGREE_BEHIND.sub("", name.rstrip(" :;,")) if " " in name else name
    return _SUFFIX_WITHIN.sub(r"\1 \3 \2", " ".join(name.split()))


def without_marks(text: str) -> str:
    return _FOOTNOTE_MARKS.sub("", text)


def without_mail(text: str) -> str:
    return " ".join(_MAIL.sub(" ", text).split()).strip(" ,;") if "@" in text else text
