"""Mail over SMTP to a server that refuses, hangs, dies and comes back after days."""

import os
import signal
import warnings
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from events import outbox
from events.models import Outbox
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.forked import exit_status
from tests.mails.server import Server, serving

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    moved, now = [timedelta()], timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: now() + moved[0])
    return moved


@pytest.fixture
def server(settings):
    found = Server()
    with serving(found):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 0.3
        yield found


def receive_submissions(count=1):
    """Mails to their submitters, each promised by an act."""
    found = []
    for number in range(count):
        submitter = UserFactory(email=f"person-{number}@example.org")
        submission = SubmissionFactory(submitter=submitter)
        outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
        found.append(submission)
    return found


def mails():
    return Outbox.objects.filter(task="reviews.send_mail").order_by("pk")


def sweep_for(clock, time, *, each=timedelta(minutes=30)):
    """What the sweeper does meanwhile."""
    ends = clock[0] + time
    while clock[0] < ends:
        outbox.work()
        clock[0] += each
    outbox.work()


@pytest.mark.parametrize("time", [32 * MINUTE, 2 * DAY, 5 * DAY - 60 * MINUTE], ids=str)
def test_a_server_that_is_away_loses_nothing(server, settings, clock, time):
    settings.EMAIL_PORT = 1  # nobody listens there
    receive_submissions(2)
    sweep_for(clock, time)
    assert set(mails().values_list("done_at", "failed_at")) == {(None, None)}
    assert all("ConnectionRefusedError" in row.last_error for row in mails())
    settings.EMAIL_PORT = server.port
    sweep_for(clock, 61 * MINUTE)
    assert sorted(server.recipients) == ["person-0@example.org", "person-1@example.org"]
    sweep_for(clock, DAY)
    assert len(server.received) == 2


def test_after_five_days_it_is_given_up_and_kept(server, settings, clock):
    settings.EMAIL_PORT = 1
    receive_submissions()
    sweep_for(clock, 5 * DAY + 60 * MINUTE)
    assert mails().get().failed_at
    settings.EMAIL_PORT = server.port
    sweep_for(clock, DAY)
    assert server.received == []


@pytest.mark.parametrize("stage", ["to_recipient", "to_mail"])
def test_what_is_refused_for_good_is_not_tried_again_and_says_why_without_the_address(
    server, clock, stage
):
    setattr(server, stage, "550 5.1.1 <person-0@example.org> does not exist")
    receive_submissions()
    outbox.work()
    row = mails().get()
    assert (row.attempts, bool(row.failed_at)) == (1, True)
    assert "550" in row.last_error
    assert "does not exist" in row.last_error
    assert "person-0" not in row.last_error
    server.to_recipient = server.to_mail = "250 OK"
    sweep_for(clock, DAY)
    assert server.received == []


@pytest.mark.parametrize(
    ("stage", "answer", "error"),
    [
        ("to_recipient", "451 4.7.1 come back later", "451"),
        ("to_mail", "452 4.2.2 the mailbox is full", "452"),
        ("to_recipient", "hang", "timed out"),
        ("to_mail", "break off", "Disconnected"),
    ],
)
def test_what_may_pass_is_tried_again_until_it_is_taken(server, clock, stage, answer, error):
    setattr(server, stage, answer)
    receive_submissions()
    outbox.work()
    row = mails().get()
    assert (row.done_at, row.failed_at) == (None, None)
    assert error in row.last_error
    setattr(server, stage, "250 OK")
    sweep_for(clock, 60 * MINUTE)
    assert server.recipients == ["person-0@example.org"]
    assert mails().get().last_error == ""


def test_a_mail_that_was_taken_without_a_word_comes_again_with_the_same_message_id(server, clock):
    """The server has it, and we cannot know: at least once, and mail programs show it once."""
    server.to_mail = "die"
    receive_submissions()
    outbox.work()
    server.to_mail = "250 OK"
    sweep_for(clock, 60 * MINUTE)
    assert len(server.received) == 2
    assert len(set(server.message_ids)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_the_server_took_a_mail_repeats_that_one_alone(server, clock):
    receive_submissions(3)
    connection.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.12 warns of a fork beside threads
        child = os.fork()
    if not child:
        try:
            outbox.work()
        finally:
            os._exit(0)
    server.on_mail = lambda: len(server.received) == 2 and os.kill(child, signal.SIGKILL)
    assert exit_status(child) == -signal.SIGKILL
    server.on_mail = lambda: None
    assert mails().filter(done_at=None).count() == 2
    assert outbox.work() == 1, "the row in hand is leased"
    clock[0] += outbox.LEASE + MINUTE
    assert outbox.work() == 1
    assert sorted(server.recipients) == [
        "person-0@example.org",
        "person-1@example.org",
        "person-1@example.org",
        "person-2@example.org",
    ]
    assert len(set(server.message_ids)) == 3
    sweep_for(clock, DAY)
    assert len(server.received) == 4


def test_whoever_runs_the_journal_has_all_that_waits_tried_now(server, settings, clock, capsys):
    settings.EMAIL_PORT = 1
    receive_submissions(2)
    outbox.work()
    settings.EMAIL_PORT = server.port
    assert outbox.work() == 0
    for words, options in (("2 mails wait", ["--dry-run"]), ("2 mails are tried now", [])):
        call_command("try_mails_now", *options)
        assert capsys.readouterr().out == f"{words}\n"
    outbox.work()
    assert len(server.received) == 2
