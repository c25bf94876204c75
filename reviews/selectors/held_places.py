"""What is in the hands of one editor: the works they handle or second, the appeals they decide."""

from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When

from accounts.models import User
from reviews.models import Appeal, Submission
from reviews.models.submissions import SubmissionQuerySet
from reviews.services.handing_over import works_under_way
from web.list_lengths import WORKS_OF_AN_EDITOR


@dataclass(frozen=True, slots=True)
class HeldPlaces:
    """Without what concerns works of the reader. handled, seconded: each with `is_under_way`; those
    under way first. is_cut: whether there are more than are named."""

    handled: list[Submission]
    seconded: list[Submission]
    appeals: list[Appeal]
    is_cut: bool

    def __bool__(self) -> bool:
        return bool(self.handled or self.seconded or self.appeals)


def places_held(user_id: int) -> SubmissionQuerySet:
    """The works that they are an editor of, also where everything is posted: a revision, a
    correction, an appeal, a withdrawal or a reopening may need an editor at any time."""
    held = Q(editor=user_id) | Q(second_editor=user_id)
    return Submission.objects.filter(held, state=Submission.State.ACCEPTED)


def held_places(person: User, *, reader: User) -> HeldPlaces:
    """For a managing editor, before the role is taken away; three queries."""
    works = _with_progress(places_held(person.pk).without_works_of(reader))
    handled = list(works.filter(editor=person)[: WORKS_OF_AN_EDITOR + 1])
    seconded = list(works.filter(second_editor=person)[: WORKS_OF_AN_EDITOR + 1])
    taken = Appeal.objects.open().for_editor(reader).filter(editor=person)
    return HeldPlaces(
        handled=handled[:WORKS_OF_AN_EDITOR],
        seconded=seconded[:WORKS_OF_AN_EDITOR],
        appeals=list(taken.select_related("work__version").order_by("filed_at", "pk")),
        is_cut=max(len(handled), len(seconded)) > WORKS_OF_AN_EDITOR,
    )


def _with_progress(works: SubmissionQuerySet) -> "QuerySet[Submission]":
    under_way = works_under_way().values("pk")
    is_under_way = Case(When(pk__in=under_way, then=Value(value=True)), default=Value(value=False))
    works = works.annotate(is_under_way=is_under_way).select_related("version")
    return works.order_by("-is_under_way", "submitted_at", "pk")
