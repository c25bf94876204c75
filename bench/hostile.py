# ruff: noqa: E501 - runs of TeX stay together
"""Formulas and texts that try to stall the site or to write over the rest of a page.

Written by hand after the kinds that were reported, and made by a seeded fuzzer from KaTeX's own
commands. Synthetic, every one of them.
"""

import random
from collections.abc import Iterator

LONGEST_FORMULA = 4_900

# Each would write outside its place, hide something, or look like a part of the page.
DEFACING = (
    r"\raisebox{5em}{\text{RETRACTED BY THE EDITORS}}",
    r"\raisebox{-5em}{\text{RETRACTED}}",
    r"\smash{\begin{matrix}1\\2\\3\\4\\5\\6\\7\\8\end{matrix}}",
    r"\smash[b]{\begin{matrix}1\\2\\3\\4\\5\\6\\7\\8\end{matrix}}",
    r"x\hspace{-20em}\text{RETRACTED}",
    r"\text{RETRACTED}\hspace{-20em}x",
    r"\mathrlap{\text{RETRACTED BY THE EDITORS OF THIS JOURNAL}}x",
    r"\mathllap{\text{RETRACTED BY THE EDITORS OF THIS JOURNAL}}x",
    r"\mathclap{\text{RETRACTED BY THE EDITORS OF THIS JOURNAL}}x",
    r"\rlap{RETRACTED}\llap{RETRACTED}x",
    r"\kern-20em x",
    r"\mkern-200mu x",
    r"\mskip-200mu x",
    r"\hskip-20em x",
    r"\!" * 500 + "x",
    r"\colorbox{red}{x}",
    r"\fcolorbox{red}{white}{x}",
    r"\color{white} x",
    r"\textcolor{transparent}{x}",
    r"\rule[10em]{10em}{1em}",
    r"\rule[-10em]{10em}{1em}",
    r"\rule{50em}{50em}",
    r"\Huge\Huge{\Huge{\Huge X}}",
    r"\tiny{\tiny{\tiny X}}",
    r"\vphantom{\rule{1em}{50em}}x",
    r"\def\arraystretch{50}\begin{matrix}a\\b\end{matrix}",
    r"\begin{matrix}a\\[50em]b\end{matrix}",
    r"\begin{array}{c}a\\[-5em]b\end{array}",
    r"\begin{matrix}" + r"a\\" * 300 + r"\end{matrix}",
    r"\begin{matrix}" + "a&" * 300 + r"\end{matrix}",
    r"x^{" * 35 + "x" + "}" * 35,
    r"x_{" * 35 + "x" + "}" * 35,
    r"\overset{a}{" * 35 + "x" + "}" * 35,
    r"\underset{a}{" * 35 + "x" + "}" * 35,
    r"\overbrace{" * 35 + "x" + "}" * 35,
    r"\hat{" * 39 + "x" + "}" * 39,
    r"\text{" + "RETRACTED" * 60 + "}",
    "a+" * 400 + "b",
    r"\left(\begin{matrix}" + r"a\\" * 60 + r"\end{matrix}\right)",
    r"\tag{RETRACTED BY THE EDITORS} x",
    "x" + "\u0338\u0489\u20dd" * 60,
    r"x\char'1161\char'1161" * 40,
    r"\text{\u05d0\u05d1} \text{abc}",
    r"\vcenter{\rule{1em}{9em}}",
    r"\genfrac{}{}{9em}{}{a}{b}",
    r"\overline{" * 39 + "x" + "}" * 39,
    r"\sqrt{" * 39 + "x" + "}" * 39,
    r"\begin{CD} A @>" + "a" * 200 + r">> B \end{CD}",
    r"\xrightarrow{\hspace{50em}}",
)

# Each costs much: CPU, memory or output.
COSTLY = (
    r"\def\a{" + "x" * 4_000 + "}" + r"\a" * 300,
    r"\def\a{\a\a}\a",
    r"\def\a#1{#1#1#1#1}\a{\a{\a{\a{\a{\a{x}}}}}}",
    r"\def\b{"
    + "x" * 200
    + r"}\def\c{"
    + r"\b" * 9
    + r"}\def\d{"
    + r"\c" * 9
    + r"}\def\e{"
    + r"\d" * 9
    + "}"
    + r"\e" * 20,
    r"\edef\a{x}" + r"\edef\a{\a\a}" * 30 + r"\a",
    r"\newcommand{\a}[1]{#1#1#1#1#1#1#1#1#1}" + r"\a{" * 9 + "x" + "}" * 9,
    r"\gdef\a{\rule{1em}{1em}\a}\a",
    r"\rule{1em}{1em}" * 320,
    r"\begin{matrix}" + "&" * 4_800 + r"\end{matrix}",
    r"\begin{matrix}" + r"\\" * 2_400 + r"\end{matrix}",
    "x" * LONGEST_FORMULA,
    "{" * LONGEST_FORMULA,
    "{" * 2_400 + "x" + "}" * 2_400,
    "x^" * 2_400 + "x",
    "x'" * 2_400,
    r"\left(" * 700,
    r"\displaystyle " * 350 + "x",
    r"\sqrt" * 900 + "x",
    r"\frac" * 900 + "x",
    r"\text{" * 39 + "x" * 4_000 + "}" * 39,
    r"\hat" * 1_200 + "x",
    r"\not" * 1_200 + "x",
    r"\over" * 900,
    r"\color{red}" * 400 + "x",
    r"\mathchoice{x}{x}{x}{x}" * 200,
    r"\mathchoice{" * 9 + "x" + "}{x}{x}{x}" * 9,
    r"\\" * 2_400,
    "%" * LONGEST_FORMULA,
    "#" * LONGEST_FORMULA,
    "~" * LONGEST_FORMULA,
    "$" * LONGEST_FORMULA,
    " " * LONGEST_FORMULA,
    "\u0338" * LONGEST_FORMULA,
    "\U0001d465" * 2_400,
    "漢" * LONGEST_FORMULA,
    r"\char" + "9" * 4_800,
    r"\verb|" + "x" * 4_800 + "|",
    r"\begin{align}" + r"a&=b\\" * 800 + r"\end{align}",
    r"\begin{array}{" + "c|" * 2_000 + r"}a\end{array}",
    r"\tag{" + "x" * 4_800 + "}",
    r"\operatorname{" + "x" * 4_800 + "}",
    r"\Big(" * 900,
    r"\limits" * 600,
    r"\cancel{" * 39 + "x" + "}" * 39 * 2,
    r"\underbrace{x}_{" * 39 + "x" + "}" * 39,
    r"\hspace{9999999em}" * 250,
    r"\hspace{1e999em}\kern99999999999999999999em x",
    r"\let\a\b\let\b\a\a",
    r"\def\a{\b}\def\b{\a}\a",
    r"\futurelet\a\b\c" * 250,
    r"\expandafter" * 400 + r"\a",
)

_COMMANDS = (
    r"\def \gdef \edef \let \newcommand \a \b \frac \sqrt \text \rule \hspace \kern \raisebox \smash "
    r"\color \mathrlap \overset \begin{matrix} \end{matrix} \begin{align} \end{align} \left( \right) "
    r"\left. \right. \hat \widehat \overbrace \underbrace \cancel \boxed \tag \displaystyle \Huge \! "
    r"\\ & # ^ _ { } { } [ ] ~ ' % | 1em -9em x y 2 \sum \int \operatorname* \mathchoice \vphantom "
    r"\substack \genfrac \xrightarrow \char \verb \not \limits \over \expandafter \csname \relax"
)


def fuzzed_formulas(count: int, seed: int = 8) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(count):
        words = chance.choices(_COMMANDS.split(), k=chance.randint(3, 25))
        unit = "".join(words)
        repeated = unit * chance.choice((1, 1, 20, LONGEST_FORMULA // max(1, len(unit))))
        yield repeated[:LONGEST_FORMULA]


# Runs and pairs that make a careless expression or parser quadratic, in a whole text.
RUNS = (
    " ", "\\", "\n", "$", "$$", "\\(", "\\[", "\\]", "{", "}", "~", "-", "`", "'", "*", "_", "[", "]",
    "(", "![", "[^", "<", ">", "&", "&amp;", "#", "|", "|-", "- ", "> ", "1. ", "http://", "https://a",
    "\\url{", "\\href{", "\\item ", "\\label{", "\\emph{", "{\\em ", "\\cite{", "\\footnote{", "\\'", "\\'{",
    "{\\'", "a\\", "\\a ", "\\ ", "\u0301", "a\u0301", "\u200f", "\t", " \n", "\n ", "\\\n", "$ ", " $", "a$",
    "$1", "\\begin{", "\\begin{align}", "\\$", "[a](", "[a]:", "<a", "</", "<!--", "~~", "**a", "_a ", "*a_",
    "`a", "``a ", ":", "^", "e.g. ", "A. ", ". A", "...", "\ufdd1", "\u2028", "::", "\\verb|", "[^a]: ",
)  # fmt: skip

# Rows of combining marks that normalization puts in order: of Arabic, of Hebrew, of Tibetan and of
# half-width Japanese (which count as letters until they are taken apart), and of Latin, the rows
# short until what nobody sees between them is left out.
ROWS_OF_MARKS = (
    "\u064b\u0651", "\u05b0\u05bc", "\u0f73", "\u0301\uff9e", "\u0301\u0323" * 15 + "\u200b",
)  # fmt: skip
RUNS += ROWS_OF_MARKS


def run_of(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def hostile_texts(length: int = 100_000) -> Iterator[str]:
    """Whole texts in Markdown or TeX: many costly formulas, and long runs."""
    for tex in COSTLY[:12]:
        yield f"${tex}$ and then " * (length // (len(tex) + 16) + 1)
    for unit in RUNS:
        yield run_of(unit, length)
    yield "$x$ " * (length // 4)
    yield "$" + "x" * (length - 2) + "$"
    yield "".join(f"$x_{{{number}}}$" for number in range(length // 10))
