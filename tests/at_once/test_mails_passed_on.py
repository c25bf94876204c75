"""Two mails of one work that no editor of it may read any more, sent by two workers at once."""

import pytest

from accounts.models import Role
from events.models import Outbox
from reviews import notifications
from tests.at_once.sending import send
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def without_editors():
    """A review of a work of which no editor is one any more."""
    review = ReviewFactory(round=RoundFactory(), submitted=True)
    submission = review.round.submission
    Role.objects.filter(user__in=[submission.editor, submission.second_editor]).delete()
    return review


def mail_to_editor(template, review):
    editor = review.round.submission.editor
    return lambda: notifications._pass_on(
        template, editor.pk, {"review": review.pk}, review.round.submission
    )


def test_each_managing_editor_is_promised_one_mail_that_editors_are_missing():
    managing = [UserFactory(managing_editor=True) for _ in range(2)]
    review, other = without_editors(), without_editors()
    Outbox.objects.all().delete()
    outcome = send(
        mail_to_editor("review_submitted", review),
        mail_to_editor("volunteer", review),
        mail_to_editor("volunteer", other),
    )
    assert outcome.raised == []
    promised = Outbox.objects.filter(arguments__template="editors_missing")
    of_each_work = [
        sorted(
            row.arguments["recipient"]["user"]
            for row in promised
            if row.arguments["about"] == {"submission_without_editors": one.round.submission_id}
        )
        for one in (review, other)
    ]
    assert of_each_work == [[person.pk for person in managing]] * 2
