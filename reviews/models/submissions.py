"""A request to have a preprint reviewed, and its rounds."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, UniqueConstraint, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from preprints.models import Author, left_its_source
from reviews.limits import DECLINE_CODE_CHARACTERS, DECLINE_WORDS
from reviews.models.declared import WithInterests
from reviews.models.redactable import Redactable

# Of one from before declines were public, its author's publishing the reasons made it so.
PUBLICLY_DECLINED = Q(is_decline_public=True) | Q(reasons_published_at__isnull=False)

LEFT = (("withdrawn", _("Withdrawn")), ("retracted", _("Retracted")))


def is_away(submission: str = "") -> Q:
    """Of rows: that nothing of their submission is waited for, as `Submission.is_away` says of one.
    submission: the way from a row to it, as "round__submission"."""
    way = f"{submission}__" if submission else ""
    return left_its_source(f"{way}preprint") | Q((f"{way}paused_at__isnull", False))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> "SubmissionQuerySet":
        """Editors see all submissions, others the ones they made; nobody else sees any."""
        return self if user.is_editor else self.filter(submitter=user)

    def own_of(self, person: User) -> "SubmissionQuerySet":
        """Those that the person made, and those of works that they are a confirmed author of."""
        authors = Author.objects.filter(version__preprint=OuterRef("preprint"), user=person)
        return self.filter(Q(submitter=person) | Exists(authors))

    def publicly_ended(self) -> "SubmissionQuerySet":
        """Those of which everybody reads how they ended without an assessment: declined, or
        withdrawn once a review had come in."""
        withdrawn = Q(state=Submission.State.WITHDRAWN, reviews_at_end__gt=0)
        return self.filter(PUBLICLY_DECLINED | withdrawn)

    def publicly_declined(self) -> "SubmissionQuerySet":
        """Those of which everybody reads that they were declined, and when."""
        return self.filter(PUBLICLY_DECLINED)

    def open(self) -> "SubmissionQuerySet":
        return self.filter(state__in=[Submission.State.SUBMITTED, Submission.State.ACCEPTED])

    def waiting(self) -> "SubmissionQuerySet":
        """Those of which a step is to be taken: the first decision, the review of a round until it
        is posted, or what follows a revision."""
        rounds = Round.objects.filter(submission=OuterRef("pk"))
        waiting = rounds.filter(Q(state__in=Round.UNDER_WAY) | Q(revisions__decision=""))
        is_reviewed = Q(Exists(waiting), state=Submission.State.ACCEPTED)
        return self.filter(is_reviewed | Q(state=Submission.State.SUBMITTED))

    def waiting_for_work(self) -> "SubmissionQuerySet":
        """Those of them whose work is withdrawn or retracted where it was posted: they wait for its
        return, or for an editor who ends their review."""
        return self.waiting().filter(left_its_source("preprint"))

    def awaiting_triage(self) -> "SubmissionQuerySet":
        return self.filter(state=Submission.State.SUBMITTED)

    def without_works_of(self, person: User) -> "SubmissionQuerySet":
        """Leaves out works that the person wrote or submits as an author: nobody decides on their
        own. `services.submissions.authors_of` says the same of one submission."""
        authors = Author.objects.filter(version__preprint=OuterRef("preprint"), user=person)
        return self.exclude(is_author=True, submitter=person).exclude(Exists(authors))


class Submission(WithInterests, Redactable):
    """redactions: of the declines whose reasons are public; each part names its decline."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting for triage")
        ACCEPTED = "accepted", _("Accepted for review")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Lapsed")

    class LapseReason(models.TextChoices):
        NO_DECISION = "no-decision", _("The editors had not decided on it")
        NO_REVIEWER = "no-reviewer", _("Nobody had agreed to review it")
        NO_REVIEW = "no-review", _("No review had come in")

    class Consent(models.TextChoices):
        NOT_ASKED = "not-asked", _("The authors have not been asked yet")
        CLAIMED = "claimed", _("The submitter says they are an author and agrees; not checked yet")
        ASKED = "asked", _("The authors have been asked")
        AGREED = "agreed", _("The authors agreed to the review")
        DECLINED = "declined", _("An author declined the review")
        # Nobody has checked whose address it is: the answer is public, and counts for no issue.
        MAILED_YES = (
            "mailed-yes",
            _("An author, asked at an address given by the submitter, agreed to the review"),
        )
        MAILED_NO = (
            "mailed-no",
            _("An author, asked at an address given by the submitter, declined the review"),
        )
        NO_ANSWER = "no-answer", _("The authors have not answered")

    preprint = models.ForeignKey("preprints.Preprint", models.PROTECT, related_name="submissions")
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="submissions")
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions"
    )
    is_author = models.BooleanField()
    reason = models.TextField(blank=True)
    consent = models.CharField(max_length=10, choices=Consent)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="handling"
    )
    second_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seconding"
    )
    # Of a reason of the policy, with the words that it had when an editor chose it.
    decline_code = models.CharField(max_length=DECLINE_CODE_CHARACTERS, blank=True)
    decline_words = models.CharField(max_length=DECLINE_WORDS, blank=True)
    decline_text = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    triage_due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    # Decided by one editor alone, as the journal's policy allowed then: its page says so.
    is_decided_by_one = models.BooleanField(default=False)
    # Whether everybody reads that it was declined: of all that were since declines are public.
    is_decline_public = models.BooleanField(default=False)
    # When an author of a declined work let everybody read why.
    reasons_published_at = models.DateTimeField(null=True, blank=True)
    # Of who declined it, as `reviews.other_interests` has them; fixed with that.
    decline_interests = models.JSONField(default=list, blank=True)
    # When it was withdrawn, and how many reviews had come in by then: that much stays.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reviews_at_end = models.PositiveSmallIntegerField(default=0)
    # What has happened to its work where it was posted, if its editors ended it for that.
    ended_because = models.CharField(max_length=9, choices=LEFT, blank=True)
    # When its authors and editors were warned of a lapse, when it was to lapse, and when it did.
    lapse_warned_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    lapse_reason = models.CharField(max_length=12, choices=LapseReason, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    # Since when its work is withdrawn or retracted where it was posted, and when it was back last:
    # what lapses waits anew since then.
    paused_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    # The version that an author declared final, the newest of them.
    final_version = models.ForeignKey(
        "preprints.Version", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["preprint"],
                condition=Q(state__in=["submitted", "accepted"]),
                name="one_open_submission_a_preprint",
            ),
            models.CheckConstraint(
                name="accepted_submission_has_two_editors",
                condition=~Q(state="accepted")
                | (
                    Q(editor__isnull=False)
                    & Q(second_editor__isnull=False)
                    & ~Q(editor=models.F("second_editor"))
                ),
            ),
            models.CheckConstraint(
                name="withdrawn_submission_has_day",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, reviews_at_end=0)),
            ),
            models.CheckConstraint(
                name="published_reasons_are_of_declined_submission",
                condition=Q(reasons_published_at=None) | Q(state="declined"),
            ),
            models.CheckConstraint(
                name="public_decline_is_of_declined_submission",
                condition=Q(is_decline_public=False) | Q(state="declined"),
            ),
            models.CheckConstraint(
                name="declined_submission_has_reason",
                condition=~Q(state="declined") | (~Q(decline_code="") & ~Q(decline_text="")),
            ),
            models.CheckConstraint(
                name="lapsed_submission_has_date_and_reason",
                condition=~Q(state="lapsed") | (Q(lapsed_at__isnull=False) & ~Q(lapse_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"])]

    def __str__(self) -> str:
        return f"S{self.pk} of V{self.preprint_id}"

    @property
    def why_ended(self) -> str:
        """What had happened to its work when its editors ended it last: all of it, a later round or
        the wait for what follows a revision; "" where they never did."""
        if self.ended_because:
            return self.ended_because
        rounds = self.rounds.exclude(ended_because="").values_list("closed_at", "ended_because")
        of_revisions = "revisions__decided_at", "revisions__ended_because"
        revisions = self.rounds.exclude(**{f"{of_revisions[1]}": ""}).values_list(*of_revisions)
        ended = [one for one in (*rounds, *revisions) if None not in one]
        return max(ended)[1] if ended else ""

    @property
    def is_away(self) -> bool:
        """Whether its work is withdrawn or retracted where it was posted, or is back since a moment
        ago: until the days have moved (`services.pausing`), none of them counts."""
        return self.preprint.has_left or self.paused_at is not None


class RoundQuerySet(models.QuerySet["Round"]):
    def involving(self, editor: User) -> "RoundQuerySet":
        """Those of works that the person is an editor of."""
        return self.filter(Q(submission__editor=editor) | Q(submission__second_editor=editor))

    def of_author(self, author: User) -> "RoundQuerySet":
        """Those of works that the person is a confirmed author of."""
        versions = Author.objects.filter(
            version__preprint=OuterRef("submission__preprint"), user=author
        )
        return self.filter(Exists(versions))

    def with_author(self, author: User) -> "RoundQuerySet":
        """Those that the authors read before they are public, for one of them."""
        return self.of_author(author).filter(state=Round.State.WITH_AUTHORS)

    def under_way(self) -> "RoundQuerySet":
        """Those whose reviews and assessment are not posted."""
        return self.filter(state__in=Round.UNDER_WAY)

    def taking_reviews(self) -> "RoundQuerySet":
        return self.filter(state=Round.State.OPEN, kind=Round.Kind.FULL)

    def with_may_review(self, reader: int | None) -> "RoundQuerySet":
        """Adds `may_review`: whether the work's review is offered to this person at all.

        Its editors and authors cannot review it; `services.reviewing.involved_people` decides the
        same when somebody begins one. Who has submitted a review is not asked for another.
        """
        if reader is None:
            return self.annotate(may_review=Value(value=True))
        editors = Q(submission__editor=reader) | Q(submission__second_editor=reader)
        submitting = Q(submission__is_author=True, submission__submitter=reader)
        authors = Author.objects.filter(
            version__preprint=OuterRef("submission__preprint"), user=reader
        )
        submitted = self.model.objects.filter(
            pk=OuterRef("pk"), reviews__reviewer=reader, reviews__submitted_at__isnull=False
        )
        may_review = Case(
            When(editors | submitting, then=Value(value=False)),
            default=~Exists(authors) & ~Exists(submitted),
            output_field=models.BooleanField(),
        )
        return self.annotate(may_review=may_review)


class Round(models.Model):
    """One pass of review of one version.

    reopened_at: when it went on after it had lapsed: what waits in it waits since then.
    release_reason: why it was released before all reviews were in; for its two editors. sent_at,
    respond_until: when its reviews and assessment went to the authors, and how long they have to
    respond; without known authors from the posting on. No issue waits longer for a response.
    post_by: how long the posting waits at most for the answers to their corrections. ended_because:
    what has happened to its work where it was posted, if its editors ended it for that.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open for review")
        RELEASED = "released", _("Reviews are in; the assessment is written")
        WITH_AUTHORS = "with-authors", _("With the authors")
        ASSESSED = "assessed", _("The assessment is published")
        WITHDRAWN = "withdrawn", _("Ended without an assessment: withdrawn, or by its editors")
        LAPSED = "lapsed", _("Ended without an assessment: it lapsed")

    UNDER_WAY = (State.OPEN, State.RELEASED, State.WITH_AUTHORS)
    RELEASED = (State.RELEASED, State.WITH_AUTHORS)  # its reviewers read each other's reviews
    RESPONDED_TO = (State.WITH_AUTHORS, State.ASSESSED)  # its authors write their response

    class Kind(models.TextChoices):
        FULL = "full", _("Full review")
        EDITORS = "editors", _("By the editors alone")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="rounds")
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.FULL)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    respond_until = models.DateTimeField(null=True, blank=True)
    post_by = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=9, choices=LEFT, blank=True)
    may_review: bool  # only on rows of `with_may_review`

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["submission", "number"], name="one_round_a_number"),
            UniqueConstraint(
                fields=["submission"],
                condition=Q(state__in=["open", "released", "with-authors"]),
                name="one_round_under_way",
            ),
            models.CheckConstraint(
                name="round_with_authors_has_dates",
                condition=~Q(state="with-authors")
                | (Q(sent_at__isnull=False) & Q(respond_until__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"])]

    def __str__(self) -> str:
        return f"round {self.number} of {self.version}"

    @property
    def is_authors_time_over(self) -> bool:
        """To read it before it is posted."""
        return self.respond_until is not None and self.respond_until <= timezone.now()

    @property
    def open_since(self) -> datetime:
        """Since when it takes reviews: after a lapse since it was reopened."""
        return self.reopened_at or self.opened_at
