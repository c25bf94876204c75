"""The proof of review: what the journal states of its own review; and how it is verified."""

import base64
import io
import json
import re
from html import unescape

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import override_settings
from pypdf import PdfReader

from events.checkpoints import signing_key_text
from events.statements import StatementError, read_statement, sign_statement
from preprints.duplicates.merge import merge_preprints
from reviews.models import Policy
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reading.test_citations import make_version
from tests.reading.works import signed_review

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
OTHER_KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture
def reviewed():
    """A round with an invited, hidden reviewer, and a signed one who offered to review."""
    version = make_version(number=1, source_version="v2")
    submission = SubmissionFactory(preprint=version.preprint, version=version, accepted=True)
    opened = RoundFactory(submission=submission, version=version, state="assessed")
    hidden = UserFactory(name="Grace Hidden")
    asked = InvitationFactory(round=opened, state="accepted")
    ReviewFactory(round=opened, published=True, number=1, reviewer=hidden, invitation=asked)
    signed_review(opened, number=2, reviewer=UserFactory(name="Vera Signed"))
    AssessmentFactory(round=opened, published=True)
    ResponseFactory(round=opened)
    ReviewFactory(round=opened, submitted=True, reviewer=UserFactory(name="Late Hidden"))
    return version


def proof_of(client, version, form="proof.json"):
    return client.get(f"{version.get_absolute_url()}{form}")


def words(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return unescape(" ".join(text.split()))


def test_it_states_what_is_public_of_the_review_and_no_more(client, reviewed):
    answer = proof_of(client, reviewed)
    assert answer["Content-Type"] == "application/json"
    proof = read_statement(answer.content.decode()).statement
    assert proof["work"] == {
        "identifier": reviewed.identifier,
        "url": f"{SITE}{reviewed.get_absolute_url()}",
        "title": "Axioms for careful agents",
        "authors": ["Ada Example"],
        "author_count": 1,
        "version": "arXiv:1506.03379v2 (21 September 2015)",
        "source_url": "https://example.org/work/1",
        "posted_on": "2015-09-21",
        "status": "Listed",
    }
    assert proof["rounds"] == [{"round": 1, "reviews": 2, "invited": 1}]
    bylines = [(review["identifier"], review["byline"]) for review in proof["reviews"]]
    assert bylines == [
        (f"{reviewed.identifier}.r1", "Anonymous reviewer"),
        (f"{reviewed.identifier}.r2", "Vera Signed"),
    ]
    strength = proof["reviews"][0]["strength"]
    assert strength["term"] in strength["terms"]
    assert strength["position"].endswith(("of six", "of five"))
    assert [one["identifier"] for one in proof["assessments"]] == [f"{reviewed.identifier}.a1"]
    assert [one["identifier"] for one in proof["responses"]] == [f"{reviewed.identifier}.p1"]
    assert proof["policy"]["one_editor_triages"] == Policy.objects.get().one_editor_triages
    assert proof["withdrawn"] == []
    assert "Hidden" not in answer.content.decode()
    # Of no single review is it told how its reviewer was chosen, nor to the hour when.
    assert not any("invited" in review for review in proof["reviews"])
    assert re.search(r"\d\d:\d\d", answer.content.decode().replace(SITE, "")) is None


def test_what_is_withdrawn_counts_no_more_and_is_named(client, reviewed):
    gone = reviewed.reviews.get(number=2)
    withdraw_review(gone.pk, by=gone.reviewer, reason="An error.", now=NOW)
    proof = read_statement(proof_of(client, reviewed).content.decode()).statement
    assert proof["rounds"] == [{"round": 1, "reviews": 1, "invited": 1}]
    assert proof["withdrawn"] == [f"{reviewed.identifier}.r2"]
    assert "Vera Signed" not in json.dumps(proof)


@pytest.mark.parametrize("form", ["proof/", "proof.json", "proof.pdf"])
def test_of_what_was_not_reviewed_there_is_no_proof(client, reviewed, form):
    other = VersionFactory(preprint=reviewed.preprint, number=2)
    assert proof_of(client, other, form).status_code == 404
    ReviewFactory(round=None, version=other, published=True, number=1, reviewer=UserFactory())
    assert proof_of(client, other, form).status_code == 404
    assert proof_of(client, reviewed, form).status_code == 200


def test_the_pdf_is_one_page_with_the_statement_attached(client, reviewed):
    answer = proof_of(client, reviewed, "proof.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.content))
    (page,) = pdf.pages
    text = " ".join(page.extract_text().split())
    for words_there in (
        "Proof of review",
        "Axioms for careful agents",
        "arXiv:1506.03379v2 (21 September 2015)",
        "Round 1: 2 published reviews, each by another reviewer; an editor invited 1 of 2, ",
        "Anonymous reviewer",
        "Vera Signed",
    ):
        assert words_there in text
    assert "Hidden" not in text
    (attached,) = pdf.attachments["proof.json"]
    kept = read_statement(attached.decode())
    assert kept.statement["work"]["identifier"] == reviewed.identifier
    assert kept.key == signing_key_text()


def test_many_reviews_and_hostile_words_still_make_one_page(client, reviewed):
    opened = reviewed.rounds.get()
    for number in range(3, 13):
        signed_review(opened, number=number, reviewer=UserFactory(name=f"Person {number}"))
    title = '#panic("x") $ \\ ] *bold* _x_ <a> @b ' * 6
    other = make_version(number=1, external_id="2001.00001", title=title, title_plain=title)
    round_of_other = RoundFactory(
        submission__preprint=other.preprint, submission__version=other, version=other
    )
    ReviewFactory(round=round_of_other, published=True)
    for version, expected in ((reviewed, "and 6 more"), (other, '#panic("x") $')):
        pdf = PdfReader(io.BytesIO(proof_of(client, version, "proof.pdf").content))
        assert len(pdf.pages) == 1
        assert expected in pdf.pages[0].extract_text()


def test_the_work_leads_to_its_proof_and_the_proof_to_its_forms(client, reviewed):
    work = client.get(reviewed.preprint.get_absolute_url()).content.decode()
    page = f"{reviewed.get_absolute_url()}proof/"
    assert f'href="{page}"' in work
    shown = proof_of(client, reviewed, "proof/").content.decode()
    assert all(form in shown for form in ("proof.json", "proof.pdf", "/verify/"))
    assert "an editor invited 1 of them" in words(proof_of(client, reviewed, "proof/"))
    never = make_version(number=1, external_id="2001.00002")
    assert "proof/" not in client.get(never.get_absolute_url()).content.decode()


def test_a_merged_work_leads_to_the_proof_of_the_kept_one(client, reviewed):
    old, kept = reviewed.get_absolute_url(), PreprintFactory()
    merge_preprints(kept.pk, reviewed.preprint_id, reason="the same", now=NOW)
    reviewed.refresh_from_db()
    for form in ("proof/", "proof.json", "proof.pdf"):
        assert client.get(f"{old}{form}").url == f"{reviewed.get_absolute_url()}{form}"


def verified(client, text) -> str:
    return words(client.post("/verify/", {"statement": text}))


def test_a_statement_of_the_journal_is_verified_and_a_changed_one_is_not(client, reviewed):
    text = proof_of(client, reviewed).content.decode()
    yes = "This statement is the journal’s, and was not changed."
    shown = verified(client, text)
    assert yes in shown
    assert "an editor invited 1 of them" in shown
    assert yes in verified(client, json.dumps(json.loads(text)))  # in another form of JSON
    for changed in (
        text.replace('"invited": 1', '"invited": 2'),
        text.replace("Axioms", "Theorems"),
    ):
        answer = verified(client, changed)
        assert "The signature of this statement does not fit." in answer
        assert yes not in answer


def test_a_key_of_somebody_else_and_one_that_signed_before(client, reviewed):
    text = proof_of(client, reviewed).content.decode()
    with override_settings(LOG_SIGNING_KEY=OTHER_KEY):
        elsewhere = proof_of(client, reviewed).content.decode()
        assert "This statement is the journal’s" not in verified(client, text)
        assert "is the journal’s, and" in verified(client, elsewhere)
    answer = verified(client, elsewhere)
    assert "This statement is not the journal’s." in answer
    assert "Axioms for careful agents" not in answer.partition("The statement, as JSON")[0]


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        "1",
        '{"statement": {}, "signature": {}}',
        '{"statement": {}, "signature": {"key": "x", "value": "y"}}',
        '{"statement": {}, "signature": {"key": 1, "value": []}}',
        '{"statement": {"a": "\\ud800"}, "signature": {"key": "AA==", "value": "AA=="}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_statement_is_said_to_be_none_and_is_kept_in_the_form(client, text):
    answer = client.post("/verify/", {"statement": text})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "This is not a signed statement." in shown or "does not fit" in shown
    assert unescape(shown).count(text[:20]) >= 1


def test_a_signature_under_a_checkpoint_is_none_of_a_statement():
    key = Ed25519PrivateKey.generate()
    signed = sign_statement({"kind": "x"})
    assert read_statement(signed.as_json()).statement == {"kind": "x"}
    other = base64.b64encode(key.sign(b'{"kind":"x"}')).decode()
    with pytest.raises(StatementError):
        read_statement(signed.as_json().replace(signed.signature, other))


def test_what_stands_twice_or_beside_what_is_signed_is_not_said_to_be_unchanged():
    """People and programs read the first of two; what is beside was signed by nobody."""
    text = sign_statement({"kind": "x", "work": {"id": "V1"}}).as_json()
    assert read_statement(text).statement["kind"] == "x"
    for before, after in (
        ('"kind": "x"', '"kind": "Certificate of award", "kind": "x"'),
        ('"id": "V1"', '"id": "V2", "id": "V1"'),
        ('"statement": {', '"statement": {"kind": "y"}, "statement": {'),
        ('"signature": {', '"note": "Outstanding.", "signature": {'),
        ('"algorithm": "Ed25519"', '"algorithm": "none"'),
        ('"value":', '"by": "Nature", "value":'),
    ):
        assert before in text
        with pytest.raises(StatementError):
            read_statement(text.replace(before, after, 1))


def test_it_asks_the_database_no_more_for_many_reviews(
    client, reviewed, django_assert_max_num_queries
):
    opened = reviewed.rounds.get()
    for number in range(3, 9):
        signed_review(opened, number=number, reviewer=UserFactory())
    with django_assert_max_num_queries(9):
        proof_of(client, reviewed)
