"""Which saved texts count as those of a closed form: they are deleted months later."""

import pytest

from drafts.closing import is_closed
from drafts.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db


def review(is_over):
    row = ReviewFactory(**({"published": True} if is_over else {}))
    return row.reviewer, f"review:{row.pk}"


def assessment(is_over):
    summed_up = RoundFactory(
        **({"state": "assessed", "closed_at": NOW} if is_over else {"released": True})
    )
    return summed_up.submission.editor, f"assessment:{summed_up.pk}"


def response(is_over):
    answered = RoundFactory(state="assessed", closed_at=NOW)
    author = UserFactory()
    answered.version.authors.update(user=author)
    if is_over:
        ResponseFactory(round=answered, author=author)
    return author, f"response:{answered.pk}"


def revision(is_over):
    revised = revised_work()
    if is_over:
        declared_revision(revised)
    return revised.author, f"revision:{revised.newer.pk}"


def decision(is_over):
    declared = declared_revision()
    if is_over:
        decide(declared, "none")
    return declared.round.submission.editor, f"decision:{declared.pk}"


def decline(is_over):
    row = SubmissionFactory(**({"accepted": True} if is_over else {}))
    editor = row.editor if is_over else UserFactory(editor=True)
    return editor, f"decline:{row.pk}"


KINDS = [review, assessment, response, revision, decision, decline]


def closed(owner, key):
    return is_closed(Draft(owner=owner, key=key, fields={"text": "Words."}, saved_at=NOW))


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_closed_once_its_form_is(kind):
    assert [closed(*kind(is_over)) for is_over in (True, False)] == [True, False]


@pytest.mark.parametrize(
    "key", ["unknown:3", "unknown", "review:0", "replacedissue:1", "replacedentry:1"]
)
def test_what_belongs_to_no_form_stays(key):
    assert not closed(UserFactory(), key)


def test_what_a_former_editor_wrote_stays():
    """As after a hand-over, which can go back to them."""
    former, key = assessment(is_over=False)
    draft = AssessmentFactory(round__released=True)
    other = UserFactory(editor=True)
    assert not closed(other, key)
    assert not closed(former, f"assessment:{draft.round_id}")
