"""The HTML part of a mail, made from its plain text: paragraphs, links, and one button.

No pictures, no fonts, nothing that is loaded from anywhere, and no colour of the ground: mail
programs show it in the colours of the reader, dark ones too.
"""

import re

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”']")
TEMPLATE = "base_mail.html"


def html_part(subject: str, *, greeting: str, text: str, foot: str, link: str, button: str) -> str:
    """link: the address whose last line of its own is the button. button: the words on it."""
    context = {
        "title": subject,
        "paragraphs": paragraphs(f"{greeting}\n\n{text}".strip(), link=link, button=button),
        "foot": [_named_links(foot)] if foot else [],
    }
    return render_to_string(TEMPLATE, context)


def paragraphs(text: str, *, link: str = "", button: str = "") -> list[SafeString]:
    """The paragraphs as HTML, each with its line breaks.

    >>> paragraphs("a < b\\n\\nsee https://x.org/p.\\nc")
    ['a &lt; b', 'see <a href="https://x.org/p">https://x.org/p</a>.<br>c']
    >>> paragraphs("https://x.org/p\\n\\nhttps://x.org/q", link="https://x.org/q", button="Open")[1]
    '<a class="button" href="https://x.org/q">Open</a>'
    """
    lines = text.strip().split("\n")
    own = [number for number, line in enumerate(lines) if link and line.strip() == link][-1:]
    found: list[list[SafeString]] = [[]]
    for number, line in enumerate(lines):
        if line.strip():
            found[-1].append(_button(link, button) if number in own else _linked(line))
        elif found[-1]:
            found.append([])
    return [mark_safe("<br>".join(part)) for part in found]  # noqa: S308 - each line is escaped


def _named_links(foot: str) -> SafeString:
    """A line each; "words: address" is a link with these words.

    >>> _named_links("Verso: https://x.org/\\nWrite to a@x.org.")
    '<a href="https://x.org/">Verso</a><br>Write to a@x.org.'
    """
    lines = []
    for line in foot.split("\n"):
        words, _colon, address = line.rpartition(": ")
        if words and ADDRESS.fullmatch(address.rstrip("/") or " "):
            lines.append(format_html('<a href="{}">{}</a>', address, words))
        else:
            lines.append(_linked(line))
    return mark_safe("<br>".join(lines))  # noqa: S308 - each line is escaped


def _linked(line: str) -> SafeString:
    parts, end = [], 0
    for match in ADDRESS.finditer(line):
        parts.append(conditional_escape(line[end : match.start()]))
        parts.append(format_html('<a href="{0}">{0}</a>', match[0]))
        end = match.end()
    parts.append(conditional_escape(line[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped


def _button(address: str, words: str) -> SafeString:
    return format_html('<a class="button" href="{}">{}</a>', address, words)
