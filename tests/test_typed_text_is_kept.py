"""No form of the journal loses what was typed into it, whatever keeps it from being taken.

Every form class with a text must have a row in FORMS: a new one fails the first test until it has.
Each is sent from the page where it stands, with a text in each of its fields, when it is refused,
after its writer was signed out, with an old CSRF token, too often, and while the database is away.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from accounts.forms import ProfileForm
from accounts.models import User
from reviews.forms import (
    LinkForm,
    ReviewForm,
)
from reviews.limits import ANSWERED_REVIEWS
from reviews.revision_forms import answer_field
from tests.every_form import FORMS, NOT_TRIED, Row, form_classes, texts_of
from tests.factories.accounts import PASSWORD
from tests.forms_with_texts import TYPED, Sent
from tests.made_once import check_what_was_made, made_once
from web.typed_text import is_secret

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


def test_every_form_with_a_text_is_tried():
    found = {form for form in form_classes() if texts_of(form)}
    tried = {row.form for row in FORMS} | set(NOT_TRIED)
    assert found == tried, "Give the new form a row in FORMS."
    assert texts_of(ReviewForm)[:2] == ["summary", "strengths"]
    assert texts_of(ProfileForm) == ["affiliation", "bio"]


def test_no_field_of_a_form_with_a_text_is_taken_for_a_secret():
    """A form with a secret is not shown again, with all that was typed into it."""
    for row in FORMS:
        assert [name for name in row.form.base_fields if is_secret(name)] == [], row.form.__name__
    assert is_secret("password1")


def test_no_list_of_choices_begins_with_dashes():
    checked = 0
    for form in form_classes():
        for name, field in form.base_fields.items():
            if isinstance(field, forms.ChoiceField) and not field.widget.is_hidden:
                label = getattr(field, "empty_label", None)
                assert "---" not in str(label), f"{form.__name__}.{name}"
                choices = [] if isinstance(field, forms.ModelChoiceField) else field.choices
                assert "---" not in str([words for _value, words in choices])
                checked += 1
    assert checked > 5


@dataclass
class Page:
    """A form as it stands on its page, filled in, and the browser it is sent from."""

    client: Client
    row: Row
    sent: Sent
    fields: dict[str, str]
    is_autosaved: bool

    @property
    def typed(self) -> dict[str, str]:
        names = [name for name in texts_of(self.row.form) if name not in NOT_ASKED]
        return {name: self.fields[name] for name in names}

    def post(self, fields: dict[str, str] | None = None):
        return self.client.post(self.sent.to, fields or self.fields, headers=OURS)


def filled_in(row: Row, client: Client) -> Page:
    sent = row.make()
    if sent.by:
        EmailAddress.objects.create(user=sent.by, email=sent.by.email, verified=True, primary=True)
        client.force_login(sent.by)
    else:
        client.get(sent.opens)
    address = row.page(sent)
    page = client.get(address)
    assert page.status_code == 200, address
    texts = {name: f"{TYPED} {name}" for name in texts_of(row.form)}
    typed = {**texts, **{name: str(value) for name, value in sent.fields.items() if value}}
    form = form_of(page.content.decode(), address, sent.to, set(texts))
    inputs = form.xpath('.//input[@type="hidden"]')
    hidden = {one.get("name"): one.get("value") or "" for one in inputs}
    is_autosaved = form.get("data-autosave") is not None
    return Page(client, row, sent, {**hidden, **typed}, is_autosaved)


# Answers to reviews: of a work with one review its form asks for the first alone.
NOT_ASKED = {answer_field(number) for number in range(2, ANSWERED_REVIEWS + 1)}


def form_of(html: str, address: str, to: str, texts: set[str]) -> lxml.html.FormElement:
    """Fails where the form does not stand on the page."""
    for form in lxml.html.fromstring(html).forms:
        sent_to = (form.get("action") or address).partition("#")[0]  # a place is not sent
        if sent_to == to and texts - NOT_ASKED <= set(form.fields.keys()):
            return form
    raise AssertionError(f"No form of {address} sends {texts} to {to}.")


def assert_shown(answer, page: Page) -> None:
    words = unescape(answer.content.decode())
    for name, text in page.typed.items():
        assert text in words, name


def offered_again(answer) -> dict[str, str]:
    """The form that an answer offers for sending once more, as a browser reads it: a line break at
    the beginning of a text's element is no part of the text."""
    for form in lxml.html.fromstring(answer.content.decode()).forms:
        if "Send it again" in form.text_content():
            fields = [(name, value or "") for name, value in form.fields.items() if name]
            return {name: value.removeprefix("\n") for name, value in fields}
    raise AssertionError("nothing is offered for sending again")


def sign_in(client: Client, person: User) -> None:
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    sent = {"login": person.email, "password": PASSWORD}
    answer = client.post("/accounts/login/", sent, headers={**OURS, "X-CSRFToken": token})
    assert answer.status_code == 302


@pytest.fixture(scope="module", params=FORMS, ids=str)
def made_page(request, django_db_setup, django_db_blocker) -> Iterator[Page]:
    """Made once for all tests of the form."""
    with made_once(django_db_blocker):
        page = filled_in(request.param, new_browser())
        check_what_was_made()
        yield page


@pytest.fixture
def page(made_page) -> Page:
    """In a browser of the test's own, as it was when the page was opened."""
    browser = new_browser()
    browser.cookies = deepcopy(made_page.client.cookies)
    return replace(made_page, client=browser)


def new_browser() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def test_the_documentation_says_what_is_saved_while_it_is_written(page):
    table = (settings.BASE_DIR / "docs/reference/typed-texts.md").read_text()
    (line,) = [line for line in table.splitlines() if f"`{page.row.form.__name__}`" in line]
    _edge, _form, _class, while_written, _when_sent, _end = map(str.strip, line.split("|"))
    assert (while_written == "saved") == page.is_autosaved


def test_it_is_shown_where_the_form_is_refused(page):
    answer = page.post()
    assert answer.status_code == 422, answer.content.decode()[:3000]
    assert_shown(answer, page)


def test_it_is_back_after_the_session_has_ended(page):
    page.client.logout()
    page.client.get("/accounts/login/")
    token = page.client.cookies["csrftoken"].value
    signed_out = page.post({**page.fields, "csrfmiddlewaretoken": token})
    if page.row.form is LinkForm:  # its text goes along to the sign-in and back
        sign_in(page.client, page.sent.by)
        (back,) = parse_qs(urlsplit(signed_out["Location"]).query)["next"]
        assert_shown(page.client.get(back), page)
        return
    assert signed_out.status_code == 403
    assert_shown(signed_out, page)
    begin_anew(page)
    answer = page.post(offered_again(signed_out))
    assert answer.status_code == 422
    assert_shown(answer, page)


def begin_anew(page: Page) -> None:
    """Sign in, or open the link in the mail once more."""
    if page.sent.by:
        sign_in(page.client, page.sent.by)
    else:
        page.client.get(page.sent.opens)


def test_it_is_back_where_the_page_had_grown_too_old(page):
    answer = page.post({**page.fields, "csrfmiddlewaretoken": "old"})
    assert answer.status_code == 403
    assert_shown(answer, page)
    again = page.post(offered_again(answer))
    assert again.status_code == 422
    assert_shown(again, page)


def test_it_is_back_where_it_was_sent_too_often(page, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("web.throttle.spend", lambda _key, _limit: 7)
        answer = page.post()
    assert answer.status_code == 429
    assert_shown(answer, page)
    again = page.post(offered_again(answer))
    assert again.status_code == 422
    assert_shown(again, page)


def away(*_arguments: object, **_named: object) -> None:
    raise OperationalError("the database is away")


def broken(*_arguments: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(("fault", "status"), [(away, 503), (broken, 500)])
def test_it_is_back_where_the_journal_could_not_answer(page, monkeypatch, fault, status):
    with monkeypatch.context() as patch:
        patch.setattr("web.throttle.spend", fault)
        answer = page.post()
    assert answer.status_code == status
    assert_shown(answer, page)
    assert "no-store" in answer["Cache-Control"]
    again = page.post(offered_again(answer))
    assert again.status_code == 422
    assert_shown(again, page)


@pytest.mark.parametrize("status", [503, 429])
def test_another_sites_form_is_not_offered_while_the_journal_cannot_answer(monkeypatch, status):
    page = filled_in(FORMS[0], new_browser())
    patch = away if status == 503 else (lambda _key, _limit: 7)
    monkeypatch.setattr("web.throttle.spend", patch)
    assert_shown(page.post(), page)  # from our page it is
    fields = {**page.fields, "csrfmiddlewaretoken": "theirs"}
    answer = page.client.post(page.sent.to, fields, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert TYPED not in unescape(answer.content.decode())


def test_a_form_sent_again_after_signing_in_is_kept_while_the_database_is_away(monkeypatch):
    """Its pass is looked at before the session can be read, and no other form is offered then."""
    page = filled_in(FORMS[0], new_browser())
    page.client.logout()
    page.client.get("/accounts/login/")
    token = page.client.cookies["csrftoken"].value
    again = offered_again(page.post({**page.fields, "csrfmiddlewaretoken": token}))
    sign_in(page.client, page.sent.by)
    with monkeypatch.context() as patch:
        patch.setattr("web.resending.is_made_for_signed_in", away)
        answer = page.post(again)
        assert answer.status_code == 503
        assert_shown(answer, page)
        without_pass = {**again, "resend_pass": "made up"}
        unknown = page.post(without_pass)
        assert unknown.status_code == 403  # it had no token, and is shown as any such form
    assert page.post(offered_again(answer)).status_code == 422


def test_a_form_that_failed_before_it_was_checked_is_not_offered(monkeypatch):
    page = filled_in(FORMS[0], new_browser())
    monkeypatch.setattr("web.resending.AcceptResentForms.__call__", away)
    answer = page.client.post(page.sent.to, page.fields, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 503
    assert TYPED not in unescape(answer.content.decode())
