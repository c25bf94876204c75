"""One submission of the demo on its way, as far as its file says."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from demo.diary import Diary
from preprints.models import Author, Preprint
from reviews.interests import Interests
from reviews.models import Assessment, Invitation, Review, Revision, Round, Submission, Term
from reviews.policies import current_policy
from reviews.services import (
    accepting,
    assessing,
    authorship,
    draft_answers,
    ending,
    invitations,
    lapsing,
    posting,
    releasing,
    responding,
    reviewing,
    revising,
    submissions,
    triage,
)

READING_DAYS = 14  # between agreeing to review and submitting the review


class Journey:
    """Its steps are in the diary once it is planned."""

    def __init__(self, diary: Diary, planned: dict[str, Any]) -> None:
        self.diary, self.planned = diary, planned
        self.submission: Submission | None = None
        self.round: Round | None = None

    def plan(self) -> None:
        planned, add = self.planned, self.diary.add
        add(planned["submitted_day"], self.submit)
        if "triaged_day" not in planned:
            self.plan_undecided()
            return
        add(planned["triaged_day"], self.decline if planned["state"] == "declined" else self.accept)
        for known in planned.get("confirmed", []):
            add(planned["triaged_day"] + 1, partial(self.confirm_author, known))
        if "reasons_published_day" in planned:
            add(planned["reasons_published_day"], self.publish_reasons)
        for asked in planned.get("invitations", []):
            add(asked["invited_day"], partial(self.invite, asked))
        for review in planned.get("reviews", []):
            self.plan_review(review)
        self.plan_end()

    def plan_undecided(self) -> None:
        if "proposed_day" in self.planned:
            self.diary.add(self.planned["proposed_day"], self.propose_to_accept)
        if "withdrawn_day" in self.planned:
            self.diary.add(self.planned["withdrawn_day"], self.withdraw)

    def plan_end(self) -> None:
        planned, add = self.planned, self.diary.add
        if assessment := planned.get("assessment"):
            add(assessment["published_day"] - 3, partial(self.propose, assessment))
            add(assessment["published_day"], self.publish_assessment)
        if response := planned.get("response"):
            add(response["posted_day"], self.respond)
        if revision := planned.get("revision"):
            self.plan_revision(revision)
        if planned["state"] == "lapsed":
            add(planned["warned_day"], self.warn_of_lapse)
            add(planned["lapsed_day"], self.lapse)

    def plan_revision(self, planned: dict[str, Any]) -> None:
        """The declaration and, where the editor has decided, the second round."""
        add = self.diary.add
        add(planned["declared_day"], partial(self.declare_revision, planned))
        if "decided_day" not in planned:
            return
        add(planned["decided_day"], partial(self.decide_revision, planned))
        for review in planned["reviews"]:
            add(planned["decided_day"] + 1, partial(self.accept_again, review))
            add(review["submitted_day"], partial(self.submit_review, review))
            add(review["submitted_day"] + 1, partial(self.accept_review, review))
        assessment = planned["assessment"]
        add(assessment["published_day"] - 1, partial(self.propose, assessment))
        add(assessment["published_day"], self.publish_assessment)

    def plan_review(self, planned: dict[str, Any]) -> None:
        day = max(planned["submitted_day"], self.planned["triaged_day"] + 1)
        begun = max(day - READING_DAYS, self.planned["triaged_day"])
        self.diary.add(begun, partial(self.begin_review, planned))
        self.diary.add(day, partial(self.submit_review, planned))
        if planned.get("published", True):
            self.diary.add(day + 1, partial(self.accept_review, planned))

    @property
    def preprint(self) -> Preprint:
        return self.diary.works[self.planned["work"]]

    def person(self, handle: str) -> Any:
        return self.diary.people[handle]

    def submit(self, now: datetime) -> None:
        self.submission = submissions.submit_preprint(
            self.preprint.pk,
            submitter=self.person(self.planned["submitter"]),
            is_author=self.planned["is_author"],
            reason=self.planned.get("reason", ""),
            interests=Interests.none(),
            now=now,
        )
        if self.submission.consent != self.planned["consent"]:
            self.submission.consent = self.planned["consent"]
            self.submission.save(update_fields=["consent"])

    def decline(self, now: datetime) -> None:
        declined = self.planned["decline"]
        self._decide(triage.Decision(is_accepted=False, **declined), now)

    def accept(self, now: datetime) -> None:
        decision = triage.Decision(is_accepted=True, claimed_author_id=self._claimed_author_id())
        self._decide(decision, now)
        self.round = Round.objects.get(submission=self.submission_now())

    def propose_to_accept(self, now: datetime) -> None:
        """A second editor has not decided yet."""
        editor = self.person(self.planned["editor"])
        decision = triage.Decision(is_accepted=True)
        triage.propose_decision(self.submission_now().pk, editor=editor, decision=decision, now=now)

    def withdraw(self, now: datetime) -> None:
        submission = self.submission_now()
        ending.withdraw_submission(submission.pk, by=submission.submitter, now=now)

    def confirm_author(self, known: dict[str, Any], now: datetime) -> None:
        """Of an invented work: somebody who did not submit it, or whose work was declined."""
        submission = self.submission_now()
        author = submission.version.authors.get(position=known["position"])
        if author.user_id is None:
            authorship.confirm_author(
                submission.pk,
                author_id=author.pk,
                person=self.person(known["person"]),
                editor=self.person(self.planned["editor"]),
                now=now,
            )

    def publish_reasons(self, now: datetime) -> None:
        submission = self.submission_now()
        ending.publish_reasons(submission.pk, author=submission.submitter, now=now)

    def _decide(self, decision: triage.Decision, now: datetime) -> None:
        """As the journal's policy has it: one editor proposes, the second one agrees; or decides
        otherwise."""
        if self.planned.get("is_overruling"):
            self._overrule(decision, now)
            return
        proposal = triage.propose_decision(
            self.submission_now().pk,
            editor=self.person(self.planned["editor"]),
            decision=decision,
            now=now - timedelta(hours=3),
        )
        second = self.person(self.planned["second_editor"])
        triage.agree_to_proposal(proposal.pk, editor=second, now=now)

    def _overrule(self, decision: triage.Decision, now: datetime) -> None:
        proposal = triage.propose_decision(
            self.submission_now().pk,
            editor=self.person(self.planned["second_editor"]),
            decision=triage.Decision(is_accepted=not decision.is_accepted),
            now=now - timedelta(hours=3),
        )
        editor = self.person(self.planned["editor"])
        triage.decide_otherwise(proposal.pk, editor=editor, decision=decision, now=now)

    def warn_of_lapse(self, now: datetime) -> None:
        lapsing.warn_of_lapse(self.submission_now().pk, policy=current_policy(), now=now)

    def lapse(self, now: datetime) -> None:
        later = now + timedelta(hours=9)  # the days are counted from the hour of the warning
        lapsing.lapse_submission(self.submission_now().pk, policy=current_policy(), now=later)

    def invite(self, asked: dict[str, Any], now: datetime) -> None:
        invitation = invitations.invite_reviewer(
            self.round_now().pk,
            editor=self.person(self.planned["editor"]),
            email=asked["reviewer_email"],
            name=self._name_of(asked["reviewer_email"]),
            message="",
            due_on=(now + timedelta(days=28)).date(),
            now=now,
        )
        if asked["outcome"] == Invitation.State.DECLINED:
            invitations.decline_invitation(
                invitation.pk, user=None, reason=asked["reason"], now=now + timedelta(hours=5)
            )

    def begin_review(self, planned: dict[str, Any], now: datetime) -> None:
        reviewing.begin_review(
            self.round_now().pk,
            reviewer=self.person(planned["reviewer"]),
            due_on=(now + timedelta(days=21)).date(),
            email_verified=True,
            now=now,
        )

    def submit_review(self, planned: dict[str, Any], now: datetime) -> None:
        reviewing.submit_review(
            self.review_of(planned).pk,
            reviewer=self.person(planned["reviewer"]),
            content=self.content_of(planned),
            now=now,
        )

    def content_of(self, planned: dict[str, Any]) -> reviewing.ReviewContent:
        parts = ("summary", "strengths", "weaknesses", "evidence", "recommendations")
        return reviewing.ReviewContent(
            **{part: planned[part].strip() for part in parts},
            interests=Interests(
                tuple(planned.get("interest_kinds", ())), planned.get("competing_interests", "")
            ),
            ai_use=planned.get("ai_use", ""),
            significance=_term("significance", planned["significance"]),
            strength=_term("strength", planned["strength"]),
            confidence=planned["confidence"],
            byline_kind=planned["byline"],
        )

    def accept_review(self, planned: dict[str, Any], now: datetime) -> None:
        editor = self.person(self.planned["editor"])
        accepting.accept_review(self.review_of(planned).pk, editor=editor, now=now)

    def propose(self, planned: dict[str, Any], now: datetime) -> None:
        opened = Round.objects.get(pk=self.round_now().pk)
        if opened.state == Round.State.OPEN and opened.kind == Round.Kind.FULL:
            releasing.release_round(
                opened.pk,
                editor=self.person(self.planned["editor"]),
                reason="Nobody else has answered.",
                now=now,
            )
        assessing.propose_assessment(
            self.round_now().pk,
            editor=self.person(self.planned["editor"]),
            significance=_term("significance", planned["significance"]),
            strength=_term("strength", planned["strength"]),
            text=planned["text"].strip(),
            interests=Interests.none(),
            now=now,
        )

    def answer_draft(self, assessment: Assessment, now: datetime) -> None:
        """Every reviewer who was asked agrees with it."""
        if assessment.answer_by is None:
            return
        for review in assessment.round.reviews.filter(status=Review.Status.ACCEPTED):
            draft_answers.answer_draft(
                review.pk,
                reviewer=review.reviewer,
                agrees=True,
                text="",
                seen=assessment.fingerprint,
                now=now,
            )

    def publish_assessment(self, now: datetime) -> None:
        assessment = Assessment.objects.get(round=self.round_now())
        self.answer_draft(assessment, now)
        second = self.person(self.planned["second_editor"])
        assessing.approve_assessment(
            assessment.pk, second_editor=second, seen=assessment.fingerprint, now=now
        )
        editor = self.person(self.planned["editor"])
        author_ids = submissions.known_author_ids(self.preprint.pk)
        if not author_ids:
            posting.publish_assessment(assessment.pk, editor=editor, now=now)
            return
        posting.send_to_authors(assessment.pk, editor=editor, now=now)
        author = User.objects.get(pk=min(author_ids))
        posting.post_round(self.round_now().pk, author=author, now=now)

    def respond(self, now: datetime) -> None:
        """Real authors took no part: the demo's author stands in for the moment of answering."""
        author = self.person(self.planned["response"]["author"])
        author_rows = Author.objects.filter(version__preprint=self.preprint, position=1, user=None)
        changed = [row.pk for row in author_rows]
        author_rows.update(user=author)
        answered = self.round_now()
        text = self.planned["response"]["text"].strip()
        responding.post_response(
            answered.pk,
            author=author,
            text=text.replace("{version}", answered.version.identifier),
            interests=Interests.none(),
            now=now,
        )
        Author.objects.filter(pk__in=changed).update(user=None)

    def declare_revision(self, planned: dict[str, Any], now: datetime) -> None:
        version = submissions.newest_version(Preprint.objects.get(pk=self.preprint.pk))
        revising.declare_revision(
            version.pk,
            author=self.person(planned["author"]),
            note=planned["note"].strip(),
            answers={int(number): text.strip() for number, text in planned["answers"].items()},
            now=now,
        )

    def decide_revision(self, planned: dict[str, Any], now: datetime) -> None:
        revision = Revision.objects.get(round=self.round_now())
        revising.decide_revision(
            revision.pk,
            editor=self.person(self.planned["editor"]),
            decision=planned["decision"],
            reason=planned["reason"].strip(),
            due_on=(now + timedelta(days=28)).date(),
            now=now,
        )
        self.round = Round.objects.get(version=revision.version)

    def accept_again(self, planned: dict[str, Any], now: datetime) -> None:
        reviewer = self.person(planned["reviewer"])
        invitation = Invitation.objects.get(round=self.round_now(), email=reviewer.email)
        invitations.accept_invitation(invitation.pk, user=reviewer, name="", now=now)

    def _claimed_author_id(self) -> int | None:
        """Invented works belong to demo people, real ones to nobody here."""
        is_invented = self.preprint.locations.filter(source="demo").exists()
        if not self.planned["is_author"] or not is_invented:
            return None
        first = self.submission_now().version.authors.order_by("position").first()
        return first.pk if first else None

    def _name_of(self, email: str) -> str:
        known = {user.email: user.profile.name for user in self.diary.people.values()}
        return known.get(email) or f"{email.split('@')[0].replace('.', ' ').title()} (demo)"

    def submission_now(self) -> Submission:
        assert self.submission is not None  # noqa: S101 - the diary keeps the order
        return self.submission

    def round_now(self) -> Round:
        assert self.round is not None  # noqa: S101 - the diary keeps the order
        return self.round

    def review_of(self, planned: dict[str, Any]) -> Review:
        return Review.objects.get(round=self.round_now(), reviewer=self.person(planned["reviewer"]))


def _term(scale: str, slug: str) -> Term:
    return Term.objects.current(scale).get(slug=slug)
