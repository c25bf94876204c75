"""How unlikely it is that dollars enclose a formula, and that a dollar is only a sign of money.

Authors write prices, formulas with blanks inside their dollars, and formulas right before a digit
("$\\sim$10"). No rule about one place tells these apart, so `text.tex.delimiters` compares readings
of the whole text; these are the costs it adds up. 0 is what any reader would take for granted.
"""

import re
from functools import lru_cache

IMPOSSIBLE = float("inf")
_STRAY_DOLLAR = 4.0
_STRAY_DOUBLE = 2.0  # each of two: "$$" is also a word for money
_PRICE = 0.5
_PRICE_BEHIND = 1.0
_SHORT = 60  # characters of most formulas, of which many return

_CERTAINLY_TEX = re.compile(r"[\\^_]")
_OPERATOR = re.compile(r"[=<>+*/|]")
_PRICE_BEFORE_WORDS = re.compile(r"\d[\d.,]*(?:[kKMB]|bn|mn)?[\s).,;:/-]")
_AFTER_PRICE_SIGN = re.compile(r"(?:\\?\$)? ?\.?\d")
# A bare dollar that opens no formula, before an escaped one: a formula of a price, never closed.
DOUBLED_SIGN = re.compile(r"(?<!\\)\$(?=\\\$ ?\.?\d)")
_TICKER = re.compile(r"[A-Z]{2,5}(?:\.[A-Z])?(?![\w$\\^({\[])")  # of shares: "$TSLA"
_SHELL_VARIABLE = re.compile(r"[@#?](?![\w$^_\\{-])")
_TEXT_GROUP = re.compile(
    r"\\(?:mbox|hbox|text[a-z]*|mathrm|mathit|mathsf|operatorname\*?|label|tag)\s*\{[^{}]*\}"
)
_COMMAND = re.compile(r"\\[a-zA-Z]+")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_WORD = re.compile(r"[(\[\"'“‘]*[^\W\d_](?:[-'’]?[^\W\d_A-Z])+[)\]\"'”’,.;:?!]*")
_SENTENCE_END = re.compile(r"[.?!]\s{1,3}[A-Z][a-z]")
_OTHER_SCRIPT = re.compile("[\u0400-\u1fff\u3040-\ud7ff]")  # Cyrillic to CJK; Greek is maths
_FUNCTION_NAMES = (
    "log ln lg exp max min sup inf lim sin cos tan arg argmax argmin det dim ker mod gcd lcm deg "
    "diag rank span sgn sign tr poly polylog arctan sinh cosh tanh var cov if otherwise"
)
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())


def cost_of_sign(text: str, at: int, *, is_double: bool) -> float:
    """Of reading the dollar at `at` as itself: little before an amount, or right behind one."""
    if _AFTER_PRICE_SIGN.match(text, at + 1) or _TICKER.match(text, at + 1):
        return _PRICE
    if is_double:
        return _STRAY_DOUBLE
    if _SHELL_VARIABLE.match(text, at + 1):
        return _PRICE_BEHIND
    is_behind = at > 0 and text[at - 1].isdigit() and not text[at + 1 : at + 2].isalnum()
    return _PRICE_BEHIND if is_behind else _STRAY_DOLLAR


def cost_of_inline(tex: str, follows: str) -> float:
    """Of reading `tex` as a formula between two dollars, with the sign `follows` after them."""
    if len(tex) > _SHORT:
        return _cost_of_inline(tex, is_before_digit=follows.isdigit())
    return _cost_of_short(tex, follows.isdigit())


def _cost_of_inline(tex: str, is_before_digit: bool) -> float:
    if tex.isspace():
        return IMPOSSIBLE
    is_certain = _CERTAINLY_TEX.search(tex) is not None
    blanks = tex[0].isspace() + tex[-1].isspace()
    words = _words(tex)
    if blanks and words and not is_certain:
        return IMPOSSIBLE
    cost = (0.0, 2.0, 1.0)[blanks] + words * (0.5 if is_certain else 1.5)
    cost += _cost_of_amount(tex, words, is_certain=is_certain, is_before_digit=is_before_digit)
    cost += _cost_of_brackets(tex, is_certain=is_certain)
    if tex[0] in ",.;:)" or tex[-1] == "(":
        cost += 1.5
    if words and _SENTENCE_END.search(tex):
        cost += 3
    return cost + (0 if tex.isascii() or not _has_other_script(tex) else 3)


_cost_of_short = lru_cache(maxsize=4096)(_cost_of_inline)


def cost_of_display(tex: str) -> float:
    """Of reading `tex` as a formula between two double dollars, or in another long display."""
    words = _words(tex)
    is_maths = _CERTAINLY_TEX.search(tex) or _OPERATOR.search(tex)
    if not is_maths and tex[0].isdigit() and tex[-1].isspace():  # "$$6, $$7"
        return 5.0
    return words * (0.5 if is_maths else 5.0) + _cost_of_brackets(tex, is_certain=True)


def has_words(tex: str) -> bool:
    """Whether a word of three letters stands in it that is no function's name."""
    return len(tex) > 2 and _words(tex, shortest=3) > 0


def looks_like_prose(tex: str) -> bool:
    return _words(tex) > 3


def has_dollar(tex: str) -> bool:
    """Whether a bare dollar stands in it, which TeX allows in a group of text only."""
    return "$" in tex and "$" in _ESCAPED.sub("", _TEXT_GROUP.sub("", tex))


def _cost_of_amount(tex: str, words: int, *, is_certain: bool, is_before_digit: bool) -> float:
    """Of a formula that begins like a price, or before another one."""
    if not tex[0].isdigit():
        return 0.5 if is_before_digit and not is_certain else 0.0
    if is_before_digit and "\\" not in tex and "^" not in tex:
        return 4.0
    return 2.0 if words and _PRICE_BEFORE_WORDS.match(tex) else 0.0


def _has_other_script(tex: str) -> bool:
    return _OTHER_SCRIPT.search(_TEXT_GROUP.sub("", tex)) is not None


def _cost_of_brackets(tex: str, *, is_certain: bool) -> float:
    """Braces must close; an interval may open with another bracket than it closes."""
    bare = _ESCAPED.sub("", tex) if "\\" in tex else tex
    if bare.count("{") != bare.count("}"):
        return 6.0
    opened = tex.count("(") + tex.count("[") - tex.count(")") - tex.count("]")
    return (1.5 if is_certain else 3.0) if opened else 0.0


def _words(tex: str, shortest: int = 1) -> int:
    """How many words of prose stand in it, those in `\\text{..}` not counted."""
    if len(tex) < 3:
        return 0
    if "\\" in tex:
        tex = _COMMAND.sub(" ", _TEXT_GROUP.sub(" ", tex))
    found = [word for word in tex.split() if _WORD.fullmatch(word)]
    bare = (word.strip("()[]\"'“”‘’,.;:?!") for word in found)
    return sum(word not in _FUNCTIONS and len(word) >= shortest for word in bare)
