"""A reviewer declares by an explicit choice; the text goes where the name of its writer goes."""

import importlib
import json

import pytest
from django.apps import apps
from django.urls import reverse

from reviews.forms import ReviewForm
from reviews.interests import Interests
from reviews.models import Review
from reviews.selectors.terms import current_terms
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.reviews.test_writing_pages import fields
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
INTEREST = "My sister Petronella is the second author"
TOOL = "Quillbot, paid by the Ocelot Institute"
NONE = "The reviewer declares none."
NO_AI = "The reviewer declares no use of AI."
DECLARED = "Declared to the editors, who found it compatible."
BYLINES = {"anonymous": "Anonymous reviewer", "pseudonym": "Night Heron", "signed": "Sibylla Vane"}


def form(**changed):
    return ReviewForm(fields(**changed), terms=current_terms())


def test_a_choice_is_asked_for():
    empty = form(interests_choice="", ai_choice="")
    assert {"interests_choice", "ai_choice"} <= set(empty.errors)


def test_none_is_an_empty_declaration():
    filled = form()
    assert filled.is_valid()
    assert (filled.content().interests, filled.content().ai_use) == (Interests.none(), "")


def test_what_is_declared_is_kept_as_it_was_written():
    filled = form(
        interests_choice="declared",
        interest_personal="on",
        competing_interests=INTEREST,
        ai_choice="declared",
        ai_use="None",
    )
    assert filled.is_valid()
    assert filled.content().interests == Interests(("personal",), INTEREST)
    assert filled.content().ai_use == "None", "the choice counts, no prose is read"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"interests_choice": "declared", "interest_other": "on"}, "competing_interests"),
        ({"interests_choice": "declared", "competing_interests": INTEREST}, "interests_choice"),
        ({"interest_other": "on"}, "interests_choice"),
        ({"ai_choice": "declared", "ai_use": " "}, "ai_use"),
        ({"competing_interests": INTEREST}, "interests_choice"),
        ({"ai_use": TOOL}, "ai_choice"),
    ],
)
def test_choice_and_text_must_agree(changed, field):
    assert list(form(**changed).errors) == [field]


def public_addresses(review):
    preprint = review.version.preprint_id
    return [
        review.get_absolute_url(),
        f"/preprints/{preprint}/",
        f"/preprints/{preprint}/v1/",
        "/",
        "/api/v1/reviews/",
        f"/api/v1/reviews/{review.pk}/",
        f"/api/v1/preprints/{preprint}/",
        "/api/v1/events/",
        *(f"/feeds/reviews.{shape}" for shape in ("atom", "rss", "json")),
        *(f"/feeds/preprints/{preprint}.{shape}" for shape in ("atom", "rss", "json")),
    ]


def published(kind, **declared):
    opened = RoundFactory(submission__preprint__status="reviewed")
    return ReviewFactory(
        round=opened, published=True, byline_kind=kind, byline_name=BYLINES[kind], **declared
    )


@pytest.mark.parametrize("kind", ["anonymous", "pseudonym"])
def test_of_a_hidden_reviewer_nobody_else_reads_the_text(client, kind):
    review = published(kind, competing_interests=INTEREST, ai_use=TOOL)
    submission = review.round.submission
    for reader in (
        None,
        UserFactory(),
        UserFactory(editor=True),
        UserFactory(managing_editor=True),
        submission.editor,
    ):
        if reader is not None:
            client.force_login(reader)
        for address in public_addresses(review):
            page_text = client.get(address).content.decode()
            assert "Petronella" not in page_text, address
            assert "Ocelot" not in page_text, address
    page_text = client.get(review.get_absolute_url()).content.decode()
    assert page_text.count(DECLARED) == 2
    answer = client.get(f"/api/v1/reviews/{review.pk}/").json()
    assert (answer["competing_interests"], answer["ai_use"]) == (DECLARED, DECLARED)
    assert DECLARED in client.get("/feeds/reviews.atom").content.decode()


def test_the_text_of_a_signed_review_is_public(client):
    review = published("signed", competing_interests=INTEREST, ai_use=TOOL)
    for address in (
        review.get_absolute_url(),
        f"/api/v1/reviews/{review.pk}/",
        "/feeds/reviews.rss",
    ):
        page_text = client.get(address).content.decode()
        assert INTEREST in page_text
        assert TOOL in page_text


@pytest.mark.parametrize("kind", BYLINES)
def test_none_is_said_in_the_same_words_for_all(client, kind):
    review = published(kind)
    answer = client.get(f"/api/v1/reviews/{review.pk}/").json()
    assert (answer["competing_interests"], answer["ai_use"]) == (NONE, NO_AI)
    page = client.get(review.get_absolute_url()).content.decode()
    assert (page.count(NONE), page.count(NO_AI)) == (1, 1)


def test_the_two_editors_of_the_work_read_the_text_and_other_editors_do_not(client):
    review = published("anonymous", competing_interests=INTEREST, ai_use=TOOL)
    submission = review.round.submission
    page = reverse("reviews:submission", args=[submission.pk])
    for editor in (submission.editor, submission.second_editor):
        client.force_login(editor)
        page_text = client.get(page).content.decode()
        assert INTEREST in page_text
        assert TOOL in page_text
    for other in (UserFactory(editor=True), UserFactory(managing_editor=True)):
        client.force_login(other)
        page_text = client.get(page).content.decode()
        assert "The work states four axioms" in page_text, "they do read the review"
        assert "Petronella" not in page_text
        assert "Ocelot" not in page_text
        assert DECLARED in page_text


def test_the_reviewer_sees_what_readers_see(client):
    review = published("anonymous", competing_interests=INTEREST)
    client.force_login(review.reviewer)
    page_text = client.get(reverse("reviews:write_review", args=[review.pk])).content.decode()
    assert DECLARED in page_text
    assert NO_AI in page_text
    assert INTEREST in page_text


def test_the_form_says_who_reads_what(client):
    review = ReviewFactory()
    client.force_login(review.reviewer)
    page_text = client.get(reverse("reviews:write_review", args=[review.pk])).content.decode()
    assert "If you sign the review, readers see this text." in page_text
    assert DECLARED in page_text


DECLARES_NOTHING = [
    "I have no competing interests to declare",
    "I have no competing interests to declare.",
    "No AI was used",
    "No AI tools were used.",
    "-",
    "\u2014",
    "No competing interests.",
    "None to declare.",
    "Not used",
    "n/a",
    "N.A.",
    "No conflicts of interest.",
    "I declare no conflict of interest",
    "The reviewer declares no competing interests.",
    "There are no known competing interests to disclose",
    "I don\u2019t have any competing interests.",
    "I did not use AI",
    "I didn't use any AI tools for this review.",
    "AI was not used.",
    "None used.",
    "Not applicable",
    "No generative AI was used in writing this review",
]
DECLARES_SOMETHING = [
    "No competing interests, but I know the author.",
    "I have no competing interests to declare except that my employer sells the model",
    "No AI was used except Grammarly.",
    "AI was used",
    "ChatGPT",
    "I did not use AI to write this, only to check its language",
    "No interests in the company, shares in another",
    "I have a competing interest to declare",
    "Used for the language",
    "I have interests to declare",
]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("None.", ""),
        ("none", ""),
        (" N/A ", ""),
        ("None, but I know the author.", "None, but I know the author."),
        ("None of the authors is known to me", "None of the authors is known to me"),
        ("No.  My employer", "No.  My employer"),
        (INTEREST, INTEREST),
        *((text, "") for text in DECLARES_NOTHING),
        *((text, text) for text in DECLARES_SOMETHING),
    ],
)
def test_older_rows_count_as_declared_unless_they_say_exactly_none(before, after):
    migration = importlib.import_module("reviews.migrations.0003_declarations")
    review = published("anonymous", competing_interests=before, ai_use=before)
    with rewriting():
        migration.empty_what_declares_nothing(apps, None)
    review.refresh_from_db()
    assert (review.competing_interests, review.ai_use) == (after, after)


def test_the_migration_can_be_reversed():
    migration = importlib.import_module("reviews.migrations.0003_declarations")
    review, draft = published("anonymous"), ReviewFactory()
    with rewriting():
        migration.write_none(apps, None)
    assert Review.objects.get(pk=review.pk).competing_interests == "None."
    assert Review.objects.get(pk=draft.pk).competing_interests == ""


def test_the_schema_says_what_stands_there(client):
    schema = client.get("/api/v1/schema/?format=json").content
    review = json.loads(schema)["components"]["schemas"]["Review"]["properties"]
    assert "two fixed sentences" in review["ai_use"]["description"]
