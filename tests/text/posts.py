# ruff: noqa: E501 - samples of HTML stay on one line
"""Pieces of posts in the shapes that forums have: text of ours, markup as theirs."""

from text.foreign.posts import CleanedHtml, clean_foreign_html

REL = 'rel="nofollow noopener ugc"'
URL = "https://forum.example/posts/abc/title"


def clean(html: str) -> CleanedHtml:
    return clean_foreign_html(html, base_url=URL, id_prefix="p1-")


def mathjax_2(tex: str, classes: str = "mjx-chtml") -> str:
    drawn = '<span class="mjx-mi" aria-hidden="true"><span class="mjx-char">drawn</span></span>'
    return (
        f'<span class="{classes}"><span class="mjx-math" aria-label="{tex}">{drawn}</span></span>'
    )


GLYPH = (
    '<mjx-math><mjx-mi class="mjx-i"><mjx-c class="mjx-c1D465 TEX-I"></mjx-c></mjx-mi></mjx-math>'
)
MATHML = "<math{}><semantics><mrow><mi>x</mi></mrow><annotation encoding='application/x-tex'>x</annotation></semantics></math>"
KATEX = '<span class="katex"><span class="katex-mathml">{}</span><span class="katex-html" aria-hidden="true">drawn</span></span>'

INLINE = {
    "MathJax 2": mathjax_2("x"),
    "MathJax 3 with its TeX": f'<mjx-container class="MathJax" role="math" aria-label="x">{GLYPH}</mjx-container>',
    "MathJax 3 without": f'<mjx-container class="MathJax">{GLYPH}</mjx-container>',
    "MathJax 4": f'<mjx-container aria-label="ex"><mjx-math data-latex="x">{GLYPH}</mjx-math></mjx-container>',
    "MathJax 2 with a script": '<span class="MathJax_Preview">x</span><span class="MathJax">drawn</span><script type="math/tex">x</script>',
    "KaTeX": KATEX.format(MATHML.format("")),
    "CKEditor": r'<span class="math-tex">\(x\)</span>',
    "CKEditor drawn by MathJax 2": f'<span class="math-tex"><span class="mjpage">{mathjax_2("x")}</span></span>',
    "CKEditor drawn by MathJax 3": f'<span class="math-tex"><mjx-container role="math" aria-label="x">{GLYPH}</mjx-container></span>',
    "CKEditor without delimiters": '<span class="math-tex">x</span>',
    "MathML with TeX": MATHML.format(""),
    "MediaWiki": f'<span class="mwe-math-element">{MATHML.format("")}<img src="https://x.org/x.svg" alt="x"></span>',
}
DISPLAY = {
    "MathJax 2": mathjax_2("x", "mjx-chtml MJXc-display"),
    "MathJax 2 in its page": f'<span class="mjpage mjpage__block">{mathjax_2("x")}</span>',
    "MathJax 3": f'<mjx-container class="MathJax" display="true">{GLYPH}</mjx-container>',
    "MathJax 2 with a script": '<div class="MathJax_Display">drawn</div><script type="math/tex; mode=display">x</script>',
    "KaTeX": f'<span class="katex-display">{KATEX.format(MATHML.format(""))}</span>',
    "CKEditor": r'<span class="math-tex">\[x\]</span>',
    "CKEditor drawn by MathJax 2": f'<span class="math-tex"><span class="mjpage mjpage__block">{mathjax_2("x")}</span></span>',
    "MathML": MATHML.format(' display="block"'),
}
