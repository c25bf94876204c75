"""Whoever reviewed a work before, also under no name, becomes neither of its two editors."""

import pytest
from django.urls import reverse

from events.models import Event
from reviews import handover_errors as errors
from reviews.models import Submission, TriageProposal
from reviews.services import submissions, triage
from reviews.services.triage import Decision
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
REFUSED = "triage.name_refused"
ALONE = {"claimed_author_id": None, "now": NOW}


@pytest.fixture
def cast():
    """A work submitted again; who reviewed it before, who was asked to, two others."""
    reviewer, asked, free, editor = (UserFactory(editor=True, verified=True) for _ in range(4))
    before = RoundFactory(state="withdrawn")
    ended = {"state": "withdrawn", "withdrawn_at": NOW}
    Submission.objects.filter(pk=before.submission_id).update(**ended)
    ReviewFactory(round=before, reviewer=reviewer, published=True)
    InvitationFactory(round=before, email=asked.email.upper(), state="pending")
    again = SubmissionFactory(preprint=before.submission.preprint, version=before.version)
    return {"again": again, "reviewer": reviewer, "asked": asked, "free": free, "editor": editor}


def propose(cast, named):
    decision = Decision(is_accepted=True, second_editor=named)
    return triage.propose_decision(
        cast["again"].pk, editor=cast["editor"], decision=decision, now=NOW
    )


def named_in_the_log():
    logged = Event.objects.filter(kind=REFUSED).order_by("pk")
    assert not logged.filter(is_public=True).exists()
    return [(event.actor_id, event.data["named"]) for event in logged]


def test_a_proposal_names_nobody_who_reviews_and_says_no_reason(cast, client):
    for name in ("reviewer", "asked"):
        with pytest.raises(errors.CannotBeSecond) as refused:
            propose(cast, cast[name])
        assert "Why is not said" in str(refused.value.message)
    by = cast["editor"].pk
    assert named_in_the_log() == [(by, cast[name].pk) for name in ("reviewer", "asked")]
    assert not TriageProposal.objects.exists()
    client.force_login(cast["editor"])
    page = reverse("reviews:submission", args=[cast["again"].pk])
    assert f'value="{cast["reviewer"].pk}"' in client.get(page).text, "the list names nobody either"
    with pytest.raises(errors.CannotBeSecond):
        propose(cast, cast["reviewer"])
    with pytest.raises(errors.TooManyNames):
        propose(cast, cast["free"])
    cast["editor"] = UserFactory(editor=True)
    assert propose(cast, cast["free"]).second_editor == cast["free"], "another editor goes on"


def test_nor_does_who_decides_otherwise_or_accepts_alone(cast, one_editor_triages):
    proposal = propose(cast, None)
    other = UserFactory(editor=True)
    decision = Decision(is_accepted=True, second_editor=cast["reviewer"])
    with pytest.raises(errors.CannotBeSecond):
        triage.decide_otherwise(proposal.pk, editor=other, decision=decision, now=NOW)
    with pytest.raises(errors.CannotBeSecond):
        submissions.accept_submission(
            cast["again"].pk, editor=other, second_editor=cast["reviewer"], **ALONE
        )
    assert named_in_the_log() == [(other.pk, cast["reviewer"].pk)] * 2
    proposal.refresh_from_db()
    assert proposal.state == TriageProposal.State.WAITING
    submissions.accept_submission(
        cast["again"].pk, editor=other, second_editor=cast["free"], **ALONE
    )
    assert Submission.objects.get(pk=cast["again"].pk).second_editor == cast["free"]


def test_a_reviewer_who_agrees_reads_so_alone_and_may_agree_where_another_is_named(cast):
    proposal = propose(cast, None)
    with pytest.raises(errors.ReviewedItBefore):
        triage.agree_to_proposal(proposal.pk, editor=cast["reviewer"], now=NOW)
    assert named_in_the_log() == []
    proposal = propose(cast, cast["free"])
    agreed = triage.agree_to_proposal(proposal.pk, editor=cast["reviewer"], now=NOW)
    assert (agreed.state, agreed.second_editor) == ("accepted", cast["free"])


def test_the_form_keeps_what_was_typed_and_says_whom_to_choose(cast, client):
    client.force_login(cast["editor"])
    address = reverse("reviews:accept_submission", args=[cast["again"].pk])
    sent = {"second_editor": cast["reviewer"].pk, "interests_choice": "none", "consent": "asked"}
    refused = client.post(address, sent)
    assert refused.status_code == 409
    assert "cannot be the second editor of this work" in refused.text
    assert f'value="{cast["reviewer"].pk}" selected' in refused.text


@pytest.mark.parametrize("name", ["reviewer", "asked"])
def test_nor_do_they_handle_it_by_any_way_of_accepting_it(cast, name, client):
    person = cast[name]
    with pytest.raises(errors.ReviewedItBefore):
        propose({**cast, "editor": person}, None)
    client.force_login(person)
    address = reverse("reviews:accept_submission", args=[cast["again"].pk])
    typed = {"interests_choice": "declared", "interest_other": "on", "consent": "asked"}
    refused = client.post(address, {**typed, "competing_interests": "A bet on it."})
    assert "cannot be one of its two editors" in " ".join(refused.text.split())
    assert "A bet on it." in refused.text, "what was typed is kept"
    proposal = propose(cast, cast["free"])
    decision = Decision(is_accepted=True, second_editor=cast["free"])
    with pytest.raises(errors.ReviewedItBefore):
        triage.decide_otherwise(proposal.pk, editor=person, decision=decision, now=NOW)
    assert named_in_the_log() == [], "it names nobody"
    assert Submission.objects.get(pk=cast["again"].pk).state == "submitted"


def test_their_page_has_no_form_to_accept_it_and_says_why(cast, client):
    found = {}
    for name in ("reviewer", "asked", "editor"):
        client.force_login(cast[name])
        page = client.get(reverse("reviews:submission", args=[cast["again"].pk])).text
        accepts = reverse("reviews:accept_submission", args=[cast["again"].pk]) in page
        found[name] = accepts, "You have a part in the review" in page, "Propose to decline" in page
    assert found["reviewer"] == found["asked"] == (False, True, True)
    assert found["editor"] == (True, False, True)


def test_nor_do_they_accept_it_alone(cast, one_editor_triages):
    named = {"second_editor": cast["free"], **ALONE}
    with pytest.raises(errors.ReviewedItBefore):
        submissions.accept_submission(cast["again"].pk, editor=cast["reviewer"], **named)
    submissions.accept_submission(cast["again"].pk, editor=cast["editor"], **named)
    assert Submission.objects.get(pk=cast["again"].pk).editor == cast["editor"]


def test_they_may_propose_to_decline_it_for_that_gives_them_no_place(cast):
    decision = Decision(is_accepted=False, code="other", text="Not here.")
    proposal = triage.propose_decision(
        cast["again"].pk, editor=cast["reviewer"], decision=decision, now=NOW
    )
    triage.agree_to_proposal(proposal.pk, editor=cast["free"], now=NOW)
    assert Submission.objects.get(pk=cast["again"].pk).state == "declined"


def test_who_reviews_another_work_may_handle_this_one(cast):
    bystander = ReviewFactory(round=RoundFactory(), reviewer__editor=True).reviewer
    assert propose({**cast, "editor": bystander}, None).proposed_by == bystander
