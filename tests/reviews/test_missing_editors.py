"""Managing editors learn of each work that has lost an editor: once while that lasts."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Role
from accounts.services import change_rights
from events import outbox
from events.models import Event, Outbox
from reviews import notifications
from tests.events.forgetting import a_month_before
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def managing():
    return UserFactory(managing_editor=True)


@pytest.fixture
def opened(managing):
    """A work whose editors are none any more."""
    opened = RoundFactory()
    lose(opened.submission.editor)
    lose(opened.submission.second_editor)
    return opened


def rights(person, *roles):
    fields = {"is_staff": False, "is_active": True, "by": None, "now": timezone.now()}
    change_rights(person.pk, roles=roles, **fields)
    outbox.work()


def lose(person):
    rights(person)


def return_to_work(person):
    rights(person, Role.Name.EDITOR)


def happens(opened):
    """Something that an editor of the work is to know; gives what managing editors are mailed."""
    mail.outbox.clear()
    notifications.notify_editor_of_volunteer(ReviewFactory(round=opened).pk)
    outbox.work()
    return [one.to[0] for one in mail.outbox if "lost an editor" in one.subject]


def forget():
    """The outbox forgets what was done a month ago."""
    outbox.forget_done(a_month_before(timezone.now() + timedelta(days=31)))


def test_of_one_work_the_mail_is_sent_once_while_it_has_no_editors(opened, managing):
    assert happens(opened) == [managing.email]
    assert happens(opened) == []
    forget()
    assert not Outbox.objects.filter(arguments__template="editors_missing").exists()
    assert happens(opened) == []


def test_of_another_work_there_is_a_mail_of_its_own(opened, managing):
    assert happens(opened) == [managing.email]
    other = RoundFactory()
    lose(other.submission.editor)
    lose(other.submission.second_editor)
    assert happens(other) == [managing.email]
    (sent,) = [one for one in mail.outbox if "lost an editor" in one.subject]
    assert f"/{other.submission.pk}/" in sent.body


def test_when_the_editors_are_lost_anew_there_is_a_mail_again(opened, managing):
    bystander = RoundFactory().submission.editor
    assert happens(opened) == [managing.email]
    return_to_work(opened.submission.editor)
    lose(bystander)
    assert happens(opened) == []
    lose(opened.submission.editor)
    assert happens(opened) == [managing.email]
    assert happens(opened) == []


def test_a_right_that_is_given_is_none_that_is_lost(opened, managing):
    """A former editor becomes a reviewer; an editor of another work is dismissed meanwhile."""
    assert happens(opened) == [managing.email]
    rights(opened.submission.editor, Role.Name.REVIEWER)
    lose(RoundFactory().submission.editor)
    assert happens(opened) == []


def test_a_mail_that_was_not_sent_does_not_count(opened, managing):
    """The editors were back when it was to be sent, and are lost again: nobody has heard of it."""
    editors = [opened.submission.editor, opened.submission.second_editor]
    notifications.notify_editor_of_volunteer(ReviewFactory(round=opened).pk)
    assert outbox._do_at_once()  # passes it on
    assert Outbox.objects.filter(arguments__template="editors_missing", done_at=None).exists()
    for editor in editors:
        return_to_work(editor)
    for editor in editors:
        lose(editor)
    assert happens(opened) == [managing.email]


def test_who_was_no_editor_when_it_was_passed_on_and_is_one_again_gets_the_mail(managing):
    opened = RoundFactory()
    handling, second = opened.submission.editor, opened.submission.second_editor
    notifications.notify_editor_of_volunteer(ReviewFactory(round=opened).pk)
    Role.objects.filter(user=handling).delete()
    assert outbox._do_at_once()
    assert Outbox.objects.filter(arguments__recipient={"user": second.pk}, done_at=None).exists()
    Role.objects.filter(user=second).delete()
    Role.objects.create(user=handling, name="editor")
    outbox.work()
    assert [one.to for one in mail.outbox] == [[handling.email]]


def test_a_mail_promised_twice_is_sent_once(opened, managing):
    other = UserFactory(managing_editor=True)
    assert happens(opened) == [managing.email, other.email]
    again = Outbox.objects.filter(
        arguments__template="editors_missing", arguments__recipient={"user": managing.pk}
    )
    assert again.update(done_at=None, due_at=timezone.now()) == 1
    mail.outbox.clear()
    outbox.work()
    assert again.get().last_error == "The recipient knows it already."
    assert mail.outbox == []


def test_a_managing_editor_who_came_later_hears_of_it_too(opened, managing):
    assert happens(opened) == [managing.email]
    newcomer = UserFactory(managing_editor=True)
    assert happens(opened) == [newcomer.email]


def test_the_log_says_privately_who_was_mailed(opened, managing):
    happens(opened)
    event = Event.objects.get(kind="submission.editors_missing_mailed")
    assert (event.subject, event.is_public) == (f"person {managing.pk}", False)
    assert event.preprint_id == opened.submission.preprint_id
    assert event.data == {"submission": opened.submission.pk}
