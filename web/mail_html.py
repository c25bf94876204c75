"""The HTML part of a mail, made from its plain text: paragraphs, links, and one button.

No pictures, no fonts, nothing that is loaded from anywhere, and no colour of the ground: mail
programs show it in the colours of the reader, dark ones too.
"""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”']")
TEMPLATE = "base_mail.html"


def html_part(subject: str, greeting: str, text: str, foot: str, button: str) -> str:
    """button: words on the first link of ours that has a line of its own."""
    context = {
        "title": subject,
        "paragraphs": paragraphs(f"{greeting}\n\n{text}".strip(), button=button),
        "foot": [_named_links(foot)] if foot else [],
    }
    return render_to_string(TEMPLATE, context)


def paragraphs(text: str, *, button: str = "") -> list[SafeString]:
    """The paragraphs as HTML, each with its line breaks.

    >>> paragraphs("a < b\\n\\nsee https://x.org/p.\\nc")
    ['a &lt; b', 'see <a href="https://x.org/p">https://x.org/p</a>.<br>c']
    """
    found: list[SafeString] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = []
        for line in part.split("\n"):
            is_ours = ADDRESS.fullmatch(line.strip()) and line.strip().startswith(settings.SITE_URL)
            lines.append(_button(line.strip(), button) if button and is_ours else _linked(line))
            button = "" if is_ours else button
        found.append(mark_safe("<br>".join(lines)))  # noqa: S308 - each line is escaped
    return found


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
