"""However often authors change their mind, an editor gets one mail a day about a work."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.models import Outbox
from events.outbox import work
from reviews.models import ConsentChange, Submission
from reviews.services.consent import change_consent
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory

pytestmark = pytest.mark.django_db
NO, YES = "declined", "agreed"
DAY = timedelta(days=1)


@pytest.fixture
def of():
    """A work with a confirmed author, and another one of the same editors."""
    of = RoundFactory()
    of.version.authors.update(user=UserFactory())
    return of


def says(of, *words):
    author = of.version.authors.get().user
    for word in words:
        change_consent(of.submission_id, consent=word, by=author, reason="", now=timezone.now())
        while work():
            pass


def mailed():
    """Since the last call: to whom, in which words."""
    found = {
        one.to[0]: "declined" if "An author declined" in one.subject else "changed"
        for one in mail.outbox
    }
    assert len(found) == len(mail.outbox)
    mail.outbox.clear()
    return found


def a_day_later():
    Outbox.objects.exclude(done_at=None).update(done_at=timezone.now() - DAY)
    ConsentChange.objects.update(changed_at=timezone.now() - DAY - timedelta(minutes=1))
    Outbox.objects.filter(done_at=None, dropped_at=None).update(due_at=timezone.now())
    while work():
        pass


def two(of, word):
    return {of.submission.editor.email: word, of.submission.second_editor.email: word}


def test_a_first_no_is_mailed_at_once_and_a_first_yes_is_not(of):
    says(of, YES)
    assert mailed() == {}
    says(of, NO)
    assert mailed() == two(of, "declined")


def test_what_is_changed_again_on_one_day_is_mailed_once_the_day_after_as_it_is_then(of):
    says(of, NO)
    mailed()
    says(of, YES, NO, YES)
    assert mailed() == {}
    Outbox.objects.filter(done_at=None, dropped_at=None).update(due_at=timezone.now())
    while work():
        pass
    (first, _other) = mail.outbox
    assert "The authors agreed to the review" in first.body
    assert "decide whether to go on" not in first.body
    assert mailed() == two(of, "changed")
    assert Submission.objects.get(pk=of.submission_id).consent == YES


def test_what_is_again_as_it_was_told_is_not_mailed(of):
    says(of, NO)
    mailed()
    says(of, YES, NO)
    Outbox.objects.filter(done_at=None, dropped_at=None).update(due_at=timezone.now())
    while work():
        pass
    assert mailed() == {}


def test_the_day_is_each_works_own_and_over_the_next_one(of):
    other = RoundFactory()
    other.version.authors.update(user=UserFactory())
    editors = {"editor": of.submission.editor, "second_editor": of.submission.second_editor}
    Submission.objects.filter(pk=other.submission_id).update(**editors)
    says(of, NO)
    assert mailed() == two(of, "declined")
    says(other, NO)
    assert mailed() == two(of, "declined")
    a_day_later()
    says(of, YES)
    assert mailed() == two(of, "changed")
