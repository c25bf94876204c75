"""A secret link never stands in the log, whatever is wrong with the request."""

import logging

import pytest
from django.test import Client

from tests.factories.reviews import InvitationFactory
from tests.reviews.links import link_of
from web.secret_paths import mask_secrets

pytestmark = pytest.mark.django_db
TOKEN = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "address",
    [
        f"/invitations/{TOKEN}/",
        f"/invitations/{TOKEN}/no-such-act/",
        f"/invitations/{TOKEN}",
        f"/confirm-review/{TOKEN}/",
        f"/keep-account/{TOKEN}/",
        f"/invitation/{TOKEN}/",
        f"/no/such/page/?next=/invitations/{TOKEN}/",
        "/accounts/confirm-email/MQ:1abcde:secretsecretsecret/",
        "/accounts/password/reset/key/1-secretsecretsecret/",
        "/accounts/login/?next=%2Finvitations%2Fsecretsecretsecret%2F",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_no_line_about_a_refused_request_shows_the_secret(caplog, address, method):
    caplog.set_level(logging.DEBUG)
    browser = Client(enforce_csrf_checks=True)
    getattr(browser, method)(address)
    browser.get("/no/such/page/")
    assert "/no/such/page/" in caplog.text, "lines are logged at all"
    for secret in (TOKEN, "secretsecretsecret"):
        assert secret not in caplog.text


def test_the_link_of_an_invitation_that_was_withdrawn_is_not_logged(client, caplog):
    invitation = InvitationFactory(state="revoked")
    client.get(link_of(invitation))
    assert "Gone: /invitations/[secret]/" in caplog.text
    assert link_of(invitation) not in caplog.text


def test_addresses_without_a_secret_stay_readable():
    for address in (
        "/invitations/open/12/accept/",
        "/editor/invitations/12/revoke/",
        "/keep-account/open/3/",
        "/preprints/57/",
        "/accounts/password/reset/",
    ):
        assert mask_secrets(f"Not Found: {address}") == f"Not Found: {address}"
