"""What is public with an assessment are the competing interests of all its editors, fixed then."""

from datetime import timedelta

import pytest

from accounts.models import Role
from events.models import Event
from events.outbox import work
from events.sealing import seal_new_events
from events.services import record_event
from events.verifying import verify_log
from interop.feeds.html import preprint as feed_html
from privacy.erasing import empty_account, erase_account, erase_interests_as_editor
from reviews.interests import Interests
from reviews.models import Assessment, EditorInterests
from reviews.services.declaring import declare_interests
from reviews.services.handing_over import hand_over
from reviews.services.posting import publish_assessment
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
RIVAL = {"kinds": ["rival", "funder"], "words": "We want one grant."}
AS_READ = (
    "Common grant with an author, or a funder with a stake in the result; "
    "Competes with an author: for the result, a grant or a post. We want one grant."
)


def approved(**fields):
    assessment = AssessmentFactory()
    second = assessment.round.submission.second_editor
    Assessment.objects.filter(pk=assessment.pk).update(
        state="approved", approved_by=second, approved_at=NOW, **fields
    )
    return Assessment.objects.get(pk=assessment.pk), assessment.round.submission


def declare(submission, editor, *, for_readers=True, **interests):
    EditorInterests.objects.create(
        submission=submission,
        editor=editor,
        declared_at=NOW,
        is_for_readers=for_readers,
        **interests,
    )


def posted(assessment, submission):
    publish_assessment(assessment.pk, editor=submission.editor, now=NOW)
    return Assessment.objects.get(pk=assessment.pk)


def as_kept(assessment):
    names = ("editor", "declared", "interest_kinds", "words")
    return [tuple(one[name] for name in names) for one in assessment.other_interests]


def test_the_second_editor_who_declares_a_rivalry_is_read_beside_a_writer_without_interests(client):
    assessment, submission = approved()
    declare(submission, submission.editor)
    declare(submission, submission.second_editor, **RIVAL)
    row = posted(assessment, submission)
    assert as_kept(row) == [("second", "words", ["funder", "rival"], "We want one grant.")]
    page = client.get(submission.preprint.get_absolute_url()).text
    assert "Competing interests of the editor who wrote it: None." in page
    assert f"Competing interests of the editor who approved it: {AS_READ}" in page
    answer = client.get(f"/api/v1/assessments/{row.pk}/").json()
    assert answer["other_interests"] == row.other_interests
    feed = feed_html("Reviewed", row.version, row, "https://example.org/")
    assert f"approved it: {AS_READ}" in feed


def test_who_took_the_work_over_is_read_as_well_and_later_words_change_nothing():
    assessment, submission = approved()
    submission.editor = UserFactory(editor=True)
    submission.save()
    declare(submission, submission.editor, kinds=["other"], words="A bet.")
    declare(approved()[1], submission.editor, kinds=["other"], words="Of another work.")
    row = posted(assessment, submission)
    kept = [("second", "not-asked", [], ""), ("handling", "words", ["other"], "A bet.")]
    assert as_kept(row) == kept
    EditorInterests.objects.update(words="Otherwise.")
    row.refresh_from_db()
    assert as_kept(row) == kept


def test_whoever_declared_in_the_work_is_read_though_they_are_none_of_the_two_now(client):
    assessment, submission = approved()
    agreed, handled, asked, silent = (UserFactory(editor=True) for _ in range(4))
    declare(submission, submission.editor)
    declare(submission, submission.second_editor)
    declare(submission, agreed, **RIVAL)
    declare(submission, handled)
    declare(submission, silent, for_readers=False, **RIVAL)
    EditorInterests.objects.create(submission=submission, editor=asked)
    declare(approved()[1], agreed, kinds=["other"], words="Of another work.")
    row = posted(assessment, submission)
    before = [("before", "words", ["funder", "rival"], "We want one grant."), ("before", "none")]
    assert as_kept(row) == [("second", "none", [], ""), before[0], (*before[1], [], "")]
    page = client.get(submission.preprint.get_absolute_url()).text
    assert f"of an editor who decided on it or handled it before: {AS_READ}" in page
    assert agreed.profile.name not in page


def test_who_declared_only_to_hand_the_place_on_is_not_read_as_one_who_decided(mailoutbox):
    assessment, submission = approved()
    acted, left, last = submission.second_editor, *(UserFactory(editor=True) for _ in range(2))
    declare(submission, acted, kinds=["other"], words="I handled it.")
    about = {"about": submission.preprint, "actor_id": acted.pk, "now": NOW}
    record_event("assessment.returned", data={"row": "1"}, **about)
    for one, then in ((acted, left), (left, last)):
        if one == left:
            rival = Interests(tuple(RIVAL["kinds"]), RIVAL["words"])
            declare_interests(submission.pk, editor=left, interests=rival, now=NOW)
        hand_over(submission.pk, place="second_editor", to=then, by=one, now=NOW)
    while work():
        pass
    Assessment.objects.filter(pk=assessment.pk).update(approved_by=last)
    declare_interests(submission.pk, editor=last, interests=Interests.none(), now=NOW)
    kept = as_kept(posted(assessment, submission))
    assert kept == [("second", "none", [], ""), ("before", "words", ["other"], "I handled it.")]
    assert EditorInterests.objects.get(editor=left).words == RIVAL["words"], "for the editors"


def handed_on(submission, former, to):
    by = former if former.is_active else submission.editor
    hand_over(submission.pk, place="second_editor", to=to, by=by, now=NOW)
    declare_interests(submission.pk, editor=to, interests=Interests.none(), now=NOW)
    Assessment.objects.filter(round__submission=submission).update(approved_by=to)
    Role.objects.filter(user=former).delete()


def test_a_former_editor_who_erases_their_account_is_still_one_who_declared():
    assessment, submission = approved()
    acted, last = submission.second_editor, UserFactory(editor=True)
    declare(submission, acted, **RIVAL)
    record_event(
        "assessment.returned", about=submission.preprint, actor_id=acted.pk, now=NOW, data={}
    )
    handed_on(submission, acted, last)
    erase_account(acted.pk, now=NOW)
    erased = ("before", "words", [], "Erased with the account of the editor.")
    assert as_kept(posted(assessment, submission)) == [("second", "none", [], ""), erased]


def test_who_erased_their_account_before_the_place_was_handed_on_may_have_acted():
    assessment, submission = approved()
    acted, last = submission.second_editor, UserFactory(editor=True)
    declare(submission, acted, **RIVAL)
    empty_account(acted)
    erase_interests_as_editor(acted)
    handed_on(submission, acted, last)
    assert [one[0] for one in as_kept(posted(assessment, submission))] == ["second", "before"]


def test_what_somebody_did_as_a_reviewer_of_an_earlier_submission_is_no_act_of_an_editor():
    assessment, submission = approved()
    left, last = submission.second_editor, UserFactory(editor=True)
    declare(submission, left, **RIVAL)
    about = {"about": submission.preprint, "actor_id": left.pk, "data": {}}
    record_event("review.accepted", now=submission.submitted_at - timedelta(days=9), **about)
    record_event("review.submitted", now=NOW, **about)
    record_event("review.signed", now=NOW, **about)
    handed_on(submission, left, last)
    assert as_kept(posted(assessment, submission)) == [("second", "none", [], "")]


@pytest.mark.parametrize(
    ("interests", "kept"),
    [
        ({}, ("second", "none", [], "")),
        (RIVAL, ("second", "to-editors", [], "")),
    ],
)
def test_what_was_declared_to_the_editors_alone_stays_with_them(interests, kept):
    assessment, submission = approved()
    declare(submission, submission.second_editor, for_readers=False, **interests)
    assert as_kept(posted(assessment, submission)) == [kept]


def test_who_was_asked_and_has_declared_nothing_is_not_taken_for_one_whom_nobody_asked(client):
    assessment, submission = approved()
    EditorInterests.objects.create(submission=submission, editor=submission.second_editor)
    assert as_kept(posted(assessment, submission)) == [("second", "not-declared", [], "")]
    other, of = approved()
    assert as_kept(posted(other, of)) == [("second", "not-asked", [], "")]
    page = client.get(of.preprint.get_absolute_url()).text
    assert "Competing interests of the editor who approved it: Not asked then." in page


def test_an_erased_declaration_is_no_declaration_of_none():
    assessment, submission = approved()
    declare(submission, submission.second_editor, **RIVAL)
    erase_interests_as_editor(submission.second_editor)
    words = "Erased with the account of the editor."
    assert as_kept(posted(assessment, submission)) == [("second", "words", [], words)]


def test_the_log_notices_every_change_of_them_and_holds_older_ones_without():
    older = posted(*approved())
    assessment, submission = approved()
    declare(submission, submission.second_editor, **RIVAL)
    row = posted(assessment, submission)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    assert "We want one grant." not in str(list(Event.objects.values_list("data", flat=True)))
    (kept,) = row.other_interests
    for changed in (
        {"words": ""},
        {"interest_kinds": ["rival"]},
        {"declared": "none"},
        {"editor": "x"},
    ):
        set_row(row, other_interests=[{**kept, **changed}])
        assert row.identifier in verify_log(now=NOW).reason
        assert older.identifier not in verify_log(now=NOW).reason
    set_row(row, other_interests=[kept])
    assert verify_log(now=NOW).broken_at is None
