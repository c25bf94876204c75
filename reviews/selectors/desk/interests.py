"""What the desk shows of editors whom somebody else has put in their place: they declare first."""

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from reviews.models import EditorInterests, Submission
from reviews.selectors.desk.row_kind import EDITOR, DeskAct, DeskView, FoundRow, RowKind


def _asked(view: DeskView) -> QuerySet[EditorInterests]:
    """Once the work is accepted: before, nobody has the place yet."""
    in_place = Q(editor=F("submission__editor")) | Q(editor=F("submission__second_editor"))
    asked = EditorInterests.objects.filter(
        in_place, declared_at=None, submission__state=Submission.State.ACCEPTED
    )
    if view.owner is not None:
        asked = asked.filter(editor=view.owner)
    handed = Event.objects.filter(
        kind="submission.handed_over",
        preprint_id=OuterRef("submission__preprint"),
        subject=Concat(Value("person "), Cast(OuterRef("editor"), TextField())),
    ).order_by("-pk")
    is_own = Case(When(editor=view.reader.pk, then=Value(value=True)), default=Value(value=False))
    return asked.annotate(
        asked_at=Coalesce(
            Subquery(handed.values("at")[:1]),
            F("submission__decided_at"),
            F("submission__submitted_at"),
        ),
        is_own=is_own,
    )


def _declare(row: FoundRow) -> list[DeskAct]:
    """For whose interests they are; to others the row only leads there."""
    return [DeskAct(_("Declare them") if row.facts.get("is_own") else "", row.place("declare"))]


DECLARE_INTERESTS = RowKind(
    "interests",
    gettext_lazy("Declare your competing interests: you are new to the work"),
    rows=_asked,
    since="asked_at",
    days="declaring_days",
    who="editor__profile__name",
    role=EDITOR,
    submission="submission",
    version="submission__version",
    facts={"is_own": "is_own"},
    acts=_declare,
    by="whose it is",
    needs_work=True,
)
