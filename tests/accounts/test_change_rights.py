"""What is written when rights are given and taken: the whole event, the whole promise."""

import pytest

from accounts.models import User
from accounts.services import change_rights
from events.models import Event, Outbox
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def rights_of(user):
    user = User.objects.get(pk=user.pk)
    return set(user.role_names), user.is_staff, user.is_active


def test_a_change_of_rights_is_logged_for_the_person_and_promised_as_a_mail():
    by, bystander = UserFactory(administrator=True), UserFactory(editor=True)
    user = UserFactory(editor=True, reviewer=True, is_staff=True)
    saved = change_rights(
        user.pk,
        roles=["reviewer", "managing-editor"],
        is_staff=False,
        is_active=False,
        by=by,
        now=NOW,
    )
    assert saved == user
    assert rights_of(user) == ({"reviewer", "managing-editor"}, False, False)
    assert rights_of(bystander) == ({"editor"}, False, True)
    given, taken = ["Managing editor"], ["Editor", "entry to the admin", "sign-in"]
    event = Event.objects.get()
    assert (event.kind, event.subject, event.actor_id, event.is_public, event.at) == (
        "account.rights_changed",
        f"person {user.pk}",
        by.pk,
        False,
        NOW,
    )
    assert event.data == {"given": given, "taken": taken}
    row = Outbox.objects.get(mail__kind="rights_changed")
    assert (row.task, row.arguments) == (
        "accounts.notify_of_rights",
        {
            "user_id": user.pk,
            "given": given,
            "taken": taken,
            "by_id": by.pk,
            "change_id": user.rights_changes.get().pk,
        },
    )
    left = Outbox.objects.exclude(pk=row.pk).get()
    assert (left.task, left.arguments) == ("reviews.notify_of_left_editor", {"user_id": user.pk})


def test_rights_that_stay_as_they_are_are_neither_logged_nor_mailed():
    user = UserFactory(editor=True)
    change_rights(user.pk, roles=["editor"], is_staff=False, is_active=True, by=None, now=NOW)
    assert rights_of(user) == ({"editor"}, False, True)
    assert not Event.objects.exists()
    assert not Outbox.objects.exists()
    change_rights(user.pk, roles=[], is_staff=True, is_active=True, by=None, now=NOW)
    assert rights_of(user) == (set(), True, True)
    assert Event.objects.get().actor_id is None
    assert Outbox.objects.get(mail__kind="rights_changed").arguments["by_id"] is None
