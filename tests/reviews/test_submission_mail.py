"""Whom a new submission is mailed to: somebody always, and nobody who does not edit."""

import pytest

from events import outbox
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory

pytestmark = pytest.mark.django_db


def addresses_mailed(mailoutbox) -> list[str]:
    outbox.promise("reviews.notify_editors_of_submission", submission_id=SubmissionFactory().pk)
    outbox.work()
    return sorted(mail.to[0] for mail in mailoutbox)


@pytest.fixture(autouse=True)
def bystanders():
    UserFactory(email="reader@example.org")
    UserFactory(email="administrator@example.org", administrator=True)
    UserFactory(email="former@example.org", editor=True, is_active=False)


def test_without_a_managing_editor_every_editor_gets_it(mailoutbox):
    UserFactory(email="edith@example.org", editor=True)
    UserFactory(email="omar@example.org", editor=True)
    assert addresses_mailed(mailoutbox) == ["edith@example.org", "omar@example.org"]


def test_a_managing_editor_who_left_does_not_count(mailoutbox):
    UserFactory(email="gone@example.org", managing_editor=True, is_active=False)
    UserFactory(email="edith@example.org", editor=True)
    assert addresses_mailed(mailoutbox) == ["edith@example.org"]


def test_with_a_managing_editor_the_others_are_spared(mailoutbox):
    UserFactory(email="edith@example.org", editor=True)
    UserFactory(email="maria@example.org", managing_editor=True)
    assert addresses_mailed(mailoutbox) == ["maria@example.org"]


def test_each_submitter_hears_of_their_own_submission(mailoutbox):
    first, second = SubmissionFactory(), SubmissionFactory(submitter__email="second@example.org")
    for submission in (second, first):
        outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
    outbox.work()
    assert [mail.to[0] for mail in mailoutbox] == ["second@example.org", first.submitter.email]
    assert second.preprint.get_absolute_url() in mailoutbox[0].body
    assert first.preprint.get_absolute_url() in mailoutbox[1].body
