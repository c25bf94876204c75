"""What says that a work is assessed anew while its revision waits: the decision on that does it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from preprints.models import Preprint
from reading.selectors.me import my_page
from reviews import errors, revision_errors, round_errors
from reviews.models import Assessment, Revision, Round
from reviews.selectors.author_waiting import Reader, author_waiting
from reviews.services import appealing, withdrawing
from reviews.services.assessing_anew import assess_anew
from reviews.services.editor_days import give_editor_days
from reviews.services.owed_assessments import is_assessment_owed
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW, day_to_type
from tests.reviews.desks import desk_of
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def uphold(revised):
    appeal = appealing.appeal_assessment(
        revised.assessment.pk, by=revised.author, text="It is wrong.", now=NOW
    )
    free = UserFactory(editor=True)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    appealing.uphold_appeal(appeal.pk, editor=free, reason="So it is.", now=LATER)


def withdraw(revised):
    cause = {"by": UserFactory(managing_editor=True), "reason": "Mixed up."}
    withdrawing.withdraw_assessment(revised.assessment.pk, now=LATER, **cause)


@pytest.mark.parametrize("act", [uphold, withdraw])
def test_the_decision_on_the_revision_opens_the_round_that_is_owed(client, act):
    revised, bystander = revised_work(), declared_revision()
    revision = declared_revision(revised)
    act(revised)
    submission = revision.round.submission
    assert not submission.rounds.under_way().exists()
    with pytest.raises(revision_errors.AssessmentOwed):
        decide(revision, "none")
    client.force_login(submission.editor)
    page = client.get(reverse("reviews:submission", args=[submission.pk])).text
    assert "So a new review follows, full or by the editors alone." in page
    typed = {"decision": "none", "reason": "Nothing new.", "due_on": day_to_type()}
    refused = client.post(reverse("reviews:decide_revision", args=[revision.pk]), typed)
    assert refused.status_code == 409
    assert "Please choose a new review" in refused.text
    assert "Nothing new." in refused.text
    decide(revision, "editors")
    opened = Round.objects.get(submission=submission, number=2)
    assert (opened.state, opened.version) == ("open", revision.version)
    decide(bystander, "none")
    client.force_login(bystander.round.submission.editor)
    page = client.get(reverse("reviews:submission", args=[bystander.round.submission_id])).text
    assert "So a new review follows" not in page


@pytest.mark.parametrize("act", [uphold, withdraw])
def test_nothing_is_owed_any_more_once_it_was_assessed_again(act):
    revised = revised_work()
    revision = declared_revision(revised)
    act(revised)
    decide(revision, "editors")
    again = Round.objects.get(submission=revised.round.submission, number=2)
    assert is_assessment_owed(revised.round.submission)
    Round.objects.filter(pk=again.pk).update(state="assessed", closed_at=LATER)
    AssessmentFactory(round=again, published=True, published_at=LATER)
    assert not is_assessment_owed(revised.round.submission)
    assert Assessment.objects.published().filter(round=again).exists()


def test_a_revision_of_a_work_that_was_withdrawn_is_not_reviewed_whatever_is_owed():
    revised = revised_work()
    revision = declared_revision(revised)
    withdraw(revised)
    Preprint.objects.filter(pk=revised.preprint.pk).update(status="withdrawn")
    decide(revision, "none")
    assert not Round.objects.filter(number=2).exists()


def test_what_was_left_under_review_for_ever_is_assessed_anew_from_the_desk(client):
    """As an old decision, that no review follows, has left it."""
    revised, bystander = revised_work(), revised_work()
    submission = revised.round.submission
    revision = declared_revision(revised)
    withdraw(revised)
    editor = submission.editor
    assert "owed" not in {group.name for group in desk_of(editor).groups}, "the revision waits"
    decided = {"decision": "none", "reason": "So.", "decided_by": editor, "decided_at": NOW}
    Revision.objects.filter(pk=revision.pk).update(**decided)
    (row,) = [row for group in desk_of(editor).groups if group.name == "owed" for row in group.rows]
    assert ([act.words for act in row.acts], row.since) == (["Assess it anew"], LATER)
    assert not desk_of(bystander.round.submission.editor).groups
    other = bystander.round.submission
    with pytest.raises(round_errors.NoAssessmentOwed):
        assess_anew(other.pk, editor=other.editor, now=LATER)
    with pytest.raises(errors.NotTheHandlingEditor):
        assess_anew(submission.pk, editor=submission.second_editor, now=LATER)
    client.force_login(editor)
    page = reverse("reviews:submission", args=[submission.pk])
    act = reverse("reviews:assess_anew", args=[submission.pk])
    assert act in client.get(page).text
    assert client.post(act).status_code == 302
    opened = Round.objects.get(submission=submission, number=2)
    assert (opened.state, opened.kind, opened.version) == ("open", "editors", revision.version)
    assert act not in client.get(page).text
    assert {group.name for group in desk_of(editor).groups} == {"assessments"}
    with pytest.raises(revision_errors.ReviewGoesOn):
        assess_anew(submission.pk, editor=editor, now=LATER)


def source_says(preprint, **fields):
    Preprint.objects.filter(pk=preprint.pk).update(**fields)
    preprint.refresh_from_db()


def test_a_work_that_comes_back_without_an_assessment_is_assessed_anew_on_its_newest_version(
    client,
):
    revised, bystander = revised_work(), revised_work()
    preprint, submission, before = (
        revised.preprint,
        revised.round.submission,
        revised.preprint.status,
    )
    source_says(preprint, status="withdrawn", status_before_withdrawal=before)
    withdraw(revised)
    assert not desk_of(submission.editor).groups
    with pytest.raises(errors.WorkWithdrawn):
        assess_anew(submission.pk, editor=submission.editor, now=LATER)
    newest = VersionFactory(preprint=preprint, number=4)
    VersionFactory(preprint=preprint, number=5, is_withdrawn=True)
    preprint.refresh_from_db()
    assert preprint.status_before_withdrawal == "under-review"
    source_says(
        preprint, status="under-review", status_before_withdrawal="", current_version=newest
    )
    give_editor_days(now=LATER)
    ((row,),) = [group.rows for group in desk_of(submission.editor).groups if group.name == "owed"]
    assert row.what.endswith("assess version 4 anew")
    assert row.due is not None
    words = "No assessment of the work stands. The handling editor is to assess version 4 anew."
    waiting = author_waiting(submission, Reader(is_author=True), now=LATER)
    assert (waiting.words, waiting.since, waiting.until) == (words, LATER, row.due.date())
    (own,) = my_page(revised.author, now=LATER).own_preprints
    assert (own.waiting.words, own.waiting.since, own.waiting.until) == (
        words,
        LATER,
        row.due.date(),
    )
    other = author_waiting(bystander.round.submission, Reader(is_author=True), now=LATER)
    assert "assess version" not in other.words
    public = client.get(preprint.get_absolute_url()).text
    by = f"{row.due.day} {row.due:%B %Y}"
    assert f"No assessment stands; the editors were to assess the work anew by {by}" in public
    assert "No assessment stands" not in client.get(bystander.preprint.get_absolute_url()).text
    client.force_login(submission.editor)
    assert "on version 4" in client.get(reverse("reviews:submission", args=[submission.pk])).text
    opened = assess_anew(submission.pk, editor=submission.editor, now=LATER)
    assert (opened.version, opened.kind) == (newest, "editors")


def assessed_again(revised):
    again = RoundFactory(
        submission=revised.round.submission,
        version=revised.newer,
        number=2,
        state="assessed",
        closed_at=LATER,
    )
    return AssessmentFactory(round=again, published=True, published_at=LATER)


def back_with(revised, submission, newest):
    """The second round's assessment was withdrawn while the work was away."""
    source_says(revised.preprint, status="withdrawn", status_before_withdrawal="reviewed")
    by = UserFactory(managing_editor=True)
    withdrawing.withdraw_assessment(newest.pk, by=by, reason="Mixed up.", now=LATER)
    source_says(revised.preprint, status="reviewed", status_before_withdrawal="")
    give_editor_days(now=LATER)
    ((row,),) = [group.rows for group in desk_of(submission.editor).groups if group.name == "owed"]
    return row


def said_to_authors(revised):
    waiting = author_waiting(revised.round.submission, Reader(is_author=True), now=LATER)
    (own,) = my_page(revised.author, now=LATER).own_preprints
    assert (own.waiting.words, own.waiting.until) == (waiting.words, waiting.until)
    return waiting.words


def test_where_an_earlier_assessment_stands_nobody_reads_that_none_does(client):
    revised, bystander = revised_work(), revised_work()
    newest, _other = assessed_again(revised), assessed_again(bystander)
    submission = revised.round.submission
    row = back_with(revised, submission, newest)
    assert "A new assessment is owed" in row.what
    assert said_to_authors(revised) == (
        "The newest assessment of the work was withdrawn; an earlier one stays public. The "
        "handling editor is to assess version 2 anew."
    )
    public = client.get(revised.preprint.get_absolute_url()).text
    words = "The newest assessment was withdrawn; the editors were to assess the work anew by"
    assert f"{words} {row.due.day} {row.due:%B %Y}, and are late." in public
    assert "newest assessment was" not in client.get(bystander.preprint.get_absolute_url()).text
    client.force_login(submission.editor)
    pages = (reverse("reviews:submission", args=[submission.pk]), reverse("reviews:desk"))
    shown = " ".join(client.get(page).text for page in pages)
    assert ("new assessment is owed" in shown, "o assessment stands" in shown) == (True, False)


def test_after_an_upheld_appeal_the_assessment_is_public_still():
    revised = revised_work()
    revision = declared_revision(revised)
    uphold(revised)
    decided = {"decision": "none", "reason": "So.", "decided_at": NOW}
    Revision.objects.filter(pk=revision.pk).update(
        **decided, decided_by=revised.round.submission.editor
    )
    words = "An appeal against the assessment was upheld. The handling editor is to assess version"
    assert said_to_authors(revised) == f"{words} 2 anew."


def test_a_status_that_says_more_than_stands_is_set_right_with_the_new_round():
    """As works are whose assessment was withdrawn while they were away, before it was looked at."""
    revised, bystander = revised_work(), revised_work()
    submission = revised.round.submission
    withdraw(revised)
    submission.rounds.filter(number=2).delete()
    for preprint in (revised.preprint, bystander.preprint):
        source_says(preprint, status="revised")
    assess_anew(submission.pk, editor=submission.editor, now=LATER)
    statuses = dict(Preprint.objects.values_list("pk", "status"))
    assert statuses[revised.preprint.pk] == "under-review"
    assert statuses[bystander.preprint.pk] == "revised"
