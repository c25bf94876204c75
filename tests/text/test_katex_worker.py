import json
from io import BytesIO

import pytest

from text.katex_worker import MATHML_CHARACTERS, REFUSED, answer, katex, serve


def line(tex: str, *, display: bool = False) -> bytes:
    return json.dumps({"tex": tex, "display": display}).encode() + b"\n"


def test_katex_gives_mathml_without_the_span_around_it():
    assert katex("x", False).startswith("<math")
    assert katex("x", False).endswith("</math>")


def test_what_katex_says_comes_without_its_underlining():
    with pytest.raises(ValueError, match=r"at position 1: \\foo$"):
        katex(r"\foo", False)


def test_each_line_gets_one_line():
    answers = BytesIO()
    serve(BytesIO(line("a") + line("b\nc")), answers, lambda tex, display: tex.upper())
    assert [json.loads(reply) for reply in answers.getvalue().splitlines()] == [
        {"mathml": "A"},
        {"mathml": "B\nC"},
    ]


def test_an_error_is_an_answer():
    def render(tex, display):
        raise ValueError("no such command")

    assert answer(line("x"), render) == {"error": "no such command"}


def test_an_answer_beyond_the_limit_is_an_error():
    reply = answer(line("x"), lambda tex, display: "y" * (MATHML_CHARACTERS + 1))
    assert reply == {"error": "The formula becomes too large"}


def test_the_worker_leaves_once_katex_ran_out_of_stack():
    def render(tex, display):
        raise ValueError("size exceeded")

    with pytest.raises(SystemExit) as leaving:
        answer(line("x"), render)
    assert leaving.value.code == REFUSED
