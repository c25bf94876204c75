"""Opposite decisions at once on duplicates and on issues: what is merged, published and written."""

import pytest

from curation import errors as curation_errors
from curation import form_texts
from curation.models import Entry
from curation.services import building, publishing
from events.models import Event
from preprints import errors as preprint_errors
from preprints.duplicates import merge as merging
from preprints.duplicates.candidates import keep_apart
from preprints.models import DuplicateCandidate, Merge, Preprint
from reviews.services import submissions
from tests.at_once.opposites import events, one_of_two, refused_by
from tests.at_once.sending import send
from tests.at_once.works import candidate, two_works
from tests.curation.works import fill, make_candidate, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_editor_triages"),
]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def test_a_candidate_kept_apart_while_its_works_are_merged_by_hand():
    """Neither waits for what the other holds; what is merged is not two works."""
    pair, by = candidate(), UserFactory(editor=True)
    outcome = send(
        lambda: keep_apart(pair, by=by, now=NOW),
        lambda: merging.merge_preprints(pair.one_id, pair.other_id, reason="One.", now=NOW),
    )
    refused_by(outcome, preprint_errors.AlreadyDecided)
    pair.refresh_from_db()
    assert pair.state == DuplicateCandidate.State.SAME
    assert Merge.objects.count() == 1
    assert events()["preprint.merged"] == 2, "one for each of the two works"


def test_two_works_merged_either_way_round():
    one, other = two_works()
    outcome = send(
        lambda: merging.merge_preprints(one.pk, other.pk, reason="One.", now=NOW),
        lambda: merging.merge_preprints(other.pk, one.pk, reason="One.", now=NOW),
    )
    one_of_two(outcome, preprint_errors.AlreadyMerged)
    assert Preprint.objects.exclude(merged_into=None).count() == 1


def test_a_submission_accepted_while_its_work_is_merged():
    submission, kept = SubmissionFactory(), two_works()[0]
    editor, second = UserFactory(editor=True), UserFactory(editor=True)
    outcome = send(
        lambda: submissions.accept_submission(
            submission.pk, editor=editor, second_editor=second, claimed_author_id=None, now=NOW
        ),
        lambda: merging.merge_preprints(
            kept.pk, submission.preprint_id, reason="One work.", now=NOW
        ),
    )
    refused_by(outcome)
    submission.refresh_from_db()
    assert submission.preprint == kept
    assert Preprint.objects.get(pk=kept.pk).status == "under-review"


def test_an_issue_published_while_an_entry_is_removed_or_written():
    issue = IssueFactory()
    editor = issue.editor
    fill(issue, editor, make_candidate())
    entry = fill(issue, editor, make_candidate())
    write_editorial(issue, editor)
    seen = form_texts.entry_fingerprint(entry)
    outcome = send(
        lambda: publishing.publish_issue(issue.pk, editor=editor, now=NOW),
        lambda: building.remove_entry(entry.pk, editor=editor, now=NOW),
        lambda: building.save_entry(
            entry.pk, editor=editor, section="Trust", recommendation="Not read.", seen=seen, now=NOW
        ),
    )
    refused_by(outcome, curation_errors.IssuePublished, Entry.DoesNotExist)
    published = Event.objects.get(kind="issue.published", preprint_id=None)
    issue.refresh_from_db()
    assert len(published.data["versions"]) == issue.entries.count()


def test_two_issues_with_a_work_in_common_are_not_both_published():
    work = make_candidate()
    issues = []
    for number in (1, 2):
        issue = IssueFactory(number=number)
        fill(issue, issue.editor, work)
        issues.append(write_editorial(issue, issue.editor))
    outcome = send(
        *(
            lambda issue=issue: publishing.publish_issue(issue.pk, editor=issue.editor, now=NOW)
            for issue in issues
        )
    )
    one_of_two(outcome, curation_errors.NotEligible)


def test_two_editors_write_the_same_recommendation():
    issue = IssueFactory()
    entry = fill(issue, issue.editor, make_candidate())
    seen = form_texts.entry_fingerprint(entry)
    editors = [issue.editor, UserFactory(editor=True)]
    outcome = send(
        *(
            lambda editor=editor: building.save_entry(
                entry.pk,
                editor=editor,
                section="Trust",
                recommendation=f"Read it, says {editor.pk}.",
                seen=seen,
                now=NOW,
            )
            for editor in editors
        )
    )
    one_of_two(outcome, curation_errors.TextChanged)
    saved = Entry.objects.get(pk=entry.pk)
    assert saved.recommendation == f"Read it, says {saved.recommended_by_id}."
