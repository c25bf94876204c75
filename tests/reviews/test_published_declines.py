"""The log holds the published reasons of a decline, while it stands and after it is taken back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from events.completeness import compare_with_published
from events.models import Event
from events.sealing import seal_new_events
from events.verifying import verify_log
from reviews.interests import Interests
from reviews.models import Appeal, EditorInterests, Submission
from reviews.services import appealing, ending, submissions
from reviews.services.editor_interests import keep_interests
from reviews.services.triage_steps import Refusal, decline_locked
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
DAY = timedelta(days=1)


def decline(submission, text, *, now=NOW):
    editor = UserFactory(editor=True)
    submissions.decline_submission(submission.pk, editor=editor, code="other", text=text, now=now)
    author = submission.submitter
    ending.publish_reasons(submission.pk, author=author, now=now)
    return Submission.objects.get(pk=submission.pk)


def published(text="Too short."):
    one = SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    one.version.authors.update(user=one.submitter)
    return decline(one, text)


def take_back(submission, *, now=NOW):
    free = UserFactory(editor=True)
    by = submission.submitter
    appeal = appealing.appeal_decline(submission.pk, by=by, text="It is not.", now=now)
    appealing.take_appeal(appeal.pk, editor=free, now=now)
    appealing.uphold_appeal(appeal.pk, editor=free, reason="Indeed.", now=now)
    return Appeal.objects.get(pk=appeal.pk)


def make_old(*submissions):
    """From before declines were public: the event of the decline is private."""
    for one in submissions:
        set_row(one, is_decline_public=False)
    for event in Event.objects.filter(kind="submission.declined"):
        set_row(event, is_public=False, data={"submission": event.data["submission"], "code": "x"})


def unlogged():
    seal_new_events()
    report, found = verify_log(now=NOW), compare_with_published()
    assert (report.broken_at is not None) == bool(found.unlogged or found.unpublished)
    return found.unlogged


def names_of(submission, *, fact=True, reasons=True):
    fact, reasons = ["decline"] * fact, ["reasons of a decline"] * reasons
    return [f"{name} of V{submission.preprint_id}" for name in (*fact, *reasons)]


@pytest.mark.parametrize(
    ("changed", "is_of_fact"),
    [
        ({"decline_text": "Too long."}, True),
        ({"decline_code": "out-of-scope"}, True),
        ({"decline_words": "Too long"}, True),
        ({"decided_at": NOW - DAY}, True),
        ({"reasons_published_at": NOW - DAY}, False),
    ],
)
def test_rewritten_reasons_are_noticed(changed, is_of_fact):
    submission, bystander = published(), published("Too short, too.")
    assert unlogged() == []
    set_row(submission, **changed)
    assert unlogged() == names_of(submission, fact=is_of_fact)
    assert bystander.preprint_id != submission.preprint_id


def test_reasons_that_are_hidden_again_are_noticed():
    submission = published()
    set_row(submission, reasons_published_at=None)
    seal_new_events()
    assert len(compare_with_published().unpublished) == 1


def test_reasons_hold_once_an_appeal_took_the_decision_back_and_it_is_declined_anew():
    submission = published()
    appeal = take_back(submission, now=NOW + DAY)
    assert unlogged() == []
    decline(Submission.objects.get(pk=submission.pk), "Still too short.", now=NOW + 2 * DAY)
    assert unlogged() == []
    assert len(Event.objects.filter(kind="submission.declined", is_public=True)) == 2
    was = {**appeal.published_decline, "text": "Too long."}
    set_row(appeal, published_decline=was)
    assert unlogged() == names_of(submission)


def test_an_event_from_before_it_said_the_words_still_holds():
    submission, bystander = published(), published("Too short, too.")
    make_old(submission, bystander)
    event = Event.objects.get(
        kind="submission.reasons_published", subject=f"V{submission.preprint_id}"
    )
    set_row(event, data={name: said for name, said in event.data.items() if name != "words"})
    assert compare_with_published().unlogged == []
    set_row(bystander, decline_words="Too long")
    assert len(compare_with_published().unlogged) == 1
    set_row(submission, decline_code="out-of-scope")
    assert len(compare_with_published().unlogged) == 2


def test_an_event_from_before_its_hash_was_kept_still_holds():
    submission = published()
    make_old(submission)
    event = Event.objects.get(kind="submission.reasons_published")
    old = {name: event.data[name] for name in ("submission", "code", "declined_on")}
    set_row(event, data=old)
    assert compare_with_published().unlogged == []
    rewritten_later = {"decline_text": "Too long.", "reasons_published_at": NOW + DAY}
    set_row(submission, **rewritten_later)
    assert len(compare_with_published().unlogged) == 1, "of another moment"
    set_row(submission, reasons_published_at=NOW)
    assert compare_with_published().unlogged == []
    set_row(submission, decline_code="out-of-scope")
    assert len(compare_with_published().unlogged) == 1


def test_who_declines_is_read_with_the_reasons_and_what_they_declared_stays(client):
    submission = SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    submission.version.authors.update(user=submission.submitter)
    editors = UserFactory.create_batch(3, editor=True)
    rival = Interests(("rival",), "We want one grant.")
    for editor, declared in zip(editors, (rival, Interests.none(), Interests()), strict=True):
        keep_interests(submission, editor, declared, now=NOW)
    of = SubmissionFactory()
    keep_interests(of, editors[0], Interests(words="Of another work."), now=NOW)
    refusal = Refusal(editors[0], "other", "Another reason", "Too short.", editors[1])
    decline_locked(submission, refusal, by=editors[1], now=NOW)
    page = submission.preprint.get_absolute_url()
    address = f"/api/v1/preprints/{submission.preprint_id}/"
    assert "one grant" not in client.get(page).text
    (unpublished,) = client.get(address).json()["declines"]
    assert unpublished == {
        "code": None,
        "words": None,
        "text": None,
        "other_interests": [],
        "declined_on": NOW.date().isoformat(),
        "published_at": None,
        "taken_back_at": None,
        "appeal_dismissed_at": None,
        "redactions": [],
    }
    ending.publish_reasons(submission.pk, author=submission.submitter, now=NOW)
    EditorInterests.objects.update(words="Otherwise.")
    (was,) = client.get(address).json()["declines"]
    kept = [(one["editor"], one["declared"], one["words"]) for one in was["other_interests"]]
    said = [("declined", "words", "We want one grant."), ("declined", "none", "")]
    assert kept == [*said, ("before", "none", "")]
    line = "an editor who declined it: Competes with an author: for the result, a grant or a post."
    assert f"{line} We want one grant." in client.get(page).text
    assert unlogged() == []
    submission.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(decline_interests=[])
    set_row(submission, decline_interests=submission.decline_interests[1:])
    assert unlogged() == names_of(submission, fact=False)
    set_row(submission, decline_interests=was["other_interests"])
    take_back(submission, now=NOW + DAY)
    assert unlogged() == []
    assert "We want one grant." in client.get(page).text
    (later,) = client.get(address).json()["declines"]
    taken_back = {"taken_back_at": (NOW + DAY).strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert later == {**was, **taken_back}


def unpublished(text="Too short."):
    one = SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    one.version.authors.update(user=one.submitter)
    editor = UserFactory(editor=True)
    submissions.decline_submission(one.pk, editor=editor, code="other", text=text, now=NOW)
    return Submission.objects.get(pk=one.pk)


@pytest.mark.parametrize(
    "changed",
    [
        {"decline_text": "Too long."},
        {"decline_code": "out-of-scope"},
        {"decided_at": NOW - DAY},
        {"is_decline_public": False},
    ],
)
def test_a_decline_whose_reasons_nobody_published_does_not_change_unnoticed(changed):
    """The database refuses it, and the log has a salted hash of what only its people read."""
    submission, bystander = unpublished(), unpublished("Too short, too.")
    assert unlogged() == []
    rows = Submission.objects.filter(pk=submission.pk)
    for act in (lambda: rows.update(**changed), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    rows.update(competing_interests="None.")
    set_row(submission, **changed)
    found = compare_with_published()
    assert (found.unlogged or found.unpublished) in (
        names_of(submission, reasons=False),
        [f"V{submission.preprint_id}"],
    )
    assert bystander.decline_text == "Too short, too."


def test_an_appeal_that_is_upheld_leaves_both_decisions_in_public_and_no_reason(client):
    submission, bystander = unpublished("Dull, said Nan."), unpublished()
    appeal = take_back(submission, now=NOW + DAY)
    page = client.get(submission.preprint.get_absolute_url()).text
    for words in (
        "The editors did not take it up for review",
        "An appeal was upheld: the editors decide anew whether it is reviewed",
        "An appeal against it was upheld on",
    ):
        assert words in page
    assert "Dull" not in page
    assert unlogged() == []
    (was,) = client.get(f"/api/v1/preprints/{submission.preprint_id}/").json()["declines"]
    assert (was["text"], was["published_at"]) == (None, None)
    assert was["taken_back_at"]
    decline(Submission.objects.get(pk=submission.pk), "Still too short.", now=NOW + 2 * DAY)
    page = client.get(submission.preprint.get_absolute_url()).text
    said = "The editors did not take it up for review"
    assert page.count(said) == 4  # in its history, and as its status, each twice
    assert "Still too short." in page
    assert "Dull" not in page
    assert unlogged() == []
    set_row(appeal, unpublished_reasons=["other", "Another reason", "Lovely."])
    assert unlogged() == names_of(submission, reasons=False)
    other = client.get(bystander.preprint.get_absolute_url()).text
    assert "appeal" not in other.lower()


def test_an_appeal_that_is_dismissed_is_public_with_its_day_and_not_why(client):
    submission, free = unpublished(), UserFactory(editor=True)
    by = submission.submitter
    appeal = appealing.appeal_decline(submission.pk, by=by, text="It is not.", now=NOW)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    appealing.dismiss_appeal(appeal.pk, editor=free, reason="Quite dull.", now=NOW + DAY)
    page = client.get(submission.preprint.get_absolute_url()).text
    assert "An appeal against it was dismissed on" in page
    assert "3 March 2026</time>: the decision stands." in page
    assert "An appeal against the decision not to review it was dismissed" in page
    assert "Quite dull" not in page
    (was,) = client.get(f"/api/v1/preprints/{submission.preprint_id}/").json()["declines"]
    assert was["appeal_dismissed_at"] == (NOW + DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert unlogged() == []
