"""A review is offered to whoever may write one, and to nobody else."""

import pytest
from django.urls import reverse

from preprints.models import Author
from reviews.models import Round
from reviews.services.reviewing import involved_people
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    submission = SubmissionFactory(accepted=True, preprint__status="under-review")
    return RoundFactory(submission=submission)


def person(opened, who):
    if who == "author":
        author = UserFactory()
        Author.objects.filter(version=opened.version).update(user=author)
        return author
    return {
        "editor": opened.submission.editor,
        "second editor": opened.submission.second_editor,
        "submitting author": opened.submission.submitter,
        "reader": UserFactory(),
        "another editor": UserFactory(editor=True),
    }[who]


@pytest.mark.parametrize(
    ("who", "is_offered"),
    [
        ("editor", False),
        ("second editor", False),
        ("submitting author", False),
        ("author", False),
        ("reader", True),
        ("another editor", True),
    ],
)
def test_editors_and_authors_are_not_offered_to_review_the_work(client, opened, who, is_offered):
    user = person(opened, who)
    client.force_login(user)
    preprint = opened.submission.preprint
    for page in (preprint.get_absolute_url(), "/review-requests/", "/"):
        offered = f"/preprints/{preprint.pk}/review/" in client.get(page).content.decode()
        assert offered == is_offered, page
    words = client.get(reverse("reviews:volunteer", args=[preprint.pk])).content.decode()
    assert ("Start my review" in words) == is_offered
    assert (user.pk not in involved_people(opened)) == is_offered


def test_everybody_else_is_offered_it(client, opened):
    assert f"/preprints/{opened.submission.preprint_id}/review/" in client.get("/").content.decode()


@pytest.mark.parametrize(("state", "is_offered"), [({"submitted": True}, False), ({}, True)])
def test_who_has_submitted_a_review_is_not_offered_another(client, opened, state, is_offered):
    """A draft is gone on with by the same link; whoever else looks may begin one."""
    review, preprint = ReviewFactory(round=opened, **state), opened.submission.preprint
    for user, expected in ((review.reviewer, is_offered), (UserFactory(), True)):
        client.force_login(user)
        for page in (preprint.get_absolute_url(), "/review-requests/"):
            offered = f"/preprints/{preprint.pk}/review/" in client.get(page).content.decode()
            assert offered == expected, (page, user)


def test_what_a_withdrawn_reviewer_had_begun_is_not_being_written(client, opened):
    ReviewFactory(round=opened)
    invitation = InvitationFactory(round=opened, state="revoked")
    ReviewFactory(round=opened, invitation=invitation)
    assert Round.objects.count() == 1
    assert "1 is being written" in client.get("/review-requests/").content.decode()


def test_whoever_submitted_a_work_finds_the_way_to_its_submission(client, opened):
    address = reverse("reviews:own_submission", args=[opened.submission_id])
    work = opened.submission.preprint.get_absolute_url()
    shown = {"nobody": f'href="{address}"' in client.get(work).text}
    for who in ("submitting author", "reader", "editor"):
        client.force_login(person(opened, who))
        shown[who] = f'href="{address}"' in client.get(work).text
    assert {who for who, is_shown in shown.items() if is_shown} == {"submitting author"}


def test_no_review_of_a_work_that_is_away_is_asked_for_in_public(client, opened):
    here = RoundFactory(submission__preprint__status="under-review")
    listed = reverse("reading:review_requests")
    titles = [f'"/preprints/{one.version.preprint_id}/review/"' for one in (opened, here)]
    assert [title in client.get(listed).text for title in titles] == [True, True]
    leave(opened.submission)
    assert [title in client.get(listed).text for title in titles] == [False, True]
