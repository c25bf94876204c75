"""Editors declare competing interests with what they say of an assessment later, or of an appeal:
in full once, in one tick from then on; readers see it beside what it belongs to."""

import pytest
from django.urls import reverse

from events.completeness import compare_with_published
from events.sealing import seal_new_events
from reviews.interest_errors import UndeclaredInterest
from reviews.interests import Interests
from reviews.models import Appeal, ConfirmedAssessment, EditorInterests, Reopening
from reviews.other_interests import other_interests
from reviews.services import appealing
from reviews.services.later_versions import confirm_assessment
from reviews.services.redacting_later_words import redact_confirmation, redact_reopening
from reviews.services.redacting_replies import redact_appeal
from reviews.services.redaction_steps import Passage
from reviews.services.reopened_assessments import decide_reopening, reopen_assessment
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.times import DUE, NOW
from tests.reviews.appeals import appeal_refusal, refused
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
RIVAL = Interests(("rival",), "We want one grant.")
LINE = "Competing interests of the editor who wrote this: Competes with an author"
DECLARED = {
    "interests_choice": "declared",
    "interest_rival": "on",
    "competing_interests": "We want one grant.",
}
WHY = {"reason": "Figure 2.", "now": NOW}


@pytest.fixture
def of():
    return selected_work()


def decided(of, **declared):
    seen = reopen_assessment(of.submission.pk, editor=of.editor, **WHY).pk
    said = {"decision": "stands", "due_on": DUE, "seen": seen, **WHY, **declared}
    decide_reopening(of.submission.pk, editor=of.editor, **said)
    return Reopening.objects.get(pk=seen), "decision_interests"


def reopened(of, **declared):
    return reopen_assessment(of.submission.pk, editor=of.editor, **WHY, **declared), "interests"


def confirmed(of, **declared):
    newer = VersionFactory(preprint=of.preprint, number=2)
    return confirm_assessment(newer.pk, editor=of.editor, **WHY, **declared), "interests"


def dismissed(of, **declared):
    free = UserFactory(editor=True)
    appeal = appealing.appeal_assessment(of.assessment.pk, by=of.author, text="No.", now=NOW)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    return appealing.dismiss_appeal(appeal.pk, editor=free, **WHY, **declared), "interests"


@pytest.mark.parametrize("act", [reopened, decided, confirmed, dismissed])
def test_readers_see_what_an_editor_declares_beside_what_they_say_and_the_log_holds_it(
    client, of, act
):
    bystander = selected_work()
    seal_new_events()
    before = set(compare_with_published().unlogged)  # what factories made
    row, column = act(of, interests=RIVAL)
    pages = [of.preprint.get_absolute_url()]
    if isinstance(row, Reopening):
        pages = [of.preprint.entries.get().issue.get_absolute_url()]
    for page in pages:
        shown = client.get(page).text
        assert LINE in shown
        assert "We want one grant." in shown
    address = f"/api/v1/assessments/{of.assessment.pk}/"
    if isinstance(row, ConfirmedAssessment):
        assert client.get(address).json()["confirmed_for"][0]["interests"] == row.interests
    elif isinstance(row, Reopening):
        issue = of.preprint.entries.get().issue_id
        (entry,) = client.get(f"/api/v1/issues/{issue}/").json()["entries"]
        assert entry["since_publication"][0][column] == getattr(row, column)
    seal_new_events()
    assert set(compare_with_published().unlogged) == before
    set_row(row, **{column: []})
    assert len(set(compare_with_published().unlogged) - before) == 1
    assert LINE not in client.get(bystander.preprint.get_absolute_url()).text


@pytest.mark.parametrize("act", [reopened, confirmed, dismissed])
def test_a_tie_that_the_catalogue_shows_is_declared(of, act, monkeypatch):
    shown = ["They wrote V9 with an author of this one."]
    found = "reviews.services.editor_interests.found_interests"
    monkeypatch.setattr(found, lambda *_args, **_named: shown)
    with pytest.raises(UndeclaredInterest):
        act(of, interests=Interests.none())


def test_an_editor_with_no_other_part_declares_for_the_act_alone(of):
    """No assessment that is posted later names them."""
    free = UserFactory(editor=True)
    reopening = reopen_assessment(of.submission.pk, editor=free, interests=RIVAL, **WHY)
    appeal, _column = dismissed(of, interests=RIVAL)
    assert [one["words"] for one in reopening.interests] == ["We want one grant."]
    assert [one["words"] for one in Appeal.objects.get(pk=appeal.pk).interests] == [
        "We want one grant."
    ]
    assert not EditorInterests.objects.filter(editor__in=[free.pk, appeal.editor_id]).exists()
    assert "We want one grant." not in str(other_interests(of.assessment))


def test_what_was_declared_is_confirmed_in_one_tick_and_asked_once(client, of):
    client.force_login(of.editor)
    page = reverse("reviews:reopen_assessment", args=[of.submission.pk])
    to_decide = reverse("reviews:decide_reopening", args=[of.submission.pk])
    assert "still so" not in client.get(page).text
    typed = {"reason": "Figure 2."}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "Figure 2." in refused.text
    assert client.post(page, typed | DECLARED).status_code == 302
    shown = client.get(to_decide)
    assert "What I declared of this work is still so: Competes with an author" in shown.text
    newest = Reopening.objects.get().pk
    typed = {"decision": "stands", "reason": "It holds.", "due_on": DUE, "seen": newest}
    for wrong in ({}, {"still_so": "on", **DECLARED}):
        refused = client.post(to_decide, typed | wrong)
        assert refused.status_code == 422
        assert "It holds." in refused.text
        assert set(refused.context["form"].errors) == {"still_so"}
    assert client.post(to_decide, typed | {"still_so": "on"}).status_code == 302
    said = Reopening.objects.get()
    assert said.decision_interests == said.interests
    assert EditorInterests.objects.get(editor=of.editor).interests == RIVAL


def test_what_has_changed_is_declared_anew_with_the_next_act(client, of):
    reopening, _column = reopened(of, interests=RIVAL)
    client.force_login(of.editor)
    to_decide = reverse("reviews:decide_reopening", args=[of.submission.pk])
    typed = {"decision": "stands", "reason": "It holds.", "due_on": DUE, "seen": reopening.pk}
    assert client.post(to_decide, typed | {"interests_choice": "none"}).status_code == 302
    said = Reopening.objects.get()
    assert [one["declared"] for one in said.decision_interests] == ["none"]
    assert [one["declared"] for one in said.interests] == ["words"]
    assert EditorInterests.objects.get(editor=of.editor).interests == Interests.none()


def test_of_an_appeal_that_is_not_public_whoever_appealed_reads_it(client):
    """Beside why it was decided so; nobody else does."""
    review, free = refused(), UserFactory(editor=True)
    appeal = appeal_refusal(review)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    client.force_login(free)
    page = reverse("reviews:appeal", args=[appeal.pk])
    assert "Whoever appealed reads it, and the journal’s editors." in client.get(page).text
    sent = {"outcome": "dismissed", "reason": "It is rude.", **DECLARED}
    assert client.post(page, sent).status_code == 302
    client.force_login(review.reviewer)
    own = client.get(reverse("reviews:appeal_refusal", args=[review.pk])).text
    assert "We want one grant." in own
    client.logout()
    assert "We want one grant." not in client.get(review.version.get_absolute_url()).text


@pytest.mark.parametrize("act", [reopened, decided, confirmed, dismissed])
def test_a_passage_of_what_was_declared_is_redacted_there_and_where_it_was_declared(
    client, of, act
):
    bystander = selected_work()
    reopened(bystander, interests=RIVAL)
    row, column = act(of, interests=RIVAL)
    seal_new_events()
    before = set(compare_with_published().unlogged)
    redacts = {Reopening: redact_reopening, ConfirmedAssessment: redact_confirmation}
    passage = Passage(f"{column}-1", "one grant")
    managing = UserFactory(managing_editor=True)
    redact = redacts.get(type(row), redact_appeal)
    redact(row.pk, editor=managing, passage=passage, reason="It named a fund.", now=NOW)
    row.refresh_from_db()
    assert getattr(row, column)[0]["words"] == "We want [redacted]."
    words = EditorInterests.objects.values_list("editor", "words")
    declared = {} if act is dismissed else {of.editor.pk: "We want [redacted]."}
    assert dict(words) == {**declared, bystander.editor.pk: "We want one grant."}
    seal_new_events()
    assert set(compare_with_published().unlogged) == before
    page = client.get(of.preprint.get_absolute_url()).text
    assert "one grant" not in page
