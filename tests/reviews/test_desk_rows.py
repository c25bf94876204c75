"""Whose decisions stand on an editor's desk: their own, and none of the other editors'."""

from datetime import UTC, datetime, time, timedelta

import pytest

from events.outbox import work
from reviews.models import Review
from reviews.notifications import notify_editor_of_confirmation, notify_editor_of_review
from reviews.services.confirming import approve_byline
from tests.factories.accounts import UserFactory
from tests.factories.preprints import SubjectFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW, day_to_type
from tests.reviews.desks import (
    corrected_signature,
    decisions,
    desk_of,
    open_round,
    review_to_read,
    signed_review,
    waiting,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def other_editor():
    return UserFactory(editor=True)


def wordings(editor):
    return [(row.what, row.version) for row in decisions(editor)]


def test_a_submitted_review_is_read_by_the_handling_editor_alone(editor, other_editor):
    review = review_to_read(editor, other_editor)
    review_to_read(UserFactory(editor=True), other_editor)
    assert wordings(editor) == [("Read a review and accept it", review.version)]
    assert wordings(other_editor) == []


def test_neither_a_draft_nor_an_accepted_review_waits_to_be_read(editor, other_editor):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened)
    ReviewFactory(round=opened, accepted=True)
    assert wordings(editor) == []


def test_reviewers_are_looked_for_by_the_handling_editor_alone(editor, other_editor):
    opened = open_round(editor, other_editor)
    open_round(other_editor, UserFactory(editor=True))
    assert wordings(editor) == [("Find 2 more reviewers", opened.version)]


def test_somebody_asked_and_somebody_writing_are_enough_reviewers(editor, other_editor):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened)
    InvitationFactory(round=opened)
    assert wordings(editor) == []


@pytest.mark.parametrize("state", ["declined", "revoked"])
def test_an_invitation_that_came_to_nothing_leaves_a_reviewer_to_find(editor, other_editor, state):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened)
    InvitationFactory(round=opened, state=state)
    assert wordings(editor) == [("Find 1 more reviewer", opened.version)]


def test_a_closed_round_needs_no_reviewers(editor, other_editor):
    open_round(editor, other_editor, state="assessed", closed_at=NOW)
    assert wordings(editor) == []


def test_a_released_round_waits_for_an_assessment_by_the_handling_editor(editor, other_editor):
    opened = open_round(editor, other_editor, released=True)
    ReviewFactory(round=opened, accepted=True)
    ReviewFactory(round=open_round(editor, other_editor, with_authors=True), accepted=True)
    assert wordings(editor) == [("Write the assessment", opened.version)]
    assert wordings(other_editor) == []


def test_a_proposed_assessment_waits_for_its_second_editor_alone(editor, other_editor):
    proposed = AssessmentFactory(round=open_round(editor, other_editor))
    AssessmentFactory(round=open_round(editor, UserFactory(editor=True)))
    assert wordings(editor) == []
    assert wordings(other_editor) == [("Approve an assessment as second editor", proposed.version)]


def answered_assessment(editor, second, state):
    approval = {"approved_by": second, "approved_at": NOW} if state == "approved" else {}
    return AssessmentFactory(round=open_round(editor, second), state=state, **approval)


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("returned", "Rewrite the assessment: the second editor asks for a change"),
        ("approved", "Send an approved assessment to the authors, or post it"),
    ],
)
def test_an_answered_assessment_waits_for_the_handling_editor_alone(
    editor, other_editor, state, what
):
    answered = answered_assessment(editor, other_editor, state)
    answered_assessment(UserFactory(editor=True), other_editor, state)
    assert wordings(editor) == [(what, answered.version)]
    assert wordings(other_editor) == []


def test_a_published_assessment_waits_for_nobody(editor, other_editor):
    closed = open_round(editor, other_editor, state="assessed", closed_at=NOW)
    AssessmentFactory(round=closed, published=True)
    assert wordings(editor) == []
    assert wordings(other_editor) == []


def test_every_editor_sees_what_waits_for_triage_and_only_that(editor):
    waiting = SubmissionFactory()
    SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    (row,) = decisions(editor)
    assert row.version == waiting.version
    assert (row.role, row.waits) == ("Submitted by", waiting.submitter.profile.name)
    assert row.due == waiting.triage_due_at


@pytest.mark.parametrize("authorship", ["submits as author", "known author", "of first version"])
def test_nobody_is_asked_to_decide_on_their_own_work(editor, other_editor, authorship):
    """Whom the triage refuses, as `services.submissions.authors_of` says."""
    others, of_others = SubmissionFactory(), SubmissionFactory(submitter=editor, is_author=False)
    own = SubmissionFactory(
        submitter=editor if authorship == "submits as author" else UserFactory()
    )
    if authorship == "known author":
        own.version.authors.update(user=editor)
    elif authorship == "of first version":
        own.version.authors.update(user=editor)
        own.version = VersionFactory(preprint=own.preprint, number=2)
        own.save()
    assert {row.version for row in decisions(editor)} == {
        others.version,
        of_others.version,
    }
    assert {row.version for row in decisions(other_editor)} == {
        others.version,
        of_others.version,
        own.version,
    }


def test_what_has_waited_longest_stands_first_among_its_kind(editor, other_editor):
    newest = SubmissionFactory(submitted_at=LATER, triage_due_at=LATER)
    round_of_later = open_round(editor, other_editor, opened_at=LATER)
    oldest = SubmissionFactory(submitted_at=NOW - timedelta(days=9))
    middle = SubmissionFactory(submitted_at=NOW)
    round_of_now = open_round(editor, other_editor, opened_at=NOW)
    assert [row.version for row in decisions(editor)] == [
        *(oldest.version, middle.version, newest.version),
        *(round_of_now.version, round_of_later.version),
    ]


def test_a_kind_with_too_many_rows_shows_those_that_waited_longest_and_counts_all(editor):
    waiting = [SubmissionFactory(submitted_at=NOW - timedelta(minutes=age)) for age in range(10)]
    SubmissionFactory(submitted_at=LATER)
    (group,) = desk_of(editor).groups
    assert [row.version for row in group.rows] == [one.version for one in reversed(waiting)]
    assert (group.count, group.is_cut) == (11, True)
    (group,) = desk_of(editor, kind="triage").groups
    assert (len(group.rows), group.count, group.is_cut) == (11, 11, False)


# --- Reviews that wait for somebody else -------------------------------------------------------


CONFIRMED = {"confirmed_at": LATER, "confirmed_by": "mailbox"}
READ = "Read a review and accept it"
APPROVE = "Approve the signature of a review as second editor"
WAITS_FOR_SECOND = "The second editor approves the signature of a review"
WAITS_FOR_REVIEWER = "A reviewer confirms that a review is theirs"


def in_words(rows):
    return [(row.what, row.waits, [act.words for act in row.acts]) for row in rows]


def without_writers(rows):
    """A round has a second reviewer so that no reviewer is to be found; that one writes."""
    return [row for row in rows if row.what != "A reviewer writes"]


def both_lists(editor):
    return in_words(decisions(editor)), in_words(without_writers(waiting(editor)))


def test_a_signature_waits_for_the_second_editor_and_the_other_cannot_act(editor, other_editor):
    review = corrected_signature(editor, other_editor, **CONFIRMED)
    reviewer = review.reviewer.profile.name
    assert both_lists(editor) == ([], [(WAITS_FOR_SECOND, other_editor.profile.name, [])])
    assert both_lists(other_editor) == ([(APPROVE, reviewer, ["Read the review"])], [])
    assert both_lists(UserFactory(editor=True)) == ([], [])
    review.byline_approved_by, review.byline_approved_at = other_editor, NOW
    review.save()
    assert both_lists(editor) == ([(READ, reviewer, ["Read the review"])], [])
    assert both_lists(other_editor) == ([], [])


def test_a_named_review_waits_for_its_reviewer_before_any_editor(editor, other_editor):
    review = corrected_signature(editor, other_editor, confirmed_at=None, confirmed_by="")
    assert both_lists(editor) == ([], [(WAITS_FOR_REVIEWER, review.reviewer.profile.name, [])])
    assert both_lists(other_editor) == ([], [])


def test_a_confirmed_signature_from_the_first_address_waits_for_no_second_editor(
    editor, other_editor
):
    review = signed_review(editor, other_editor, **CONFIRMED)
    reviewer = review.reviewer.profile.name
    assert both_lists(editor) == ([(READ, reviewer, ["Read the review"])], [])
    assert both_lists(other_editor) == ([], [])


def test_a_row_without_an_act_has_no_button(client, editor, other_editor):
    corrected_signature(editor, other_editor, **CONFIRMED)
    Review.objects.filter(status="draft").update(due_on=day_to_type())  # a late one has acts
    for person, has_button in ((editor, False), (other_editor, True)):
        client.force_login(person)
        page = client.get("/editor/").content.decode()
        assert ('class="button button--quiet"' in page) is has_button


# --- What the editors wait for -------------------------------------------------------------------


def test_whom_an_editor_waits_for_stands_in_a_list_of_its_own(editor, other_editor):
    opened = open_round(editor, other_editor)
    asked = InvitationFactory(round=opened, name="Grace Asked")
    writing = ReviewFactory(round=opened, due_on=DUE)
    proposed = AssessmentFactory(round=open_round(editor, other_editor))
    open_round(UserFactory(editor=True), other_editor)
    assert decisions(editor) == []
    due = datetime.combine(DUE, time(), UTC)
    assert [(row.what, row.version, row.waits, row.since, row.due) for row in waiting(editor)] == [
        ("Somebody who is invited answers", opened.version, "Grace Asked", asked.invited_at, None),
        ("A reviewer writes", opened.version, writing.reviewer.profile.name, NOW, due),
        (
            "The second editor approves an assessment",
            proposed.version,
            other_editor.profile.name,
            NOW,
            None,
        ),
    ]
    assert waiting(other_editor) == []


def test_who_was_invited_without_a_name_stands_there_by_their_address(editor, other_editor):
    opened = open_round(editor, other_editor)
    InvitationFactory(round=opened, email="noor@example.org", name="")
    ReviewFactory(round=opened)
    assert {row.waits for row in waiting(editor)} >= {"noor@example.org"}


@pytest.mark.parametrize("gone", ["revoked", "closed"])
def test_nobody_waits_for_a_reviewer_who_cannot_submit_any_more(editor, other_editor, gone):
    opened = open_round(editor, other_editor)
    kept = ReviewFactory(round=opened)
    if gone == "revoked":
        ReviewFactory(round=opened, invitation=InvitationFactory(round=opened, state="revoked"))
    else:
        closed = open_round(editor, other_editor, state="assessed", closed_at=NOW)
        ReviewFactory(round=closed)
        InvitationFactory(round=closed)
    assert [row.waits for row in waiting(editor)] == [kept.reviewer.profile.name]


# --- The desk of another editor ------------------------------------------------------------------


def test_a_managing_editor_sees_what_others_owe_without_buttons_or_reviewers_names(
    editor, other_editor
):
    managing = UserFactory(managing_editor=True)
    review = review_to_read(editor, other_editor)
    (row,) = decisions(editor, reader=managing)
    assert (row.version, row.waits, row.acts) == (review.version, "A reviewer", [])
    assert row.role == ""
    (row,) = decisions(editor)
    assert (row.role, row.waits) == ("Reviewer", review.reviewer.profile.name)
    assert [act.words for act in row.acts] == ["Read the review"]


def test_of_all_editors_each_row_stands_once(editor, other_editor):
    mine = open_round(editor, other_editor)
    theirs = open_round(other_editor, editor)
    waits = SubmissionFactory()
    managing = UserFactory(managing_editor=True)
    assert [row.version for row in decisions(None, reader=managing)] == [
        *(waits.version, mine.version, theirs.version)
    ]


def test_a_subject_leaves_only_its_works(editor, other_editor):
    chosen, other = SubjectFactory(slug="agents"), SubjectFactory(slug="theory")
    waits, bystander = SubmissionFactory(), SubmissionFactory()
    waits.preprint.subjects.set([chosen, other])
    bystander.preprint.subjects.set([other])
    opened = open_round(editor, other_editor)
    opened.submission.preprint.subjects.set([chosen])
    assert [row.version for row in decisions(editor, subject="agents")] == [
        *(waits.version, opened.version)
    ]
    assert {row.version for row in decisions(editor, subject="theory")} == {
        *(waits.version, bystander.version)
    }


@pytest.mark.parametrize(
    ("confirmed", "to_handling", "to_second"),
    [
        ({"confirmed_at": None, "confirmed_by": ""}, "once the reviewer has confirmed", False),
        (CONFIRMED, "once the second editor has approved the signature", True),
    ],
)
def test_the_mails_of_a_submitted_review_say_who_is_waited_for(
    editor, other_editor, mailoutbox, confirmed, to_handling, to_second
):
    review = corrected_signature(editor, other_editor, **confirmed)
    notify_editor_of_review(review.pk)
    work()
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert to_handling in " ".join(mails[editor.email].body.split())
    assert "read and publish" not in mails[editor.email].body
    assert (other_editor.email in mails) is to_second
    if to_second:
        assert "Please approve a signature" in mails[other_editor.email].subject
        assert "Noor Example" in mails[other_editor.email].body


def test_a_confirmation_asks_the_second_editor_and_an_approval_notifies_the_first(
    editor, other_editor, mailoutbox
):
    review = corrected_signature(editor, other_editor, **CONFIRMED)
    notify_editor_of_confirmation(review.pk)
    work()
    assert {mail.to[0] for mail in mailoutbox} == {editor.email, other_editor.email}
    mailoutbox.clear()
    approve_byline(review.pk, second_editor=other_editor, now=NOW)
    work()
    (mail,) = mailoutbox
    assert mail.to == [editor.email]
    assert "A signature is approved" in mail.subject


@pytest.mark.parametrize("state", ["withdrawn", "lapsed"])
def test_of_a_round_that_ended_before_an_assessment_nothing_is_owed(editor, other_editor, state):
    """Beside each row that would stand there, one of a round that goes on does."""
    going, ended = (open_round(editor, other_editor) for _ in range(2))
    for opened in (going, ended):
        ReviewFactory(round=opened, submitted=True)
        ReviewFactory(round=opened, submitted=True, byline_kind="signed", byline_name="Ada")
        AssessmentFactory(round=opened, state="proposed")
    ended.state, ended.closed_at = state, NOW
    ended.save()
    rows = [*decisions(editor), *waiting(editor), *decisions(other_editor)]
    assert {row.version for row in rows} == {going.version}
    assert len(rows) == 4
    going.assessment.state = "returned"
    going.assessment.save()
    ended.assessment.state = "returned"
    ended.assessment.save()
    assert {row.version for row in decisions(editor)} == {going.version}
