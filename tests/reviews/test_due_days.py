"""The day on which a review is due: proposed by who is invited, set by editors, extended once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from events.outbox import work
from reviews import errors, invitation_errors
from reviews.limits import DAYS_PROPOSED_A_DAY
from reviews.models import Invitation, Policy, Reminder, Review, Round
from reviews.policies import current_policy
from reviews.services import due_days, reminding
from reviews.services.invitations import accept_invitation, invite_reviewer
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import DUE, NOW, day_to_type
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db
LATER = DUE + timedelta(days=9)
STILL_LATER = DUE + timedelta(days=20)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def mailed():
    mail.outbox.clear()
    while work():
        pass
    return [(one.to[0], one.subject.removeprefix("[Verso] ")) for one in mail.outbox]


def days():
    return list(Invitation.objects.order_by("pk").values_list("due_on", "proposed_due_on"))


def test_days_are_proposed_a_few_times_a_day():
    asked, bystander = InvitationFactory(), InvitationFactory(email="other@example.org")
    for number in range(1, DAYS_PROPOSED_A_DAY + 1):
        due_days.propose_due_day(asked.pk, due_on=DUE + timedelta(days=number), now=NOW)
    with pytest.raises(invitation_errors.TooManyProposedDays):
        due_days.propose_due_day(asked.pk, due_on=LATER, now=NOW + timedelta(hours=23))
    due_days.propose_due_day(bystander.pk, due_on=LATER, now=NOW)
    due_days.propose_due_day(asked.pk, due_on=STILL_LATER, now=NOW + timedelta(days=1))
    assert days() == [(DUE, STILL_LATER), (DUE, LATER)]


def test_another_day_is_proposed_and_set_and_then_accepted():
    asked, bystander = InvitationFactory(), InvitationFactory(email="other@example.org")
    editor = asked.round.submission.editor
    due_days.propose_due_day(asked.pk, due_on=LATER, now=NOW)
    assert days() == [(DUE, LATER), (DUE, None)]
    title = "Axioms for careful agents"
    assert mailed() == [(editor.email, f"Another day is proposed for a review: {title}")]
    due_days.set_invited_day(asked.pk, editor=editor, due_on=STILL_LATER, now=NOW)
    assert days() == [(STILL_LATER, None), (DUE, None)]
    assert mailed() == [(asked.email, f'Another day for your review of "{title}"')]
    assert link_of(asked) in mail.outbox[0].body
    review = accept_invitation(asked.pk, user=None, name="Noor", now=NOW)
    assert (review.due_on, bystander.state) == (STILL_LATER, "pending")
    kinds = Event.objects.filter(kind__startswith="invitation.day").order_by("pk")
    assert [(one.kind, one.is_public) for one in kinds] == [
        ("invitation.day_proposed", False),
        ("invitation.day_set", False),
    ]


def test_a_proposal_stops_the_reminders_until_the_editor_has_set_the_day():
    asked = InvitationFactory(answer_by=DUE, answer_asked_at=NOW)
    due_days.propose_due_day(asked.pk, due_on=LATER, now=NOW)
    late = NOW + timedelta(days=60)
    assert reminding.remind_everybody(now=late) == 0
    editor = asked.round.submission.editor
    due_days.set_invited_day(asked.pk, editor=editor, due_on=LATER, now=late)
    assert reminding.remind_everybody(now=late) == 0
    asked.refresh_from_db()
    assert asked.answer_by == late.date() + timedelta(days=current_policy().answer_days)
    assert reminding.remind_everybody(now=late + timedelta(days=10)) == 1


@pytest.mark.parametrize("state", ["accepted", "declined", "revoked", "closed"])
def test_who_has_answered_proposes_nothing(state):
    asked = InvitationFactory(state=state)
    with pytest.raises(invitation_errors.InvitationNotOpen):
        due_days.propose_due_day(asked.pk, due_on=LATER, now=NOW)
    with pytest.raises(invitation_errors.InvitationNotOpen):
        due_days.set_invited_day(
            asked.pk, editor=asked.round.submission.editor, due_on=LATER, now=NOW
        )
    assert days() == [(DUE, None)]


def test_a_reviewer_takes_more_time_once():
    review, bystander = ReviewFactory(), ReviewFactory()
    reviewer = review.reviewer
    due_days.extend_review(review.pk, reviewer=reviewer, due_on=LATER, now=NOW)
    assert mailed() == [
        (review.round.submission.editor.email, "A reviewer needs more time: " + title_of(review))
    ]
    with pytest.raises(errors.ExtendedBefore):
        due_days.extend_review(review.pk, reviewer=reviewer, due_on=STILL_LATER, now=NOW)
    assert dict(Review.objects.values_list("pk", "due_on")) == {
        review.pk: LATER,
        bystander.pk: DUE,
    }
    event = Event.objects.get(kind="review.day_set")
    assert event.data == {"review": review.pk, "old": "2026-03-23", "new": "2026-04-01"}


def title_of(review):
    return review.version.title_plain


@pytest.mark.parametrize(
    ("today", "day", "refusal"),
    [
        (NOW, DUE + timedelta(days=14), None),
        (NOW, DUE + timedelta(days=15), errors.TooLongExtension),
        (NOW, DUE, errors.SameDay),
        # Ten days late: counted from today.
        (NOW + timedelta(days=31), date(2026, 4, 16), None),
        (NOW + timedelta(days=31), date(2026, 4, 17), errors.TooLongExtension),
    ],
)
def test_how_much_more(today, day, refusal):
    review = ReviewFactory()
    extend = {"reviewer": review.reviewer, "due_on": day, "now": today}
    if refusal is None:
        assert due_days.extend_review(review.pk, **extend).due_on == day
    else:
        with pytest.raises(refusal):
            due_days.extend_review(review.pk, **extend)


def test_the_policy_says_how_much():
    review = ReviewFactory()
    Policy.objects.update(extension_days=0)
    with pytest.raises(errors.TooLongExtension):
        due_days.extend_review(review.pk, reviewer=review.reviewer, due_on=LATER, now=NOW)


def test_an_editor_moves_the_day_and_the_reminders_begin_anew():
    review = ReviewFactory()
    late = NOW + timedelta(days=60)
    assert reminding.remind_everybody(now=late) == 1
    new_day = late.date() + timedelta(days=30)
    editor = review.round.submission.editor
    due_days.set_review_day(review.pk, editor=editor, due_on=new_day, now=late)
    assert mailed() == [
        (review.reviewer.email, f"Your review is due on 31 May now: {title_of(review)}")
    ]
    assert reminding.remind_everybody(now=late + timedelta(days=1)) == 0
    assert reminding.remind_everybody(now=late + timedelta(days=28)) == 1
    kinds = Reminder.objects.order_by("pk").values_list("kind", "day")
    assert list(kinds) == [("after", DUE), ("before", new_day)]


def submitted(review):
    Review.objects.filter(pk=review.pk).delete()
    return ReviewFactory(submitted=True)


def withdrawn(review):
    Invitation.objects.filter(pk=review.invitation_id).update(state="revoked")
    return review


def closed(review):
    Round.objects.filter(pk=review.round_id).update(state="assessed", closed_at=NOW)
    return review


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (submitted, errors.ReviewAlreadySubmitted),
        (withdrawn, invitation_errors.InvitationWithdrawn),
        (closed, errors.RoundClosed),
    ],
)
def test_what_is_not_waited_for_has_no_day_to_move(change, refusal):
    review = change(ReviewFactory(by_guest=True))
    with pytest.raises(refusal):
        due_days.extend_review(review.pk, reviewer=review.reviewer, due_on=LATER, now=NOW)
    editor = review.round.submission.editor
    for act in (due_days.set_review_day,):
        with pytest.raises(refusal):
            act(review.pk, editor=editor, due_on=LATER, now=NOW)
    assert not Event.objects.filter(kind="review.day_set").exists()


def released(review):
    Round.objects.filter(pk=review.round_id).update(state="released", released_at=NOW)
    return review


@pytest.mark.parametrize("begun", [ReviewFactory, lambda: ReviewFactory(extended_at=NOW)])
def test_a_late_review_of_a_released_round_is_reminded_of_and_can_have_another_day(begun):
    """It may still be submitted then."""
    review, bystander = released(begun()), closed(ReviewFactory())
    may_extend = review.extended_at is None
    assert Review.objects.get(pk=review.pk).may_be_extended == may_extend
    assert not Review.objects.get(pk=bystander.pk).may_be_extended
    if may_extend:
        due_days.extend_review(review.pk, reviewer=review.reviewer, due_on=LATER, now=NOW)
    editor = review.round.submission.editor
    due_days.set_review_day(review.pk, editor=editor, due_on=STILL_LATER, now=NOW)
    reminding.ask_for_review(review.pk, editor=editor, now=NOW)
    mailed()
    on_the_day = datetime.combine(STILL_LATER, time(12), UTC)
    assert reminding.remind_everybody(now=on_the_day) == 1
    assert [to for to, _ in mailed()] == [review.reviewer.email]


def test_the_pages(client):
    """A guest proposes by the link; the editor sees it and sets the day."""
    asked = InvitationFactory(due_on=date.fromisoformat(day_to_type(20)))
    day = day_to_type(40)
    client.get(link_of(asked))
    page = reverse("reviews:opened_invitation", args=[asked.pk])
    assert "Propose another day" in client.get(page).content.decode()
    answer = client.post(
        reverse("reviews:propose_due_day", args=[asked.pk]), {"due_on": day}, follow=True
    )
    assert "The editor is asked about this day." in answer.content.decode()
    past = client.post(
        reverse("reviews:propose_due_day", args=[asked.pk]), {"due_on": "2026-01-01"}, follow=True
    )
    assert "Please choose a day in the future." in past.content.decode()
    editor = asked.round.submission.editor
    client.force_login(editor)
    shown = client.get(reverse("reviews:submission", args=[asked.round.submission_id]))
    assert "proposes" in shown.content.decode()
    client.post(reverse("reviews:set_invited_day", args=[asked.pk]), {"due_on": day})
    asked.refresh_from_db()
    assert (asked.due_on.isoformat(), asked.proposed_due_on) == (day, None)


def test_a_reviewer_extends_and_an_editor_reminds_on_their_pages(client):
    soon = date.fromisoformat(day_to_type(5))
    review, other = ReviewFactory(due_on=soon), UserFactory(editor=True)
    client.force_login(review.reviewer)
    page = client.get(reverse("reviews:write_review", args=[review.pk])).content.decode()
    assert "I need more time" in page
    day = day_to_type(12)
    client.post(reverse("reviews:extend_review", args=[review.pk]), {"due_on": day})
    review.refresh_from_db()
    assert review.due_on.isoformat() == day
    page = client.get(reverse("reviews:write_review", args=[review.pk])).content.decode()
    assert "I need more time" not in page
    client.force_login(review.round.submission.editor)
    address = reverse("reviews:submission", args=[review.round.submission_id])
    assert "Who writes a review" in client.get(address).content.decode()
    client.post(reverse("reviews:ask_for_review", args=[review.pk]))
    assert Reminder.objects.get().kind == "by-hand"
    client.force_login(other)
    assert "Who writes a review" not in client.get(address).content.decode()


def test_a_day_that_is_too_late_stays_in_the_form_which_says_the_last_one(client):
    review = ReviewFactory(due_on=timezone.localdate() + timedelta(days=3))
    client.force_login(review.reviewer)
    day, latest = (review.due_on + timedelta(days=more) for more in (15, 14))
    typed = {"due_on": day.isoformat()}
    answer = client.post(reverse("reviews:extend_review", args=[review.pk]), typed, follow=True)
    words = latest.strftime("%-d %B %Y")
    assert f"{words} is the last day that you can choose by yourself" in answer.text
    assert f"to {words} at the latest" in answer.text
    assert f'value="{day.isoformat()}"' in answer.text
    assert f'max="{latest.isoformat()}"' in answer.text
    assert '<details class="confirm" open>' in answer.text


def test_who_accepts_after_proposing_a_day_is_seen_to_have_proposed_it(client):
    opened = RoundFactory()
    day = {"proposed_due_on": LATER, "proposed_at": NOW}
    InvitationFactory(round=opened, state="accepted", user=UserFactory(), **day)
    client.force_login(opened.submission.editor)
    page = client.get(reverse("reviews:submission", args=[opened.submission_id])).text
    assert "had proposed 1 April 2026, and accepted before a day was set" in page


def test_who_is_invited_reads_by_when_an_answer_is_hoped_for():
    """In the mail and in each reminder, which differ."""
    opened = RoundFactory()
    asked = {"editor": opened.submission.editor, "name": "", "message": "", "due_on": DUE}
    invited = invite_reviewer(opened.pk, email="asked@example.org", now=NOW, **asked)
    texts = []
    for number in (0, 7, 10, 25):
        remind_all(NOW + timedelta(days=number))
        texts += [" ".join(one.body.split()) for one in mail.outbox]
        mail.outbox.clear()
    answer_by = "Thursday, 12 March 2026"
    assert [f"Please answer by {answer_by}, if you can." in text for text in texts] == [True] + [
        False
    ] * 3
    assert f"hopes for an answer by {answer_by}." in texts[1]
    assert "hopes for an answer today." in texts[2]
    assert f"An answer was hoped for by {answer_by}; this is the last reminder." in texts[3]
    assert "the review is due on Monday, 23 March 2026" in texts[0]
    assert all("the review is due 14 days later" in text for text in texts[1:]), "it is long gone"
    assert invited.answer_by == date(2026, 3, 12)


def remind_all(now):
    reminding.remind_everybody(now=now)
    while work():
        pass
