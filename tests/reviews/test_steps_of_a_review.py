"""A review from the invitation to its number: each row written, logged and mailed, as a whole."""

from datetime import timedelta

import pytest

from drafts.models import Draft
from reviews.interests import Interests
from reviews.models import Invitation, InvitationMail, MailedLink, ReplacedLink, Review
from reviews.services.accepting import accept_review
from reviews.services.confirming import (
    allow_name,
    approve_byline,
    ask_for_confirmation,
    confirm_review,
    disown_review,
)
from reviews.services.guest_accounts import keep_account, offer_account
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import accept_invitation, decline_invitation
from reviews.services.mailed_links import token_of
from reviews.services.reviewing import begin_review, submit_review
from reviews.tokens import hash_token, invitation_token
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import DUE, NOW
from tests.reviews.inviting import invite, revoke
from tests.reviews.outcomes import fields_of, log_line, log_since, new_mails
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
EDITOR, SECOND, AUTHOR = "editor@example.org", "second@example.org", "author@example.org"


@pytest.fixture
def opened():
    """A round of the second work listed, so that no two rows share an id by chance."""
    PreprintFactory()
    submission = SubmissionFactory(
        accepted=True,
        editor__email=EDITOR,
        second_editor__email=SECOND,
        submitter__email=AUTHOR,
    )
    return RoundFactory(submission=submission)


def line(opened, kind, actor, at, **data):
    return log_line(opened.version, kind, actor, at, **data)


def test_an_invitation_is_written_logged_and_mailed(opened, mailoutbox):
    editor = opened.submission.editor
    invitation = invite(opened)
    assert fields_of(invitation, "nonce") == {
        "round_id": opened.pk,
        "email": "grace@example.org",
        "name": "Grace",
        "message": "Your work on axioms fits.",
        "token_hash": hash_token(invitation_token(invitation.nonce)),
        "invited_by_id": editor.pk,
        "invited_at": NOW,
        "due_on": DUE,
        "proposed_due_on": None,
        "proposed_at": None,
        "answer_asked_at": NOW,
        "answer_by": NOW.date() + timedelta(days=10),
        "state": "pending",
        "answered_at": None,
        "reason": "",
        "user_id": None,
        "made_account": False,
        "corrected_by_id": None,
        "corrected_at": None,
        "kept_at": None,
    }
    assert fields_of(InvitationMail.objects.get()) == {
        "invitation_id": invitation.pk,
        "email": "grace@example.org",
        "requested_by_id": editor.pk,
        "requested_at": NOW,
    }
    assert log_since() == [line(opened, "invitation.sent", editor, NOW, invitation=invitation.pk)]
    assert new_mails(mailoutbox) == [
        ("grace@example.org", 'Would you review "Axioms for careful agents"?')
    ]


def test_an_invitation_sent_again_to_a_corrected_address(opened, mailoutbox):
    editor = opened.submission.editor
    invitation = InvitationFactory(round=opened, invited_at=NOW - timedelta(days=3))
    old, before = invitation.token_hash, fields_of(invitation, "nonce", "token_hash")
    revoke(invitation)
    last = len(log_since())
    send_invitation_again(invitation.pk, editor=editor, email="right@example.org", now=LATER)
    invitation.refresh_from_db()
    assert fields_of(invitation, "nonce", "token_hash") == {
        **before,
        "email": "right@example.org",
        "state": "pending",
        "answered_at": None,
        "answer_asked_at": LATER,
        "answer_by": LATER.date() + timedelta(days=10),
        "corrected_by_id": editor.pk,
        "corrected_at": LATER,
    }
    assert fields_of(ReplacedLink.objects.get()) == {
        "invitation_id": invitation.pk,
        "token_hash": old,
        "replaced_at": LATER,
    }
    assert log_since()[last:] == [
        line(opened, kind, editor, LATER, invitation=invitation.pk)
        for kind in (
            "invitation.address_corrected",
            "invitation.reopened",
            "invitation.sent_again",
        )
    ]
    assert [mail for mail, _subject in new_mails(mailoutbox)] == ["right@example.org"]


def test_an_accepted_invitation_that_is_opened_again_was_answered_when_it_was(opened):
    invitation = InvitationFactory(round=opened)
    accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    revoke(invitation, now=NOW + timedelta(hours=1))
    send_invitation_again(
        invitation.pk, editor=opened.submission.editor, email=invitation.email, now=LATER
    )
    again = Invitation.objects.get()
    assert (again.state, again.answered_at) == ("accepted", NOW)


@pytest.mark.parametrize("is_guest", [True, False])
def test_an_accepted_invitation_begins_a_review(opened, mailoutbox, is_guest):
    invitation = InvitationFactory(round=opened, reason="", name="Grace Hopeful")
    user = None if is_guest else UserFactory(verified=True, name="Noor Kept")
    review = accept_invitation(invitation.pk, user=user, name="", now=LATER)
    reviewer = review.reviewer
    assert reviewer.is_guest is is_guest
    assert reviewer.profile.name == ("Grace Hopeful" if is_guest else "Noor Kept")
    invitation.refresh_from_db()
    answered = (invitation.state, invitation.answered_at, invitation.user, invitation.reason)
    assert answered == ("accepted", LATER, reviewer, "")
    assert (review.round, review.version, review.invitation) == (opened, opened.version, invitation)
    assert (review.due_on, review.agreed_at, review.status) == (DUE, LATER, "draft")
    assert log_since() == [
        line(opened, "review.begun", reviewer, LATER, review=review.pk),
        line(opened, "invitation.accepted", reviewer, LATER, invitation=invitation.pk),
    ]
    assert new_mails(mailoutbox) == [(EDITOR, "A reviewer has accepted")], "it is no volunteer"


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_declined_invitation_keeps_the_reason(opened, mailoutbox, is_signed_in):
    invitation = InvitationFactory(round=opened)
    bystander = InvitationFactory(round=opened, email="other@example.org")
    user = UserFactory() if is_signed_in else None
    decline_invitation(invitation.pk, user=user, reason="Ask Noor.", now=LATER)
    invitation.refresh_from_db()
    answered = (invitation.state, invitation.answered_at, invitation.user, invitation.reason)
    assert answered == ("declined", LATER, user, "Ask Noor.")
    bystander.refresh_from_db()
    assert bystander.state == "pending"
    assert log_since() == [
        line(opened, "invitation.declined", user, LATER, invitation=invitation.pk)
    ]
    assert new_mails(mailoutbox) == [(EDITOR, "A reviewer has declined")]


def test_a_withdrawn_invitation_is_answered_by_the_editor(opened, mailoutbox):
    invitation = InvitationFactory(round=opened, state="accepted", answered_at=NOW)
    ReviewFactory(round=opened, invitation=invitation, reviewer__email="writer@example.org")
    revoke(invitation, now=LATER)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_at) == ("revoked", LATER)
    assert log_since() == [
        line(
            opened,
            "invitation.revoked",
            opened.submission.editor,
            LATER,
            invitation=invitation.pk,
        )
    ]
    assert new_mails(mailoutbox) == [
        ("writer@example.org", "Your invitation to review was withdrawn")
    ]


def test_a_volunteers_review_from_the_offer_to_the_editors_yes(opened, mailoutbox):
    person = UserFactory(email="volunteer@example.org", verified=True)
    VersionFactory(preprint=opened.submission.preprint, number=2)  # the round is about the first
    begun = begin_review(opened.pk, reviewer=person, due_on=DUE, email_verified=True, now=NOW)
    assert (begun.invitation, begun.agreed_at, begun.due_on) == (None, NOW, DUE)
    assert begun.version == opened.version
    assert new_mails(mailoutbox) == [(EDITOR, "A reviewer has volunteered")]
    typed = content(
        interests=Interests(("personal",), "A friend."), ai_use="Spelling.", confidence=2
    )
    submit_review(begun.pk, reviewer=person, content=typed, now=LATER)
    html = {
        f"{part}_html": getattr(begun, f"{part}_html")
        for part in ("summary", "strengths", "weaknesses", "evidence", "recommendations")
    }
    assert set(html.values()) == {""}, "of the row as it was before"
    review = Review.objects.get()
    assert review.strengths_html == "<p>Clear.</p>\n"
    assert review.recommendations_html == "<p>Shorten.</p>\n"
    assert fields_of(review, *html) == {
        "round_id": opened.pk,
        "version_id": opened.version_id,
        "reviewer_id": person.pk,
        "invitation_id": None,
        "status": "submitted",
        "number": None,
        "byline_kind": "anonymous",
        "byline_name": "Anonymous reviewer",
        "byline_skeleton": review.byline_skeleton,
        "summary": "The claim is $a<b$.",
        "strengths": "Clear.",
        "weaknesses": "1. Short.",
        "evidence": "Yes.",
        "recommendations": "Shorten.",
        "points": ["Short."],
        "significance_id": term("significance", "important").pk,
        "strength_id": term("strength", "solid").pk,
        "confidence": 2,
        "interest_kinds": ["personal"],
        "competing_interests": "A friend.",
        "ai_use": "Spelling.",
        "due_on": DUE,
        "agreed_at": NOW,
        "submitted_at": LATER,
        "due_set_at": None,
        "extended_at": None,
        "accepted_at": None,
        "reviewer_number": None,
        "published_at": None,
        "confirmed_at": LATER,
        "confirmed_by": "account",
        "byline_approved_by_id": None,
        "byline_approved_at": None,
        "withdrawn_at": None,
        "withdrawn_as": "",
        "withdrawn_by_id": None,
        "withdrawal_reason": "",
        "redactions": [],
        "left_at": None,
    }
    assert new_mails(mailoutbox) == [
        (EDITOR, "A review has been submitted"),
        ("volunteer@example.org", "We received your review"),
    ]
    editor, accepted_at = opened.submission.editor, LATER + timedelta(days=1)
    before = fields_of(review)
    accept_review(review.pk, editor=editor, now=accepted_at)
    after = {"status": "accepted", "reviewer_number": 1, "accepted_at": accepted_at}
    assert fields_of(review) == {**before, **after}
    assert log_since() == [
        line(opened, "review.begun", person, NOW, review=begun.pk),
        line(opened, "review.submitted", person, LATER, review=begun.pk),
        line(opened, "review.accepted", editor, accepted_at, review=begun.pk),
    ]
    assert new_mails(mailoutbox) == []


@pytest.fixture
def guests_review(opened):
    """Signed by a guest who was invited at a corrected address, and submitted."""
    invitation = InvitationFactory(
        round=opened,
        email="guest@example.org",
        corrected_by=opened.submission.editor,
        corrected_at=NOW,
    )
    review = accept_invitation(invitation.pk, user=None, name="Grace Guest", now=NOW)
    signed = content(byline_kind="signed")
    return submit_review(review.pk, reviewer=review.reviewer, content=signed, now=NOW)


def test_a_guest_is_asked_whether_the_review_is_theirs(opened, guests_review, mailoutbox):
    asked = [
        (EDITOR, "A review has been submitted"),
        (EDITOR, "A reviewer has accepted"),
        ("guest@example.org", "Is this your review? Axioms for careful agents"),
    ]
    assert new_mails(mailoutbox) == sorted(asked), "the second editor is not asked yet"
    link, last = MailedLink.objects.get(), len(log_since())
    assert fields_of(link, "nonce") == {
        "purpose": "confirm",
        "review_id": guests_review.pk,
        "email": "guest@example.org",
        "token_hash": hash_token(token_of(link)),
        "made_at": NOW,
        "closed_at": None,
    }
    ask_for_confirmation(guests_review.pk, editor=opened.submission.editor, now=LATER)
    ask_for_confirmation(guests_review.pk, editor=None, now=LATER + timedelta(hours=1))
    asked_by = [(opened.submission.editor, LATER)]
    asked_by.append((guests_review.reviewer, LATER + timedelta(hours=1)))
    assert log_since()[last:] == [
        line(opened, "review.confirmation_asked", actor, at, review=guests_review.pk)
        for actor, at in asked_by
    ]
    closed = list(MailedLink.objects.order_by("pk").values_list("closed_at", flat=True))
    assert closed == [LATER, LATER + timedelta(hours=1), None]


def test_a_confirmed_signature_waits_for_the_second_editor(opened, guests_review, mailoutbox):
    new_mails(mailoutbox)
    last, before = len(log_since()), fields_of(guests_review)
    confirm_review(MailedLink.objects.get().pk, now=LATER)
    confirmed = {**before, "confirmed_at": LATER, "confirmed_by": "mailbox"}
    assert fields_of(guests_review) == confirmed
    assert MailedLink.objects.get().closed_at is None, "it can be read again"
    assert new_mails(mailoutbox) == [
        (EDITOR, "A review is confirmed"),
        (SECOND, "Please approve a signature"),
    ]
    second = opened.submission.second_editor
    approve_byline(guests_review.pk, second_editor=second, now=LATER + timedelta(hours=1))
    assert fields_of(guests_review) == {
        **confirmed,
        "byline_approved_by_id": second.pk,
        "byline_approved_at": LATER + timedelta(hours=1),
    }
    assert new_mails(mailoutbox) == [(EDITOR, "A signature is approved")]
    by = {"review": guests_review.pk}
    assert log_since()[last:] == [
        line(opened, "review.confirmed", guests_review.reviewer, LATER, **by),
        line(opened, "review.byline_approved", second, LATER + timedelta(hours=1), **by),
    ]


def test_a_signature_approved_before_it_is_confirmed_is_not_called_ready(
    opened, guests_review, mailoutbox
):
    new_mails(mailoutbox)
    second = opened.submission.second_editor
    approve_byline(guests_review.pk, second_editor=second, now=LATER)
    assert new_mails(mailoutbox) == []
    confirm_review(MailedLink.objects.get().pk, now=LATER)
    assert new_mails(mailoutbox) == [(EDITOR, "A review is confirmed")]


def test_a_disowned_review_is_logged_without_a_person(opened, guests_review, mailoutbox):
    new_mails(mailoutbox)
    last, before = len(log_since()), fields_of(guests_review)
    disown_review(MailedLink.objects.get().pk, now=LATER)
    assert fields_of(guests_review) == {**before, "status": "disowned"}
    invitation = guests_review.invitation
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_at) == ("disowned", LATER)
    assert MailedLink.objects.get().closed_at == LATER
    of_review = {"review": guests_review.pk, "invitation": invitation.pk}
    assert log_since()[last:] == [line(opened, "review.disowned", None, LATER, **of_review)]
    words = "Not written by the invited person"
    assert new_mails(mailoutbox) == [(EDITOR, words), (SECOND, words)]


def test_an_allowed_name_is_logged_and_its_bearers_get_a_mail(opened, mailoutbox):
    bearer = UserFactory(name="Noor Haddad", email="bearer@example.org", verified=True)
    ReviewFactory(reviewer=bearer, published=True, byline_kind="signed", byline_name="Noor Haddad")
    review = ReviewFactory(round=opened, reviewer__name="Noor Haddad")
    second = opened.submission.second_editor
    allow_name(review.pk, editor=second, now=LATER)
    review.reviewer.profile.refresh_from_db()
    assert review.reviewer.profile.shared_name == "Noor Haddad"
    assert log_since() == [line(opened, "review.name_allowed", second, LATER, review=review.pk)]
    assert [to for to, _subject in new_mails(mailoutbox)] == ["bearer@example.org"]


def test_a_guest_who_keeps_the_account_has_confirmed_by_that(opened, guests_review, mailoutbox):
    new_mails(mailoutbox)
    Draft.objects.create(owner=guests_review.reviewer, key="x:1", saved_at=NOW)
    link, last = offer_account(guests_review.pk, now=LATER), len(log_since())
    assert (link.email, link.made_at, link.purpose) == ("guest@example.org", LATER, "keep")
    assert [to for to, _subject in new_mails(mailoutbox)] == ["guest@example.org"]
    at = LATER + timedelta(minutes=5)
    account = keep_account(link.pk, name="Grace Kept", password=PASSWORD, now=at)
    guests_review.refresh_from_db()
    assert (guests_review.reviewer, guests_review.confirmed_at) == (account, at)
    assert guests_review.confirmed_by == "mailbox"
    link.refresh_from_db()
    assert link.closed_at == at
    invitation = Invitation.objects.get()
    assert (invitation.user, invitation.kept_at) == (account, at)
    assert log_since()[last:] == [line(opened, "review.kept", account, at, review=guests_review.pk)]
    assert Draft.objects.get().owner == account
