import pytest

from accounts.services import set_pseudonym
from events.completeness import commitment
from events.models import Event
from events.outbox import work
from reviews import errors
from reviews.interests import Interests
from reviews.models import Review
from reviews.published import review_public
from reviews.services.accepting import accept_review, publish_review
from reviews.services.reviewing import ReviewContent, begin_review, submit_review
from tests.events.published import salted
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, term
from tests.factories.times import DUE, NOW

pytestmark = pytest.mark.django_db


def content(**changed):
    details = {
        "summary": "The claim is $a<b$.",
        "strengths": "Clear.",
        "weaknesses": "1. Short.",
        "evidence": "Yes.",
        "recommendations": "Shorten.",
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "confidence": 4,
        "byline_kind": "anonymous",
        "interests": Interests.none(),
        "ai_use": "",
    }
    return ReviewContent(**{**details, **changed})


def submit(review, **changed):
    return submit_review(review.pk, reviewer=review.reviewer, content=content(**changed), now=NOW)


def test_submitting_renders_the_parts_and_notifies_the_editor(mailoutbox):
    review = ReviewFactory(reviewer=UserFactory(verified=True))
    submit(review)
    review.refresh_from_db()
    assert review.status == "submitted"
    assert "<math" in review.summary_html
    assert not Event.objects.get(kind="review.submitted").is_public
    work()
    assert mailoutbox[0].to == [review.round.submission.editor.email]


def test_a_review_is_submitted_once():
    review = ReviewFactory()
    submit(review)
    with pytest.raises(errors.ReviewAlreadySubmitted):
        submit(review, summary="Something else")
    review.refresh_from_db()
    assert review.summary == "The claim is $a<b$."


def test_an_anonymous_review_carries_no_name():
    review = ReviewFactory(reviewer=UserFactory(name="Grace Hidden"))
    assert submit(review).byline() == "Anonymous reviewer"


def test_a_signed_review_carries_the_name():
    review = ReviewFactory(reviewer=UserFactory(name="Grace Open"))
    assert submit(review, byline_kind="signed").byline() == "Grace Open"


def test_a_pseudonymous_review_carries_the_lasting_pseudonym():
    reviewer = UserFactory(name="Grace Hidden")
    set_pseudonym(reviewer, "Heron")
    assert submit(ReviewFactory(reviewer=reviewer), byline_kind="pseudonym").byline() == "Heron"


def test_without_a_pseudonym_the_review_stays_a_draft():
    review = ReviewFactory()
    with pytest.raises(errors.NoPseudonym):
        submit(review, byline_kind="pseudonym")
    review.refresh_from_db()
    assert review.status == "draft"


def test_publishing_numbers_reviews_in_order_and_logs_no_identity():
    opened = RoundFactory(state="assessed", closed_at=NOW)
    reviews = [ReviewFactory(round=opened, submitted=True) for _ in range(2)]
    for review in reviews:
        publish_review(review.pk, editor=opened.submission.editor, now=NOW)
    reviews = Review.objects.order_by("pk")
    assert [review.number for review in reviews] == [1, 2]
    events = Event.objects.filter(kind="review.published").order_by("pk")
    assert [event.is_public for event in events] == [True, True]
    assert [event.data for event in events] == [
        {
            "review": f"{opened.version.identifier}.r{number}",
            "row": f"review {review.pk}",
            "byline_kind": "anonymous",
            "hash": salted(event, review_public(review)),
            # The public byline, and that nothing was declared: of the reviewer no more.
            "personal": commitment(event.salt.value, ("Anonymous reviewer", "False", "False")),
        }
        for number, (review, event) in enumerate(zip(reviews, events, strict=True), start=1)
    ]


@pytest.mark.parametrize("part", ["summary", "strengths", "weaknesses", "evidence"])
def test_the_public_hash_changes_with_every_public_part(part):
    review = ReviewFactory()
    before = review_public(review)
    setattr(review, part, "Other words.")
    assert review_public(review) != before


def test_the_public_hash_does_not_depend_on_the_private_recommendations():
    review = ReviewFactory(recommendations="Accept.")
    before = review_public(review)
    review.recommendations = "Decline."
    assert review_public(review) == before


def test_only_the_handling_editor_accepts():
    review = ReviewFactory(submitted=True)
    with pytest.raises(errors.NotTheHandlingEditor):
        accept_review(review.pk, editor=UserFactory(editor=True), now=NOW)


def test_a_draft_cannot_be_accepted():
    review = ReviewFactory()
    with pytest.raises(errors.ReviewNotSubmitted):
        accept_review(review.pk, editor=review.round.submission.editor, now=NOW)


def test_publishing_a_late_review_thanks_the_reviewer_and_notifies_the_submitter(mailoutbox):
    review = ReviewFactory(submitted=True, round__state="assessed")
    publish_review(review.pk, editor=review.round.submission.editor, now=NOW)
    work()
    recipients = {mail.to[0] for mail in mailoutbox}
    assert recipients == {review.reviewer.email, review.round.submission.submitter.email}
    to_author = next(mail for mail in mailoutbox if mail.to[0] != review.reviewer.email)
    assert review.reviewer.email not in to_author.body


def test_editors_of_a_work_cannot_review_it():
    opened = RoundFactory()
    with pytest.raises(errors.ReviewerIsInvolved):
        begin_review(
            opened.pk,
            reviewer=opened.submission.second_editor,
            due_on=DUE,
            email_verified=True,
            now=NOW,
        )
