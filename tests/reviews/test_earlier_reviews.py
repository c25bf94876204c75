"""The migration that says of earlier reviews how they are known to be their reviewer's."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from reviews.models import Review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("reviews.migrations.0005_confirm_earlier_reviews")


@pytest.fixture
def _before_the_constraint():
    """The next migration adds it; the rows here are as they were before."""
    (named,) = [
        one for one in Review._meta.constraints if one.name == "published_name_is_confirmed"
    ]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Review, named)


def earlier(*, by_link, status="published", byline_kind="signed", is_verified=True):
    """A review from before: its reviewer had an account, which a link may have made."""
    reviewer = UserFactory(verified=is_verified)
    invitation = InvitationFactory(state="accepted", user=reviewer, made_account=by_link)
    return ReviewFactory(
        round=invitation.round,
        invitation=invitation,
        reviewer=reviewer,
        submitted=True,
        status=status,
        byline_kind=byline_kind,
        number=1 if status == "published" else None,
        published_at=NOW if status == "published" else None,
    )


@pytest.mark.usefixtures("_before_the_constraint")
@pytest.mark.parametrize(
    ("details", "confirmed_by"),
    [
        ({"by_link": False}, "account"),
        ({"by_link": False, "status": "submitted"}, "account"),
        ({"by_link": True}, "earlier"),
        ({"by_link": True, "byline_kind": "pseudonym"}, "earlier"),
        ({"by_link": True, "byline_kind": "anonymous"}, ""),
        ({"by_link": True, "status": "submitted"}, ""),
        ({"by_link": False, "is_verified": False}, "earlier"),
    ],
)
def test_an_earlier_review_is_confirmed_by_its_own_account_only(details, confirmed_by):
    review, draft = earlier(**details), ReviewFactory()
    MIGRATION.confirm_earlier_reviews(apps, None)
    review.refresh_from_db()
    draft.refresh_from_db()
    assert review.confirmed_by == confirmed_by
    assert (review.confirmed_at is not None) == bool(confirmed_by)
    assert Review.objects.confirmed().filter(pk=review.pk).exists() == (confirmed_by == "account")
    assert draft.confirmed_by == ""
    MIGRATION.forget_confirmations(apps, None)
    review.refresh_from_db()
    assert review.confirmed_at is None
