"""Forms with texts, each as somebody sends it: the forms that tests send in every way.

Each function makes what its form needs, and something for which the form is not carried out.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ingest.models import Lookup, Source
from preprints.duplicates.merge import merge_preprints
from reviews.models import Assessment, EditorInterests, Round, SealedOriginal, Submission
from reviews.services.reopened_assessments import reopen_assessment
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW, day_to_type
from tests.reviews.links import act_of, link_of
from tests.reviews.revised import declared_revision, revised_work
from tests.reviews.selected import selected_work

TYPED = "It took an hour to find <these> words & “those”."
DECLARED = {
    "interests_choice": "declared",
    "interest_other": "on",
    "competing_interests": TYPED,
}
LATER = day_to_type()


@dataclass(frozen=True)
class Sent:
    """by: None for a visitor who has opened the link at `opens` first."""

    by: User | None
    to: str
    fields: Mapping[str, Any]
    opens: str = ""
    draft_key: str = ""


def editor() -> User:
    return UserFactory(editor=True)


def take_back(reason: str) -> Sent:
    """Too long a reason."""
    one = SubmissionFactory()
    author = one.version.authors.get()
    author.user = one.submitter
    author.save()
    to = reverse("reviews:take_back_author", args=[one.pk, author.pk])
    return Sent(editor(), to, {"reason": reason or TYPED + "x" * 60_001})


def consent() -> Sent:
    to = reverse("reviews:set_consent", args=[SubmissionFactory().pk])
    return Sent(editor(), to, {"consent": "no-such", "reason": TYPED})


def decline(**submission: Any) -> Sent:
    one = SubmissionFactory(**submission)
    to = reverse("reviews:decline_submission", args=[one.pk])
    ground = "other" if submission else ""
    typed = {"ground": ground, "text": TYPED, "interests_choice": "none"}
    return Sent(editor(), to, typed, draft_key=f"decline:{one.pk}")


def new_reason() -> Sent:
    to = reverse("reviews:change_decline_reasons")
    return Sent(UserFactory(managing_editor=True), to, {"added": TYPED + "x" * 80})


def invite(email: str = "no address", **of_round: Any) -> Sent:
    opened = RoundFactory(**of_round)
    typed = {"name": "Ada Typed", "email": email, "due_on": LATER, "message": TYPED}
    to = reverse("reviews:invite_reviewer", args=[opened.pk])
    return Sent(opened.submission.editor, to, typed, draft_key=f"invite:{opened.pk}")


def invite_again() -> Sent:
    again = InvitationFactory()
    typed = {"name": "Ada Typed", "email": again.email, "due_on": LATER, "message": TYPED}
    to = reverse("reviews:invite_reviewer", args=[again.round_id])
    return Sent(again.round.submission.editor, to, typed, draft_key=f"invite:{again.round_id}")


def send_back(comment: str, **assessment: Any) -> Sent:
    one = AssessmentFactory(**assessment)
    to = reverse("reviews:return_assessment", args=[one.pk])
    typed = {"comment": comment, "seen": "older"}
    return Sent(one.round.submission.second_editor, to, typed, draft_key=f"return:{one.pk}")


def decline_invitation(reason: str, **invitation: Any) -> Sent:
    one = InvitationFactory(**invitation)
    return Sent(None, act_of(one, "decline"), {"reason": reason}, opens=link_of(one))


def submit_known(role: str, **typed: str) -> Sent:
    to = reverse("reviews:submit_preprint", args=[PreprintFactory().pk])
    return Sent(UserFactory(), to, {"role": role, **typed})


def submit_twice() -> Sent:
    known = SubmissionFactory().preprint
    to = reverse("reviews:submit_preprint", args=[known.pk])
    return Sent(UserFactory(), to, {"role": "author", **DECLARED})


def submit_found(state: str, **lookup: Any) -> Sent:
    asker = UserFactory()
    one = Lookup.objects.create(asked_by=asker, created_at=NOW, state=state, **lookup)
    to = reverse("reviews:submit_found_work", args=[one.pk])
    return Sent(asker, to, {"role": "reader", "reason": TYPED})


def submit_link() -> Sent:
    return Sent(UserFactory(), reverse("reviews:submit"), {"link": "nowhere " + TYPED})


def profile(**typed: str) -> Sent:
    typed = {"name": "Ada Example", "orcid": "", "affiliation": "A place", "bio": TYPED} | typed
    return Sent(UserFactory(), reverse("accounts:profile"), typed)


def merge(reason: str, *, is_done: bool = False) -> Sent:
    kept, merged, third = PreprintFactory(), PreprintFactory(), PreprintFactory()
    if is_done:
        merge_preprints(third.pk, merged.pk, reason="Same.", by=editor(), now=NOW)
    to = f"{reverse('reviews:merge')}?one={kept}&other={merged}"
    return Sent(editor(), to, {"kept": kept.pk, "merged": merged.pk, "reason": reason})


def feed() -> Sent:
    return Sent(editor(), reverse("ingest:add_feed"), {"name": TYPED, "url": "not an address"})


def arxiv() -> Source:
    """The source that a migration makes, also after a test that emptied the database."""
    migration = importlib.import_module("ingest.migrations.0003_first_sources")
    migration.add(apps, None)
    return Source.objects.get(slug="arxiv")


def pause() -> Sent:
    to = reverse("ingest:pause", args=[arxiv().slug])
    return Sent(editor(), to, {"reason": TYPED + "x" * 300})


def begin_issue() -> Sent:
    IssueFactory()
    typed = {"title": TYPED, "volume": "1", "number": "1"}
    return Sent(editor(), reverse("curation:begin_issue"), typed)


def editorial(title: str, seen: str = "") -> Sent:
    issue = IssueFactory(title="Before")
    typed = {"title": title, "editorial": TYPED, "seen": seen}
    to = reverse("curation:save_issue", args=[issue.pk])
    return Sent(issue.editor, to, typed, draft_key=f"issue:{issue.pk}")


def recommendation(section: str, seen: str = "") -> Sent:
    entry = EntryFactory(preprint=make_candidate())
    typed = {"section": section, "recommendation": TYPED, "seen": seen}
    to = reverse("curation:save_entry", args=[entry.pk])
    return Sent(entry.issue.editor, to, typed, draft_key=f"entry:{entry.pk}")


def interests_of_issue() -> Sent:
    """Of a work in it; of which kind is not said."""
    entry = EntryFactory(preprint=make_candidate())
    typed = {"interests_choice": "declared", "competing_interests": TYPED}
    to = reverse("curation:declare_interests", args=[entry.issue_id, entry.preprint_id])
    return Sent(entry.issue.editor, to, typed)


def review(**of_round: Any) -> Sent:
    one = ReviewFactory(round=RoundFactory(**of_round))
    complete = {
        "strengths": "A",
        "weaknesses": "B",
        "evidence": "C",
        "byline_kind": "anonymous",
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "confidence": "4",
        "interests_choice": "none",
        "ai_choice": "none",
    }
    typed = {"summary": TYPED, "submit_review": "1", **(complete if of_round else {})}
    to = reverse("reviews:write_review", args=[one.pk])
    return Sent(one.reviewer, to, typed, draft_key=f"review:{one.pk}")


def assessment() -> Sent:
    opened = RoundFactory()
    to = reverse("reviews:write_assessment", args=[opened.pk])
    return Sent(opened.submission.editor, to, {"text": TYPED}, draft_key=f"assessment:{opened.pk}")


def revision(note: str = TYPED) -> Sent:
    revised = revised_work()
    to = reverse("reviews:declare_revision", args=[revised.preprint.pk, revised.newer.number])
    fields = {"note": note, "answer_1": TYPED}
    return Sent(revised.author, to, fields, draft_key=f"revision:{revised.newer.pk}")


def decision(choice: str = "none") -> Sent:
    one = declared_revision()
    to = reverse("reviews:decide_revision", args=[one.pk])
    fields = {"decision": choice, "reason": TYPED, "due_on": LATER}
    return Sent(one.round.submission.editor, to, fields, draft_key=f"decision:{one.pk}")


def too_long_a_reason() -> Sent:
    """Why an assessment still holds."""
    revised = revised_work()
    submission = revised.round.submission
    to = reverse("reviews:confirm_assessment", args=[submission.pk])
    fields = {"reason": TYPED + "x" * 60_001, "version": str(revised.newer.pk)}
    return Sent(submission.editor, to, fields)


def reopening() -> Sent:
    of = selected_work()
    to = reverse("reviews:reopen_assessment", args=[of.submission.pk])
    return Sent(of.editor, to, {"reason": TYPED + "x" * 60_001})


def reopening_decision() -> Sent:
    """The page showed less than what waits now."""
    of = selected_work()
    reopen_assessment(of.submission.pk, editor=of.editor, reason="Figure 2.", now=NOW)
    to = reverse("reviews:decide_reopening", args=[of.submission.pk])
    fields = {"decision": "stands", "reason": TYPED, "due_on": LATER, "seen": "0"}
    return Sent(of.editor, to, fields)


def response(*, is_posted: bool = False, is_author: bool = True) -> Sent:
    author = UserFactory()
    closed = RoundFactory(state="assessed", closed_at=NOW)
    if is_author:
        closed.version.authors.update(user=author)
    if is_posted:
        ResponseFactory(round=closed, author=author)
    typed = {"text": TYPED, **({"interests_choice": "none"} if is_posted else {})}
    to = reverse("reviews:respond", args=[closed.submission.preprint_id])
    return Sent(author, to, typed)


def withdraw() -> Sent:
    one = ReviewFactory(published=True)
    to = reverse("reviews:withdraw_review", args=[one.pk])
    return Sent(one.reviewer, to, {"reason": TYPED + "x" * 60_001})


def redact() -> Sent:
    """A passage that does not stand there."""
    one = ReviewFactory(published=True)
    to = reverse("reviews:redact_review", args=[one.pk])
    typed = {"part": "summary", "passage": TYPED, "reason": TYPED}
    return Sent(one.round.submission.editor, to, typed)


def redact_response() -> Sent:
    one = ResponseFactory()
    to = reverse("reviews:redact_response", args=[one.pk])
    return Sent(one.round.submission.editor, to, {"passage": TYPED, "reason": TYPED})


def with_authors() -> Round:
    """A round whose reviews and approved assessment its author reads first."""
    sent = RoundFactory(with_authors=True, post_by=NOW + timedelta(days=21))
    sent.version.authors.update(user=UserFactory())
    approved = {"approved_by": sent.submission.second_editor, "approved_at": NOW}
    AssessmentFactory(round=sent, state="approved", **approved)
    ReviewFactory(round=sent, accepted=True, reviewer_number=1)
    return sent


def correction() -> Sent:
    """Of a point that is not there."""
    sent = with_authors()
    typed = {"place": "7.7", "wrong": TYPED, "right": TYPED}
    to = reverse("reviews:ask_for_correction", args=[sent.pk])
    return Sent(sent.version.authors.get().user, to, typed)


def correction_answer() -> Sent:
    asked = CorrectionFactory(round=with_authors())
    to = reverse("reviews:decide_correction", args=[asked.pk])
    new = new_editor(asked.round.submission)
    return Sent(new, to, {"answer": "no-such", "note": TYPED})


def new_editor(submission: Submission, place: str = "editor") -> User:
    """Somebody else has put them in the place: they are to declare."""
    new: User = getattr(submission, place)
    EditorInterests.objects.create(submission=submission, editor=new)
    return new


def draft_answer() -> Sent:
    """Too long a text."""
    review = proposed_draft().round.reviews.get()
    to = reverse("reviews:answer_draft", args=[review.pk])
    return Sent(review.reviewer, to, {"answer": "dissent", "text": TYPED + "x" * 60_001})


def early_approval() -> Sent:
    """Too long a reason."""
    draft = proposed_draft()
    to = reverse("reviews:approve_assessment", args=[draft.pk])
    typed = {"early_reason": TYPED + "x" * 60_001, "seen": draft.fingerprint}
    return Sent(draft.round.submission.second_editor, to, typed)


def proposed_draft() -> Assessment:
    """Its one reviewer is waited for."""
    released = RoundFactory(released=True)
    ReviewFactory(round=released, accepted=True, reviewer_number=1)
    days = {"answer_by": timezone.localdate() + timedelta(days=3)}
    return AssessmentFactory(round=released, state="proposed", **days)


def read_original() -> Sent:
    """Too long a reason."""
    one = ReviewFactory(published=True)
    original = SealedOriginal.objects.create(
        review=one,
        part="summary",
        text="As it was.",
        redacted_by=one.round.submission.editor,
        redacted_at=NOW,
    )
    to = reverse("reviews:read_original", args=[original.pk])
    return Sent(UserFactory(managing_editor=True), to, {"reason": TYPED + "x" * 60_001})


def entry_of_reviewer(text: str) -> Sent:
    """In the thread of a round."""
    review = ReviewFactory(round=RoundFactory(released=True), accepted=True)
    to = reverse("reviews:reviewer_thread", args=[review.pk])
    return Sent(review.reviewer, to, {"text": text}, draft_key=f"thread:{review.pk}")


def entry_of_editor(text: str) -> Sent:
    of = RoundFactory(released=True)
    to = reverse("reviews:editor_thread", args=[of.pk])
    return Sent(of.submission.editor, to, {"text": text}, draft_key=f"editorthread:{of.pk}")


def reply(name: str, field: str) -> Sent:
    """Of a review, which is submitted."""
    one = ReviewFactory(submitted=True)
    to = reverse(f"reviews:{name}", args=[one.pk])
    return Sent(new_editor(one.round.submission), to, {field: TYPED + "x" * 60_001})
