"""Which reviews, submissions and preprints each person may see: all of them, and no others."""

import pytest
from django.contrib.auth.models import AnonymousUser

from preprints.models import Preprint
from reviews.models import Review, Submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

STATES = {
    "draft": {},
    "submitted": {"submitted": True},
    "published": {"published": True},
    "disowned": {"submitted": True, "status": "disowned"},
}


@pytest.fixture
def reviews():
    """One review of each state, by different people, in one round."""
    opened = RoundFactory()
    return {state: ReviewFactory(round=opened, **fields) for state, fields in STATES.items()}


@pytest.fixture
def submission(reviews):
    return reviews["draft"].round.submission


def states_seen_by(user):
    return set(Review.objects.visible_to(user).values_list("status", flat=True))


def test_somebody_signed_out_sees_published_reviews_alone(reviews):
    assert set(Review.objects.visible_to(AnonymousUser())) == {reviews["published"]}


@pytest.mark.parametrize("rights", [{}, {"editor": True}, {"managing_editor": True}])
@pytest.mark.usefixtures("reviews")
def test_whoever_has_no_part_in_a_work_sees_its_published_reviews_alone(rights):
    assert states_seen_by(UserFactory(**rights)) == {"published"}


def test_the_submitter_sees_published_reviews_alone(submission):
    assert states_seen_by(submission.submitter) == {"published"}


@pytest.mark.parametrize("role", ["editor", "second_editor"])
def test_the_two_editors_see_what_was_submitted_but_no_draft(submission, role):
    assert states_seen_by(getattr(submission, role)) == {"submitted", "published", "disowned"}


@pytest.mark.usefixtures("reviews")
def test_an_editor_sees_nothing_more_of_another_editors_work():
    theirs = SubmissionFactory(accepted=True)
    RoundFactory(submission=theirs)
    assert states_seen_by(theirs.editor) == {"published"}


@pytest.mark.parametrize("state", STATES)
def test_a_reviewer_sees_the_own_review_in_any_state_and_the_published_ones(reviews, state):
    own = reviews[state]
    assert set(Review.objects.visible_to(own.reviewer)) == {own, reviews["published"]}


def test_submissions_are_seen_by_who_made_them_and_by_editors():
    mine, theirs = SubmissionFactory(), SubmissionFactory()
    visible = Submission.objects.visible_to
    assert set(visible(AnonymousUser())) == set()
    assert set(visible(mine.submitter)) == {mine}
    assert set(visible(UserFactory(verified=True))) == set()
    assert set(visible(UserFactory(editor=True))) == {mine, theirs}


@pytest.mark.parametrize("make_user", [AnonymousUser, UserFactory])
def test_a_merged_preprint_is_seen_only_as_the_one_it_was_merged_into(make_user):
    kept = PreprintFactory()
    PreprintFactory(merged_into=kept)
    assert set(Preprint.objects.visible_to(make_user())) == {kept}
