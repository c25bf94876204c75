"""The editors' list of mails: who sees which, whom it names, and what can be done there."""

import re

import pytest
from django.core import mail
from django.utils.html import escape

from events import outbox
from events.models import Event, Outbox
from mails.kind import To
from mails.kinds import MAIL_KINDS
from mails.models import Mail
from mails.promising import Recipient, promise_mail
from reviews.errors import MailHasEnded, MailIsOnItsWay, MailNotFound
from reviews.selectors.outbox import MASKED
from reviews.services.mail_acts import send_mail_again, stop_mail
from tests.factories.accounts import UserFactory
from tests.factories.mails import make_mail
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from web.mail import message_id

pytestmark = pytest.mark.django_db
URL = "/editor/outbox/"
HIDDEN = "Sibylla Quenneville"


@pytest.fixture
def opened():
    return RoundFactory(submission__submitter=UserFactory(name="Sue Submitter"))


@pytest.fixture
def failed(opened):
    """A mail that failed to each sort of recipient; and one about another work."""
    work, editor = opened.submission, opened.submission.editor
    review = ReviewFactory(round=opened, reviewer=UserFactory(name=HIDDEN))
    invitation = InvitationFactory(round=opened, name="Iris Invited", email="iris@example.org")
    sent = invitation.mails.create(email=invitation.email, requested_by=editor, requested_at=NOW)
    bearer = UserFactory(name=f"{HIDDEN}, Jr")
    about = {"state": "failed", "submission": work}
    other = RoundFactory(submission__submitter=UserFactory(name="Olga Other")).submission
    return {
        "reviewer": make_mail("review_published_reviewer", ("review", review.pk), **about),
        "invited": make_mail("invitation", ("invitation", sent.pk), **about),
        "bearer": make_mail("name_allowed", ("user", bearer.pk), **about),
        "submitter": make_mail("submission_decided", ("user", work.submitter_id), **about),
        "of another work": make_mail(
            "submission_decided", ("user", other.submitter_id), state="failed", submission=other
        ),
        "of no work": make_mail("password_reset", state="failed"),
    }


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def seen_by(client, user, query="?show=failed"):
    client.force_login(user)
    return client.get(URL + query)


def test_the_editors_of_a_work_see_its_mails_and_whom_they_are_for(client, opened, failed):
    for editor in (opened.submission.editor, opened.submission.second_editor):
        page = seen_by(client, editor)
        rows = {row.pk: row.to for row in page.context["outbox"].rows}
        assert rows == {
            failed["reviewer"].pk: HIDDEN,
            failed["invited"].pk: "Iris Invited (iris@example.org)",
            failed["bearer"].pk: "a reviewer",
            failed["submitter"].pk: "Sue Submitter",
        }
        assert "550): “5.1.1 no such user”" in words_of(page)


def test_managing_editors_see_all_mails_and_no_reviewer(client, failed):
    page = seen_by(client, UserFactory(managing_editor=True))
    rows = {row.pk: row.to for row in page.context["outbox"].rows}
    assert rows == {
        failed["reviewer"].pk: "a reviewer",
        failed["invited"].pk: "somebody who was asked",
        failed["bearer"].pk: "a reviewer",
        failed["submitter"].pk: "Sue Submitter",
        failed["of another work"].pk: "Olga Other",
        failed["of no work"].pk: "whose account it is",
    }
    for secret in ("Quenneville", "Iris", "iris@", "no such user"):
        assert secret not in page.text
    assert "The mail server refuses it for good (550)." in words_of(page)


@pytest.mark.parametrize("to", To)
def test_nobody_is_named_to_whom_any_kind_of_mail_is_for(to, client):
    kind = next(one for one in MAIL_KINDS.values() if to in one.to)
    reader = UserFactory(name="Rita Reader")
    promise_mail(kind.name, "reviews.send_mail", to=Recipient("user", reader.pk))
    Outbox.objects.update(failed_at=NOW)
    page = seen_by(client, UserFactory(managing_editor=True))
    (row,) = page.context["outbox"].rows
    assert row.to == ("Rita Reader" if kind.is_named else MASKED[kind.to[0]])


@pytest.mark.parametrize("whose", ["author", "submitter"])
def test_a_managing_editor_does_not_see_the_mails_about_their_own_work(
    client, opened, failed, whose
):
    managing = UserFactory(managing_editor=True)
    if whose == "author":
        opened.version.authors.update(user=managing)
    else:
        type(opened.submission).objects.update(submitter=managing, is_author=False)
        type(opened.submission).objects.exclude(pk=opened.submission_id).update(
            submitter=UserFactory()
        )
    shown = {row.pk for row in seen_by(client, managing).context["outbox"].rows}
    assert shown == {failed["of another work"].pk, failed["of no work"].pk}
    for act in (stop_mail, send_mail_again):
        with pytest.raises(MailNotFound):
            act(failed["submitter"].pk, editor=managing, now=NOW)


def test_an_editor_of_no_work_sees_nothing(client, failed):
    assert seen_by(client, UserFactory(editor=True)).context["outbox"].rows == []


def test_mails_are_listed_by_what_became_of_them(client, opened):
    work = opened.submission
    made = {
        state: make_mail("review_published", state=state, submission=work)
        for state in ("waiting", "failed", "sent", "dropped", "stopped")
    }
    for name, states in {
        "failed": ["failed"],
        "waiting": ["waiting"],
        "sent": ["sent"],
        "dropped": ["stopped", "dropped"],
    }.items():
        page = seen_by(client, work.editor, f"?show={name}").context["outbox"]
        assert [row.pk for row in page.rows] == [made[state].pk for state in states]
        assert [tab.count for tab in page.tabs] == [1, 1, 1, 2]
    assert seen_by(client, work.editor, "").context["outbox"].rows[0].pk == made["failed"].pk
    page = words_of(seen_by(client, work.editor, "?show=dropped"))
    assert "The link is closed." in page
    assert "An editor stopped it." in page
    waiting = words_of(seen_by(client, work.editor, "?show=waiting"))
    assert "The mail server cannot be reached." in waiting
    assert "3 tries" in waiting
    assert "Next try 2 March 2026" in waiting


def test_the_list_can_be_of_one_submission(client, opened):
    work = opened.submission
    other = SubmissionFactory(accepted=True, editor=work.editor)
    own = make_mail("review_published", state="failed", submission=work)
    make_mail("review_published", state="failed", submission=other)
    for query, count in ((f"?submission={work.pk}", 1), ("?submission=x", 2), ("", 2)):
        rows = seen_by(client, work.editor, query).context["outbox"].rows
        assert len(rows) == count
    rows = seen_by(client, work.editor, f"?submission={work.pk}").context["outbox"].rows
    assert [row.pk for row in rows] == [own.pk]


def test_the_pages_queries_do_not_grow_with_the_mails(client, opened, django_assert_num_queries):
    work = opened.submission
    client.force_login(work.editor)
    for count in (1, 9):
        for number in range(count):
            review = ReviewFactory(round=opened, number=100 * count + number, published=True)
            make_mail("review_received", ("review", review.pk), state="failed", submission=work)
            make_mail("submission_decided", ("user", work.submitter_id), submission=work)
        with django_assert_num_queries(12):
            client.get(URL + "?show=failed")


def test_a_submissions_page_and_the_desk_say_what_could_not_be_delivered(client, opened, failed):
    work = opened.submission
    page = client.get(f"/editor/submissions/{work.pk}/")
    client.force_login(work.editor)
    page = words_of(client.get(f"/editor/submissions/{work.pk}/"))
    assert "E-mails that could not be delivered" in page
    assert "Iris Invited (iris@example.org)" in page
    assert "Look at e-mails that could not be delivered" in words_of(client.get("/editor/"))
    client.force_login(UserFactory(editor=True))
    other = client.get(f"/editor/submissions/{work.pk}/").text
    assert "could not be delivered" not in other
    for one in Mail.objects.all():
        if one.submission_id == work.pk:
            stop_mail(one.pk, editor=work.editor, now=NOW)
    client.force_login(work.editor)
    assert "could not be delivered" not in client.get("/editor/").text


def test_a_mail_that_failed_is_sent_again_and_one_that_waits_is_stopped(client, opened):
    """The way an editor goes, with the confirmation that each button asks for."""
    work = opened.submission
    for _ in range(2):
        outbox.promise("reviews.notify_submitter_of_decision", submission_id=work.pk)
    outbox.work(limit=2)
    again, stopped = Mail.objects.order_by("pk")
    Outbox.objects.filter(pk=again.pk).update(failed_at=NOW, last_error="GiveUp: 550", attempts=1)
    page = seen_by(client, work.editor, "?show=failed")
    question = escape("Is the cause mended? It is tried now, and for five days.")
    assert f'action="{URL}{again.pk}/again/"' in page.text
    assert question in page.text
    answer = client.post(f"{URL}{stopped.pk}/stop/", follow=True)
    assert "The e-mail is stopped." in answer.text
    assert "The e-mail is sent again." in client.post(f"{URL}{again.pk}/again/", follow=True).text
    outbox.work()
    assert [one.to for one in mail.outbox] == [[work.submitter.email]]
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id(f"outbox-{again.pk}")
    logged = Event.objects.filter(kind__startswith="mail.").order_by("pk")
    assert [(event.kind, event.subject, event.actor_id, event.is_public) for event in logged] == [
        ("mail.stopped", f"mail {stopped.pk}", work.editor_id, False),
        ("mail.sent_again", f"mail {again.pk}", work.editor_id, False),
    ]
    assert all(event.preprint_id == work.preprint_id for event in logged)
    client.post(f"{URL}{stopped.pk}/again/")
    outbox.work()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("act", "state", "error"),
    [
        (stop_mail, "sent", MailHasEnded),
        (stop_mail, "dropped", MailHasEnded),
        (stop_mail, "stopped", MailHasEnded),
        (send_mail_again, "sent", MailHasEnded),
        (send_mail_again, "dropped", MailHasEnded),
        (send_mail_again, "waiting", MailIsOnItsWay),
    ],
)
def test_what_has_ended_stays_as_it_is(opened, act, state, error):
    work = opened.submission
    row = make_mail("review_published", state=state, submission=work).promise
    before = Outbox.objects.values().get(pk=row.pk)
    with pytest.raises(error):
        act(row.pk, editor=work.editor, now=NOW)
    assert Outbox.objects.values().get(pk=row.pk) == before


def test_mails_about_signing_in_are_neither_stopped_nor_sent_again():
    managing = UserFactory(managing_editor=True)
    for state, act in (("waiting", stop_mail), ("failed", stop_mail), ("failed", send_mail_again)):
        with pytest.raises(MailHasEnded):
            act(make_mail("password_reset", state=state).pk, editor=managing, now=NOW)


def test_a_mail_that_was_stopped_while_it_was_being_sent_is_sent(opened, monkeypatch):
    work = opened.submission
    outbox.promise("reviews.notify_submitter_of_decision", submission_id=work.pk)
    outbox.work(limit=1)
    own = Mail.objects.get()

    def stop(message):
        stop_mail(own.pk, editor=work.editor, now=NOW)

    monkeypatch.setattr("mails.sending.deliver", stop)
    outbox.work()
    row = Outbox.objects.get(pk=own.pk)
    assert row.done_at
    assert row.dropped_at is None
