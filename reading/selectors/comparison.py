"""What changed between two versions, or in the small edits of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypedDict

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.requests import AnyUser
from preprints.models import Comparison, Edit, Preprint, Version
from preprints.version_names import version_words
from reading.selectors.locations import (
    LoadedLocation,
    LocationView,
    location_of_version,
    location_view,
)

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
class ComparedPart:
    """Title, abstract or text; `html` is "" where it is the same."""

    name: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class VersionChoice:
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
    parts: list[ComparedPart]
    text_note: str
    older_choices: list[VersionChoice]
    newer_choices: list[VersionChoice]

    @property
    def changed(self) -> list[ComparedPart]:
        return [part for part in self.parts if part.html]

    @property
    def unchanged(self) -> list[ComparedPart]:
        return [part for part in self.parts if not part.html]


class _VersionAnnotations(TypedDict):
    has_body: bool
    has_abstract: bool
    locations: list[LoadedLocation]


class _ComparisonAnnotations(TypedDict):
    """body: "" where it may not be shown."""

    body: str


class _EditAnnotations(TypedDict):
    """diff: "" where it may not be shown."""

    diff: str


ComparedVersion: TypeAlias = "WithAnnotations[Version, _VersionAnnotations]"
MadeComparison: TypeAlias = "WithAnnotations[Comparison, _ComparisonAnnotations]"
ShownEdit: TypeAlias = "WithAnnotations[Edit, _EditAnnotations]"


def compared_versions(user: AnyUser, preprint_id: int) -> "dict[int, ComparedVersion]":
    """All versions of a work by their number, lowest first; one query."""
    return {version.number: version for version in _versions(user, preprint_id)}


def find_compared_version(user: AnyUser, preprint_id: int, number: int) -> "ComparedVersion | None":
    return _versions(user, preprint_id).filter(number=number).first()


def comparison_page(
    versions: "Mapping[int, ComparedVersion]", older: int, newer: int
) -> ComparisonPage:
    """versions: with both numbers. One query."""
    old, new = versions[older], versions[newer]
    preprint_id = old.preprint_id
    comparison = _comparison(old, new)
    text_note = _text_note(old.preprint.shows_full_text, old.has_body and new.has_body)
    return ComparisonPage(
        heading=_("What changed from version %(older)s to version %(newer)s")
        % {"older": older, "newer": newer},
        work_title=new.title_plain,
        work_title_html=new.title_html,
        work_url=reverse("reading:preprint", args=[preprint_id]),
        address=_address(preprint_id, older, newer),
        older=_side(old),
        newer=_side(new),
        is_made=comparison is not None,
        words_added=comparison.words_added if comparison else 0,
        words_removed=comparison.words_removed if comparison else 0,
        parts=[part for part in _parts(comparison) if _is_mentioned(part, old, new, text_note)],
        text_note=text_note,
        older_choices=[
            VersionChoice(number, _address(preprint_id, number, newer), number == older)
            for number in versions
            if number < newer
        ],
        newer_choices=[
            VersionChoice(number, _address(preprint_id, older, number), number == newer)
            for number in versions
            if number > older
        ],
    )


def _comparison(older: Version, newer: Version) -> "MadeComparison | None":
    """None where it is not made yet."""
    body = When(older__preprint__shows_full_text=True, then=F("body_html"))
    return (
        Comparison.objects.filter(older=older, newer=newer, made_at__isnull=False)
        .defer("body_html")
        .annotate(body=Case(body, default=Value(""), output_field=TextField()))
        .first()
    )


def _parts(comparison: "MadeComparison | None") -> list[ComparedPart]:
    """Without their HTML where the comparison is not made yet."""
    if comparison is None:
        title, abstract, body = "", "", ""
    else:
        title, abstract, body = comparison.title_html, comparison.abstract_html, comparison.body
    return [
        ComparedPart("title", _("Title"), title),
        ComparedPart("abstract", _("Abstract"), abstract),
        ComparedPart("text", _("Text"), body),
    ]


def find_edit(version: ComparedVersion) -> "ShownEdit | None":
    """The newest small edit since the version was kept; one query."""
    diff = When(version__preprint__shows_full_text=True, then=F("diff_html"))
    return (
        Edit.objects.filter(version=version.pk)
        .defer("title", "body_html", "diff_html")
        .annotate(diff=Case(diff, default=Value(""), output_field=TextField()))
        .first()
    )


def edit_page(version: ComparedVersion, edit: ShownEdit) -> ComparisonPage:
    """No query."""
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
    address = [version.preprint_id, version.number]
    return ComparisonPage(
        heading=_("Small edits since version %(number)s was saved") % {"number": version.number},
        work_title=version.title_plain,
        work_title_html=version.title_html,
        work_url=version.get_absolute_url(),
        address=reverse("reading:compare_edit", args=address),
        older=side,
        newer=edited,
        is_made=edit.is_compared,
        words_added=edit.words_added,
        words_removed=edit.words_removed,
        parts=[] if text_note else [ComparedPart("text", _("Text"), edit.diff)],
        text_note=text_note,
        older_choices=[],
        newer_choices=[],
    )


def _versions(user: AnyUser, preprint_id: int) -> "QuerySet[ComparedVersion]":
    return (
        Version.objects.filter(preprint=preprint_id, preprint__in=Preprint.objects.visible_to(user))
        .select_related("preprint")
        .defer(*HEAVY)
        .annotate(has_body=~Q(body_html=""), has_abstract=~Q(abstract=""))
        .annotate(locations=location_of_version())
        .order_by("number")
    )


def _side(version: ComparedVersion) -> Side:
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


def _is_mentioned(
    part: ComparedPart, older: ComparedVersion, newer: ComparedVersion, text_note: str
) -> bool:
    """No abstract at all is not "the same abstract"."""
    if part.name == "abstract":
        return older.has_abstract or newer.has_abstract
    return part.name != "text" or not text_note


def _address(preprint_id: int, older: int, newer: int) -> str:
    return reverse("reading:compare", args=[preprint_id, older, newer])
