import time
import unicodedata

import pytest

from text.plain import (
    clean_characters,
    clean_text,
    collapse_space,
    first_sentence,
    teaser,
    tex_to_plain,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\0b\x01c\x7fd\x85e", "abcd\ne"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"),
        ("e\u0301", "é"),
        ("\ufeffBOM \ufffe\uffff\ufdd0", "BOM "),
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\u200fעברית", "\u200fעברית"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_cleaned_text_can_be_stored_and_shown(text, expected):
    assert clean_text(text) == expected


def test_cleaning_every_character_there_is_leaves_text_that_encodes():
    everything = "".join(map(chr, range(0x110000)))
    cleaned = clean_text(everything)
    cleaned.encode()
    assert "\0" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_markup_is_not_composed_with_the_accent_that_follows_it():
    assert clean_characters("<mo>\u0338</mo>\0") == "<mo>\u0338</mo>"


def test_space_collapses():
    assert collapse_space("  a \n\t b\u00a0 c ") == "a b c"


def test_a_short_text_is_its_own_teaser():
    assert teaser("One  two\nthree.", words=3) == "One two three."


def test_a_teaser_ends_at_a_word():
    assert teaser("one two, three four", words=2) == "one two…"


def test_a_teaser_never_cuts_a_formula():
    assert teaser("see $a + b + c$ and more", words=2) == "see $a + b + c$…"
    assert teaser(r"see \(a + b\)-like and more", words=2) == r"see \(a + b\)-like…"


def test_a_teaser_cuts_endless_words_but_not_endless_formulas():
    assert teaser("x" * 500, words=2) == "x" * 24 + "…"
    long_formula = "$" + "x + " * 50 + "x$"
    assert teaser(f"{long_formula} and", words=2) == long_formula + "…"
    assert teaser(f"word{long_formula}", words=2) == "word…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            r"Caf\'e Erd\H{o}s {\"o} \"uttiker \^{\i} \c{c} \c c \v{S} \~n \aa",
            "Café Erdős ö üttiker î ç ç Š ñ å",
        ),
        (r"Stra\ss e, S\o ren, {\L}\'od\'z, \AE{}on", "Straße, Søren, Łódź, Æon"),
        (r"2--3 --- ``so''", "2–3 — “so”"),
        (r"Fig.~1 of ~10 GeV", "Fig. 1 of ~10 GeV"),
        (r"\emph{a \textbf{b}} {\it c} \textsc{d}", "a b c d"),
        (r"50\% \& \#1 \_x \{y\} \$5", "50% & #1 _x {y} $5"),
        (r"see \cite{a,b} and \cite[p.~2]{c}", "see [a, b] and [c, p. 2]"),
        (r"\url{https://x.org/~a_b--c}", "https://x.org/~a_b--c"),
        (r"\href{https://x.org}{the site}\footnote{Or not.}", "the site (Or not.)"),
        (r"$\alpha$-decay in $\mathcal{O}(n^{2})$", "α-decay in O(n^2)"),
        (r"$x_{ij} \leq \foo{y}$", r"x_ij ≤\foo{y}"),
        (r"\emph{the $k$-core}", "the k-core"),
        (r"\unknown{x}", r"\unknown{x}"),
        (r"\emph{\ss} \textbf{\alpha} \unknown{\ss}", r"ß α \unknown{ß}"),
        (r"\texorpdfstring{$\alpha$}{alpha}-decay of \ensuremath{\beta}", "α-decay of β"),
        (r"${\cal N}=4$ at A$\&$A", "N=4 at A&A"),
        (r"the \lambda-calculus in \Omega(n \log n)", "the λ-calculus in Ω(n log n)"),
        (r"1/\sqrt{n} + \frac{1}{2} \leq \hat{x}", "1/√n + 1/2 ≤ x̂"),
        (
            r"sma\-rt f\/ield \textgreater 5\,\texteuro{} \etal{} said",
            "smart field > 5 € et al. said",
        ),
        (r"\small One \smallskip two\vspace{1em} three", " One  two three"),
        (r"\textit{a \textit{b}} {\bf c}~d", "a b c d"),
        ("costs $5 and $6", "costs $5 and $6"),
        (r"costs $\$5 a day", "costs $5 a day"),
        (r"costs $\$5 and $\$6 a day", "costs $5 and $6 a day"),
        (r"costs $\$5$ a day, \$\$6 or $$7", "costs $5 a day, $$6 or $$7"),
        ("0", "0"),
    ],
)
def test_tex_becomes_plain_text(text, expected):
    assert tex_to_plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One."),
        ("By Smith et al. in Fig. 2, e.g. here. Next.", "By Smith et al. in Fig. 2, e.g. here."),
        ("J. Doe did it! Then left.", "J. Doe did it!"),
        ("If $x. Y$ holds. So.", "If $x. Y$ holds."),
        ("Is 3.5 enough? $x$ says so.", "Is 3.5 enough?"),
        ('He said "no." Then.', 'He said "no."'),
        ("No end", "No end"),
        ("", ""),
    ],
)
def test_the_first_sentence(text, expected):
    assert first_sentence(text) == expected


@pytest.mark.parametrize(
    "unit", ["\\", "{", r"\'", r"\emph{", "{\\it ", "$ ", "a. ", "~", r"\c ", "https://", r"\cite["]
)
def test_hostile_text_takes_no_time(unit):
    text = unit * 30_000
    began = time.process_time()
    for read in (tex_to_plain, teaser, first_sentence):
        read(text)
    assert time.process_time() - began < 10  # seconds; quadratic, it would be minutes


def test_marks_piled_on_a_letter_do_not_reach_the_lines_above():
    assert clean_text("x" + "\u0338\u0489\u20dd\u0304" * 30 + "y") == "x\u0338\u0489y"
    assert clean_characters("x" + "\u0304" * 30 + "y") == "x\u0304\u0304\u0304y"
    assert clean_text("ǭ̂̃") == "ǭ̂̃"
    assert clean_text("α\u0314\u0301\u0345") == "\u1f85"  # three marks, of which none is left
    assert clean_text("שִׁבֹּ֫לֶת") == "שִׁבֹּ֫לֶת"


def test_marks_are_cut_once_they_are_composed_and_in_order():
    """The point below goes with the letter, wherever it was typed in the row."""
    assert clean_text("a\u0301\u0300\u0302\u0323 Nguyễn") == "ạ\u0301\u0300 Nguyễn"
    assert clean_text("a\u0301\u0300\u0302\u0323" * 2) == "ạ\u0301\u0300" * 2
    assert clean_text("e\u0302\u0323 \u03b1\u0302") == "ệ α\u0302"
