# ruff: noqa: E501 - samples of MathML stay on one line
import json
import os
import re

import pytest
from py_mini_racer import JSOOMException, JSTimeoutException

from text.tex import katex_worker
from text.tex.katex_worker import Katex, serve, unnest_tokens

MACRO_BOMB = r"\def\a{" + "x" * 4000 + "}" + r"\a" * 300


@pytest.fixture(scope="module")
def katex():
    return Katex()


def text(*formulas: str, cpu_seconds: float = 5.0) -> katex_worker.TextRequest:
    return {
        "formulas": [(tex, True) for tex in formulas],
        "macros": {},
        "cpu_seconds": cpu_seconds,
        "characters": 1_000_000,
    }


def test_katex_gives_mathml_without_the_span_around_it(katex):
    (reply,) = katex.render(text("x"))["formulas"]
    assert reply["mathml"].startswith("<math")
    assert reply["mathml"].endswith("</math>")


def test_what_katex_says_comes_without_its_underlining(katex):
    (reply,) = katex.render(text(r"\foo"))["formulas"]
    assert reply == {
        "error": r"KaTeX parse error: Undefined control sequence: \foo at position 1: \foo"
    }


def test_one_slow_formula_leaves_time_for_the_others(katex):
    replies = katex.render(text("a", MACRO_BOMB, "b"))["formulas"]
    assert ["mathml" in reply for reply in replies] == [True, False, True]
    assert replies[1] == {"error": katex_worker.TOO_SLOW, "refused": True}


def test_a_formula_that_eats_memory_is_refused_and_the_next_one_works():
    greedy = Katex()
    greedy._context.eval(
        "katex.renderToString = (tex) => { let kept = []; while (tex === 'eat') kept.push(new Array(1000).fill(0.5)); return tex; }"
    )
    replies = greedy.render(text("a", "eat", "b", cpu_seconds=60.0))["formulas"]
    assert [reply.get("mathml") for reply in replies] == ["a", None, "b"]
    assert replies[1]["refused"]


def test_a_formula_whose_memory_ends_together_with_its_time_is_refused_alone(monkeypatch):
    greedy = Katex()
    greedy._context.eval("katex.renderToString = (tex) => { while (tex === 'eat') {} return tex; }")
    real, faults = greedy._call, [JSOOMException]

    def call(script, seconds=None):
        if "takenByCurrent(" in script and faults:
            raise faults.pop()
        return real(script, seconds)

    monkeypatch.setattr(greedy, "_call", call)
    replies = greedy.render(text("a", "eat", "b"))["formulas"]
    assert [reply.get("mathml") for reply in replies] == ["a", None, "b"]
    assert replies[1] == {"error": katex_worker.TOO_LARGE, "refused": True}


def test_a_call_cut_off_on_a_busy_machine_goes_on_with_the_same_formula(katex, monkeypatch):
    """The clock ends a call; only CPU that was really spent is held against the text."""
    limits = []
    real = katex._call

    def call(script, seconds=None):
        if "goOn(" in script and seconds is not None:
            limits.append(seconds)
            if len(limits) < 5:
                raise JSTimeoutException
        return real(script, seconds)

    monkeypatch.setattr(katex, "_call", call)
    assert "mathml" in katex.render(text("x"))["formulas"][0]
    assert limits == [pytest.approx(0.1 * stretch) for stretch in (1, 2, 4, 4, 4)]


def test_several_texts_get_as_many_replies_each_with_its_own_definitions(katex):
    first, second = katex.render_all([text(r"\def\own{y}", r"\own"), text(r"\own")])
    assert "<mi>y</mi>" in first["formulas"][1]["mathml"]
    assert "error" in second["formulas"][0]


def test_a_hostile_text_among_several_uses_up_its_own_time_alone(katex):
    texts = [text("a"), text(*[MACRO_BOMB] * 9, cpu_seconds=0.3), text("b")]
    first, hostile, last = katex.render_all(texts)
    assert "mathml" in first["formulas"][0]
    assert "mathml" in last["formulas"][0]
    assert {reply["error"] for reply in hostile["formulas"]} == {
        katex_worker.TOO_SLOW,
        katex_worker.NOTHING_LEFT,
    }
    assert hostile["cpu_seconds"] >= 0.25


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


def served(katex, tmp_path, *lines) -> list:
    """What the worker writes for these lines until it ends by itself."""
    (tmp_path / "requests").write_bytes(b"".join(json.dumps(one).encode() + b"\n" for one in lines))
    with (
        (tmp_path / "requests").open("rb") as requests,
        (tmp_path / "answers").open("wb") as answers,
    ):
        serve(requests, answers, katex)
    return [json.loads(line) for line in (tmp_path / "answers").read_bytes().splitlines()]


@pytest.mark.parametrize(
    "tex", [r"\stackrel{a}{=}", r"\overset{n}{x}", r"\mathop{\rm max}_x", r"x \bmod y"]
)
def test_the_worker_leaves_no_element_within_a_token(katex, tmp_path, tex):
    (((reply,),),) = [
        [one["formulas"] for one in line["replies"]]
        for line in served(katex, tmp_path, [text(tex)])
    ]
    assert "<math" in reply["mathml"]
    assert not re.search(r"<m[oin]\b[^>]*><[a-z]", reply["mathml"])


def test_each_line_gets_one_line(katex, tmp_path, monkeypatch):
    monkeypatch.setattr(katex_worker, "RESIDENT_BYTES", 1 << 40)  # the tests' own process is large
    lines = served(katex, tmp_path, [text("a"), text("b")], [text(r"\foo")])
    assert [len(line["replies"]) for line in lines] == [2, 1]


def test_a_worker_that_grew_large_ends_after_its_answer(katex, tmp_path, monkeypatch):
    monkeypatch.setattr(katex_worker, "RESIDENT_BYTES", 1)
    assert len(served(katex, tmp_path, [text("a")], [text("b")])) == 1


def test_an_idle_worker_ends(katex, tmp_path, monkeypatch):
    monkeypatch.setattr(katex_worker, "IDLE_SECONDS", 0.01)
    reading, writing = os.pipe()
    with (
        os.fdopen(reading, "rb", buffering=0) as requests,
        (tmp_path / "answers").open("wb") as answers,
    ):
        serve(requests, answers, katex)
    os.close(writing)
