"""EPUB 3.3 by a writer of our own: a ZIP of XHTML, without scripts and without anything remote.

The alive packages that write EPUB either bear a licence that this journal's code cannot take
(EbookLib: AGPL) or want Pandoc. What a book of a few chapters needs is here.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from lxml import etree
from lxml.html import HtmlElement

from text.books.book import Book, BookChapter
from text.books.chapters import ids_by_chapter, read_chapters

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAVIGATION, COVER = "navigation", "cover"  # names of the files that this module adds
# https://www.w3.org/TR/epub-a11y-111/
ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "MathML"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityHazard", "none"),
)


def write_epub(book: Book, *, css: str, cover: bytes, access_summary: str, at: datetime) -> bytes:
    """css: of all chapters. cover: a PNG. access_summary: who can read the book how. at: when it is
    made."""
    trees = read_chapters(book)
    files = ids_by_chapter(trees, book.chapters)
    for tree, chapter in zip(trees, book.chapters, strict=True):
        _make_xhtml(tree, chapter, files)
    parts: dict[str, bytes] = {
        "META-INF/container.xml": _container(),
        "EPUB/package.opf": _package(book, trees, access_summary, at),
        f"EPUB/{NAVIGATION}.xhtml": _navigation(book),
        f"EPUB/{COVER}.xhtml": _cover(book),
        "EPUB/cover.png": cover,
        "EPUB/book.css": css.encode(),
    }
    for tree, chapter in zip(trees, book.chapters, strict=True):
        parts[f"EPUB/{chapter.name}.xhtml"] = _page(book, chapter.title, [tree])
    return _zip(parts)


def _zip(parts: dict[str, bytes]) -> bytes:
    """The type first and not compressed, so that it stands at a known place in the file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _make_xhtml(tree: HtmlElement, chapter: BookChapter, files: dict[str, str]) -> None:
    for element in tree.iter():
        if element.tag == "math":
            element.set("xmlns", MATHML)
        elif element.tag == "svg":
            element.set("xmlns", SVG)
            if "viewbox" in element.attrib:  # HTML's parser writes all names small
                element.set("viewBox", element.attrib.pop("viewbox"))
        elif element.tag == "a" and (target := element.get("href") or "").startswith("#"):
            file = files[target[1:]]
            if file != chapter.name:
                element.set("href", f"{file}.xhtml{'' if target[1:] == file else target}")


def _page(book: Book, title: str, content: Iterable[etree._Element]) -> bytes:
    root = etree.Element("html", nsmap={None: XHTML, "epub": OPS})  # type: ignore[dict-item]
    root.set("lang", book.language)
    root.set(XML_LANG, book.language)
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "link", rel="stylesheet", type="text/css", href="book.css")
    etree.SubElement(root, "body").extend(content)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _navigation(book: Book) -> bytes:
    """What a reading system offers to go by; the book has a page of contents of its own."""
    contents = book.chapters[0]
    nav = etree.Element("nav", {"id": "toc"})
    nav.set(f"{{{OPS}}}type", "toc")
    etree.SubElement(nav, "h1").text = contents.title
    listed = etree.SubElement(nav, "ol")
    for section, group in groupby(book.chapters, key=lambda chapter: chapter.section):
        chapters, inside = list(group), listed
        if section:
            item = etree.SubElement(listed, "li")
            _link(item, f"{chapters[0].name}.xhtml", section)
            inside = etree.SubElement(item, "ol")
        for chapter in chapters:
            _link(etree.SubElement(inside, "li"), f"{chapter.name}.xhtml", chapter.title)
    places = etree.Element("nav", {"hidden": "hidden"})
    places.set(f"{{{OPS}}}type", "landmarks")
    marked = etree.SubElement(places, "ol")
    for kind, file, words in (
        ("cover", COVER, book.title),
        ("toc", contents.name, contents.title),
        ("bodymatter", book.chapters[1].name, book.chapters[1].title),
    ):
        link = _link(etree.SubElement(marked, "li"), f"{file}.xhtml", words)
        link.set(f"{{{OPS}}}type", kind)
    return _page(book, contents.title, [nav, places])


def _link(parent: etree._Element, href: str, words: str) -> etree._Element:
    link = etree.SubElement(parent, "a", href=href)
    link.text = words
    return link


def _cover(book: Book) -> bytes:
    words = f"{book.series}, {book.label}: {book.title}"
    section = etree.Element("section", {"class": "cover"})
    section.set(f"{{{OPS}}}type", "cover")
    etree.SubElement(section, "img", src="cover.png", alt=words)
    return _page(book, words, [section])


def _container() -> bytes:
    root = etree.Element("container", nsmap={None: CONTAINER}, version="1.0")  # type: ignore[dict-item]
    files = etree.SubElement(root, "rootfiles")
    kind = {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}
    etree.SubElement(files, "rootfile", kind)
    return _bytes(root)


def _package(book: Book, trees: Sequence[HtmlElement], access_summary: str, at: datetime) -> bytes:
    root = etree.Element("package", nsmap={None: OPF, "dc": DC}, version="3.0")  # type: ignore[dict-item]
    root.set("unique-identifier", "id")
    root.set("prefix", "schema: http://schema.org/")
    root.set(XML_LANG, book.language)
    _metadata(etree.SubElement(root, "metadata"), book, access_summary, at)
    manifest, spine = etree.SubElement(root, "manifest"), etree.SubElement(root, "spine")
    _item(manifest, "css", "book.css", "text/css")
    _item(manifest, "cover-image", "cover.png", "image/png", "cover-image")
    _page_item(manifest, spine, COVER)
    _item(manifest, NAVIGATION, f"{NAVIGATION}.xhtml", "application/xhtml+xml", "nav")
    for tree, chapter in zip(trees, book.chapters, strict=True):
        used = [name for tag, name in (("math", "mathml"), ("svg", "svg")) if _has(tree, tag)]
        _page_item(manifest, spine, chapter.name, *used)
    return _bytes(root)


def _metadata(metadata: etree._Element, book: Book, access_summary: str, at: datetime) -> None:
    for name, value in (
        ("title", f"{book.series}, {book.label}: {book.title}"),
        ("language", book.language),
        ("creator", book.editor),
        ("publisher", book.series),
        ("date", book.published_on),
        ("description", book.description),
        ("rights", book.rights),
        ("source", book.page),
    ):
        if value:
            etree.SubElement(metadata, f"{{{DC}}}{name}").text = value
    etree.SubElement(metadata, f"{{{DC}}}identifier", id="id").text = book.page
    if book.editor:
        creator = metadata.find(f"{{{DC}}}creator")
        creator.set("id", "editor")  # type: ignore[union-attr]
        role = {"refines": "#editor", "property": "role", "scheme": "marc:relators"}
        etree.SubElement(metadata, "meta", role).text = "edt"
    modified = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name, value in (
        ("dcterms:modified", modified),
        *ACCESS,
        ("schema:accessibilitySummary", access_summary),
    ):
        etree.SubElement(metadata, "meta", property=name).text = value
    etree.SubElement(metadata, "meta", name="cover", content="cover-image")  # for old readers
    if book.licence:
        etree.SubElement(metadata, "link", rel="dcterms:license", href=book.licence)


def _has(tree: HtmlElement, tag: str) -> bool:
    return next(tree.iter(tag), None) is not None


def _page_item(
    manifest: etree._Element, spine: etree._Element, name: str, *properties: str
) -> None:
    _item(manifest, name, f"{name}.xhtml", "application/xhtml+xml", *properties)
    etree.SubElement(spine, "itemref", idref=name)


def _item(
    manifest: etree._Element, name: str, href: str, media_type: str, *properties: str
) -> None:
    item = etree.SubElement(manifest, "item", id=name, href=href)
    item.set("media-type", media_type)
    if properties:
        item.set("properties", " ".join(properties))
