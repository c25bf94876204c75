"""The first hour of docs/how-to/run-in-production.md, as far as a machine can follow it: an empty
journal, real SMTP, and people who are in no demo.
"""

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import call_command
from lxml import html

from tests.journeys.journal import RunningJournal
from tests.replay.server import ReplayServer
from tests.running.test_make_run import free_port

WITHIN = 60  # seconds, against hanging only
PASSWORD = "a long password that nobody guesses"
REFUSAL = "contains(@class, 'errorlist') or contains(@class, 'field__errors') or @role='alert'"


class Mailbox:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails += [(address, mail) for address in envelope.rcpt_tos]
        return "250 OK"

    def wait_for(self, address: str, words: str) -> str:
        """The text of the first mail to this address whose subject or text has these words."""
        deadline = time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            for to, mail in list(self.mails):
                plain = mail.get_body(("plain",))
                assert plain is not None, mail["Subject"]
                text = f"{mail['Subject']}\n{plain.get_content()}"
                if to == address and words in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no mail with {words!r} to {address}: {self.subjects(address)}")

    def subjects(self, address: str) -> str:
        return "\n".join(str(mail["Subject"]) for to, mail in list(self.mails) if to == address)


class NewJournal(RunningJournal):
    mail_port = 0

    @property
    def environment(self) -> dict[str, str]:
        mail = f"smtp://127.0.0.1:{self.mail_port}"
        return {
            **super().environment,
            "DJANGO_SETTINGS_MODULE": "journal.settings",
            "EMAIL_URL": mail,
            "CONTACT_EMAIL": "editors@example.org",
        }


class Person:
    """Somebody with a browser that has no scripts."""

    def __init__(self, journal: RunningJournal, mailbox: Mailbox, name: str, email: str) -> None:
        self.browser = httpx.Client(base_url=journal.address, follow_redirects=True, timeout=WITHIN)
        self.mailbox, self.name, self.email = mailbox, name, email

    def open(self, address: str) -> httpx.Response:
        answer = self.browser.get(address)
        assert answer.status_code == 200, (address, answer.text)
        return answer

    def send(self, page: httpx.Response, **typed: Any) -> httpx.Response:
        """Fill in and send the form that has these fields."""
        forms = html.fromstring(page.text).forms
        form = next(form for form in forms if set(typed) <= set(form.fields.keys()))
        filled: dict[str, Any] = {}
        for name, value in form.form_values():
            filled.setdefault(name, []).append(value)
        answer = self.browser.post(
            str(page.url.join(form.action or "")),
            data=filled | typed,
            headers={"Referer": str(page.url)},
        )
        assert answer.status_code == 200, answer.text
        return answer

    def submit(self, page: httpx.Response, **typed: Any) -> httpx.Response:
        """The same, for a form that must be accepted."""
        answer = self.send(page, **typed)
        refusals = html.fromstring(answer.text).xpath(f"//*[not(@hidden)][{REFUSAL}]")
        assert [refusal.text_content() for refusal in refusals] == []
        return answer

    def sign_up(self) -> None:
        page = self.open("/accounts/signup/")
        self.submit(page, name=self.name, email=self.email, password1=PASSWORD)
        mail = self.mailbox.wait_for(self.email, "confirm-email")
        link = re.search(r"http\S+/confirm-email/\S+", mail)
        assert link is not None, mail
        page = self.open(link.group())
        button = html.fromstring(page.text).xpath("//main//form//button")[0]
        assert button.text_content().strip() == "Confirm"
        token = self.browser.cookies["csrftoken"]
        self.browser.post(str(page.url), data={"csrfmiddlewaretoken": token})
        assert self.name in self.open("/me/").text, "confirmed in the browser that signed up"

    def set_up_second_factor(self) -> list[str]:
        """Scan the code, which is also there to type; returns the recovery codes."""
        page = self.open("/accounts/2fa/totp/activate/")
        assert page.url.path == "/accounts/reauthenticate/"
        page = self.submit(page, password=PASSWORD)
        secret = re.search(r"\b[A-Z2-7]{32}\b", page.text)
        assert secret is not None, page.text
        self.secret = secret.group()
        page = self.enter_code_of_app(page)
        assert page.url.path == "/accounts/2fa/recovery-codes/"
        (codes,) = html.fromstring(page.text).xpath("//main//textarea/text()")
        return str(codes).split()

    def enter_code_of_app(self, page: httpx.Response) -> httpx.Response:
        """Once more where the half minute of a code ended on its way."""
        for _ in range(5):
            counter = counter_now()
            answer = self.send(page, code=format_hotp_value(hotp_value(self.secret, counter)))
            if answer.url.path != page.url.path or counter == counter_now():
                break
        return answer

    def sign_in_at_the_admin(self) -> httpx.Response:
        """Sign out, and in again as far as the page that asks for the second factor."""
        self.browser.post(
            "/accounts/logout/", data={"csrfmiddlewaretoken": self.browser.cookies["csrftoken"]}
        )
        page = self.open("/admin/")
        assert page.url.path == "/accounts/login/"
        page = self.submit(page, login=self.email, password=PASSWORD)
        assert page.url.path == "/accounts/2fa/authenticate/"
        assert self.browser.get("/admin/").url.path != "/admin/", "the password alone"
        return page

    def give_role(self, email: str, role: str) -> None:
        people = self.open(f"/admin/accounts/user/?q={email}")
        (row,) = html.fromstring(people.text).xpath("//th[contains(@class, 'email')]/a/@href")
        self.submit(self.open(row), roles=[role])

    def wait_for_page(self, page: httpx.Response, words: str) -> httpx.Response:
        """Load a page again until it has these words."""
        deadline = time.monotonic() + WITHIN
        while words not in page.text and time.monotonic() < deadline:
            time.sleep(0.1)
            page = self.open(str(page.url))
        assert words in page.text
        return page


def counter_now() -> int:
    return next(iter(yield_hotp_counters_from_time()))


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    mailbox, port = Mailbox(), free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    yield mailbox, port
    server.stop()


@pytest.fixture(scope="module")
def journal(
    tmp_path_factory, mailbox, django_db_blocker, migrated_database
) -> Iterator[RunningJournal]:
    folder = tmp_path_factory.mktemp("first-hour")
    with ReplayServer() as replay:
        new = NewJournal(folder, replay, free_port(), django_db_blocker, migrated_database)
        new.mail_port = mailbox[1]
        with new:
            yield new


@pytest.fixture
def people(journal, mailbox) -> Iterator[list[Person]]:
    names = ("Ada Keeper", "Edith Howe", "Omar Diallo", "Rita Sousa")
    people = [
        Person(journal, mailbox[0], name, f"{name.split()[0].lower()}@example.org")
        for name in names
    ]
    yield people
    for person in people:
        person.browser.close()


def test_the_first_hour_of_a_new_journal(journal, mailbox, people):
    box = mailbox[0]
    ada, edith, omar, rita = people

    # 1 Mail
    journal.manage("sendtestemail", "ops@example.org")
    box.wait_for("ops@example.org", "Test email")

    # 2 The first administrator
    ada.sign_up()
    assert ada.browser.get("/admin/").status_code == 403
    with journal.inside():
        call_command("make_administrator", "ada@example.org")

    # 3 Its second factor
    assert ada.open("/admin/").url.path == "/accounts/2fa/"
    first, second, *_ = ada.set_up_second_factor()
    page = ada.open("/admin/")
    assert page.url.path == "/accounts/2fa/reauthenticate/"
    assert ada.send(page, code="not a code").url.path == "/accounts/2fa/reauthenticate/"
    assert ada.submit(page, code=first).url.path == "/admin/", "a recovery code, when asked again"

    page = ada.sign_in_at_the_admin()
    assert ada.send(page, code=first).url.path == "/accounts/2fa/authenticate/", "good once"
    assert ada.submit(page, code=second).url.path == "/admin/", "a recovery code, at the sign-in"

    page = ada.sign_in_at_the_admin()
    assert ada.enter_code_of_app(page).url.path == "/admin/", "a code of the app"

    # 4 Two editors
    for person in (edith, omar, rita):
        person.sign_up()
        assert person.browser.get("/editor/").status_code == 403
    for person in (edith, omar):
        ada.give_role(person.email, "editor")
        assert person.browser.get("/editor/").status_code == 200
        assert "New: Editor" in box.wait_for(person.email, "What you may do here has changed")
    for person in (ada, rita):  # administrators do not decide, nor do those who were not chosen
        assert person.browser.get("/editor/").status_code == 403

    # 5 Subjects
    page = ada.open("/admin/preprints/subject/add/")
    ada.submit(page, name="Interpretability", slug="interpretability")
    assert "Interpretability" in ada.open("/admin/preprints/subject/").text

    # 6 A first work
    page = rita.submit(rita.open("/submit/"), link="https://arxiv.org/abs/1605.08386v1")
    page = rita.wait_for_page(page, 'name="role"')
    rita.submit(page, role="reader", reason="It is new.", interests_choice="none")
    for editor in (edith, omar):
        mail = box.wait_for(editor.email, "New submission: Heat-bath random walks")
        link = re.search(r"http\S+/editor/submissions/\S+", mail)
        assert link is not None, mail
        assert "Heat-bath random walks" in editor.open(link.group()).text
        assert 'href="/editor/submissions/' in editor.open("/editor/").text
    assert "New submission" not in box.subjects("ada@example.org") + box.subjects(
        "rita@example.org"
    )
    assert "Interpretability" in editor.open(link.group()).text

    # 7 Sources
    assert "arXiv" in edith.open("/editor/sources/").text
