"""Who gets mail about a selected work and about new candidates: each person once, nobody else."""

import pytest

from curation import notifications
from curation.notifications import send_mail
from curation.services.assembling import assemble_candidates
from curation.services.publishing import publish_issue
from events import outbox
from events.models import Outbox
from preprints.models import Author
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def addressees(mailoutbox):
    outbox.work()
    return sorted(address for mail in mailoutbox for address in mail.to)


def person(name, **fields):
    return UserFactory(email=f"{name}@example.org", **fields)


def publish_with(preprint):
    editor = make_editor()
    issue = IssueFactory(editor=editor)
    fill(issue, editor, preprint)
    write_editorial(issue, editor)
    publish_issue(issue.pk, editor=editor, now=NOW)


def write(preprint, author):
    Author.objects.filter(version__preprint=preprint).update(user=author)


def close(account):
    account.is_active = False
    account.save()


def declined_submission(work, submitter, **fields):
    SubmissionFactory(
        preprint=work,
        submitter=submitter,
        state="declined",
        decline_code="other",
        decline_text="Not now.",
        **fields,
    )


def test_the_known_authors_and_who_submitted_the_work_are_notified_once(mailoutbox):
    work = make_candidate(submitter=person("reader"), is_author=False)
    author = person("author")
    write(work, author)
    declined_submission(work, author)
    # None of these: a reader whose submission was declined, and the people of another work.
    declined_submission(work, person("declined"), is_author=False)
    write(make_candidate(submitter=person("other-submitter")), person("other-author"))
    publish_with(work)
    assert addressees(mailoutbox) == ["author@example.org", "reader@example.org"]


def test_an_author_whose_submission_was_declined_is_still_an_author(mailoutbox):
    work = make_candidate(submitter=person("reader"), is_author=False)
    declined_submission(work, person("author"))
    publish_with(work)
    assert addressees(mailoutbox) == ["author@example.org", "reader@example.org"]


def test_a_closed_account_gets_no_mail_about_its_work(mailoutbox):
    gone = person("gone")
    work = make_candidate(submitter=gone)
    write(work, person("author"))
    close(gone)
    publish_with(work)
    assert addressees(mailoutbox) == ["author@example.org"]
    assert Outbox.objects.filter(task="curation.send_mail").count() == 1, "nor is one promised"


def test_an_account_closed_after_the_mail_was_promised_gets_none(mailoutbox):
    people, entry = [person("staying"), person("leaving")], EntryFactory()
    close(people[1])
    send_mail("work_selected", user=people[0].pk, about=entry.pk)
    with pytest.raises(outbox.NotNeeded):
        send_mail("work_selected", user=people[1].pk, about=entry.pk)
    assert [mail.to for mail in mailoutbox] == [["staying@example.org"]]


def test_editors_and_managing_editors_are_notified_of_candidates_once(mailoutbox):
    work = make_candidate()
    for submitted in work.submissions.all():
        for number, editor in enumerate([submitted.editor, submitted.second_editor], start=1):
            editor.email = f"editor-{number}@example.org"
            editor.save()
    person("both", editor=True, managing_editor=True)
    person("managing", managing_editor=True)
    person("gone", editor=True, is_active=False)
    person("administrator", administrator=True)
    person("reader")
    assemble_candidates(now=NOW)
    assert addressees(mailoutbox) == [
        "both@example.org",
        "editor-1@example.org",
        "editor-2@example.org",
        "managing@example.org",
    ]


def test_candidates_are_mailed_to_who_is_an_editor_when_it_is_sent(mailoutbox):
    work = make_candidate()
    submission = work.submissions.get()
    assemble_candidates(now=NOW)
    outbox.work(limit=1)  # promises a mail to each
    assert Outbox.objects.filter(task="curation.send_mail", done_at=None).count() == 2
    submission.editor.roles.all().delete()
    assert addressees(mailoutbox) == [submission.second_editor.email]


def test_mails_are_promised_in_the_order_in_which_people_came(monkeypatch):
    work = make_candidate()
    editors = [person(f"editor-{number}", editor=True) for number in range(3)]
    asked = []

    def ask(_kind, _task, **row):
        asked.append(row["user"])

    monkeypatch.setattr(notifications, "promise_mail", ask)
    notifications.notify_editors_of_candidates(1)
    submission = work.submissions.get()
    deciding = {submission.editor_id, submission.second_editor_id}
    assert asked == sorted(deciding | {editor.pk for editor in editors})
