"""The HTML of a book's chapters, read into trees: every id is one of its own in the book, every
link leads somewhere from a file, quotation marks are typographic, formulas carry no TeX but as the
words they are read out by.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

from lxml import etree, html
from lxml.html import HtmlElement

from text.books.book import Book, BookChapter
from text.books.quotes import curl_quotes
from text.tree import classes_of, drop, strip_renamed, unwrap

TEXT = "data-text"  # on an element around a text that was rendered by itself
VERBATIM = ("code", "pre", "kbd", "samp", "math", "svg")
# Blocks: a quotation mark at their beginning opens.
_BLOCKS = (
    "blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 li ol p section table "
    "td th tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
# On pages they lead to where one is already.
LEFT_OUT = frozenset({"point-link", "footnote-backref"})
# A printed page folds nothing away.
OPENED = {"details": "div", "summary": "p"}
# Everything that XML 1.0 does not allow, control characters above all.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_DEEP = 24  # elements within each other; what is deeper stands as text


def read_chapters(book: Book) -> list[HtmlElement]:
    """A `section` for each chapter, in order."""
    trees = [_read(chapter, book.page) for chapter in book.chapters]
    known = {element.get("id") for tree in trees for element in tree.iter() if element.get("id")}
    for tree in trees:
        for link in tree.iter("a"):
            target = link.get("href") or ""
            if target.startswith("#") and target[1:] not in known:
                unwrap(link)
        strip_renamed(tree)
    return trees


def _read(chapter: BookChapter, page: str) -> HtmlElement:
    tree = html.fragment_fromstring(_NOT_XML.sub("", chapter.html), create_parent="section")
    tree.set("id", chapter.name)
    for comment in list(tree.iter(etree.Comment)):
        comment.drop_tree()
    for number, text in enumerate(tree.iter(), start=1):
        if text.get(TEXT) is not None:
            del text.attrib[TEXT]
            _rename_ids(text, f"{chapter.name}-{number}")
    for element in list(tree.iter()):
        _mend(element, page)
    strip_renamed(tree)
    _flatten(tree)
    _curl(tree)
    return tree


def _rename_ids(text: HtmlElement, prefix: str) -> None:
    """Stored ids are only their own text's, and need not be names in XML."""
    names: dict[str, str] = {}
    for element in text.iterdescendants():
        known = element.get("id")
        if known:
            names[known] = f"{prefix}-{len(names) + 1}"
            element.set("id", names[known])
    for link in text.iterdescendants("a"):
        target = link.get("href") or ""
        if target.startswith("#"):
            link.set("href", f"#{names.get(target[1:], '')}")


def _mend(element: HtmlElement, page: str) -> None:
    if element.tag == "annotation" or classes_of(element) & LEFT_OUT:
        drop(element)
        return
    if element.tag == "a":
        _mend_link(element, page)
    elif element.tag == "math":
        source = element.find(".//annotation")
        if source is not None and source.text:
            element.set("alttext", source.text.strip())
    elif element.tag == "semantics":
        unwrap(element)
    element.tag = OPENED.get(element.tag, element.tag)
    for name in ("tabindex", "role", "aria-label", "aria-labelledby"):
        if element.tag != "svg" and name in element.attrib:
            del element.attrib[name]


def _mend_link(link: HtmlElement, page: str) -> None:
    for name in set(link.attrib) - {"href", "id", "class"}:
        del link.attrib[name]
    target = link.get("href")
    if target is None or target.startswith("#"):
        return
    try:
        whole = urljoin(page, target)
    except ValueError:  # no address at all
        whole = ""
    if whole.startswith(("https://", "http://", "mailto:")):
        link.set("href", _written(whole))
    else:
        unwrap(link)


def _written(address: str) -> str:
    """As a URI: what may not stand in one is written by its bytes."""
    return re.sub(
        r"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]|%(?![0-9A-Fa-f]{2})",
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()),
        address,
    )


def _flatten(tree: HtmlElement) -> None:
    """What is nested deeper than any reader needs would stop Typst."""
    deep: list[HtmlElement] = []

    def walk(element: HtmlElement, depth: int) -> None:
        for child in element:
            if depth >= _MOST_DEEP:
                deep.append(child)
            else:
                walk(child, depth + 1)

    walk(tree, 0)
    for element in deep:
        words = "".join(element.itertext())
        element.clear(keep_tail=True)
        element.text = words
        element.tag = "mtext" if _is_maths(element) else "span"


def _is_maths(element: HtmlElement) -> bool:
    return next(element.iterancestors("math"), None) is not None


def _curl(tree: HtmlElement) -> None:
    before = ""

    def put(words: str | None, *, is_verbatim: bool) -> str | None:
        nonlocal before
        if not words:
            return words
        written = words if is_verbatim else curl_quotes(words, before)
        before = written[-1:]
        return written

    def walk(element: HtmlElement, *, is_verbatim: bool) -> None:
        nonlocal before
        inside = is_verbatim or element.tag in VERBATIM
        if element.tag in BLOCKS or element.tag == "br":
            before = ""
        element.text = put(element.text, is_verbatim=inside)
        for child in element:
            walk(child, is_verbatim=inside)
            if child.tag in BLOCKS:
                before = ""
            child.tail = put(child.tail, is_verbatim=inside)

    walk(tree, is_verbatim=False)


def ids_by_chapter(trees: Sequence[HtmlElement], chapters: Iterable[BookChapter]) -> dict[str, str]:
    """Name of its chapter by id."""
    return {
        element.get("id"): chapter.name
        for tree, chapter in zip(trees, chapters, strict=True)
        for element in tree.iter()
        if element.get("id")
    }
