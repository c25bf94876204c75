"""Whom readers know here, and whose names nobody else may take: all the ways to be known."""

import pytest

from accounts.models import Profile
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ResponseFactory, ReviewFactory

pytestmark = pytest.mark.django_db
NOBODY = {"public": False, "known_by_more": False, "known_by_name": False}


def reviewer(**review):
    return ReviewFactory(**review).reviewer


def confirmed_author():
    author = PreprintFactory().current_version.authors.get()
    author.user = UserFactory()
    author.save()
    return author.user


def recommender(*, of_a_published_issue):
    entry = EntryFactory(recommended_by=UserFactory())
    if of_a_published_issue:
        publish(entry.issue)
    return entry.recommended_by


def edited_an_issue(*, published):
    issue = IssueFactory(editor=UserFactory())
    if published:
        publish(issue)
    return issue.editor


def left(user):
    user.is_active = False
    user.save()
    return user


SIGNED = {"published": True, "byline_kind": "signed", "byline_name": "Grace"}
BY_REVIEW = {"public": True, "known_by_more": False, "known_by_name": True}
BY_ACTS = dict.fromkeys(NOBODY, True)
BY_OFFICE = {"public": False, "known_by_more": True, "known_by_name": True}


@pytest.mark.parametrize(
    ("make", "known"),
    [
        (UserFactory, NOBODY),
        (lambda: reviewer(**SIGNED), BY_REVIEW),
        (lambda: reviewer(submitted=True, byline_kind="signed"), NOBODY),
        (lambda: reviewer(published=True), NOBODY),
        (lambda: reviewer(published=True, byline_kind="pseudonym", byline_name="Owl"), NOBODY),
        (lambda: ResponseFactory().author, BY_ACTS),
        (confirmed_author, BY_ACTS),
        (lambda: recommender(of_a_published_issue=True), BY_ACTS),
        (lambda: recommender(of_a_published_issue=False), NOBODY),
        (lambda: edited_an_issue(published=True), BY_ACTS),
        (lambda: edited_an_issue(published=False), NOBODY),
        (lambda: UserFactory(editor=True), BY_OFFICE),
        (lambda: UserFactory(managing_editor=True), BY_OFFICE),
        (lambda: UserFactory(administrator=True), NOBODY),
        (lambda: left(UserFactory(editor=True)), NOBODY),
        (lambda: left(reviewer(**SIGNED)), BY_REVIEW | {"public": False}),
        (lambda: left(ResponseFactory().author), BY_ACTS | {"public": False}),
    ],
)
def test_who_is_known_and_by_what(make, known):
    person, bystander = make(), UserFactory()
    for way, is_known in known.items():
        found = getattr(Profile.objects, way)()
        assert found.filter(user=person).exists() is is_known, way
        assert not found.filter(user=bystander).exists(), way
