"""Who takes a place in a work declares competing interests before anything else they do in it."""

import pytest
from django.urls import reverse

from events.models import Event
from reviews.interest_errors import InterestsNotDeclared, NoEditorOfIt, TiedEditor
from reviews.interests import Interests
from reviews.models import Assessment, EditorInterests, Review, Round, Submission, ThreadEntry
from reviews.services.accepting import accept_review
from reviews.services.declaring import declare_interests
from reviews.services.handing_over import hand_over
from reviews.services.invitations import invite_reviewer
from reviews.services.posting import publish_assessment, send_to_authors
from reviews.services.releasing import release_round
from reviews.services.replying import refuse_review, return_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import DUE, NOW

pytestmark = pytest.mark.django_db
WHY = "Nobody else knows the method."
DECLARED = {
    "interests_choice": "declared",
    "interest_rival": "on",
    "competing_interests": "We want one grant.",
}


def taken_over(of, place="editor", **profile):
    """By an editor who has no part in it; the other works keep theirs."""
    new, submission = UserFactory(editor=True), of.submission
    former = getattr(submission, place)
    hand_over(submission.pk, place=place, to=new, by=former, now=NOW)
    return new, Submission.objects.get(pk=submission.pk)


ACTS = {
    "accept": lambda one, new: accept_review(one.pk, editor=new, now=NOW),
    "return": lambda one, new: return_review(one.pk, editor=new, question="Why?", now=NOW),
    "refuse": lambda one, new: refuse_review(one.pk, editor=new, reason="Rude.", now=NOW),
    "release": lambda one, new: release_round(one.round_id, editor=new, reason="So.", now=NOW),
    "invite": lambda one, new: invite_reviewer(
        one.round_id, editor=new, email="a@b.example", name="A", message="", due_on=DUE, now=NOW
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_carried_out_before(act):
    review, other = (ReviewFactory(submitted=True, round=RoundFactory()) for _ in range(2))
    new, submission = taken_over(review.round)
    before = Review.objects.values().get(pk=review.pk)
    with pytest.raises(InterestsNotDeclared):
        ACTS[act](review, new)
    assert Review.objects.values().get(pk=review.pk) == before
    assert not review.round.invitations.exists()
    accept_review(other.pk, editor=other.round.submission.editor, now=NOW)
    declare_interests(submission.pk, editor=new, interests=Interests.none(), now=NOW)
    ReviewFactory(round=review.round, accepted=True, reviewer_number=1)
    ACTS[act](review, new)


@pytest.mark.parametrize("act", [send_to_authors, publish_assessment])
def test_nothing_is_sent_or_posted_before(act):
    assessment = AssessmentFactory()
    second = assessment.round.submission.second_editor
    Assessment.objects.update(state="approved", approved_by=second, approved_at=NOW)
    new, _submission = taken_over(assessment.round)
    with pytest.raises(InterestsNotDeclared):
        act(assessment.pk, editor=new, now=NOW)


def test_the_page_asks_once_at_its_top_and_then_all_is_done(client):
    review = ReviewFactory(submitted=True, confirmed_at=NOW, confirmed_by="account")
    new, submission = taken_over(review.round)
    page = reverse("reviews:submission", args=[submission.pk])
    client.force_login(new)
    assert client.get(page).text.count("Declare your competing interests first") == 1
    accept = reverse("reviews:accept_review", args=[review.pk])
    assert "please declare your competing interests first" in client.post(accept, follow=True).text
    declare = reverse("reviews:declare_interests", args=[submission.pk])
    half = {**DECLARED, "interest_rival": ""}
    refused = client.post(declare, half)
    assert (refused.status_code, "We want one grant." in refused.text) == (422, True)
    client.post(declare, DECLARED)
    client.post(declare, DECLARED)
    kept = EditorInterests.objects.get()
    assert (kept.editor, kept.kinds, kept.is_for_readers) == (new, ["rival"], True)
    (event,) = Event.objects.filter(kind="interests.declared")
    assert (event.is_public, event.actor_id, event.data) == (
        False,
        new.pk,
        {"submission": submission.pk},
    )
    assert "Declare your competing interests first" not in client.get(page).text
    client.post(accept)
    review.refresh_from_db()
    assert review.status == "accepted"


@pytest.mark.parametrize(
    ("name", "typed", "done"),
    [
        ("return_review", {"question": "Which data?"}, "draft"),
        ("refuse_review", {"reason": "Which data?"}, "refused"),
    ],
)
def test_a_form_on_a_page_of_its_own_asks_with_what_is_typed_kept(client, name, typed, done):
    review = ReviewFactory(submitted=True)
    new, _submission = taken_over(review.round)
    client.force_login(new)
    url = reverse(f"reviews:{name}", args=[review.pk])
    refused = client.post(url, typed)
    assert (refused.status_code, "Which data?" in refused.text) == (422, True)
    assert not EditorInterests.objects.declared().exists()
    client.post(url, {**typed, **DECLARED})
    review.refresh_from_db()
    assert (review.status, EditorInterests.objects.get().kinds) == (done, ["rival"])
    assert "You are new to this work" not in client.get(url, follow=True).text


def test_an_answer_to_a_correction_asks_too(client):
    correction = CorrectionFactory()
    new, _submission = taken_over(correction.round)
    client.force_login(new)
    url = reverse("reviews:decide_correction", args=[correction.pk])
    typed = {"answer": "refuse", "note": "It is 12."}
    refused = client.post(url, typed)
    assert (refused.status_code, "It is 12." in refused.text) == (422, True)
    client.post(url, {**typed, "interests_choice": "none"})
    correction.refresh_from_db()
    assert (correction.state, EditorInterests.objects.get().declared_at is None) == (
        "refused",
        False,
    )


def test_a_second_editor_who_took_over_declares_in_one_form_and_approves_then(client):
    assessment = AssessmentFactory()
    new, submission = taken_over(assessment.round, "second_editor")
    client.force_login(new)
    place = reverse("reviews:submission", args=[submission.pk])
    url = reverse("reviews:approve_assessment", args=[assessment.pk])
    back = reverse("reviews:return_assessment", args=[assessment.pk])
    page = client.get(place).text
    assert page.count("Which kinds, where you declare some") == 1
    assert '<a href="#declare">Declare your competing interests first</a>' in page
    assert not [act for act in (url, back) if f'action="{act}' in page]
    assert client.post(url, {"seen": assessment.fingerprint}).status_code == 409
    kept = {"seen": assessment.fingerprint, "comment": "Too long."}
    refused = client.post(back, kept)
    assert (refused.status_code, "Too long." in refused.text) == (409, True)
    client.post(reverse("reviews:declare_interests", args=[submission.pk]), DECLARED)
    page = client.get(place).text
    assert "Which kinds, where you declare some" not in page
    assert [act for act in (url, back) if f'action="{act}' in page] == [url, back]
    assert "Too long." in page, "what was typed is kept"
    client.post(url, {"seen": assessment.fingerprint})
    assessment.refresh_from_db()
    assert assessment.state == "approved"


def test_whom_the_catalogue_ties_takes_over_with_a_written_reason_alone(client):
    of = RoundFactory()
    of.version.authors.update(affiliation="Quiet Lab")
    tied, former = UserFactory(editor=True), of.submission.editor
    tied.profile.affiliation = "Quiet Lab"
    tied.profile.save()
    with pytest.raises(TiedEditor):
        hand_over(of.submission_id, place="editor", to=tied, by=former, in_spite=" ", now=NOW)
    client.force_login(former)
    url = reverse("reviews:hand_over", args=[of.submission_id])
    typed = {"place": "editor", "to": tied.pk}
    refused = client.post(url, typed)
    assert "They work where an author of the work does." in refused.text
    assert Submission.objects.get(pk=of.submission_id).editor == former
    client.post(url, {**typed, "in_spite": WHY})
    assert Submission.objects.get(pk=of.submission_id).editor == tied
    client.force_login(tied)
    page = client.get(reverse("reviews:submission", args=[of.submission_id])).text
    assert WHY in page
    assert "not declared yet" in page
    declare = reverse("reviews:declare_interests", args=[of.submission_id])
    assert "The catalogue shows of you" in client.post(declare, {"interests_choice": "none"}).text


def test_whoever_is_no_editor_of_it_declares_nothing():
    of = RoundFactory()
    with pytest.raises(NoEditorOfIt):
        declare_interests(
            of.submission_id, editor=UserFactory(editor=True), interests=Interests.none(), now=NOW
        )


@pytest.mark.parametrize(
    ("name", "made", "of", "field"),
    [
        ("editor_thread", {}, lambda one: one.round_id, "text"),
        ("withdraw_assessment", {"published": True}, lambda one: one.pk, "reason"),
    ],
)
def test_a_page_of_its_own_leads_to_the_form_and_keeps_what_is_typed(client, name, made, of, field):
    assessment, bystander = AssessmentFactory(**made), AssessmentFactory(**made)
    state = {"state": "assessed", "closed_at": NOW} if made else {"state": "released"}
    Round.objects.update(released_at=NOW, **state)
    new, submission = taken_over(assessment.round)
    client.force_login(new)
    typed = {field: "Figure 2 is of another work.", "send": "1"}
    url = reverse(f"reviews:{name}", args=[of(assessment)])
    refused = client.post(url, typed)
    assert (refused.status_code, typed[field] in refused.text) == (422, True)
    top = reverse("reviews:submission", args=[submission.pk])
    assert f'<a href="{top}#declare" target="_blank">' in refused.text
    assert not ThreadEntry.objects.exists()
    client.force_login(bystander.round.submission.editor)
    assert client.post(reverse(f"reviews:{name}", args=[of(bystander)]), typed).status_code == 302
    client.force_login(new)
    client.post(reverse("reviews:declare_interests", args=[submission.pk]), DECLARED)
    assert client.post(url, typed).status_code == 302


def test_of_a_withdrawn_work_one_can_still_declare(client):
    of = RoundFactory()
    new, submission = taken_over(of)
    Submission.objects.update(state="withdrawn", withdrawn_at=NOW)
    client.force_login(new)
    page = reverse("reviews:submission", args=[submission.pk])
    assert "Declare your competing interests first" in client.get(page).text
    client.post(reverse("reviews:declare_interests", args=[submission.pk]), DECLARED)
    assert EditorInterests.objects.get().kinds == ["rival"]
