"""What the page names, before an account is erased, of texts that stay without a name."""

import pytest
from django.urls import reverse

from reviews.models import (
    Appeal,
    AuthorWishes,
    EditorInterests,
    IssueInterests,
    ReviewReply,
    SealedOriginal,
    Submission,
)
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ReviewFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def appeal(user, **fields):
    declined = SubmissionFactory(
        state="declined", decline_code="other", decline_text="No.", decided_at=NOW
    )
    return Appeal.objects.create(
        work=declined,
        declined=declined,
        decision_at=NOW,
        by=user,
        text="Please.",
        text_html="<p>Please.</p>",
        filed_at=NOW,
        due_at=NOW,
        **fields,
    )


def make_all(user):
    """One text of each kind by this person; two appeals, of which one is decided."""
    decided = {"state": "dismissed", "decided_at": NOW, "reason": "No.", "reason_html": "No."}
    appeal(user)
    appeal(user, editor=UserFactory(), **decided)
    CorrectionFactory(author=user)
    AuthorWishes.objects.create(submission=SubmissionFactory(), typed_by=user, aspects="Proof.")
    ReviewReply.objects.create(
        review=ReviewFactory(submitted=True),
        kind="question",
        text="Why?",
        text_html="<p>Why?</p>",
        editor=user,
        written_at=NOW,
    )
    AssessmentFactory(published=True, approved_by=user)
    before = AssessmentFactory(published=True)  # of whose submission they were an editor once
    declined = appeal(UserFactory()).declined
    Submission.objects.filter(pk=declined.pk).update(reasons_published_at=NOW)
    for submission in (before.round.submission, declined, SubmissionFactory()):
        EditorInterests.objects.create(
            submission=submission, editor=user, declared_at=NOW, is_for_readers=True
        )
    left = AssessmentFactory(published=True).round.submission
    EditorInterests.objects.create(
        submission=left, editor=user, declared_at=NOW, is_for_readers=True, has_only_left=True
    )
    for issue, published_at in (("V9.1", NOW), ("V9.2", None)):
        IssueInterests.objects.create(
            issue=issue,
            version=VersionFactory(),
            editor=user,
            declared_at=NOW,
            published_at=published_at,
        )
    SealedOriginal.objects.create(
        review=ReviewFactory(published=True, reviewer=user),
        part="summary",
        text="Dr Q knows.",
        redacted_by=UserFactory(),
        redacted_at=NOW,
    )
    returned = AssessmentFactory(state="returned", comment="Too long.")
    Submission.objects.filter(pk=returned.round.submission_id).update(second_editor=user)
    appeal(UserFactory(), editor=user, state="taken", take_over_reason="They are ill.")
    SubmissionFactory(submitter=user, reason="It matters.")


NAMED = (
    "2 appeals, without your name",
    "1 appeal of these is not decided: it goes on",
    "1 factual correction that you asked for",
    "What you wished for the review of 1 work,",
    "1 question or refusal that you sent to a reviewer",
    "What you declared as an editor beside 2 published assessments",
    "What you declared as an editor beside the published reasons of 1 decline,",
    "What you declared as an editor of 1 work in a published issue,",
    "1 text of yours as it read before a passage was redacted",
    "3 reasons or notes of yours",
)


def test_the_page_names_every_kind_of_text_that_stays(client):
    user, other = UserFactory(verified=True), UserFactory(verified=True)
    make_all(user)
    for person, is_named in ((user, True), (other, False)):
        client.force_login(person)
        page = " ".join(client.get(reverse("privacy:erase")).text.split())
        assert [words in page for words in NAMED] == [is_named] * len(NAMED)
