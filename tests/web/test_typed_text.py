"""A form that is not taken shows what was typed into it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from reviews.models import Review
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.reviews import AssessmentFactory, ReviewFactory
from web.form_owner import owner_fingerprint

pytestmark = pytest.mark.django_db
TYPED = "A long text that took an hour to write."
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def page():
    return reverse("reviews:write_review", args=[ReviewFactory().pk])


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def words(answer):
    return answer.content.decode()


def test_a_form_sent_while_signed_out_is_shown_and_can_be_sent_again(client, page):
    answer = client.post(page, {"summary": TYPED, "byline_kind": "anonymous"})
    assert answer.status_code == 403
    assert "You are signed out" in words(answer)
    assert f"<dd>{TYPED}</dd>" in words(answer)
    assert f'name="summary" value="{TYPED}"' in words(answer)
    assert f'action="{page}"' in words(answer)
    assert "/accounts/login/?next=%2Fme%2F" in words(answer)
    assert "no-store" in answer["Cache-Control"]


def test_nothing_of_it_is_kept_in_the_session_for_who_signs_in_next(client, page):
    client.post(page, {"summary": TYPED})
    assert TYPED not in str(dict(client.session))
    client.force_login(UserFactory())
    for address in ("/me/", "/accounts/email/"):
        assert TYPED not in words(client.get(address))


def test_sending_it_again_saves_it_for_its_writer_only(client, page):
    sent = {"summary": TYPED, "save": "1"}
    client.force_login(UserFactory())
    other = client.post(page, sent)
    assert (other.status_code, Review.objects.get().reviewer.drafts.count()) == (404, 0)
    client.force_login(Review.objects.get().reviewer)
    assert client.post(page, sent).status_code == 302
    assert Review.objects.get().reviewer.drafts.get().fields["summary"] == TYPED


def test_a_click_without_any_text_leads_to_the_sign_in_as_before(client):
    assessment = AssessmentFactory()
    url = reverse("reviews:approve_assessment", args=[assessment.pk])
    answer = client.post(url, {"seen": "0123456789abcdef"})
    assert answer["Location"].startswith("/accounts/login/")


def test_a_form_that_had_grown_too_old_says_so_and_can_be_sent_again(strict, page):
    strict.force_login(Review.objects.get().reviewer)
    answer = strict.post(page, {"summary": TYPED, "csrfmiddlewaretoken": "old"}, headers=OURS)
    assert answer.status_code == 403
    assert "This form had grown too old" in words(answer)
    assert "for other people" not in words(answer)
    assert f"<dd>{TYPED}</dd>" in words(answer)
    assert 'name="csrfmiddlewaretoken" value="old"' not in words(answer)


def test_a_page_for_other_people_says_so(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("reviews:desk"))
    assert answer.status_code == 403
    assert "grown too old" not in words(answer)


@pytest.mark.parametrize("sender", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
def test_another_sites_form_is_neither_shown_nor_offered_for_sending(strict, page, sender):
    strict.force_login(Review.objects.get().reviewer)
    answer = strict.post(page, {"summary": TYPED}, headers=sender)
    assert answer.status_code == 403
    assert TYPED not in words(answer)
    assert "Send it again" not in words(answer)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/admin/login/"])
def test_what_is_typed_to_sign_in_is_never_shown(strict, address):
    secret = "correct horse battery staple"
    answer = strict.post(address, {"login": "a@example.org", "password": secret}, headers=OURS)
    assert answer.status_code == 403
    assert secret not in words(answer)


def test_a_password_is_not_shown_wherever_it_is_sent(client, page):
    answer = client.post(page, {"summary": TYPED, "password1": "correct horse battery"})
    assert TYPED in words(answer)
    assert "correct horse battery" not in words(answer)


def test_nothing_sent_to_the_pages_for_signing_in_is_shown_or_sent_again(strict):
    for address in ("/accounts/login/", "/admin/login/"):
        answer = strict.post(address, {"remark": TYPED}, headers=OURS)
        assert answer.status_code == 403
        assert TYPED not in words(answer)


def test_the_autosave_gets_a_fresh_token_from_its_own_pages_only(strict, page):
    review = Review.objects.get()
    strict.force_login(review.reviewer)
    url = reverse("drafts:save", args=[f"review:{review.pk}"])
    fetch = {"X-Requested-With": "fetch"}
    refused = strict.post(url, {"summary": TYPED}, headers={**fetch, **OURS})
    assert refused.status_code == 403
    sent = {"summary": TYPED, "csrfmiddlewaretoken": refused.json()["csrf"]}
    assert strict.post(url, sent, headers={**fetch, **OURS}).status_code == 200
    evil = strict.post(url, {}, headers={**fetch, "Origin": "https://evil.example"})
    assert "csrf" not in evil.json()


def test_an_entry_that_is_gone_leaves_the_text_on_the_page(client):
    client.force_login(UserFactory(editor=True))
    answer = client.post(reverse("curation:save_entry", args=[9]), {"recommendation": TYPED})
    assert answer.status_code == 404
    assert TYPED in words(answer)


def test_a_person_who_is_no_editor_any_more_keeps_the_text(client):
    entry = EntryFactory()
    client.force_login(UserFactory())
    url = reverse("curation:save_entry", args=[entry.pk])
    answer = client.post(url, {"recommendation": TYPED})
    assert answer.status_code == 403
    assert TYPED in words(answer)


def test_an_issue_published_meanwhile_leaves_the_text_on_the_page(client):
    entry = EntryFactory(issue=IssueFactory())
    publish(entry.issue)
    client.force_login(UserFactory(editor=True))
    url = reverse("curation:save_entry", args=[entry.pk])
    answer = client.post(url, {"recommendation": TYPED})
    assert answer.status_code == 409
    assert TYPED in words(answer)


def resent_form(answer):
    """The values of the form that a page offers for sending again, and its pass."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', words(answer))
    return {name: html.unescape(value) for name, value in fields}


def sign_in(strict, person):
    strict.get("/accounts/login/")
    sent = {"login": person.email, "password": PASSWORD}
    token = strict.cookies["csrftoken"].value
    signed_in = strict.post("/accounts/login/", sent, headers={**OURS, "X-CSRFToken": token})
    assert signed_in.status_code == 302


def send_signed_out(strict, page, person):
    strict.get("/accounts/login/")
    token = strict.cookies["csrftoken"].value
    mark = owner_fingerprint(person.pk)
    sent = {"summary": TYPED + "\r\n\r\nAnd a second part.", "save": "1", "draft_owner": mark}
    return strict.post(page, sent, headers={**OURS, "X-CSRFToken": token})


@pytest.fixture
def writer(page):
    person = UserFactory(verified=True)
    Review.objects.update(reviewer=person)
    return person


def test_the_form_outlives_signing_in_in_another_tab(strict, page, writer):
    shown = send_signed_out(strict, page, writer)
    assert "Your last changes were not saved yet" in words(shown)
    sign_in(strict, writer)
    answer = strict.post(page, resent_form(shown), headers=OURS)
    assert answer.status_code == 302
    assert writer.drafts.get().fields == {"summary": TYPED + "\n\nAnd a second part."}


def test_a_pass_is_good_for_this_browser_this_address_and_these_values_only(strict, page, writer):
    form = resent_form(send_signed_out(strict, page, writer))
    sign_in(strict, writer)
    assert strict.post(page, {**form, "summary": "Mine now."}, headers=OURS).status_code == 403
    assert strict.post("/me/profile/", form, headers=OURS).status_code == 403
    assert strict.post(page, {**form, "resend_pass": "made up"}, headers=OURS).status_code == 403
    assert another_browser(page, writer).post(page, form, headers=OURS).status_code == 403
    evil = {"Origin": "https://evil.example"}
    assert strict.post(page, form, headers=evil).status_code == 403
    assert not writer.drafts.exists()
    assert strict.post(page, form, headers=OURS).status_code == 302


def another_browser(page, writer):
    """One that has a pass of its own for the same page, and in which the writer is signed in."""
    other = Client(enforce_csrf_checks=True)
    form = resent_form(send_signed_out(other, page, UserFactory()))
    sign_in(other, writer)
    assert form["resend_pass"]
    return other


def test_the_next_person_at_the_browser_cannot_send_the_form_as_their_own(strict, writer):
    """The profile, say: its words would become the other person's."""
    strict.get("/accounts/login/")
    token = strict.cookies["csrftoken"].value
    sent = {"name": "Forged Person", "bio": TYPED, "form_owner": owner_fingerprint(writer.pk)}
    shown = strict.post("/me/profile/", sent, headers={**OURS, "X-CSRFToken": token})
    form = resent_form(shown)
    assert form["bio"] == TYPED
    other = UserFactory(verified=True)
    sign_in(strict, other)
    assert strict.post("/me/profile/", form, headers=OURS).status_code == 403
    without_owner = {name: value for name, value in form.items() if name != "form_owner"}
    assert strict.post("/me/profile/", without_owner, headers=OURS).status_code == 403
    other.profile.refresh_from_db()
    assert other.profile.bio == ""


def test_a_form_of_a_signed_in_person_names_its_owner(client, writer):
    client.force_login(writer)
    page = client.get("/me/profile/").content.decode()
    assert f'name="form_owner" value="{owner_fingerprint(writer.pk)}"' in page
    assert "form_owner" not in Client().get("/submit/").content.decode()
