"""A form that was sent takes its own draft with it, and nobody's other text."""

from datetime import date

import pytest

from curation import form_texts
from curation.services import building
from drafts.errors import DraftOutOfDate
from drafts.models import Draft
from drafts.services import delete_draft, find_draft, finish_draft
from events.models import Outbox
from reviews.interests import Interests
from reviews.services import assessing, invitations, responding, submissions
from reviews.services.reviewing import ReviewContent, submit_review
from tests.curation.works import make_editor
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]


def make_draft(owner, key, text="typed"):
    return Draft.objects.create(owner=owner, key=key, fields={"text": text}, saved_at=NOW)


def with_bystanders(owner, key):
    """The draft of one form, the same person's of another form, and somebody else's of this one."""
    draft = make_draft(owner, key)
    return draft, {make_draft(owner, "other:1"), make_draft(UserFactory(), key)}


def test_finishing_a_draft_leaves_all_others():
    draft, bystanders = with_bystanders(UserFactory(), "form:1")
    finish_draft(draft.owner, "form:1")
    assert set(Draft.objects.all()) == bystanders


def test_finishing_a_draft_compares_the_revision_of_that_draft():
    draft, bystanders = with_bystanders(UserFactory(), "form:1")
    Draft.objects.filter(pk=draft.pk).update(revision=7)
    with pytest.raises(DraftOutOfDate):
        finish_draft(draft.owner, "form:1", saved_revision=6)
    assert Draft.objects.count() == 3
    finish_draft(draft.owner, "form:1", saved_revision=7)
    assert set(Draft.objects.all()) == bystanders


def test_without_a_draft_there_is_nothing_to_finish():
    draft, bystanders = with_bystanders(UserFactory(), "form:1")
    finish_draft(UserFactory(), "form:1", saved_revision=3)
    assert set(Draft.objects.all()) == {draft, *bystanders}


def test_deleting_a_draft_leaves_all_others():
    draft, bystanders = with_bystanders(UserFactory(), "form:1")
    delete_draft(draft.owner, "form:1")
    assert set(Draft.objects.all()) == bystanders


def test_a_draft_is_found_by_its_owner_and_its_form():
    draft, _bystanders = with_bystanders(UserFactory(), "form:1")
    assert find_draft(draft.owner, "form:1") == draft
    assert find_draft(draft.owner, "form:2") is None
    assert find_draft(UserFactory(), "form:1") is None


def submit_written_review():
    review = ReviewFactory()
    content = ReviewContent(
        summary="The claim holds.",
        strengths="Clear.",
        weaknesses="",
        evidence="",
        recommendations="",
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        confidence=4,
        byline_kind="anonymous",
        interests=Interests.none(),
        ai_use="",
    )

    def act(saved_revision=None):
        submit_review(
            review.pk,
            reviewer=review.reviewer,
            content=content,
            saved_revision=saved_revision,
            now=NOW,
        )

    return review.reviewer, f"review:{review.pk}", act


def propose_assessment():
    summed_up = RoundFactory(released=True)
    ReviewFactory(round=summed_up, accepted=True)
    editor = summed_up.submission.editor

    def act(saved_revision=None):
        assessing.propose_assessment(
            summed_up.pk,
            editor=editor,
            significance=term("significance", "important"),
            strength=term("strength", "solid"),
            text="An important result.",
            interests=Interests.none(),
            saved_revision=saved_revision,
            now=NOW,
        )

    return editor, f"assessment:{summed_up.pk}", act


def post_response():
    answered = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=answered, published=True)
    author = UserFactory()
    known = answered.version.authors.get()
    known.user, known.confirmed_at = author, NOW
    known.save()

    def act(saved_revision=None):
        responding.post_response(
            answered.pk,
            author=author,
            text="We agree.",
            interests=Interests.none(),
            saved_revision=saved_revision,
            now=NOW,
        )

    return author, f"response:{answered.pk}", act


def save_entry():
    entry, editor = EntryFactory(), make_editor()

    def act(saved_revision=None):
        building.save_entry(
            entry.pk,
            editor=editor,
            section="One",
            recommendation="Read it.",
            saved_revision=saved_revision,
            now=NOW,
        )

    return editor, form_texts.entry_draft_key(entry), act


def save_issue():
    issue, editor = IssueFactory(), make_editor()

    def act(saved_revision=None):
        building.save_issue(
            issue.pk,
            editor=editor,
            title="Title",
            editorial="Read it.",
            saved_revision=saved_revision,
            now=NOW,
        )

    return editor, form_texts.issue_draft_key(issue), act


def decline():
    waiting, editor = SubmissionFactory(), UserFactory(editor=True)

    def act(saved_revision=None):
        submissions.decline_submission(
            waiting.pk,
            editor=editor,
            code="other",
            text="Out of scope.",
            saved_revision=saved_revision,
            now=NOW,
        )

    return editor, f"decline:{waiting.pk}", act


def invite():
    opened = RoundFactory()
    editor = opened.submission.editor

    def act(saved_revision=None):
        invitations.invite_reviewer(
            opened.pk,
            editor=editor,
            email="noor@example.org",
            name="Noor",
            message="",
            due_on=date(2027, 1, 1),
            saved_revision=saved_revision,
            now=NOW,
        )

    return editor, f"invite:{opened.pk}", act


def send_back():
    assessment = AssessmentFactory()
    second = assessment.round.submission.second_editor

    def act(saved_revision=None):
        assessing.return_assessment(
            assessment.pk,
            second_editor=second,
            comment="Say why.",
            seen=assessment.fingerprint,
            saved_revision=saved_revision,
            now=NOW,
        )

    return second, f"return:{assessment.pk}", act


each_form = pytest.mark.parametrize(
    "prepare",
    [
        submit_written_review,
        propose_assessment,
        post_response,
        save_entry,
        save_issue,
        decline,
        invite,
        send_back,
    ],
)


@each_form
def test_sending_a_form_removes_its_draft_and_no_other(prepare):
    writer, key, act = prepare()
    draft, bystanders = with_bystanders(writer, key)
    act(draft.revision)
    kept_for_others = Draft.objects.filter(key__startswith="replaced").exclude(owner=writer)
    assert set(Draft.objects.exclude(pk__in=kept_for_others)) == bystanders


@each_form
def test_a_form_is_not_sent_once_something_else_is_saved(prepare):
    writer, key, act = prepare()
    draft, bystanders = with_bystanders(writer, key)
    Draft.objects.filter(pk=draft.pk).update(revision=draft.revision + 1)
    with pytest.raises(DraftOutOfDate):
        act(draft.revision)
    assert set(Draft.objects.all()) == {draft, *bystanders}
    assert not Outbox.objects.exists()
