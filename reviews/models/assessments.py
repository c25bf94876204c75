"""The editors' assessment of one round, and the authors' response."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.limits import MAX_NAME
from accounts.models import User
from reviews.agreement_words import agreement_in_words
from reviews.interests import Interests
from reviews.models.declared import WithInterests
from reviews.models.submissions import Round
from reviews.models.withdrawable import Withdrawable
from text.hashing import content_hash


def assessment_fingerprint(
    text: str, significance_id: int, strength_id: int, interests: Interests
) -> str:
    terms = (str(significance_id), str(strength_id))
    return content_hash(text, *terms, interests.words, *interests.kinds)[:16]


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def involving(self, editor: User) -> "AssessmentQuerySet":
        """Those of works that the person is an editor of."""
        return self.filter(
            Q(round__submission__editor=editor) | Q(round__submission__second_editor=editor)
        )

    def for_authors(self, author: User) -> "AssessmentQuerySet":
        """Of rounds that are with the authors, for a confirmed one."""
        sent = Round.objects.with_author(author).values("pk")
        return self.filter(state=Assessment.State.APPROVED, round__in=sent)

    def for_reviewer_of(self, review_id: int) -> "AssessmentQuerySet":
        """The draft that the writer of an accepted review may read before it is posted."""
        shown = self.filter(answer_by__isnull=False, round__state__in=Round.RELEASED)
        return shown.filter(
            state__in=[Assessment.State.PROPOSED, Assessment.State.APPROVED],
            round__reviews=review_id,
            round__reviews__status="accepted",
        )

    def published(self) -> "AssessmentQuerySet":
        return self.filter(state__in=Assessment.PUBLIC)

    def shown(self) -> "AssessmentQuerySet":
        """The published ones, and the withdrawn ones, of which only the tombstone is read."""
        return self.filter(state__in=[*Assessment.PUBLIC, Assessment.State.WITHDRAWN])


class Assessment(WithInterests, Withdrawable):
    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for the second editor")
        RETURNED = "returned", _("Returned with a comment")
        APPROVED = "approved", _("Approved by the second editor")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    PUBLIC = (State.PUBLISHED,)  # everybody may read it; nothing else says so

    round = models.OneToOneField("reviews.Round", models.PROTECT, related_name="assessment")
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()  # among those of its version, from 1
    significance = models.ForeignKey("reviews.Term", models.PROTECT, related_name="+")
    strength = models.ForeignKey("reviews.Term", models.PROTECT, related_name="+")
    text = models.TextField()
    text_html = models.TextField()
    teaser = models.TextField(blank=True)
    # Of the other editors, as `reviews.other_interests` has them; fixed when it is posted.
    other_interests = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assessments_written"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments_approved",
    )
    comment = models.TextField(blank=True)
    comment_html = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Until when its reviewers answer the draft; None where they were not asked.
    answer_by = models.DateField(null=True, blank=True)
    # Why it was approved before that; for the two editors.
    early_reason = models.TextField(blank=True)
    # How many reviewers were asked, and what they had answered when it was approved; how many
    # disagreed was not counted before it was public.
    reviewers_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    reviewers_agreed = models.PositiveSmallIntegerField(null=True, blank=True)
    reviewers_dissented = models.PositiveSmallIntegerField(null=True, blank=True)
    # The handling editor has asked the second to agree that it be withdrawn, with this reason.
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True)
    asked_reason = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "number"], name="one_assessment_a_number"),
            models.CheckConstraint(
                name="published_assessment_has_second_editor",
                condition=~Q(state__in=["approved", "published", "withdrawn"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=models.F("written_by"))),
            ),
            models.CheckConstraint(
                name="published_assessment_has_date",
                condition=~Q(state__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agreed_reviewers_were_asked",
                condition=Q(reviewers_asked=None, reviewers_agreed=None)
                | Q(reviewers_asked__gte=models.F("reviewers_agreed")),
            ),
            models.CheckConstraint(
                name="dissenting_reviewers_were_asked",
                condition=Q(reviewers_dissented=None)
                | Q(
                    reviewers_asked__gte=models.F("reviewers_agreed")
                    + models.F("reviewers_dissented")
                ),
            ),
            models.CheckConstraint(
                name="withdrawn_assessment_says_why",
                condition=~Q(state="withdrawn")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_as="") & ~Q(withdrawal_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"])]

    def __str__(self) -> str:
        return self.identifier

    @property
    def is_published(self) -> bool:
        return self.state in self.PUBLIC

    @property
    def identifier(self) -> str:
        return f"{self.version.identifier}.a{self.number}"

    @property
    def agreement(self) -> str:
        """What its reviewers answered, in words; "" where none was asked."""
        if self.reviewers_asked is None or self.reviewers_agreed is None:
            return ""
        return agreement_in_words(
            asked=self.reviewers_asked,
            agreed=self.reviewers_agreed,
            dissented=self.reviewers_dissented,
        )

    @property
    def respond_by(self) -> datetime | None:
        """Until when an issue waits for the authors' response; None before they read it."""
        return self.round.respond_until

    @property
    def fingerprint(self) -> str:
        """Changes with the assessment's text and terms."""
        return assessment_fingerprint(
            self.text, self.significance_id, self.strength_id, self.interests
        )


class ResponseQuerySet(models.QuerySet["Response"]):
    def published(self) -> "ResponseQuerySet":
        """Without the withdrawn ones, of which only the tombstone is read."""
        return self.filter(withdrawn_at=None)


class Response(WithInterests, Withdrawable):
    """The authors' answer to the reviews of one round."""

    round = models.ForeignKey("reviews.Round", models.PROTECT, related_name="responses")
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="responses")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="responses")
    author_name = models.CharField(max_length=MAX_NAME)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_html = models.TextField()
    posted_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.CheckConstraint(
                name="withdrawn_response_says_why",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_as="") & ~Q(withdrawal_reason=""),
            ),
            UniqueConstraint(fields=["version", "number"], name="one_response_a_number"),
            UniqueConstraint(fields=["round", "author"], name="one_response_each_a_round"),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def identifier(self) -> str:
        return f"{self.version.identifier}.p{self.number}"
