"""Whom a new submission is mailed to: somebody always, and nobody who does not edit."""

import pytest

from events import outbox
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory

pytestmark = pytest.mark.django_db


def addresses_mailed(mailoutbox, submission=None) -> list[str]:
    submission = submission or SubmissionFactory()
    outbox.promise("reviews.notify_editors_of_submission", submission_id=submission.pk)
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


def submission_of(person, *, is_submitter):
    if is_submitter:
        return SubmissionFactory(submitter=person)
    submission = SubmissionFactory()
    submission.version.authors.update(user=person)
    return submission


@pytest.mark.parametrize("is_submitter", [True, False])
@pytest.mark.parametrize("role", ["editor", "managing_editor"])
def test_an_author_is_not_asked_to_decide_and_the_other_editor_is(mailoutbox, role, is_submitter):
    author = UserFactory(email="author@example.org", **{role: True})
    UserFactory(email="edith@example.org", **{role: True})
    submission = submission_of(author, is_submitter=is_submitter)
    assert addresses_mailed(mailoutbox, submission) == ["edith@example.org"]


def test_where_the_managing_editor_is_the_author_the_editors_are_asked(mailoutbox):
    author = UserFactory(email="maria@example.org", managing_editor=True)
    UserFactory(email="edith@example.org", editor=True)
    submission = submission_of(author, is_submitter=True)
    assert addresses_mailed(mailoutbox, submission) == ["edith@example.org"]


def test_an_editor_who_submits_the_work_of_others_is_asked(mailoutbox):
    editor = UserFactory(email="edith@example.org", editor=True)
    submission = SubmissionFactory(submitter=editor, is_author=False, reason="It matters.")
    assert addresses_mailed(mailoutbox, submission) == ["edith@example.org"]


def test_each_submitter_hears_of_their_own_submission(mailoutbox):
    first, second = SubmissionFactory(), SubmissionFactory(submitter__email="second@example.org")
    for submission in (second, first):
        outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
    outbox.work()
    assert [mail.to[0] for mail in mailoutbox] == ["second@example.org", first.submitter.email]
    page = f"/submissions/{second.pk}/"
    assert page in mailoutbox[0].body
    assert f"/submissions/{first.pk}/" in mailoutbox[1].body
