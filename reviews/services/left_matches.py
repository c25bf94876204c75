"""Authors, by ORCID iD or by a token at a forum, who edit or review the work: never confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from events.models import Event
from events.outbox import promise
from events.services import record_event
from preprints.models import Author
from reviews.models import ForumClaim, Review, Submission

LEFT = "author.match_left"


@dataclass(frozen=True, slots=True)
class LeftMatch:
    """name: of the author in the list. is_editor: of the work; else a reviewer, whose name is for
    its two editors alone."""

    name: str
    person: User
    is_editor: bool
    is_by_forum: bool = False

    @property
    def ground(self) -> str:
        """As it stands after "by"."""
        return _("a token at the forum") if self.is_by_forum else _("the ORCID iD")


def left_matches(submission: Submission) -> list[LeftMatch]:
    """Each person once. Three queries."""
    of_work = {"version__preprint": submission.preprint_id}
    listed = Author.objects.filter(**of_work, user=None).exclude(orcid="")
    editors = {submission.editor_id, submission.second_editor_id} - {None}
    reviews = Review.objects.filter(**of_work).exclude(status=Review.Status.DISOWNED)
    involved = Q(user__in=editors) | Q(user__in=reviews.values("reviewer"))
    confirmed = Q(user__authorships__version__preprint=submission.preprint_id)
    known = SocialAccount.objects.filter(involved, provider="orcid")
    known = known.filter(uid__in=listed.values("orcid")).exclude(confirmed)
    accounts = list(known.select_related("user__profile").order_by("pk"))
    names = dict(listed.order_by("version__number").values_list("orcid", "name"))
    found = [LeftMatch(names[one.uid], one.user, one.user_id in editors) for one in accounts]
    claims = ForumClaim.objects.filter(involved, outcome=ForumClaim.Outcome.LEFT)
    claims = claims.filter(author__version__preprint=submission.preprint_id, author__user=None)
    claims = claims.exclude(confirmed).exclude(user__in=[match.person.pk for match in found])
    people = claims.select_related("user__profile", "author").order_by("pk")
    return found + [
        LeftMatch(one.author.name, one.user, one.user_id in editors, is_by_forum=True)
        for one in people
        if one.author is not None
    ]


def leave_to_editors(submissions: Sequence[Submission], person: User, *, now: datetime) -> None:
    """Tell the editors of each submission under way, once for each match; the works are locked.

    The event names nobody: it would tell administrators who reviews the work.
    """
    for submission in submissions:
        matches = left_matches(submission)
        if all(match.person != person for match in matches):
            continue
        events = Event.objects.filter(kind=LEFT, subject=submission.version.identifier)
        if events.filter(data__matches__gte=len(matches)).exists():
            continue
        record_event(
            LEFT,
            about=submission.version,
            now=now,
            data={"submission": submission.pk, "matches": len(matches)},
        )
        promise("reviews.notify_editors_of_left_match", submission_id=submission.pk)
