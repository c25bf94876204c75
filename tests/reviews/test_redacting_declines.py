"""The published reasons of a decline are redacted, and what was declared with them; also of a
decline that an appeal has taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from events.models import PublicSalt
from reviews import redaction_errors as errors
from reviews.interests import Interests
from reviews.models import Appeal, EditorInterests, SealedOriginal, Submission, TriageProposal
from reviews.services import ending, submissions
from reviews.services.editor_interests import keep_interests
from reviews.services.redacting_declines import redact_decline
from reviews.services.redaction_steps import Passage
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.test_published_declines import take_back, unlogged
from tests.reviews.test_redacting import REASON, WORDS, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
DAY = timedelta(days=1)
FIRST, SECOND = f"{WORDS} finds it too short.", f"{WORDS} finds it too long."
TIES = f"I work with {WORDS}."


def declined(text=FIRST, *, one=None, now=NOW):
    """By an editor who declares something; an author has published why."""
    one = one or SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    one.version.authors.update(user=one.submitter)
    editor = UserFactory(managing_editor=True)
    keep_interests(one, editor, Interests(words=TIES), now=now)
    submissions.decline_submission(one.pk, editor=editor, code="other", text=text, now=now)
    ending.publish_reasons(one.pk, author=one.submitter, now=now)
    return Submission.objects.get(pk=one.pk)


def redact(row, part, passage=WORDS, *, editor=None, reason=REASON):
    editor = editor or UserFactory(managing_editor=True)
    named = {"passage": Passage(part, passage), "reason": reason, "now": NOW}
    return redact_decline(row.pk, editor=editor, **named)


def read(row):
    """By everybody: the page, and the API."""
    api = Client().get(f"/api/v1/preprints/{row.preprint_id}/").json()
    return page(row.version.get_absolute_url()), api["declines"]


def test_the_reasons_and_what_was_declared_are_redacted_wherever_they_are_read():
    row, bystander = declined(), declined()
    assert WORDS in read(row)[0]
    redact(row, "decline-1", reason="It named Quenneville.")
    redact(row, "decline-1-redaction-1", "Quenneville")
    redact(row, "decline-1-other-1")
    shown, (decline,) = read(row)
    assert WORDS not in shown + str(decline)
    assert "[redacted] finds it too short." in shown
    assert "I work with [redacted]." in shown
    assert "A passage of “Why it was declined, decision 1” was redacted" in shown
    assert "It named [redacted]." in shown
    assert decline["text"] == "[redacted] finds it too short."
    parts = [one["part"] for one in decline["redactions"]]
    assert parts == ["decline-1", "decline-1-redaction-1", "decline-1-other-1"]
    words = EditorInterests.objects.order_by("pk").values_list("words", flat=True)
    assert list(words) == ["I work with [redacted].", TIES], "later publications copy it"
    assert FIRST in read(bystander)[0]
    originals = [(one.part, one.text, one.reason) for one in SealedOriginal.objects.all()]
    assert originals[0] == ("decline-1", FIRST, "It named [redacted].")
    assert unlogged() == []


def test_a_decline_that_was_taken_back_is_redacted_apart_from_the_one_that_stands():
    row = declined()
    appeal = take_back(row, now=NOW + DAY)
    row = declined(SECOND, one=Submission.objects.get(pk=row.pk), now=NOW + 2 * DAY)
    redact(row, "decline-1")
    redact(row, "decline-1-other-1")
    appeal.refresh_from_db()
    row.refresh_from_db()
    assert appeal.published_decline["text"] == "[redacted] finds it too short."
    assert row.decline_text == SECOND
    first, second = read(row)[1]
    assert [one["part"] for one in first["redactions"]] == ["decline-1", "decline-1-other-1"]
    same_words = ["decline-2-other-1", "decline-2-other-2"]
    assert [one["part"] for one in second["redactions"]] == same_words, "nobody reads whose"
    redact(row, "decline-2")
    shown, (first, second) = read(row)
    assert [one["part"] for one in second["redactions"]] == [*same_words, "decline-2"]
    assert shown.count("was redacted on") == 5
    assert unlogged() == []
    kept = PublicSalt.objects.filter(event__kind="submission.reasons_published")
    assert not kept.exists(), "nobody tries what stood there"
    for changed, kwargs in (
        (row, {"decline_text": "Else."}),
        (row, {"redactions": []}),
        (appeal, {"published_decline": {**appeal.published_decline, "text": "Else."}}),
    ):
        with transaction.atomic():
            set_row(changed, **kwargs)
            assert unlogged() != [], kwargs
            transaction.set_rollback(True)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(changed).objects.filter(pk=changed.pk).update(**kwargs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).delete()


def proposer_of(row, decision):
    """Who proposed it before, and was overruled."""
    said = {"code": "other", "words": "Another reason", "text": "Too short."}
    return TriageProposal.objects.create(
        submission=row,
        proposed_by=UserFactory(managing_editor=True),
        decision=decision,
        state="closed",
        proposed_at=NOW,
        ended_at=NOW + DAY,
        **(said if decision == "decline" else {}),
    ).proposed_by


def test_who_proposed_to_accept_it_may_redact_why_it_was_declined():
    row = declined()
    redact(row, "decline-1", editor=proposer_of(row, "accept"))
    assert SealedOriginal.objects.exists()


def test_nobody_who_declined_it_or_has_a_part_redacts_it_and_nothing_that_is_not_public(client):
    row = declined()
    first = row.editor
    take_back(row, now=NOW + DAY)
    row = declined(SECOND, one=Submission.objects.get(pk=row.pk), now=NOW + 2 * DAY)
    Role.objects.create(user=row.submitter, name=Role.Name.MANAGING_EDITOR)
    for editor in (first, row.editor, row.submitter, UserFactory(editor=True)):
        with pytest.raises(errors.NotYoursToRedact):
            redact(row, "decline-1", editor=editor)
    with pytest.raises(errors.NotYoursToRedact):
        redact(row, "decline-1", editor=proposer_of(row, "decline"))
    hidden = SubmissionFactory(state="declined", decline_code="other", decline_text=FIRST)
    with pytest.raises(errors.PassageNotFound):
        redact(hidden, "decline-1")
    managing = UserFactory(managing_editor=True)
    client.force_login(managing)
    form = reverse("reviews:redact_decline", args=[row.pk])
    assert form in client.get(row.version.get_absolute_url()).text
    assert FIRST in client.get(form).text
    assert client.get(reverse("reviews:redact_decline", args=[hidden.pk])).status_code == 404
    sent = {"part": "decline-2", "passage": WORDS, "reason": REASON}
    preview = client.post(form, sent).text
    assert "Why it was declined, decision 1" in preview, "where else it stands"


def test_the_same_words_of_it_that_only_editors_read_are_redacted_with_it(client):
    row, bystander = declined(), declined()
    appeal = take_back(row, now=NOW + DAY)
    for one in (row, bystander):
        TriageProposal.objects.create(
            submission=one,
            decision="decline",
            state="closed",
            proposed_by=UserFactory(editor=True),
            proposed_at=NOW,
            code="other",
            text=FIRST,
        )
    redact(row, "decline-1")
    row.refresh_from_db()
    assert row.decline_text == "[redacted] finds it too short."
    assert row.proposals.get().text == row.decline_text
    client.force_login(appeal.editor)
    assert WORDS not in client.get(reverse("reviews:appeal", args=[appeal.pk])).text
    bystander.refresh_from_db()
    assert (bystander.decline_text, bystander.proposals.get().text) == (FIRST, FIRST)
    assert unlogged() == []


def test_reasons_from_before_declines_were_public_stay_public_once_an_appeal_is_upheld():
    row = declined()
    set_row(row, is_decline_public=False)
    appeal = take_back(row, now=NOW + DAY)
    assert appeal.published_decline["text"] == FIRST
    assert FIRST in read(row)[0]
