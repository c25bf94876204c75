"""Where editors invite to a round, read its reviews, and write and approve its assessment."""

import pytest
from django.urls import reverse

from reviews.models import Assessment, Invitation, MailedLink, Review, Round
from reviews.services.guest_accounts import keep_account
from reviews.services.mailed_links import mail_link
from reviews.tokens import invitation_token
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW, day_to_type
from tests.reviews.desks import page_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]


@pytest.fixture
def editor(client):
    user = UserFactory(editor=True)
    client.force_login(user)
    return user


@pytest.fixture
def opened(editor):
    second = UserFactory(editor=True)
    submission = SubmissionFactory(state="accepted", editor=editor, second_editor=second)
    return RoundFactory(submission=submission)


def test_inviting_shows_the_invitation_and_never_its_link(client, opened):
    client.post(
        reverse("reviews:invite_reviewer", args=[opened.pk]),
        {"name": "Grace", "email": "grace@example.org", "due_on": day_to_type(), "message": ""},
    )
    words = words_of(client, opened.submission)
    assert "grace@example.org" in words
    sent = client.get(reverse("reviews:sent_invitation", args=[Invitation.objects.get().pk]))
    assert "invites you to review" in sent.content.decode()
    for page in (words, sent.content.decode()):
        assert invitation_token(Invitation.objects.get().nonce) not in page
        assert Invitation.objects.get().nonce not in page


def test_a_wrong_address_is_refused_and_the_rest_is_kept(client, opened):
    answer = client.post(
        reverse("reviews:invite_reviewer", args=[opened.pk]),
        {"name": "Grace", "email": "grace", "due_on": day_to_type(), "message": "Dear Grace"},
    )
    assert answer.status_code == 422
    assert "Dear Grace" in answer.content.decode()


def test_withdrawing_the_last_invitation_releases_a_round_that_waits_for_nobody_else(client):
    releases = {}
    for others in (0, 1):
        opened = RoundFactory()
        ReviewFactory.create_batch(2, round=opened, accepted=True)
        invitations = [
            InvitationFactory(round=opened, email=f"{name}@example.org")
            for name in ("ada", "ben")[: 1 + others]
        ]
        client.force_login(opened.submission.editor)
        address = reverse("reviews:revoke_invitation", args=[invitations[0].pk])
        page = client.post(address, follow=True).text
        opened.refresh_from_db()
        releases[others] = (opened.state, "All reviews are in" in page)
    assert releases == {0: ("released", True), 1: ("open", False)}


def test_an_erased_address_is_not_shown_as_one(client):
    opened = RoundFactory()
    InvitationFactory(round=opened, name="Grace", email="erased-12ab@guest.invalid")
    InvitationFactory(round=opened, name="Noor", email="noor@example.org")
    client.force_login(opened.submission.editor)
    page = client.get(reverse("reviews:submission", args=[opened.submission_id])).text
    assert page.count("address erased") == 1
    assert "guest.invalid" not in page
    assert "noor@example.org" in page


def test_withdrawing_an_invitation_closes_it(client, opened):
    invitation = InvitationFactory(round=opened)
    url = reverse("reviews:revoke_invitation", args=[invitation.pk])
    client.post(url)
    assert Invitation.objects.get().state == "revoked"
    assert "answered or withdrawn" in client.post(url, follow=True).content.decode()


def test_a_review_submitted_is_read_and_accepted(client, opened):
    review = ReviewFactory(round=opened, submitted=True)
    words = words_of(client, opened.submission)
    assert "Shorten section two." in words
    assert review.reviewer.profile.name in words
    url = reverse("reviews:accept_review", args=[review.pk])
    client.post(url)
    assert Review.objects.get().status == "accepted"
    assert "Only a submitted review" in client.post(url, follow=True).content.decode()


def test_another_editor_sees_neither_reviewers_nor_what_is_not_public(client, opened):
    for name, published, text in (
        ("Rita Submitted", False, "<p>Sent lately.</p>"),
        ("Rosa Published", True, "<p>Read by everybody.</p>"),
    ):
        reviewer = UserFactory(name=name, email=f"{name[:4].lower()}@example.org")
        state = {"published": True} if published else {"submitted": True}
        ReviewFactory(round=opened, reviewer=reviewer, summary_html=text, **state)
    InvitationFactory(round=opened)
    AssessmentFactory(round=opened, text_html="<p>Not yet public</p>")
    hidden = ["Rita Submitted", "Sent lately.", "Rosa Published", "Shorten section two.",
              "invited@example.org", "Not yet public"]  # fmt: skip
    for editor, shown in ((opened.submission.editor, hidden), (UserFactory(editor=True), [])):
        client.force_login(editor)
        answer = client.get(page_of(opened.submission))
        words = answer.content.decode()
        assert answer.status_code == 200
        assert "Read by everybody." in words
        assert [text for text in hidden if text in words] == shown
        assert "rita@example.org" not in words
        assert "rosa@example.org" not in words


def release(opened):
    Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)


def assessment_fields():
    return {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "text": "An important study. It is solid.",
        "interests_choice": "none",
    }


def test_the_assessment_goes_from_the_editor_by_the_second_to_the_public(client, opened):
    ReviewFactory(round=opened, accepted=True)
    release(opened)
    submission = opened.submission
    url = reverse("reviews:write_assessment", args=[opened.pk])
    assert "The work states four axioms." in client.get(url).content.decode()
    client.post(url, assessment_fields())
    assessment = Assessment.objects.get()
    client.force_login(submission.second_editor)
    assert "Approve it" in words_of(client, submission)
    approve = reverse("reviews:approve_assessment", args=[assessment.pk])
    stale = client.post(
        approve, {"seen": "what stood there before", "interests_choice": "none"}, follow=True
    )
    assert "changed after you opened the page" in stale.content.decode()
    early = {"early_reason": "The reviewer agreed by mail.", "interests_choice": "none"}
    client.post(approve, {"seen": assessment.fingerprint, **early})
    client.force_login(submission.editor)
    assert "Post the reviews and the assessment" in words_of(client, submission)
    client.post(reverse("reviews:publish_assessment", args=[assessment.pk]))
    assessment.refresh_from_db()
    assert assessment.state == "published"


def test_an_assessment_without_a_term_keeps_its_text(client, opened):
    ReviewFactory(round=opened, published=True)
    fields = {**assessment_fields(), "strength": ""}
    answer = client.post(reverse("reviews:write_assessment", args=[opened.pk]), fields)
    assert "An important study. It is solid." in answer.content.decode()
    assert not Assessment.objects.exists()


def test_an_assessment_sent_from_an_old_tab_does_not_drop_newer_text(client, opened):
    ReviewFactory(round=opened, published=True)
    draft = reverse("drafts:save", args=[f"assessment:{opened.pk}"])
    client.post(draft, {"text": "First.", "draft_revision": "0"})
    client.post(draft, {"text": "Newer, from another tab.", "draft_revision": "1"})
    url = reverse("reviews:write_assessment", args=[opened.pk])
    answer = client.post(url, {**assessment_fields(), "draft_revision": "1"})
    assert "newer text was saved" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_an_assessment_of_one_sentence_is_too_short(client, opened):
    ReviewFactory(round=opened, published=True)
    fields = {**assessment_fields(), "text": "One sentence only."}
    answer = client.post(reverse("reviews:write_assessment", args=[opened.pk]), fields)
    assert "two to four sentences" in answer.content.decode()


def test_a_review_is_not_due_in_the_past(client, opened):
    answer = client.post(
        reverse("reviews:invite_reviewer", args=[opened.pk]),
        {"name": "Grace", "email": "grace@example.org", "due_on": "1900-01-01"},
    )
    assert "in the future" in answer.content.decode()


@pytest.mark.parametrize("days", [None, 400], ids=["the last day", "in 400 days"])
def test_a_review_is_due_within_a_year(client, opened, days):
    day = day_to_type(days) if days else "9999-12-31"
    asked = {"name": "Grace", "email": "grace@example.org", "due_on": day, "message": "Dear Grace"}
    url = reverse("reviews:invite_reviewer", args=[opened.pk])
    answer = client.post(url, asked)
    assert answer.status_code == 422
    assert "choose a day within a year" in answer.content.decode()
    assert "Dear Grace" in answer.content.decode()
    assert not Invitation.objects.exists()
    client.post(url, asked | {"due_on": day_to_type(365)})
    assert Invitation.objects.get().email == "grace@example.org"


def test_an_assessment_too_early_is_refused_with_words(client, opened):
    answer = client.post(reverse("reviews:write_assessment", args=[opened.pk]), assessment_fields())
    assert "accept at least one first" in answer.content.decode()


def test_returning_needs_a_comment(client, opened):
    assessment = AssessmentFactory(round=opened)
    client.force_login(opened.submission.second_editor)
    url = reverse("reviews:return_assessment", args=[assessment.pk])
    assert client.post(url).status_code == 422
    assert assessment.round.assessment.state == "proposed"
    typed = {"comment": "Say why.", "seen": assessment.fingerprint, "interests_choice": "none"}
    client.post(url, typed)
    client.force_login(opened.submission.editor)
    assert "Say why." in words_of(client, opened.submission)
    page = client.get(reverse("reviews:write_assessment", args=[opened.pk])).content.decode()
    assert "Say why." in page
    assert assessment.text in page


def test_the_wrong_editor_is_refused_with_a_reason(client, opened):
    assessment = AssessmentFactory(round=opened)
    client.force_login(UserFactory(editor=True))
    answer = client.post(reverse("reviews:approve_assessment", args=[assessment.pk]), follow=True)
    assert "Only the second editor" in answer.content.decode()


def test_the_editors_row_says_how_the_reviewer_accepted(client):
    review = ReviewFactory(by_guest=True, submitted=True)
    page = reverse("reviews:submission", args=[review.round.submission_id])
    client.force_login(review.round.submission.editor)
    assert "without an account" in client.get(page).content.decode()
    link = mail_link(review, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
    keep_account(link.pk, name="João da Silva", password=PASSWORD, now=NOW)
    words = client.get(page).content.decode()
    assert "as João da Silva, without an account; kept in an account" in words
    assert "from an account" not in words


def test_a_declined_invitation_offers_no_sending_again(client):
    invitation = InvitationFactory(state="declined")
    pending = InvitationFactory(round=invitation.round, email="p@example.org")
    client.force_login(invitation.round.submission.editor)
    page = reverse("reviews:submission", args=[invitation.round.submission_id])
    assert client.get(page).content.decode().count("See it, send it again") == 1
    assert pending.may_be_sent_again


def test_an_invitation_refused_by_a_rule_keeps_the_form(client):
    known = InvitationFactory()
    client.force_login(known.round.submission.editor)
    typed = {
        "email": known.email,
        "name": "Ada Typed",
        "message": "A line that took thought.",
        "due_on": day_to_type(31),
    }
    answer = client.post(reverse("reviews:invite_reviewer", args=[known.round_id]), typed)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "already has an open invitation" in words
    assert "A line that took thought." in words
    for value in (known.email, "Ada Typed", typed["due_on"]):
        assert f'value="{value}"' in words
