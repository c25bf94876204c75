"""An appeal does not stop where its editor leaves or is silent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from events.models import Event
from reviews import appeal_errors
from reviews.models import Appeal, Policy
from reviews.services import appealing
from reviews.services.editor_days import give_editor_days
from reviews.services.policies import change_policy
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.appeals import appeal_decline, appeal_refusal, declined, refused
from tests.reviews.desks import desk_of
from tests.reviews.outcomes import new_mails
from tests.reviews.revised import revised_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
LATE = NOW + timedelta(days=40)
WHY = "She is away."


@pytest.fixture
def taker():
    return UserFactory(editor=True, email="taker@example.org", name="Tilda Taker")


@pytest.fixture
def other():
    return UserFactory(editor=True, email="other@example.org", name="Otto Other")


def taken(taker):
    appeal = appeal_decline(declined())
    return appealing.take_appeal(appeal.pk, editor=taker, now=NOW)


def rows(editor, now=NOW):
    return {group.name: len(group.rows) for group in desk_of(editor, now=now).groups}


def beginnings(mailbox):
    return sorted((to, subject.partition(":")[0]) for to, subject in new_mails(mailbox))


def test_an_appeal_that_is_handed_back_waits_for_another_editor(taker, other, mailoutbox):
    appeal, bystander = taken(taker), taken(taker)
    assert "appeals" not in rows(other)
    new_mails(mailoutbox)
    with pytest.raises(appeal_errors.AppealNotTaken):
        appealing.hand_back_appeal(appeal.pk, editor=other, now=NOW)
    appealing.hand_back_appeal(appeal.pk, editor=taker, now=NOW)
    found = Appeal.objects.get(pk=appeal.pk)
    assert (found.state, found.editor, found.taken_at) == ("waiting", None, None)
    assert found.due_at == appeal.due_at
    mailed = beginnings(mailoutbox)
    assert (other.email, "An appeal waits for another editor") in mailed
    assert not [to for to, _ in mailed if to in (taker.email, appeal.by.email)]
    assert rows(other)["appeals"] == 1
    assert Appeal.objects.get(pk=bystander.pk).editor == taker
    appealing.take_appeal(appeal.pk, editor=other, now=NOW)
    assert beginnings(mailoutbox) == []  # in time: whoever appealed knows the day


def test_a_silent_editor_is_reminded_and_another_takes_it_over(taker, other, mailoutbox):
    appeal = taken(taker)
    for refused_with, reason in (
        (appeal_errors.AppealHasItsEditor, WHY),
        (appeal_errors.AppealHasItsEditor, ""),
    ):
        with pytest.raises(refused_with):
            appealing.take_over_appeal(appeal.pk, editor=other, reason=reason, now=NOW)
    assert "appeals-stuck" not in rows(other, appeal.due_at)
    give_editor_days(now=NOW)
    new_mails(mailoutbox)
    remind_everybody(now=appeal.due_at + timedelta(hours=9))
    assert beginnings(mailoutbox) == [(taker.email, "An appeal is due today")]
    remind_everybody(now=appeal.due_at + timedelta(days=31))
    assert (other.email, "An appeal is late") in beginnings(mailoutbox)
    assert rows(other, LATE)["appeals-stuck"] == 1
    assert "appeals-stuck" not in rows(taker, LATE)
    with pytest.raises(appeal_errors.WhyTakeOver):
        appealing.take_over_appeal(appeal.pk, editor=other, reason=" ", now=LATE)
    found = appealing.take_over_appeal(appeal.pk, editor=other, reason=WHY, now=LATE)
    assert (found.editor, found.take_over_reason) == (other, WHY)
    assert found.due_at == LATE + timedelta(days=14)
    assert beginnings(mailoutbox) == sorted(
        [
            (taker.email, "Another editor decides the appeal"),
            (appeal.by.email, "Your appeal is being decided"),
        ]
    )
    with pytest.raises(appeal_errors.AppealNotTaken):
        appealing.dismiss_appeal(appeal.pk, editor=taker, reason="No.", now=LATE)
    appealing.uphold_appeal(appeal.pk, editor=other, reason="It does.", now=LATE)
    event = Event.objects.get(kind="appeal.taken_over")
    assert (event.data["former"], event.actor_id, event.is_public) == (taker.pk, other.pk, False)


def test_the_day_is_moved_once_however_many_take_it(taker, other, mailoutbox):
    change_policy({"late_appeal_days": 5}, editor=UserFactory(managing_editor=True), now=NOW)
    appeal, bystander = taken(taker), taken(taker)
    third = UserFactory(editor=True)
    moved = appealing.take_over_appeal(appeal.pk, editor=other, reason=WHY, now=LATE)
    once = LATE + timedelta(days=5)
    assert (moved.due_at, moved.moved_at) == (once, LATE)
    new_mails(mailoutbox)
    later = once + timedelta(days=1)
    found = appealing.take_over_appeal(appeal.pk, editor=third, reason=WHY, now=later)
    assert (found.editor, found.due_at, found.moved_at) == (third, once, LATE)
    mailed = beginnings(mailoutbox)
    assert mailed == [(other.email, "Another editor decides the appeal")], "no day was moved"
    appealing.hand_back_appeal(appeal.pk, editor=third, now=later)
    found = appealing.take_appeal(appeal.pk, editor=taker, now=later)
    assert (found.editor, found.due_at) == (taker, once)
    bystander.refresh_from_db()
    assert (bystander.due_at, bystander.moved_at) == (NOW + timedelta(days=28), None)


def test_who_appeals_reads_the_days_of_the_policy(client):
    revised = revised_work()
    client.force_login(revised.author)
    page = reverse("reviews:appeal_assessment", args=[revised.assessment.pk])
    for days, words in ((60, "within 60 days."), (1, "within 1 day.")):
        change_policy({"appeal_days": days}, editor=UserFactory(managing_editor=True), now=NOW)
        assert words in " ".join(client.get(page).text.split())


def test_who_has_left_is_replaced_at_once_by_somebody_without_a_part(taker, other, mailoutbox):
    appeal = appeal_refusal(refused())
    appealing.take_appeal(appeal.pk, editor=taker, now=NOW)
    Role.objects.filter(user=taker).delete()
    involved = Appeal.objects.get().work.editor
    assert "appeals-stuck" not in rows(involved)
    with pytest.raises(appeal_errors.EditorIsInvolved):
        appealing.take_over_appeal(appeal.pk, editor=involved, reason=WHY, now=NOW)
    give_editor_days(now=NOW)
    new_mails(mailoutbox)
    remind_everybody(now=appeal.due_at + timedelta(hours=9))
    assert beginnings(mailoutbox) == [(other.email, "An appeal is due today")]
    assert rows(other)["appeals-stuck"] == 1
    found = appealing.take_over_appeal(appeal.pk, editor=other, reason=WHY, now=NOW)
    assert (found.editor, found.due_at) == (other, appeal.due_at)
    assert beginnings(mailoutbox) == []


def test_the_page_offers_what_each_editor_may_do(client, taker, other):
    appeal = taken(taker)
    page = reverse("reviews:appeal", args=[appeal.pk])
    take_over = reverse("reviews:take_over_appeal", args=[appeal.pk])
    client.force_login(other)
    Appeal.objects.update(due_at=timezone.now() + timedelta(days=2))
    assert take_over not in client.get(page).text
    assert client.post(take_over, {"reason": WHY}).status_code == 422
    Appeal.objects.update(due_at=NOW - timedelta(days=2))
    assert take_over in client.get(page).text
    assert client.post(take_over, {"reason": WHY}).url == page
    shown = client.get(page).text
    assert reverse("reviews:hand_back_appeal", args=[appeal.pk]) in shown
    client.force_login(taker)
    seen = client.get(page).text
    assert WHY in seen
    assert "Otto Other took it" in seen
    client.force_login(other)
    client.post(reverse("reviews:hand_back_appeal", args=[appeal.pk]))
    assert Appeal.objects.get(pk=appeal.pk).state == "waiting"


def test_a_new_appeal_has_the_days_of_the_policy(taker):
    before = taken(taker)
    Policy.objects.update(appeal_days=9, triage_days=30)
    assert taken(taker).due_at == NOW + timedelta(days=9)
    before.refresh_from_db()
    assert before.due_at == NOW + timedelta(days=28)
