"""The journal's secret key is changed while links wait in the outbox and forms are open."""

import pytest

from events.outbox import work
from reviews.models import MailedLink
from reviews.services.mailed_links import mail_link, token_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import NOW
from tests.reviews.guests import submitted
from tests.reviews.inviting import invite
from tests.reviews.links import secret_link_in
from web.form_owner import is_owner_fingerprint, owner_fingerprint

pytestmark = pytest.mark.django_db
OLD, NEW = "old-" * 10, "new-" * 10


@pytest.fixture
def change_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []

    def change(*, keeps_old):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD] if keeps_old else []

    return change


def test_an_invitation_that_waits_is_mailed_with_a_link_that_opens(client, mailoutbox, change_key):
    invite(RoundFactory())
    change_key(keeps_old=True)
    work()
    assert client.get(secret_link_in(mailoutbox[0])).status_code == 302


@pytest.mark.parametrize("purpose", list(MailedLink.Purpose))
def test_a_link_about_a_review_keeps_its_token(change_key, purpose):
    link = mail_link(submitted(), purpose, now=NOW)
    before = token_of(link)
    change_key(keeps_old=True)
    assert token_of(link) == before
    change_key(keeps_old=False)
    with pytest.raises(LookupError, match="secret key"):
        token_of(link)


def test_a_form_that_was_open_still_names_the_person_it_was_made_for(change_key):
    person, other = UserFactory(), UserFactory()
    mark = owner_fingerprint(person.pk)
    change_key(keeps_old=True)
    assert is_owner_fingerprint(mark, person.pk)
    assert not is_owner_fingerprint(mark, other.pk)
    change_key(keeps_old=False)
    assert not is_owner_fingerprint(mark, person.pk)
