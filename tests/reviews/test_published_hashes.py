"""What the hashes of published texts cover: each public part, and nothing that is not public."""

from datetime import timedelta

import pytest

from accounts.models import User
from events.models import Event
from events.services import NamedSubject, record_event
from preprints.models import Version
from reviews.models import Assessment, Correction, Invitation, Response, Review, Term
from reviews.published import (
    assessment_personal,
    assessment_public,
    posted_responses,
    published_assessments,
    published_reviews,
    response_personal,
    response_public,
    review_personal,
    review_public,
    review_public_before,
    review_text_hash,
    terms_of,
    tombstone_public,
)
from reviews.published_corrections import corrections_public
from reviews.selectors.named_events import data_with_name, with_names
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from text.hashing import content_hash

HIGH = Term(slug="high", word="High", definition="Very.", rank=5)
LOW = Term(slug="low", word="Low", definition="Little.", rank=1)
TERMS = [
    Term(slug="other", word="High", definition="Very.", rank=5),
    Term(slug="high", word="Other", definition="Very.", rank=5),
    Term(slug="high", word="High", definition="Other.", rank=5),
    Term(slug="high", word="High", definition="Very.", rank=4),
]
PARTS = ("summary", "strengths", "weaknesses", "evidence")
WHOLE = {
    "version": Version(pk=1),
    "number": 1,
    "significance": HIGH,
    "strength": LOW,
    "confidence": 4,
    "byline_kind": "anonymous",
    **{part: f"The {part}." for part in PARTS},
}


def hashes_with(make_hash, model, whole, changes):
    """Those of the whole row, and of each with one field changed."""
    return {make_hash(model(**whole | {name: value})) for name, value in [("pk", 1), *changes]}


def test_each_public_part_of_a_review_changes_its_hash():
    changes = [(part, "Other.") for part in PARTS]
    changes += [(name, term) for name in ("significance", "strength") for term in TERMS]
    changes += [("version", Version(pk=2)), ("number", 2), ("confidence", 5), ("strength", None)]
    changes += [("byline_kind", "signed"), ("byline_kind", "pseudonym")]
    assert len(hashes_with(review_public, Review, WHOLE, changes)) == 1 + len(changes)
    texts = [(part, "Other.") for part in PARTS]
    assert len(hashes_with(review_text_hash, Review, WHOLE, texts)) == 5


def test_what_only_editors_read_and_the_html_change_no_hash():
    changes = [("recommendations", "Shorten it."), ("summary_html", "<p>Other.</p>")]
    changes += [("byline_name", "Noor Example"), ("competing_interests", "None."), ("ai_use", "x")]
    assert len(hashes_with(review_public, Review, WHOLE, changes)) == 1


def test_each_public_part_of_an_assessment_and_of_a_response_changes_its_hash():
    whole = {"version": Version(pk=1), "significance": HIGH, "strength": LOW, "text": "It holds."}
    changes = [("version", Version(pk=2)), ("text", "It fails.")]
    changes += [(name, term) for name in ("significance", "strength") for term in TERMS]
    assert len(hashes_with(assessment_public, Assessment, whole, changes)) == 1 + len(changes)
    whole = {"version": Version(pk=1), "number": 1, "text": "Thanks."}
    changes = [("version", Version(pk=2)), ("number", 2), ("text", "No thanks.")]
    assert len(hashes_with(response_public, Response, whole, changes)) == 4


def test_each_public_part_of_a_correction_changes_the_hash_and_so_does_their_order():
    review = Review(version_id=1, number=1)
    whole = {"number": 1, "review": review, "point": 2, "wrong": "It is 12.", "right": "It is 13."}
    whole |= {"state": "refused", "note": "We counted 12."}
    changes = [("number", 2), ("review", None), ("review", Review(version_id=1, number=2))]
    changes += [("review", Review(version_id=2, number=1)), ("point", None), ("point", 3)]
    changes += [("wrong", "Other."), ("right", "Other."), ("state", "accepted"), ("note", "Other.")]

    def of_one(correction):
        return corrections_public([correction])

    assert len(hashes_with(of_one, Correction, whole, changes)) == 1 + len(changes)
    private = [("author", User(pk=7)), ("decided_by", User(pk=8)), ("asked_at", NOW)]
    assert len(hashes_with(of_one, Correction, whole, private)) == 1
    one, two = Correction(**whole), Correction(**whole | {"number": 2})
    assert len({corrections_public(rows) for rows in ([one], [one, two], [two, one])}) == 3


def test_a_tombstone_says_of_which_text_it_is_and_by_whom():
    whole = {"version": Version(pk=1), "number": 1, "withdrawn_as": "reviewer"}
    changes = [("version", Version(pk=2)), ("number", 2), ("withdrawn_as", "journal")]
    assert len(hashes_with(tombstone_public, Review, whole, changes)) == 4
    assert len(hashes_with(tombstone_public, Review, whole, [("withdrawal_reason", "Why.")])) == 1


# --- What is said of people ----------------------------------------------------------------------

DECLARED = {"competing_interests": "I know the author.", "ai_use": "Spelling."}


def by(kind, name, *, guest=False, kept_at=None, **fields):
    invitation = Invitation(kept_at=kept_at) if kept_at else None
    writer = User(pk=7, is_guest=guest)
    known = {"byline_kind": kind, "byline_name": name, "invitation": invitation, "reviewer": writer}
    return Review(published_at=NOW, **known, **fields)


@pytest.mark.parametrize(
    ("review", "personal"),
    [
        (by("anonymous", "Anonymous", **DECLARED), ("Anonymous", "True", "True")),
        (by("anonymous", "Anonymous"), ("Anonymous", "False", "False")),
        (by("pseudonym", "Heron", ai_use="Spelling."), ("Heron", "False", "True")),
        (by("signed", "Noor", **DECLARED), ("Noor", "I know the author.", "Spelling.", "7")),
        (
            by("signed", "Noor", interest_kinds=["employer", "rival"], **DECLARED),
            ("Noor", "I know the author.", "Spelling.", "employer", "rival", "7"),
        ),
        (
            by("pseudonym", "Heron", interest_kinds=["rival"], **DECLARED),
            ("Heron", "True", "True"),
        ),
        (by("signed", "Noor", guest=True), ("Noor", "", "", "")),
        (by("signed", "Noor", kept_at=NOW + timedelta(days=1)), ("Noor", "", "", "")),
        (by("signed", "Noor", kept_at=NOW), ("Noor", "", "", "7")),
        (by("signed", "Noor", kept_at=NOW - timedelta(days=1)), ("Noor", "", "", "7")),
    ],
)
def test_of_a_writer_the_log_covers_what_readers_see(review, personal):
    assert review_personal(review) == personal


def test_of_editors_and_authors_the_log_covers_what_readers_see():
    assert assessment_personal(Assessment(competing_interests="None.")) == ("None.",)
    declared = Assessment(interest_kinds=["rival"], competing_interests="I know the author.")
    assert assessment_personal(declared) == ("I know the author.", "rival")
    response = Response(author_name="Ada", competing_interests="None.", author_id=7)
    assert response_personal(response) == ("Ada", "None.", "7")
    response.interest_kinds = ["funder", "rival"]
    assert response_personal(response) == ("Ada", "None.", "funder", "rival", "7")


# --- The rows that the log must hold -------------------------------------------------------------


@pytest.mark.django_db
def test_the_log_must_hold_what_is_published_and_nothing_else():
    opened = RoundFactory()
    review = ReviewFactory(round=opened, published=True)
    ReviewFactory(round=opened, submitted=True)
    assessment = AssessmentFactory(round=opened, published=True)
    AssessmentFactory()
    response = ResponseFactory(round=opened)
    work = opened.version.identifier
    (one,), (two,), (three,) = published_reviews(), published_assessments(), posted_responses()
    assert (one.key, one.name, one.subject, one.identifier, one.at) == (
        f"review {review.pk}", f"{work}.r1", work, f"{work}.r1", NOW,
    )  # fmt: skip
    assert (one.text_hash, one.public) == (review_text_hash(review), review_public(review))
    before = review_public_before(review)
    assert (one.public_before, one.full_hash) == (before, content_hash(*before)), "of earlier ones"
    assert (one.facts, one.personal) == ({}, review_personal(review))
    assert (two.key, two.name, two.subject, two.identifier, two.at) == (
        f"assessment {assessment.pk}", f"{work}.a1", work, f"{work}.a1", NOW,
    )  # fmt: skip
    assert two.public == assessment_public(assessment)
    assert terms_of(assessment) == {"significance": "important", "strength": "solid"}
    asked = dict.fromkeys(
        ["reviewers_asked", "reviewers_agreed", "reviewers_dissented"]
    )  # none was asked about the draft
    assert two.facts == terms_of(assessment) | asked
    assert two.personal == assessment_personal(assessment)
    assert (three.key, three.name, three.subject, three.identifier, three.at) == (
        f"response {response.pk}", f"{work}.p1", work, f"{work}.p1", NOW,
    )  # fmt: skip
    assert three.public == response_public(response)
    assert (three.facts, three.personal) == ({}, response_personal(response))
    assert len({one.text_hash, two.text_hash, three.text_hash}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "rows"),
    [(ReviewFactory, published_reviews), (AssessmentFactory, published_assessments)],
)
def test_all_that_is_published_is_read_by_one_query(factory, rows, django_assert_num_queries):
    """Of as many rows as a journal has, nothing is read one by one."""
    published = {factory(published=True).identifier for _ in range(2)}
    factory()
    with django_assert_num_queries(1):
        found = [row.name for row in rows()]
    assert set(found) == published


@pytest.mark.django_db
def test_an_event_is_shown_with_the_name_that_its_row_has_now():
    opened = RoundFactory()
    signed = {"byline_kind": "signed", "byline_name": "Noor"}
    review = ReviewFactory(round=opened, published=True, **signed)
    unpublished = ReviewFactory(round=opened, submitted=True, **signed)
    response = ResponseFactory(round=opened, pk=unpublished.pk, author_name="Ada")
    rows = [
        ("review.published", f"review {review.pk}", "Noor"),
        ("review.published", f"review {unpublished.pk}", ""),
        ("response.posted", f"response {response.pk}", "Ada"),
        ("review.submitted", f"review {review.pk}", ""),
    ]
    for kind, row, _name in rows:
        record_event(kind, about=NamedSubject("V"), now=NOW, data={"row": row})
    events = list(with_names(Event.objects.order_by("pk")))
    assert [event.name for event in events] == [name for _kind, _row, name in rows]
    assert data_with_name(events[0]) == {
        "byline": "Noor",
        "by": "Noor",
        "row": f"review {review.pk}",
    }
    events[0].data = {"by": "As logged"}
    assert data_with_name(events[0]) == {"byline": "Noor", "by": "As logged"}
