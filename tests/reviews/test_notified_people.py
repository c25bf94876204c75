"""Who gets which mail of what happened in a round: each in a row of its own, and nobody else."""

from contextlib import nullcontext, suppress
from datetime import timedelta

import pytest

from events import outbox
from events.models import Outbox
from events.outbox import NotNeeded, promise
from preprints.models import Author
from reviews import assessment_mails, notifications
from reviews.models import Assessment, MailedLink
from reviews.services.mailed_links import mail_link
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
EDITOR, SECOND, SUBMITTER, AUTHOR = "editor", "second editor", "submitter", "author"


@pytest.fixture
def opened():
    """A round of a work with a known author, beside another work with people of its own."""
    other = RoundFactory()
    other.version.authors.update(user=UserFactory())
    ReviewFactory(round=other, published=True)
    ReviewFactory(round=other)
    opened = RoundFactory()
    opened.version.authors.update(user=UserFactory())
    return opened


def mails(opened=None):
    """(template, recipient, about) of every row; the people of the round by what they are."""
    names = {}
    if opened is not None:
        submission = opened.submission
        author = Author.objects.get(version=opened.version).user_id
        names = {
            submission.editor_id: EDITOR,
            submission.second_editor_id: SECOND,
            submission.submitter_id: SUBMITTER,
            author: AUTHOR,
        }
    rows = Outbox.objects.filter(task="reviews.send_mail").order_by("pk")
    found = []
    for row in rows.values_list("arguments", flat=True):
        ((kind, pk),) = row["recipient"].items()
        to = names.get(pk, pk) if kind == "user" else {kind: pk}
        found.append((row["template"], to, row["about"]))
    return found


# --- Submissions ---------------------------------------------------------------------------------


def test_managing_editors_are_notified_of_a_submission_and_editors_are_not():
    waiting = SubmissionFactory()
    managing = [UserFactory(managing_editor=True) for _ in range(2)]
    UserFactory(managing_editor=True, is_active=False)
    UserFactory(editor=True)
    notifications.notify_editors_of_submission(waiting.pk)
    about = {"submission": waiting.pk}
    assert mails() == [("submission_received", user.pk, about) for user in managing]


def test_every_editor_is_notified_where_there_is_no_managing_editor():
    waiting = SubmissionFactory()
    editors = [UserFactory(editor=True) for _ in range(2)]
    UserFactory(editor=True, is_active=False)
    UserFactory()
    notifications.notify_editors_of_submission(waiting.pk)
    about = {"submission": waiting.pk}
    assert mails() == [("submission_received", user.pk, about) for user in editors]


@pytest.mark.parametrize(
    ("notify", "template"),
    [
        (notifications.confirm_submission, "submission_confirmed"),
        (notifications.notify_submitter_of_decision, "submission_decided"),
    ],
)
def test_the_submitter_reads_what_became_of_the_submission(opened, notify, template):
    notify(opened.submission_id)
    assert mails(opened) == [(template, SUBMITTER, {"submission": opened.submission_id})]


# --- Invitations ---------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_whoever_invited_reads_the_answer(opened, answer):
    InvitationFactory(round=opened, email="other@example.org")
    invitation = InvitationFactory(round=opened, invited_by=UserFactory(editor=True))
    notifications.notify_editor_of_answer(invitation.pk, answer)
    assert mails(opened) == [
        (f"invitation_{answer}", invitation.invited_by_id, {"invitation": invitation.pk})
    ]


def test_a_withdrawn_reviewer_gets_their_own_text(opened):
    ReviewFactory(round=opened)
    invitation = InvitationFactory(round=opened, state="revoked")
    review = ReviewFactory(round=opened, invitation=invitation)
    notifications.notify_reviewer_of_withdrawal(invitation.pk)
    assert mails() == [("invitation_withdrawn", {"review": review.pk}, {"draft_of": review.pk})]


@pytest.mark.parametrize("closed", ["", "closed", "set aside"])
def test_a_link_is_mailed_unless_it_is_closed_or_its_review_set_aside(opened, mailoutbox, closed):
    review = ReviewFactory(round=opened, by_guest=True, submitted=True)
    link = mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
    if closed == "closed":
        MailedLink.objects.filter(pk=link.pk).update(closed_at=NOW)
    if closed == "set aside":
        type(review).objects.filter(pk=review.pk).update(status="disowned")
    with pytest.raises(NotNeeded) if closed else nullcontext():
        notifications.send_link_mail(link.pk)
    assert [mail.to for mail in mailoutbox] == ([] if closed else [["invited@example.org"]])


# --- Reviews -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notify", "expected"),
    [
        (notifications.notify_editor_of_volunteer, [("volunteer", EDITOR)]),
        (notifications.notify_editor_of_review, [("review_submitted", EDITOR)]),
        (notifications.notify_editor_of_confirmation, [("review_confirmed", EDITOR)]),
        (notifications.notify_editor_of_approved_signature, [("signature_approved", EDITOR)]),
        (
            notifications.notify_editors_of_disowned_review,
            [("review_disowned", EDITOR), ("review_disowned", SECOND)],
        ),
    ],
)
def test_the_editors_of_a_work_are_notified_of_its_review(opened, notify, expected):
    ReviewFactory(round=opened)
    review = ReviewFactory(round=opened, submitted=True)
    notify(review.pk)
    assert mails(opened) == [(template, to, {"review": review.pk}) for template, to in expected]


SIGNED = {"byline_kind": "signed", "byline_name": "Noor Example"}
CONFIRMED = {"confirmed_at": NOW, "confirmed_by": "mailbox"}


@pytest.mark.parametrize("notify", ["notify_editor_of_review", "notify_editor_of_confirmation"])
@pytest.mark.parametrize(
    ("corrected", "fields", "is_asked"),
    [
        (True, SIGNED | CONFIRMED, True),
        (True, SIGNED, False),
        (True, CONFIRMED, False),
        (False, SIGNED | CONFIRMED, False),
        (True, SIGNED | CONFIRMED | {"byline_approved_at": NOW}, False),
        (True, SIGNED | CONFIRMED | {"status": "disowned"}, False),
    ],
    ids=["due", "not confirmed", "anonymous", "first address", "approved", "set aside"],
)
def test_the_second_editor_is_asked_for_a_confirmed_signature_from_a_corrected_address(
    opened, notify, corrected, fields, is_asked
):
    moment = {"corrected_by": opened.submission.editor, "corrected_at": NOW} if corrected else {}
    invitation = InvitationFactory(round=opened, state="accepted", **moment)
    review = ReviewFactory(round=opened, submitted=True, invitation=invitation, **fields)
    getattr(notifications, notify)(review.pk)
    about, (first, *more) = {"review": review.pk}, mails(opened)
    assert first[1:] == (EDITOR, about)
    is_thanked = notify == "notify_editor_of_review" and "confirmed_at" in fields
    thanks = [("review_received", about, about)] if is_thanked else []
    assert more == thanks + ([("signature_waits", SECOND, about)] if is_asked else [])


def test_the_bearers_of_a_name_learn_that_somebody_else_may_sign_with_it(opened):
    bearers = [UserFactory(name="Noor Example", editor=True) for _ in range(2)]
    UserFactory(name="Somebody Else", editor=True)
    review = ReviewFactory(round=opened, reviewer=UserFactory(name="Noor Example", editor=True))
    review.reviewer.profile.shared_name = "Noor Example"
    review.reviewer.profile.save()
    notifications.notify_bearers_of_name(review.pk)
    about = {"review": review.pk}
    assert mails() == [("name_allowed", bearer.pk, about) for bearer in bearers]


def test_a_published_review_thanks_its_reviewer_and_notifies_the_side_of_the_authors(opened):
    ReviewFactory(round=opened, published=True, number=2)
    review = ReviewFactory(round=opened, published=True)
    notifications.notify_of_published_review(review.pk)
    about = {"review": review.pk}
    assert mails(opened) == [
        ("review_published_reviewer", {"review": review.pk}, about),
        *(("review_published", person, about) for person in author_side(opened)),
    ]


def author_side(opened):
    """In the order of their accounts."""
    author = Author.objects.get(version=opened.version).user
    return (
        [AUTHOR, SUBMITTER] if author.pk < opened.submission.submitter_id else [SUBMITTER, AUTHOR]
    )


def test_an_author_who_submitted_the_work_is_notified_once(opened):
    opened.version.authors.update(user=opened.submission.submitter)
    assessment_mails.notify_of_published_assessment(AssessmentFactory(round=opened).pk)
    assert [to for _template, to, _about in mails()] == [opened.submission.submitter_id]


# --- Assessments and responses -------------------------------------------------------------------


def test_the_second_editor_is_asked_to_approve_an_assessment(opened):
    assessment = AssessmentFactory(round=opened)
    assessment_mails.ask_second_editor(assessment.pk)
    assert mails(opened) == [("assessment_proposed", SECOND, {"assessment": assessment.pk})]


@pytest.mark.parametrize("is_returned", [True, False])
def test_whoever_wrote_an_assessment_reads_what_the_second_editor_did(opened, is_returned):
    writer = UserFactory(editor=True)
    assessment = AssessmentFactory(round=opened, written_by=writer)
    assessment_mails.notify_editor_of_approval(assessment.pk, is_returned=is_returned)
    template = "assessment_returned" if is_returned else "assessment_approved"
    assert mails(opened) == [(template, writer.pk, {"assessment": assessment.pk})]


def test_a_published_assessment_sends_those_who_still_wrote_their_text(opened):
    writing = [ReviewFactory(round=opened) for _ in range(2)]
    ReviewFactory(round=opened, submitted=True)
    withdrawn = InvitationFactory(round=opened, state="revoked")
    ReviewFactory(round=opened, invitation=withdrawn)
    assessment = AssessmentFactory(round=opened, published=True)
    assessment_mails.notify_of_published_assessment(assessment.pk)
    about = {"assessment": assessment.pk}
    assert mails(opened) == [
        *(("assessment_published", person, about) for person in author_side(opened)),
        *(("round_closed", {"review": one.pk}, {"draft_of": one.pk}) for one in writing),
    ]


def test_a_response_notifies_the_editor_and_the_reviewers_whose_reviews_are_public(opened):
    public = [ReviewFactory(round=opened, published=True, number=n) for n in (2, 1)]
    ReviewFactory(round=opened, published=True, number=3, reviewer=opened.submission.editor)
    ReviewFactory(round=opened, submitted=True)
    response = ResponseFactory(round=opened)
    assessment_mails.notify_of_response(response.pk)
    about = {"response": response.pk}
    assert mails(opened) == [
        ("response_posted", EDITOR, about),
        *(("response_posted", {"review": review.pk}, about) for review in public),
    ]


STATES = [one for one in Assessment.State.values if one not in ("published", "withdrawn")]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("said", STATES)
def test_a_mail_about_an_assessment_is_sent_while_it_is_true(opened, mailoutbox, state, said):
    second = opened.submission.second_editor
    approval = {"approved_by": second, "approved_at": NOW} if state == "approved" else {}
    assessment = AssessmentFactory(round=opened, state=state, **approval)
    reader = second if said == "proposed" else opened.submission.editor
    to, about = {"user": reader.pk}, {"assessment": assessment.pk}
    promise("reviews.send_mail", template=f"assessment_{said}", recipient=to, about=about)
    outbox.work()
    assert [mail.to for mail in mailoutbox] == ([[reader.email]] if state == said else [])


def test_an_invitation_is_mailed_by_its_newest_mail_alone_while_its_link_is_open(
    opened, mailoutbox
):
    invitation = InvitationFactory(round=opened)
    by, later = opened.submission.editor, NOW + timedelta(minutes=1)
    older = invitation.mails.create(email="old@example.org", requested_by=by, requested_at=NOW)
    newest = invitation.mails.create(email="new@example.org", requested_by=by, requested_at=later)
    sent = {}
    for state in ("pending", "accepted", "declined", "revoked", "disowned", "closed"):
        type(invitation).objects.filter(pk=invitation.pk).update(state=state)
        for mail in (older, newest):
            with suppress(NotNeeded):
                notifications.send_invitation_mail(mail.pk)
        sent[state] = [mail.to[0] for mail in mailoutbox]
        mailoutbox.clear()
    assert sent == {
        "pending": ["new@example.org"],
        "accepted": ["new@example.org"],
        "declined": [],
        "revoked": [],
        "disowned": [],
        "closed": [],
    }
