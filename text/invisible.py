"""Characters that nobody sees, which must not tell a machine what a person cannot read.

`text.plain.clean_text` uses it, so no title, name, abstract, body or review is stored with them.
Some have a visible effect in some scripts, and stay there: joiners in Arabic and Indic words and
between emoji, direction marks beside Hebrew and Arabic, the selector of a character's variant.
"""

import re

# Soft hyphens, zero-width blanks and joiners, fillers, variation selectors, tags, invisible
# operators, annotation marks, embeddings and overrides. No line ends and no blanks with a width.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Arabic, Syriac, N'Ko, the Indic scripts, Tibetan, Myanmar, Khmer, Mongolian.
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18aa\ua840-\ua87f\ua8e0-\ua8ff"
_EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
_EMOJI += "\U0001f000-\U0001faff"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WITH_EFFECT = "|".join(
    (
        rf"(?<=[{_JOINED}])[\u200c\u200d]",
        rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])",
        rf"(?<=[{_EMOJI}0-9#*©®‼⁉™ℹ])[\ufe0e\ufe0f]",
        rf"(?<=[{_IDEOGRAPH}])[\ufe00-\ufe02\U000e0100-\U000e01ef]",
        "(?<=[\u1820-\u18aa])[\u180b-\u180f]",
        "(?<=[\u2801-\u28ff])\u2800",
        "(?<=<mo>)[\u2061-\u2064](?=</mo>)",  # of MathML, where an empty `mo` would have a width
    )
)
_DIRECTION_MARKS = "\u061c\u200e\u200f"
# The class comes first: to look behind each character of a text would take long.
_UNSEEN = re.compile(f"(?=[{INVISIBLE}])(?:({_WITH_EFFECT})|.)", re.DOTALL)
_UNSEEN_BUT_MARKS = re.compile(
    f"(?=[{INVISIBLE}])(?:({_WITH_EFFECT}|[{_DIRECTION_MARKS}])|.)", re.DOTALL
)
_ANY = re.compile(f"[{INVISIBLE}]")
# Only those beside a letter can have an effect. To look around each of 60,000 took 0.3 s, in which
# no other thread of the process ran.
_LONG_RUN = re.compile(f"([{INVISIBLE}])[{INVISIBLE}]+([{INVISIBLE}]{{2}})")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)


def without_invisible(text: str) -> str:
    """`text` without the characters that show nothing where they stand.

    >>> without_invisible("Ada\\u200b Love\\u00adlace\\U000e0041")
    'Ada Lovelace'
    """
    if text.isascii() or not _ANY.search(text):
        return text
    text = _LONG_RUN.sub(r"\1\2", text)
    has_right_to_left = _RIGHT_TO_LEFT.search(text)
    return (_UNSEEN_BUT_MARKS if has_right_to_left else _UNSEEN).sub(r"\1", text)
