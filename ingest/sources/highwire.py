"""What the conversion of bioRxiv's and medRxiv's abstracts from JATS leaves in the text."""

import re

_FIGURE = "\ufdd4"  # stands for a figure without a caption; no text holds noncharacters
_SMALL_CAPITALS = re.compile(r"[OC]_SCP(?:LOW|CAP)")
# Within a word they are none: "O_LINKS", "BIO_LIST", "C_LIENT".
_ITEM = re.compile(r"(?:(?<=C_LI)|(?<=_[UO]L)|(?<![^\W]))O_LI(?!NK|ST\b|MIT)")
_ITEM_END = re.compile(r"C_LI(?![A-Z]{2}(?!_))")
_REPLACEMENTS = (
    # Of a figure or table: where its picture is, a link to a larger one, then its caption.
    (re.compile(r"O_LINKSMALLFIG[^<>\n]{0,400}>"), ""),
    (re.compile(r"View (?:larger version|this table)[^\n:]{0,40}:"), ""),
    (re.compile(r"org\.highwire\.dtl\.DTLVardef@[0-9a-f]{1,16}"), ""),
    (re.compile(r"_HPS_FORMAT_FIGEXP"), ""),
    (re.compile(r"\bO_(?:FIG|TBL)\s{0,20}(?:M_(?:FIG|TBL)\s{0,20})?C_(?:FIG|TBL)\b"), _FIGURE),
    (re.compile(r"\b[OMC]_(?:FIG|TBL|TEXTBOX|QD)\b"), "\n\n"),
    (re.compile(r"O_FLOATNO(.{1,60}?)C_FLOATNO"), r"\1 "),
    (re.compile(r"[OC]_TABLECAPTION"), ""),
    # Small capitals, headings, items of a list.
    (_SMALL_CAPITALS, ""),
    (re.compile(r"O_ST_ABS(.{1,60}?)C_ST_ABS"), r"\n\n\1: "),
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


def without_marks(title: str) -> str:
    """A title without the marks around its small capitals."""
    return _SMALL_CAPITALS.sub("", title) if "_SCP" in title else title


def without_residue(abstract: str) -> str:
    """The abstract without marks of elements; a caption stays, as a paragraph of its own."""
    if "_" in abstract:
        for residue, meant in _REPLACEMENTS:
            abstract = residue.sub(meant, abstract)
    if "O_LI" in abstract and "C_LI" in abstract:
        abstract = _ITEM_END.sub("", _ITEM.sub("\n\n", abstract))
    return abstract
