"""The small child process in which KaTeX runs, in V8; started and read by `text.tex.katex_process`.

It reads one line of JSON, a list of texts (`TextRequest`), and answers with one (`WorkerAnswer`). A
single text that takes longer than a slice gets a number instead of its replies; whoever asked sends
that number until it is done, and other texts get in between. The process ends when the parent
closes the pipe, after `IDLE_SECONDS` without work (V8 and KaTeX take 80 to 130 MB), and once a
formula has made its memory grow.

What a text costs is counted as CPU seconds of this process, whatever comes of its formulas: on
a machine that is busy elsewhere, a call is cut off early by the clock and goes on.
"""

import itertools
import json
import re
import select
import signal
import sys
import time
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, BinaryIO, TypedDict

import psutil
from py_mini_racer import JSOOMException, JSTimeoutException, MiniRacer

IDLE_SECONDS = 300
FORMULA_SECONDS = 0.1  # usual ones take a twentieth of a millisecond
SLICE_SECONDS = 0.05  # of a text; the formula in hand is finished, or takes too long
HEAP_BYTES = 128 * 1024 * 1024
RESIDENT_BYTES = 320 * 1024 * 1024  # beyond it a new process is cheaper
MOST_CUTS, MOST_STRETCH = 20, 4  # for one text, on a machine that gives us little time
_KATEX = ("djangocms-katex", "djangocms_katex/static/djangocms_katex/vendor/katex/katex.min.js")

_TOKEN = re.compile(r"<(/?)(mo|mi|mn|mtext)((?:\s[^>]*)?)>(?=(<[a-z])?)")

TOO_SLOW = "The formula takes too long"
TOO_LARGE = "The formula needs too much memory"
NOTHING_LEFT = "The formulas of this text take too long together"


class TextRequest(TypedDict):
    formulas: list[tuple[str, bool]]  # TeX, and whether it stands on lines of its own
    macros: dict[str, str]
    cpu_seconds: float
    characters: int


class FormulaReply(TypedDict, total=False):
    mathml: str
    error: str
    refused: bool  # for what it costs; else KaTeX does not understand it


class TextReply(TypedDict):
    formulas: list[FormulaReply]
    cpu_seconds: float


class WorkerAnswer(TypedDict, total=False):
    replies: list[TextReply]
    number: int  # of a text that is not done yet, instead
    ends: bool  # this process has grown large and ends now


@dataclass
class _Text:
    """A text in hand."""

    number: int
    cpu_seconds: float
    spent: float = 0.0
    cuts: int = 0
    stretch: int = 1  # of the clock, where it runs while others have the processor


class Katex:
    def __init__(self) -> None:
        self._texts: dict[int, _Text] = {}
        self._numbers = itertools.count(1)
        self._context = MiniRacer()
        package, script = _KATEX
        self._context.eval(Path(distribution(package).locate_file(script)).read_text("utf-8"))  # type: ignore[arg-type]
        self._context.eval(Path(__file__).with_suffix(".js").read_text("utf-8"))
        self._context.set_hard_memory_limit(HEAP_BYTES)
        self._context.eval('katex.renderToString("x")')  # compiled before anything is counted

    @property
    def has_unfinished(self) -> bool:
        return bool(self._texts)

    def answer(self, line: list[TextRequest] | int) -> WorkerAnswer:
        """To a list of texts, or to the number of one that was not done."""
        if isinstance(line, list) and len(line) != 1:
            return {"replies": self.render_all(line)}
        number = line if isinstance(line, int) else self.begin(line[0])
        reply = self.go_on(number)
        return {"number": number} if reply is None else {"replies": [reply]}

    def render_all(self, requests: list[TextRequest]) -> list[TextReply]:
        """All in one call; where that takes long, each text with its own budget."""
        started = time.process_time()
        try:
            texts = self._call(f"renderAll({json.dumps(requests)})", FORMULA_SECONDS)
        except (JSTimeoutException, JSOOMException):
            return [self.render(request) for request in requests]
        spent = (time.process_time() - started) / max(1, len(requests))
        return [{"formulas": formulas, "cpu_seconds": spent} for formulas in texts]

    def render(self, request: TextRequest) -> TextReply:
        """A whole text, slice by slice."""
        number = self.begin(request)
        while (reply := self.go_on(number)) is None:
            pass
        return reply

    def begin(self, request: TextRequest) -> int:
        number = next(self._numbers)
        formulas, macros = json.dumps(request["formulas"]), json.dumps(request["macros"])
        self._call(f"begin({number}, {formulas}, {macros}, {int(request['characters'])})")
        self._texts[number] = _Text(number, request["cpu_seconds"])
        return number

    def go_on(self, number: int) -> TextReply | None:
        """One slice of a text; its replies once all are there or its time is used up."""
        text = self._texts[number]
        started = time.process_time()
        replies = self._slice(text) if text.cpu_seconds > 0 else None
        text.spent += time.process_time() - started
        if replies is None and text.spent < text.cpu_seconds and text.cuts < MOST_CUTS:
            return None
        if replies is None:
            refuse = f"refuseRest({number}, {json.dumps(NOTHING_LEFT)})"
            replies = self._call(f"{refuse}, goOn({number}, 0)")
        self._call(f"finish({number})")
        del self._texts[number]
        return {"formulas": replies, "cpu_seconds": text.spent}

    def _slice(self, text: _Text) -> list[FormulaReply] | None:
        """All replies of the text; None if the time ended or a formula needs too much memory."""
        started = time.process_time()
        seconds = min(text.cpu_seconds - text.spent, FORMULA_SECONDS) * text.stretch
        try:
            replies: list[FormulaReply] | None = self._call(
                f"goOn({text.number}, {SLICE_SECONDS * 1000})", seconds
            )
        except JSTimeoutException:
            text.cuts += 1
            if time.process_time() - started >= FORMULA_SECONDS / 2:
                self._refuse_current(TOO_SLOW)
            else:
                text.stretch = min(text.stretch * 2, MOST_STRETCH)
            return None
        except JSOOMException:
            text.cuts += 1
            self._refuse_too_large()
            return None
        return replies

    def _refuse_current(self, error: str) -> None:
        """Refuse the formula at which a call ran out of time, unless it had hardly begun by then:
        such a formula is rendered again in a call of its own."""
        try:
            if self._call("takenByCurrent()") < FORMULA_SECONDS * 500:  # ms
                return
            self._call(f"refuseCurrent({json.dumps(error)})")
        except JSOOMException:  # its memory ended together with its time
            self._refuse_too_large()

    def _refuse_too_large(self) -> None:
        """What the formula took may not have been given back yet: without that the next call, too,
        finds no memory."""
        self._context.low_memory_notification()
        self._call(f"refuseCurrent({json.dumps(TOO_LARGE)})")

    def _call(self, script: str, seconds: float | None = None) -> Any:
        answer = self._context.eval(f"JSON.stringify(({script}))", timeout_sec=seconds)
        return json.loads(answer) if isinstance(answer, str) else None


def unnest_tokens(mathml: str) -> str:
    """Make rows of the `mo` and `mi` elements in which KaTeX nests others.

    MathML Core allows only text in them: browsers show `\\stackrel{a}{=}` as "=a" otherwise.
    """
    ends: list[str] = []

    def renamed(match: re.Match[str]) -> str:
        closes, attributes, holds_element = match[1], match[3], match[4] is not None
        if closes:
            return ends.pop()
        if not holds_element:
            ends.append(f"</{match[2]}>")
            return match[0]
        left, right = (_space(attributes, side) for side in ("lspace", "rspace"))
        ends.append(f"{right}</mrow>")
        return f"<mrow>{left}"

    return _TOKEN.sub(renamed, mathml)


def _space(attributes: str, side: str) -> str:
    width = re.search(rf'\b{side}="([^"]*)"', attributes)
    return f'<mspace width="{width[1]}"></mspace>' if width else ""


def serve(requests: BinaryIO, answers: BinaryIO, katex: Katex) -> None:
    process = psutil.Process()
    while select.select([requests], [], [], IDLE_SECONDS)[0] and (line := requests.readline()):
        answer = katex.answer(json.loads(line))
        for reply in answer.get("replies", ()):
            for formula in reply["formulas"]:
                if "mathml" in formula:
                    formula["mathml"] = unnest_tokens(formula["mathml"])
        is_large = process.memory_info().rss > RESIDENT_BYTES
        if ends := is_large and not katex.has_unfinished:
            answer["ends"] = True
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        if ends:
            return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; then the pipe closes
    serve(sys.stdin.buffer, sys.stdout.buffer, Katex())  # fails at once where KaTeX is missing
