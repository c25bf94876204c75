"""One submission of the demo on its way, as far as its file says."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from demo.diary import Diary
from preprints.models import Author, Preprint
from reviews.models import Assessment, Invitation, Review, Round, Submission, Term
from reviews.services import assessing, invitations, reviewing, submissions

READING_DAYS = 14  # between agreeing to review and submitting the review


def plan(diary: Diary, planned: dict[str, Any]) -> None:
    """Put the steps of one submission into the diary."""
    Journey(diary, planned).plan()


class Journey:
    def __init__(self, diary: Diary, planned: dict[str, Any]) -> None:
        self.diary, self.planned = diary, planned
        self.submission: Submission | None = None
        self.round: Round | None = None

    def plan(self) -> None:
        planned, add = self.planned, self.diary.add
        add(planned["submitted_day"], self.submit)
        if planned["state"] == "submitted":
            return
        if planned["state"] == "declined":
            add(planned["triaged_day"], self.decline)
            return
        add(planned["triaged_day"], self.accept)
        for asked in planned.get("invitations", []):
            add(asked["invited_day"], partial(self.invite, asked))
        for review in planned.get("reviews", []):
            self.plan_review(review)
        if assessment := planned.get("assessment"):
            add(assessment["published_day"] - 3, self.propose)
            add(assessment["published_day"], self.publish_assessment)
        if response := planned.get("response"):
            add(response["posted_day"], self.respond)

    def plan_review(self, planned: dict[str, Any]) -> None:
        day = max(planned["submitted_day"], self.planned["triaged_day"] + 1)
        begun = max(day - READING_DAYS, self.planned["triaged_day"])
        self.diary.add(begun, partial(self.begin_review, planned))
        self.diary.add(day, partial(self.submit_review, planned))
        if planned.get("published", True):
            self.diary.add(day + 1, partial(self.publish_review, planned))

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
            competing_interests="None.",
            now=now,
        )
        if self.submission.consent != self.planned["consent"]:
            self.submission.consent = self.planned["consent"]
            self.submission.save(update_fields=["consent"])

    def decline(self, now: datetime) -> None:
        submissions.decline_submission(
            self._submission().pk,
            editor=self.person(self.planned["editor"]),
            code=self.planned["decline"]["code"],
            text=self.planned["decline"]["text"],
            now=now,
        )

    def accept(self, now: datetime) -> None:
        self.round = submissions.accept_submission(
            self._submission().pk,
            editor=self.person(self.planned["editor"]),
            second_editor=self.person(self.planned["second_editor"]),
            claimed_author_id=self._claimed_author_id(),
            now=now,
        )

    def invite(self, asked: dict[str, Any], now: datetime) -> None:
        invitation = invitations.invite_reviewer(
            self._round().pk,
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
            self._round().pk,
            reviewer=self.person(planned["reviewer"]),
            due_on=(now + timedelta(days=21)).date(),
            email_verified=True,
            now=now,
        )

    def submit_review(self, planned: dict[str, Any], now: datetime) -> None:
        reviewing.submit_review(
            self._review(planned).pk,
            reviewer=self.person(planned["reviewer"]),
            content=reviewing.ReviewContent(
                **{
                    part: planned[part].strip()
                    for part in (
                        "summary",
                        "strengths",
                        "weaknesses",
                        "evidence",
                        "recommendations",
                        "competing_interests",
                        "ai_use",
                    )
                },
                significance=_term("significance", planned["significance"]),
                strength=_term("strength", planned["strength"]),
                confidence=planned["confidence"],
                byline_kind=planned["byline"],
            ),
            now=now,
        )

    def publish_review(self, planned: dict[str, Any], now: datetime) -> None:
        editor = self.person(self.planned["editor"])
        reviewing.publish_review(self._review(planned).pk, editor=editor, now=now)

    def propose(self, now: datetime) -> None:
        planned = self.planned["assessment"]
        assessing.propose_assessment(
            self._round().pk,
            editor=self.person(self.planned["editor"]),
            significance=_term("significance", planned["significance"]),
            strength=_term("strength", planned["strength"]),
            text=planned["text"].strip(),
            competing_interests="None.",
            now=now,
        )

    def publish_assessment(self, now: datetime) -> None:
        assessment = Assessment.objects.get(round=self._round())
        second = self.person(self.planned["second_editor"])
        assessing.approve_assessment(
            assessment.pk, second_editor=second, seen=assessment.fingerprint, now=now
        )
        editor = self.person(self.planned["editor"])
        assessing.publish_assessment(assessment.pk, editor=editor, now=now)

    def respond(self, now: datetime) -> None:
        """Real authors took no part: the demo's author stands in for the moment of answering."""
        author = self.person(self.planned["response"]["author"])
        author_rows = Author.objects.filter(version__preprint=self.preprint, position=1, user=None)
        changed = [row.pk for row in author_rows]
        author_rows.update(user=author)
        assessing.post_response(
            self._round().pk,
            author=author,
            text=self.planned["response"]["text"].strip(),
            competing_interests="None.",
            now=now,
        )
        Author.objects.filter(pk__in=changed).update(user=None)

    def _claimed_author_id(self) -> int | None:
        """Invented works belong to demo people, real ones to nobody here."""
        is_invented = self.preprint.locations.filter(source="demo").exists()
        if not self.planned["is_author"] or not is_invented:
            return None
        first = self._submission().version.authors.order_by("position").first()
        return first.pk if first else None

    def _name_of(self, email: str) -> str:
        known = {user.email: user.profile.name for user in self.diary.people.values()}
        return known.get(email) or f"{email.split('@')[0].replace('.', ' ').title()} (demo)"

    def _submission(self) -> Submission:
        assert self.submission is not None  # noqa: S101 - the diary keeps the order
        return self.submission

    def _round(self) -> Round:
        assert self.round is not None  # noqa: S101 - the diary keeps the order
        return self.round

    def _review(self, planned: dict[str, Any]) -> Review:
        return Review.objects.get(round=self._round(), reviewer=self.person(planned["reviewer"]))


def _term(scale: str, slug: str) -> Term:
    return Term.objects.current(scale).get(slug=slug)
