"""The list of people who did something here under their own names, and its filters.

All of it is taken from public people and public rows, for every reader alike: nobody is listed,
counted or put in order by what does not bear their name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Lower, TruncDay
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Profile
from accounts.profile_parts import ProfilePart
from curation.models import Entry, Issue
from curation.selectors.people import public_people
from preprints.models import Author, Preprint
from reading.selectors.filters import Filter, FilterChoice
from reading.selectors.sorts import SortLink, chosen_sort, sort_links
from reviews.models import Review
from web.paging import EPOCH, Page, SortKey, page_by

SORTS = {"": gettext_lazy("By name"), "latest": gettext_lazy("Last active")}
ANYTHING = "anything"
ACTS = {
    "reviewed": gettext_lazy("Signed reviews"),
    "edited": gettext_lazy("Edited issues or recommended works"),
    "wrote": gettext_lazy("Wrote works listed here"),
}


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """active_on: when something they signed was last published; None where nothing was."""

    profile: Profile
    reviews: int
    recommendations: int
    issues: int
    works: int
    active_on: datetime | None

    @property
    def affiliation(self) -> str:
        return self.profile.affiliation if self.profile.shows(ProfilePart.AFFILIATION) else ""


@dataclass(frozen=True, slots=True)
class PeopleList:
    rows: list[ListedPerson]
    page: Page[Any]
    people: int
    filters: list[Filter]
    chosen_sort: str
    sorts: list[SortLink]

    @property
    def is_filtered(self) -> bool:
        return any(filter_.is_used for filter_ in self.filters)


def people_list(query: QueryDict) -> PeopleList:
    """Four queries."""
    everybody = public_people()
    act, subject = query.get("did", ""), query.get("subject", "")
    act = act if act in ACTS else ""
    by_subject = _filter("subject", _("Subject"), subject, _subjects(_with_act(everybody, act)))
    subject = subject if by_subject.is_used else ""
    counts = _acts(_with_subject(everybody, subject))
    choices = [(name, str(words), counts[name]) for name, words in ACTS.items()]
    by_act = _filter("did", _("What they did here"), query.get("did", ""), choices)
    filters = [one for one in (by_act, by_subject) if one.choices or one.asked]
    listed = _with_subject(_with_act(everybody, act), subject)
    sort = chosen_sort(query, SORTS)
    shown = listed.annotate(active_on=_active_on())
    if sort == "latest":
        page = page_by(shown, [SortKey("active_on")], query=query)
    else:
        page = page_by(
            shown.annotate(sort_name=_sort_name()),
            [SortKey("sort_name", str)],
            query=query,
            is_ascending=True,
        )
    return PeopleList(
        _rows(page), page, counts[act or ANYTHING], filters, sort, sort_links(query, SORTS, sort)
    )


def _filter(name: str, label: str, asked: str, choices: Sequence[tuple[str, str, int]]) -> Filter:
    """Of choices that leave somebody, and of the one in use."""
    shown = [
        FilterChoice(value, words, is_chosen=value == asked, works=people)
        for value, words, people in choices
        if people or value == asked
    ]
    return Filter(name, label, shown, asked)


def _acts(people: "QuerySet[Profile]") -> dict[str, int]:
    """How many people did what. One query."""
    counts = {name: Count("pk", filter=_did(name)) for name in ACTS}
    return people.aggregate(**{ANYTHING: Count("pk")}, **counts)


def _subjects(people: "QuerySet[Profile]") -> list[tuple[str, str, int]]:
    """Those that people say of themselves where everybody may read it. One query."""
    shown = people.exclude(hidden__contains=[ProfilePart.SUBJECTS]).filter(subjects__isnull=False)
    rows = shown.order_by("subjects__name").values_list("subjects__slug", "subjects__name")
    return list(rows.annotate(people=Count("pk")))


def _with_act(people: "QuerySet[Profile]", act: str) -> "QuerySet[Profile]":
    return people.filter(_did(act)) if act else people


def _with_subject(people: "QuerySet[Profile]", slug: str) -> "QuerySet[Profile]":
    if not slug:
        return people
    return people.exclude(hidden__contains=[ProfilePart.SUBJECTS]).filter(subjects__slug=slug)


def _did(act: str) -> Q:
    if act == "reviewed":
        return Q(user__in=_signed_reviews().values("reviewer"))
    if act == "wrote":
        return Q(user__in=_authorships().values("user"))
    entries = Entry.objects.published().values("recommended_by")
    return Q(user__in=entries) | Q(user__in=Issue.objects.published().values("editor"))


def _signed_reviews() -> "QuerySet[Review]":
    return Review.objects.published().signed().order_by()


def _authorships() -> "QuerySet[Author]":
    works = Preprint.objects.public().values("pk")
    return Author.objects.filter(user__isnull=False, version__preprint__in=works).order_by()


def _active_on() -> Coalesce:
    """A day: nobody needs the moment, and it is not said of reviews that bear no name."""
    moments = (
        _newest(_signed_reviews(), "reviewer", "published_at"),
        _newest(Entry.objects.published(), "recommended_by", "issue__published_at"),
        _newest(Issue.objects.published(), "editor", "published_at"),
    )
    return Coalesce(TruncDay(Greatest(*moments), tzinfo=UTC), Value(EPOCH))


def _newest(rows: "QuerySet[Any]", person: str, moment: str) -> Subquery:
    return _of_person(rows, person, Max(moment))


def _of_person(rows: "QuerySet[Any]", person: str, value: Aggregate) -> Subquery:
    own = rows.filter(**{person: OuterRef("user")}).order_by().values(person)
    return Subquery(own.annotate(value=value).values("value"))


def _sort_name() -> Lower:
    return Lower(Func(F("name"), function="unaccent", output_field=TextField()))


def _rows(page: Page[Any]) -> list[ListedPerson]:
    """Counted for the people of the page alone. One query."""
    works = Count("version__preprint", distinct=True)
    entries, issues = Entry.objects.published(), Issue.objects.published()
    counted = Profile.objects.filter(pk__in=[profile.pk for profile in page.rows]).values_list(
        "pk",
        _of_person(_signed_reviews(), "reviewer", Count("pk")),
        _of_person(entries, "recommended_by", Count("pk")),
        _of_person(issues, "editor", Count("pk")),
        _of_person(_authorships(), "user", works),
    )
    counts = {pk: numbers for pk, *numbers in counted}
    rows = []
    for profile in page.rows:
        reviews, recommendations, issues, works_listed = counts[profile.pk]
        rows.append(
            ListedPerson(
                profile,
                reviews=reviews or 0,
                recommendations=recommendations or 0,
                issues=issues or 0,
                works=works_listed or 0,
                active_on=profile.active_on if profile.active_on > EPOCH else None,
            )
        )
    return rows
