"""What the desk shows of works that have lost an editor: to those who can name another one."""

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import RightsChange, Role
from reviews.models import Submission
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind
from reviews.services.editors import EDITORS
from reviews.services.handing_over import works_under_way


def _left(view: DeskView) -> QuerySet[Submission]:
    """For managing editors, and for the other editor of the work; also of works of which everything
    is posted, since a revision, an appeal or a correction may come."""
    owner = view.owner or view.reader
    managing = Role.objects.filter(user=owner, name=Role.Name.MANAGING_EDITOR)
    other = Q(editor=owner) | Q(second_editor=owner)
    lost = _lost("editor") | _lost("second_editor")
    changes = RightsChange.objects.filter(
        Q(user=OuterRef("editor")) | Q(user=OuterRef("second_editor"))
    ).order_by("-changed_at")
    lost_at = Subquery(changes.values("changed_at")[:1], output_field=DateTimeField())
    works = Submission.objects.filter(lost, state=Submission.State.ACCEPTED)
    works = works.filter(Exists(managing) | other)
    left = Case(
        When(_lost("editor"), then=F("editor__profile__name")),
        default=F("second_editor__profile__name"),
    )
    works = works.without_works_of(view.reader)
    is_under_way = Case(
        When(pk__in=works_under_way().values("pk"), then=Value(value=True)),
        default=Value(value=False),
    )
    return works.annotate(
        lost_at=Coalesce(lost_at, F("decided_at")), left=left, is_under_way=is_under_way
    )


def _lost(place: str) -> Q:
    roles = Role.objects.filter(user=OuterRef(place), name__in=EDITORS, user__is_active=True)
    return Q(~Exists(roles))


def _name(row: FoundRow) -> list[DeskAct]:
    address = reverse("reviews:hand_over", args=[row.submission_id])
    return [DeskAct(_("Name another editor"), address)]


def _words(row: FoundRow) -> str:
    words = _("In the place of %(name)s, who is no editor any more; everything is posted")
    if row.facts["is_under_way"]:
        words = _("In the place of %(name)s, who is no editor any more")
    return words % {"name": row.facts["left"] or _("an editor")}


EDITOR_MISSING = RowKind(
    "editors-missing",
    gettext_lazy("Name an editor in the place of one who has left"),
    rows=_left,
    since="lost_at",
    submission="",
    acts=_name,
    facts={"left": "left", "is_under_way": "is_under_way"},
    words=_words,
    by="any editor",
)
