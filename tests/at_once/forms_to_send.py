"""Each form that acts, ready to be sent: by whom, to which address, with what."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from accounts.models import User
from curation import form_texts
from ingest.models import Source
from preprints.duplicates import merge as merging
from tests.at_once import issues, works
from tests.at_once.reviewing import assessments, inviting
from tests.at_once.sources import make_source
from tests.curation.works import fill, make_candidate, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW, day_to_type

Sent = tuple[User, str, dict[str, Any]]


def paste() -> Sent:
    return UserFactory(), reverse("reviews:submit"), {"link": "arXiv:2605.00001"}


def decline() -> Sent:
    url = reverse("reviews:decline_submission", args=[SubmissionFactory().pk])
    typed = {"ground": "not-ready", "text": "Add the proof.", "interests_choice": "none"}
    return UserFactory(editor=True), url, typed


def invite() -> Sent:
    opened = RoundFactory()
    typed = {"email": "noor@example.org", "name": "Noor", "message": "", "due_on": day_to_type()}
    return opened.submission.editor, reverse("reviews:invite_reviewer", args=[opened.pk]), typed


def revoke() -> Sent:
    invitation = InvitationFactory()
    url = reverse("reviews:revoke_invitation", args=[invitation.pk])
    return invitation.round.submission.editor, url, {}


def volunteer() -> Sent:
    opened = RoundFactory(submission__preprint__status="under-review")
    url = reverse("reviews:volunteer", args=[opened.submission.preprint_id])
    return inviting.verified_user(), url, {"interests_choice": "none"}


def accept_review() -> Sent:
    review = ReviewFactory(submitted=True)
    url = reverse("reviews:accept_review", args=[review.pk])
    return review.round.submission.editor, url, {}


def publish_review() -> Sent:
    review = ReviewFactory(submitted=True, round__state="assessed")
    url = reverse("reviews:publish_review", args=[review.pk])
    return review.round.submission.editor, url, {}


def release_round() -> Sent:
    review = ReviewFactory(accepted=True)
    url = reverse("reviews:release_round", args=[review.round_id])
    return review.round.submission.editor, url, {"reason": "One is ill."}


def write_as_reviewer() -> Sent:
    review = ReviewFactory(round=RoundFactory(released=True), accepted=True)
    url = reverse("reviews:reviewer_thread", args=[review.pk])
    return review.reviewer, url, {"text": "I agree."}


def write_as_editor() -> Sent:
    of = RoundFactory(released=True)
    url = reverse("reviews:editor_thread", args=[of.pk])
    return of.submission.editor, url, {"text": "Thank you."}


def send_to_authors() -> Sent:
    approved = assessments.assessment_of_an_author()
    url = reverse("reviews:send_to_authors", args=[approved.pk])
    return approved.round.submission.editor, url, {}


def post_round() -> Sent:
    sent, author = assessments.round_with_authors()
    return author, reverse("reviews:post_round", args=[sent.pk]), {}


def propose() -> Sent:
    opened = assessments.round_with_a_review()
    typed = {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "text": "An important result. It is solid.",
        "interests_choice": "none",
    }
    return opened.submission.editor, reverse("reviews:write_assessment", args=[opened.pk]), typed


def decide(name: str, **typed: str) -> Callable[[], Sent]:
    def prepare() -> Sent:
        assessment = assessments.proposed()
        url = reverse(f"reviews:{name}", args=[assessment.pk])
        second = assessment.round.submission.second_editor
        return second, url, {"seen": assessment.fingerprint, "interests_choice": "none", **typed}

    return prepare


def publish_assessment() -> Sent:
    opened = assessments.round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    return submission.editor, reverse("reviews:publish_assessment", args=[assessment.pk]), {}


def mark_different() -> Sent:
    url = reverse("reviews:mark_different", args=[works.candidate().pk])
    return UserFactory(editor=True), url, {}


def undo_merge() -> Sent:
    kept, merged = works.two_works()
    merge = merging.merge_preprints(kept.pk, merged.pk, reason="One work.", now=NOW)
    return UserFactory(editor=True), reverse("reviews:undo_merge", args=[merge.pk]), {}


def begin_issue() -> Sent:
    typed = {"title": "Agents", "volume": 3, "number": 1}
    return UserFactory(editor=True), reverse("curation:begin_issue"), typed


def add_entry() -> Sent:
    issue, work = issues.make_issue(), make_candidate()
    url = reverse("curation:add_entry", args=[issue.pk, work.pk])
    return issue.editor, url, {"so_it_is": "on"}


def declare_interests() -> Sent:
    issue, work = issues.make_issue(), make_candidate()
    url = reverse("curation:declare_interests", args=[issue.pk, work.pk])
    return issue.editor, url, {"interests_choice": "none"}


def declare_same() -> Sent:
    issue, editor = issues.make_issue(), UserFactory(editor=True)
    entry = fill(issue, issue.editor, make_candidate())
    url = reverse("curation:declare_same", args=[issue.pk])
    return editor, url, {"so_it_is": "on", "version": entry.version_id}


def move_entry() -> Sent:
    last = issues.entries(4)[-1]
    url = reverse("curation:move_entry", args=[last.pk, "up"])
    return last.issue.editor, url, {"position": last.position}


def remove_entry() -> Sent:
    entry = issues.entries(3)[1]
    return entry.issue.editor, reverse("curation:remove_entry", args=[entry.pk]), {}


def save_entry() -> Sent:
    (entry,) = issues.entries(1)
    seen = form_texts.entry_fingerprint(entry)
    typed = {"section": "Trust", "recommendation": "Read it slowly.", "seen": seen}
    return entry.issue.editor, reverse("curation:save_entry", args=[entry.pk]), typed


def save_issue() -> Sent:
    issue = issues.make_issue()
    typed = {
        "title": "Trust",
        "editorial": "Three works.",
        "seen": form_texts.issue_fingerprint(issue),
    }
    return issue.editor, reverse("curation:save_issue", args=[issue.pk]), typed


def publish_issue() -> Sent:
    issue = issues.make_issue()
    fill(issue, issue.editor, make_candidate())
    write_editorial(issue, issue.editor)
    return issue.editor, reverse("curation:publish_issue", args=[issue.pk]), {}


def decide_on_source(name: str, **fields: object) -> Callable[[], Sent]:
    def prepare() -> Sent:
        source: Source = make_source(**fields)
        return UserFactory(editor=True), reverse(f"ingest:{name}", args=[source.slug]), {}

    return prepare


FORMS = {
    "paste a link": paste,
    "decline": decline,
    "invite": invite,
    "revoke": revoke,
    "volunteer": volunteer,
    "accept a review": accept_review,
    "publish a late review": publish_review,
    "release a round": release_round,
    "write in a thread": write_as_reviewer,
    "write in a thread as an editor": write_as_editor,
    "send to the authors": send_to_authors,
    "post a round": post_round,
    "propose": propose,
    "approve": decide("approve_assessment"),
    "return": decide("return_assessment", comment="Say why."),
    "publish an assessment": publish_assessment,
    "tell apart": mark_different,
    "undo a merge": undo_merge,
    "begin an issue": begin_issue,
    "add an entry": add_entry,
    "declare of a work in an issue": declare_interests,
    "declare of all works in an issue": declare_same,
    "move an entry": move_entry,
    "remove an entry": remove_entry,
    "save an entry": save_entry,
    "save an issue": save_issue,
    "publish an issue": publish_issue,
    "pause": decide_on_source("pause"),
    "run now": decide_on_source("run_now", is_paused=True),
    "allow once": decide_on_source("allow_once", is_paused=True, is_stopped=True),
}


# What is refused stays with its writer, as every text that was posted.
