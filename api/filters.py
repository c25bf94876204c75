"""What lists can be narrowed by. A parameter we do not know, or a value, is an error: a typing
error must not quietly answer with everything.
"""

from functools import cache
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.paging import MAX_ID
from curation.models import Issue
from events.models import Event, Seal
from preprints.known_sources import source_choices
from preprints.models import Kind, Location, Preprint, Subject, Version
from reviews.models import (
    Assessment,
    Byline,
    Correction,
    Response,
    Review,
    Revision,
    Term,
    Vocabulary,
)

SIGNIFICANCE = Vocabulary.Scale.SIGNIFICANCE
STRENGTH = Vocabulary.Scale.STRENGTH


class TermField(forms.CharField):
    """A term of one scale; its value is the primary keys of the terms that match.

    Each edition of the scale is compared with itself, so an assessment made with an older edition
    is still found.
    """

    def __init__(self, *, scale: str, or_higher: bool, **options: Any) -> None:
        super().__init__(**options)
        self.scale, self.or_higher = scale, or_higher

    def clean(self, value: Any) -> Any:
        slug = super().clean(value)
        if not slug:
            return None
        terms = list(Term.objects.filter(vocabulary__scale=self.scale).order_by("rank"))
        least = {term.vocabulary_id: term.rank for term in terms if term.slug == slug}
        if not least:
            known = ", ".join(dict.fromkeys(term.slug for term in terms))
            raise forms.ValidationError(f"Not a term of this scale. The terms are: {known}.")
        return [
            term.pk
            for term in terms
            if term.vocabulary_id in least
            and (term.slug == slug or (self.or_higher and term.rank > least[term.vocabulary_id]))
        ]


@extend_schema_field(OpenApiTypes.STR)
class TermFilter(django_filters.Filter):
    field_class = TermField

    def __init__(
        self, field_name: str, *, scale: str, or_higher: bool = False, **options: Any
    ) -> None:
        super().__init__(field_name, "in", scale=scale, or_higher=or_higher, **options)


class SubjectField(forms.CharField):
    """The slug of a subject; its value is the subject's primary key."""

    def clean(self, value: Any) -> Any:
        slug = super().clean(value)
        if not slug:
            return None
        key = Subject.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if key is None:
            raise forms.ValidationError("There is no such subject.")
        return key


@extend_schema_field(OpenApiTypes.STR)
class SubjectFilter(django_filters.Filter):
    field_class = SubjectField


@extend_schema_field(OpenApiTypes.INT)
class NumberFilter(django_filters.NumberFilter):
    """A whole number that a column can hold."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str | None = None, **options: Any) -> None:
        super().__init__(field_name, min_value=0, max_value=MAX_ID, **options)

    def get_max_validator(self) -> None:
        return None


@extend_schema_field(OpenApiTypes.DATETIME)
class SinceFilter(django_filters.IsoDateTimeFilter):
    """A day or a moment, in UTC unless it says otherwise; itself included."""

    def __init__(self, field_name: str | None = None, **options: Any) -> None:
        super().__init__(field_name, "gte", **options)


@extend_schema_field(OpenApiTypes.DATETIME)
class BeforeFilter(django_filters.IsoDateTimeFilter):
    """A day or a moment, in UTC unless it says otherwise; itself not included."""

    def __init__(self, field_name: str | None = None, **options: Any) -> None:
        super().__init__(field_name, "lt", **options)


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """May be given several times: any of the values."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        super().__init__(choices=choices, distinct=False, **options)


class PreprintFilter(django_filters.FilterSet):
    subject = SubjectFilter(method="in_subject", help_text="The slug of a subject.")
    status = ChoicesFilter(choices=Preprint.Status.choices)
    kind = ChoicesFilter(choices=Kind.choices)
    source = ChoicesFilter(choices=source_choices(), method="at_source")
    external_id = django_filters.CharFilter(
        method="at_source", help_text="The identifier at the source; with `source`, exactly one."
    )
    significance_min = TermFilter(
        "significance",
        scale=SIGNIFICANCE,
        or_higher=True,
        method="assessed_at_least",
        help_text="Significance in the newest assessment: this term or a higher one.",
    )
    strength_min = TermFilter(
        "strength",
        scale=STRENGTH,
        or_higher=True,
        method="assessed_at_least",
        help_text="Strength of evidence in the newest assessment: this term or a higher one.",
    )
    posted_after = SinceFilter("first_posted_at", help_text="First posted then or later.")
    posted_before = BeforeFilter("first_posted_at", help_text="First posted before.")
    updated_after = SinceFilter(
        method="changed_since", help_text="A new version or a new status then or later."
    )

    class Meta:
        model = Preprint
        fields: list[str] = []

    def in_subject(
        self, preprints: QuerySet[Preprint], _name: str, subject: int
    ) -> QuerySet[Preprint]:
        within = Preprint.subjects.through.objects.filter(subject_id=subject)
        return preprints.filter(pk__in=within.values("preprint_id"))

    def at_source(
        self, preprints: QuerySet[Preprint], name: str, _value: Any
    ) -> QuerySet[Preprint]:
        """Source and identifier together name one place; called for each, it acts once."""
        asked = self.form.cleaned_data
        if name == "external_id" and asked["source"]:
            return preprints
        places = Location.objects.filter(preprint=OuterRef("pk"))
        if asked["source"]:
            places = places.filter(source__in=asked["source"])
        if asked["external_id"]:
            places = places.filter(external_id=asked["external_id"])
        return preprints.filter(Exists(places))

    def assessed_at_least(
        self, preprints: QuerySet[Preprint], name: str, terms: list[int]
    ) -> QuerySet[Preprint]:
        published = Assessment.objects.published()
        newest = published.filter(version__preprint=OuterRef("pk")).order_by("-published_at", "-pk")
        # The first condition lets the database begin with the few that are assessed at all.
        return (
            preprints.filter(pk__in=published.values("version__preprint"))
            .alias(**{f"newest_{name}": Subquery(newest.values(name)[:1])})
            .filter(**{f"newest_{name}__in": terms})
        )

    def changed_since(
        self, preprints: QuerySet[Preprint], _name: str, moment: Any
    ) -> QuerySet[Preprint]:
        newer = Version.objects.filter(seen_at__gte=moment).values("preprint")
        return preprints.filter(Q(status_at__gte=moment) | Q(pk__in=newer))


class VersionFilter(django_filters.FilterSet):
    preprint = NumberFilter("preprint")
    number = NumberFilter("number")
    posted_after = SinceFilter("posted_at")
    posted_before = BeforeFilter("posted_at")

    class Meta:
        model = Version
        fields: list[str] = []


class ReviewFilter(django_filters.FilterSet):
    preprint = NumberFilter("version__preprint")
    version = NumberFilter("version", help_text="The id of a version.")
    byline_kind = ChoicesFilter(choices=Byline.choices)
    significance_min = TermFilter("significance", scale=SIGNIFICANCE, or_higher=True)
    strength_min = TermFilter("strength", scale=STRENGTH, or_higher=True)
    published_after = SinceFilter("published_at")
    published_before = BeforeFilter("published_at")

    class Meta:
        model = Review
        fields: list[str] = []


class AssessmentFilter(django_filters.FilterSet):
    preprint = NumberFilter("version__preprint")
    version = NumberFilter("version", help_text="The id of a version.")
    significance = TermFilter("significance", scale=SIGNIFICANCE)
    significance_min = TermFilter("significance", scale=SIGNIFICANCE, or_higher=True)
    strength = TermFilter("strength", scale=STRENGTH)
    strength_min = TermFilter("strength", scale=STRENGTH, or_higher=True)
    published_after = SinceFilter("published_at")
    published_before = BeforeFilter("published_at")

    class Meta:
        model = Assessment
        fields: list[str] = []


class ResponseFilter(django_filters.FilterSet):
    preprint = NumberFilter("version__preprint")
    version = NumberFilter("version", help_text="The id of a version.")
    posted_after = SinceFilter("posted_at")
    posted_before = BeforeFilter("posted_at")

    class Meta:
        model = Response
        fields: list[str] = []


class CorrectionFilter(django_filters.FilterSet):
    preprint = NumberFilter("round__assessment__version__preprint")
    version = NumberFilter("round__assessment__version", help_text="The id of a version.")
    posted_after = SinceFilter("posted_at")
    posted_before = BeforeFilter("posted_at")

    class Meta:
        model = Correction
        fields: list[str] = []


class RevisionFilter(django_filters.FilterSet):
    preprint = NumberFilter("version__preprint")
    version = NumberFilter("version", help_text="The id of a version.")
    follow_up = ChoicesFilter(field_name="decision", choices=Revision.Decision.choices)
    declared_after = SinceFilter("declared_at")
    declared_before = BeforeFilter("declared_at")

    class Meta:
        model = Revision
        fields: list[str] = []


class IssueFilter(django_filters.FilterSet):
    volume = NumberFilter("volume")
    number = NumberFilter("number")
    preprint = NumberFilter("entries__preprint", help_text="Issues that selected this preprint.")
    published_after = SinceFilter("published_at")
    published_before = BeforeFilter("published_at")

    class Meta:
        model = Issue
        fields: list[str] = []


class EventFilter(django_filters.FilterSet):
    kind = django_filters.CharFilter("kind", help_text="For example `review.published`.")
    preprint = NumberFilter("preprint_id")
    after = SinceFilter("at")
    before = BeforeFilter("at")

    class Meta:
        model = Event
        fields: list[str] = []


class LinkFilter(django_filters.FilterSet):
    after_position = NumberFilter(
        "position", lookup_expr="gt", help_text="As many links as a checkpoint that you kept has."
    )

    class Meta:
        model = Seal
        fields: list[str] = []


def narrow(
    queryset: QuerySet[Any],
    request: Request,
    filterset_class: type[django_filters.FilterSet] | None,
    also_known: frozenset[str],
) -> QuerySet[Any] | None:
    """The part of the queryset that was asked for, None where no part was.

    Raises ValidationError, naming the parameter.
    """
    filters, repeatable = _parameters(filterset_class)  # type: ignore[arg-type]
    check_parameters(request, filters | also_known, repeatable)
    if filterset_class is None or not filters & request.query_params.keys():
        return None
    filterset = filterset_class(request.query_params, queryset=queryset)
    if not filterset.is_valid():
        raise ValidationError(filterset.errors)
    return filterset.qs


@cache
def _parameters(
    filterset_class: type[django_filters.FilterSet] | None,
) -> tuple[frozenset[str], frozenset[str]]:
    """The names of all filters, and of those that may be given several times."""
    filters = filterset_class.base_filters if filterset_class else {}
    repeatable = (name for name, each in filters.items() if isinstance(each, ChoicesFilter))
    return frozenset(filters), frozenset(repeatable)


def check_parameters(
    request: Request, known: frozenset[str], repeatable: frozenset[str] = frozenset()
) -> None:
    """Raises ValidationError for parameters that are unknown, empty or given twice."""
    errors: dict[str, list[str]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            names = ", ".join(sorted(known)) or "none"
            errors[name] = [f"There is no such parameter here. Known: {names}."]
        elif not all(values):
            errors[name] = ["This parameter is empty."]
        elif "\0" in "".join(values):
            errors[name] = ["No text holds the character NUL."]
        elif len(values) > 1 and name not in repeatable:
            errors[name] = ["This parameter can be given once."]
    if errors:
        raise ValidationError(errors)
