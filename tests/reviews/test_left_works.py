"""Works that are withdrawn or retracted where they were posted while they are reviewed."""

import pytest
from django.urls import reverse

from preprints.models import Preprint
from reviews import errors
from reviews.left_work_errors import NothingToEnd, WorkNotLeft
from reviews.models import Round
from reviews.services.left_works import end_review_of_left_work
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.desks import decisions, page_of
from tests.reviews.outcomes import log_since, new_mails

pytestmark = pytest.mark.django_db
WITHDRAWN = "Withdrawn where it was posted: end the submission"


def leave(submission, status="withdrawn", before="under-review"):
    """As its source says it."""
    before = before if status == "withdrawn" else ""
    rows = Preprint.objects.filter(pk=submission.preprint_id)
    rows.update(status=status, status_before_withdrawal=before, status_at=NOW)


@pytest.fixture
def bystander():
    """Another work under review, of the same kind."""
    return RoundFactory()


def test_the_handling_editor_ends_it_and_everybody_is_mailed(bystander, mailoutbox, client):
    opened = RoundFactory(submission__editor__email="handling@example.org")
    submission = opened.submission
    asked, held = InvitationFactory(round=opened), ReviewFactory(round=opened, submitted=True)
    writing = ReviewFactory(round=opened, reviewer__email="writing@example.org")
    with pytest.raises(WorkNotLeft):
        end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    leave(submission)
    with pytest.raises(errors.NotTheHandlingEditor):
        end_review_of_left_work(submission.pk, editor=submission.second_editor, now=NOW)
    client.force_login(submission.editor)
    assert WITHDRAWN in [row.what for row in decisions(submission.editor)]
    client.post(reverse("reviews:end_review_of_left_work", args=[submission.pk]))
    for row in (submission, opened, asked, held, writing, bystander, bystander.submission):
        row.refresh_from_db()
    assert (submission.state, submission.reviews_at_end) == ("withdrawn", 1)
    assert (opened.state, asked.state) == ("withdrawn", "closed")
    assert (held.status, writing.status) == ("submitted", "draft")
    assert (bystander.state, bystander.submission.state) == ("open", "accepted")
    work = Preprint.objects.get(pk=submission.preprint_id)
    assert (work.status, work.status_before_withdrawal) == ("withdrawn", "listed")
    (event,) = [one for one in log_since() if one[0] == "submission.ended"]
    assert event[6] == {
        "because": "withdrawn",
        "round": opened.number,
        "submission": submission.pk,
        "reviews": 1,
    }
    mailed = dict(new_mails(mailoutbox))
    assert mailed["handling@example.org"].startswith("The review has ended")
    assert "writing@example.org" in mailed
    assert submission.submitter.email in mailed
    assert WITHDRAWN not in [row.what for row in decisions(submission.editor)]
    with pytest.raises(NothingToEnd):
        end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)


def test_before_the_decision_any_editor_who_is_no_author_ends_it():
    waiting, editor = SubmissionFactory(), UserFactory(editor=True)
    waiting.version.authors.update(user=waiting.submitter)
    leave(waiting, "retracted")
    assert [row.what for row in decisions(editor)] == [WITHDRAWN]
    for person in (UserFactory(), waiting.submitter):
        with pytest.raises(errors.ReviewError):
            end_review_of_left_work(waiting.pk, editor=person, now=NOW)
    end_review_of_left_work(waiting.pk, editor=editor, now=NOW)
    waiting.refresh_from_db()
    work = Preprint.objects.get(pk=waiting.preprint_id)
    assert (waiting.state, work.status, decisions(editor)) == ("withdrawn", "retracted", [])


def test_of_a_reviewed_work_the_later_round_alone_is_ended():
    earlier = RoundFactory(state="assessed", closed_at=NOW)
    submission = earlier.submission
    AssessmentFactory(round=earlier, published=True)
    leave(submission, "retracted")
    with pytest.raises(NothingToEnd):
        end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    later = RoundFactory(submission=submission, number=2, kind=Round.Kind.EDITORS)
    assert [row.what for row in decisions(submission.editor)] == [WITHDRAWN]
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    for row in (submission, earlier, later):
        row.refresh_from_db()
    assert (submission.state, submission.withdrawn_at) == ("accepted", None)
    assert (earlier.state, later.state) == ("assessed", "withdrawn")
    assert log_since()[-1][0] == "round.ended"
    assert decisions(submission.editor) == []


def test_the_page_offers_it_to_whom_it_belongs_while_the_work_is_away(client):
    opened = RoundFactory()
    submission = opened.submission
    end = reverse("reviews:end_review_of_left_work", args=[submission.pk])
    client.force_login(submission.editor)
    assert end not in client.get(page_of(submission)).text
    leave(submission)
    assert end in client.get(page_of(submission)).text
    client.force_login(submission.second_editor)
    page = client.get(page_of(submission)).text
    assert "Its handling editor can end the review." in page
    assert end not in page
