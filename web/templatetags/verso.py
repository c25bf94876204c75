"""Tags and filters every template may use."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template import Context
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, ngettext

from web.form_owner import owner_fingerprint
from web.term_scale import TermScale

register = template.Library()
DAYS_COUNTED = 100  # longer waits are counted in months
TIME = '<time datetime="{}" title="{}">{}</time>'


@register.filter
def rendered(html: str) -> SafeString:
    """HTML that was made safe when it was stored (`*_html` fields only)."""
    return mark_safe(html)  # noqa: S308 - the text package cleaned it at write time


@register.filter
def exact(moment: datetime) -> str:
    """The time as it is shown on hover: 2026-03-03 09:00 UTC."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")


@register.filter
def iso_minute(moment: datetime) -> str:
    """The same for programs: 2026-03-03T09:00+00:00. To the minute, as a person reads it; HTML
    knows three digits of a second at most, and nobody needs to know when a button was pressed.
    """
    return moment.isoformat(timespec="minutes")


@register.filter
def iso_day(written: str) -> str:
    """A day of a signed statement ("2026-03-03") in words."""
    return formats.date_format(date.fromisoformat(written), "j F Y")


@register.filter
def day(moment: date | None) -> SafeString | str:
    """A day in words, the exact UTC time on hover: 3 March 2026."""
    return _day(moment, "j F Y") if moment else ""


@register.filter
def near_day(moment: date | None) -> SafeString | str:
    """The same; without the year where that is the present one: 3 March."""
    if moment is None:
        return ""
    is_this_year = moment.year == timezone.now().year
    return _day(moment, "j F" if is_this_year else "j F Y")


def _day(moment: date, form: str) -> SafeString:
    """A page has some thirty days, and many pages the same ones."""
    return _drawn_day(moment, form, get_language())


@lru_cache(maxsize=2048)
def _drawn_day(moment: date, form: str, _language: str) -> SafeString:
    """A day without a time has no exact one to show."""
    if not isinstance(moment, datetime):
        words = formats.date_format(moment, form)
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)
    words = formats.date_format(timezone.localtime(moment), form)
    return format_html(TIME, iso_minute(moment), exact(moment), words)


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """A moment in words, seen from now, the exact UTC time on hover: 3 minutes ago."""
    if moment is None:
        return ""
    return format_html(TIME, iso_minute(moment), exact(moment), naturaltime(moment))


@register.filter
def waiting(since: datetime) -> str:
    """How long somebody has waited: 5 hours, 9 days, 4 months."""
    waited = timezone.now() - since
    if waited < timedelta(hours=1):
        return gettext("less than an hour")
    if timedelta(days=1) <= waited < timedelta(days=DAYS_COUNTED):
        return ngettext("%d day", "%d days", waited.days) % waited.days
    return timesince(since, depth=1)


@register.simple_tag
def small_scale(scale: TermScale) -> SafeString:
    """The glyph of a term for lists. There are as many as terms, and forty on a page."""
    return _drawn_scale("components/_term_scale_small.html", scale, get_language())


@register.simple_tag
def large_scale(scale: TermScale) -> SafeString:
    """A term on its whole scale, with what all its terms mean."""
    return _drawn_scale("components/_term_scale.html", scale, get_language())


@lru_cache(maxsize=512)
def _drawn_scale(template_name: str, scale: TermScale, _language: str) -> SafeString:
    return render_to_string(template_name, {"scale": scale})


@register.filter
def form_owner(person_id: int) -> str:
    """The fingerprint of the person a form is made for (web.form_owner)."""
    return owner_fingerprint(person_id)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label follows it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def fields_in_error(form: BaseForm) -> list[BoundField]:
    return [field for field in form if field.errors]


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context, address: str, words: str, but: str = "", count: int = 0
) -> SafeString:
    """A link that says when it leads to where one is; not below one of the addresses in `but`,
    parted by blanks, which have links of their own. count: what waits there."""
    path = context["request"].path if "request" in context else ""
    is_below = path.startswith(address) and not path.startswith(tuple(but.split()))
    current = {path: "page"}.get(address, "true" if is_below else "")
    waits = ngettext("%d waits for you", "%d wait for you", count) % count if count else ""
    number = '{} <span class="count" title="{}">{}</span>'
    shown = format_html(number, words, waits, count) if count else words
    if current:
        return format_html('<a href="{}" aria-current="{}">{}</a>', address, current, shown)
    return format_html('<a href="{}">{}</a>', address, shown)


@register.filter
def paper_tone(issue: Any) -> int:
    """Which of six papers the cover of an issue is printed on; the next one has another."""
    return (int(issue.volume) * 2 + int(issue.number)) % 6
