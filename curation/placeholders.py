"""Words that somebody put down for the text that was still to come."""

import re

# In square brackets, as writers mark a gap: "[To be written: …]", "[TBD]", "[add the numbers]".
# Not "[…]", which stands for words left out of a quotation, and no links.
_GAPS = (
    r"to be (?:written|added|done|filled|completed|decided|confirmed|continued|supplied|inserted)",
    r"to (?:do|come|follow)|todo|tb[adc]|tk|fixme|xxx+|placeholder|\?+",
)
_BRACKETED = re.compile(
    rf"\[\s*(?:{'|'.join(_GAPS)})(?![\w(-])[^\]\n]*(?:\]|$)"
    r"|\[\s*(?:add|insert|write|fill in)\s[^\]\n]*\](?![(\[:])",
    re.IGNORECASE | re.MULTILINE,
)
# As whole words in capitals, which no sentence of a finished text holds; and printers' dummy text.
_BARE = re.compile(r"\b(?:TODO|TBD|TBA|TBC|FIXME|TKTK|XXX+)\b|(?i:\blorem ipsum\b)")
_BLANK = re.compile(r"\{\{[^{}\n]*\}\}|(?<=[^\s_] )_{4,}|(?<!\S)\?{2,}(?!\S)")
_CODE_OR_MATHS = re.compile(r"(`+).+?\1|\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
_LONGEST_SHOWN = 60


def find_placeholder(text: str) -> str:
    """The first placeholder in a Markdown text, shortened; "" where there is none.

    >>> find_placeholder("Three works. [To be written: why these.]")
    '[To be written: why these.]'
    >>> find_placeholder("The [to-do lists](https://example.org) of agents, and `TODO` in code.")
    ''
    """
    prose = _CODE_OR_MATHS.sub(" ", text)
    matches = [match for rule in (_BRACKETED, _BARE, _BLANK) if (match := rule.search(prose))]
    if not matches:
        return ""
    words = " ".join(min(matches, key=re.Match.start)[0].split())
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"
