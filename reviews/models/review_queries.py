"""Which reviews: those that are public, held, counted, or to be read by somebody."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from reviews import moves
from reviews.models.byline import Byline
from reviews.models.reminders import Reminder
from reviews.models.submissions import Round

if TYPE_CHECKING:
    from reviews.models.reviews import Review

# Submitted, and never to be public: others are looked for in their place.
NOT_TAKEN = ("disowned", "refused")
# The values of `Review.Confirmation` that say who wrote a review.
CONFIRMED = ("account", "mailbox")
# Which reviews the editors of the work read, besides the published ones.
EDITORS_TOO = (*moves.HELD, *NOT_TAKEN)
# Rounds that ended before an assessment.
ENDED_ROUNDS = (Round.State.WITHDRAWN, Round.State.LAPSED)


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> "ReviewQuerySet":
        return self.filter(status__in=self.model.PUBLIC)

    def come_in(self) -> "ReviewQuerySet":
        """Those that the editors can go on with: neither being written, nor set aside, nor
        refused."""
        return self.exclude(status__in=[self.model.Status.DRAFT, *NOT_TAKEN])

    def accepted(self) -> "ReviewQuerySet":
        """By the editors, posted or not: those that an assessment sums up."""
        return self.filter(status__in=[self.model.Status.ACCEPTED, self.model.Status.PUBLISHED])

    def held(self) -> "ReviewQuerySet":
        """With the editors, and not public."""
        return self.filter(status__in=moves.HELD)

    def in_rounds(self) -> "ReviewQuerySet":
        """Those that editors asked for; no other counts in an assessment, or for an issue."""
        return self.filter(round__isnull=False)

    def in_going_rounds(self) -> "ReviewQuerySet":
        """Without those of rounds that ended before an assessment: nothing follows them."""
        return self.in_rounds().exclude(round__state__in=ENDED_ROUNDS)

    def for_authors(self, author: User) -> "ReviewQuerySet":
        """The held reviews of rounds that are with the authors, for a confirmed one."""
        sent = Round.objects.with_author(author).values("pk")
        return self.filter(status=self.model.Status.ACCEPTED, round__in=sent)

    def of_fellow_reviewers(self, own: "Review") -> "ReviewQuerySet":
        """The held reviews that the writer of another one may read; none before the release.

        Who has not submitted yet sees none, or could copy; who submits after the release, for the
        first time or anew, sees them once theirs is accepted. Names stay with the editors.
        """
        is_in = own.status == self.model.Status.SUBMITTED and not own.came_after_release
        if own.status != self.model.Status.ACCEPTED and not is_in:
            return self.none()
        released = self.in_rounds().filter(round=own.round_id, round__state__in=Round.RELEASED)
        return released.filter(status=self.model.Status.ACCEPTED).exclude(pk=own.pk)

    def shown(self) -> "ReviewQuerySet":
        """The published ones, and the withdrawn ones, of which only the tombstone is read."""
        return self.filter(status__in=[*self.model.PUBLIC, self.model.Status.WITHDRAWN])

    def with_was_refused(self) -> "ReviewQuerySet":
        """Adds `was_refused`: whether an editor has refused it, now or before an appeal."""
        refused = self.model.objects.filter(pk=OuterRef("pk"), replies__kind="refused")
        return self.annotate(was_refused=Exists(refused))

    def signed(self) -> "ReviewQuerySet":
        return self.filter(byline_kind=Byline.SIGNED)

    def being_written(self) -> "ReviewQuerySet":
        """Without those whose invitation was withdrawn meanwhile, or whose writer has left."""
        withdrawn = Q(invitation__state="revoked", invitation__isnull=False)
        return self.filter(~withdrawn, status=self.model.Status.DRAFT, left_at=None)

    def without_last_reminder(self) -> "ReviewQuerySet":
        """Those whose due day has had no reminder after it."""
        return self.exclude(
            Exists(Reminder.objects.last_of("review").filter(day=OuterRef("due_on")))
        )

    def confirmed(self) -> "ReviewQuerySet":
        """Those known to be by the person they were asked of; only these count for an issue."""
        return self.filter(confirmed_by__in=CONFIRMED)

    def involving(self, editor: User) -> "ReviewQuerySet":
        """Those of works that the person is an editor of; which of the two may act on them, and
        when, the services decide."""
        handled = Q(round__submission__editor=editor) | Q(round__submission__second_editor=editor)
        return self.filter(handled)

    def visible_to(self, user: User) -> "ReviewQuerySet":
        """Published reviews, the person's own, and the held ones to an editor of that work.

        Who is signed out sees those of `published`.
        """
        handled = Q(round__submission__editor=user) | Q(round__submission__second_editor=user)
        return self.filter(
            Q(status__in=self.model.PUBLIC)
            | Q(reviewer=user)
            | (handled & Q(status__in=EDITORS_TOO))
        )
