"""TeX in names and affiliations, as BibTeX leaves it in every catalogue."""

import re

from text.plain import collapse_space
from text.tex.accents import untex

# "O\\'Neil": within a word no capital letter has an accent after these; nor has a consonant after
# the first letter of any other ("M\\'Barek").
_APOSTROPHE = re.compile(r"(?<=\b[DLOdl])\\'(?=[A-Z])|(?<=\b[A-Z])\\'(?=[B-DF-HJ-NP-TV-Z][a-z])")
_FONT = re.compile(r"\\(?:bf|em|it|rm|sc|sf|tt|text(?:bf|it|rm|sc|sf|tt)|emph|mbox)(?![a-zA-Z])\s*")
# "Fran\\ccois": TeX would look for a command of that name; within a word the accent is meant.
_RUN_TOGETHER = re.compile(
    r"(?<=[^\W\d_])\\(?:(c)([cstCST])|(v)([csznrCSZNR])|(u)([agAG])|(k)([aeAE])|(H)([ouOU]))(?=[^\W\d_])"
)
_NO_BRACES = str.maketrans("", "", "{}")


def without_tex(text: str) -> str:
    r"""TeX's accents as letters; braces of formulas stay.

    >>> without_tex(r"J\'er\'emie R{\"u}bhausen"), without_tex(r"Fran\ccois d\'Ascoli")
    ('Jérémie Rübhausen', "François d'Ascoli")
    """
    if "\\" not in text and "{" not in text and "~" not in text:
        return text
    text = _RUN_TOGETHER.sub(_separated, _FONT.sub("", _APOSTROPHE.sub("'", text)))
    text = untex(text)
    return collapse_space(text if "$" in text else text.translate(_NO_BRACES))


def _separated(match: re.Match[str]) -> str:
    accent, letter = filter(None, match.groups())
    return f"\\{accent}{{{letter}}}"
