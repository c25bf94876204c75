"""The dossier: all that is published of the review of a work in one file, with or without names."""

import io
import json

import pytest
from pypdf import PdfReader

from events.statements import read_statement
from preprints.duplicates.merge import merge_preprints
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reading.test_citations import make_version
from tests.reading.test_proof_of_review import reviewed  # noqa: F401 - a fixture
from tests.reading.works import signed_review

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") $ \\ ] *bold* _x_ <a> @b [redacted]\n\n```\n// code'


def dossier(client, version, query=""):
    answer = client.get(f"/preprints/{version.preprint_id}/dossier.json{query}")
    assert answer["Content-Type"] == "application/json"
    return read_statement(answer.content.decode()).statement


@pytest.fixture
def pseudonymous(reviewed):  # noqa: F811
    """Two reviews under one lasting name, of two versions."""
    for number in (1, 2):
        version = reviewed
        if number == 2:
            version = VersionFactory(preprint=reviewed.preprint, number=2)
        ReviewFactory(
            round=None,
            version=version,
            published=True,
            number=7,
            byline_kind="pseudonym",
            byline_name="Grey Heron",
            reviewer=UserFactory(name="Grace Heronhidden"),
            summary=HOSTILE,
        )
    return reviewed


def test_with_names_it_holds_every_published_text_as_on_the_page(client, pseudonymous):
    whole = dossier(client, pseudonymous)
    first, second = whole["versions"]
    assert [one["label"] for one in first["reviews"]] == ["Review 1", "Review 2", "Review 7"]
    assert [one["byline"] for one in first["reviews"]] == [
        "Anonymous reviewer",
        "Vera Signed",
        "Grey Heron",
    ]
    assert first["reviews"][2]["parts"][0] == {"heading": "Summary", "text": HOSTILE}
    assert [one["is_of_a_round"] for one in first["reviews"]] == [True, True, False]
    assert first["assessments"][0]["text"]
    assert first["assessments"][0]["identifier"] == f"{pseudonymous.identifier}.a1"
    assert first["responses"][0]["name"]
    assert [one["byline"] for one in second["reviews"]] == ["Grey Heron"]
    assert "hidden" not in json.dumps(whole).lower()


def test_without_names_nothing_says_who_wrote_nor_which_are_by_one_person(client, pseudonymous):
    with_names = dossier(client, pseudonymous)
    without = dossier(client, pseudonymous, "?names=no")
    text = json.dumps(without)
    for name in ("Grey Heron", "Vera Signed", "Anonymous reviewer"):
        assert name not in text
    (response,) = without["versions"][0]["responses"]
    assert set(response) == {"label", "published_on", "text"}
    reviews = [one for version in without["versions"] for one in version["reviews"]]
    assert len(reviews) == 4
    fields = {
        "label", "is_of_a_round", "published_on", "significance", "strength", "confidence", "parts"
    }  # fmt: skip
    assert {frozenset(review) for review in reviews} == {frozenset(fields)}
    assert f"{pseudonymous.identifier}.r" not in text
    assert without["versions"][0]["assessments"][0].keys() & {"identifier", "url"} == set()
    named_parts = [review["parts"] for review in with_names["versions"][0]["reviews"]]
    assert [review["parts"] for review in without["versions"][0]["reviews"]] == named_parts


@pytest.mark.parametrize("query", ["", "?names=no"])
def test_the_pdf_holds_the_texts_and_the_statement(client, pseudonymous, query):
    answer = client.get(f"/preprints/{pseudonymous.preprint_id}/dossier.pdf{query}")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert '#panic("x") $' in text
    assert "Version 2" in text
    assert ("Grey Heron" in text) == (query == "")
    (attached,) = pdf.attachments["dossier.json"]
    assert read_statement(attached.decode()).statement["with_names"] == (query == "")


def test_what_is_withdrawn_or_not_public_is_not_in_it(client, pseudonymous):
    gone = pseudonymous.reviews.get(number=2)
    before = dossier(client, pseudonymous)
    assert "Vera Signed" in json.dumps(before)
    withdraw_review(gone.pk, by=gone.reviewer, reason="An error.", now=NOW)
    after = dossier(client, pseudonymous)
    assert "Vera Signed" not in json.dumps(after)
    labels = [review["label"] for review in after["versions"][0]["reviews"]]
    assert labels == ["Review 1", "Review 7"]


def test_there_is_none_of_a_work_without_reviews_and_a_merged_one_leads_on(client, pseudonymous):
    other = make_version(number=1, external_id="2001.00001")
    for form in ("json", "pdf"):
        assert client.get(f"/preprints/{other.preprint_id}/dossier.{form}").status_code == 404
    kept, old = PreprintFactory(), pseudonymous.preprint_id
    merge_preprints(kept.pk, old, reason="the same", now=NOW)
    led = client.get(f"/preprints/{old}/dossier.json?names=no")
    assert led.url == f"{kept.get_absolute_url()}dossier.json?names=no"


def test_it_is_verified_and_asks_the_database_no_more_for_many_reviews(
    client, pseudonymous, django_assert_max_num_queries
):
    for number in range(8, 14):
        signed_review(pseudonymous.rounds.get(), number=number, reviewer=UserFactory())
    address = f"/preprints/{pseudonymous.preprint_id}/dossier.json"
    with django_assert_max_num_queries(8):
        text = client.get(address).content.decode()
    answer = client.post("/verify/", {"statement": text}).content.decode()
    assert "This statement is the journal’s, and was not changed." in answer
