"""One appeal per decision, to an editor who is not involved."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, UniqueConstraint, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from events.models import Event
from preprints.models import Author, Version
from reviews.models.assessments import Assessment
from reviews.models.redactable import Redactable
from reviews.models.reviews import Review
from reviews.models.submissions import Submission
from reviews.models.triage import TriageProposal

# What whoever has decided it decides no appeal about, also once the work is another editor's.
DECISIONS = (
    "submission.declined",
    "assessment.proposed",
    "assessment.approved",
    "review.refused",
    "submission.handed_over",
)


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(state__in=[Appeal.State.WAITING, Appeal.State.TAKEN])

    def shown_to_authors(self) -> "AppealQuerySet":
        """Open ones but for those of reviewers; and those that took a decline back, while the work
        waits for its decision anew."""
        took_back = Q(state=Appeal.State.UPHELD, declined__state=Submission.State.SUBMITTED)
        return self.filter(
            took_back | Q(state__in=[Appeal.State.WAITING, Appeal.State.TAKEN], review=None)
        )

    def decided(self) -> "AppealQuerySet":
        return self.filter(state__in=[Appeal.State.UPHELD, Appeal.State.DISMISSED])

    def for_editor(self, editor: User) -> "AppealQuerySet":
        """Those that this editor may take."""
        return self.alias(reader=Value(editor.pk)).exclude(_has_part("reader"))

    def shown_to_editor(self, editor: User) -> "AppealQuerySet":
        """And one that they took before they had a part in the work: to hand it back."""
        may_take = ~_has_part("reader")
        has_taken = Q(state=Appeal.State.TAKEN, editor=editor)
        return self.alias(reader=Value(editor.pk)).filter(may_take | has_taken)

    def stuck(self, *, now: datetime) -> "AppealQuerySet":
        """Taken by who is no editor any more, has a part in the work since, or lets the day pass:
        others may take them over."""
        roles = Role.objects.filter(
            user=OuterRef("editor"),
            user__is_active=True,
            name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR],
        )
        today = datetime.combine(now.date(), time.min, UTC)
        taken = self.filter(state=Appeal.State.TAKEN).alias(taker=F("editor"))
        return taken.filter(Q(due_at__lt=today) | Q(~Exists(roles)) | _has_part("taker"))

    def against_decline(self, submission: Submission) -> "AppealQuerySet":
        """Those against the present decision, not those against an earlier decline: the authors',
        and before it that of who said to be one while nobody was confirmed."""
        of_now = Q(decision_at=submission.decided_at) | Q(decision_at=None)
        return self.filter(of_now, declined=submission)


def _has_part(person: str) -> Q:
    """Whether they handle or ever handled the work, wrote, reviewed or submitted it, or have
    decided on it before: of a decline that an appeal took back, the work itself does not tell any
    more whose it was. person: the name under which the query of the appeals knows them."""
    them = OuterRef(person)
    authors = Author.objects.filter(version__preprint=OuterRef("work__preprint"), user=them)
    in_round = Q(round__submission=OuterRef("work"))
    without = Q(round=None, version__preprint=OuterRef("work__preprint"))
    reviews = Review.objects.filter(in_round | without, reviewer=them)
    handled = Submission.objects.filter(
        Q(editor=them) | Q(second_editor=them), preprint=OuterRef("work__preprint")
    )
    events = Event.objects.filter(preprint_id=OuterRef("work__preprint"))
    decisions = events.filter(kind__in=DECISIONS, actor_id=them)
    in_log = Func(them, function="to_jsonb", output_field=models.JSONField())
    replaced = events.filter(kind="submission.handed_over", data__former=in_log)
    proposals = TriageProposal.objects.filter(
        Q(proposed_by=them) | Q(ended_by=them), submission__preprint=OuterRef("work__preprint")
    )
    part = Q(work__submitter=F(person)) | Q(by=F(person))
    for rows in (handled, replaced, authors, reviews, decisions, proposals):
        part |= Q(Exists(rows))
    return part


class Appeal(Redactable):
    """An appeal against a declined submission, a refused review, or a published assessment.

    work: the submission that the decision belongs to. decision_at: of a decline, when it was
    decided: declined anew after an appeal, it is another decision. is_by_claimant: of a decline,
    filed while nobody was confirmed as an author: those who are later may appeal themselves. by:
    who appeals; of a refused review this is its reviewer, whom no editor of another work may learn
    of. editor: who took it.
    take_over_reason: why they took it over from another editor; for editors.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an editor who is not involved")
        TAKEN = "taken", _("Being decided")
        UPHELD = "upheld", _("Upheld")
        DISMISSED = "dismissed", _("Dismissed")

    work = models.ForeignKey(Submission, models.PROTECT, related_name="appeals")
    declined = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="appeals_against"
    )
    decision_at = models.DateTimeField(null=True, blank=True)
    is_by_claimant = models.BooleanField(default=False)
    review = models.OneToOneField(
        Review, models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    assessment = models.OneToOneField(
        Assessment, models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appeals")
    text = models.TextField()
    text_html = models.TextField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    take_over_reason = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    reason_html = models.TextField(blank=True)
    # What who decided it declares, as `reviews.other_interests` has it.
    interests = models.JSONField(default=list, blank=True)
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)  # its day, which happens once
    taken_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Of a public decline that was taken back: when the work was declined, and where the reasons
    # were public, its code and text and what who declined it declares; nothing of any other
    # decision.
    published_decline = models.JSONField(default=dict, blank=True)
    # Its code, words and text where they were not: the log holds them as they were.
    unpublished_reasons = models.JSONField(default=list, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["filed_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["declined", "decision_at", "is_by_claimant"], name="one_appeal_a_decline"
            ),
            models.CheckConstraint(
                name="appeal_against_one_decision",
                condition=Q(declined__isnull=False, review=None, assessment=None)
                | Q(declined=None, review__isnull=False, assessment=None)
                | Q(declined=None, review=None, assessment__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_appeal_has_reason",
                condition=~Q(state__in=["upheld", "dismissed"])
                | Q(editor__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"appeal {self.pk} of {self.work}"

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def is_joined(self) -> bool:
        """Upheld while the work was submitted anew already: the later submission goes on."""
        declined = self.declined
        is_upheld = self.state == Appeal.State.UPHELD and declined is not None
        return is_upheld and declined is not None and declined.decided_at == self.decision_at

    @property
    def version(self) -> Version:
        """The version that the decision was about."""
        decided = self.review or self.assessment or self.work
        return decided.version

    def against(self) -> str:
        """Against which decision, in words."""
        if self.review_id is not None:
            return str(_("a refused review"))
        if self.assessment_id is not None:
            return str(_("the assessment"))
        return str(_("the decision not to send the work to review"))
