"""Titles and abstracts as arXiv sends them, TeX-flavoured plain text, to safe HTML."""

import re
from dataclasses import replace
from html import escape

from text.commands import Atom, Dissected, dissect
from text.delimiters import Maths
from text.maths import Patience, render_tex
from text.plain import clean_text, collapse_space
from text.sanitize import sanitize

# A blank line, or arXiv's older mark: a new line that begins with two spaces.
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*|\n[ ]{2,}")


def render_title(title: str) -> str:
    """One line of phrasing HTML without links, since titles stand in links and headings."""
    dissected = dissect(clean_text(title))
    return sanitize(_html(dissected, dissected.marked, links=False))


def render_abstract(abstract: str) -> str:
    """Paragraphs of HTML; "" for an abstract of white space."""
    dissected = dissect(clean_text(abstract).strip())
    paragraphs = (
        _html(dissected, part, links=True)
        for part in _PARAGRAPH_END.split(dissected.marked)
        if part.strip()
    )
    return sanitize("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def _html(dissected: Dissected, marked: str, *, links: bool) -> str:
    patience = Patience()

    def atom(atom: Atom) -> str:
        if isinstance(atom, Maths):
            display = atom.display and links  # a title has no room for lines of their own
            return render_tex(atom.tex, display=display, patience=patience)
        if links:
            return f'<a href="{escape(atom.url)}">{escape(atom.text)}</a>'
        return escape(atom.text)

    escaped = replace(dissected, marked=escape(collapse_space(marked), quote=False))
    return escaped.put_together(atom, style=lambda tag: f"<{tag}>")
