"""Who accepts an invitation late is not late: the day of the review moves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.outbox import work
from reviews.invitation_rules import due_if_accepted
from reviews.limits import ACCEPTED_REVIEW_DAYS
from reviews.services import due_days, reminding
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import accept_invitation
from tests.factories.reviews import InvitationFactory
from tests.factories.times import DUE, NOW
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=40)
LEAST = timedelta(days=ACCEPTED_REVIEW_DAYS)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def mailed():
    mail.outbox.clear()
    while work():
        pass
    return [" ".join(one.body.split()) for one in mail.outbox]


def test_a_late_answer_moves_the_day_of_that_review_alone():
    asked, bystander = InvitationFactory(), InvitationFactory(email="other@example.org")
    review = accept_invitation(asked.pk, user=None, name="Noor", now=LATE)
    in_time = accept_invitation(bystander.pk, user=None, name="Ola", now=NOW)
    assert (review.due_on, in_time.due_on) == (LATE.date() + LEAST, DUE)
    for row in (asked, bystander):
        row.refresh_from_db()
    assert (asked.due_on, bystander.due_on) == (review.due_on, DUE)


@pytest.mark.parametrize(
    ("given", "waited", "left"),
    [(21, 0, 21), (21, 7, 14), (21, 8, 14), (21, 21, 14), (5, 0, 5), (5, 3, 5), (5, 60, 5)],
)
def test_who_accepts_has_some_days_or_as_many_as_were_given(given, waited, left):
    day = NOW.date() + timedelta(days=given)
    today = NOW.date() + timedelta(days=waited)
    due = due_if_accepted(day, asked_on=NOW.date(), today=today)
    assert (due - today).days == left


def test_a_day_that_an_editor_has_set_stays_for_who_accepts_then():
    asked = InvitationFactory()
    near = LATE.date() + timedelta(days=3)
    due_days.set_invited_day(asked.pk, editor=asked.round.submission.editor, due_on=near, now=LATE)
    assert accept_invitation(asked.pk, user=None, name="Noor", now=LATE).due_on == near


def test_an_invitation_sent_again_names_a_day_to_come():
    asked = InvitationFactory()
    editor = asked.round.submission.editor
    send_invitation_again(asked.pk, editor=editor, email=asked.email, now=LATE)
    asked.refresh_from_db()
    assert asked.due_on == LATE.date() + LEAST


def test_reminder_and_page_name_no_day_that_has_passed(client):
    now = timezone.now()
    past = now.date() - timedelta(days=1)
    early = now - timedelta(days=22)
    asked = InvitationFactory(
        invited_at=early, answer_asked_at=early, answer_by=past - timedelta(days=9), due_on=past
    )
    other = InvitationFactory(
        email="other@example.org",
        invited_at=now - timedelta(days=1),
        due_on=now.date() + timedelta(days=20),
    )
    assert reminding.remind_everybody(now=now) == 1
    [text] = mailed()
    assert "If you accept, the review is due 14 days later." in text
    client.get(link_of(asked))
    page = client.get(reverse("reviews:opened_invitation", args=[asked.pk])).content.decode()
    assert "If you accept, the review is due 14 days later." in " ".join(page.split())
    assert f"{past:%B %Y}" not in page.split("What is asked")[1].split("Expected time")[0]
    client.get(link_of(other))
    page = client.get(reverse("reviews:opened_invitation", args=[other.pk])).content.decode()
    assert "If you accept, the review is due on " in page
