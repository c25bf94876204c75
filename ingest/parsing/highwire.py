"""What the conversion of bioRxiv's and medRxiv's abstracts from JATS leaves in the text."""

import re

_FIGURE = "\ufdd4"  # stands for a figure without a caption; no text holds noncharacters
_SMALL_CAPITALS = re.compile(r"[OC]_SCP(?:LOW|CAP)")
# Within a word they are none: "O_LINKS", "BIO_LIST", "C_LIENT".
_ITEM = re.compile(r"(?:(?<=C_LI)|(?<=_[UO]L)|(?<![^\W]))O_LI(?!NK|ST\b|MIT)")
_ITEM_END = re.compile(r"C_LI(?![A-Z]{2}(?!_))")
_LIST = re.compile(r"\b[OC]_[OU]L\b")
_REPLACEMENTS = (
    # Of a figure or table: where its picture is, a link to a larger one, then its caption.
    (re.compile(r"O_LINKSMALLFIG[^<>\n]{0,400}>"), ""),
    (re.compile(r"View (?:larger version|this table)[^\n:]{0,40}:"), ""),
    (re.compile(r"org\.highwire\.dtl\.DTLVardef@[0-9a-f]{1,16}"), ""),
    (re.compile(r"_HPS_FORMAT_FIGEXP"), ""),
    (re.compile(r"\bO_(?:FIG|TBL)\s{0,20}(?:M_(?:FIG|TBL)\s{0,20})?C_(?:FIG|TBL)\b"), _FIGURE),
    (re.compile(r"\b[OMC]_(?:FIG|TBL|QD)(?:_DISPLAY)?\b|(?<![A-Z])[OMC]_TEXTBOX"), "\n\n"),
    (re.compile(r"(?<![A-Z])O_QD(.{1,2000}?)C_QD(?![a-z])", re.DOTALL), r"\n\n\1\n\n"),
    # Of a formula that is a picture: its name and its number.
    (re.compile(r"\bO_FD\b|(?<![A-Z])C_FD\b"), " "),
    (re.compile(r"M_FD(?=\()"), " "),
    (re.compile(r"O_INLINEFIG(.{0,60}?)C_INLINEFIG"), r"\1"),
    (re.compile(r"O_FLOATNO(.{1,60}?)C_FLOATNO"), r"\1 "),
    (re.compile(r"[OC]_TABLECAPTION"), ""),
    # Small capitals, headings, items of a list.
    (_SMALL_CAPITALS, ""),
    (re.compile(r"O_ST_ABS\s{0,9}C_ST_ABS"), "\n\n"),
    (re.compile(r"O_ST_ABS(.{1,300}?[?:.!])\s{0,9}C_ST_ABS"), r"\n\n\1 "),
    (re.compile(r"O_ST_ABS(.{1,300}?)C_ST_ABS"), r"\n\n\1: "),
    (re.compile(r"\bO_ST_ABS|C_ST_ABS\b"), " "),
    # The heading of a figure that is left out has nothing to say.
    (
        re.compile(
            r"(?:(?:graphical|visual) abstract|(?:toc|table of contents) (?:graphic|figure|image))"
            rf"[:.]?\s{{0,20}}{_FIGURE}",
            re.IGNORECASE,
        ),
        _FIGURE,
    ),
    (re.compile(_FIGURE), "\n\n"),
)


# Names of signs in brackets, which elsewhere are a choice or a reference: "[A]", "[-]".
_BRACKETED = re.compile(
    r"\[(?:(?P<name>[a-z]{2,10})|x(?P<code>[0-9A-F]{4,5})|(?P<sign>~|~=|-&gt;|->|<-|&lt;-))\]"
    r"|\[(?P<minus>-)\](?=\.?[0-9])|(?<=[0-9])(?P<blank> ?)\[A\]"
)
_SIGNS = {
    "~": "~", "~=": "≅", "->": "→", "-&gt;": "→", "<-": "←", "&lt;-": "←",
    "isin": "∈", "bullet": "•", "tpltrtarr": "►", "utri": "▵", "dtri": "▿", "squf": "▪",
    "deg": "°", "plusmn": "±", "times": "×", "mu": "µ", "rarr": "→", "larr": "←", "ge": "≥",
    "le": "≤", "ne": "≠", "approx": "≈", "infin": "∞", "prime": "′", "middot": "·",
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda xi pi rho sigma tau phi chi psi "
    "omega"
)
# Headings of sections that run into the first word of their text: "MethodsFrom 2004 on".
_HEADINGS = (
    "Author summary|Availability and implementation|Availability|Background and aims?|Background"
    "|Backgrounds|Conclusions?|Discussion|Findings|Funding|Graphical abstract|Highlights|Impact"
    "|Importance|Interpretation|Introduction|Limitations?|Main outcomes?|Materials? and methods?"
    "|Methods? and findings|Methods? and results|Methods?|Motivation|Objectives?|Aims?|Purpose"
    "|Rationale|Results?|Setting|Significance statement|Significance|Study design|Summary"
)
_RUNNING_HEADING = re.compile(
    rf"^[ \t]{{0,9}}({_HEADINGS}|{_HEADINGS.upper()})(?=[a-z]?[A-Z][A-Za-z \d]|A |[0-9]{{2}})",
    re.MULTILINE,
)
_ABSTRACT = re.compile(
    r"\A\s{0,9}(?:Abstract|ABSTRACT|Summary|SUMMARY)(?=[A-Z][a-z]|A )|\bABSTRACT(?=[A-Z][a-z])"
)


def without_marks(title: str) -> str:
    """A title without the marks around its small capitals, and with its signs."""
    return _with_signs(_SMALL_CAPITALS.sub("", title) if "_SCP" in title else title)


def without_residue(abstract: str) -> str:
    """The abstract without marks of elements; a caption stays, as a paragraph of its own."""
    if "_" in abstract:
        for residue, meant in _REPLACEMENTS:
            abstract = residue.sub(meant, abstract)
    if "O_LI" in abstract and "C_LI" in abstract:
        abstract = _LIST.sub("\n\n", _ITEM_END.sub("", _ITEM.sub("\n\n", abstract)))
    abstract = _RUNNING_HEADING.sub(r"\1: ", _ABSTRACT.sub("", abstract))
    return _with_signs(abstract)


def _with_signs(text: str) -> str:
    return _BRACKETED.sub(_sign, text) if "[" in text else text


def _sign(match: re.Match[str]) -> str:
    if match["code"]:
        return f"&#x{match['code']};"  # read, or left out, with the other references
    if match["minus"]:
        return "−"
    if match["blank"] is not None:
        return f"{match['blank']}Å"
    name = match["name"] or match["sign"]
    if name in _GREEK.split():
        return f"{{{name}}}"
    return _SIGNS.get(name, match[0])
