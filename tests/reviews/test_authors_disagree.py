"""One author's no is not undone by another author's yes."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from events.models import Event
from preprints.models import Author
from reviews import author_errors
from reviews.models import ConsentChange, Submission
from reviews.services.consent import answer_request, change_consent
from reviews.services.consent_steps import mail_request
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    """Of a work with two confirmed authors; another work, whose author declined, is beside it."""
    other = authored()
    change_consent(other.pk, consent="declined", by=author_of(other), reason="", now=NOW)
    return authored()


def authored():
    one = SubmissionFactory(accepted=True)
    one.version.authors.all().delete()
    for position in (1, 2):
        name = {"position": position, "name": f"Author {position}"}
        Author.objects.create(version=one.version, user=UserFactory(), **name)
    return one


def author_of(submission, which=0):
    return submission.version.authors.order_by("position")[which].user


def say(submission, consent, by, *, reason="", hours=1):
    now = NOW + timedelta(hours=hours)
    change_consent(submission.pk, consent=consent, by=by, reason=reason, now=now)
    return Submission.objects.get(pk=submission.pk).consent


def test_only_who_said_no_says_yes_for_all(submission):
    one, other = author_of(submission), author_of(submission, 1)
    assert say(submission, "declined", one) == "declined"
    with pytest.raises(author_errors.AnotherAuthorDeclined):
        say(submission, "agreed", other)
    assert ConsentChange.objects.filter(submission=submission).count() == 1
    assert say(submission, "agreed", one) == "agreed"
    assert say(submission, "declined", other) == "declined"
    assert say(submission, "agreed", other) == "agreed"


def test_an_editor_can_say_otherwise_with_a_reason(submission):
    say(submission, "declined", author_of(submission))
    editor = submission.editor
    assert say(submission, "agreed", editor, reason="They wrote to us.") == "agreed"


@pytest.mark.parametrize("is_own", [True, False])
def test_a_mailed_no_is_that_of_whose_address_it_is(submission, is_own):
    one, other = author_of(submission), author_of(submission, 1)
    owner = other if is_own else one
    EmailAddress.objects.create(user=owner, email="ada@example.org", verified=True)
    request = mail_request(submission, "ada@example.org", by=one, now=NOW)
    answer_request(request.pk, answer="declined", now=NOW)
    if is_own:
        assert say(submission, "agreed", other) == "agreed"
        return
    with pytest.raises(author_errors.AnotherAuthorDeclined):
        say(submission, "agreed", other)
    assert Submission.objects.get(pk=submission.pk).consent == "declined"


def test_a_second_no_is_kept_though_it_changes_nothing_in_public(submission):
    """Whoever says no after another author is not undone by that one's change of mind."""
    one, other = author_of(submission), author_of(submission, 1)
    for person in (one, other, other):
        assert say(submission, "declined", person) == "declined"
    assert Event.objects.about_preprint(submission.preprint_id).count() == 1
    with pytest.raises(author_errors.AnotherAuthorDeclined):
        say(submission, "agreed", one)
    assert ConsentChange.objects.filter(submission=submission).count() == 2


def test_a_mailed_yes_does_not_undo_an_authors_no(submission):
    one, other = author_of(submission), author_of(submission, 1)
    request = mail_request(submission, "third@example.org", by=other, now=NOW)
    say(submission, "declined", one)
    answer_request(request.pk, answer="agreed", now=NOW + timedelta(hours=2))
    assert Submission.objects.get(pk=submission.pk).consent == "declined"
    assert say(submission, "agreed", one) == "agreed"
