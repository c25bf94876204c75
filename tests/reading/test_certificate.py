"""A reviewer's certificate: for its reviewer alone, and verified like a proof of review."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from events.statements import read_statement
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
FORMS = ("certificate/", "certificate.json", "certificate.pdf")


@pytest.fixture
def hidden():
    return ReviewFactory(published=True, reviewer=UserFactory(name="Grace Hidden"))


@pytest.fixture
def writer(hidden):
    client = Client()
    client.force_login(hidden.reviewer)
    return client


def statement(client, review, query=""):
    answer = client.get(f"/me/reviews/{review.pk}/certificate.json{query}")
    assert answer["Cache-Control"] == "private, no-store"
    return read_statement(answer.content.decode())


def test_it_names_its_writer_and_the_review(writer, hidden):
    signed = statement(writer, hidden)
    assert signed.statement["reviewer"] == "Grace Hidden"
    assert signed.statement["review"]["identifier"] == hidden.identifier
    assert signed.statement["review"]["byline"] == "Anonymous reviewer"
    answer = Client().post("/verify/", {"statement": signed.as_json()}).content.decode()
    assert "This statement is the journal’s, and was not changed." in answer
    assert f">{hidden.identifier}</a>" in answer


def test_without_the_work_it_says_nothing_from_which_the_review_is_found(writer, hidden):
    signed = statement(writer, hidden, "?work=no")
    assert signed.statement == {
        "kind": "Certificate of review",
        "made_on": signed.statement["made_on"],
        "journal": {"name": "Verso", "url": "http://127.0.0.1:8000"},
        "reviewer": "Grace Hidden",
        "year": hidden.published_at.year,
        "review": None,
        "is_demo": False,
    }
    answer = Client().post("/verify/", {"statement": signed.as_json()}).content.decode()
    assert (
        f"Grace Hidden wrote a review that was published in {hidden.published_at.year}." in answer
    )


@pytest.mark.parametrize("query", ["", "?work=no"])
def test_the_pdf_is_one_page_with_the_statement_attached(writer, hidden, query):
    answer = writer.get(f"/me/reviews/{hidden.pk}/certificate.pdf{query}")
    pdf = PdfReader(io.BytesIO(answer.content))
    (page,) = pdf.pages
    text = page.extract_text()
    assert "Grace Hidden" in text
    assert (hidden.version.title_plain in text) == (query == "")
    (attached,) = pdf.attachments["certificate.json"]
    assert read_statement(attached.decode()).statement["reviewer"] == "Grace Hidden"


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_gets_one_not_even_the_editors(hidden, writer, form):
    address = f"/me/reviews/{hidden.pk}/{form}"
    assert writer.get(address).status_code == 200
    editor = hidden.round.submission.editor
    for other in filter(None, (editor, UserFactory(managing_editor=True), UserFactory())):
        client = Client()
        client.force_login(other)
        assert client.get(address).status_code == 404
    assert Client().get(address).url.startswith("/accounts/login/")


@pytest.mark.parametrize("form", FORMS)
def test_there_is_none_of_what_is_not_public(hidden, writer, form):
    other = ReviewFactory(submitted=True, reviewer=hidden.reviewer)
    assert writer.get(f"/me/reviews/{other.pk}/{form}").status_code == 404
    assert writer.get(f"/me/reviews/{hidden.pk}/{form}").status_code == 200
    withdraw_review(hidden.pk, by=hidden.reviewer, reason="An error.", now=NOW)
    assert writer.get(f"/me/reviews/{hidden.pk}/{form}").status_code == 404


def test_my_work_leads_there_and_the_page_warns_who_hides_a_name(hidden, writer):
    address = f"/me/reviews/{hidden.pk}/certificate/"
    assert f'href="{address}"' in writer.get("/me/").content.decode()
    warning = "learns that it is yours"
    assert warning in writer.get(address).content.decode()
    signed = ReviewFactory(
        published=True,
        reviewer=hidden.reviewer,
        byline_kind="signed",
        byline_name="Grace Hidden",
    )
    assert warning not in writer.get(f"/me/reviews/{signed.pk}/certificate/").content.decode()
