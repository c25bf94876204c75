"""TeX formulas to MathML, all those of one text together, within one budget.

`render_maths` is for a text whose formulas are known before its HTML is put together. What they
cost is counted for the whole text, whether they can be shown or not; once the budget is used up,
the remaining formulas are shown as their TeX source. A definition (`\\newcommand`, `\\def`) in
one formula holds for those after it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from text.plain import clean_text
from text.tex.definitions import only_defines
from text.tex.katex_process import katex
from text.tex.labels import number_labels, with_numbers

if TYPE_CHECKING:
    from text.tex.katex_worker import FormulaReply, TextReply, TextRequest

MAX_CHARACTERS = 5_000
MAX_DEPTH = 40  # of braces, \left and \begin
CPU_SECONDS = 0.3  # of one text; thousands of usual formulas
MATHML_CHARACTERS = 800_000  # of one text; cleaning them takes another 0.2 s
TEXTS_AHEAD = 40  # sent together
_OPENS_OR_CLOSES = re.compile(r"\\(?:left|right|begin|end)(?![a-zA-Z])|\\.|[{}]", re.DOTALL)
_DEPTH_CHANGE = {r"\left": 1, r"\begin": 1, "{": 1, r"\right": -1, r"\end": -1, "}": -1}

Formula = tuple[str, bool]  # its TeX, and whether it stands on lines of its own
Macros = Mapping[str, str]  # the expansion of each command, as `{r"\R": r"\mathbb{R}"}`


@dataclass
class FormulaBudget:
    """What the formulas of one text may still cost; pass one object to every call for it."""

    cpu_seconds: float = CPU_SECONDS
    characters: int = MATHML_CHARACTERS


@dataclass(frozen=True, slots=True)
class RenderedFormula:
    """html: MathML with the TeX as its annotation, or the escaped source in `<code>`; "" for a
    formula that only defines commands.
    """

    html: str
    is_maths: bool


def render_maths(
    formulas: Sequence[Formula],
    *,
    macros: Macros | None = None,
    budget: FormulaBudget | None = None,
) -> list[str]:
    """The HTML of each formula, given without its delimiters; never raises on any text."""
    return [one.html for one in render_formulas(formulas, macros=macros, budget=budget)]


def render_formulas(
    formulas: Sequence[Formula],
    *,
    macros: Macros | None = None,
    budget: FormulaBudget | None = None,
) -> list[RenderedFormula]:
    """The same, telling those that KaTeX understood from those shown as their source."""
    if not formulas:  # of most titles and abstracts
        return []
    budget = FormulaBudget() if budget is None else budget
    cleaned = _cleaned(formulas)
    replies = _replies(cleaned, dict(macros or {}), budget)
    return [_rendered(tex, reply) for (tex, _), reply in zip(cleaned, replies, strict=True)]


def _rendered(tex: str, reply: FormulaReply) -> RenderedFormula:
    if "mathml" in reply:
        mathml = "" if only_defines(tex) else reply["mathml"]
        return RenderedFormula(mathml, is_maths=True)
    reason, source = escape(clean_text(reply["error"])), escape(tex[:MAX_CHARACTERS])
    html = f'<code class="tex-error" title="{reason}">{source}</code>'
    return RenderedFormula(html, is_maths=False)


def _cleaned(formulas: Sequence[Formula]) -> list[Formula]:
    cleaned = [(clean_text(tex).strip(), display) for tex, display in formulas]
    return with_numbers(cleaned, number_labels(cleaned))


def _replies(
    formulas: Sequence[Formula], macros: dict[str, str], budget: FormulaBudget
) -> list[FormulaReply]:
    excess = [_excess(tex) for tex, _ in formulas]
    fit = tuple(one for one, reason in zip(formulas, excess, strict=True) if not reason)
    reply = None if macros else _ahead.reply(fit)
    if reply is None and fit:
        reply = katex.render([_request(fit, macros, budget)])[0]
    answered = iter(reply["formulas"] if reply else ())
    if reply:
        budget.cpu_seconds -= reply["cpu_seconds"]
    replies: list[FormulaReply] = [{"error": one} if one else next(answered) for one in excess]
    budget.characters -= sum(len(one.get("mathml", "")) for one in replies)
    return replies


def _request(fit: Sequence[Formula], macros: dict[str, str], budget: FormulaBudget) -> TextRequest:
    return {
        "formulas": list(fit),
        "macros": macros,
        "cpu_seconds": budget.cpu_seconds,
        "characters": budget.characters,
    }


def _excess(tex: str) -> str:
    if len(tex) > MAX_CHARACTERS:
        return f"The formula is longer than {MAX_CHARACTERS} characters"
    return "The formula is too deeply nested" if _depth(tex) > MAX_DEPTH else ""


def _depth(tex: str) -> int:
    depth = deepest = 0
    for match in _OPENS_OR_CLOSES.finditer(tex):
        depth += _DEPTH_CHANGE.get(match.group(), 0)
        deepest = max(deepest, depth)
    return deepest


class _Ahead(threading.local):
    """Texts this thread has asked for together: where their replies will be, and which one."""

    def __init__(self) -> None:
        self.replies: dict[tuple[Formula, ...], tuple[Future[list[TextReply]], int]] = {}

    def reply(self, formulas: tuple[Formula, ...]) -> TextReply | None:
        """Wait for it; None if it was not asked for, or something went wrong."""
        replies, place = self.replies.get(formulas, (None, 0))
        try:
            return replies.result()[place] if replies else None
        except OSError:
            return None


_ahead = _Ahead()


@contextmanager
def asked_ahead(texts: Iterable[Sequence[Formula]]) -> Iterator[None]:
    """Have the formulas of many texts made while the caller, within, renders what is around them.

    Give the texts in the order in which they will be needed. An error here is ignored: it comes
    again, and is reported, when the text itself is rendered.
    """
    fitting = (tuple(one for one in _cleaned(text) if not _excess(one[0])) for text in texts)
    wanted = list(dict.fromkeys(text for text in fitting if text))
    with ThreadPoolExecutor(1) as asking:
        for start in range(0, len(wanted), TEXTS_AHEAD):
            chunk = wanted[start : start + TEXTS_AHEAD]
            requests = [_request(text, {}, FormulaBudget()) for text in chunk]
            replies = asking.submit(katex.render, requests)
            _ahead.replies |= {text: (replies, place) for place, text in enumerate(chunk)}
        try:
            yield
        finally:
            _ahead.replies = {}
            asking.shutdown(cancel_futures=True)
