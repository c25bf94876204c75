"""Works that are withdrawn or retracted where they were posted while they are reviewed."""

from dataclasses import replace

import pytest
from django.urls import reverse

from events.outbox import promise, work
from preprints.models import Preprint
from preprints.storing import store_records
from reviews import errors
from reviews.left_work_errors import NothingToEnd, ReviewNotWaitedFor, WorkNotLeft
from reviews.models import Round
from reviews.services import assessing, reviewing, triage
from reviews.services.left_works import end_review_of_left_work, may_end_review
from tests.at_once.reviewing.writing import content
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
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
from tests.reviews.test_newer_version_mails import record_of, round_of

pytestmark = pytest.mark.django_db
WITHDRAWN = "Withdrawn where it was posted: end its review"
RETRACTED = "Retracted where it was posted: end its review"


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
    listed = Preprint.objects.get(pk=submission.preprint_id)
    assert (listed.status, listed.status_before_withdrawal) == ("withdrawn", "listed")
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
    assert [row.what for row in decisions(editor)] == [RETRACTED]
    own = UserFactory(editor=True)
    VersionFactory(preprint=waiting.preprint, number=2).authors.update(user=own)
    for person, refused in (
        (UserFactory(), errors.NotAnEditor),
        (waiting.submitter, errors.NotAnEditor),
        (own, errors.EditorIsAuthor),
    ):
        assert not may_end_review(waiting, person)
        with pytest.raises(refused):
            end_review_of_left_work(waiting.pk, editor=person, now=NOW)
    assert may_end_review(waiting, editor)
    end_review_of_left_work(waiting.pk, editor=editor, now=NOW)
    waiting.refresh_from_db()
    listed = Preprint.objects.get(pk=waiting.preprint_id)
    assert (waiting.state, listed.status, decisions(editor)) == ("withdrawn", "retracted", [])


def test_of_a_reviewed_work_the_later_round_alone_is_ended():
    earlier = RoundFactory(state="assessed", closed_at=NOW)
    submission = earlier.submission
    AssessmentFactory(round=earlier, published=True)
    leave(submission, "retracted")
    with pytest.raises(NothingToEnd):
        end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    later = RoundFactory(submission=submission, number=2, kind=Round.Kind.EDITORS)
    assert [row.what for row in decisions(submission.editor)] == [RETRACTED]
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


def test_a_review_of_it_is_kept_as_a_draft_and_goes_on_if_the_work_is_back(client, bystander):
    review = ReviewFactory(round=RoundFactory())
    submission = review.round.submission
    write = reverse("reviews:write_review", args=[review.pk])
    client.force_login(review.reviewer)
    leave(submission)
    typed = {"summary": "A lagoon that breathes.", "submit_review": "1"}
    answer = client.post(write, typed)
    assert (answer.status_code, "nobody waits for this review" in answer.text) == (409, True)
    page = client.get(write).text
    assert "A lagoon that breathes." in page
    assert 'name="submit_review"' not in page
    mine = client.get(reverse("reading:me")).text
    assert "nobody waits for this review" in mine
    assert "Your review is due" not in mine
    with pytest.raises(ReviewNotWaitedFor):
        submit(review)
    submit(ReviewFactory(round=bystander))
    Preprint.objects.filter(pk=submission.preprint_id).update(status="under-review")
    page = client.get(write).text
    assert "A lagoon that breathes." in page
    assert 'name="submit_review"' in page
    assert "Your review is due" in client.get(reverse("reading:me")).text


def submit(review):
    reviewing.submit_review(review.pk, reviewer=review.reviewer, content=content(), now=NOW)


def test_authors_read_that_it_is_over_and_no_day_is_promised(client):
    for submission in (RoundFactory().submission, SubmissionFactory()):
        submission.version.authors.update(user=submission.submitter)
        client.force_login(submission.submitter)
        leave(submission)
        for page in (
            reverse("reviews:own_submission", args=[submission.pk]),
            reverse("reading:me"),
        ):
            text = client.get(page).text
            assert "if it comes back before, everything goes on" in text
            assert "until" not in text.split("withdrawn where it was posted")[1][:300]
        end_review_of_left_work(
            submission.pk, editor=submission.editor or UserFactory(editor=True), now=NOW
        )
        text = client.get(reverse("reviews:own_submission", args=[submission.pk])).text
        assert "The editors ended its review on" in text
        assert "as the work was withdrawn where it was posted. Once it is back" in " ".join(
            text.split()
        )


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_that_the_editors_ended_it_is_said_as_that_and_never_as_a_withdrawal(
    status, client, mailoutbox
):
    opened = RoundFactory()
    submission, bystander = opened.submission, RoundFactory().submission
    submission.version.authors.update(user=submission.submitter)
    writing, held = ReviewFactory(round=opened), ReviewFactory(round=opened, submitted=True)
    leave(submission, status)
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    why = f"as the work was {status} where it was posted"
    work()
    for person in (writing.reviewer, held.reviewer, submission.submitter):
        (sent,) = [mail for mail in mailoutbox if mail.to == [person.email]]
        assert why in flat(sent.body)
        assert "Its submission was withdrawn" not in flat(sent.body)
    public = reverse("reading:preprint", args=[submission.preprint_id])
    own = reverse("reviews:own_submission", args=[submission.pk])
    submitted = reverse("reviews:write_review", args=[held.pk])
    for person, page in ((submission.submitter, own), (held.reviewer, submitted), (None, public)):
        client.force_login(person) if person else client.logout()
        shown = flat(client.get(page, follow=True).text)
        assert why in shown
        assert "submission was withdrawn" not in shown
        if status == "retracted":
            assert "back" not in shown.split(why)[1][:60]
    for row in (submission, opened, bystander):
        row.refresh_from_db()
    assert (submission.ended_because, opened.ended_because) == (status, status)
    assert bystander.ended_because == ""


def flat(text):
    return " ".join(text.split())


def test_authors_read_that_a_later_round_was_ended_and_why(client):
    earlier = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=earlier, published=True)
    submission = earlier.submission
    submission.version.authors.update(user=submission.submitter)
    RoundFactory(submission=submission, number=2)
    leave(submission)
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    client.force_login(submission.submitter)
    shown = flat(client.get(reverse("reviews:own_submission", args=[submission.pk])).text)
    assert "The editors ended the review of version 1, as the work was withdrawn" in shown
    assert "look for reviewers" not in shown


def test_it_is_neither_accepted_nor_assessed_but_declined(client):
    waiting, editor = SubmissionFactory(), UserFactory(editor=True)
    second = UserFactory(editor=True)
    leave(waiting)
    client.force_login(editor)
    page = client.get(page_of(waiting)).text
    accept = reverse("reviews:accept_submission", args=[waiting.pk])
    assert accept not in page
    assert reverse("reviews:decline_submission", args=[waiting.pk]) in page
    accepting = triage.Decision(is_accepted=True, second_editor=second)
    with pytest.raises(errors.WorkWithdrawn):
        triage.propose_decision(waiting.pk, editor=editor, decision=accepting, now=NOW)
    proposed = AssessmentFactory(round=RoundFactory(state="released"), state="proposed")
    submission = proposed.round.submission
    approve = {"second_editor": submission.second_editor, "now": NOW, "seen": proposed.fingerprint}
    leave(submission, "retracted")
    with pytest.raises(errors.WorkWithdrawn):
        assessing.approve_assessment(proposed.pk, **approve)
    assert [row.what for row in decisions(submission.second_editor)] == [WITHDRAWN]
    Preprint.objects.filter(pk=submission.preprint_id).update(status="under-review")
    assessing.approve_assessment(proposed.pk, **approve)


LEFT = ("Withdrawn where it was posted", "Retracted where it was posted")


@pytest.mark.parametrize("is_retracted", [False, True])
def test_whoever_works_on_it_is_mailed_once_when_the_source_says_it(is_retracted, mailoutbox):
    opened, other = round_of("2601.00001"), round_of("2601.00002")
    submission, asked = opened.submission, InvitationFactory(round=opened)
    writing, held = ReviewFactory(round=opened), ReviewFactory(round=opened, submitted=True)
    InvitationFactory(round=opened, state="declined")
    ReviewFactory(round=other)
    people = (submission.editor, submission.second_editor, submission.submitter)
    people += (writing.reviewer, held.reviewer)
    left = {"is_withdrawn": True, "is_retracted": is_retracted}
    expected = sorted([asked.email, *(one.email for one in people)])
    assert mails_after(left, mailoutbox) == [(to, LEFT[is_retracted]) for to in expected]
    assert mails_after(left, mailoutbox) == []  # known by now
    assert mails_after(left | {"is_retracted": True}, mailoutbox) == []
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)


def test_who_was_invited_is_not_mailed_where_the_work_is_back_by_then(mailoutbox):
    opened = round_of("2601.00001")
    asked, others = InvitationFactory(round=opened), InvitationFactory()
    leave(opened.submission)
    for invitation in (asked, others):
        promise("reviews.send_left_work", invitation_id=invitation.pk)
    leave(others.round.submission)
    Preprint.objects.filter(pk=opened.submission.preprint_id).update(status="under-review")
    assert [to for to, _subject in new_mails(mailoutbox)] == [others.email]


def mails_after(said, mailoutbox):
    """Who is mailed, after its source said it, that the work has left, and how."""
    store_records([replace(record_of("2601.00001"), **said)], now=NOW)
    return [one for one in new_mails(mailoutbox) if one[1] in LEFT]


def test_nobody_is_asked_to_agree_to_accept_it(client):
    """A proposal to decline it can be agreed to."""
    for is_accepted in (True, False):
        waiting, proposer = SubmissionFactory(), UserFactory(editor=True)
        said = {} if is_accepted else {"code": "other", "text": "Too short."}
        decision = triage.Decision(is_accepted=is_accepted, **said)
        proposed = triage.propose_decision(waiting.pk, editor=proposer, decision=decision, now=NOW)
        agree = reverse("reviews:agree_to_proposal", args=[waiting.pk, proposed.pk])
        client.force_login(UserFactory(editor=True))
        page = reverse("reviews:submission", args=[waiting.pk])
        assert agree in client.get(page).text
        leave(waiting, before="submitted")
        shown = client.get(page).text
        assert (agree in shown) is not is_accepted
        assert ("Nobody can agree to this while the work is withdrawn" in shown) is is_accepted


def test_the_mail_asks_only_who_still_writes_to_stop(mailoutbox):
    opened = RoundFactory()
    writing, held = ReviewFactory(round=opened), ReviewFactory(round=opened, submitted=True)
    leave(opened.submission)
    promise("reviews.notify_of_left_work", preprint_id=opened.submission.preprint_id)
    while work():
        pass
    texts = {mail.to[0]: " ".join(mail.body.split()) for mail in mailoutbox}
    stop, kept = "please do not spend more time on it", "The review you submitted is kept"
    for review, said, unsaid in ((writing, stop, kept), (held, kept, stop)):
        assert said in texts[review.reviewer.email]
        assert unsaid not in texts[review.reviewer.email]


def test_readers_learn_that_the_review_has_stopped_where_one_was_under_way(client):
    opened, waiting = RoundFactory(), SubmissionFactory()
    posted = RoundFactory(state="assessed", closed_at=NOW)
    for submission, is_said in (
        (opened.submission, True),
        (waiting, True),
        (posted.submission, False),
    ):
        address = submission.preprint.get_absolute_url()
        said = "Its review has stopped: it goes on if the work comes back"
        assert said not in client.get(address).text
        leave(submission)
        assert (said in client.get(address).text) is is_said
