"""What editors said of an assessment later is redacted: reopenings, decisions, confirmations."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from curation.models import Issue
from events.models import Event, PublicSalt
from events.outbox import work
from mails.models import Mail
from reviews import redaction_errors as errors
from reviews.models import ConfirmedAssessment, Reopening, SealedOriginal
from reviews.services.later_versions import confirm_assessment
from reviews.services.redacting_later_words import redact_confirmation, redact_reopening
from reviews.services.redaction_steps import Passage
from reviews.services.reopened_assessments import decide_reopening, reopen_assessment
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.times import DUE, NOW
from tests.reviews.selected import selected_work
from tests.reviews.test_redacting import REASON, WORDS, page
from tests.reviews.test_signing_later import log_holds, rewrite

pytestmark = pytest.mark.django_db
NAME = "Quenneville"  # part of the words
WHY, SO, HOLDS = f"{WORDS} doubts it.", f"{WORDS} is wrong.", f"{WORDS} says so."
NAMED = {"reason": REASON, "now": NOW}


def looked_at_again(of):
    """Reopened, decided, and confirmed for a second version: each reason names somebody."""
    opened = reopen_assessment(of.submission.pk, editor=of.editor, reason=WHY, now=NOW)
    decide_reopening(
        of.submission.pk,
        editor=of.editor,
        decision="stands",
        reason=SO,
        due_on=DUE,
        seen=opened.pk,
        now=NOW,
    )
    newer = VersionFactory(preprint=of.preprint, number=2)
    confirmed = confirm_assessment(newer.pk, editor=of.editor, reason=HOLDS, now=NOW)
    return Reopening.objects.get(pk=opened.pk), confirmed


def redact(row, part, passage=WORDS, *, editor=None, reason=REASON):
    act = redact_reopening if isinstance(row, Reopening) else redact_confirmation
    editor = editor or UserFactory(managing_editor=True)
    return act(row.pk, editor=editor, passage=Passage(part, passage), reason=reason, now=NOW)


def everywhere(of):
    """All that readers see of it: pages, the feed of issues, the API."""
    issue = Issue.objects.get(entries__preprint=of.preprint)
    api = [f"/api/v1/issues/{issue.pk}/", f"/api/v1/assessments/{of.assessment.pk}/"]
    pages = [issue.get_absolute_url(), of.preprint.get_absolute_url(), "/feeds/issues.atom", *api]
    return " ".join(page(address) for address in pages)


def test_each_reason_is_redacted_wherever_readers_see_it():
    of = selected_work()
    reopening, confirmed = looked_at_again(of)
    assert everywhere(of).count(WORDS) > 6
    redact(reopening, "why_reopened")
    redact(reopening, "decision_reason", reason=f"It named {NAME}.")
    redact(reopening, "redaction-2", passage=NAME)
    redact(confirmed, "why_confirmed")
    shown = everywhere(of)
    assert WORDS not in shown
    assert NAME not in shown
    for left in ("[redacted] doubts it.", "[redacted] is wrong.", "[redacted] says so."):
        assert left in shown
    assert "A passage of “Why it was looked at again” was redacted on 2 March 2026:" in shown
    assert "It named [redacted]." in shown
    bystander = selected_work()
    other, _confirmed = looked_at_again(bystander)
    redact(reopening, "why_reopened", passage="doubts")
    assert WORDS in everywhere(bystander)
    other.refresh_from_db()
    assert (other.reason, other.decision_reason, other.redactions) == (WHY, SO, [])
    originals = SealedOriginal.objects.order_by("pk")
    assert [(one.part, one.text, one.identifier) for one in originals] == [
        ("why_reopened", WHY, of.assessment.identifier),
        ("decision_reason", SO, of.assessment.identifier),
        ("redaction-2", f"It named {NAME}.", of.assessment.identifier),
        ("why_confirmed", HOLDS, of.assessment.identifier),
        ("why_reopened", "[redacted] doubts it.", of.assessment.identifier),
    ]
    assert originals[1].reason == "It named [redacted]."


def test_the_log_tells_the_opening_and_the_decision_apart():
    of = selected_work()
    reopening, confirmed = looked_at_again(of)
    before = log_holds()  # the work was selected without events
    redact(reopening, "decision_reason", reason=f"It named {NAME}.")
    redact(reopening, "redaction-1", passage=NAME)
    redact(confirmed, "why_confirmed")
    salted = list(PublicSalt.objects.order_by("pk").values_list("event__kind", flat=True))
    assert [kind for kind in salted if kind.startswith(("reopening.", "assessment.confirm"))] == [
        "reopening.decision_redacted",
        "assessment.confirmation_redacted",
    ]
    assert "assessment.reopened" in salted, "nothing of the opening was redacted"
    for kind in ("reopening.decision_redacted", "assessment.confirmation_redacted"):
        event = Event.objects.filter(kind=kind).last()
        assert event.is_public
        assert event.data["assessment"] == of.assessment.identifier
    assert log_holds() == before
    reopening.refresh_from_db()
    without_reason = [{**one, "reason": "Else."} for one in reopening.redactions]
    for row, change in (
        (reopening, {"reason": "Else."}),
        (reopening, {"decision_reason": "Else."}),
        (reopening, {"redactions": []}),
        (reopening, {"redactions": without_reason}),
        (confirmed, {"reason": "Else."}),
        (confirmed, {"redactions": []}),
    ):
        with transaction.atomic():
            rewrite(row, **change)
            assert log_holds() != before, change
            transaction.set_rollback(True)
    assert log_holds() == before


def test_a_managing_editor_without_a_part_redacts_what_they_did_not_say():
    of = selected_work()
    managing, free = UserFactory(managing_editor=True), UserFactory(managing_editor=True)
    opened = reopen_assessment(of.submission.pk, editor=managing, reason=WHY, now=NOW)
    Role.objects.create(user=of.editor, name=Role.Name.MANAGING_EDITOR)
    for editor in (of.editor, of.submission.second_editor, managing, UserFactory(editor=True)):
        with pytest.raises(errors.NotYoursToRedact):
            redact(opened, "why_reopened", editor=editor)
    with pytest.raises(errors.PassageNotFound):
        redact(opened, "decision_reason", editor=free)
    redact(opened, "why_reopened", editor=free)
    opened.refresh_from_db()
    assert opened.reason == "[redacted] doubts it."
    while work():
        pass
    mailed = Mail.objects.filter(kind="passage_redacted").values_list("recipient_id", flat=True)
    assert list(mailed) == [managing.pk], "whose words it was"


def test_readers_find_no_link_and_a_managing_editor_finds_the_form(client):
    of = selected_work()
    reopening, confirmed = looked_at_again(of)
    issue = Issue.objects.get(entries__preprint=of.preprint).get_absolute_url()
    forms = {
        issue: reverse("reviews:redact_reopening", args=[reopening.pk]),
        of.preprint.get_absolute_url(): reverse("reviews:redact_confirmation", args=[confirmed.pk]),
    }
    managing = UserFactory(managing_editor=True)
    for address, form in forms.items():
        assert form not in Client().get(address).text
        client.force_login(managing)
        assert form in client.get(address).text
        assert WORDS in client.get(form).text
    sent = {"part": "why_confirmed", "passage": WORDS, "reason": REASON}
    preview = client.post(forms[of.preprint.get_absolute_url()], sent).text
    assert "[redacted] says so." in preview
    assert f"{of.assessment.identifier}, Why it was looked at again" in preview
    assert ConfirmedAssessment.objects.get().redactions == []
