"""What other people's HTML carries besides text: images, embeds, spoilers, tables, headings."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from text.marks import without_long_rows
from text.plain import collapse_space
from text.tree import NO_TEXT, PICTURE, become, classes_of, drop, has_ancestor, unwrap, walk

TOP_HEADING = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SILENTLY_DROPPED = {
    "script", "style", "head", "meta", "link", "base", "template", "noscript", "datalist",
}  # fmt: skip
# Outside a head they are words in angle brackets: "std::map<title>".
_MAYBE_WORDS = ("title", "map")
_EMBEDS = {"iframe", "audio", "video", "embed", "object", "oembed", "canvas", "svg", "frame"}
_SCHEMES = {"http", "https", "mailto"}
_WEB_SCHEMES = {"http", "https"}


def absolute_url(url: str | None, base_url: str) -> str | None:
    """None for what is no web or mail address: `javascript:`, `data:`, malformed ones."""
    if not url or not url.strip():
        return None
    try:
        joined = urljoin(base_url, without_long_rows(url.strip()))  # it normalizes hosts
        return joined if urlsplit(joined).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def drop_unwanted(root: HtmlElement) -> None:
    for element in walk(root, lambda e: e.tag in _SILENTLY_DROPPED):
        drop(element)
    for element in root.iter(*_MAYBE_WORDS):
        unwrap(element)


def replace_images(root: HtmlElement, base_url: str, counts: Counter[str]) -> list[str]:
    """Put a link in the place of each image; returns the images' addresses, in their order."""
    urls = []
    for image in list(root.iter("img")):
        url = absolute_url(_image_source(image), base_url)
        if url is None and not (image.get("alt") or "").strip():
            drop(image)
            continue
        _replace_image(image, url)
        counts["images"] += 1
        urls += [url] if url else []
    return urls


def _image_source(image: HtmlElement) -> str | None:
    first_of_set = (image.get("srcset") or "").strip().partition(" ")[0]
    return image.get("src") or image.get("data-src") or first_of_set


def _replace_image(image: HtmlElement, url: str | None) -> None:
    alt = collapse_space(image.get("alt") or "")
    label = _("Image: %(alt)s") % {"alt": alt} if alt else _("Image")
    is_linkable = url is not None and not has_ancestor(image, "a")
    figure = next(image.iterancestors("figure"), None)
    holder = figure if figure is not None else _lone_holder(image)
    if holder is None:
        become(image, "span", class_="image-left-out").set(NO_TEXT, "1")
        if is_linkable:
            link = image.makeelement("a", href=url or "")
            link.text = label
            image.append(link)
        else:
            image.text = label
            _name_source(image, url)
        return
    holder.tag = "figure"
    holder.set("class", "image-left-out")
    if is_linkable:
        become(image, "a", label, href=url or "")
    else:
        become(image, "span", label)
    image.set(NO_TEXT, "1")
    if not is_linkable:
        _name_source(image, url)


def _name_source(image: HtmlElement, url: str | None) -> None:
    """Within a link that leads elsewhere: the picture's own address."""
    if url is not None and urlsplit(url).scheme in _WEB_SCHEMES:
        image.set(PICTURE, url)


def _lone_holder(image: HtmlElement) -> HtmlElement | None:
    """The paragraph that holds nothing but the image."""
    parent = image.getparent()
    if parent is None or parent.tag not in ("p", "div"):
        return None
    if image.getprevious() is not None or image.getnext() is not None:
        return None
    has_text = (parent.text or "").strip() or (image.tail or "").strip()
    return None if has_text or has_ancestor(parent, "p") else parent


def replace_embeds(root: HtmlElement, base_url: str, counts: Counter[str]) -> None:
    """A notice with a link instead of frames, players, drawings and widgets."""
    for element in walk(root, lambda e: e.tag in _EMBEDS):
        counts["embeds"] += 1
        url = _embed_source(element, base_url)
        host = urlsplit(url).hostname if url else None
        label = _("Left out: content embedded from %(host)s") % {"host": host} if host else ""
        tag = "span" if has_ancestor(element, "p") else "p"
        become(element, tag, label or _("Left out: embedded content"), class_="left-out")
        element.set(NO_TEXT, "1")
        if url:
            element.text = f"{element.text} "
            link = element.makeelement("a", href=url)
            link.text = url
            element.append(link)


def _embed_source(element: HtmlElement, base_url: str) -> str | None:
    """Nothing for frames whose text is in `srcdoc`: they are widgets without an address."""
    candidates = [element.get(name) for name in ("src", "data", "url", "data-src")]
    candidates += [source.get("src") for source in element.iter("source")]
    urls = (absolute_url(candidate, base_url) for candidate in candidates if candidate)
    return next((url for url in urls if url and urlsplit(url).scheme in _WEB_SCHEMES), None)


def fold_spoilers(root: HtmlElement) -> None:
    """What is marked `spoiler` opens on a click, where it is a block."""
    for element in walk(root, lambda e: "spoiler" in classes_of(e)):
        if element.tag not in ("p", "div", "section", "blockquote") or has_ancestor(element, "p"):
            continue
        element.tag = "details"
        summary = element.makeelement("summary", {NO_TEXT: "1"})
        summary.text, summary.tail, element.text = _("Spoiler"), element.text, None
        element.insert(0, summary)


def wrap_tables(root: HtmlElement) -> None:
    """Each outermost table in a region of its own that scrolls on narrow screens."""
    for table in walk(root, lambda e: e.tag == "table"):
        region = table.makeelement("div", {"class": "table-scroll", "tabindex": "0"})
        region.set("role", "region")
        region.set("aria-label", _("Table"))
        parent = table.getparent()
        if parent is not None:
            region.tail, table.tail = table.tail, None
            parent.replace(table, region)
            region.append(table)


def shift_headings(root: HtmlElement) -> None:
    """The highest heading of the text becomes h3, for it stands inside a page of ours."""
    headings = list(root.iter(*_HEADINGS))
    highest = min((int(heading.tag[1]) for heading in headings), default=TOP_HEADING)
    for heading in headings:
        heading.tag = f"h{min(int(heading.tag[1]) - highest + TOP_HEADING, 6)}"


def unwrap_plain_spans(root: HtmlElement) -> None:
    """Spans that carry nothing are most of some posts."""
    for span in root.iter("span", "font", "center"):
        if not (span.get("class") or span.get("id") or span.get(NO_TEXT)):
            unwrap(span)
