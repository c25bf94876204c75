"""The private thread of a round: who reads and writes it, and what it gives away of its writers."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drafts.errors import NotYourForm
from drafts.models import Draft
from events.models import Event, Outbox
from events.outbox import work
from privacy.erasing import erase_account
from privacy.exporting import export_account
from reviews import limits, thread_errors
from reviews.models import Review, Round, Submission, ThreadEntry
from reviews.models.threads import is_in_thread, reviews_in_thread
from reviews.services.consulting import write_as_editor, write_as_reviewer
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db
NAME = "Sibylla Quenneville"
FIRST_ID = 913_572_460_000  # so that an id is not found in anything else
WRITTEN_AT = datetime(2026, 3, 9, 23, 41, tzinfo=UTC)


def released(**state):
    """A round with two accepted reviews, one that is submitted and one being written."""
    of = RoundFactory(**(state or {"released": True}))
    of.version.authors.update(user=UserFactory(name="Aut Author"))
    hidden = ReviewFactory(
        pk=FIRST_ID + Review.objects.count(),
        round=of,
        accepted=True,
        reviewer=UserFactory(pk=FIRST_ID + 50 + Review.objects.count(), name=NAME, verified=True),
    )
    fellow = ReviewFactory(round=of, accepted=True, reviewer__verified=True)
    ReviewFactory(round=of, submitted=True)
    ReviewFactory(round=of)
    return of, hidden, fellow


def write(review, text="Is *step three* sound?", now=WRITTEN_AT):
    return write_as_reviewer(review.pk, reviewer=review.reviewer, text=text, now=now)


def thread_page(person, *, of=None, review=None):
    """What a person finds at the address of the thread; "" where they are refused."""
    client = Client()
    if person is not None:
        client.force_login(person)
    name, pk = ("reviewer_thread", review.pk) if review else ("editor_thread", of.pk)
    answer = client.get(reverse(f"reviews:{name}", args=[pk]))
    return answer.content.decode() if answer.status_code == 200 else ""


def readers(of):
    """Those of all people of the round and beside it who read the entry, by what they are."""
    submission = Submission.objects.get(pk=of.submission_id)
    author = of.version.authors.get().user
    people = {
        "nobody": None,
        "author": author,
        "handling": submission.editor,
        "second": submission.second_editor,
        "third editor": UserFactory(editor=True),
        "managing": UserFactory(managing_editor=True),
    }
    read = {who for who, person in people.items() if "step three" in thread_page(person, of=of)}
    for review in of.reviews.select_related("reviewer"):
        if "step three" in thread_page(review.reviewer, review=review):
            read.add(review.pk)
        for other in of.reviews.exclude(pk=review.pk):
            assert not thread_page(review.reviewer, review=other), "at another reviewer's address"
    return read


def test_accepted_reviewers_and_the_two_editors_read_it_and_nobody_else():
    of, hidden, fellow = released()
    write(hidden)
    assert readers(of) == {"handling", "second", hidden.pk, fellow.pk}


@pytest.mark.parametrize("status", ["withdrawn", "refused", "disowned", "draft"])
def test_who_is_out_of_the_round_reads_it_no_more(status):
    of, hidden, fellow = released()
    write(hidden)
    changed = {"number": 7, "published_at": NOW, "withdrawn_at": NOW, "withdrawn_as": "reviewer"}
    Review.objects.filter(pk=hidden.pk).update(status=status, withdrawal_reason="-", **changed)
    assert readers(of) == {"handling", "second", fellow.pk}
    with pytest.raises(thread_errors.NotInThread):
        write(hidden, "Again.")


def test_an_editor_who_is_found_to_be_an_author_or_lost_the_role_reads_it_no_more():
    of, hidden, fellow = released()
    write(hidden)
    submission = of.submission
    of.version.authors.update(user=submission.editor)
    submission.second_editor.roles.all().delete()
    assert readers(of) == {hidden.pk, fellow.pk}
    for editor in (submission.editor, submission.second_editor):
        with pytest.raises(thread_errors.NotInThread):
            write_as_editor(
                of.pk, editor=type(editor).objects.get(pk=editor.pk), text="I?", now=NOW
            )


def test_it_opens_with_the_release_and_closes_with_the_posting():
    of, hidden, fellow = released(state="open")
    with pytest.raises(thread_errors.ThreadNotOpen):
        write(hidden)
    Round.objects.filter(pk=of.pk).update(state="released", released_at=NOW)
    write(hidden)
    Round.objects.filter(pk=of.pk).update(state="assessed", closed_at=NOW)
    posted = {"status": "published", "published_at": NOW}
    Review.objects.filter(pk=hidden.pk).update(number=1, **posted)
    Review.objects.filter(pk=fellow.pk).update(number=2, **posted)
    assert readers(of) == {"handling", "second", hidden.pk, fellow.pk}, "it stays to be read"
    for act in (
        write,
        lambda _review: write_as_editor(of.pk, editor=of.submission.editor, text="Late.", now=NOW),
    ):
        with pytest.raises(thread_errors.ThreadClosed):
            act(hidden)
    assert "Send it to the others" not in thread_page(hidden.reviewer, review=hidden)


def test_reviewers_read_a_number_and_a_day_and_the_two_editors_the_name():
    of, hidden, fellow = released()
    write(hidden)
    write_as_editor(of.pk, editor=of.submission.editor, text="Thank you.", now=WRITTEN_AT)
    seen = thread_page(fellow.reviewer, review=fellow)
    section = seen[seen.index('id="entries"') : seen.index('id="write"')]
    assert f"Reviewer {hidden.reviewer_number}" in section
    assert "9 March 2026" in section
    assert of.submission.editor.profile.name in section
    given_away = [NAME, str(hidden.pk), str(hidden.reviewer_id), "23:41", hidden.reviewer.email]
    assert [word for word in given_away if word in seen] == []
    fellow.reviewer.profile.time_zone = "Asia/Tokyo"
    fellow.reviewer.profile.save()
    abroad = thread_page(fellow.reviewer, review=fellow)
    assert "9 March 2026" in abroad, "another border of the day would give the hour"
    assert "<em>step three</em>" in seen
    assert NAME in thread_page(of.submission.second_editor, of=of)


def test_the_same_form_sent_again_is_one_entry_and_a_third_person_writes_nothing():
    of, hidden, fellow = released()
    assert write(hidden) == write(hidden)
    write(fellow)
    write(hidden, "Another.")
    assert [entry.number for entry in of.thread.all()] == [1, 2, 3]
    with pytest.raises(NotYourForm):
        write_as_reviewer(hidden.pk, reviewer=fellow.reviewer, text="Forged.", now=NOW)
    with pytest.raises(thread_errors.EntryMissing):
        write(hidden, "  ")
    assert of.thread.count() == 3
    events = Event.objects.filter(kind="thread.written").order_by("pk")
    assert [(event.is_public, event.data) for event in events] == [
        (False, {"round": 1, "entry": number}) for number in (1, 2, 3)
    ]


def test_the_same_text_is_one_entry_only_while_it_is_the_newest_of_its_writer():
    of, hidden, fellow = released()
    for text in ("Yes.", "No.", "No.", "Yes."):
        write(hidden, text)
        write(fellow, "Yes.")
    assert [(entry.review_id, entry.text) for entry in of.thread.all()] == [
        (hidden.pk, "Yes."),
        (fellow.pk, "Yes."),
        (hidden.pk, "No."),
        (hidden.pk, "Yes."),
    ]


def test_footnotes_of_two_entries_have_their_own_addresses():
    of, hidden, fellow = released()
    for review in (hidden, fellow):
        write(review, "With a note.[^1]\n\n[^1]: Here.")
    write_as_editor(of.pk, editor=of.submission.editor, text="And[^1]\n\n[^1]: This.", now=NOW)
    ids = re.findall(r'id="([^"]+)"', "".join(entry.text_html for entry in of.thread.all()))
    assert len(ids) >= 3
    assert len(set(ids)) == len(ids)
    assert {name.rsplit("-", 1)[0].partition("-fn")[0] for name in ids} == {
        f"t{of.pk}-{number}" for number in (1, 2, 3)
    }


def test_a_late_review_that_is_published_after_the_posting_reads_nothing_of_it():
    of, hidden, fellow = released()
    write(hidden)
    Round.objects.filter(pk=of.pk).update(state="assessed", closed_at=NOW)
    late = of.reviews.get(status="submitted")
    Review.objects.filter(pk=late.pk).update(status="published", number=3, published_at=NOW)
    assert readers(of) == {"handling", "second", hidden.pk, fellow.pk}
    of, late = Round.objects.get(pk=of.pk), Review.objects.get(pk=late.pk)
    assert set(reviews_in_thread(of)) == {hidden, fellow}
    assert [is_in_thread(Review.objects.get(pk=one.pk)) for one in (hidden, late)] == [True, False]


def test_an_entry_is_never_changed_or_deleted():
    _of, hidden, _fellow = released()
    entry = write(hidden)
    for change in (
        lambda: ThreadEntry.objects.filter(pk=entry.pk).update(text="Else."),
        lambda: ThreadEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    entry.refresh_from_db()
    assert entry.text == "Is *step three* sound?"


def test_the_others_get_a_mail_after_that_day_which_names_a_number():
    of, hidden, fellow = released()
    now = timezone.now()
    write(hidden, now=now)
    mail.outbox.clear()
    work()
    assert mail.outbox == []
    rows = Outbox.objects.filter(task="reviews.send_thread_mail")
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=UTC)
    assert {row.due_at for row in rows} == {midnight}
    rows.update(due_at=NOW)
    work()
    submission = of.submission
    expected = {submission.editor.email, submission.second_editor.email, fellow.reviewer.email}
    assert {to for one in mail.outbox for to in one.to} == expected
    assert len(mail.outbox) == 3
    for one in mail.outbox:
        assert f"Reviewer {hidden.reviewer_number} wrote on {now:%-d %B %Y}" in one.body
        assert "Is step three sound?" in one.body
        assert NAME not in one.message().as_string()
        assert f"{now:%H:%M}" not in one.body


def test_what_reviewers_wrote_in_a_day_is_one_mail_to_each_without_their_own():
    of, hidden, fellow = released()
    for number in range(3):
        write(hidden, f"Hidden entry {number}", now=WRITTEN_AT)
    write(fellow, "Fellow entry", now=WRITTEN_AT)
    write(hidden, "Of the next day", now=WRITTEN_AT + timedelta(hours=1))
    write_as_editor(of.pk, editor=of.submission.editor, text="Of an editor", now=WRITTEN_AT)
    mail.outbox.clear()
    work()
    submission = Submission.objects.get(pk=of.submission_id)
    got = {}
    for one in mail.outbox:
        texts = ("Hidden entry 0", "Hidden entry 1", "Hidden entry 2", "Fellow entry")
        texts += ("Of the next day", "Of an editor")
        got.setdefault(one.to[0], []).append([text for text in texts if text in one.body])
    first = ["Hidden entry 0", "Hidden entry 1", "Hidden entry 2"]
    assert {to: sorted(mails) for to, mails in got.items()} == {
        submission.editor.email: [[*first, "Fellow entry"], ["Of the next day"]],
        submission.second_editor.email: [
            [*first, "Fellow entry"],
            ["Of an editor"],
            ["Of the next day"],
        ],
        hidden.reviewer.email: [["Fellow entry"], ["Of an editor"]],
        fellow.reviewer.email: [first, ["Of an editor"], ["Of the next day"]],
    }


def test_one_person_writes_so_many_entries_in_a_day():
    of, hidden, fellow = released()
    for number in range(limits.THREAD_ENTRIES_A_DAY):
        write(hidden, f"Entry {number}")
    with pytest.raises(thread_errors.TooManyEntries):
        write(hidden, "One more.")
    write(fellow)
    write_as_editor(of.pk, editor=of.submission.editor, text="Please.", now=WRITTEN_AT)
    write(hidden, "One more.", now=WRITTEN_AT + timedelta(days=1, seconds=1))
    assert of.thread.count() == limits.THREAD_ENTRIES_A_DAY + 3


def test_a_mail_is_not_sent_to_whom_the_thread_is_closed_meanwhile():
    of, hidden, fellow = released()
    write_as_editor(of.pk, editor=of.submission.editor, text="Please agree.", now=NOW)
    hidden_mail, second = hidden.reviewer.email, of.submission.second_editor
    mail.outbox.clear()
    handlers = Outbox.objects.filter(task="reviews.notify_of_thread_entry")
    assert handlers.count() == 1
    Review.objects.filter(pk=fellow.pk).update(status="refused")
    work()
    assert {to for one in mail.outbox for to in one.to} == {hidden_mail, second.email}


def test_a_guest_takes_part_by_the_link():
    of, hidden, _fellow = released()
    guest = ReviewFactory(round=of, by_guest=True, accepted=True)
    write(hidden)
    client = Client()
    address = reverse("reviews:reviewer_thread", args=[guest.pk])
    assert client.get(address).status_code == 302, "without the link"
    client.get(link_of(guest.invitation))
    assert "step three" in client.get(address).content.decode()
    answer = client.post(address, {"text": "I think so."}, follow=True)
    assert f"Reviewer {guest.reviewer_number}" in answer.content.decode()
    assert of.thread.last().review == guest
    for review in of.reviews.exclude(pk=guest.pk):
        other = reverse("reviews:reviewer_thread", args=[review.pk])
        assert client.post(other, {"text": "Forged."}).status_code in (302, 404)
    assert of.thread.count() == 2


def test_what_is_typed_is_kept_until_it_is_sent():
    of, hidden, _fellow = released()
    client = Client()
    client.force_login(hidden.reviewer)
    address = reverse("reviews:reviewer_thread", args=[hidden.pk])
    client.post(address, {"text": "Half a thought", "save": "1"})
    assert not of.thread.exists()
    assert "Half a thought" in client.get(address).content.decode()
    assert [draft.key for draft in Draft.objects.filter(owner=hidden.reviewer)] == [
        f"thread:{hidden.pk}"
    ]
    client.post(address, {"text": "A whole thought"})
    assert [entry.text for entry in of.thread.all()] == ["A whole thought"]
    assert not Draft.objects.exists()
    Round.objects.filter(pk=of.pk).update(state="assessed", closed_at=NOW)
    answer = client.post(address, {"text": "Too late"})
    assert answer.status_code == 422
    assert "Too late" in answer.content.decode(), "to be copied"
    assert of.thread.count() == 1


def test_an_erased_reviewer_is_a_number_and_the_export_has_what_they_wrote():
    _of, hidden, fellow = released()
    entry = write(hidden)
    write(fellow, "Not mine.")
    column = "reviews.ThreadEntry.review__reviewer"
    assert [row["text"] for row in export_account(hidden.reviewer)[column]] == [entry.text]
    erase_account(hidden.reviewer_id, now=NOW + timedelta(days=1))
    entry.refresh_from_db()
    assert entry.review.reviewer_id != hidden.reviewer_id
    assert f"Reviewer {hidden.reviewer_number}" in thread_page(fellow.reviewer, review=fellow)
