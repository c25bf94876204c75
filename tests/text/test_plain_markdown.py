import pytest

from text.markdown.render import plain_markdown
from text.plain import first_sentence, formulas_to_plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A **bold** [link](https://x.org) and `code`.", "A bold link and code."),
        (r"It is $\mathcal{O}(n \log n)$ at https://x.org.", "It is O(n log n) at https://x.org."),
        ("# Title\n\n- one\n- two\n\n> three", "Title\n\none\n\ntwo\n\nthree"),
        (r"$\newcommand{\E}{\mathbb{E}}$ So $\E[X]$ at $5.", r"So \E[X] at $5."),
        ("So\n\n$$\\frac{a}{b}\\label{x}$$\n\nin \\eqref{x}.", "So\n\na/b\n\nin (1)."),
        ("![A plot](https://x.org/a.png) a\nb", "A plot a b"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_as_plain_text(source, expected):
    assert plain_markdown(source) == expected


def test_a_first_sentence_shows_no_source():
    text = plain_markdown(r"We *like* $x_{1}$, see [it](https://x.org). Next.")
    assert first_sentence(text) == "We like x_1, see it."


def test_formulas_of_a_post_lose_their_dollars_and_prices_keep_theirs():
    text = r"For $5 we got $\alpha$-regret of $O(n^2)$ -- and ~3 \emph{words}."
    assert formulas_to_plain(text) == r"For $5 we got α-regret of O(n^2) -- and ~3 \emph{words}."
