import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from text import maths
from text.maths import Patience, TexError, asked_ahead, parse_tex, render_tex

MACRO_BOMB = r"\def\a{" + "x" * 4000 + "}" + r"\a" * 300
TOO_DEEP_FOR_KATEX = r"\displaystyle " * 100 + "x"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    maths._outcome.cache_clear()


def test_a_formula_becomes_mathml_with_its_tex_as_annotation():
    assert render_tex("x^2", display=False) == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>'
        "<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
    )


def test_a_display_formula_says_so():
    assert 'display="block"' in render_tex("x", display=True)
    assert 'display="block"' not in render_tex("x", display=False)


@pytest.mark.parametrize(
    "tex", [r"\begin{aligned}a&=b\\c&=d\end{aligned}", r"\operatorname*{argmax}_x f"]
)
def test_what_other_converters_miss_is_rendered(tex):
    assert "tex-error" not in render_tex(tex, display=True)


def test_a_formula_that_does_not_parse_shows_its_escaped_source_and_why():
    html = render_tex(r'\frac{<b>"', display=False)
    assert html.startswith('<code class="tex-error" title="')
    assert html.endswith(">\\frac{&lt;b&gt;&quot;</code>")
    with pytest.raises(TexError, match="Undefined control sequence"):
        parse_tex(r"\nonsense", display=False)


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\includegraphics{https://tracker.example/x.png}",
        r"\htmlClass{a}{x}",
        r"\htmlStyle{color:red}{x}",
    ],
)
def test_commands_that_reach_outside_maths_have_no_effect(tex):
    drawn = render_tex(tex, display=False).partition("<annotation")[0]
    assert "<a" not in drawn
    assert "<img" not in drawn
    assert "class=" not in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize(
    "tex", ["", " ", "a\0b", "a\ud800b", "\u202ea", "日本語", "\U0001f600", "\\"]
)
def test_no_text_makes_it_raise(tex):
    html = render_tex(tex, display=False)
    assert "\0" not in html
    html.encode()


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 20_000,
        "{" * 2_400 + "x" + "}" * 2_400,
        "x^{" * 150 + "}" * 150,
        r"\left(" * 300 + r"\right)" * 300,
        r"\begin{matrix}" * 200,
        r"\def\a{\a\a}\a",
        r"\def\a#1{#1#1#1#1}\a{\a{\a{\a{\a{\a{x}}}}}}",
        r"\begin{matrix}" + "&" * 4_900 + r"\end{matrix}",
        MACRO_BOMB,
        TOO_DEEP_FOR_KATEX,
    ],
)
def test_a_hostile_formula_is_refused_quickly_and_the_next_one_works(tex):
    started = time.process_time()
    assert "tex-error" in render_tex(tex, display=True)
    assert time.process_time() - started < 2
    assert "tex-error" not in render_tex("x", display=True)


def test_a_formula_beyond_the_limit_is_not_tried_and_its_source_is_cut():
    html = render_tex("x" * 6_000, display=False)
    assert "longer than 5000 characters" in html
    assert html.count("x" * 5_000) == 1
    assert "x" * 5_001 not in html


def test_patience_ends_after_a_few_refusals():
    patience = Patience(refusals_left=1)
    assert "deeply nested" in render_tex(TOO_DEEP_FOR_KATEX, display=False, patience=patience)
    assert "Too many formulas" in render_tex("x", display=False, patience=patience)


def test_a_formula_that_merely_does_not_parse_costs_no_patience():
    patience = Patience(refusals_left=1)
    render_tex(r"\nonsense", display=False, patience=patience)
    assert patience.refusals_left == 1


def test_many_threads_can_render_at_once():
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda n: render_tex(f"y_{{{n}}}", display=False), range(60)))
    assert all(f"<mn>{n}</mn>" in html for n, html in enumerate(drawn) if n < 10)
    assert not any("tex-error" in html for html in drawn)


def test_a_forked_child_renders_after_its_parent_has_and_the_parent_goes_on():
    render_tex("p", display=False)
    child = os.fork()
    if child == 0:
        worked = "<mi>q</mi>" in render_tex("q", display=False)
        maths._worker.close()
        os._exit(0 if worked else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert "<mi>r</mi>" in render_tex("r", display=False)


def test_a_worker_that_was_killed_is_replaced():
    render_tex("a", display=False)
    process = maths._worker.process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert "<mi>b</mi>" in render_tex("b", display=False)


def test_a_formula_that_kills_two_workers_is_refused(monkeypatch):
    real = maths._Worker.ask

    def ask(worker, tex, display):
        if tex == "eats memory":
            raise ConnectionError
        return real(worker, tex, display)

    monkeypatch.setattr(maths._Worker, "ask", ask)
    assert "too much memory" in render_tex("eats memory", display=False)


def test_a_missing_katex_is_no_formulas_fault(monkeypatch):
    maths._worker.close()
    monkeypatch.setattr(maths.sys, "executable", "/bin/false")
    with pytest.raises(ConnectionError):
        render_tex("x", display=False)


ODD = ["x", r"\nonsense", "", "y" * 6_000, "é_{1}", r"\frac{a}{b}", r"x^{" * 60 + "}" * 60]


@pytest.mark.parametrize("killer", ["", TOO_DEEP_FOR_KATEX, r"\def\a{\a\a}\a"])
def test_formulas_asked_for_ahead_come_out_as_those_asked_for_alone(killer):
    wanted = [(tex, display) for tex in (*ODD, killer, "after it") for display in (False, True)]
    alone = [render_tex(tex, display=display) for tex, display in wanted]
    maths._outcome.cache_clear()
    with asked_ahead(wanted):
        assert [render_tex(tex, display=display) for tex, display in wanted] == alone


def test_what_was_asked_for_ahead_is_not_asked_for_again(monkeypatch):
    formulas = [(f"z_{{{number}}}", False) for number in range(3 * maths.MANY)]
    with asked_ahead(formulas):
        monkeypatch.setattr(maths._Worker, "ask", lambda *_: pytest.fail("asked alone"))
        drawn = [render_tex(tex, display=display) for tex, display in formulas]
    assert all("<mi>z</mi>" in html for html in drawn)


def test_the_longest_formulas_that_go_together_fit_into_the_pipe():
    formulas = [
        ("\U0001d465" * (maths.LONGEST_AHEAD - 4) + f"{number:04d}", False)
        for number in range(3 * maths.MANY)
    ]
    with asked_ahead(formulas):
        drawn = [render_tex(tex, display=display) for tex, display in formulas]
    assert not any("tex-error" in html for html in drawn)
