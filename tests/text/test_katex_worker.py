# ruff: noqa: E501 - samples of MathML stay on one line
import json
import re
from io import BytesIO

import pytest

from text.katex_worker import MATHML_CHARACTERS, REFUSED, answer, katex, serve, unnest_tokens


def line(tex: str, *, display: bool = False) -> bytes:
    return json.dumps({"tex": tex, "display": display}).encode() + b"\n"


def test_katex_gives_mathml_without_the_span_around_it():
    assert katex("x", False).startswith("<math")
    assert katex("x", False).endswith("</math>")


def test_what_katex_says_comes_without_its_underlining():
    with pytest.raises(ValueError, match=r"at position 1: \\foo$"):
        katex(r"\foo", False)


@pytest.mark.parametrize(
    ("mathml", "expected"),
    [
        ("<mo>=</mo><mi>x</mi>", "<mo>=</mo><mi>x</mi>"),
        ("<mo><mover><mo><mo>=</mo></mo><mi>a</mi></mover></mo>", "<mrow><mover><mrow><mo>=</mo></mrow><mi>a</mi></mover></mrow>"),
        ('<mo lspace="1em" rspace="2em"><mtext>a</mtext></mo>', '<mrow><mspace width="1em"></mspace><mtext>a</mtext><mspace width="2em"></mspace></mrow>'),
        ('<mo lspace="1em">a</mo><mi></mi><mo>&lt;</mo>', '<mo lspace="1em">a</mo><mi></mi><mo>&lt;</mo>'),
    ],
)  # fmt: skip
def test_elements_within_tokens_become_rows_which_browsers_can_draw(mathml, expected):
    assert unnest_tokens(mathml) == expected


@pytest.mark.parametrize(
    "tex", [r"\stackrel{a}{=}", r"\overset{n}{x}", r"\mathop{\rm max}_x", r"x \bmod y"]
)
def test_katex_leaves_no_element_within_a_token(tex):
    assert not re.search(r"<m[oin]\b[^>]*><[a-z]", katex(tex, True))


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
