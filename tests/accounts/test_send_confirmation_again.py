"""The link that confirms an address is sent again to who waits for it, and to nobody else."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.core.cache import cache

from accounts.adapters import AccountAdapter, PromisedMail
from accounts.notifications import send_confirmation_again
from events.models import Outbox
from events.outbox import FORGETTING, work
from tests.factories.accounts import UserFactory
from tests.reviews.links import links_in
from web.sealing import seal

pytestmark = pytest.mark.django_db
WAITING = "grace@example.org"


def send_again(number):
    send_confirmation_again(seal(str(number)))
    work()
    return mail.outbox


@pytest.fixture(params=["no address yet", "an unconfirmed one"])
def waiting(request):
    user = UserFactory(email=WAITING)
    if request.param == "an unconfirmed one":
        EmailAddress.objects.create(user=user, email=WAITING, verified=False, primary=True)
    return user


def test_who_waits_for_it_gets_the_link_once(waiting):
    bystander = UserFactory()
    (sent,) = send_again(waiting.pk)
    assert (sent.to, sent.subject) == ([WAITING], "[Verso] Please confirm your e-mail address")
    address = EmailAddress.objects.get(user=waiting)
    assert (address.email, address.verified, address.primary) == (WAITING, False, True)
    link = next(link for link in links_in(sent) if "/confirm-email/" in link)
    key = link.rstrip("/").rpartition("/")[2]
    assert EmailConfirmationHMAC.from_key(key).email_address == address
    assert not EmailAddress.objects.filter(user=bystander).exists()
    assert len(send_again(waiting.pk)) == 1, "a second mail so soon is too many"
    cache.clear()
    assert len(send_again(waiting.pk)) == 2


def confirmed():
    return UserFactory(verified=True).pk


def confirmed_another_address():
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
    return user.pk


def closed():
    return UserFactory(is_active=False).pk


def nobody():
    return 0


@pytest.mark.parametrize("who", [confirmed, confirmed_another_address, closed, nobody])
def test_nobody_else_gets_it(who):
    number = who()
    before = set(EmailAddress.objects.values_list("email", "verified"))
    UserFactory(email=WAITING)
    assert send_again(number) == []
    assert set(EmailAddress.objects.values_list("email", "verified")) == before
    assert len(send_again(UserFactory(email="waits@example.org").pk)) == 1  # the positive control


def test_a_promised_mail_counts_as_sent_and_its_row_shows_nothing_of_it():
    assert PromisedMail(subject="Hello", body="A secret.", to=["a@example.org"]).send() == 1
    assert mail.outbox == []
    row = Outbox.objects.get()
    assert row.task == "accounts.send_sealed_mail"
    assert set(row.arguments) == {"sealed"}
    assert not any(word in str(row.arguments) for word in ("Hello", "secret", "example.org"))
    assert {"accounts.send_sealed_mail", "accounts.send_confirmation_again"} <= FORGETTING
    work()
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Hello", "A secret.\n", ["a@example.org"])


def test_a_mail_names_the_journal_and_its_address_below(settings):
    settings.JOURNAL_NAME, settings.SITE_URL = "Tidings", "https://tidings.example"
    context = {"activate_url": "http://evil.example/accounts/confirm-email/k1/", "user": None}
    made = AccountAdapter().render_mail(
        "account/email/email_confirmation_signup", "a@example.org", context
    )
    lines = made.body.splitlines()
    assert lines[0].startswith("Welcome to Tidings.")
    assert "https://tidings.example/accounts/confirm-email/k1/" in lines
    assert lines[-3:] == ["-- ", "Tidings", "https://tidings.example"]
    assert "evil.example" not in made.body
