"""A hidden reviewer signs a published review: what everybody reads then, and what stays hidden."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.guests import make_guest
from accounts.models import Pseudonym
from events.models import Event
from events.outbox import work
from events.sealing import seal_new_events
from events.verifying import verify_log
from reviews import signing_errors
from reviews.models import Review
from reviews.services import withdrawing
from reviews.services.posting import publish_assessment
from reviews.services.signing import sign_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
INTERESTS = "We shared an office."


@pytest.fixture
def reviewer():
    return UserFactory(name="Hidden Rask", verified=True)


def posted(reviewer, **fields):
    """A review that was published through the services, with another one beside it."""
    opened = RoundFactory()
    submission = opened.submission
    accepted = {"accepted": True, "confirmed": True}
    named = {"reviewer": reviewer, "competing_interests": INTERESTS, **fields}
    own = ReviewFactory(round=opened, **accepted, **named)
    ReviewFactory(round=opened, **accepted, reviewer_number=2)
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    publish_assessment(assessment.pk, editor=submission.editor, now=NOW)
    own.refresh_from_db()
    return own


def test_editors_authors_and_the_other_reviewers_hear_of_it_once(reviewer, mailoutbox):
    review = posted(reviewer)
    author = UserFactory()
    review.version.authors.update(user=author)
    new_mails(mailoutbox)
    sign_review(review.pk, reviewer=reviewer, now=NOW)
    submission = review.round.submission
    fellow = review.round.reviews.exclude(pk=review.pk).get().reviewer
    people = [submission.editor, submission.second_editor, author, fellow]
    work()
    assert all("Hidden Rask" in mail.body for mail in mailoutbox)
    assert new_mails(mailoutbox) == sorted((one.email, "A review was signed") for one in people)


def log_holds():
    seal_new_events()
    return verify_log(now=NOW).reason or True


def test_it_bears_the_name_on_its_page_in_the_api_and_on_that_of_its_writer(client, reviewer):
    review = posted(reviewer)
    address = review.get_absolute_url()
    before = client.get(address).content.decode()
    assert "Rask" not in before
    assert INTERESTS not in before
    sign_review(review.pk, reviewer=reviewer, now=NOW)
    after = client.get(address).content.decode()
    assert "Hidden Rask" in after
    assert INTERESTS in after
    assert address in client.get(reviewer.profile.get_absolute_url()).content.decode()
    assert "Hidden Rask" in str(client.get("/api/v1/reviews/").json())
    others = Review.objects.exclude(pk=review.pk).values_list("byline_kind", "byline_name")
    assert set(others) == {("anonymous", "Anonymous reviewer")}


def test_the_log_holds_it_as_it_stands_then_and_nothing_else(reviewer):
    review = posted(reviewer)
    assert log_holds() is True
    sign_review(review.pk, reviewer=reviewer, now=NOW)
    assert log_holds() is True
    event = Event.objects.get(kind="review.signed")
    assert (event.is_public, event.subject, event.actor_id) == (
        True,
        review.version.identifier,
        reviewer.pk,
    )
    assert set(event.data) == {"review", "row", "hash", "personal"}
    with transaction.atomic():
        withdrawing.withdraw_review(review.pk, by=reviewer, reason="An error.", now=NOW)
        assert log_holds() is True
        transaction.set_rollback(True)
    rewrite(review, byline_name="Somebody Else")
    assert "not in it as they stand" in str(log_holds())


def test_a_name_put_under_it_without_the_act_is_found(reviewer):
    review = posted(reviewer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(byline_kind="signed")
    rewrite(review, byline_kind="signed", byline_name="Hidden Rask")
    assert "not in it as they stand" in str(log_holds())


def rewrite(review, **fields):
    """As whoever owns the database can."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.changing_published', 'on', true)")
        type(review).objects.filter(pk=review.pk).update(**fields)
        cursor.execute("SELECT set_config('verso.changing_published', '', true)")


def test_one_pseudonym_on_two_reviews_protects_both(client, reviewer):
    Pseudonym.objects.create(user=reviewer, name="Grey Stork")
    hidden = {"byline_kind": "pseudonym", "byline_name": "Grey Stork"}
    review, other = posted(reviewer, **hidden), posted(reviewer, **hidden)
    for one in (review, other):
        with pytest.raises(signing_errors.PseudonymIsShared):
            sign_review(one.pk, reviewer=reviewer, now=NOW)
    client.force_login(reviewer)
    page = client.get(f"/reviews/{review.pk}/sign/").content.decode()
    assert "other reviews of yours bear the pseudonym Grey Stork" in page
    assert "Sign the review</button>" not in page
    alone = posted(reviewer)
    sign_review(alone.pk, reviewer=reviewer, now=NOW)
    assert Review.objects.filter(byline_kind="pseudonym").count() == 2


def test_only_its_writer_signs_it_once_and_after_it_was_published(reviewer):
    review, draft = posted(reviewer), ReviewFactory(reviewer=reviewer, submitted=True)
    guest = make_guest("Grace Guest")
    guests = posted(guest)
    cases = [
        (review, UserFactory(managing_editor=True), signing_errors.NotYoursToSign),
        (review, review.round.submission.editor, signing_errors.NotYoursToSign),
        (guests, guest, signing_errors.NotYoursToSign),
        (draft, reviewer, signing_errors.NotPublishedYet),
    ]
    for row, person, error in cases:
        with pytest.raises(error):
            sign_review(row.pk, reviewer=person, now=NOW)
    sign_review(review.pk, reviewer=reviewer, now=NOW)
    with pytest.raises(signing_errors.SignedAlready):
        sign_review(review.pk, reviewer=reviewer, now=NOW)


def test_the_page_says_what_becomes_public_and_asks_once_more(client, reviewer):
    review = posted(reviewer)
    client.force_login(reviewer)
    address = f"/reviews/{review.pk}/sign/"
    page = client.get(address).content.decode()
    assert INTERESTS in page
    assert "The reviewer declares no use of AI." in page, "as readers will find it"
    assert "This cannot be undone" in page
    assert client.post(address).status_code == 422
    assert client.post(address, {"is_sure": "on"}).url == review.get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(managing_editor=True))
    assert client.get(f"/reviews/{posted(reviewer).pk}/sign/").status_code == 404
