"""What has opened the assessment of a selected work again, while a round or a revision is there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from preprints.models import Preprint
from reviews import reopening_errors
from reviews.models import Reopening, Round
from reviews.services import revising
from reviews.services.later_versions import confirm_assessment
from reviews.services.reopened_assessments import (
    decide_reopening,
    reopen_assessment,
    reopen_selected_work,
)
from reviews.services.round_lapses import reopen_round
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import DUE, NOW, day_to_type
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def of():
    return selected_work()


def reopened(of):
    return reopen_assessment(of.submission.pk, editor=of.editor, reason="Why not?", now=LATER)


def decide(of, decision):
    return decide_reopening(
        of.submission.pk,
        editor=of.editor,
        decision=decision,
        reason="It holds.",
        due_on=DUE,
        seen=Reopening.objects.of_submission(of.submission).last().pk,
        now=LATER,
    )


def test_to_go_on_with_a_round_answers_what_has_opened_the_assessment_since(of):
    ended = RoundFactory(
        submission=of.submission,
        version=of.round.version,
        number=2,
        state="lapsed",
        closed_at=LATER,
    )
    other = selected_work()
    waiting, bystander = reopened(of), reopened(other)
    reopen_round(ended.pk, editor=of.editor, now=LATER)
    waiting.refresh_from_db()
    bystander.refresh_from_db()
    assert (waiting.is_waiting, waiting.round) == (False, ended)
    assert bystander.is_waiting


def test_while_a_round_is_under_way_no_other_is_opened_but_the_assessment_may_stand(client, of):
    """A retraction is noticed at any time, and may be taken back."""
    RoundFactory(submission=of.submission, version=of.round.version, number=2)
    status = Preprint.objects.filter(pk=of.preprint.pk)
    status.update(status="withdrawn", status_before_withdrawal="selected")
    reopen_selected_work(of.preprint.pk, now=LATER)
    status.update(status="selected", status_before_withdrawal="")
    client.force_login(of.editor)
    page = reverse("reviews:decide_reopening", args=[of.submission.pk])
    waiting = Reopening.objects.get()
    typed = {"reason": "It holds.", "due_on": day_to_type(), "seen": waiting.pk}
    typed["interests_choice"] = "none"
    for decision in ("full", "editors"):
        refused = client.post(page, typed | {"decision": decision})
        assert refused.status_code == 422
        assert "A round of this work is under way" in refused.text
        assert "It holds." in refused.text
    assert list(Round.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    assert client.post(page, typed | {"decision": "stands"}).status_code == 302
    assert not Reopening.objects.waiting().exists()


def test_a_revision_that_waits_is_decided_on_first_and_its_round_answers_both(of):
    version = VersionFactory(preprint=of.preprint, number=2, seen_at=LATER)
    revision = revising.declare_revision(
        version.pk, author=of.author, note="New.", answers={}, now=LATER
    )
    waiting = reopened(of)
    with pytest.raises(reopening_errors.DecideRevisionFirst):
        decide(of, "full")
    revising.decide_revision(
        revision.pk, editor=of.editor, decision="full", reason="New.", due_on=DUE, now=LATER
    )
    waiting.refresh_from_db()
    assert waiting.round == Round.objects.get(submission=of.submission, number=2)
    assert not Round.objects.filter(number=3).exists()


def test_no_new_review_answers_that_the_version_appeared_and_nothing_else(client, of):
    version = VersionFactory(preprint=of.preprint, number=2, seen_at=LATER)
    reopen_selected_work(of.preprint.pk, now=LATER)
    revision = revising.declare_revision(
        version.pk, author=of.author, note="New.", answers={}, now=LATER
    )
    other, doubted = selected_work(), selected_work()
    VersionFactory(preprint=other.preprint, number=2, seen_at=LATER)
    reopen_selected_work(other.preprint.pk, now=LATER)
    doubt = reopened(doubted)
    newest = VersionFactory(preprint=doubted.preprint, number=2, seen_at=LATER)
    doubtful = revising.declare_revision(
        newest.pk, author=doubted.author, note="New.", answers={}, now=LATER
    )
    client.force_login(of.editor)
    page = reverse("reviews:submission", args=[of.submission.pk])
    note = "“No new review” answers that, too"
    assert note in client.get(page).text
    for one, by in ((revision, of.editor), (doubtful, doubted.editor)):
        named = {"decision": "none", "reason": "Only typos. ", "due_on": DUE, "now": LATER}
        revising.decide_revision(one.pk, editor=by, **named)
    answered = Reopening.objects.get(version=version)
    assert (answered.decision, answered.decision_reason) == ("stands", "Only typos.")
    assert (answered.decided_by, answered.round) == (of.editor, None)
    waiting = {one.submission for one in Reopening.objects.waiting()}
    assert waiting == {other.submission, doubt.submission}
    assert reopen_selected_work(of.preprint.pk, now=LATER) == []
    client.force_login(doubted.editor)
    assert note not in client.get(reverse("reviews:submission", args=[doubted.submission.pk])).text


def test_to_confirm_the_assessment_answers_that_a_newer_version_appeared_and_nothing_else(of):
    other = selected_work()
    for one in (of, other):
        VersionFactory(preprint=one.preprint, number=2, seen_at=LATER)
        reopen_selected_work(one.preprint.pk, now=LATER)
    doubted = selected_work()
    newest = VersionFactory(preprint=doubted.preprint, number=2, seen_at=LATER)
    doubt = reopened(doubted)
    version = of.preprint.versions.get(number=2)
    confirm_assessment(version.pk, editor=of.editor, reason="Only typos. ", now=LATER)
    confirm_assessment(newest.pk, editor=doubted.editor, reason="Only typos.", now=LATER)
    answered = Reopening.objects.get(version=version)
    assert (answered.decision, answered.decision_reason) == ("stands", "Only typos.")
    assert (answered.decided_by, answered.decided_at) == (of.editor, LATER)
    waiting = {one.submission for one in Reopening.objects.waiting()}
    assert waiting == {other.submission, doubt.submission}
    assert reopen_selected_work(of.preprint.pk, now=LATER) == []


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("selected", ["stands", "editors", "full"]),
        ("withdrawn", ["stands", "ended"]),
        ("retracted", ["stands", "ended"]),
    ],
)
def test_the_form_offers_what_can_follow_and_asks_a_day_for_a_full_review_alone(
    client, of, status, offered
):
    reopened(of)
    Preprint.objects.filter(pk=of.preprint.pk).update(status=status)
    client.force_login(of.editor)
    page = reverse("reviews:decide_reopening", args=[of.submission.pk])
    form = client.get(page).context["form"]
    assert [value for value, _label in form.fields["decision"].choices] == offered
    sent = {"reason": "Because.", "seen": Reopening.objects.get().pk, "due_on": "2020-01-01"}
    sent["interests_choice"] = "none"
    full = client.post(page, {**sent, "decision": "full"})
    assert set(full.context["form"].errors) == {"due_on"}
    decided = "stands" if status == "selected" else "ended"
    assert client.post(page, {**sent, "decision": decided}).status_code == 302
    assert Reopening.objects.get().decision == decided
