"""Straight quotation marks as typographic ones, where it is clear which of them is meant.

One pass, a character for a character: time and length stay those of the text.
"""

import re

_QUOTE = re.compile("[\"']")
_OPENING = frozenset("([{<\u2014\u2013-/\u201c\u2018")  # what may stand right before one that opens
_SHORT_YEAR = re.compile(r"'\d0?s?\b|'\d\ds?\b")


def typographic(text: str) -> str:
    r"""Of a text, or a paragraph of it, without code, addresses and formulas in it.

    A mark that opens and is never closed stays as it is, as do inches and seconds of arc.

    >>> typographic('"A \'good\' proof," she said; it\'s Gauss\' own.')
    '“A ‘good’ proof,” she said; it’s Gauss’ own.'
    >>> typographic('A 5" disk of the \'90s, f\'(x), 5\'10" and "left open')
    'A 5" disk of the ’90s, f\'(x), 5\'10" and "left open'
    """
    if '"' not in text and "'" not in text:
        return text
    signs = list(text)
    opened: dict[str, int] = {}  # where the last one of each kind that was not closed stands
    for match in _QUOTE.finditer(text):
        place, quote = match.start(), match[0]
        before = signs[place - 1] if place else " "
        after = text[place + 1 : place + 2] or " "
        may_open = (before.isspace() or before in _OPENING) and not after.isspace()
        may_close = not (before.isspace() or before in _OPENING)
        if quote == "'" and before.isalnum() and after in "'(":
            continue  # a derivative
        if quote == "'" and before.isalnum() and after.isalnum():
            if not (before.isdigit() and after.isdigit()):  # else feet and inches
                signs[place] = "\u2019"
        elif may_close and quote in opened and not after.isalnum():
            signs[opened.pop(quote)] = "\u2018" if quote == "'" else "\u201c"
            signs[place] = "\u2019" if quote == "'" else "\u201d"
        elif quote == "'" and may_open and _SHORT_YEAR.match(text, place):
            signs[place] = "\u2019"
        elif may_open and (quote not in opened):
            opened[quote] = place
        elif quote == "'" and may_close and not before.isdigit() and before != "'":
            signs[place] = "\u2019"
    return "".join(signs)
