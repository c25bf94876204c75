"""What changed between two versions, or in the small edits of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from preprints.comparisons import ask_for_comparison, ask_for_edit
from preprints.models import Comparison, Edit, Preprint, Version
from preprints.version_names import version_words
from reading.selectors.locations import LocationView, location_of_version, location_view

HEAVY = ("title", "abstract", "abstract_html", "body_html", "opening", "comment")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts; `location_url` leads to it where it was posted."""

    words: str
    url: str
    posted_at: datetime
    seen_at: datetime
    author_line: str
    location: str
    location_url: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Title, abstract or text; `html` is "" where it is the same."""

    name: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A version that may stand on one side instead of the chosen one."""

    number: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """text_note: why the text itself is not compared, "" where it is."""

    heading: str
    work_title: str
    work_title_html: str
    work_url: str
    address: str
    older: Side
    newer: Side
    is_made: bool
    words_added: int
    words_removed: int
    parts: list[Part]
    text_note: str
    older_choices: list[Choice]
    newer_choices: list[Choice]

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.html]

    @property
    def unchanged(self) -> list[Part]:
        return [part for part in self.parts if not part.html]


def comparison_page(
    user: Any, preprint_id: int, older: int, newer: int, *, now: datetime
) -> ComparisonPage | None:
    """None where the preprint has not both versions. Two queries; asks for what is not made."""
    versions = {one.number: one for one in _versions(user, preprint_id)}
    if older not in versions or newer not in versions:
        return None
    one, other = versions[older], versions[newer]
    comparison = _comparison(one, other, now)
    text_note = _text_note(one.preprint.shows_full_text, one.has_body and other.has_body)
    parts = [
        Part("title", _("Title"), comparison.title_html),
        Part("abstract", _("Abstract"), comparison.abstract_html),
        Part("text", _("Text"), comparison.body),
    ]
    return ComparisonPage(
        heading=_("What changed from version %(older)s to version %(newer)s")
        % {"older": older, "newer": newer},
        work_title=other.title_plain,
        work_title_html=other.title_html,
        work_url=reverse("reading:preprint", args=[preprint_id]),
        address=_address(preprint_id, older, newer),
        older=_side(one),
        newer=_side(other),
        is_made=comparison.made_at is not None,
        words_added=comparison.words_added,
        words_removed=comparison.words_removed,
        parts=[part for part in parts if _is_told(part, one, other, text_note)],
        text_note=text_note,
        older_choices=[
            Choice(number, _address(preprint_id, number, newer), number == older)
            for number in versions
            if number < newer
        ],
        newer_choices=[
            Choice(number, _address(preprint_id, older, number), number == newer)
            for number in versions
            if number > older
        ],
    )


def _comparison(older: Version, newer: Version, now: datetime) -> Any:
    """With its `body`, "" where that may not be shown; asked for where it is not made."""
    shown = When(older__preprint__shows_full_text=True, then=F("body_html"))
    found: Any = (
        Comparison.objects.filter(older=older, newer=newer)
        .defer("body_html")
        .annotate(body=Case(shown, default=Value(""), output_field=TextField()))
        .first()
    )
    if found is None or found.made_at is None:
        found = ask_for_comparison(older, newer, now=now)
        found.body, found.made_at = "", None  # made this very moment: the next look has it
    return found


def edit_page(user: Any, preprint_id: int, number: int, *, now: datetime) -> ComparisonPage | None:
    """The small edits since a version was kept; None where there are none. Two queries."""
    version: Any = _versions(user, preprint_id).filter(number=number).first()
    if version is None:
        return None
    edit = _edit(version, now)
    if edit is None:
        return None
    side = _side(version)
    edited = Side(
        words=_("The current text"),
        url="",
        posted_at=edit.seen_at,
        seen_at=edit.seen_at,
        author_line=side.author_line,
        location=side.location,
        location_url=side.location_url,
    )
    text_note = (
        ""
        if version.preprint.shows_full_text
        else _(
            "The licence of the text does not allow us to show it here, so we only count the words."
        )
    )
    return ComparisonPage(
        heading=_("Small edits since version %(number)s was saved") % {"number": number},
        work_title=version.title_plain,
        work_title_html=version.title_html,
        work_url=reverse("reading:version", args=[preprint_id, number]),
        address=reverse("reading:compare_edit", args=[preprint_id, number]),
        older=side,
        newer=edited,
        is_made=edit.is_compared,
        words_added=edit.words_added,
        words_removed=edit.words_removed,
        parts=[] if text_note else [Part("text", _("Text"), edit.diff)],
        text_note=text_note,
        older_choices=[],
        newer_choices=[],
    )


def _edit(version: Version, now: datetime) -> Any:
    """With its `diff`, "" where that may not be shown; asked for where it is not made."""
    shown = When(version__preprint__shows_full_text=True, then=F("diff_html"))
    found: Any = (
        Edit.objects.filter(version=version)
        .defer("title", "body_html", "diff_html")
        .annotate(diff=Case(shown, default=Value(""), output_field=TextField()))
        .first()
    )
    if found is not None and not found.is_compared:
        ask_for_edit(found, now=now)
    return found


def _versions(user: Any, preprint_id: int) -> Any:
    return (
        Version.objects.filter(preprint=preprint_id, preprint__in=Preprint.objects.visible_to(user))
        .select_related("preprint")
        .defer(*HEAVY)
        .annotate(has_body=~Q(body_html=""), has_abstract=~Q(abstract=""))
        .annotate(locations=location_of_version())
        .order_by("number")
    )


def _side(version: Any) -> Side:
    location: LocationView | None = next((location_view(row) for row in version.locations), None)
    return Side(
        words=version_words(
            version.number, version.source_version, location.source if location else ""
        ),
        url=version.get_absolute_url(),
        posted_at=version.posted_at,
        seen_at=version.seen_at,
        author_line=version.author_line,
        location=location.words if location else "",
        location_url=location.url_of(version.source_version) if location else "",
        is_withdrawn=version.is_withdrawn,
    )


def _text_note(shows_text: bool, has_both: bool) -> str:
    if not has_both:
        return _("We do not keep the full text, so only the title and abstract are compared.")
    if not shows_text:
        return _(
            "The licence of the text does not let us show it here, so only title and abstract are "
            "shown; the numbers count the text, too."
        )
    return ""


def _is_told(part: Part, older: Any, newer: Any, text_note: str) -> bool:
    """Whether a part is worth a word: no abstract at all is not "the same abstract"."""
    if part.name == "abstract":
        return bool(older.has_abstract or newer.has_abstract)
    return part.name != "text" or not text_note


def _address(preprint_id: int, older: int, newer: int) -> str:
    return reverse("reading:compare", args=[preprint_id, older, newer])
