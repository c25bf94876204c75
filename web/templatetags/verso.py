"""Tags and filters every template may use."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils import formats, timezone

register = template.Library()


@register.filter
def rendered(html: str) -> SafeString:
    """HTML that was made safe when it was stored (`*_html` fields only)."""
    return mark_safe(html)  # noqa: S308 - the text package cleaned it at write time


@register.filter
def day(moment: datetime | None) -> SafeString | str:
    """A day in words, the exact UTC time on hover: 3 March 2026."""
    if moment is None:
        return ""
    words = formats.date_format(timezone.localtime(moment), "j F Y")
    exact = moment.strftime("%Y-%m-%d %H:%M UTC")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)
