"""The mails of a day in one: in the morning where the person is, once, and nothing out of date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail

from events import outbox
from events.models import Outbox
from mails.digests import make_due_digests
from mails.models import Digest, Mail, MailChoice
from mails.services import choose_mails, turn_off
from mails.turning_off import off_url
from reviews import notifications
from reviews.models import Submission
from reviews.services.mail_acts import send_mail_again
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from web.mail import MailRefused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAILY, OFF = MailChoice.Way.DAILY, MailChoice.Way.OFF


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    at = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    return at


@pytest.fixture
def person():
    """Who gets what became of submissions once a day."""
    found = UserFactory(name="Noor Example", email="noor@example.org")
    choose_mails(found.pk, {"submission_confirmed": DAILY, "submission_decided": DAILY})
    return found


def submit(person):
    submission = SubmissionFactory(submitter=person)
    outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
    outbox.work()
    return submission


def page_of(submission):
    return f"{settings.SITE_URL}/submissions/{submission.pk}/"


def tick(clock, time=timedelta()):
    """The schedule after a time, then the workers."""
    clock[0] += time
    made = make_due_digests(now=clock[0])
    outbox.work()
    return made


def test_the_mails_of_a_day_come_in_one_the_next_morning(person, clock):
    works = [submit(person), submit(person)]
    bystander = submit(UserFactory(email="at-once@example.org"))
    assert [one.to for one in mail.outbox] == [["at-once@example.org"]]
    mail.outbox.clear()
    assert tick(clock, 18 * HOUR) == 0, "06:00"
    assert tick(clock, HOUR) == 1, "07:00"
    (digest,) = mail.outbox
    assert digest.to == ["noor@example.org"]
    assert digest.subject == "[Verso] 2 messages of 3 March 2026"
    assert digest.body.startswith("Dear Noor Example,\n\nThese come once a day.\n")
    for number, work in enumerate(works, start=1):
        title = work.version.title_plain
        assert f"{number}. We received your submission: {title}\n\nThank you." in digest.body
        assert page_of(work) in digest.body
    assert page_of(bystander) not in digest.body
    assert digest.body.count("Dear ") == digest.body.count("\n-- \n") == 1
    assert Mail.objects.filter(digest=Digest.objects.get()).count() == 2
    assert not Outbox.objects.filter(done_at=None).exists()


def test_a_digest_is_made_once_a_day_however_often_the_schedule_looks(person, clock):
    submit(person)
    assert tick(clock, 19 * HOUR) == 1
    submit(person)
    for _ in range(23):
        assert tick(clock, HOUR) == 0
    assert tick(clock, HOUR) == 1
    assert [one.subject for one in mail.outbox] == [
        "[Verso] 1 message of 3 March 2026",
        "[Verso] 1 message of 4 March 2026",
    ]


@pytest.mark.parametrize(
    ("zone", "hours"), [("UTC", 19), ("Asia/Tokyo", 10), ("America/Los_Angeles", 3)]
)
def test_the_morning_is_that_of_the_person(person, clock, zone, hours):
    person.profile.time_zone = zone
    person.profile.save()
    submit(person)
    assert tick(clock, (hours - 1) * HOUR) == 0
    assert tick(clock, HOUR) == 1
    assert Digest.objects.get().day in (date(2026, 3, 2), date(2026, 3, 3))


def test_what_is_no_longer_so_is_left_out_and_dropped(clock):
    editor, author = UserFactory(managing_editor=True), UserFactory()
    choose_mails(editor.pk, {"submission_received": DAILY})
    decided, waiting = (SubmissionFactory(submitter=author) for _ in range(2))
    for one in (decided, waiting):
        outbox.promise("reviews.notify_editors_of_submission", submission_id=one.pk)
    outbox.work()
    reason = {"decline_code": "other", "decline_text": "Too short."}
    Submission.objects.filter(pk=decided.pk).update(state="declined", **reason)
    tick(clock, 19 * HOUR)
    (digest,) = mail.outbox
    assert f"/editor/submissions/{decided.pk}/" not in digest.body
    assert f"/editor/submissions/{waiting.pk}/" in digest.body
    about = {"submission": decided.pk}
    dropped = Outbox.objects.get(arguments__about=about, task="reviews.send_mail")
    assert (dropped.done_at, dropped.dropped_at) == (None, clock[0])


def test_a_digest_of_which_nothing_is_left_is_not_sent(person, clock):
    submit(person)
    make_due_digests(now=clock[0] + 19 * HOUR)
    turn_off(person.pk, "submission_confirmed")
    outbox.work()
    assert mail.outbox == []
    assert not Outbox.objects.open().exists()


def test_a_fault_in_one_mail_holds_up_no_other(person, clock, monkeypatch):
    broken, sound = submit(person), submit(person)
    load = notifications.LOADERS["submission"]

    def load_or_fail(pk):
        assert pk != broken.pk, "no such row"
        return load(pk)

    monkeypatch.setitem(notifications.LOADERS, "submission", load_or_fail)
    tick(clock, 19 * HOUR)
    (digest,) = mail.outbox
    assert page_of(sound) in digest.body
    assert page_of(broken) not in digest.body
    row = Outbox.objects.open().get()
    assert "no such row" in row.last_error
    assert row.mail.digest is None


def test_a_server_that_is_away_delays_the_digest_and_repeats_nothing(person, clock, monkeypatch):
    submit(person)
    with monkeypatch.context() as patch:

        def refuse(message):
            raise OSError("away")

        patch.setattr("mails.sending.deliver", refuse)
        tick(clock, 19 * HOUR)
        tick(clock, 26 * HOUR)
    tick(clock, HOUR)
    assert len(mail.outbox) == 1
    tick(clock, 100 * HOUR)
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_after_a_digest_was_sent_repeats_it_with_its_message_id(
    person, clock, monkeypatch
):
    submit(person)

    def die(*_args, **_rest):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.update", die)
        with pytest.raises(SystemExit):
            tick(clock, 19 * HOUR)
    tick(clock, HOUR)
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 1
    assert not Outbox.objects.open().exists()


def test_a_reviewer_gets_digests_though_no_row_ties_them_to_the_review(clock):
    review = ReviewFactory(published=True)
    choose_mails(review.reviewer_id, {"review_published_reviewer": DAILY})
    outbox.promise("reviews.notify_of_published_review", review_id=review.pk)
    outbox.work()
    mail.outbox.clear()
    assert (
        Mail.objects.filter(recipient_kind="review").values_list("recipient_id", flat=True)[0]
        == review.pk
    )
    assert tick(clock, 19 * HOUR) == 1
    (digest,) = mail.outbox
    assert digest.to == [review.reviewer.email]
    assert "Your review is public" in digest.body


def test_who_wants_them_at_once_again_gets_what_waited(person, clock):
    submit(person)
    choose_mails(person.pk, {"submission_decided": "at-once"})
    outbox.work()
    assert mail.outbox == [], "another kind"
    choose_mails(person.pk, {"submission_confirmed": "at-once"})
    outbox.work()
    assert [one.to for one in mail.outbox] == [["noor@example.org"]]
    assert tick(clock, 19 * HOUR) == 0


def test_turning_digests_off_turns_off_what_came_in_them(person, clock):
    other = UserFactory()
    choose_mails(other.pk, {"submission_confirmed": DAILY})
    choose_mails(person.pk, {"work_selected": OFF, "review_published": "at-once"})
    turn_off(person.pk, "digest")
    chosen = MailChoice.objects.values_list("user", "kind", "way").order_by("user", "kind")
    assert list(chosen) == [
        # These come once a day where nothing is chosen.
        (person.pk, "followed_news", OFF),
        (person.pk, "newer_version_reviewers", OFF),
        (person.pk, "submission_confirmed", OFF),
        (person.pk, "submission_decided", OFF),
        (person.pk, "work_selected", OFF),
        (other.pk, "submission_confirmed", DAILY),
    ]


def test_the_link_of_a_digest_names_all_that_it_turns_off(person, client):
    """Who is no editor reads nothing of editors' mails, nor are those off if they become one."""
    address = off_url(person.pk, "digest").removeprefix(settings.SITE_URL)
    shown = client.get(address).content.decode()
    assert "something is new in what you follow" in shown
    assert "Do not send me any of these" in shown
    assert "is no longer an editor" not in shown
    done = client.post(address).content.decode()
    assert "Turned off are those that came when:" in done
    again = client.get(address).content.decode()
    assert "You get no e-mail once a day any more." in again
    assert "Do not send me" not in again
    assert not MailChoice.objects.filter(user=person, kind="editor_left").exists()


def test_a_kind_that_always_comes_cannot_be_chosen(person):
    choose_mails(person.pk, {"invitation": OFF, "rights_changed": DAILY})
    assert not MailChoice.objects.filter(kind__in=["invitation", "rights_changed"]).exists()


def test_a_mail_that_no_digest_takes_is_looked_at_again(person, clock):
    submit(person)
    person.is_active = False
    person.save()
    for _ in range(5):
        tick(clock, 24 * HOUR)
    assert mail.outbox == []
    assert Outbox.objects.get(task="reviews.send_mail").last_error == "The account is closed."


def test_a_mail_that_came_late_to_a_day_that_had_its_digest_waits_for_the_next(person, clock):
    submit(person)
    Digest.objects.create(user=person, day=date(2026, 3, 3))
    Digest.objects.create(user=UserFactory(), day=date(2026, 3, 4))
    assert tick(clock, 19 * HOUR) == 0
    assert tick(clock, 23 * HOUR) == 0
    assert mail.outbox == []
    assert tick(clock, HOUR) == 1
    assert [one.to for one in mail.outbox] == [["noor@example.org"]]


def test_mails_fail_with_a_digest_that_is_refused_and_come_when_it_is_sent_again(
    person, clock, monkeypatch
):
    submit(person)
    with monkeypatch.context() as patch:

        def refuse(message):
            raise MailRefused("550 no such user")

        patch.setattr("mails.sending.deliver", refuse)
        tick(clock, 19 * HOUR)
        tick(clock, HOUR)
    failed = Outbox.objects.failed().order_by("pk")
    assert [row.mail.kind for row in failed] == ["submission_confirmed", "digest"]
    assert {row.last_error for row in failed} == {"GiveUp: 550 no such user"}
    managing = UserFactory(managing_editor=True)
    send_mail_again(failed[1].pk, editor=managing, now=clock[0])
    outbox.work()
    assert [one.to for one in mail.outbox] == [["noor@example.org"]]
    assert not Outbox.objects.failed().exists()
