"""One reviewer's report on one version."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.limits import MAX_NAME
from accounts.models import SkeletonField
from reviews import errors, left_work_rules, moves, reply_rules, rules
from reviews.interests import interests_in_words
from reviews.models.byline import Byline, public_declaration
from reviews.models.review_queries import CONFIRMED, ENDED_ROUNDS, ReviewQuerySet
from reviews.models.submissions import Round, Submission
from reviews.models.withdrawable import Withdrawable
from text.markdown.points import name_points

if TYPE_CHECKING:
    from reviews.models.replies import ReviewReply

# Of the public parts, on the form and above the published text.
PART_HEADINGS = {
    "summary": _("Summary"),
    "strengths": _("Strengths"),
    "weaknesses": _("Weaknesses"),
    "evidence": _("Do the arguments and data support the claims?"),
}
PUBLIC_PARTS = tuple(PART_HEADINGS)
PARTS = (*PUBLIC_PARTS, "recommendations")


class Review(Withdrawable):
    """A review: being written, submitted, accepted by the editor, published with its round; or
    refused, or withdrawn after it was published.

    The five parts are kept as written and as rendered (`<part>_html`); `recommendations` goes to
    authors and editors only. `byline_name` is what readers see, fixed when the review is submitted.
    `competing_interests`, `ai_use`: "" where none is declared; `public_interests`: who reads them.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted; held until the round is posted")
        PUBLISHED = "published", _("Published")
        DISOWNED = "disowned", _("Set aside: the invited person says it is not theirs")
        REFUSED = "refused", _("Refused: it breaks the code of conduct")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Everybody may read a review with this status. Nothing else says so: pages, feeds and the API
    # ask `published()` or `is_published`.
    PUBLIC = (Status.PUBLISHED,)

    class Confirmation(models.TextChoices):
        """How it is known that the review is by the person it was asked of."""

        ACCOUNT = "account", _("Submitted by somebody signed in to a confirmed account")
        MAILBOX = "mailbox", _("Confirmed from the mailbox the invitation went to")
        EARLIER = "earlier", _("Submitted before reviews were confirmed")

    # None where no editors ask for reviews: it was volunteered, and counts in no round.
    round = models.ForeignKey(
        "reviews.Round", models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    invitation = models.OneToOneField(
        "reviews.Invitation", models.PROTECT, null=True, blank=True, related_name="review"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    byline_kind = models.CharField(max_length=10, choices=Byline, blank=True)
    byline_name = models.CharField(max_length=MAX_NAME, blank=True)
    byline_skeleton = SkeletonField(of="byline_name", max_length=400, editable=False)
    summary = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    recommendations = models.TextField(blank=True)
    summary_html = models.TextField(blank=True)
    strengths_html = models.TextField(blank=True)
    weaknesses_html = models.TextField(blank=True)
    evidence_html = models.TextField(blank=True)
    recommendations_html = models.TextField(blank=True)
    # What `text.markdown.points` found in the public parts: the words of each point, in order.
    points = models.JSONField(default=list, blank=True)
    significance = models.ForeignKey(
        "reviews.Term", models.PROTECT, null=True, blank=True, related_name="+"
    )
    strength = models.ForeignKey(
        "reviews.Term", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidence = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    # Of `InterestKind`, as it was declared; [] also where only words were, before there were kinds.
    interest_kinds = models.JSONField(default=list, blank=True)
    competing_interests = models.TextField(blank=True)
    ai_use = models.TextField(blank=True)

    due_on = models.DateField()
    due_set_at = models.DateTimeField(null=True, blank=True)  # when it was moved
    extended_at = models.DateTimeField(null=True, blank=True)  # by the reviewer, once
    agreed_at = models.DateTimeField()
    # When its writer erased the account before it was submitted: it is waited for no more.
    left_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # Within the round: what the other reviewers know its writer by ("Reviewer 2").
    reviewer_number = models.PositiveSmallIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=10, choices=Confirmation, blank=True)
    # The second editor's yes to a signed byline, where an editor had corrected the address.
    byline_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    byline_approved_at = models.DateTimeField(null=True, blank=True)

    was_refused: bool  # only on rows of `with_was_refused`

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["version", "number", "pk"]
        constraints = [
            UniqueConstraint(fields=["round", "reviewer"], name="one_review_each"),
            UniqueConstraint(
                name="one_review_each_without_round",
                fields=["version", "reviewer"],
                condition=Q(round__isnull=True),
            ),
            UniqueConstraint(fields=["version", "number"], name="one_review_a_number"),
            UniqueConstraint(fields=["round", "reviewer_number"], name="one_reviewer_a_number"),
            models.CheckConstraint(
                name="review_complete_once_submitted",
                condition=Q(status="draft")
                | (
                    Q(submitted_at__isnull=False)
                    & Q(significance__isnull=False)
                    & Q(strength__isnull=False)
                    & Q(confidence__gte=1)
                    & Q(confidence__lte=5)
                    & ~Q(byline_kind="")
                    & ~Q(byline_name="")
                    & ~Q(summary="")
                ),
            ),
            models.CheckConstraint(
                name="published_review_has_number",
                condition=~Q(status__in=["published", "withdrawn"])
                | (Q(number__isnull=False) & Q(published_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="accepted_review_has_reviewer_number",
                condition=~Q(status="accepted")
                | (Q(reviewer_number__isnull=False) & Q(accepted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="published_name_is_confirmed",
                condition=~Q(status__in=["accepted", "published", "withdrawn"])
                | Q(byline_kind="anonymous")
                | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_review_says_why",
                condition=~Q(status="withdrawn")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_as="") & ~Q(withdrawal_reason=""),
            ),
            models.CheckConstraint(  # no editors wait for it, hold it, or answer it
                name="review_without_round_has_no_editors",
                condition=Q(round__isnull=False)
                | Q(
                    status__in=["draft", "published", "withdrawn"],
                    invitation__isnull=True,
                    reviewer_number__isnull=True,
                    accepted_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="confirmed_review_says_how",
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"]),
            models.Index(fields=["byline_skeleton"], name="review_byline_skeleton"),
        ]

    def __str__(self) -> str:
        return self.identifier if self.number else f"review draft {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse(
            "reading:review", args=[self.version.preprint_id, self.version.number, self.number]
        )

    @property
    def own_round(self) -> Round:
        """For acts that a round is needed for. Raises NoRound."""
        if self.round is None:
            raise errors.NoRound
        return self.round

    @property
    def round_state(self) -> str:
        """Of its round; `NO_ROUND` where it has none."""
        return self.round.state if self.round else moves.NO_ROUND

    @property
    def submission(self) -> Submission | None:
        """Whose editors asked for it; None where nobody did."""
        return self.round.submission if self.round else None

    @property
    def is_late(self) -> bool:
        """Whether the day on which it is due has passed."""
        return self.status == Review.Status.DRAFT and self.due_on < timezone.localdate()

    @property
    def may_be_extended(self) -> bool:
        """Whether its reviewer may take more time by themselves."""
        is_open = self.round_state in moves.EXTEND_REVIEW.in_round
        return self.status == Review.Status.DRAFT and is_open and self.extended_at is None

    @property
    def is_published(self) -> bool:
        return self.status in self.PUBLIC

    @property
    def is_held(self) -> bool:
        """With the editors, and not public."""
        return self.status in moves.HELD

    @property
    def identifier(self) -> str:
        return f"{self.version.identifier}.r{self.number}"

    @property
    def came_after_release(self) -> bool:
        """Whether it is submitted, not accepted, and the others were to be read before it was."""
        released_at = self.round.released_at if self.round else None
        submitted_at = self.submitted_at
        if self.status != Review.Status.SUBMITTED or released_at is None or submitted_at is None:
            return False
        return submitted_at > released_at

    @property
    def is_signed(self) -> bool:
        return self.byline_kind == Byline.SIGNED

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_by in CONFIRMED

    @property
    def waits_for_second_editor(self) -> bool:
        """Whether its signature still needs the second editor's yes."""
        is_corrected = self.invitation is not None and self.invitation.is_corrected
        needed = rules.needs_byline_approval(
            byline_kind=self.byline_kind, is_corrected=is_corrected
        )
        return needed and self.byline_approved_at is None

    @property
    def waits_for_reviewer(self) -> bool:
        """Whether it cannot be accepted before its reviewer has confirmed that it is theirs."""
        is_named = self.byline_kind != Byline.ANONYMOUS
        return self.status == Review.Status.SUBMITTED and is_named and not self.is_confirmed

    @property
    def why_closed(self) -> str:
        """Why what is being written cannot be submitted any more, in words; "" where it can be."""
        if self.status != Review.Status.DRAFT:
            return ""
        asked = self.invitation.state if self.invitation else ""
        try:
            rules.check_can_submit_review(
                status=self.status, round_state=self.round_state, invitation_state=asked
            )
            left_work_rules.check_is_waited_for(is_away=self.own_round.submission.is_away)
        except errors.ReviewError as error:
            return str(error.message)
        return ""

    @property
    def may_be_accepted(self) -> bool:
        return self._may_go_on(moves.ACCEPT_REVIEW)

    @property
    def may_be_published(self) -> bool:
        """By itself: it came too late for its round."""
        return self._may_go_on(moves.PUBLISH_LATE)

    def _may_go_on(self, move: moves.Move) -> bool:
        may = rules.is_allowed(
            rules.check_can_accept_review,
            move=move,
            status=self.status,
            round_state=self.round_state,
            byline_kind=self.byline_kind,
            is_confirmed=self.is_confirmed,
            waits_for_second_editor=self.waits_for_second_editor,
        )
        return may and not self.own_round.submission.is_away

    @property
    def waits_for_posting(self) -> bool:
        """Whether the authors have its round and it is not among what they read: it can be made
        public by itself once the round is posted."""
        is_submitted = self.status == Review.Status.SUBMITTED
        return is_submitted and self.round_state == Round.State.WITH_AUTHORS

    @property
    def may_be_returned(self) -> bool:
        """Whether it can still be answered with a question."""
        check = reply_rules.check_can_return
        may = rules.is_allowed(check, status=self.status, round_state=self.round_state)
        return may and not self.own_round.submission.is_away

    @property
    def may_be_refused(self) -> bool:
        """Whether it can still be refused; of rows of `with_was_refused`. Where the submission
        ended, there is nothing to keep it from."""
        if self.round_state in ENDED_ROUNDS:
            return False
        return rules.is_allowed(
            reply_rules.check_can_refuse, status=self.status, was_refused=self.was_refused
        )

    @property
    def may_be_asked(self) -> bool:
        """Whether its reviewer can be asked to confirm it, on a day without such a mail."""
        return rules.is_allowed(
            rules.check_can_ask_confirmation,
            status=self.status,
            is_confirmed=self.is_confirmed,
            mails_today=0,
        )

    @cached_property
    def last_reply(self) -> "ReviewReply | None":
        """What an editor answered last, where the review was returned or refused."""
        return self.replies.last()

    def byline(self) -> str:
        """What readers see as the name; the only way a reviewer's name leaves the database."""
        return self.byline_name or _now("Anonymous reviewer")

    @property
    def declared_interests(self) -> str:
        """As its two editors read them; "" where none are declared."""
        return interests_in_words(self.interest_kinds, self.competing_interests)

    def public_interests(self) -> str:
        return self._public(self.declared_interests, is_of_ai=False)

    def public_ai_use(self) -> str:
        return self._public(self.ai_use, is_of_ai=True)

    def _public(self, text: str, *, is_of_ai: bool) -> str:
        return public_declaration(
            self.byline_kind,
            text=text,
            is_declared=bool(text),
            is_of_ai=is_of_ai,
            has_editors=self.round_id is not None,
        )

    def public_parts(self) -> list[tuple[str, str]]:
        """(heading, HTML) of the public parts that were written, in order."""
        parts = [
            (str(heading), html)
            for part, heading in PART_HEADINGS.items()
            if (html := getattr(self, f"{part}_html"))
        ]
        if not self.is_published:
            return parts
        return [(heading, name_points(html, self.identifier)) for heading, html in parts]

    def point_identifier(self, number: int) -> str:
        return f"{self.identifier}.{number}"

    def point_url(self, number: int) -> str:
        """Where the point is read, on the page of its review."""
        return f"{self.get_absolute_url()}#{point_prefix(self.pk)}{number}"


def point_prefix(review_id: int) -> str:
    """Of the anchors of its points; the same for good, however often works are merged."""
    return f"r{review_id}-point-"
