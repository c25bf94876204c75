import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from text.tex import maths
from text.tex.katex_process import KatexProcess
from text.tex.maths import FormulaBudget, asked_ahead, render_formulas, render_maths

MACRO_BOMB = r"\def\a{" + "x" * 4000 + "}" + r"\a" * 300
SLOW_TO_PARSE = "x" * 5_000  # refused as too large


def render(tex: str, *, display: bool = False) -> str:
    return render_maths([(tex, display)])[0]


def test_a_formula_becomes_mathml_with_its_tex_as_annotation():
    assert render("x^2") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>'
        "<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
    )


def test_a_display_formula_says_so():
    assert 'display="block"' in render("x", display=True)
    assert 'display="block"' not in render("x", display=False)


@pytest.mark.parametrize(
    "tex", [r"\begin{aligned}a&=b\\c&=d\end{aligned}", r"\operatorname*{argmax}_x f"]
)
def test_what_other_converters_miss_is_rendered(tex):
    assert "tex-error" not in render(tex, display=True)


def test_a_formula_that_does_not_parse_shows_its_escaped_source_and_why():
    html = render(r'\frac{<b>"')
    assert html.startswith('<code class="tex-error" title="')
    assert html.endswith(">\\frac{&lt;b&gt;&quot;</code>")
    assert "Undefined control sequence" in render(r"\nonsense")
    assert not render_formulas([(r"\nonsense", False)])[0].is_maths


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{kept}",
        r"\href{https://example.org}{kept}",
        r"\url{https://example.org/kept}",
        r"\includegraphics{https://tracker.example/kept.png}",
        r"\htmlClass{a}{kept}",
        r"\htmlId{main}{kept}",
        r"\htmlData{a=b}{kept}",
        r"\htmlStyle{color:red}{kept}",
    ],
)
def test_a_command_that_reaches_outside_maths_leaves_the_source_to_be_read(tex):
    html = render("x + " + tex)
    assert html.startswith('<code class="tex-error"')
    assert "kept" in html.partition(">")[2]


@pytest.mark.parametrize(
    "tex", ["", " ", "a\0b", "a\ud800b", "\u202ea", "日本語", "\U0001f600", "\\", "\u2028"]
)
def test_no_text_makes_it_raise(tex):
    html = render(tex)
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
    ],
)
def test_a_hostile_formula_is_refused_and_the_next_one_works(tex):
    hostile, harmless = render_maths([(tex, True), ("x", True)])
    assert "tex-error" in hostile
    assert "tex-error" not in harmless


def test_a_formula_nested_by_commands_alone_is_no_danger():
    nested, after = render_maths([(r"\displaystyle " * 300 + "x", False), ("y", False)])
    assert "<mi>x</mi>" in nested or "tex-error" in nested
    assert "<mi>y</mi>" in after


def test_a_formula_beyond_the_limit_is_not_tried_and_its_source_is_cut():
    html = render("x" * 6_000)
    assert "longer than 5000 characters" in html
    assert html.count("x" * 5_000) == 1
    assert "x" * 5_001 not in html


def test_what_a_text_may_cost_is_counted_for_formulas_that_fail():
    budget = FormulaBudget()
    formulas = render_formulas([(MACRO_BOMB, False)] * 50 + [("x", False)], budget=budget)
    assert budget.cpu_seconds < 0.05
    assert not formulas[-1].is_maths
    assert "take too long together" in formulas[-1].html
    assert formulas[-1].html.endswith(">x</code>")
    assert not render_formulas([("x", False)], budget=budget)[0].is_maths
    assert render_formulas([("x", False)])[0].is_maths


def test_what_a_text_may_cost_is_counted_for_formulas_that_can_be_shown():
    slow = (r"\rule{1em}{1em}" * 330, True)
    budget = FormulaBudget(cpu_seconds=0.05)
    formulas = render_formulas([slow] * 200, budget=budget)
    assert formulas[0].is_maths
    assert not formulas[-1].is_maths
    assert budget.cpu_seconds < 0.01


def test_the_mathml_of_a_text_is_bounded():
    budget = FormulaBudget(characters=100_000)
    formulas = render_formulas([(r"\rule{1em}{1em}" * 300, True)] * 20, budget=budget)
    assert formulas[0].is_maths
    assert sum(len(one.html) for one in formulas if one.is_maths) <= 100_000
    assert "becomes too large" in formulas[-1].html


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\R}{\mathbb{R}}",
        r"\newcommand*\R{\mathbb{R}}",
        r"\renewcommand{\R}{\mathbb{R}}",
        r"\def\R{\mathbb{R}}",
        r"\gdef\R{\mathbb{R}}",
    ],
)
def test_a_definition_holds_for_the_later_formulas_of_its_text_alone(definition):
    text = render_maths([(definition.replace("R", "Own"), False), (r"\Own^n", False)])
    assert '<mi mathvariant="double-struck">Own</mi>' in text[1].replace(
        '<mi mathvariant="double-struck">O</mi><mi mathvariant="double-struck">w</mi>'
        '<mi mathvariant="double-struck">n</mi>',
        '<mi mathvariant="double-struck">Own</mi>',
    )
    assert "tex-error" in render(r"\Own^n")


def test_a_command_with_arguments_and_an_operator_can_be_defined():
    text = render_maths(
        [
            (r"\newcommand{\pair}[2]{\langle #1, #2 \rangle}", False),
            (r"\DeclareMathOperator*{\argmax}{arg\,max}\DeclareMathOperator\foo{foo}", False),
            (r"\pair{a}{b} + \argmax_x \foo x", True),
        ]
    )
    assert "tex-error" not in text[2]
    assert "<munder>" in text[2]
    assert ">foo</mi>" in text[2]


@pytest.mark.parametrize(
    "definition", [r"\newcommand{\a\b}{x}", r"\newcommand{\a}[x", r"\newcommand"]
)
def test_a_malformed_definition_is_shown_as_its_source(definition):
    assert "tex-error" in render(definition)


def test_commands_can_be_given_with_the_text():
    given = {r"\Own": r"\mathbb{Q}", r"\twice": "#1#1"}
    html = render_maths([(r"\Own + \twice{y}", False)], macros=given)[0]
    assert '<mi mathvariant="double-struck">Q</mi>' in html
    assert "<mi>y</mi><mi>y</mi>" in html
    assert given == {r"\Own": r"\mathbb{Q}", r"\twice": "#1#1"}


def test_many_threads_can_render_at_once():
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda n: render(f"y_{{{n}}}"), range(60)))
    assert all(f"<mn>{n}</mn>" in html for n, html in enumerate(drawn) if n < 10)
    assert not any("tex-error" in html for html in drawn)


ODD = ["x", r"\nonsense", "", "y" * 6_000, "é_{1}", r"\frac{a}{b}", r"x^{" * 60 + "}" * 60]


@pytest.mark.parametrize("killer", ["", r"\def\a{\a\a}\a"])
def test_formulas_asked_for_ahead_come_out_as_those_asked_for_alone(killer):
    formulas = [(tex, display) for tex in (*ODD, killer, "after it") for display in (False, True)]
    texts = [formulas[:3], formulas, [], formulas[5:]]
    alone = [render_maths(text) for text in texts]
    with asked_ahead(texts):
        assert [render_maths(text) for text in texts] == alone


def test_what_was_asked_for_ahead_is_not_asked_for_again(monkeypatch):
    texts = [[(f"z_{{{number}}}", False)] for number in range(3 * maths.TEXTS_AHEAD)]
    asked: list[str] = []
    real = KatexProcess.render

    def render_and_note(process, requests):
        asked.append(threading.current_thread().name)
        return real(process, requests)

    monkeypatch.setattr(KatexProcess, "render", render_and_note)
    with asked_ahead(texts):
        drawn = [render_maths(text)[0] for text in texts]
    assert all("<mi>z</mi>" in html for html in drawn)
    assert len(asked) == 3
    assert threading.current_thread().name not in asked
    render_maths(texts[0])
    assert threading.current_thread().name in asked


def test_one_hostile_text_asked_for_ahead_costs_the_others_nothing():
    texts = [[("a", False)], [(MACRO_BOMB, False)] * 30, [("b", False)]]
    with asked_ahead(texts):
        first, hostile, last = (render_formulas(text) for text in texts)
    assert first[0].is_maths
    assert last[0].is_maths
    assert not any(one.is_maths for one in hostile)


def test_longer_requests_and_answers_than_a_pipe_holds_come_through():
    formulas = [("\U0001d465" * 400 + f"{number:04d}", False) for number in range(40)]
    started = time.monotonic()
    assert all(one.is_maths for one in render_formulas(formulas))
    assert time.monotonic() - started < 60
