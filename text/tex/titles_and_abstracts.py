"""Titles and abstracts as arXiv sends them, TeX-flavoured plain text, to safe HTML."""

import re
from html import escape

from text.plain import clean_text, collapse_space
from text.quotes import typographic
from text.sanitize import sanitize
from text.tex.commands import Atom, Dissected, Verbatim, dissect
from text.tex.delimiters import Maths, find_maths
from text.tex.maths import Formula, render_maths

# A blank line, or arXiv's older mark: a new line that begins with two spaces.
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*|\n[ ]{2,}")


def render_title(title: str) -> str:
    """One line of phrasing HTML without links, since titles stand in links and headings."""
    dissected = dissect(clean_text(title))
    html = _html(dissected, [dissected.marked], links=False)[0]
    return sanitize(html, is_ours=True) if "<" in html else html  # escaped text alone needs none


def render_abstract(abstract: str) -> str:
    """Paragraphs of HTML; "" for an abstract of white space."""
    dissected = dissect(clean_text(abstract).strip())
    parts = [part for part in _PARAGRAPH_END.split(dissected.marked) if part.strip()]
    paragraphs = _html(dissected, parts, links=True)
    html = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    has_tags = any("<" in paragraph for paragraph in paragraphs)
    return sanitize(html, is_ours=True) if has_tags else html


def title_formulas(title: str) -> list[Formula]:
    """What `render_title` will ask KaTeX for."""
    return [(one.tex, False) for one in find_maths(clean_text(title))]


def abstract_formulas(abstract: str) -> list[Formula]:
    return [(one.tex, one.display) for one in find_maths(clean_text(abstract).strip())]


def _html(dissected: Dissected, parts: list[str], *, links: bool) -> list[str]:
    # A title has no room for formulas on lines of their own, and stands in links.
    formulas = [one for one in dissected.atoms if isinstance(one, Maths)]
    rendered = render_maths([(one.tex, one.display and links) for one in formulas])
    html = {id(one): shown for one, shown in zip(formulas, rendered, strict=True)}

    def atom(atom: Atom) -> str:
        if isinstance(atom, Maths):
            return html[id(atom)]
        if isinstance(atom, Verbatim):
            return f"<code>{escape(atom.text)}</code>"
        if links:
            return f'<a href="{escape(atom.url)}">{escape(atom.text)}</a>'
        return escape(atom.text)

    escaped = [escape(typographic(collapse_space(part)), quote=False) for part in parts]
    if dissected.is_plain:
        return escaped
    return [
        Dissected(part, dissected.atoms).put_together(atom, style=lambda tag: f"<{tag}>")
        for part in escaped
    ]
