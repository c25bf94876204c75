"""A work gets another editor: who may hand it over, to whom, and what changes with it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Profile, Role, User
from events import outbox
from events.models import Event
from preprints.models import Subject
from reviews import errors, handover_errors
from reviews.interest_errors import InterestsNotDeclared, TiedEditor
from reviews.interests import Interests
from reviews.models import (
    Appeal,
    EditorInterests,
    EditorSubject,
    Review,
    Round,
    Submission,
)
from reviews.redaction_errors import NotYoursToRedact
from reviews.services.appealing import appeal_assessment
from reviews.services.declaring import declare_interests
from reviews.services.handing_over import editors_to_choose, hand_over
from reviews.services.redacting import check_may_redact
from reviews.services.releasing import release_round
from reviews.services.reviewing import begin_review, involved_people
from reviews.services.withdrawing import involved_in
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.desks import decisions

pytestmark = pytest.mark.django_db
REFUSED = "submission.hand_over_refused"


@pytest.fixture
def of():
    """A round of a work; beside it another one, which keeps its editors."""
    RoundFactory()
    return RoundFactory()


def leave(person):
    Role.objects.filter(user=person).delete()


def given(of, place, to, by, now=NOW):
    hand_over(of.submission_id, place=place, to=to, by=by, reason="It waits.", now=now)
    return Submission.objects.get(pk=of.submission_id)


def test_the_next_editor_goes_on_and_the_former_one_reads_no_more(of):
    former, new = of.submission.editor, UserFactory(editor=True)
    review = ReviewFactory(round=of, accepted=True)
    others = list(Submission.objects.exclude(pk=of.submission_id).values())
    given(of, "editor", new, former)
    assert review in Review.objects.visible_to(new)
    assert review not in Review.objects.visible_to(former)
    with pytest.raises(errors.NotTheHandlingEditor):
        release_round(of.pk, editor=former, reason="Enough.", now=NOW)
    declare_interests(of.submission_id, editor=new, interests=Interests.none(), now=NOW)
    release_round(of.pk, editor=new, reason="Enough.", now=NOW)
    assert list(Submission.objects.exclude(pk=of.submission_id).values()) == others
    event = Event.objects.get(kind="submission.handed_over")
    assert (event.actor_id, event.subject, event.is_public) == (
        former.pk,
        f"person {new.pk}",
        False,
    )


def test_who_may_hand_over_which_place(of):
    submission = of.submission
    managing, involved = (UserFactory(managing_editor=True) for _ in range(2))
    ReviewFactory(round=of, reviewer=involved)
    two = submission.editor, submission.second_editor
    people = [*two, managing, involved, UserFactory(editor=True), UserFactory()]

    def allowed(place):
        return [person for person in people if may(place, person)]

    def may(place, person):
        try:
            given(of, place, UserFactory(editor=True), person)
        except handover_errors.NotYoursToHandOver:
            return False
        Submission.objects.filter(pk=submission.pk).update(editor=two[0], second_editor=two[1])
        return True

    assert allowed("editor") == [two[0], managing]
    assert allowed("second_editor") == [two[1], managing]
    leave(two[0])
    people[0] = User.objects.get(pk=two[0].pk)  # knows its roles anew
    assert allowed("editor") == [two[1], managing]


def test_who_can_take_over(of):
    submission = of.submission
    by = submission.second_editor
    physics, arts = (Subject.objects.create(slug=one, name=one) for one in ("physics", "arts"))
    submission.preprint.subjects.set([physics])
    free, limited, author, reviewer, asked = (
        UserFactory(editor=True, verified=True) for _ in range(5)
    )
    EditorSubject.objects.create(editor=limited, subject=arts)
    of.version.authors.update(user=author)
    ReviewFactory(round=of, reviewer=reviewer)
    InvitationFactory(round=of, email=asked.email, invited_by=submission.editor)
    handled, corrected = UserFactory(editor=True), UserFactory(editor=True)
    AssessmentFactory(round=of, written_by=handled)
    InvitationFactory(round=of, corrected_by=corrected)
    closed, reader = UserFactory(editor=True, is_active=False), UserFactory()
    involved = [limited, author, reviewer, asked, handled, corrected, closed, reader]
    involved += [submission.editor, by]
    for day, person in enumerate(involved):
        with pytest.raises(handover_errors.CannotTakeOver):
            given(of, "second_editor", person, by, now=NOW + timedelta(days=day))
    known = set(editors_to_choose(submission, submission.editor)) & {free, *involved}
    assert known == {free, handled, corrected}
    managing = UserFactory(managing_editor=True)
    shown = set(editors_to_choose(submission, managing)) & {free, *involved}
    everybody = {free, handled, corrected, reviewer, asked}
    assert shown == everybody, "a missing name would tell who reviews"
    later = NOW + timedelta(days=30)
    assert given(of, "second_editor", free, by, now=later).second_editor == free
    assert given(of, "editor", handled, submission.editor).editor == handled


def test_who_was_put_in_a_place_declares_before_they_hand_it_on(of):
    put, new, by = UserFactory(editor=True), UserFactory(editor=True), of.submission.editor
    given(of, "editor", put, by)
    with pytest.raises(InterestsNotDeclared):
        given(of, "editor", new, put)
    assert Submission.objects.get(pk=of.submission_id).editor == put
    declare_interests(of.submission_id, editor=put, interests=Interests.none(), now=NOW)
    assert given(of, "editor", new, put).editor == new


def test_a_work_that_is_not_under_review_has_no_editors_to_change(of):
    Submission.objects.filter(pk=of.submission_id).update(
        state="lapsed", lapsed_at=NOW, lapse_reason="no-review"
    )
    with pytest.raises(handover_errors.NotUnderReview):
        given(of, "editor", UserFactory(editor=True), of.submission.editor)


def test_the_editors_concerned_are_mailed_but_for_who_did_it(of):
    former, second = of.submission.editor, of.submission.second_editor
    managing, new = UserFactory(managing_editor=True), UserFactory(editor=True)
    given(of, "editor", new, managing)
    outbox.work()
    mailed = [one for one in mail.outbox if "Another editor" in one.subject]
    assert {one.to[0] for one in mailed} == {former.email, second.email, new.email}
    assert new.profile.name in mailed[0].body
    assert former.profile.name not in mailed[0].body


def test_who_has_decided_decides_no_appeal_once_the_work_is_another_ones(of):
    former, author = of.submission.editor, UserFactory()
    of.version.authors.update(user=author)
    assessment = AssessmentFactory(round=of, published=True)
    appeal = appeal_assessment(assessment.pk, by=author, text="It errs.", now=NOW)
    given(of, "editor", UserFactory(editor=True), former)
    free = UserFactory(editor=True)
    assert Appeal.objects.for_editor(free).get() == appeal
    assert not Appeal.objects.for_editor(former).exists()


def test_the_page_hands_over_and_keeps_what_was_chosen(of, client):
    submission, new = of.submission, UserFactory(editor=True, name="Noor Next")
    address = reverse("reviews:hand_over", args=[submission.pk])
    client.force_login(submission.editor)
    assert address in client.get(reverse("reviews:submission", args=[submission.pk])).text
    page = client.get(address)
    assert page.context["form"].fields["place"].choices == [
        ("editor", f"Editor who handles it: {submission.editor.profile.name}")
    ]
    refused = client.post(address, {"place": "second_editor", "to": new.pk})
    assert refused.status_code == 422
    assert f'value="{new.pk}" selected' in refused.text
    client.post(address, {"place": "editor", "to": new.pk})
    assert Submission.objects.get(pk=submission.pk).editor == new
    client.force_login(UserFactory(editor=True))
    assert client.get(address).status_code == 403


def test_a_work_that_lost_an_editor_stands_on_the_desk_of_who_can_name_another(of):
    submission = of.submission
    managing, free = UserFactory(managing_editor=True), UserFactory(editor=True)

    def named(person):
        rows = decisions(person)
        return [row.version for row in rows if row.acts[0].words == "Name another editor"]

    people = [managing, submission.second_editor, free]
    assert [named(person) for person in people] == [[], [], []]
    leave(submission.editor)
    version = submission.version
    assert [named(person) for person in people] == [[version], [version], []]
    (row,) = [one for one in decisions(managing) if one.version == version]
    assert f"In the place of {submission.editor.profile.name}, who is no editor" in row.what
    given(of, "editor", free, managing)
    assert [named(person) for person in people] == [[], [], []]


def test_who_had_the_place_does_not_review_the_work_nor_redact_what_they_wrote(of):
    former, other = of.submission.editor, UserFactory(editor=True)
    Role.objects.create(user=former, name="managing-editor")
    published = ReviewFactory(round=of, published=True)
    given(of, "editor", other, former)
    of = Round.objects.select_related("submission").get(pk=of.pk)
    assert former.pk in involved_people(of)
    assert former.pk in involved_in(of.submission)
    with pytest.raises(errors.ReviewerIsInvolved):
        volunteer(of, former)
    stranger = UserFactory(verified=True)
    assert volunteer(of, stranger).reviewer == stranger
    with pytest.raises(NotYoursToRedact):
        check_may_redact(Review.objects.get(pk=published.pk), User.objects.get(pk=former.pk))


def volunteer(of, person):
    return begin_review(
        of.pk, reviewer=person, due_on=DUE, email_verified=True, interests=Interests.none(), now=NOW
    )


def test_a_managing_editor_who_takes_the_place_says_why_to_the_other_two(of, client):
    former, second = of.submission.editor, of.submission.second_editor
    managing = UserFactory(managing_editor=True)
    address = reverse("reviews:hand_over", args=[of.submission_id])
    client.force_login(managing)
    sent = {"place": "editor", "to": managing.pk, "reason": " "}
    refused = client.post(address, sent)
    assert refused.context["form"].errors == {"reason": [str(handover_errors.WhyHandOver.message)]}
    assert Submission.objects.get(pk=of.submission_id).editor == former
    client.post(address, sent | {"reason": "It waits since March."})
    assert Submission.objects.get(pk=of.submission_id).editor == managing
    event = Event.objects.get(kind="submission.handed_over")
    assert (event.data["reason"], event.is_public) == ("It waits since March.", False)
    outbox.work()
    mailed = {one.to[0]: one.body for one in mail.outbox if "Another editor" in one.subject}
    assert mailed.keys() == {former.email, second.email}
    assert all("It waits since March." in body for body in mailed.values())
    mail.outbox.clear()
    declare_interests(of.submission_id, editor=managing, interests=Interests.none(), now=NOW)
    given(of, "editor", UserFactory(editor=True), managing)
    outbox.work()
    assert not any("It waits since March." in one.body for one in mail.outbox)


def test_only_who_can_take_the_place_themselves_is_asked_why(of, client):
    address = reverse("reviews:hand_over", args=[of.submission_id])
    asked = []
    for person in (of.submission.editor, UserFactory(managing_editor=True)):
        client.force_login(person)
        asked.append("reason" in client.get(address).context["form"].fields)
    assert asked == [False, True]


def test_every_refusal_reads_the_same_is_logged_with_whom_and_why_and_counted(of, client):
    """Of a hidden reviewer, an author whom the list leaves out, and somebody who is no editor."""
    reviewer, author = (UserFactory(editor=True) for _ in range(2))
    ReviewFactory(round=of, reviewer=reviewer)
    of.version.authors.update(user=author)
    managing, bystander = (UserFactory(managing_editor=True) for _ in range(2))
    free = UserFactory(editor=True)
    client.force_login(managing)

    def post(person, reason="She is ill."):
        address = reverse("reviews:hand_over", args=[of.submission_id])
        page = client.post(address, {"place": "editor", "to": person.pk, "reason": reason})
        return page.status_code, page.context["form"].errors if page.context else {}

    why = (422, {"reason": [str(handover_errors.WhyHandOver.message)]})
    assert [post(person, " ") for person in (reviewer, free)] == [why] * 2, "it teaches nothing"
    assert not Event.objects.filter(kind=REFUSED).exists()
    somebody = UserFactory()
    said = [post(person) for person in (reviewer, author, somebody)]
    assert said == [(422, {"to": [str(handover_errors.CannotTakeOver.message)]})] * 3
    logged = Event.objects.filter(kind=REFUSED)
    about = (False, managing.pk, f"V{of.version.preprint_id}")
    assert {(one.is_public, one.actor_id, one.subject) for one in logged} == {about}
    facts = {"submission": of.submission_id, "place": "editor", "reason": "She is ill."}
    named = [facts | {"named": one.pk} for one in (reviewer, author, somebody)]
    assert [one.data for one in logged.order_by("pk")] == named
    stopped = (422, {"__all__": [str(handover_errors.TooManyRefusals.message)]})
    assert [post(person) for person in (reviewer, author, free)] == [stopped] * 3
    assert logged.count() == 3
    client.force_login(bystander)
    assert post(free)[0] == 302


def test_a_tie_is_asked_about_alike_of_who_reviews_the_work_and_of_who_does_not(of):
    reviewer, free = (UserFactory(editor=True) for _ in range(2))
    ReviewFactory(round=of, reviewer=reviewer)
    of.version.authors.update(affiliation="Quiet Lab")
    Profile.objects.filter(user__in=[reviewer, free]).update(affiliation="Quiet Lab")
    facts = {"place": "editor", "by": UserFactory(managing_editor=True), "reason": "It waits."}
    asked = []
    for person in (reviewer, free):
        with pytest.raises(TiedEditor) as refused:
            hand_over(of.submission_id, to=person, now=NOW, **facts)
        asked.append(str(refused.value.message))
    assert asked[0] == asked[1]
    assert not Event.objects.filter(kind=REFUSED).exists()
    assert not EditorInterests.objects.exists()
    with pytest.raises(handover_errors.CannotTakeOver):
        hand_over(of.submission_id, to=reviewer, in_spite="Nobody else.", now=NOW, **facts)
    assert Event.objects.get(kind=REFUSED).data["named"] == reviewer.pk
    assert not EditorInterests.objects.exists(), "nobody is asked who cannot take it over"
    hand_over(of.submission_id, to=free, in_spite="Nobody else.", now=NOW, **facts)
    assert EditorInterests.objects.get().named_in_spite == "Nobody else."
