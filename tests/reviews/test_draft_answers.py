"""The reviewers of a round answer the draft of its assessment before it is approved."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from drafts.errors import NotYourForm
from events.models import Event
from events.sealing import seal_new_events
from events.verifying import verify_log
from reviews import draft_rules, errors, round_errors
from reviews.errors import ReviewError
from reviews.models import Assessment, DraftAnswer, Policy, Review, Round
from reviews.selectors.own_waiting import own_waiting
from reviews.services import draft_answers, posting
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.answered_drafts import AFTER, LATER, answer, approve, counted, propose
from tests.reviews.desks import desk_of
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
HIDDEN = "Sibylla Quenneville"


@pytest.fixture
def reviews():
    """Two accepted reviews and a late one of a released round."""
    opened = RoundFactory(released=True)
    return [
        ReviewFactory(round=opened, accepted=True, reviewer_number=1, reviewer__name=HIDDEN),
        ReviewFactory(round=opened, accepted=True, reviewer_number=2),
        ReviewFactory(round=opened, submitted=True),
    ]


def test_a_draft_is_shown_for_three_working_days_to_those_whose_reviews_it_sums_up(
    reviews, mailoutbox
):
    opened = reviews[0].round
    assert propose(opened).answer_by == date(2026, 3, 5), "NOW is a Monday"
    second = opened.submission.second_editor
    assert sorted(new_mails(mailoutbox)) == sorted(
        [
            (second.email, "Please approve an assessment"),
            *(
                (one.reviewer.email, "A draft assessment waits for your answer")
                for one in reviews[:2]
            ),
        ]
    )


def test_the_second_editor_waits_until_all_have_answered(reviews, mailoutbox):
    opened = reviews[0].round
    propose(opened)
    answer(reviews[0])
    with pytest.raises(round_errors.ReviewersStillAnswer):
        approve(opened, reason=" ")
    new_mails(mailoutbox)
    answer(reviews[1], agrees=False, text="The **proof** has a gap.")
    assert new_mails(mailoutbox) == [
        (opened.submission.second_editor.email, "The reviewers have answered")
    ]
    assert approve(opened, reason="It is not kept, since nobody is waited for.").early_reason == ""
    assert counted(opened) == ("approved", 2, 1)
    logged = Event.objects.filter(kind="assessment.answered").order_by("pk")
    assert [(event.data["agrees"], event.is_public) for event in logged] == [
        (True, False),
        (False, False),
    ]


def test_the_second_editor_waits_until_the_days_are_over(reviews):
    opened = reviews[0].round
    propose(opened)
    answer(reviews[0])
    last_minute = datetime.combine(date(2026, 3, 5), datetime.max.time(), tzinfo=NOW.tzinfo)
    with pytest.raises(round_errors.ReviewersStillAnswer):
        approve(opened, now=last_minute)
    approve(opened, now=last_minute + timedelta(minutes=1))
    assert counted(opened) == ("approved", 2, 1)


def test_an_earlier_approval_has_a_reason_that_is_kept_and_logged(reviews):
    propose(reviews[0].round)
    assert approve(reviews[0].round, reason=" They agreed by mail. ").early_reason == (
        "They agreed by mail."
    )
    assert counted(reviews[0].round) == ("approved", 2, 0)
    assert Event.objects.get(kind="assessment.approved").data["early"] is True


def test_a_changed_draft_starts_the_days_anew_and_voids_the_answers(reviews, mailoutbox):
    opened, elsewhere = reviews[0].round, ReviewFactory(accepted=True, round__released=True)
    for one in (opened, elsewhere.round):
        propose(one)
    kept = answer(elsewhere)
    answer(reviews[0], agrees=False, text="There is a gap.")
    propose(opened, now=AFTER)  # the same text: nothing changes
    assert Assessment.objects.get(round=opened).answer_by == date(2026, 3, 5)
    new_mails(mailoutbox)
    assert propose(opened, "It has a gap.", now=AFTER).answer_by == date(2026, 3, 12)
    asked = [to for to, subject in new_mails(mailoutbox) if subject.startswith("A draft")]
    assert asked == sorted(one.reviewer.email for one in reviews[:2])
    with pytest.raises(round_errors.ReviewersStillAnswer):
        approve(opened, now=AFTER)
    voided = DraftAnswer.objects.exclude(pk=kept.pk).get()
    assert (voided.text, voided.voided_at) == ("There is a gap.", AFTER)
    kept.refresh_from_db()
    assert kept.voided_at is None
    for one in reviews[:2]:
        answer(one, now=AFTER)
    approve(opened, now=AFTER)
    assert counted(opened) == ("approved", 2, 2)


def test_a_returned_draft_that_is_proposed_unchanged_keeps_its_answers(reviews):
    opened = reviews[0].round
    propose(opened)
    answer(reviews[0])
    Assessment.objects.filter(round=opened).update(state="returned")
    with pytest.raises(round_errors.DraftIsChanged):
        answer(reviews[1])
    propose(opened, now=LATER)
    answer(reviews[1])
    approve(opened)
    assert counted(opened) == ("approved", 2, 2)


def test_an_answer_can_be_changed_until_the_assessment_is_approved(reviews):
    propose(reviews[0].round)
    answer(reviews[0], agrees=False, text="There is a gap.")
    answer(reviews[0], now=AFTER)
    assert [(one.agrees, one.answered_at) for one in DraftAnswer.objects.all()] == [(True, AFTER)]
    approve(reviews[0].round, now=AFTER)
    with pytest.raises(round_errors.DraftIsApproved):
        answer(reviews[0], agrees=False, text="There is a gap.")
    assert counted(reviews[0].round) == ("approved", 2, 1)


def test_the_second_editor_is_notified_once_that_all_have_answered(reviews, mailoutbox):
    propose(reviews[0].round)
    for one in reviews[:2]:
        answer(one)
    expected = (reviews[0].round.submission.second_editor.email, "The reviewers have answered")
    assert new_mails(mailoutbox).count(expected) == 1
    answer(reviews[0], agrees=False, text="There is a gap, after all.")
    answer(reviews[1], text="Well put.")
    assert new_mails(mailoutbox) == []
    assert DraftAnswer.objects.filter(text="Well put.").exists()


@pytest.mark.parametrize(("who", "problem"), [
    ("late", round_errors.NotAskedAboutDraft),
    ("other", NotYourForm),
    ("silent dissent", round_errors.DissentWithoutReason),
    ("other text", errors.AssessmentChanged),
    ("nothing proposed", round_errors.NotAskedAboutDraft),
])  # fmt: skip
def test_who_cannot_answer(reviews, who, problem):
    if who != "nothing proposed":
        propose(reviews[0].round)
    calls = {
        "late": lambda: answer(reviews[2]),
        "silent dissent": lambda: answer(reviews[0], agrees=False, text="  "),
        "other text": lambda: answer(reviews[0], seen="0"),
        "other": lambda: draft_answers.answer_draft(
            reviews[0].pk, reviewer=UserFactory(), agrees=True, text="", seen="", now=LATER
        ),
        "nothing proposed": lambda: draft_answers.answer_draft(
            reviews[0].pk, reviewer=reviews[0].reviewer, agrees=True, text="", seen="", now=LATER
        ),
    }
    with pytest.raises(problem):
        calls[who]()
    assert not DraftAnswer.objects.exists()


@pytest.mark.parametrize("why", ["no days", "editors alone"])
def test_nobody_is_asked_where_no_days_are_given_or_the_editors_review_alone(reviews, why):
    opened = reviews[0].round
    if why == "no days":
        Policy.objects.update(draft_assessment_days=0)
    else:
        opened = RoundFactory(kind=Round.Kind.EDITORS)
    assert propose(opened).answer_by is None
    approve(opened)
    assert counted(opened) == ("approved", None, None)


def test_who_is_waited_for():
    """As the table of all cases."""
    day = date(2026, 3, 5)
    cases = product((None, day), (day, day + timedelta(days=1)), (0, 1, 2))
    found = [
        (until, today.day, answered)
        for until, today, answered in cases
        if draft_rules.is_waited_for(answer_by=until, today=today, asked=2, answered=answered)
    ]
    assert found == [(day, 5, 0), (day, 5, 1)]


# --- Pages ---------------------------------------------------------------------------------------


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(review):
    url = reverse("reviews:write_review", args=[review.pk])
    return signed_in(review.reviewer).get(url).content.decode()


def test_a_reviewer_reads_and_answers_the_draft_on_their_own_page(reviews):
    opened, draft = reviews[0].round, "The editors find it sound."
    assert draft not in page_of(reviews[0])
    propose(opened, draft)
    page = page_of(reviews[0])
    assert draft in page
    assert "until 5 March 2026" in page
    assert draft not in page_of(reviews[2]), "whose review is not accepted"
    seen = Assessment.objects.get(round=opened).fingerprint
    url = reverse("reviews:answer_draft", args=[reviews[0].pk])
    typed = {"answer": "dissent", "text": "", "seen": seen}
    refused = signed_in(reviews[0].reviewer).post(url, typed)
    assert refused.status_code == 409
    assert "Please say what you would change" in refused.content.decode()
    typed = {"answer": "dissent", "text": "There is a gap.", "seen": "0"}
    refused = signed_in(reviews[0].reviewer).post(url, typed)
    assert "There is a gap." in refused.content.decode(), "what was typed is kept"
    sent = signed_in(reviews[0].reviewer).post(url, {**typed, "seen": seen}, follow=True)
    assert "You did not agree with it" in sent.content.decode()
    approve(opened, reason="He is ill.")
    refused = signed_in(reviews[0].reviewer).post(url, {**typed, "seen": seen, "text": "Late."})
    assert "Late." in refused.content.decode()
    assert signed_in(reviews[1].reviewer).post(url, typed).status_code == 404
    assert DraftAnswer.objects.get().text == "There is a gap."


def submission_page(editor, opened):
    url = reverse("reviews:submission", args=[opened.submission_id])
    return signed_in(editor).get(url).content.decode()


def test_the_two_editors_read_the_answers_with_names_and_no_other_editor_does(reviews):
    opened = reviews[0].round
    Assessment.objects.filter(pk=propose(opened).pk).update(answer_by=date(2999, 1, 1))
    answer(reviews[0], agrees=False, text="There is a **gap**.")
    for editor in (opened.submission.editor, opened.submission.second_editor):
        page = submission_page(editor, opened)
        assert "There is a <strong>gap</strong>." in page
        assert f"Reviewer 1 ({HIDDEN})" in page
    assert "a <strong>gap</strong>" not in submission_page(UserFactory(editor=True), opened)
    assert "a <strong>gap</strong>" not in page_of(reviews[1])


def test_the_second_editor_gives_the_reason_on_the_page(reviews):
    opened = reviews[0].round
    assessment = propose(opened)
    Assessment.objects.update(answer_by=date(2999, 1, 1))
    second = signed_in(opened.submission.second_editor)
    assert "Approve it without waiting" in submission_page(opened.submission.second_editor, opened)
    url = reverse("reviews:approve_assessment", args=[assessment.pk])
    seen = {"seen": assessment.fingerprint, "interests_choice": "none"}
    refused = second.post(url, {**seen, "early_reason": ""})
    assert refused.status_code == 409
    assert "why you approve it earlier" in refused.content.decode()
    second.post(url, {**seen, "early_reason": "Both are ill."})
    assert Assessment.objects.get().early_reason == "Both are ill."


def test_the_desks_say_who_is_waited_for_and_until_when(reviews):
    opened = reviews[0].round
    propose(opened)
    editor, second = opened.submission.editor, opened.submission.second_editor
    due = datetime(2026, 3, 5, tzinfo=NOW.tzinfo)

    def rows(person, now):
        desk = desk_of(person, now=now)
        groups = (*desk.groups, *desk.waiting)
        return [(row.what, row.due) for group in groups for row in group.rows]

    answering = "The reviewers answer the draft of the assessment"
    to_approve = ("Approve an assessment as second editor", None)
    assert (answering, due) in rows(editor, LATER)
    assert rows(second, LATER) == [(answering, due)]
    (row,) = [row for group in desk_of(second, now=LATER).waiting for row in group.rows]
    assert (row.waits, row.acts) == ("", []), "the reviewers are waited for, and no editor"
    assert answering not in dict(rows(editor, AFTER))
    assert rows(second, AFTER) == [to_approve]

    def waiting(review):
        return [(row.what, row.due) for row in own_waiting(review.reviewer, now=LATER)]

    asked = ("Do you agree with the draft of the assessment?", due)
    assert [waiting(one) for one in reviews] == [[asked], [asked], []]
    answer(reviews[0])
    assert [waiting(one) for one in reviews] == [[], [asked], []]
    answer(reviews[1])
    assert rows(second, LATER) == [to_approve]


def test_readers_see_how_many_agreed_and_never_who(reviews, client):
    opened = reviews[0].round
    propose(opened)
    answer(reviews[0], agrees=False, text="There is a gap.")
    answer(reviews[1], text="Well put.")
    approve(opened)
    posting.publish_assessment(opened.assessment.pk, editor=opened.submission.editor, now=LATER)
    assessment = Assessment.objects.get()
    AssessmentFactory(published=True)  # one whose reviewers were not asked
    preprint = opened.submission.preprint
    page = client.get(preprint.get_absolute_url()).content.decode()
    words = "2 reviewers were asked about this assessment: 1 agreed, 1 disagreed."
    assert words in page
    assert page.count("were asked about this assessment") == 1
    api = client.get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert (api["reviewers_agreed"], api["reviewers_asked"]) == (1, 2)
    assert api["reviewers_dissented"] == 1
    logged = Event.objects.get(kind="assessment.published").data
    assert (logged["reviewers_agreed"], logged["reviewers_asked"]) == (1, 2)
    assert logged["reviewers_dissented"] == 1
    for text in ("There is a gap.", "Well put."):
        assert text not in page
        assert text not in client.get("/api/v1/events/").content.decode()
    with pytest.raises(ReviewError):
        answer(reviews[0])


def test_who_had_no_time_to_answer_did_not_disagree(reviews, client):
    opened = reviews[0].round
    propose(opened)
    answer(reviews[0])
    approve(opened, reason="It is urgent.")
    posting.publish_assessment(opened.assessment.pk, editor=opened.submission.editor, now=LATER)
    page = client.get(opened.submission.preprint.get_absolute_url()).content.decode()
    words = "2 reviewers were asked about this assessment: 1 agreed, 1 had not answered when it was"
    assert words in page
    assert "disagreed" not in page
    assert Assessment.objects.get().reviewers_dissented == 0


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ("disowned", (1, 1)),  # it is not posted, nor is its answer counted
        ("late", (2, 1)),  # it was not summed up, and its writer not asked
        ("none", (2, 1)),
    ],
)
def test_who_agreed_is_counted_among_those_whose_reviews_are_posted(reviews, change, count):
    opened = reviews[0].round
    propose(opened)
    answer(reviews[0])
    answer(reviews[1], agrees=False, text="There is a gap.")
    approve(opened)
    assert counted(opened)[1:] == (2, 1)
    if change == "disowned":
        Review.objects.filter(pk=reviews[1].pk).update(status="disowned")
    elif change == "late":
        late = {
            "status": "accepted",
            "reviewer_number": 3,
            "accepted_at": LATER + timedelta(days=1),
        }
        Review.objects.filter(pk=reviews[2].pk).update(**late)
    posting.publish_assessment(opened.assessment.pk, editor=opened.submission.editor, now=AFTER)
    assert counted(opened) == ("published", *count)
    logged = Event.objects.get(kind="assessment.published").data
    assert (logged["reviewers_asked"], logged["reviewers_agreed"]) == count
    seal_new_events()
    assert verify_log(now=AFTER).broken_at is None


def test_nobody_is_said_to_have_approved_a_draft(reviews, client):
    opened = reviews[0].round
    propose(opened)
    approved = "Competing interests of the editor who approved it:"
    client.force_login(reviews[0].reviewer)
    page = client.get(reverse("reviews:write_review", args=[reviews[0].pk])).content.decode()
    assert "Competing interests of the second editor, who is to approve it:" in page
    assert approved not in page
    approve(opened, reason="It is urgent.")
    page = client.get(reverse("reviews:write_review", args=[reviews[0].pk])).content.decode()
    assert approved in page
