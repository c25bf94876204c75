"""The HTML of forum posts, to ours: safe, without anything loaded from elsewhere."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from text.foreign import parts
from text.foreign.controls import replace_controls
from text.foreign.forums import replace_widgets
from text.foreign.maths import take_formulas
from text.plain import clean_characters, clean_text, collapse_space
from text.sanitize import sanitize
from text.tree import DROP, NO_TEXT, PICTURE, UNWRAP, classes_of, strip_renamed, unwrap

_XML_DECLARATION = re.compile(r"(?<!\s)\s*+<\?xml[^>]{0,200}\?>")
_OUR_NAMES = {  # of CKEditor's, markdown-it's and ForumMagnum's classes: those that mean something
    "footnote-reference": "footnote-ref",
    "footnote-ref": "footnote-ref",
    "footnote-section": "footnotes",
    "footnotes": "footnotes",
    "footnotes-list": "footnotes-list",
    "footnote-item": "footnote-item",
    "footnote-back-link": "footnote-backref",
    "footnote-backref": "footnote-backref",
    "spoiler": "spoiler",
    "spoilers": "spoiler",
    "spoiler-v2": "spoiler",
    "llm-content-block": "llm-content-block",
}
_NOT_THEIRS = ("role", "tabindex", "aria-label", "style", NO_TEXT, PICTURE)
_ID = re.compile(r"[^\s\"'<>&]{1,150}")
_BLOCKS = (
    "p div section blockquote ul ol li dl dt dd pre hr table tr caption figure figcaption details "
    "summary h3 h4 h5 h6"
)
_NOTES = {
    "images": ngettext_lazy(
        "%d image is kept apart from the text; a link stands where it could not be had.",
        "%d images are kept apart from the text; links stand where they could not be had.",
    ),
    "embeds": ngettext_lazy(
        "%d embedded frame, player or drawing is left out.",
        "%d embedded frames, players or drawings are left out.",
    ),
    "lost": ngettext_lazy(
        "%d formula could not be recovered; see the original.",
        "%d formulas could not be recovered; see the original.",
    ),
    "rebuilt": ngettext_lazy(
        "%d formula was rebuilt from its drawing; compare it with the original.",
        "%d formulas were rebuilt from their drawings; compare them with the original.",
    ),
    "unreadable": ngettext_lazy(
        "%d formula is shown as its TeX source.",
        "%d formulas are shown as their TeX source.",
    ),
    "controls": ngettext_lazy(
        "%d button or form field is left out.", "%d buttons or form fields are left out."
    ),
    "polls": ngettext_lazy("%d poll is left out.", "%d polls are left out."),
    "hidden": ngettext_lazy(
        "%d part that readers of the original do not see is left out.",
        "%d parts that readers of the original do not see are left out.",
    ),
    "maybe hidden": ngettext_lazy(
        "%d part may be hidden from readers of the original; it is shown.",
        "%d parts may be hidden from readers of the original; they are shown.",
    ),
    "llm": ngettext_lazy(
        "%d part is marked as written by a language model.",
        "%d parts are marked as written by a language model.",
    ),
}
_PARAGRAPH, _LINE = "\ufdd2", "\ufdd3"  # marks, which `clean_text` leaves to us
_EDGES = dict.fromkeys(_BLOCKS.split(), _PARAGRAPH) | {"br": _LINE, "td": " ", "th": " "}


@dataclass(frozen=True)
class CleanedHtml:
    """html: safe to show as it is. text: plain, paragraphs parted by blank lines, formulas as
    TeX in dollars; for search, hashing and counting. notes: sentences for editors about what
    was left out or may be wrong. images: addresses of the images that were left out.
    """

    html: str
    text: str
    word_count: int
    notes: tuple[str, ...]
    images: tuple[str, ...] = ()


def clean_foreign_html(html: str, *, base_url: str, id_prefix: str) -> CleanedHtml:
    """Never raises on any text; the time grows with its length, which the caller limits.

    base_url: where the post stands, for its relative links. id_prefix: put before all ids (and
    the local links to them), so that two posts on one page do not clash.
    """
    counts: Counter[str] = Counter()
    root = _parse(clean_characters(html), counts)
    formulas = take_formulas(root)
    ours = replace_widgets(root, base_url, counts)
    _keep_known_names(root, counts, ours)
    parts.drop_unwanted(root)
    replace_controls(root, counts)
    parts.replace_embeds(root, base_url, counts)
    images = parts.replace_images(root, base_url, counts)
    parts.fold_spoilers(root)
    parts.shift_headings(root)
    _rewrite_links(root, base_url, id_prefix)
    parts.unwrap_plain_spans(root)
    strip_renamed(root)
    parts.wrap_tables(root)
    text = clean_text(formulas.put_tex(_plain_text(root)))
    marked = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    cleaned = sanitize(formulas.put_html(marked))
    return CleanedHtml(
        html=cleaned.removeprefix("<div>").removesuffix("</div>").strip(),
        text=text,
        word_count=len(text.split()),
        notes=_notes(counts + formulas.counts),
        images=tuple(images),
    )


def text_of_cleaned(html: str) -> str:
    """The `text` of HTML that `clean_foreign_html` has made: without the words we put in."""
    root = _parse(html, Counter())
    for source in root.iter("code"):
        if "tex-error" in classes_of(source):
            source.text = f"${source.text or ''}$"
    formulas = take_formulas(root)
    strip_renamed(root)
    return clean_text(formulas.put_tex(_plain_text(root)))


def _parse(html: str, counts: Counter[str]) -> HtmlElement:
    """One `div` with the body's contents."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = _XML_DECLARATION.sub("", html, count=1).encode()
    try:
        document = document_fromstring(source, parser=parser)
    except etree.ParserError:  # nothing in it but space or comments
        return document_fromstring("<div></div>").find(".//div")
    counts["cut off"] += any("depth" in error.message.lower() for error in parser.error_log)
    body = document.find("body")
    root = document if body is None else body
    root.tag = "div"
    root.attrib.clear()
    for forged in root.iter(DROP, UNWRAP):
        forged.tag = "span"
    return root


def _keep_known_names(root: HtmlElement, counts: Counter[str], ours: list[HtmlElement]) -> None:
    """The classes we know, on the author's elements; those that we put in keep theirs."""
    kept = set(ours)
    for element in root.iter():
        if element in kept:
            continue
        for name in _NOT_THEIRS:
            element.attrib.pop(name, None)
        names = [_our_name(name) for name in (element.attrib.pop("class", "")).split()]
        known = " ".join(dict.fromkeys(name for name in names if name))
        counts["llm"] += "llm-content-block" in known
        if known:
            element.set("class", known)


def _our_name(name: str) -> str:
    return name if name.startswith("language-") else _OUR_NAMES.get(name, "")


def _rewrite_links(root: HtmlElement, base_url: str, id_prefix: str) -> None:
    """Prefix ids, lead links to them there, make the others absolute, drop dangerous ones."""
    ids = _prefix_ids(root, id_prefix)
    page = urldefrag(base_url).url
    for link in root.iter("a"):
        href = parts.absolute_url(link.attrib.pop("href", None), base_url)
        target, fragment = urldefrag(href) if href else ("", "")
        local = ids.get(unquote(fragment))
        # Posts copied from elsewhere keep their footnotes' full addresses.
        if local and (target == page or "footnote" in fragment):
            link.set("href", f"#{local}")
        elif href:
            link.set("href", href)
        elif link.get("id"):
            link.tag = "span"
        else:
            unwrap(link)


def _prefix_ids(root: HtmlElement, id_prefix: str) -> dict[str, str]:
    """New ids by old ones; of several elements with one id, the first keeps it."""
    ids: dict[str, str] = {}
    for element in root.iter():
        name = element.attrib.pop("name", None) if element.tag == "a" else None
        old = element.attrib.pop("id", None) or name
        if old and old not in ids and _ID.fullmatch(old):
            ids[old] = f"{id_prefix}{old}"
            element.set("id", ids[old])
    return ids


def _plain_text(root: HtmlElement) -> str:
    pieces: list[str] = []
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        is_start, tag = event == "start", element.tag
        edge = _EDGES.get(tag, "")
        preformatted += (1 if is_start else -1) if tag == "pre" else 0
        if not is_start:
            content = element.tail
        elif element.get(NO_TEXT) or "footnote-backref" in classes_of(element):
            walker.skip_subtree()
            content = None
        else:
            content = element.text
        if content and preformatted:
            content = content.replace("\n", _LINE)
        pieces += [edge, content or ""]
    paragraphs = "".join(pieces).split(_PARAGRAPH)
    lines = ([collapse_space(line) for line in part.split(_LINE)] for part in paragraphs)
    return "\n\n".join(filter(None, ("\n".join(filter(None, part)) for part in lines)))


def _notes(counts: Counter[str]) -> tuple[str, ...]:
    notes = [str(sentence % counts[kind]) for kind, sentence in _NOTES.items() if counts[kind]]
    if counts["cut off"]:
        notes.append(_("The text is nested too deeply; the end may be missing."))
    return tuple(notes)
