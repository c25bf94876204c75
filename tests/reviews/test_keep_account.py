"""A guest keeps the account: by a link from their own mailbox, and nobody else by it."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.errors import AddressInUse
from accounts.models import Pseudonym, User
from events.outbox import work
from reviews import errors, invitation_errors
from reviews.models import MailedLink
from reviews.services.confirming import confirm_review
from reviews.services.guest_accounts import attach_to_account, keep_account, offer_account
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.guests import ADDRESS, mailed_link, publish, submitted
from tests.reviews.links import link_of, links_in

pytestmark = pytest.mark.django_db


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
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert client.get(reverse("reviews:write_review", args=[review.pk])).status_code == 200


def test_the_invitations_link_opens_the_account_no_more(client, mailoutbox):
    review = submitted()
    page = keeping_page(client, mailoutbox, review)
    client.post(page, {"name": "Grace Guest", "password": PASSWORD})
    stranger = Client()
    assert (
        "please sign in" in stranger.get(link_of(review.invitation), follow=True).content.decode()
    )
    assert stranger.get(reverse("reviews:write_review", args=[review.pk])).status_code == 302


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
    bystander = UserFactory()
    EmailAddress.objects.create(user=bystander, email=bystander.email, verified=False)
    work()
    (confirm,) = [one for mail in mailoutbox for one in links_in(mail) if "confirm-email" in one]
    review = submitted()
    owner = Client()
    page = keeping_page(owner, mailoutbox, review)
    owner.post(page, {"name": "Grace Guest", "password": PASSWORD})
    stranger.refresh_from_db()
    assert stranger.email != ADDRESS
    assert not stranger.is_active
    assert not stranger.has_usable_password()
    assert not stranger.reviews.exists()
    assert bystander.emailaddress_set.get().email == bystander.email
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


def test_a_second_click_at_once_leads_to_the_review_as_the_first(client, mailoutbox, monkeypatch):
    account = UserFactory(email=ADDRESS, verified=True)
    review = submitted()
    page = keeping_page(Client(), mailoutbox, review)
    client.force_login(account)
    client.get(mailed_link(mailoutbox, "Your account"))

    def after_the_first_click(link_id, **options):
        attach_to_account(link_id, **options)
        raise errors.ReviewHasAccount

    monkeypatch.setattr("reviews.services.guest_accounts.attach_to_account", after_the_first_click)
    answer = client.post(page)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("reviews:write_review", args=[review.pk])
    review.refresh_from_db()
    assert review.reviewer == account


def test_an_account_with_a_review_of_the_round_takes_no_second_one():
    review = submitted()
    account = UserFactory(email=ADDRESS, verified=True)
    ReviewFactory(round=review.round, reviewer=account)
    link = offer_account(review.pk, now=NOW)
    with pytest.raises(errors.AlreadyReviewing):
        attach_to_account(link.pk, user=account, now=NOW)


def test_an_account_takes_no_review_by_an_own_address_that_it_has_not_confirmed():
    review = submitted()
    account = UserFactory(email=ADDRESS)
    other = {"user": account, "email": "confirmed@example.org"}
    EmailAddress.objects.create(**other, verified=True, primary=False)
    own = EmailAddress.objects.create(user=account, email=ADDRESS, verified=False, primary=True)
    link = offer_account(review.pk, now=NOW)
    with pytest.raises(invitation_errors.OtherAddress):
        attach_to_account(link.pk, user=account, now=NOW)
    review.refresh_from_db()
    assert review.reviewer.is_guest
    EmailAddress.objects.filter(pk=own.pk).update(verified=True)
    assert attach_to_account(link.pk, user=account, now=NOW).reviewer == account


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


def test_a_pseudonym_goes_with_the_review_to_an_account_that_has_none():
    review, bystander = submitted("pseudonym"), UserFactory()
    Pseudonym.objects.create(user=bystander, name="Grey Wagtail")
    account = UserFactory(email=ADDRESS, verified=True)
    attach_to_account(offer_account(review.pk, now=NOW).pk, user=account, now=NOW)
    owners = dict(Pseudonym.objects.values_list("name", "user"))
    assert owners == {"Blue Heron": account.pk, "Grey Wagtail": bystander.pk}


def test_a_guest_is_nowhere_among_people(client):
    review = submitted()
    confirm_review(MailedLink.objects.get().pk, now=NOW)
    publish(review)
    account = ReviewFactory(
        round=review.round, published=True, number=2, byline_kind="signed", byline_name="Ada"
    ).reviewer
    work_page = review.version.preprint.get_absolute_url()
    editor = UserFactory(managing_editor=True, administrator=True)
    for asks in (None, editor):
        if asks is not None:
            client.force_login(asks)
        for person, found in ((account, 200), (review.reviewer, 404)):
            handle = person.profile.handle
            assert client.get(f"/people/{handle}/").status_code == found
            assert client.get(f"/api/v1/people/{handle}/").status_code == found
        for address in (work_page, "/api/v1/people/", "/api/v1/reviews/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert account.profile.handle in answer.content.decode(), address
            assert review.reviewer.profile.handle not in answer.content.decode(), address
            assert review.reviewer.email not in answer.content.decode()
    assert "Grace Guest" in client.get(work_page).content.decode()


SECRET = "correct horse battery staple"


@pytest.mark.parametrize("name", ["password", "password1", "otp", "code", "credential", "token"])
def test_a_link_that_was_never_opened_shows_no_secret_that_was_sent(client, name):
    sent = {"name": "Grace Guest", name: SECRET, "draft_base": "r1", "draft_tab": "t9", "k": "raw"}
    answer = client.post("/keep-account/open/99999/", sent)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "<dt>Your name</dt>\n  <dd>Grace Guest</dd>" in page
    assert SECRET not in page
    for word in ("draft_base", "Draft base", "<dd>r1</dd>", "<dd>t9</dd>", "<dd>raw</dd>"):
        assert word not in page


def test_a_second_click_says_that_the_account_is_ready(client, mailoutbox):
    review = submitted()
    page = keeping_page(client, mailoutbox, review)
    link = mailed_link(mailoutbox, "Your account")
    for address in (page, page, link):
        sent = {"name": "Grace Guest", "password": PASSWORD}
        answer = (
            client.post(address, sent, follow=True)
            if address == page
            else client.get(address, follow=True)
        )
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
        words = answer.content.decode()
        assert "Your account is ready" in words
        assert PASSWORD not in words
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Client().post(page, sent).status_code == 410, "only for who opened the link"


def test_two_clicks_at_once_say_so_too(client, mailoutbox, monkeypatch):
    page = keeping_page(client, mailoutbox, submitted())

    def first_click_was_faster(link_id, **_details):
        raise errors.ReviewHasAccount

    monkeypatch.setattr("reviews.services.guest_accounts.keep_account", first_click_was_faster)
    sent = {"name": "Grace Guest", "password": PASSWORD}
    assert "Your account is ready" in client.post(page, sent, follow=True).content.decode()


def test_who_is_signed_in_already_is_led_to_the_review(client, mailoutbox):
    review = submitted()
    page = keeping_page(client, mailoutbox, review)
    client.post(page, {"name": "Grace Guest", "password": PASSWORD})
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert client.get(page).url == reverse("reviews:write_review", args=[review.pk])
