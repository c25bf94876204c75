"""Files made of whatever stands in a text: each is whole, well-formed, and asks for nothing."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from pypdf import PdfReader

from reading.books.making import PAPERS, epub_of, pdf_of
from tests.factories.times import NOW
from text.books.book import Book, BookChapter
from text.books.chapters import read_chapters
from text.markdown.render import render_markdown

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
FORMULAS = (
    r"\frac{a}{b} + \sqrt[n]{x^2_i} \le \sum_{i=1}^n \int_0^\infty e^{-x}\,dx",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{cases} 1 & x > 0 \\ 0 \end{cases}",
    r"\hat{x} \bar{y} \vec{v} \tilde{z} \dot{q} \overline{ab} \underline{cd} \widehat{abc}",
    r"\mathbb{R} \mathcal{L} \mathfrak{g} \mathbf{v} \mathrm{rank} \text{if } \operatorname{arg}_x",
    r"\left( \frac{a}{b} \right] \left\{ x \right. \binom{n}{k} \overbrace{a}^2 \underbrace{c}_1",
    r"\lim_{x \to 0} \max_a \prod_j \bigcup \oint f' x'' \| \langle x | y \rangle \neq \not\in",
    r"\begin{aligned} a &= b \\ &= c \end{aligned} \boxed{x} \cancel{y} \phantom{z} \tag{1}",
    r"\color{red}{x} {\large y} \, \quad \ldots \cdots \xrightarrow{f} \stackrel!= \substack{a\\b}",
    r"{}^{14}C x_{a_{b_{c}}} \# \$ \% \& \_ \{ \} \backslash 漢 ü",
)
HOSTILE = (
    """#panic("x") $ \\ ] *bold* _x_ <a> @b `#read("/etc/passwd")` <script>alert(1)</script>

"Quoted", they're 'so' [linked](https://example.org/ä?q=“x”) and ![no](https://evil.invalid/x.png).

漢字とかな — עברית וערבית العربية — 👩‍🔬🎉 — \u0000\u0001 — """
    + "long" * 200
    + """

| a | b |
|---|---|
| 1 | `2` |

> > > deep

1. one
   - two
     1. three[^n]

[^n]: A note.

```python
print("it's", '"')
```
"""
)


def chapter(name, html, title="A work", **fields):
    return BookChapter(name=name, title=title, html=html, **fields)


def book(*html, title="Agents that choose"):
    chapters = [
        chapter(f"work-{number}", f'<h1>A work</h1><div data-text="">{one}</div>', section="Trust")
        for number, one in enumerate(html, start=1)
    ]
    contents = '<h1>Contents</h1><p class="line"><a href="#work-1">A work</a></p>'
    return Book(
        identifier="I1.2",
        page="https://journal.example/issues/1/2/",
        title=title,
        series="Verso",
        label="Volume 1, Issue 2",
        editor="Ed Editor",
        description="Reviewed works.",
        published_on="2026-03-03",
        month="March 2026",
        language="en",
        rights="Shared.",
        licence="https://creativecommons.org/licenses/by/4.0/",
        paper=PAPERS[0],
        cover_svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 6"></svg>',
        is_demo=False,
        chapters=[chapter("contents", contents, "Contents"), *chapters],
    )


def epub_pages(made):
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return {
            name: etree.fromstring(file.read(name))
            for name in file.namelist()
            if name.endswith((".xhtml", ".opf"))
        }


def words_of(made):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def maths(tex):
    return render_markdown(f"So $${tex}$$ and ${tex}$.")


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_is_drawn_in_the_pdf_and_is_mathml_in_the_epub(tex):
    written = book(maths(tex))
    drawn, without = pdf_of(written), pdf_of(book("<p>So  and .</p>"))
    assert len(words_of(drawn)) > len(words_of(without))
    assert "\\" not in words_of(drawn).replace("∖", "").replace("\\", "", 2 * ("backslash" in tex))
    page = epub_pages(epub_of(written, at=NOW))["EPUB/work-1.xhtml"]
    formulas = page.findall(f".//{MATHML}math")
    assert len(formulas) == 2
    assert all(formula.get("alttext") for formula in formulas)
    assert not page.findall(f".//{MATHML}annotation")


def test_nothing_in_a_text_becomes_a_command_and_every_word_is_there():
    written = book(render_markdown(HOSTILE), title='#panic("t") \\ <b> "quoted"' + " long" * 30)
    words = words_of(pdf_of(written))
    assert '#panic("x")' in words.replace("“", '"').replace("”", '"')
    assert "“Quoted”, they’re ‘so’" in words
    assert "A note." in words
    assert """print("it's", '"')""" in words
    pages = epub_pages(epub_of(written, at=NOW))
    text = "".join(pages["EPUB/work-1.xhtml"].itertext())
    for shown in ("“Quoted”, they’re ‘so’", "漢字とかな", "العربية", "👩‍🔬🎉", "A note."):
        assert shown in text


def test_an_epub_asks_for_nothing_and_every_link_in_it_leads_somewhere():
    pages = epub_pages(epub_of(book(render_markdown(HOSTILE)), at=NOW))
    ids = {
        name: {element.get("id") for element in page.iter() if element.get("id")}
        for name, page in pages.items()
    }
    followed = 0
    for name, page in pages.items():
        assert not page.findall(f".//{XHTML}script")
        for element in page.iter():
            loaded = element.get("src")
            assert loaded in (None, "cover.png")
            target = element.get("href") or ""
            if name.endswith(".opf") or re.match("https?:|mailto:", target) or not target:
                continue
            file, _, place = target.partition("#")
            if file != "book.css":
                followed += 1
                there = f"EPUB/{file}" if file else name
                assert there in pages
                assert not place or place in ids[there]
    assert followed >= 5


def test_the_package_says_what_the_book_is():
    package = epub_pages(epub_of(book("<p>One.</p>"), at=NOW))["EPUB/package.opf"]
    values = {element.tag.rpartition("}")[2]: element.text for element in package.iter()}
    assert values["identifier"] == "https://journal.example/issues/1/2/"
    assert values["title"] == "Verso, Volume 1, Issue 2: Agents that choose"
    assert values["language"] == "en"
    assert values["publisher"] == "Verso"
    assert values["date"] == "2026-03-03"
    said = {element.get("property") for element in package.iter()}
    assert {"dcterms:modified", "schema:accessMode", "schema:accessibilityHazard"} <= said
    assert {"nav", "cover-image"} <= {element.get("properties") for element in package.iter()}


def test_the_pdf_says_what_it_is_and_has_bookmarks():
    file = PdfReader(io.BytesIO(pdf_of(book("<h2>Review 1</h2><p>One.</p>"))))
    assert file.metadata.title == "Verso, Volume 1, Issue 2: Agents that choose"
    assert file.metadata.author == "Ed Editor"
    assert file.root_object["/Lang"] == "en"
    titles = re.findall(r"'/Title': '([^']*)'", str(file.outline))
    assert titles == ["Contents", "Trust", "A work", "Review 1"]


def test_ids_of_two_texts_do_not_clash_and_links_follow_them():
    note = "One.[^1]\n\n[^1]: The note of {}."
    first, second = (render_markdown(note.format(name)) for name in ("Ann", "Bob"))
    written = book(f'{first}</div><div data-text="">{second}', '<p><a href="#nowhere">x</a></p>')
    trees = read_chapters(written)
    ids = [element.get("id") for tree in trees for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = [link.get("href") for link in trees[1].iter("a")]
    assert len(targets) == 2
    assert {target[1:] for target in targets} <= set(ids)
    assert list(trees[2].iter("a")) == []


def test_what_is_nested_too_deep_stands_as_text():
    deep = "<blockquote>" * 200 + "<p>Deep down.</p>" + "</blockquote>" * 200
    formula = f"<math>{'<msqrt>' * 200}<mi>x</mi>{'</msqrt>' * 200}</math>"
    written = book(f"{deep}<p>{formula}</p>")
    assert "Deep down." in words_of(pdf_of(written))
    assert "Deep down." in "".join(
        epub_pages(epub_of(written, at=NOW))["EPUB/work-1.xhtml"].itertext()
    )


def test_a_book_without_parts_has_none():
    whole = book("<p>One.</p>")
    flat = replace(whole, chapters=[replace(one, section="") for one in whole.chapters])
    navigation = epub_pages(epub_of(flat, at=NOW))["EPUB/navigation.xhtml"]
    assert len(navigation.findall(f".//{XHTML}nav")[0].findall(f".//{XHTML}ol")) == 1
    assert "Trust" not in words_of(pdf_of(flat))
