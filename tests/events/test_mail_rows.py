"""One mail, one row: a refused address holds up nobody, and what is done is not done again."""

import logging
import re
import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from curation.services.assembling import assemble_candidates
from events import outbox
from events.models import Outbox
from reviews import mail_promises
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
REFUSED = "refused@example.org"
PERMANENT = (550, b"5.1.1 <refused@example.org>: no such user")
TEMPORARY = (451, b"4.7.1 <refused@example.org>: try again in five minutes")


class RefusingBackend(EmailBackend):
    """A mail server that takes mail for everybody but one address."""

    reply = PERMANENT

    def send_messages(self, messages):
        for message in messages:
            if message.to == [REFUSED]:
                raise smtplib.SMTPRecipientsRefused({REFUSED: self.reply})
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch, mailoutbox):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    monkeypatch.setattr(RefusingBackend, "reply", PERMANENT)
    return RefusingBackend


def receive_submission():
    """Three managing editors, the one in the middle with the refused address."""
    for email in ("first@example.org", REFUSED, "last@example.org"):
        UserFactory(email=email, managing_editor=True)
    outbox.promise("reviews.notify_editors_of_submission", submission_id=SubmissionFactory().pk)


def work_for_hours():
    """Work as the sweeper does: what is due later has become due."""
    for _ in range(20):
        outbox.work()
        Outbox.objects.filter(done_at=None, failed_at=None).update(due_at=timezone.now())


def rows_to(state):
    return Outbox.objects.filter(task="reviews.send_mail", **state)


@pytest.mark.parametrize("reply", [PERMANENT, TEMPORARY])
def test_a_refused_address_gives_the_others_their_mail_once(server, mailoutbox, reply):
    server.reply = reply
    receive_submission()
    work_for_hours()
    assert sorted(mail.to[0] for mail in mailoutbox) == ["first@example.org", "last@example.org"]


def test_a_permanent_refusal_is_recorded_and_not_tried_again(server, caplog):
    receive_submission()
    with caplog.at_level(logging.INFO):
        work_for_hours()
    (row,) = rows_to({"failed_at__isnull": False})
    assert row.attempts == 1
    assert "550 5.1.1" in row.last_error
    assert REFUSED not in row.last_error
    assert REFUSED not in caplog.text
    assert "Gave up on reviews.send_mail" in caplog.text
    assert rows_to({"done_at__isnull": False}).count() == 2


def test_a_temporary_refusal_is_tried_again_ever_more_rarely(server, mailoutbox):
    server.reply = TEMPORARY
    receive_submission()
    outbox.work()
    waiting = rows_to({"done_at": None})
    pauses = []
    for _ in range(12):
        row = waiting.get()
        pauses.append(row.due_at - timezone.now())
        assert row.failed_at is None
        assert "451" in row.last_error
        assert REFUSED not in row.last_error
        waiting.update(due_at=timezone.now())
        outbox.work()
    assert pauses[0] < pauses[3] < pauses[6]
    assert max(pauses) <= outbox.LONGEST_PAUSE
    server.reply = None  # the address works again
    UserFactory._meta.model.objects.filter(email=REFUSED).update(email="back@example.org")
    waiting.update(due_at=timezone.now())
    outbox.work()
    assert [mail.to for mail in mailoutbox].count(["back@example.org"]) == 1


def test_a_temporary_refusal_is_given_up_after_days(server):
    server.reply = TEMPORARY
    receive_submission()
    outbox.work()
    Outbox.objects.update(
        created_at=timezone.now() - outbox.GIVE_UP_WAITING_AFTER - timedelta(minutes=1)
    )
    work_for_hours()
    assert rows_to({"failed_at__isnull": False}).count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(550, b"unknown sender", "journal@example.org"),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError(111, "refused"),
        TimeoutError("slow"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_fault_of_the_server_or_the_journal_loses_no_mail(server, mailoutbox, monkeypatch, fault):
    receive_submission()
    with monkeypatch.context() as patch:

        def refuse(self, messages):
            raise fault

        patch.setattr(RefusingBackend, "send_messages", refuse)
        work_for_hours()
        assert rows_to({"done_at": None, "failed_at": None}).count() == 3
    work_for_hours()
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    "fault",
    [
        smtplib.SMTPDataError(554, b"looks like spam"),
        smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_mail_refused_for_what_it_is_is_not_tried_again(server, monkeypatch, fault):
    def refuse(self, messages):
        raise fault

    receive_submission()
    monkeypatch.setattr(RefusingBackend, "send_messages", refuse)
    work_for_hours()
    assert rows_to({"failed_at__isnull": False, "attempts": 1}).count() == 3


def test_a_list_of_recipients_is_written_wholly_or_not_at_all(server, mailoutbox, monkeypatch):
    """A worker that dies between two rows of the list leaves none, and the next one writes all."""
    receive_submission()
    promise_mail, calls = mail_promises.promise_mail, []

    def die_at_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit
        return promise_mail(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(mail_promises, "promise_mail", die_at_the_second)
        with pytest.raises(SystemExit):
            outbox.work()
    assert rows_to({}).count() == 0
    work_for_hours()
    assert len(mailoutbox) == 2
    assert rows_to({}).count() == 3


def test_a_mail_sent_again_after_a_death_has_the_same_message_id(server, mailoutbox, monkeypatch):
    """The one window left: the server took the mail and the worker died before it wrote that down.

    Mail programs show a mail with a known Message-ID once.
    """
    receive_submission()

    finish = outbox._finish

    def die_after_sending(row):
        if row.task == "reviews.send_mail":
            raise SystemExit
        finish(row)

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_finish", die_after_sending)
        with pytest.raises(SystemExit):
            outbox.work()
    work_for_hours()
    ids = [mail.extra_headers["Message-ID"] for mail in mailoutbox if mail.to != [REFUSED]]
    assert len(ids) == 3
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"<[0-9a-f]{32}@.+>", one) for one in ids), "tells when it was written"


def test_no_row_names_a_reviewer_or_holds_the_words_of_a_mail(server):
    review = ReviewFactory(published=True, reviewer__email="hidden@example.org")
    response = ResponseFactory(round=review.round)
    outbox.promise("reviews.notify_of_published_review", review_id=review.pk)
    outbox.promise("reviews.notify_of_response", response_id=response.pk)
    Outbox.objects.filter(task="reviews.send_mail").delete()
    bystander = SubmissionFactory().submitter_id
    outbox.work()
    kept = list(rows_to({}).values_list("arguments", flat=True))
    assert {"review": review.pk} in [one["recipient"] for one in kept]
    people = [one["recipient"].get("user") for one in kept]
    assert review.reviewer_id not in people
    assert bystander not in people
    assert review.round.submission.submitter_id in people  # the positive control
    for one in kept:
        assert set(one) == {"template", "recipient", "about"}
        assert all(type(known) is int for known in one["about"].values())


def test_a_reviewer_who_is_also_the_editor_is_notified_of_a_response_once(server, mailoutbox):
    reviewed = RoundFactory()
    ReviewFactory(published=True, round=reviewed, reviewer=reviewed.submission.editor)
    ReviewFactory(published=True, round=reviewed, number=2)
    response = ResponseFactory(round=reviewed)
    outbox.promise("reviews.notify_of_response", response_id=response.pk)
    outbox.work()
    assert len(mailoutbox) == len({mail.to[0] for mail in mailoutbox}) == 2


def test_a_mail_that_is_no_longer_true_is_not_sent(server, mailoutbox):
    """Returned, and written anew before the mail about it could be sent."""
    assessment = AssessmentFactory(state="returned", comment="Say what is missing.")
    about = {"assessment_id": assessment.pk, "is_returned": True}
    outbox.promise("reviews.notify_editor_of_approval", **about)
    outbox.work()
    assert ["returned" in mail.subject for mail in mailoutbox] == [True]
    outbox.promise("reviews.notify_editor_of_approval", **about)
    type(assessment).objects.update(state="proposed", comment="")
    outbox.work()
    assert len(mailoutbox) == 1


def test_a_closed_account_gets_no_mail(server, mailoutbox):
    receive_submission()
    UserFactory._meta.model.objects.filter(email="last@example.org").update(is_active=False)
    outbox.work()
    assert [mail.to for mail in mailoutbox] == [["first@example.org"]]


def test_editors_hear_of_candidates_each_in_a_row(server, mailoutbox):
    make_candidate()
    for email in ("early@example.org", REFUSED, "zeno@example.org"):
        UserFactory(email=email, editor=True)
    assemble_candidates(now=timezone.now())
    work_for_hours()
    recipients = [mail.to[0] for mail in mailoutbox]
    assert {"early@example.org", "zeno@example.org"} <= set(recipients)
    assert len(recipients) == len(set(recipients))
