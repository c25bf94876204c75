"""The small child process in which KaTeX runs; started and read by `text.maths`.

It reads one JSON object a line, `{"tex": ..., "display": ...}`, and answers with one line,
`{"mathml": ...}` or `{"error": ...}`. When the parent closes the pipe, it ends.

pykatex 0.1.1 answers "size exceeded" when a formula is nested too deeply for its JavaScript
stack, and its heap is damaged from then on (`malloc_consolidate()` aborts a few calls later).
So the worker leaves with `REFUSED` at that point. A formula that burns CPU (a macro of a few
kilobytes can run for minutes) is ended by the kernel with SIGPROF, one that eats memory by
its address space limit.
"""

import json
import re
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

CPU_SECONDS = 0.5  # of one formula; usual ones take less than a millisecond
ADDRESS_SPACE_BYTES = 512 * 1024 * 1024
MATHML_CHARACTERS = 120_000
REFUSED = 3  # exit status: this formula is at fault, do not try it again

_TOKEN = re.compile(r"<(/?)(mo|mi|mn|mtext)((?:\s[^>]*)?)>(?=(<[a-z])?)")

Renderer = Callable[[str, bool], str]


def katex(tex: str, display: bool) -> str:
    """Raises ValueError where KaTeX does not understand `tex`."""
    import pykatex  # here, for the parent imports this module too

    try:
        rendered: str = pykatex.renderToString(
            tex,
            displayMode=display,
            output="mathml",
            throwOnError=True,
            trust=False,
            strict="ignore",
            maxSize=50.0,  # em
            maxExpand=1000.0,
        )
    except pykatex.ParseError as error:
        raise ValueError(str(error).replace("\u0332", "")) from error  # its underlining
    return unnest_tokens(rendered.removeprefix('<span class="katex">').removesuffix("</span>"))


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


def answer(line: bytes, render: Renderer) -> dict[str, str]:
    """Exits with REFUSED when KaTeX's stack ran over, see above."""
    request = json.loads(line)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        mathml = render(request["tex"], request["display"])
    except ValueError as error:
        if "size exceeded" in str(error):
            sys.exit(REFUSED)
        return {"error": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if len(mathml) > MATHML_CHARACTERS:
        return {"error": "The formula becomes too large"}
    return {"mathml": mathml}


def serve(requests: BinaryIO, answers: BinaryIO, render: Renderer) -> None:
    for line in requests:
        answers.write(json.dumps(answer(line, render)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; then the pipe closes
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    katex("x", False)  # fails at once where pykatex is missing
    serve(sys.stdin.buffer, sys.stdout.buffer, katex)
