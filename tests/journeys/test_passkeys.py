"""A passkey in a browser: added, used in place of the password, gone with its device."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.journey
EMAIL = "passkey@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A virtual authenticator of Chromium's."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        added = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.id = added["authenticatorId"]

    def passkeys(self):
        found = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return found["credentials"]

    def lose(self):
        self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


def test_a_passkey_signs_in_without_the_password_until_its_device_is_lost(journal, visit):
    with journal.inside():
        UserFactory(email=EMAIL, verified=True)
    page = visit()
    site = journal.address.replace("127.0.0.1", "localhost")  # a passkey is of a name
    device = Device(page)
    page.goto(f"{site}/accounts/login/")
    type_password(page)
    expect(page).to_have_url(re.compile("/me/"))

    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Sign in without a password").check()
    page.get_by_role("button", name="Add").click()
    heading = page.get_by_role("main").get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("recovery codes", re.I))
    code = re.search(r"\b\d{8}\b", page.content())
    assert code
    assert [key["rpId"] for key in device.passkeys()] == ["localhost"]

    sign_out(page, site)
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/me/"))

    device.lose()
    Device(page)  # a new one, which knows nothing
    sign_out(page, site)
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    type_password(page)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    page.get_by_label("Code").fill(code.group())
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=False).first.click()
    expect(page).to_have_url(re.compile("/me/"))


def type_password(page):
    page.get_by_label(re.compile("e-?mail", re.I)).fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=re.compile("^sign in$", re.I)).click()


def sign_out(page, site):
    page.goto(f"{site}/accounts/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).not_to_have_url(re.compile("/logout/"))
