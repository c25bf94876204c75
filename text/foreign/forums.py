"""Widgets of forums and blogs: polls, buttons, previews, hidden blocks, a model's own words."""

import json
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils.translation import gettext as _
from lxml.html import HtmlElement

from text.foreign.hidden_words import drop_hidden
from text.foreign.parts import absolute_url
from text.plain import collapse_space
from text.tree import NO_TEXT, become, classes_of, has_ancestor, walk

_HOLDERS = ("div", "span", "figure", "section", "p", "a", "blockquote")
_BUTTONS = frozenset({"ck-cta-button", "cta-button", "button-wrapper"})
_PREVIEWS = {  # class, the attribute that names what is shown, where that stands
    "metaculus-preview": ("data-metaculus-id", "https://www.metaculus.com/questions/"),
    "manifold-preview": ("data-manifold-id", "https://manifold.markets/"),
    "metaforecast-preview": ("data-metaforecast-id", "https://metaforecast.org/questions/"),
    "elicit-binary-prediction": ("data-elicit-id", "https://forecast.elicit.org/binary/questions/"),
    "owid-preview": ("data-owid-slug", "https://ourworldindata.org/grapher/"),
    "estimaker-preview": ("data-estimaker-id", "https://estimaker.app/_/"),
    "viewpoints-preview": ("data-viewpoints-slug", "https://viewpoints.xyz/polls/"),
    "neuronpedia-preview": ("data-neuronpedia-id", "https://www.neuronpedia.org/"),
    "strawpoll-embed": ("data-strawpoll-id", "https://strawpoll.com/"),
    "calendly-preview": ("data-calendly-id", "https://calendly.com/"),
    "lwartifacts-preview": ("data-lwartifacts-id", "https://lwartifacts.vercel.app/"),
    "youtube-preview": ("data-youtube-id", "https://www.youtube.com/watch?v="),
    "thoughtSaverFrameWrapper": ("data-thoughtsaver-id", "https://app.thoughtsaver.com/embed/"),
}
_ADDRESSES = ("data-oembed-url", "data-embed-url", "data-url", "data-href", "data-src")
_ATTRIBUTES_JSON = "data-attrs"  # of Substack
_JSON_ADDRESSES = ("url", "canonical_url", "post_url", "target_url")
_JSON_WORDS = ("full_text", "title", "caption", "description")
_SIDES = ("disagreeWording", "agreeWording")
_NOTE = "left-out"
_SHOWN = ("img", "iframe", "video", "audio", "embed", "object", "oembed", "svg", "canvas", "math")
_NEVER_SHOWN = frozenset({"unset", "todo", "fixme", "comment"})  # notes among authors


@dataclass
class _Page:
    """ours: elements that we put in, whose classes are not the author's."""

    base_url: str
    counts: Counter[str]
    ours: list[HtmlElement] = field(default_factory=list)

    def put(self, element: HtmlElement, **attributes: str) -> HtmlElement:
        for name, value in attributes.items():
            element.set(name.rstrip("_"), value)
        self.ours.append(element)
        return element

    def note(self, element: HtmlElement, sentence: str) -> None:
        """A sentence of ours in its place; what is added behind it is the author's."""
        self.put(become(element, "span" if has_ancestor(element, "p", "a") else "p"), class_=_NOTE)
        ours = self.put(element.makeelement("span", {NO_TEXT: "1"}))
        ours.text = f"{sentence} "
        element.append(ours)


def replace_widgets(root: HtmlElement, base_url: str, counts: Counter[str]) -> list[HtmlElement]:
    """While classes and styles still stand; returns the elements that we put in."""
    page = _Page(base_url, counts)
    _replace_conditional(root, page)
    drop_hidden(root, counts)
    for element in list(root.iter(*_HOLDERS)):
        names = classes_of(element)
        if "ck-poll" in names or "poll-embed" in names:
            _replace_poll(element, page)
        elif element.get("data-href") or not names.isdisjoint(_BUTTONS):
            _replace_button(element, base_url)
        elif _is_empty_preview(element, names):
            _replace_preview(element, names, page)
        elif "llm-content-block" in names:
            _label_model(element, page)
    return page.ours


def _replace_poll(element: HtmlElement, page: _Page) -> None:
    properties = _properties(element.get("data-props"))
    question = collapse_space(properties.get("question", ""))
    sides = [collapse_space(properties.get(name, "")) for name in _SIDES]
    written = question or collapse_space(str(element.text_content()))
    page.counts["polls"] += 1
    page.note(element, _("Left out: a poll."))
    element[-1].tail = f"{written} ({' / '.join(sides)})" if question and all(sides) else written


def _properties(source: str | None) -> dict[str, str]:
    try:
        properties = json.loads(source or "{}")
    except (ValueError, RecursionError):
        return {}
    found = properties.items() if isinstance(properties, dict) else ()
    return {name: value for name, value in found if isinstance(value, str)}


def _replace_button(element: HtmlElement, base_url: str) -> None:
    """A link with the button's words, in a paragraph of its own."""
    links = [element, *element.iter("a")]
    targets = (absolute_url(a.get("data-href") or a.get("href"), base_url) for a in links)
    target = next(filter(None, targets), None)
    text = collapse_space(str(element.text_content()))
    if target is not None and not text and next(element.iter("img"), None) is not None:
        _link_image(element, target)
    if not text or target is None:
        return
    become(element, "span" if has_ancestor(element, "p", "a") else "p")
    link = element.makeelement("a", href=target)
    link.text = text
    element.append(link)


def _link_image(element: HtmlElement, target: str) -> None:
    for link in element.iter("a"):
        link.attrib.pop("href", None)
    element.tag = "a"
    element.set("href", target)


def _is_empty_preview(element: HtmlElement, names: frozenset[str]) -> bool:
    attributes = (*_ADDRESSES, _ATTRIBUTES_JSON)
    is_preview = not names.isdisjoint(_PREVIEWS) or any(map(element.get, attributes))
    if not is_preview or next(element.iter(*_SHOWN), None) is not None:
        return False
    return not str(element.text_content()).strip()


def _replace_preview(element: HtmlElement, names: frozenset[str], page: _Page) -> None:
    page.counts["embeds"] += 1
    addresses = [element.get(name) for name in _ADDRESSES]
    for name in names & _PREVIEWS.keys():
        attribute, start = _PREVIEWS[name]
        if identifier := (element.get(attribute) or "").strip():
            addresses.append(start + quote(identifier, safe="/-_.~"))
    properties = _properties(element.get(_ATTRIBUTES_JSON))
    addresses += [properties.get(name) for name in _JSON_ADDRESSES]
    urls = (absolute_url(address, page.base_url) for address in addresses if address)
    url = next(filter(None, urls), None)
    page.note(element, _("Left out: embedded content"))
    if url:
        link = page.put(element.makeelement("a", {"href": url, NO_TEXT: "1"}))
        link.text = url
        element.append(link)
    words = next(filter(None, map(properties.get, _JSON_WORDS)), "")
    if words:
        writer = properties.get("name") or properties.get("username")
        element[-1].tail = " " + collapse_space(f"{writer}: {words}" if writer else words)


def _replace_conditional(root: HtmlElement, page: _Page) -> None:
    """Blocks that a forum shows to some readers, or, as notes of the authors, to none."""
    for element in walk(root, lambda e: "conditionallyVisibleBlock" in classes_of(e)):
        if "defaultHidden" not in classes_of(element):
            continue
        kind = _properties(element.get("data-visibility")).get("type", "unset")
        if kind in _NEVER_SHOWN:
            page.counts["hidden"] += 1
            page.note(element, _("Left out: a part that the source does not show."))
        elif not has_ancestor(element, "p"):
            _fold(element, _("A part that the source shows to some readers"), page)


def _fold(element: HtmlElement, title: str, page: _Page) -> None:
    element.tag = "details"
    summary = page.put(element.makeelement("summary", {NO_TEXT: "1"}))
    summary.text, summary.tail, element.text = title, element.text, None
    element.insert(0, summary)


def _label_model(element: HtmlElement, page: _Page) -> None:
    """The name of the model, before its words."""
    name = collapse_space(element.get("data-model-name") or "")[:100]
    label = page.put(element.makeelement("p", {"class": "llm-model", NO_TEXT: "1"}))
    label.text = (
        _("Written by a language model: %(name)s") % {"name": name}
        if name
        else _("Written by a language model")
    )
    label.tail, element.text = element.text, None
    element.insert(0, label)
