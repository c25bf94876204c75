"""What a page offers can be done, and what it says is so."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.forms import SIGN_IN_ADDRESS
from events.outbox import work
from reviews import errors, invitation_errors, moves, rules
from reviews.models import Invitation, Review, Round
from reviews.notifications import notify_editor_of_answer, send_invitation_mail
from reviews.services.invitation_mails import send_invitation_again
from reviews.tokens import invitation_token
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from web.form_owner import owner_fingerprint

pytestmark = pytest.mark.django_db

TYPED = "A sentence that took its writer some time."


def words_of(answer):
    return " ".join(answer.content.decode().split())


def as_person(person):
    client = Client()
    client.force_login(person)
    return client


def submission_page(person, opened):
    page = reverse("reviews:submission", args=[opened.submission_id])
    return words_of(as_person(person).get(page))


# --- The assessment -----------------------------------------------------------------------------


def test_the_second_editor_reads_who_can_write_the_assessment_now():
    opened, too_early = RoundFactory(), "It can be written once the reviewers can read each other"
    second = opened.submission.second_editor
    ReviewFactory(round=opened, accepted=True)
    assert too_early in submission_page(second, opened)
    Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    page = submission_page(second, opened)
    assert too_early not in page
    assert "The handling editor can write it now." in page
    assert "Write the assessment" in submission_page(opened.submission.editor, opened)


def test_posting_a_round_counts_submitted_reviews_that_are_not_accepted():
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    AssessmentFactory(
        round=opened,
        state="approved",
        approved_by=opened.submission.second_editor,
        approved_at=NOW,
    )
    editor, question = opened.submission.editor, "submitted and is not accepted yet"
    assert question not in submission_page(editor, opened)
    ReviewFactory(round=opened, submitted=True)
    assert "1 review has been submitted and is not accepted yet" in submission_page(editor, opened)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("approved", "The assessment is already approved."),
        ("published", "The assessment is already published."),
        ("returned", "has been returned with a comment"),
    ],
)
def test_a_second_editor_who_comes_too_late_reads_why(state, error):
    with pytest.raises(errors.AssessmentNotOpen) as refused:
        rules.check_can_second(moves.APPROVE, person_id=1, second_editor_id=1, state=state)
    assert error in str(refused.value.message)
    rules.check_can_second(moves.APPROVE, person_id=1, second_editor_id=1, state="proposed")


def test_whoever_has_confirmed_a_review_reads_that_it_is_confirmed():
    with pytest.raises(errors.AlreadyConfirmed):
        rules.check_can_disown(status="submitted", is_confirmed=True)
    with pytest.raises(errors.ReviewerHasConfirmed):
        rules.check_can_ask_confirmation(status="submitted", is_confirmed=True, mails_today=0)
    rules.check_can_disown(status="submitted", is_confirmed=False)


# --- Who is asked to write and to submit ----------------------------------------------------------


def test_who_has_submitted_a_review_is_not_asked_to_write_one():
    opened = RoundFactory()
    preprint = opened.version.preprint
    preprint.status = "under-review"
    preprint.save()
    writer, other = UserFactory(verified=True), UserFactory(verified=True)
    review = ReviewFactory(round=opened, reviewer=writer)
    offer = f'href="/preprints/{preprint.pk}/review/"'
    pages = (preprint.get_absolute_url(), "/review-requests/")
    for page in pages:
        assert offer in words_of(as_person(writer).get(page)), "it leads to the own draft"
    review.delete()
    ReviewFactory(round=opened, reviewer=writer, submitted=True)
    for page in pages:
        assert offer not in words_of(as_person(writer).get(page))
        assert offer in words_of(as_person(other).get(page))


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_no_form_is_offered_for_a_work_that_was_submitted(state):
    editors = {"editor": UserFactory(editor=True), "second_editor": UserFactory(editor=True)}
    fields = editors if state == "accepted" else {}
    submission = SubmissionFactory(state=state, **fields)
    preprint, listed = submission.preprint, PreprintFactory()
    preprint.status = "submitted" if state == "submitted" else "under-review"
    preprint.save()
    client = as_person(UserFactory(verified=True))
    page = reverse("reviews:submit_preprint", args=[preprint.pk])
    words = words_of(client.get(page))
    assert "This work has already been submitted" in words
    assert "<button>Ask for a review</button>" not in words
    other = client.get(reverse("reviews:submit_preprint", args=[listed.pk]))
    assert "<button>Ask for a review</button>" in words_of(other)
    sent = {"role": "reader", "reason": TYPED, "interests_choice": "none"}
    answer = client.post(page, sent)
    assert answer.status_code == 409
    assert f"<dd>{TYPED}</dd>" in words_of(answer), "what was typed before can be copied"


def test_the_bylines_name_all_three_ways_to_appear():
    review = ReviewFactory()
    page = words_of(
        as_person(review.reviewer).get(reverse("reviews:write_review", args=[review.pk]))
    )
    assert "“Anonymous reviewer” when you review anonymously." in page
    assert "Under a pseudonym they see the one that you choose." in page


# --- Guests ---------------------------------------------------------------------------------------


@pytest.fixture
def guests_review():
    return ReviewFactory(by_guest=True)


def test_a_guest_is_not_asked_to_sign_in(client, guests_review):
    page = reverse("reviews:write_review", args=[guests_review.pk])
    sent = {"summary": TYPED, "draft_owner": owner_fingerprint(guests_review.reviewer.pk)}
    words = words_of(client.post(page, sent))
    assert "Open the link in your e-mail again" in words
    assert "Sign in (in a new tab)" not in words
    assert f"<dd>{TYPED}</dd>" in words
    for other in (owner_fingerprint(UserFactory().pk), ""):  # nobody learns who has no account
        words = words_of(client.post(page, {**sent, "draft_owner": other}))
        assert "Sign in (in a new tab)" in words
        assert "open that link again" in words


# --- Invitations ----------------------------------------------------------------------------------


def sent_page(invitation):
    return reverse("reviews:sent_invitation", args=[invitation.pk])


def test_a_withdrawn_invitation_is_opened_again_only_knowingly():
    invitation = InvitationFactory(state="revoked")
    client = as_person(invitation.round.submission.editor)
    assert "This opens the invitation again." in words_of(client.get(sent_page(invitation)))
    answer = client.post(sent_page(invitation), {"email": invitation.email})
    assert answer.status_code == 422
    assert Invitation.objects.get().state == "revoked"
    client.post(sent_page(invitation), {"email": invitation.email, "reopens": "on"})
    assert Invitation.objects.get().state == "pending"


def test_one_withdrawn_while_the_page_was_open_stays_withdrawn():
    invitation = InvitationFactory(state="revoked")
    editor = invitation.round.submission.editor
    with pytest.raises(invitation_errors.InvitationWasWithdrawn):
        send_invitation_again(
            invitation.pk, editor=editor, email=invitation.email, now=NOW, reopens=False
        )


@pytest.mark.parametrize("status", ["submitted", "published"])
def test_whose_review_is_in_is_not_invited_again(status):
    invitation = InvitationFactory(state="accepted")
    waiting = InvitationFactory(round=invitation.round, email="other@example.org")
    review = ReviewFactory(round=invitation.round, invitation=invitation, **{status: True})
    editor = invitation.round.submission.editor
    client = as_person(editor)
    words = words_of(client.get(sent_page(invitation)))
    assert "<button>Send it again" not in words
    assert "the invitation is not sent again" in words
    assert "<button>Send it again" in words_of(client.get(sent_page(waiting)))
    with pytest.raises(invitation_errors.InvitedReviewIsIn):
        send_invitation_again(invitation.pk, editor=editor, email=invitation.email, now=NOW)
    assert Review.objects.get() == review


def test_the_new_link_of_a_submitted_review_does_not_ask_for_one(mailoutbox):
    review = ReviewFactory(by_guest=True, submitted=True)
    invitation, editor = review.invitation, review.round.submission.editor
    words = words_of(as_person(editor).get(sent_page(invitation)))
    assert "<h2>Replace the link</h2>" in words
    send_invitation_again(invitation.pk, editor=editor, email=invitation.email, now=NOW)
    send_invitation_mail(invitation.mails.get().pk)
    assert "A new link to your review" in mailoutbox[-1].subject
    assert "invites you" not in mailoutbox[-1].body


def test_an_invitation_says_whose_the_personal_words_are(mailoutbox, client):
    invitation = InvitationFactory(message="We would value your view.")
    editor = invitation.round.submission.editor
    name = editor.profile.name
    send_invitation_again(invitation.pk, editor=editor, email=invitation.email, now=NOW)
    send_invitation_mail(invitation.mails.get().pk)
    said = re.escape(f"{name} writes:") + r"\s+We would value your view\."
    assert re.search(said, mailoutbox[-1].body)
    link = re.search(r"http://\S+/invitations/\S+", mailoutbox[-1].body).group()
    page = client.get(link.partition("8000")[2], follow=True)
    assert f"{name} writes:" in words_of(page)


def test_the_mail_of_a_refusal_names_who_was_invited():
    invitation = InvitationFactory(name="Noor Example", state="declined")
    notify_editor_of_answer(invitation.pk, answer="declined")
    work()
    assert f"Noor Example (invited at {invitation.email}) has declined." in mail.outbox[-1].body


def test_a_guest_who_saves_reads_how_to_come_back(client, guests_review):
    invitation = guests_review.invitation
    client.get(reverse("reviews:open_invitation", args=[invitation_token(invitation.nonce)]))
    page = reverse("reviews:write_review", args=[guests_review.pk])
    words = words_of(client.post(page, {"summary": TYPED, "save": "1"}, follow=True))
    assert "You can come back to it at any time, by the link in your e-mail." in words


def test_whoever_has_just_made_an_account_need_not_type_its_address(client):
    session = client.session
    session[SIGN_IN_ADDRESS] = "grace@example.org"
    session.save()
    assert 'value="grace@example.org"' in words_of(client.get("/accounts/login/"))
    assert "grace@example.org" not in words_of(Client().get("/accounts/login/"))
