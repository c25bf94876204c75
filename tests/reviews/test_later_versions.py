"""A version that appears after the reviews: who sees it, and the assessment that still holds."""

import re

import pytest
from django.urls import reverse

from curation.selectors.candidates import candidates
from events.completeness import compare_with_published
from events.models import Event
from events.outbox import work
from preprints.models import Preprint
from reviews import errors, revision_errors
from reviews.models import Assessment, ConfirmedAssessment, Round
from reviews.published import confirmed_assessments
from reviews.services.later_versions import confirm_assessment
from reviews.services.revising import declare_revision
from reviews.services.withdrawing import ask_for_withdrawal, withdraw_assessment
from tests.curation.works import ASSESSED, make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.revised import decide, declared_revision, revised_work
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
WHY = "Only typos were mended."
SENT = {"reason": WHY, "interests_choice": "none"}


def confirm(revised, *, editor=None, reason=WHY, version=None):
    editor = editor or revised.round.submission.editor
    version = version or revised.newer
    return confirm_assessment(version.pk, editor=editor, reason=reason, now=NOW)


def words_of(client, person, address):
    client.force_login(person)
    page = re.sub(r"<time.*?>|</time>", "", client.get(address).content.decode())
    return " ".join(page.split())


def editors_page(revised):
    return reverse("reviews:submission", args=[revised.round.submission_id])


def failing(preprint):
    considered = candidates(preprints=Preprint.objects.filter(pk=preprint.pk), now=NOW)
    (candidate,) = considered.candidates
    return [check.name for check in candidate.checks if not check.ok]


# --- Eligibility ---------------------------------------------------------------------------------


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_newer_version_is_eligible_once_the_assessment_is_confirmed_for_it(is_declared):
    preprint = make_candidate()
    bystander = make_candidate()
    assert failing(preprint) == failing(bystander) == []
    newer, other = (VersionFactory(preprint=one, number=2) for one in (preprint, bystander))
    submission = preprint.submissions.get()
    if is_declared:
        author = UserFactory()
        preprint.versions.get(number=1).authors.update(user=author)
        revised = declared_of(newer, author)
        decide(revised, "none")
    assert failing(preprint) == failing(bystander) == ["assessment", "strength", "response"]
    confirm_assessment(newer.pk, editor=submission.editor, reason=WHY, now=NOW)
    assert failing(preprint) == []
    assert failing(bystander) == ["assessment", "strength", "response"]
    VersionFactory(preprint=preprint, number=3)
    assert "assessment" in failing(preprint), "confirmed for version 2 alone"
    assert other.preprint_id == bystander.pk


def test_a_withdrawn_assessment_holds_for_no_version_and_the_next_one_can(client):
    preprint, bystander = make_candidate(), make_candidate()
    newer, other = (VersionFactory(preprint=one, number=2) for one in (preprint, bystander))
    submission = preprint.submissions.get()
    assessment = Assessment.objects.get(version__preprint=preprint)
    confirm_assessment(newer.pk, editor=submission.editor, reason=WHY, now=NOW)
    other_editor = bystander.submissions.get().editor
    confirm_assessment(other.pk, editor=other_editor, reason=WHY, now=NOW)
    ask_for_withdrawal(assessment.pk, editor=submission.editor, reason="Wrong.", now=NOW)
    withdraw_assessment(assessment.pk, by=submission.second_editor, now=NOW)
    assert failing(preprint) == ["assessment", "strength", "response"]
    assert failing(bystander) == []
    editors = reverse("reviews:submission", args=[submission.pk])
    assert "holds for version 2" not in words_of(client, submission.editor, editors)
    anew = submission.rounds.get(state="open")
    Round.objects.filter(pk=anew.pk).update(state="assessed", respond_until=ASSESSED)
    AssessmentFactory(
        round=anew,
        number=2,
        published=True,
        published_at=ASSESSED,
        strength=assessment.strength,
    )
    confirm_assessment(newer.pk, editor=submission.editor, reason="Still so.", now=NOW)
    assert failing(preprint) == []
    assert "Still so." in words_of(client, submission.editor, editors)


def declared_of(newer, author):
    return declare_revision(newer.pk, author=author, note="Typos.", answers={}, now=NOW)


# --- Who may confirm it, and when ----------------------------------------------------------------


def test_it_is_recorded_mailed_to_the_authors_and_public(client, mailoutbox):
    revised = revised_work()
    confirmed = confirm(revised)
    assert (confirmed.assessment, confirmed.version) == (revised.assessment, revised.newer)
    event = Event.objects.get(kind="assessment.confirmed")
    assert event.data["assessment"] == revised.assessment.identifier
    work()
    (mail,) = [mail for mail in mailoutbox if "holds for your newer version" in mail.subject]
    assert mail.to == [revised.author.email]
    assert WHY in mail.body
    public = words_of(client, UserFactory(), revised.preprint.get_absolute_url())
    assert "that this assessment holds for version 2, too:" in public
    assert WHY in public


@pytest.mark.parametrize("has_row", [True, False])
def test_the_log_holds_its_reason(has_row):
    """has_row: the first events of this kind did not name it."""
    confirmed, bystander = confirm(revised_work()), confirm(revised_work())
    if not has_row:
        rows = {row.key: row for row in confirmed_assessments()}
        for event in Event.objects.filter(kind="assessment.confirmed"):
            data = event.data | {"hash": rows[event.data["row"]].full_hash}
            del data["row"]
            with rewriting():
                Event.objects.filter(pk=event.pk).update(data=data, payload_format=3)
    assert compare_confirmed() == ([], [])
    with rewriting():
        ConfirmedAssessment.objects.filter(pk=confirmed.pk).update(reason="Anything else.")
    assert compare_confirmed() == ([str(confirmed)], [confirmed.assessment.identifier])
    with rewriting():
        ConfirmedAssessment.objects.filter(pk=bystander.pk).delete()
    _, unpublished = compare_confirmed()
    assert bystander.assessment.identifier in unpublished


def compare_confirmed():
    """What of confirmations differs from the log; the rest of these works is in no log."""
    names = {str(one) for one in ConfirmedAssessment.objects.all()}
    found = compare_with_published()
    confirmed = Event.objects.filter(kind="assessment.confirmed").values_list("data", flat=True)
    logged = {data["assessment"] for data in confirmed}
    return (
        [name for name in found.unlogged if name in names],
        [name for name in found.unpublished if name in logged],
    )


def test_only_the_handling_editor_may():
    revised = revised_work()
    submission = revised.round.submission
    for person in (submission.second_editor, revised.author, UserFactory(managing_editor=True)):
        with pytest.raises(errors.NotTheHandlingEditor):
            confirm(revised, editor=person)
    assert confirm(revised).editor == submission.editor


def _open_round(revised):
    RoundFactory(submission=revised.round.submission, version=revised.newer, number=2)


def _own_assessment(revised):
    second = RoundFactory(
        submission=revised.round.submission, version=revised.newer, number=2, state="assessed"
    )
    AssessmentFactory(round=second, published=True)


def unpublish():
    with rewriting():
        Assessment.objects.update(state="approved")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_open_round, revision_errors.ReviewGoesOn),
        (_own_assessment, revision_errors.VersionIsAssessed),
        (confirm, revision_errors.VersionIsAssessed),
        (declared_revision, revision_errors.RevisionWaits),
        (lambda one: Preprint.objects.update(status="withdrawn"), errors.WorkWithdrawn),
        (lambda one: unpublish(), revision_errors.NotAssessedYet),
    ],
)
def test_it_is_refused_where_something_else_is_to_be_done(client, spoil, error):
    revised = revised_work()
    address = reverse("reviews:confirm_assessment", args=[revised.round.submission_id])
    assert address in words_of(client, revised.round.submission.editor, editors_page(revised))
    spoil(revised)
    known = ConfirmedAssessment.objects.count()
    with pytest.raises(error):
        confirm(revised)
    assert address not in words_of(client, revised.round.submission.editor, editors_page(revised))
    assert ConfirmedAssessment.objects.count() == known


def test_it_is_not_confirmed_for_a_version_that_is_not_the_newest_any_more(client):
    revised = revised_work()
    third = VersionFactory(preprint=revised.preprint, number=3)
    with pytest.raises(revision_errors.NotTheNewestVersion):
        confirm(revised)
    client.force_login(revised.round.submission.editor)
    address = reverse("reviews:confirm_assessment", args=[revised.round.submission_id])
    old_page = client.post(address, {**SENT, "version": revised.newer.pk})
    assert old_page.status_code == 409
    assert WHY in old_page.content.decode()
    assert confirm(revised, version=third).version == third


def test_it_needs_a_reason_and_a_refused_form_stays_open(client):
    revised = revised_work()
    with pytest.raises(revision_errors.ConfirmedWithoutReason):
        confirm(revised, reason=" ")
    client.force_login(revised.round.submission.editor)
    address = reverse("reviews:confirm_assessment", args=[revised.round.submission_id])
    page = client.post(address, {**SENT, "reason": "", "version": revised.newer.pk})
    assert page.status_code == 422
    assert '<details class="confirm" open>' in page.content.decode()
    assert client.post(address, {**SENT, "version": revised.newer.pk}).status_code == 302
    assert ConfirmedAssessment.objects.get().reason == WHY


# --- What the pages say --------------------------------------------------------------------------


def test_after_no_new_review_the_pages_say_what_that_leaves_open(client):
    revised = revised_work()
    decide(declared_revision(revised), "none")
    editor = words_of(client, revised.round.submission.editor, editors_page(revised))
    assert "Version 2 has no assessment, so the work cannot enter an issue." in editor
    own = reverse("reviews:own_work", args=[revised.preprint.pk])
    author = words_of(client, revised.author, own)
    assert "Version 2 has no assessment, so your work cannot enter an issue" in author
    confirm(revised)
    for person, address in (
        (revised.round.submission.editor, editors_page(revised)),
        (revised.author, own),
    ):
        page = words_of(client, person, address)
        assert "has no assessment" not in page
        assert "The assessment of version 1 holds for version 2, too" in page


def test_a_version_that_appears_during_a_round_is_shown_to_its_editor(client):
    opened = RoundFactory()
    page = reverse("reviews:submission", args=[opened.submission_id])
    assert "A newer version" not in words_of(client, opened.submission.editor, page)
    VersionFactory(preprint=opened.submission.preprint, number=2)
    words = words_of(client, opened.submission.editor, page)
    assert "A newer version: 2" in words
    assert "The reviews of this round are about version 1." in words
    assert f"/preprints/{opened.version.preprint_id}/compare/v1..v2/" in words
    assert "has no assessment" not in words


def test_the_page_of_a_submission_shows_the_version_of_its_newest_round(client):
    revised = revised_work()
    submission = revised.round.submission
    second = {"title": "The second title", "abstract": "The second abstract."}
    newer = VersionFactory(preprint=submission.preprint, number=3, **second)
    before = words_of(client, submission.editor, editors_page(revised))
    assert "The second abstract." not in before
    RoundFactory(submission=submission, version=newer, number=2)
    after = words_of(client, submission.editor, editors_page(revised))
    assert "The second abstract." in after
    assert "<h1>The second title</h1>" in after
    name = submission.preprint.locations.get()
    assert f'href="{name.url}v3"' in after
    assert f"arXiv:{name.external_id}v3" in after
