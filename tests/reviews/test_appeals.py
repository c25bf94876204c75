"""One appeal per decision, by whom it concerns, decided by an editor who is not involved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from reviews import appeal_errors, errors, reply_errors
from reviews.lapse_rules import Wait
from reviews.models import Appeal, Review, Round, Submission
from reviews.policies import current_policy
from reviews.services import appealing, ending, handing_over, replying, submissions, withdrawing
from reviews.services.lapsing import wait_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.appeals import (
    WHY,
    appeal_assessment,
    appeal_decline,
    appeal_refusal,
    decide,
    declined,
    desk_rows,
    refused,
)
from tests.reviews.outcomes import new_mails
from tests.reviews.revised import declared_revision, revised_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]


@pytest.fixture
def free():
    """An editor who has no part in anything."""
    return UserFactory(editor=True, email="free@example.org", name="Free Editor")


def test_an_upheld_appeal_has_the_work_decided_on_again(free, mailoutbox):
    submission = declined()
    other = declined()
    decliner = Submission.objects.get(pk=submission.pk).editor
    Submission.objects.update(submitted_at=NOW - timedelta(days=400))
    new_mails(mailoutbox)
    appeal = appeal_decline(submission)
    mailed = [(to, subject.partition(":")[0]) for to, subject in new_mails(mailoutbox)]
    assert ("free@example.org", "An appeal waits for an editor") in mailed
    receipt = (submission.submitter.email, "Your appeal has arrived")
    assert [one for one in mailed if one[0] == receipt[0]] == [receipt]
    decide(appeal, free)
    now = Submission.objects.select_related("preprint").get(pk=submission.pk)
    assert (now.state, now.editor, now.second_editor) == ("submitted", None, None)
    assert now.decided_at is None
    assert now.preprint.status == "submitted"
    assert Submission.objects.get(pk=other.pk).state == "declined"
    wait = wait_of(now, policy=current_policy())
    assert wait == Wait("no-decision", NOW, current_policy().lapse_without_answer_days)
    mailed = {(to, subject.partition(":")[0]) for to, subject in new_mails(mailoutbox)}
    assert mailed == {
        (submission.submitter.email, "The appeal is upheld"),
        (decliner.email, "The appeal is upheld"),
    }


def test_a_later_decline_can_be_appealed_and_whoever_declined_before_does_not_decide(client, free):
    submission = declined()
    first = Submission.objects.get(pk=submission.pk).editor
    decide(appeal_decline(submission), free)
    later = UserFactory(editor=True)
    again = {"editor": later, "code": "other", "text": "Still too short."}
    submissions.decline_submission(submission.pk, now=NOW + timedelta(days=3), **again)
    client.force_login(submission.submitter)
    page = client.get(reverse("reviews:appeal_decline", args=[submission.pk]))
    assert page.context["form"] is not None
    assert "upheld" not in page.text
    appeal = appeal_decline(submission)
    assert Appeal.objects.filter(work=submission).count() == 2
    for editor in (first, later):
        assert not desk_rows(editor)
        with pytest.raises(appeal_errors.EditorIsInvolved):
            appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
    decide(appeal, UserFactory(editor=True), appealing.dismiss_appeal)
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)


@pytest.mark.parametrize("is_involved", [True, False])
def test_where_the_managing_editors_are_involved_other_editors_hear_of_it(
    free, mailoutbox, is_involved
):
    managing = UserFactory(managing_editor=True, email="managing@example.org")
    submission = declined(managing if is_involved else None)
    new_mails(mailoutbox)
    appeal_decline(submission)
    editors = {free.email, managing.email, submission.editor.email}
    asked = {to for to, _ in new_mails(mailoutbox)} & editors
    assert asked == {free.email if is_involved else managing.email}


def test_a_dismissed_appeal_leaves_the_decision(free):
    submission = declined()
    appeal = decide(appeal_decline(submission), free, appealing.dismiss_appeal)
    assert Submission.objects.get(pk=submission.pk).state == "declined"
    assert (appeal.state, appeal.reason_html) == ("dismissed", "<p>It does.</p>\n")
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
    for act in (appealing.uphold_appeal, appealing.dismiss_appeal):
        with pytest.raises(appeal_errors.AppealIsDecided):
            act(appeal.pk, editor=free, reason="Again.", now=NOW)


def test_an_upheld_appeal_gives_a_refused_review_back_to_its_editor(free):
    review = refused()
    decide(appeal_refusal(review), free)
    assert Review.objects.get(pk=review.pk).status == "submitted"
    assert list(Event.objects.filter(kind__startswith="appeal.", is_public=True)) == []
    with pytest.raises(reply_errors.RefusedBefore):
        replying.refuse_review(
            review.pk, editor=review.round.submission.editor, reason="Still.", now=NOW
        )


def test_an_upheld_appeal_has_the_editors_assess_the_work_anew(client, free):
    revised = revised_work()
    decide(appeal_assessment(revised), free)
    opened = Round.objects.get(submission=revised.round.submission, state="open")
    assert (opened.number, opened.kind, opened.version) == (2, "editors", revised.round.version)
    assert Appeal.objects.get().assessment.state == "published"
    page = client.get(revised.preprint.get_absolute_url()).content.decode()
    assert "An appeal against the assessment was upheld" in page


def test_no_second_round_opens_beside_what_is_under_way(free):
    revised = revised_work()
    declared_revision(revised)
    decide(appeal_assessment(revised), free)
    assert not Round.objects.filter(state="open").exists()


def test_only_whom_it_concerns_appeals(free):
    submission, review, revised = declined(), refused(), revised_work()
    author = UserFactory()
    submission.version.authors.update(user=author)
    for act, pk in (
        (appealing.appeal_decline, submission.pk),
        (appealing.appeal_refusal, review.pk),
        (appealing.appeal_assessment, revised.assessment.pk),
    ):
        for person in (UserFactory(), free, revised.round.submission.editor):
            with pytest.raises(appeal_errors.NotYourDecision):
                act(pk, by=person, text=WHY, now=NOW)
    with pytest.raises(appeal_errors.AppealWithoutText):
        appealing.appeal_decline(submission.pk, by=author, text=" ", now=NOW)
    assert appeal_decline(submission, by=author).by == author


def test_there_is_no_appeal_where_nothing_was_decided():
    waiting, review, revised = SubmissionFactory(), ReviewFactory(submitted=True), revised_work()
    cause = {"by": UserFactory(managing_editor=True), "reason": "An error.", "now": NOW}
    withdrawing.withdraw_assessment(revised.assessment.pk, **cause)
    for appeal in (
        lambda: appeal_decline(waiting),
        lambda: appeal_refusal(review),
        lambda: appeal_assessment(revised),
    ):
        with pytest.raises(appeal_errors.NothingToAppeal):
            appeal()


def involved(appeal):
    """Editors with a part in the work, by what it is."""
    work = appeal.work
    author, reviewer = UserFactory(editor=True), UserFactory(editor=True)
    work.version.authors.update(user=author)
    ReviewFactory(round__submission=work, reviewer=reviewer)
    return {"handles": work.editor, "wrote": author, "reviewed": reviewer}


def test_no_editor_decides_who_has_a_part_in_the_work(free):
    appeal = appeal_decline(declined())
    submitted = Appeal.objects.select_related("work__editor", "work__version").get()
    for editor in involved(submitted).values():
        with pytest.raises(appeal_errors.EditorIsInvolved):
            appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
        assert not desk_rows(editor)
    with pytest.raises(errors.NotAnEditor):
        appealing.take_appeal(appeal.pk, editor=UserFactory(), now=NOW)
    assert desk_rows(free)
    with pytest.raises(appeal_errors.AppealNotTaken):
        appealing.uphold_appeal(appeal.pk, editor=free, reason="It does.", now=NOW)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    other = UserFactory(editor=True)
    with pytest.raises(appeal_errors.AppealIsTaken):
        appealing.take_appeal(appeal.pk, editor=other, now=NOW)
    with pytest.raises(appeal_errors.AppealNotTaken):
        appealing.dismiss_appeal(appeal.pk, editor=other, reason="No.", now=NOW)
    assert not desk_rows(other)


def test_whoever_has_been_an_editor_of_the_work_decides_none_of_its_appeals(client, free):
    review = refused()
    work, replaced = review.round.submission, UserFactory(editor=True)
    Submission.objects.filter(pk=work.pk).update(second_editor=replaced)
    managing = UserFactory(managing_editor=True)
    handing_over.hand_over(
        work.pk,
        place="second_editor",
        to=UserFactory(editor=True),
        by=managing,
        reason="It waits.",
        now=NOW,
    )
    earlier = SubmissionFactory(
        preprint=work.preprint,
        state="declined",
        decided_at=NOW,
        decline_code="other",
        decline_text="Short",
        second_editor=UserFactory(editor=True),
    )
    appeal = appeal_refusal(review)
    for editor in (replaced, earlier.second_editor):
        client.force_login(editor)
        assert client.get(reverse("reviews:appeal", args=[appeal.pk])).status_code == 404
        assert not desk_rows(editor)
        with pytest.raises(appeal_errors.EditorIsInvolved):
            appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    assert desk_rows(free)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)


def test_an_upheld_appeal_joins_what_somebody_else_submitted_meanwhile(client, free):
    submission = declined()
    submission.version.authors.update(user=submission.submitter)
    ending.publish_reasons(submission.pk, author=submission.submitter, now=NOW)
    appeal = appeal_decline(submission)
    later = SubmissionFactory(preprint=submission.preprint, is_author=False)
    decide(appeal, free)
    assert Appeal.objects.get().state == "upheld"
    assert Event.objects.get(kind="appeal.upheld").data["joined"] == later.pk
    states = Submission.objects.order_by("pk").values_list("state", "reasons_published_at")
    assert list(states) == [("declined", NOW), ("submitted", None)]
    client.force_login(submission.submitter)
    page = client.get(reverse("reviews:appeal_decline", args=[submission.pk])).text
    assert "the later submission goes on in place of this one" in page
    assert "this decision does not stand" in client.get(submission.preprint.get_absolute_url()).text


def test_who_suggested_a_work_uses_up_no_appeal_of_its_authors(client, free):
    submission, author = declined(), UserFactory()
    Submission.objects.filter(pk=submission.pk).update(is_author=False)
    page = reverse("reviews:appeal_decline", args=[submission.pk])
    client.force_login(submission.submitter)
    with pytest.raises(appeal_errors.NotYourDecision):
        appeal_decline(submission)
    assert client.get(page).status_code == 403
    submission.version.authors.update(user=author)
    Submission.objects.filter(pk=submission.pk).update(is_author=True)
    with pytest.raises(appeal_errors.NotYourDecision):  # says to be an author; another one is
        appeal_decline(submission)
    own = reverse("reviews:own_submission", args=[submission.pk])
    assert page not in client.get(own).text
    assert appeal_decline(submission, by=author).state == "waiting"
    assert client.get(page).status_code == 200  # how it stands


def test_who_only_says_to_be_an_author_does_not_use_up_the_authors_appeal(client, free):
    submission, author = declined(), UserFactory()
    page = reverse("reviews:appeal_decline", args=[submission.pk])
    first = appeal_decline(submission)
    assert first.is_by_claimant
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
    submission.version.authors.update(user=author)
    client.force_login(author)
    assert "File the appeal" in client.get(page).text
    own = appeal_decline(submission, by=author)
    assert not own.is_by_claimant
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission, by=author)
    assert client.get(page).context["appeal"] == own
    client.force_login(submission.submitter)
    assert client.get(page).context["appeal"] == first
    decide(own, free)
    assert Submission.objects.get(pk=submission.pk).state == "submitted"
    first.refresh_from_db()
    assert first.state == "upheld"  # what it asks for is so


def test_an_author_confirmed_after_their_own_appeal_has_had_it(client):
    submission = declined()
    appeal_decline(submission)
    submission.version.authors.update(user=submission.submitter)
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
