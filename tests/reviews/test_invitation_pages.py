import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from drafts.models import Draft
from reviews.models import Invitation, MailedLink, Review, Submission
from reviews.notifications import invitation_mail_without_link
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import accept_invitation, revoke_invitation
from reviews.services.mailed_links import mail_link, token_of
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
)
from tests.factories.times import NOW
from tests.reviews.guests import ADDRESS, submitted
from tests.reviews.links import AS_GUEST, act_of, link_of, open_link

pytestmark = pytest.mark.django_db
PAGES_OF_LINKS = {
    MailedLink.Purpose.CONFIRM_REVIEW: "reviews:open_confirmation",
    MailedLink.Purpose.KEEP_ACCOUNT: "reviews:open_keep_account",
}


def accept_as_guest(client, invitation, name="Grace"):
    open_link(client, invitation)
    return client.post(
        act_of(invitation, "accept"),
        {**AS_GUEST, "name": name},
    )


def test_the_link_shows_the_work_without_an_account(client):
    words = open_link(client, InvitationFactory()).content.decode()
    assert "Axioms for careful agents" in words
    assert "Yes, I will review it" in words


def test_whoever_decides_reads_until_when_the_review_is_due(client):
    invitation = InvitationFactory(due_on=date(2031, 3, 2))
    InvitationFactory(due_on=date(2031, 4, 3))
    due = "the review is due on Sunday, 2 March 2031"
    page = " ".join(open_link(client, invitation).content.decode().split())
    assert f"If you accept, {due}." in page.partition("Will you review it?")[2]
    mail = " ".join(invitation_mail_without_link(invitation).body.split())
    assert f"If you accept, {due}." in mail
    accept_as_guest(client, invitation)
    page = " ".join(open_link(client, invitation).content.decode().split())
    assert f"Your review is due on {due.partition(' on ')[2]}." in page
    assert "April" not in page + mail


def test_the_accepted_invitation_leads_on_to_the_review_of_its_own_guest(client):
    accepted, of_account = InvitationFactory(), InvitationFactory()
    accept_as_guest(client, accepted)
    accept_invitation(of_account.pk, user=UserFactory(verified=True), name="", now=NOW)
    for invitation, leads_on in ((accepted, True), (of_account, False)):
        page = open_link(client, invitation).content.decode()
        assert ("Continue the review" in page) == leads_on
        address = reverse(
            "reviews:write_review", args=[Review.objects.get(invitation=invitation).pk]
        )
        assert (f'href="{address}"' in page) == leads_on


def test_the_token_goes_no_further_than_its_own_address(client):
    invitation = InvitationFactory()
    token = link_of(invitation).split("/")[2]
    first = client.get(link_of(invitation))
    assert first["Referrer-Policy"] == "no-referrer"
    assert "no-store" in first["Cache-Control"]
    page = client.get(first.url)
    assert token not in first.url
    assert token not in page.content.decode()
    assert token not in str(page.headers)
    assert token not in str(dict(client.session))
    assert "no-store" in page["Cache-Control"]


def test_looking_at_the_link_changes_nothing(client):
    open_link(client, InvitationFactory())
    assert Invitation.objects.get().state == "pending"


def test_accepting_without_an_account_leads_to_the_form_and_signs_nobody_in(client):
    invitation = InvitationFactory(email="new@example.org")
    answer = accept_as_guest(client, invitation)
    review = Review.objects.get()
    assert answer.url == reverse("reviews:write_review", args=[review.pk])
    assert "Your review" in client.get(answer.url).content.decode()
    assert "_auth_user_id" not in client.session


def test_the_link_brings_such_a_reviewer_back_on_another_computer(client):
    invitation = InvitationFactory()
    accept_as_guest(client, invitation)
    client.session.flush()
    client.cookies.clear()
    write = reverse("reviews:write_review", args=[Review.objects.get().pk])
    assert client.get(write).status_code == 302
    assert "You accepted on" in open_link(client, invitation).content.decode()
    assert client.get(write).status_code == 200


def test_closing_the_invitation_here_needs_the_link_again(client):
    invitation = InvitationFactory()
    accept_as_guest(client, invitation)
    client.post(act_of(invitation, "leave"))
    write = reverse("reviews:write_review", args=[Review.objects.get().pk])
    assert client.get(write).status_code == 302
    open_link(client, invitation)
    assert client.get(write).status_code == 200


def open_mailed_link(client, review, purpose):
    """The page that the link leads to, once this browser has opened it."""
    link = mail_link(review, purpose, now=NOW)
    return client.get(reverse(PAGES_OF_LINKS[purpose], args=[token_of(link)])).url


@pytest.mark.parametrize("purpose", PAGES_OF_LINKS)
def test_closing_it_here_closes_every_link_that_was_mailed_about_its_review(client, purpose):
    review, other = submitted(), submitted(invitation=InvitationFactory(email=ADDRESS))
    page, others_page = (open_mailed_link(client, one, purpose) for one in (review, other))
    assert "close this invitation here" in client.get(page).content.decode()
    client.post(act_of(review.invitation, "leave"))
    assert client.get(page).status_code == 410
    assert client.get(others_page).status_code == 200


def test_a_guest_saves_previews_and_submits(client):
    accept_as_guest(client, InvitationFactory())
    review = Review.objects.get()
    saved = client.post(f"/drafts/review:{review.pk}/", {"summary": "Half", "draft_revision": "0"})
    assert saved.status_code == 200
    assert Draft.objects.get().owner == review.reviewer
    preview = client.post("/preview/", {"field": "summary", "summary": "*Half*"})
    assert "<em>Half</em>" in preview.content.decode()


def test_the_form_of_a_guest_has_what_its_preview_buttons_need(client):
    accept_as_guest(client, InvitationFactory())
    page = client.get(
        reverse("reviews:write_review", args=[Review.objects.get().pk])
    ).content.decode()
    assert "hx-post" in page
    assert "htmx-2" in page


def test_a_preview_for_nobody_says_so_in_its_own_place(client):
    typed = {"field": "summary", "summary": "*Half*"}
    answer = client.post("/preview/", typed, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.content.startswith(b'<p class="wrong" role="alert">You are signed out')
    assert "no-store" in answer["Cache-Control"]


def test_a_preview_from_a_page_that_grew_old_says_so_in_its_own_place():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory())
    typed = {"field": "summary", "summary": "*Half*"}
    answer = strict.post("/preview/", typed, headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.content.startswith(b'<p class="wrong" role="alert">This page had grown too old')


def test_a_guest_saves_no_form_of_anybody_else(client):
    accept_as_guest(client, InvitationFactory())
    own, other, entry = Review.objects.get(), ReviewFactory(), EntryFactory()
    writer_of = {
        f"assessment:{own.round.pk}": own.round.submission.editor,
        f"invite:{own.round.pk}": own.round.submission.editor,
        f"review:{other.pk}": other.reviewer,
        f"assessment:{other.round.pk}": other.round.submission.editor,
        f"issue:{entry.issue.pk}": entry.issue.editor,
        f"entry:{entry.pk}": entry.issue.editor,
    }
    for key, writer in writer_of.items():
        answer = client.post(f"/drafts/{key}/", {"summary": "Mine now"})
        assert answer.status_code in (302, 403)
        signed_in = Client()
        signed_in.force_login(writer)
        assert signed_in.post(f"/drafts/{key}/", {"summary": "Mine"}).status_code == 200
    assert client.post(f"/drafts/review:{own.pk}/", {"summary": "My own"}).status_code == 200
    kept = {draft.key: (draft.owner, draft.fields["summary"]) for draft in Draft.objects.all()}
    assert kept.pop(f"review:{own.pk}") == (own.reviewer, "My own")
    assert kept == {key: (writer, "Mine") for key, writer in writer_of.items()}
    assert Draft.objects.count() == len(kept) + 1


def test_what_is_sent_with_a_closed_link_is_shown_to_be_copied(client):
    invitation = InvitationFactory()
    accept_as_guest(client, invitation)
    review = Review.objects.get()
    Invitation.objects.update(state="revoked")
    sent = {"summary": "A long thought.", "weaknesses": "3", "save": "1", "draft_base": "r4"}
    answer = client.post(reverse("reviews:write_review", args=[review.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "<dt>Summary</dt>\n  <dd>A long thought.</dd>" in page
    assert "<dd>3</dd>" in page
    assert "r4" not in page


def test_a_signed_in_person_accepts_with_that_account(client):
    user = UserFactory(verified=True)
    client.force_login(user)
    invitation = InvitationFactory()
    page = open_link(client, invitation).content.decode()
    assert f"As {user.profile.name}, the account you are signed in to" in page
    client.post(act_of(invitation, "accept"), {"answer_as": "account", "interests_choice": "none"})
    assert Review.objects.get().reviewer == user


def test_a_signed_in_person_may_accept_without_the_account(client):
    user = UserFactory(verified=True)
    client.force_login(user)
    accept_as_guest(client, InvitationFactory())
    assert Review.objects.get().reviewer.is_guest
    assert not user.reviews.exists()


def test_a_name_is_needed_without_an_account(client):
    assert accept_as_guest(client, InvitationFactory(name=""), name="").status_code == 422
    assert not Review.objects.exists()


def test_an_editor_of_the_work_cannot_use_the_link(client):
    invitation = InvitationFactory()
    for editor in (invitation.round.submission.editor, invitation.round.submission.second_editor):
        client.force_login(editor)
        assert open_link(client, invitation).status_code == 403
        for act in ("accept", "decline"):
            answer = client.post(
                act_of(invitation, act),
                {**AS_GUEST, "name": "Not I"},
            )
            assert answer.status_code == 403
    assert Invitation.objects.get().state == "pending"


def test_declining_says_thank_you_and_keeps_the_reason(client):
    invitation = InvitationFactory()
    open_link(client, invitation)
    answer = client.post(act_of(invitation, "decline"), {"reason": "No time"}, follow=True)
    assert "You declined on" in answer.content.decode()
    assert "can invite you again" in answer.content.decode()
    assert "What is asked" not in answer.content.decode()
    assert Invitation.objects.get().reason == "No time"
    client.post(act_of(invitation, "decline"), {"reason": "Again"})
    assert Invitation.objects.get().reason == "No time"


def test_a_withdrawn_or_unknown_link_is_closed(client):
    answer = client.get(link_of(InvitationFactory(state="revoked")))
    assert answer.status_code == 410
    assert "The invitation was withdrawn by the editors." in answer.content.decode()
    unknown = client.get(reverse("reviews:open_invitation", args=["0" * 64]))
    assert unknown.status_code == 404
    assert "withdrawn" not in unknown.content.decode()


def test_an_older_link_says_that_a_newer_mail_has_a_new_one(client):
    invitation = InvitationFactory()
    older = link_of(invitation)
    editor = invitation.round.submission.editor
    send_invitation_again(invitation.pk, editor=editor, email=invitation.email, now=NOW)
    answer = client.get(older)
    assert answer.status_code == 410
    assert "A newer e-mail has a new link" in answer.content.decode()
    assert client.get(reverse("reviews:opened_invitation", args=[invitation.pk])).status_code == 404
    invitation.refresh_from_db()
    assert client.get(link_of(invitation)).status_code == 302


@pytest.mark.parametrize(
    ("closed_by", "words"),
    [
        ("withdrawal", "The invitation was withdrawn; the text you had saved was mailed to you."),
        ("a newer mail", "A newer e-mail has a new link. Open that link; your text here is kept."),
    ],
)
def test_who_is_writing_reads_why_the_link_is_closed(client, closed_by, words):
    invitation = InvitationFactory()
    accept_as_guest(client, invitation)
    key = f"review:{Review.objects.get().pk}"
    saved = client.post(
        f"/drafts/{key}/", {"summary": "One"}, headers={"X-Requested-With": "fetch"}
    )
    assert saved.status_code == 200
    editor = invitation.round.submission.editor
    if closed_by == "withdrawal":
        revoke_invitation(invitation.pk, editor=editor, now=NOW)
    else:
        send_invitation_again(invitation.pk, editor=editor, email=invitation.email, now=NOW)
    own_status = (
        409 if closed_by == "withdrawal" else 401
    )  # the page asks again while it may be opened
    for visitor, status in ((client, own_status), (Client(), 401)):
        answer = visitor.post(
            f"/drafts/{key}/", {"summary": "Two"}, headers={"X-Requested-With": "fetch"}
        )
        assert answer.status_code == status
        assert (answer.json()["error"] == words) == (visitor is client)
    assert Draft.objects.get().fields == {"summary": "One"}


def test_the_address_of_the_page_alone_opens_nothing(client):
    invitation = InvitationFactory()
    page = reverse("reviews:opened_invitation", args=[invitation.pk])
    assert client.get(page).status_code == 404
    assert client.post(act_of(invitation, "accept"), {"name": "Grace"}).status_code == 404


def test_without_its_link_only_its_confirmed_address_opens_an_invitation(client):
    invitation = InvitationFactory()
    page = reverse("reviews:opened_invitation", args=[invitation.pk])
    invited = UserFactory(email="Invited@example.org")
    client.force_login(invited)
    assert client.get(page).status_code == 404, "an address nobody confirmed matches nothing"
    client.force_login(UserFactory(email="other@example.org", verified=True))
    assert client.get(page).status_code == 404
    EmailAddress.objects.create(user=invited, email=invited.email, verified=True, primary=True)
    client.force_login(invited)
    assert client.get(page).status_code == 200


def test_the_owner_of_the_confirmed_address_needs_no_link(client):
    invitation = InvitationFactory()
    owner = UserFactory(email="invited@example.org", verified=True)
    client.force_login(owner)
    page = client.get(reverse("reviews:opened_invitation", args=[invitation.pk]))
    assert "Without an account" not in page.content.decode()
    client.post(act_of(invitation, "accept"), {"interests_choice": "none"})
    assert Review.objects.get().reviewer == owner
    assert Review.objects.get().agreed_at >= NOW


def test_a_guest_without_the_cookie_is_led_to_the_link_in_the_mail(client):
    words = "open the link in your e-mail again"
    review = ReviewFactory(by_guest=True)
    write = reverse("reviews:write_review", args=[review.pk])
    assert words in client.get(write, follow=True).content.decode()
    assert words not in client.get("/me/", follow=True).content.decode()


def test_accepting_promises_no_saving_that_needs_a_script(client):
    """Without a script nothing is saved until it is sent: only the script's own sentence, an
    attribute that nobody reads before it runs, speaks of saving."""
    invitation = InvitationFactory()
    page = client.get(accept_as_guest(client, invitation).url).content.decode()
    messages = re.search(r'<ul class="messages" role="status">(.*?)</ul>', page, re.S)[1]
    assert " ".join(re.sub("<[^>]*>", "", messages).split()) == "Thank you. You can start writing."
    shown = re.sub("<[^>]*>", "", page[page.index("<main") :])
    by_hand = ["saved yet: save it first.", *["Save and continue later"] * 2]
    assert sorted(re.findall(r"\bsav.*", shown, re.I), key=str.lower) == sorted(
        by_hand, key=str.lower
    )
    assert 'data-ready="Saved as you write."' in page
    assert '<p class="save-state" role="status"></p>' in page


def test_an_answer_refused_by_a_rule_keeps_what_was_typed(client):
    invitation = InvitationFactory()
    author = UserFactory(email=invitation.email, verified=True)
    Submission.objects.update(submitter=author, is_author=True)
    answer = accept_as_guest(client, invitation, name="Grace Typed")
    assert answer.status_code == 409
    assert 'value="Grace Typed"' in answer.content.decode()
