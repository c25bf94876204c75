"""The assessment is published while somebody is asked, or is writing."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from drafts.models import Draft
from events.models import Event
from events.outbox import work
from reviews import errors
from reviews.models import Invitation, Review, Round
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import revoke_invitation
from reviews.services.posting import publish_assessment
from reviews.services.releasing import release_round
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, InvitationFactory, ReviewFactory
from tests.factories.times import NOW
from tests.reviews.links import AS_GUEST, act_of, link_of
from web.form_owner import owner_fingerprint

pytestmark = pytest.mark.django_db
CLOSED = "This round of review is closed"


@pytest.fixture
def assessment():
    approved = AssessmentFactory(
        round__released=True, published=True, state="approved", published_at=None
    )
    ReviewFactory(round=approved.round, accepted=True)
    return approved


def begin(summed_up, text="Half a thought.", **details):
    """A review that somebody is writing, with saved text."""
    review = ReviewFactory(round=summed_up, **details)
    Draft.objects.create(
        owner=review.reviewer, key=f"review:{review.pk}", fields={"summary": text}, saved_at=NOW
    )
    return review


def publish(assessment):
    publish_assessment(assessment.pk, editor=assessment.round.submission.editor, now=NOW)


def test_the_editor_reads_how_many_are_still_writing(client, assessment):
    client.force_login(assessment.round.submission.editor)
    page = reverse("reviews:submission", args=[assessment.round.submission_id])
    assert "still writing" not in " ".join(client.get(page).content.decode().split())
    begin(assessment.round)
    withdrawn = InvitationFactory(round=assessment.round, state="revoked")
    ReviewFactory(round=assessment.round, invitation=withdrawn)
    assert "1 reviewer is still writing" in " ".join(client.get(page).content.decode().split())
    begin(assessment.round)
    assert "2 reviewers are still writing" in " ".join(client.get(page).content.decode().split())


def test_the_editor_reads_which_accepted_reviews_nobody_has_confirmed(client, assessment):
    client.force_login(assessment.round.submission.editor)
    page = reverse("reviews:submission", args=[assessment.round.submission_id])
    assert "not confirmed from" not in " ".join(client.get(page).text.split())
    ReviewFactory(round=assessment.round, accepted=True, confirmed_at=None, confirmed_by="")
    assert "1 accepted review is not confirmed" in " ".join(client.get(page).text.split())
    assessment.round.reviews.update(confirmed_at=NOW, confirmed_by="mailbox")
    assert "not confirmed from" not in " ".join(client.get(page).text.split())


def test_each_writer_gets_a_mail_with_their_text(assessment, mailoutbox):
    writer = UserFactory()
    other_text = {"summary": "Of another form, and saved before."}
    Draft.objects.create(owner=writer, key="review:0", fields=other_text, saved_at=NOW)
    mine = begin(assessment.round, "My own thought.", reviewer=writer)
    guest = begin(assessment.round, "A thought of a guest.", by_guest=True)
    silent = ReviewFactory(round=assessment.round)
    elsewhere = begin(ReviewFactory().round, "Of another round.")
    withdrawn = InvitationFactory(round=assessment.round, state="revoked", email="w@example.org")
    begin(assessment.round, "Withdrawn.", invitation=withdrawn)
    publish(assessment)
    work()
    mails = {
        mail.to[0]: mail.body
        for mail in mailoutbox
        if "The round of review is closed" in mail.subject
    }
    assert set(mails) == {mine.reviewer.email, guest.invitation.email, silent.reviewer.email}
    assert "No text was saved with us." in mails[silent.reviewer.email]
    assert "My own thought." in mails[mine.reviewer.email]
    assert other_text["summary"] not in mails[mine.reviewer.email]
    assert "A thought of a guest." in mails[guest.invitation.email]
    assert elsewhere.reviewer.email not in mails
    assert f"/reviews/{mine.pk}/write/" in mails[mine.reviewer.email]
    assert "may be kept in your browser alone" in mails[mine.reviewer.email]
    assert "/write/" not in mails[guest.invitation.email], "a guest comes by the link alone"
    assert "The link of your invitation shows it" in " ".join(mails[guest.invitation.email].split())


def test_my_work_says_that_the_round_is_closed(client, assessment):
    review, other = begin(assessment.round), ReviewFactory()
    Review.objects.filter(pk=other.pk).update(reviewer=review.reviewer)
    publish(assessment)
    client.force_login(review.reviewer)
    page = client.get("/me/").content.decode()
    assert page.count("Your review is due") == 1, "the one of the open round"
    assert page.count(CLOSED) == 1
    assert f'href="/reviews/{review.pk}/write/"' in page


@pytest.mark.parametrize("writer", ["account", "guest"])
@pytest.mark.parametrize("button", ["submit_review", "save", "preview"])
def test_the_form_keeps_the_text_and_says_so(client, assessment, writer, button):
    review = begin(assessment.round, by_guest=writer == "guest")
    bystander = begin(ReviewFactory().round, "Of somebody else.")
    if writer == "guest":
        client.get(link_of(review.invitation))
    else:
        client.force_login(review.reviewer)
    write = reverse("reviews:write_review", args=[review.pk])
    assert CLOSED not in client.get(write).content.decode()
    publish(assessment)
    page = client.get(write).content.decode()
    assert CLOSED in page
    assert "Half a thought." in page
    assert "You can come back to it" not in page
    typed = {"summary": "A whole thought.", "draft_revision": "1", button: "1"}
    answer = client.post(write, typed)
    assert answer.status_code == 409
    assert "A whole thought." in answer.content.decode()
    assert CLOSED in answer.content.decode()
    assert Draft.objects.get(owner=review.reviewer).fields["summary"] == "A whole thought."
    assert Draft.objects.get(owner=bystander.reviewer).fields["summary"] == "Of somebody else."


def test_saving_while_writing_says_that_the_round_is_closed(client, assessment):
    review = begin(assessment.round)
    client.force_login(review.reviewer)

    def save(text, revision):
        return client.post(
            f"/drafts/review:{review.pk}/",
            {"summary": text, "draft_revision": revision},
            headers={"X-Requested-With": "fetch"},
        )

    assert "notice" not in save("One.", 1).json()
    publish(assessment)
    answer = save("Two.", 2)
    assert answer.status_code == 200
    assert CLOSED in answer.json()["notice"]
    assert Draft.objects.get().fields["summary"] == "Two."


def test_an_account_whose_invitation_was_withdrawn_reads_so(client):
    reviewer = UserFactory(verified=True)
    invitation = InvitationFactory(state="accepted", user=reviewer, email=reviewer.email)
    review = begin(invitation.round, reviewer=reviewer, invitation=invitation)
    revoke_invitation(invitation.pk, editor=invitation.round.submission.editor, now=NOW)
    client.force_login(reviewer)
    page = client.get(reverse("reviews:write_review", args=[review.pk])).content.decode()
    assert "The editor has withdrawn this invitation" in page
    assert "Half a thought." in page
    assert "Your review is due" not in client.get("/me/").content.decode()


@pytest.mark.parametrize("reason", ["round closed", "invitation withdrawn"])
def test_text_that_only_the_browser_keeps_is_shown_with_what_is_saved(client, assessment, reason):
    reviewer = UserFactory(verified=True)
    invitation = InvitationFactory(round=assessment.round, state="accepted", user=reviewer)
    review = begin(assessment.round, reviewer=reviewer, invitation=invitation)
    begin(ReviewFactory().round, "Of somebody else.")
    if reason == "round closed":
        publish(assessment)
    else:
        revoke_invitation(invitation.pk, editor=assessment.round.submission.editor, now=NOW)
    client.force_login(reviewer)
    write = reverse("reviews:write_review", args=[review.pk])
    answer = client.get(write)
    words = answer.content.decode()
    assert f'data-browser-texts="/drafts/review:{review.pk}/"' in words
    assert "js/browser-texts" in words
    assert "No text was saved with us." not in words
    kept = answer.context["browser_texts"]
    assert (kept.key, kept.owner) == (f"review:{review.pk}", owner_fingerprint(reviewer.pk))
    assert kept.known["sent"]["summary"] == "Half a thought."
    assert kept.known["sent"]["strengths"] == ""
    assert {"summary", "strengths", "ai_use"} <= set(kept.known["labels"])
    Draft.objects.filter(owner=reviewer).delete()
    answer = client.get(write)
    assert "No text was saved with us." in answer.content.decode()
    assert answer.context["browser_texts"].known["sent"]["summary"] == ""


def test_pending_invitations_are_closed_when_the_round_is_released(client, assessment):
    invitation = InvitationFactory(round=assessment.round)
    declined = InvitationFactory(round=assessment.round, state="declined", email="d@example.org")
    elsewhere = InvitationFactory()
    client.get(link_of(invitation))
    Round.objects.filter(pk=assessment.round_id).update(state="open")
    release_round(
        assessment.round_id,
        editor=assessment.round.submission.editor,
        reason="They do not answer.",
        now=NOW,
    )
    invitation.refresh_from_db()
    declined.refresh_from_db()
    elsewhere.refresh_from_db()
    states = (invitation.state, declined.state, elsewhere.state)
    assert states == ("closed", "declined", "pending")
    (closed,) = Event.objects.filter(kind="invitation.closed")
    assert (closed.data, closed.is_public) == ({"invitation": invitation.pk}, False)
    assert closed.actor_id == assessment.round.submission.editor_id
    page = client.get(link_of(invitation), follow=True).content.decode()
    assert "This round of review takes no more reviewers" in " ".join(page.split())
    assert "Yes, I will review it" not in page
    for act in ("accept", "decline"):
        answer = client.post(
            act_of(invitation, act),
            AS_GUEST,
        )
        assert CLOSED in answer.content.decode()
    assert Invitation.objects.get(pk=invitation.pk).state == "closed"


@pytest.mark.parametrize("state", ["pending", "accepted", "revoked"])
def test_no_invitation_is_mailed_into_a_closed_round(client, assessment, mailoutbox, state):
    invitation = InvitationFactory(round=assessment.round, state=state)
    editor = assessment.round.submission.editor
    if state == "accepted":
        begin(assessment.round, invitation=invitation)
    client.force_login(editor)
    page = reverse("reviews:submission", args=[assessment.round.submission_id])
    sent = reverse("reviews:sent_invitation", args=[invitation.pk])
    Round.objects.filter(pk=assessment.round_id).update(state="open")
    assert "See it, send it again" in client.get(page).content.decode()
    assert "<button>Send it again" in client.get(sent).content.decode()
    publish(assessment)
    with pytest.raises(errors.RoundClosed):
        send_invitation_again(invitation.pk, editor=editor, email=invitation.email, now=NOW)
    assert "send it again" not in client.get(page).content.decode()
    words = client.get(sent).content.decode()
    assert "<button>Send it again" not in words
    assert CLOSED in words


def test_the_link_of_a_submitted_review_can_be_replaced_at_any_time(assessment):
    """The old one may be known to others."""
    review = ReviewFactory(round=assessment.round, by_guest=True, submitted=True)
    before = review.invitation.token_hash
    publish(assessment)
    editor = assessment.round.submission.editor
    send_invitation_again(
        review.invitation_id, editor=editor, email=review.invitation.email, now=NOW
    )
    assert Invitation.objects.get(pk=review.invitation_id).token_hash != before


def test_earlier_invitations_get_the_state_that_is_true(assessment):
    unanswered = InvitationFactory(round=assessment.round, email="u@example.org")
    disowned = InvitationFactory(state="revoked")
    ReviewFactory(round=disowned.round, invitation=disowned, submitted=True, status="disowned")
    others = [InvitationFactory(), InvitationFactory(state="revoked")]
    assessment.round.state, assessment.round.closed_at = "assessed", NOW
    assessment.round.save()
    migration = importlib.import_module("reviews.migrations.0011_close_earlier_invitations")
    migration.close_earlier_invitations(apps, None)
    rows = [unanswered, disowned, *others]
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["closed", "disowned", "pending", "revoked"]
