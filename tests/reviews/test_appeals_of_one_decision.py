"""Two appeals against one decline, and editors who get a part in the work they decide about."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from reviews import appeal_errors
from reviews.models import Appeal, Submission
from reviews.services import appealing, authorship, submissions
from reviews.services.editor_days import give_editor_days
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.appeals import appeal_decline, decide, declined
from tests.reviews.desks import desk_of
from tests.reviews.outcomes import new_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
DAY = timedelta(days=1)


def decline_again(submission, text="Still too short."):
    again = {"editor": UserFactory(editor=True), "code": "other", "text": text}
    submissions.decline_submission(submission.pk, now=NOW + 2 * DAY, **again)


def two_appeals(taker):
    """Of who only said to be an author, taken, and of an author who was confirmed since."""
    submission, author = declined(), UserFactory()
    first = appeal_decline(submission)
    appealing.take_appeal(first.pk, editor=taker, now=NOW)
    submission.version.authors.update(user=author)
    return submission, first, appeal_decline(submission, by=author)


def outcomes():
    return list(Event.objects.filter(kind="submission.appeal_decided").values_list("data__outcome"))


def beginnings(mailbox):
    return sorted((to, subject.partition(":")[0]) for to, subject in new_mails(mailbox))


def rows(editor):
    return {group.name: len(group.rows) for group in desk_of(editor, now=NOW).groups}


def test_what_takes_a_decline_back_answers_every_appeal_against_it(client, mailoutbox):
    taker, other = UserFactory(editor=True), UserFactory(editor=True)
    bystander = appeal_decline(declined())
    submission, first, second = two_appeals(taker)
    decliner = Submission.objects.get(pk=submission.pk).editor
    new_mails(mailoutbox)
    decide(second, other)
    first.refresh_from_db()
    assert (first.state, first.editor, first.reason) == ("upheld", other, "It does.")
    with pytest.raises(appeal_errors.AppealIsDecided):
        appealing.uphold_appeal(first.pk, editor=taker, reason="It does, too.", now=NOW)
    event = Event.objects.get(kind="appeal.upheld", data__appeal=first.pk)
    assert (event.data["upheld_with"], event.is_public) == (second.pk, False)
    assert outcomes() == [("upheld",)]
    people = (submission.submitter, second.by, taker, decliner)
    assert beginnings(mailoutbox) == sorted((one.email, "The appeal is upheld") for one in people)
    bystander.refresh_from_db()
    assert bystander.state == "waiting"
    decline_again(submission)
    page = client.get(submission.preprint.get_absolute_url()).text
    assert page.count("An appeal was upheld") == 1
    assert outcomes() == [("upheld",)]


def test_a_dismissed_appeal_leaves_the_other_one_to_its_editor():
    taker, other = UserFactory(editor=True), UserFactory(editor=True)
    submission, first, second = two_appeals(taker)
    decide(second, other, appealing.dismiss_appeal)
    first.refresh_from_db()
    assert (first.state, first.editor) == ("taken", taker)
    appealing.uphold_appeal(first.pk, editor=taker, reason="It does.", now=NOW)
    assert Submission.objects.get(pk=submission.pk).state == "submitted"
    assert outcomes() == [("dismissed",), ("upheld",)]


@pytest.mark.parametrize("act", [appealing.uphold_appeal, appealing.dismiss_appeal])
def test_an_appeal_left_over_from_an_earlier_decline_says_nothing_of_the_later_one(act):
    """As it could be before one appeal ended the others with it."""
    taker = UserFactory(editor=True)
    submission, first, second = two_appeals(taker)
    decide(second, UserFactory(editor=True))
    nobody = {"reason": "", "reason_html": "", "decided_at": None}
    Appeal.objects.filter(pk=first.pk).update(state="taken", editor=taker, **nobody)
    decline_again(submission)
    later = appeal_decline(submission, by=second.by)
    act(first.pk, editor=taker, reason="As I see it.", now=NOW + 3 * DAY)
    assert Submission.objects.get(pk=submission.pk).state == "declined"
    assert outcomes() == [("upheld",)]
    assert Appeal.objects.get(pk=later.pk).state == "waiting"


def test_the_page_of_an_appeal_shows_the_decision_that_it_is_against(client):
    taker, other = UserFactory(editor=True), UserFactory(editor=True)
    submission, first, second = two_appeals(taker)
    bystander = appeal_decline(declined())
    decide(second, other)
    decline_again(submission, text="For the authors alone.")
    client.force_login(UserFactory(editor=True))
    for appeal in (first, second):
        shown = client.get(reverse("reviews:appeal", args=[appeal.pk])).text
        assert "Too short." in shown
        assert "For the authors alone." not in shown
    later = appeal_decline(submission, by=second.by)
    shown = client.get(reverse("reviews:appeal", args=[later.pk])).text
    assert "For the authors alone." in shown
    assert "Too short." not in shown
    assert "Too short." in client.get(reverse("reviews:appeal", args=[bystander.pk])).text


def test_reasons_that_were_kept_nowhere_are_not_made_up(client):
    """Of a decline from before declines were public."""
    said = {"decline_code": "other", "decline_text": "Too short."}
    submission = SubmissionFactory(state="declined", decided_at=NOW, is_author=True, **said)
    appeal = appeal_decline(submission)
    decide(appeal, UserFactory(editor=True))
    decline_again(submission, text="For the authors alone.")
    client.force_login(UserFactory(editor=True))
    shown = client.get(reverse("reviews:appeal", args=[appeal.pk])).text
    assert "The reasons of that decision were not kept." in shown
    assert "For the authors alone." not in shown


def test_who_becomes_an_author_hands_the_appeal_back(client):
    taker, other = UserFactory(editor=True), UserFactory(editor=True)
    submission, bystander = declined(), declined()
    appeal = appeal_decline(submission)
    kept = appeal_decline(bystander)
    for one in (appeal, kept):
        appealing.take_appeal(one.pk, editor=taker, now=NOW)
    authorship.confirm_author(
        submission.pk,
        author_id=submission.version.authors.get().pk,
        person=taker,
        editor=UserFactory(editor=True),
        now=NOW,
    )
    assert rows(taker)["appeals"] == 2  # one to decide, one to hand back
    client.force_login(taker)
    page = reverse("reviews:appeal", args=[appeal.pk])
    shown = client.get(page).text
    assert "another editor decides it" in shown
    assert reverse("reviews:hand_back_appeal", args=[appeal.pk]) in shown
    assert "Too short." not in shown
    assert 'name="outcome"' not in shown
    assert 'name="outcome"' in client.get(reverse("reviews:appeal", args=[kept.pk])).text
    sent = {"outcome": "upheld", "reason": "Mine.", "interests_choice": "none"}
    assert client.post(page, sent).status_code == 422
    client.post(reverse("reviews:hand_back_appeal", args=[appeal.pk]))
    appeal.refresh_from_db()
    assert (appeal.state, appeal.editor) == ("waiting", None)
    assert client.get(page).status_code == 404
    kept.refresh_from_db()
    assert (kept.state, kept.editor) == ("taken", taker)
    appealing.take_appeal(appeal.pk, editor=other, now=NOW)


def test_nobody_waits_for_the_day_of_an_editor_who_has_a_part_in_the_work(mailoutbox):
    taker, other = UserFactory(editor=True), UserFactory(editor=True)
    submission, bystander = declined(), declined()
    appeal, kept = appeal_decline(submission), appeal_decline(bystander)
    for one in (appeal, kept):
        appealing.take_appeal(one.pk, editor=taker, now=NOW)
    assert "appeals-stuck" not in rows(other)
    submission.version.authors.update(user=taker)
    assert rows(other)["appeals-stuck"] == 1
    give_editor_days(now=NOW)
    new_mails(mailoutbox)
    remind_everybody(now=appeal.due_at + timedelta(hours=9))
    mailed = beginnings(mailoutbox)
    assert (other.email, "An appeal is due today") in mailed
    assert mailed.count((taker.email, "An appeal is due today")) == 1  # the one that is theirs
    with pytest.raises(appeal_errors.AppealHasItsEditor):
        appealing.take_over_appeal(kept.pk, editor=other, reason="So.", now=NOW)
    found = appealing.take_over_appeal(appeal.pk, editor=other, reason="An author.", now=NOW)
    assert (found.state, found.editor) == ("taken", other)


def test_nobody_takes_an_appeal_over_from_themselves():
    """Late or not: it is theirs."""
    taker, other = UserFactory(editor=True), UserFactory(editor=True)
    appeal = appeal_decline(declined())
    appealing.take_appeal(appeal.pk, editor=taker, now=NOW)
    late = {"reason": "It is late.", "now": NOW + 40 * DAY}
    with pytest.raises(appeal_errors.AppealHasItsEditor):
        appealing.take_over_appeal(appeal.pk, editor=taker, **late)
    assert appealing.take_over_appeal(appeal.pk, editor=other, **late).editor == other
