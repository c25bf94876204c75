"""Whose review it is: confirmed from the mailbox, disowned, approved, kept in an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import AddressInUse
from accounts.models import Pseudonym, User
from events.models import Event, Outbox
from events.outbox import work
from reviews import errors, rules
from reviews.models import Invitation, MailedLink, Review
from reviews.services.confirming import approve_byline, ask_for_confirmation, confirm_review
from reviews.services.invitations import accept_invitation
from reviews.services.keeping import attach_to_account, keep_account, offer_account
from reviews.services.mailed_links import mail_link, token_of
from reviews.services.reviewing import hand_in_review, publish_review
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.factories.times import NOW
from tests.reviews.links import link_of, links_in, secret_link_in
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
ADDRESS = "invited@example.org"
CONFIRM = MailedLink.Purpose.CONFIRM_REVIEW
KEEP = MailedLink.Purpose.KEEP_ACCOUNT


def submitted(byline_kind="signed", *, invitation=None):
    """A review that a guest has submitted."""
    invitation = invitation or InvitationFactory(email=ADDRESS)
    review = accept_invitation(invitation.pk, user=None, name="Grace Guest", now=NOW)
    if byline_kind == "pseudonym":
        Pseudonym.objects.create(user=review.reviewer, name="Blue Heron")
    details = content(byline_kind=byline_kind)
    return hand_in_review(review.pk, reviewer=review.reviewer, content=details, now=NOW)


def publish(review):
    return publish_review(review.pk, editor=review.round.submission.editor, now=NOW)


def mailed_link(mailoutbox, words):
    """The newest secret link mailed to the invitation's address under a subject."""
    work()
    mails = [mail for mail in mailoutbox if mail.to == [ADDRESS] and words in mail.subject]
    return secret_link_in(mails[-1])


def open_confirmation(client, mailoutbox):
    return client.get(mailed_link(mailoutbox, "Is this your review?")).url


@pytest.mark.parametrize("kind", ["signed", "pseudonym"])
def test_a_name_is_published_only_after_the_mailbox_has_confirmed_it(client, mailoutbox, kind):
    review = submitted(kind)
    with pytest.raises(errors.ReviewNotConfirmed):
        publish(review)
    page = open_confirmation(client, mailoutbox)
    words = client.get(page).content.decode()
    assert review.byline_name in words
    assert "Shorten" in words
    assert Review.objects.get().confirmed_at is None, "looking confirms nothing"
    client.post(f"{page}yes/")
    confirmed = Review.objects.get()
    assert confirmed.confirmed_by == "mailbox"
    assert "You have confirmed this review" in client.get(page).content.decode()
    assert publish(review).status == "published"


def test_the_database_publishes_no_unconfirmed_name():
    review = submitted()
    unpublished = Review.objects.filter(pk=review.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        unpublished.update(status="published", number=1, published_at=NOW)
    unpublished.update(byline_kind="anonymous")
    unpublished.update(status="published", number=1, published_at=NOW)


def test_an_anonymous_review_is_published_without_a_confirmation():
    review = publish(submitted("anonymous"))
    assert (review.status, review.is_confirmed) == ("published", False)


def test_it_can_still_be_confirmed_after_it_is_published(client, mailoutbox):
    publish(submitted("anonymous"))
    client.post(f"{open_confirmation(client, mailoutbox)}yes/")
    assert Review.objects.get().is_confirmed


def test_who_is_signed_in_to_a_confirmed_account_is_asked_nothing(mailoutbox):
    reviewer = UserFactory(verified=True)
    review = ReviewFactory(reviewer=reviewer)
    hand_in_review(review.pk, reviewer=reviewer, content=content(byline_kind="signed"), now=NOW)
    work()
    assert Review.objects.get().confirmed_by == "account"
    assert not any("Is this your review?" in mail.subject for mail in mailoutbox)


@pytest.mark.parametrize("account", ["unconfirmed", "made by a link"])
def test_an_account_that_shows_nothing_is_asked(mailoutbox, account):
    """A sign-up nobody confirmed, or an account that whoever held an earlier link could have."""
    is_made = account == "made by a link"
    reviewer = UserFactory(email=ADDRESS, verified=is_made)
    invitation = InvitationFactory(
        email=ADDRESS, state="accepted", user=reviewer, made_account=is_made
    )
    review = ReviewFactory(round=invitation.round, invitation=invitation, reviewer=reviewer)
    hand_in_review(review.pk, reviewer=reviewer, content=content(byline_kind="signed"), now=NOW)
    with pytest.raises(errors.ReviewNotConfirmed):
        publish(review)
    assert mailed_link(mailoutbox, "Is this your review?")


def test_confirming_twice_is_confirming_once(client, mailoutbox):
    submitted()
    page = open_confirmation(client, mailoutbox)
    for _ in range(3):
        client.post(f"{page}yes/")
    assert Event.objects.filter(kind="review.confirmed").count() == 1


def test_the_invitations_link_confirms_nothing(client):
    review = submitted()
    client.get(link_of(review.invitation))
    link = MailedLink.objects.get()
    for act in ("", "yes/", "no/"):
        path = reverse("reviews:confirmation", args=[link.pk]) + act
        answer = client.post(path) if act else client.get(path)
        assert answer.status_code == 410
    assert not Review.objects.get().is_confirmed


def test_a_link_is_good_for_its_own_purpose_only(client):
    review = submitted()
    confirm = MailedLink.objects.get()
    keep = mail_link(review, KEEP, now=NOW)
    for page, link in (("open_keeping", confirm), ("open_confirmation", keep)):
        answer = client.get(reverse(f"reviews:{page}", args=[token_of(link)]))
        assert answer.status_code == 410
    assert client.get(reverse("reviews:invitation", args=[token_of(confirm)])).status_code == 404


def test_asking_again_closes_the_older_link(client, mailoutbox):
    review = submitted()
    older = mailed_link(mailoutbox, "Is this your review?")
    later = NOW + timedelta(hours=1)
    ask_for_confirmation(review.pk, editor=review.round.submission.editor, now=later)
    assert mailed_link(mailoutbox, "Is this your review?") != older
    assert client.get(older).status_code == 410
    assert MailedLink.objects.filter(closed_at=None).count() == 1


def test_a_reviewer_is_asked_few_times_a_day():
    review = submitted()
    editor = review.round.submission.editor
    for hour in range(1, rules.REVIEWER_MAILS_A_DAY):
        ask_for_confirmation(review.pk, editor=editor, now=NOW + timedelta(hours=hour))
    with pytest.raises(errors.TooManyMails):
        ask_for_confirmation(review.pk, editor=editor, now=NOW + timedelta(hours=20))
    ask_for_confirmation(review.pk, editor=editor, now=NOW + timedelta(days=1, seconds=1))


def test_no_row_of_a_mail_holds_a_secret(mailoutbox):
    review = submitted()
    offer_account(review.pk, now=NOW)
    rows = str(list(Outbox.objects.values()))
    work()
    tokens = [secret_link_in(mail).split("/")[2] for mail in mailoutbox if mail.to == [ADDRESS]]
    assert len(tokens) == 2
    assert all(token not in rows for token in tokens)
    assert "Sound" not in rows


# --- Not mine --------------------------------------------------------------------------------


def test_a_disowned_review_is_set_aside_and_its_link_closed(client, mailoutbox):
    review = submitted()
    bystander = ReviewFactory(round=review.round, submitted=True)
    page = open_confirmation(client, mailoutbox)
    assert client.post(f"{page}no/").status_code == 200
    review.refresh_from_db()
    assert review.status == "disowned"
    with pytest.raises(errors.ReviewNotSubmitted):
        publish(review)
    assert client.get(link_of(review.invitation)).status_code == 404
    mailoutbox.clear()
    work()
    submission = review.round.submission
    told = {mail.to[0] for mail in mailoutbox if "Not written by" in mail.subject}
    assert told == {submission.editor.email, submission.second_editor.email}
    bystander.refresh_from_db()
    assert bystander.status == "submitted"


def test_what_was_confirmed_or_published_is_not_disowned(client, mailoutbox):
    review = submitted("anonymous")
    page = open_confirmation(client, mailoutbox)
    publish(review)
    client.post(f"{page}no/")
    assert Review.objects.get().status == "published"


def test_the_editors_see_whether_it_is_confirmed_and_ask_again(client, mailoutbox):
    review = submitted()
    editor = review.round.submission.editor
    client.force_login(editor)
    page = reverse("reviews:submission", args=[review.round.submission_id])
    words = client.get(page).content.decode()
    assert "Not confirmed from the mailbox yet" in words
    assert "Publish this review" not in words
    client.post(reverse("reviews:ask_for_confirmation", args=[review.pk]))
    assert MailedLink.objects.count() == 2
    confirm_review(MailedLink.objects.get(closed_at=None).pk, now=NOW)
    words = client.get(page).content.decode()
    assert "Confirmed from the mailbox on" in words
    assert "Publish this review" in words


# --- A corrected address ---------------------------------------------------------------------


@pytest.fixture
def corrected():
    """A signed and confirmed review of an invitation whose address an editor corrected."""
    invitation = InvitationFactory(email=ADDRESS)
    editor = invitation.round.submission.editor
    Invitation.objects.update(corrected_at=NOW, corrected_by=editor)
    review = submitted(invitation=Invitation.objects.get())
    confirm_review(MailedLink.objects.get().pk, now=NOW)
    return Review.objects.get(pk=review.pk)


def test_a_signature_from_a_corrected_address_needs_the_second_editor(client, corrected):
    submission = corrected.round.submission
    with pytest.raises(errors.BylineNotApproved):
        publish(corrected)
    with pytest.raises(errors.NotTheSecondEditor):
        approve_byline(corrected.pk, second_editor=submission.editor, now=NOW)
    client.force_login(submission.second_editor)
    page = reverse("reviews:submission", args=[submission.pk])
    words = client.get(page).content.decode()
    assert ADDRESS in words
    assert "address corrected by" in words
    client.post(reverse("reviews:approve_byline", args=[corrected.pk]))
    event = Event.objects.get(kind="review.byline_approved")
    assert (event.actor_id, event.is_public) == (submission.second_editor_id, False)
    assert publish(corrected).status == "published"


def test_without_a_name_a_corrected_address_needs_no_second_yes(corrected):
    Review.objects.filter(pk=corrected.pk).update(byline_kind="pseudonym")
    assert publish(corrected).status == "published"


# --- Keep this account -----------------------------------------------------------------------


def keeping_page(client, mailoutbox, review):
    client.get(link_of(review.invitation))
    client.post(reverse("reviews:offer_account", args=[review.pk]))
    return client.get(mailed_link(mailoutbox, "Your account")).url


def test_a_guest_keeps_the_account(client, mailoutbox):
    review = submitted("pseudonym")
    page = keeping_page(client, mailoutbox, review)
    assert "Grace Guest" in client.get(page).content.decode()
    answer = client.post(page, {"name": "Grace Guest", "password": PASSWORD})
    assert answer.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session, "the link signs nobody in"
    account = User.objects.get(email=ADDRESS)
    assert (account.is_guest, account.is_active) == (False, True)
    assert account.check_password(PASSWORD)
    assert account.emailaddress_set.get().verified
    review.refresh_from_db()
    assert (review.reviewer, review.confirmed_by) == (account, "mailbox")
    assert account.pseudonym.name == "Blue Heron"
    assert account.profile.handle.startswith("grace-guest-")
    assert client.get(page).status_code == 410
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert client.get(reverse("reviews:write", args=[review.pk])).status_code == 200


def test_the_invitations_link_opens_the_account_no_more(client, mailoutbox):
    review = submitted()
    page = keeping_page(client, mailoutbox, review)
    client.post(page, {"name": "Grace Guest", "password": PASSWORD})
    stranger = Client()
    assert (
        "please sign in" in stranger.get(link_of(review.invitation), follow=True).content.decode()
    )
    assert stranger.get(reverse("reviews:write", args=[review.pk])).status_code == 302


def test_a_weak_password_makes_no_account(client, mailoutbox):
    page = keeping_page(client, mailoutbox, submitted())
    assert client.post(page, {"name": "Grace Guest", "password": "short"}).status_code == 422
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_stranger_who_signed_up_with_the_address_loses_it(client, mailoutbox):
    client.post(
        "/accounts/signup/",
        {"name": "Some Stranger", "email": ADDRESS, "password1": "the stranger's own words"},
    )
    stranger = User.objects.get(email=ADDRESS)
    work()
    (confirm,) = [one for mail in mailoutbox for one in links_in(mail) if "confirm-email" in one]
    review = submitted()
    owner = Client()
    page = keeping_page(owner, mailoutbox, review)
    owner.post(page, {"name": "Grace Guest", "password": PASSWORD})
    stranger.refresh_from_db()
    assert stranger.email != ADDRESS
    assert not stranger.is_active
    assert not stranger.reviews.exists()
    assert EmailAddress.objects.get(email=ADDRESS).user == User.objects.get(email=ADDRESS)
    client.post(confirm, {"password": "the stranger's own words"})
    assert EmailAddress.objects.get(email=ADDRESS).user == User.objects.get(email=ADDRESS)
    for password in ("the stranger's own words",):
        client.post("/accounts/login/", {"login": ADDRESS, "password": password})
        assert "_auth_user_id" not in client.session


def test_with_an_account_the_review_goes_there_after_signing_in(client, mailoutbox):
    account = UserFactory(email=ADDRESS, verified=True)
    before = account.password
    review = submitted()
    page = keeping_page(client, mailoutbox, review)
    assert "There is an account" in client.get(page).content.decode()
    client.post(page, {"name": "Grace Guest", "password": "another password here"})
    review.refresh_from_db()
    assert review.reviewer.is_guest, "nothing happens before the owner is signed in"
    client.force_login(UserFactory(verified=True))
    client.post(page)
    review.refresh_from_db()
    assert review.reviewer.is_guest, "nor for somebody else"
    owner = Client()
    owner.force_login(account)
    owner.get(mailed_link(mailoutbox, "Your account"))
    owner.post(page)
    review.refresh_from_db()
    account.refresh_from_db()
    assert (review.reviewer, account.password) == (account, before)


def test_an_account_with_a_review_of_the_round_takes_no_second_one():
    review = submitted()
    account = UserFactory(email=ADDRESS, verified=True)
    ReviewFactory(round=review.round, reviewer=account)
    link = offer_account(review.pk, now=NOW)
    with pytest.raises(errors.AlreadyReviewing):
        attach_to_account(link.pk, user=account, now=NOW)


def test_an_editor_of_the_work_takes_no_review_of_it():
    review = submitted()
    editor = review.round.submission.second_editor
    EmailAddress.objects.create(user=editor, email=ADDRESS, verified=True)
    link = offer_account(review.pk, now=NOW)
    with pytest.raises(errors.ReviewerIsInvolved):
        attach_to_account(link.pk, user=editor, now=NOW)


def test_an_account_in_use_is_not_taken_apart():
    """One made by command has confirmed nothing, but it is no unfinished sign-up either."""
    holder = UserFactory(email=ADDRESS, administrator=True)
    link = offer_account(submitted().pk, now=NOW)
    with pytest.raises(AddressInUse):
        keep_account(link.pk, name="Grace Guest", password=PASSWORD, now=NOW)
    holder.refresh_from_db()
    assert (holder.email, holder.is_active) == (ADDRESS, True)


def test_a_pseudonym_stays_taken_when_the_account_has_another():
    review = submitted("pseudonym")
    account = UserFactory(email=ADDRESS, verified=True)
    Pseudonym.objects.create(user=account, name="Grey Wagtail")
    attach_to_account(offer_account(review.pk, now=NOW).pk, user=account, now=NOW)
    review.refresh_from_db()
    assert (review.reviewer, review.byline_name) == (account, "Blue Heron")
    assert Pseudonym.objects.get(name="Blue Heron").user.is_guest
    assert account.pseudonym.name == "Grey Wagtail"


def test_a_guest_is_nowhere_among_people(client):
    review = submitted()
    confirm_review(MailedLink.objects.get().pk, now=NOW)
    publish(review)
    handle = review.reviewer.profile.handle
    assert client.get(f"/people/{handle}/").status_code == 404
    editor = UserFactory(managing_editor=True, administrator=True)
    page = review.version.preprint.get_absolute_url()
    for address in (page, "/people/", "/api/v1/people/", "/api/v1/reviews/"):
        answer = client.get(address)
        assert handle not in answer.content.decode(), address
        assert review.reviewer.email not in answer.content.decode()
    assert "Grace Guest" in client.get(page).content.decode()
    client.force_login(editor)
    assert client.get(f"/people/{handle}/").status_code == 404
