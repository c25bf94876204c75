"""Who handles a work, or seconds it, declares competing interests; editors read them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.interest_errors import InterestsNotDeclared, TiedEditor, UndeclaredInterest
from reviews.interests import Interests
from reviews.models import Assessment, EditorInterests, Policy, TriageProposal
from reviews.services import assessing, correcting, submissions, triage
from reviews.services.triage import Decision
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ReviewFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
FRIEND = Interests(("personal",), "We rowed together.")
AS_TYPED = {
    "interests_choice": "declared",
    "interest_personal": "on",
    "competing_interests": FRIEND.words,
}


@pytest.fixture
def waiting():
    waiting = SubmissionFactory()
    waiting.version.authors.update(affiliation="Quiet Lab")
    return waiting


def editor(**profile):
    person = UserFactory(editor=True)
    for name, value in profile.items():
        setattr(person.profile, name, value)
    person.profile.save()
    return person


def kept(submission):
    return {
        one.editor: (tuple(one.kinds), one.words, one.found)
        for one in submission.editors_interests.declared()
    }


def test_who_proposes_and_who_agrees_declare_each_their_own(waiting):
    first, second, bystander = editor(), editor(), SubmissionFactory()
    decision = Decision(is_accepted=True, interests=FRIEND)
    proposal = triage.propose_decision(waiting.pk, editor=first, decision=decision, now=NOW)
    assert kept(waiting) == {first: (("personal",), FRIEND.words, "")}
    triage.agree_to_proposal(proposal.pk, editor=second, interests=Interests.none(), now=NOW)
    assert kept(waiting) == {first: (("personal",), FRIEND.words, ""), second: ((), "", "")}
    assert not kept(bystander)


def test_who_decides_otherwise_or_alone_declares(waiting):
    first, second = editor(), editor()
    decision = Decision(is_accepted=False, code="other", text="No.")
    proposal = triage.propose_decision(waiting.pk, editor=first, decision=decision, now=NOW)
    decision = Decision(is_accepted=True, interests=FRIEND)
    triage.decide_otherwise(proposal.pk, editor=second, decision=decision, now=NOW)
    assert list(kept(waiting)) == [second]
    Policy.objects.update(one_editor_triages=True)
    other = SubmissionFactory()
    named = {"editor": first, "second_editor": second, "claimed_author_id": None}
    submissions.accept_submission(other.pk, **named, interests=FRIEND, now=NOW)
    assert list(kept(other)) == [first]


def test_what_the_catalogue_shows_must_be_declared(waiting):
    tied, decline = (
        editor(affiliation="Quiet Lab"),
        Decision(is_accepted=False, code="other", text="No."),
    )
    none = Decision(is_accepted=True, interests=Interests.none())
    with pytest.raises(UndeclaredInterest) as refused:
        triage.propose_decision(waiting.pk, editor=tied, decision=none, now=NOW)
    assert "They work where an author of the work does." in str(refused.value.message)
    assert not TriageProposal.objects.exists()
    triage.propose_decision(waiting.pk, editor=tied, decision=decline, now=NOW)
    declared = Decision(is_accepted=True, interests=Interests(("employer",), "Another unit."))
    triage.propose_decision(waiting.pk, editor=tied, decision=declared, now=NOW)
    found = "They work where an author of the work does."
    assert kept(waiting) == {tied: (("employer",), "Another unit.", found)}


def test_declared_anew_the_last_one_counts(waiting):
    first = editor()
    for days, interests in enumerate((FRIEND, Interests(("rival",), "One grant."))):
        decision = Decision(is_accepted=True, interests=interests)
        now = NOW + timedelta(days=days)
        triage.propose_decision(waiting.pk, editor=first, decision=decision, now=now)
    assert kept(waiting) == {first: (("rival",), "One grant.", "")}
    assert EditorInterests.objects.get().declared_at == now


def test_the_pages_ask_and_editors_alone_read(client, waiting):
    first, second = editor(), editor()
    page = reverse("reviews:submission", args=[waiting.pk])
    client.force_login(first)
    accept = reverse("reviews:accept_submission", args=[waiting.pk])
    assert client.post(accept, {"consent": "asked"}).status_code == 422
    client.post(accept, {"consent": "asked", **AS_TYPED})
    proposal = TriageProposal.objects.get()
    client.force_login(second)
    agree = reverse("reviews:agree_to_proposal", args=[waiting.pk, proposal.pk])
    assert client.post(agree, {}).status_code == 422
    second.profile.affiliation = "Quiet Lab"
    second.profile.save()
    refused = client.post(agree, {"interests_choice": "none"})
    assert refused.status_code == 409
    assert "The catalogue shows of you" in refused.text
    client.post(agree, AS_TYPED)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.editor, waiting.second_editor) == ("accepted", first, second)
    assert client.get(page).text.count(FRIEND.words) == 2
    client.force_login(waiting.submitter)
    shown = [client.get(address).text for address in (waiting.preprint.get_absolute_url(), "/me/")]
    assert not any(FRIEND.words in text for text in shown)


def test_who_declines_and_who_agrees_to_it_declare_too(client, waiting):
    first, second = editor(), editor()
    decline = reverse("reviews:decline_submission", args=[waiting.pk])
    typed = {"ground": "other", "text": "Not yet."}
    client.force_login(first)
    refused = client.post(decline, typed)
    assert (refused.status_code, "Not yet." in refused.text) == (422, True)
    client.post(decline, {**typed, **AS_TYPED})
    client.post(decline, {**typed, "text": "Not quite."})  # asked once
    proposal = TriageProposal.objects.get()
    assert (proposal.text, kept(waiting)) == (
        "Not quite.",
        {first: (("personal",), FRIEND.words, "")},
    )
    client.force_login(second)
    agree = reverse("reviews:agree_to_proposal", args=[waiting.pk, proposal.pk])
    assert client.post(agree, {}).status_code == 422
    client.post(agree, {"interests_choice": "none"})
    waiting.refresh_from_db()
    assert (waiting.state, kept(waiting)[second]) == ("declined", ((), "", ""))


def test_a_decline_passes_over_no_tie_that_the_catalogue_shows(client, waiting):
    client.force_login(editor(affiliation="Quiet Lab"))
    decline = reverse("reviews:decline_submission", args=[waiting.pk])
    refused = client.post(
        decline, {"ground": "other", "text": "Not yet.", "interests_choice": "none"}
    )
    assert (refused.status_code, "Not yet." in refused.text) == (409, True)
    assert "The catalogue shows of you" in refused.text
    assert not TriageProposal.objects.exists()


def assessed(**second):
    """An assessment that waits for a second editor whom somebody else named."""
    assessment = AssessmentFactory()
    submission = assessment.round.submission
    submission.version.authors.update(affiliation="Quiet Lab")
    submission.second_editor = editor(**second)
    submission.save()
    EditorInterests.objects.create(submission=submission, editor=submission.second_editor)
    return assessment, submission


@pytest.mark.parametrize("act", ["approve", "return"])
def test_a_second_editor_named_by_somebody_else_declares_before_their_first_act(client, act):
    assessment, submission = assessed()
    second, bystander = submission.second_editor, AssessmentFactory()
    client.force_login(second)
    page = reverse("reviews:submission", args=[submission.pk])
    assert client.get(page).text.count("Which kinds, where you declare some") == 1
    url = reverse(f"reviews:{act}_assessment", args=[assessment.pk])
    typed = {"seen": assessment.fingerprint, "comment": "Say why.", "early_reason": ""}
    assert client.post(url, typed | AS_TYPED).status_code == 409
    assert not EditorInterests.objects.declared().exists()
    declare = reverse("reviews:declare_interests", args=[submission.pk])
    assert client.post(declare, AS_TYPED).status_code == 302
    assert client.post(url, typed).status_code == 302
    assessment.refresh_from_db()
    assert assessment.state == {"approve": "approved", "return": "returned"}[act]
    assert kept(submission) == {second: (("personal",), FRIEND.words, "")}
    assert not kept(bystander.round.submission)


def test_a_second_editor_whom_the_catalogue_ties_cannot_pass_over_it(client):
    assessment, submission = assessed(affiliation="Quiet Lab")
    client.force_login(submission.second_editor)
    declare = reverse("reviews:declare_interests", args=[submission.pk])
    refused = client.post(declare, {"interests_choice": "none"})
    assert (refused.status_code, "The catalogue shows of you" in refused.text) == (409, True)
    assert not EditorInterests.objects.declared().exists()
    for act in ("approve", "return"):
        url = reverse(f"reviews:{act}_assessment", args=[assessment.pk])
        client.post(url, {"seen": assessment.fingerprint, "comment": "Say why."})
    assessment.refresh_from_db()
    assert assessment.state == "proposed"


def test_who_has_declared_is_not_asked_again(client):
    assessment, submission = assessed()
    second = submission.second_editor
    EditorInterests.objects.update(declared_at=NOW)
    client.force_login(second)
    page = reverse("reviews:submission", args=[submission.pk])
    assert "Which kinds, where you declare some" not in client.get(page).text
    url = reverse("reviews:approve_assessment", args=[assessment.pk])
    client.post(url, {"seen": assessment.fingerprint})
    assessment.refresh_from_db()
    assert assessment.state == "approved"


ROWS = {"no row": None, "asked": {}, "declared": {"declared_at": NOW}}


def refuse_asked_correction(client, of, person):
    """Where the page of its own asks, too, with what the service does then."""
    page = reverse("reviews:decide_correction", args=[of.pk])
    yield client.get(page).text
    correcting.refuse_correction(of.pk, editor=person, note="It is 12.", interests=None, now=NOW)


def approve_proposed(_client, of, person):
    yield from ()
    assessing.approve_assessment(of.pk, second_editor=person, seen=of.fingerprint, now=NOW)


ACTS = {
    "editor": (CorrectionFactory, refuse_asked_correction),
    "second_editor": (AssessmentFactory, approve_proposed),
}


@pytest.mark.parametrize("place", ACTS)
@pytest.mark.parametrize("row", ROWS)
def test_pages_ask_of_an_editor_what_the_services_hold_them_to(client, row, place):
    """Whoever has a row without a day; who has none is asked nothing, and acts."""
    make, act = ACTS[place]
    of, bystander = make(), make()
    submission = of.round.submission
    person = getattr(submission, place)
    for work, asked in ((submission, UserFactory()), (bystander.round.submission, person)):
        EditorInterests.objects.create(submission=work, editor=asked)
    if ROWS[row] is not None:
        EditorInterests.objects.create(submission=submission, editor=person, **ROWS[row])
    client.force_login(person)
    shown = [client.get(reverse("reviews:submission", args=[submission.pk])).text]
    is_refused = False
    try:
        shown += act(client, of, person)
    except InterestsNotDeclared:
        is_refused = True
    asks = {"Which kinds, where you declare some" in text for text in shown}
    assert (asks, is_refused) == ({row == "asked"}, row == "asked")


def test_a_refused_approval_asks_only_what_it_asked_before(client):
    """While nobody is waited for, nobody asks why."""
    assessment, submission = assessed()
    EditorInterests.objects.update(declared_at=NOW)
    client.force_login(submission.second_editor)
    url = reverse("reviews:approve_assessment", args=[assessment.pk])
    page = client.get(reverse("reviews:submission", args=[submission.pk])).text
    assert "Approve it" in page
    assert "Why do you not wait for the reviewers?" not in page
    ReviewFactory(round=assessment.round, accepted=True, reviewer_number=1)
    Assessment.objects.filter(pk=assessment.pk).update(answer_by=NOW.replace(year=2999))
    waiting = client.post(url, {"seen": assessment.fingerprint})
    assert waiting.status_code == 409
    assert "Which kinds, where you declare some" not in waiting.text
    assert "Why do you not wait for the reviewers?" in waiting.text


def test_a_named_second_editor_is_asked_and_who_is_named_no_more_is_not(client, waiting):
    first, second, other = editor(), editor(), editor()
    for named in (other, second):
        decision = Decision(is_accepted=True, second_editor=named, interests=FRIEND)
        triage.propose_decision(waiting.pk, editor=first, decision=decision, now=NOW)
        asked = EditorInterests.objects.filter(declared_at=None)
        assert [one.editor for one in asked] == [named]
    proposal = TriageProposal.objects.get()
    triage.agree_to_proposal(proposal.pk, editor=editor(), interests=FRIEND, now=NOW)
    assert EditorInterests.objects.get(declared_at=None).editor == second
    client.force_login(second)
    page = client.get(reverse("reviews:submission", args=[waiting.pk])).text
    assert "Declare your competing interests first" in page
    assert f"{second.profile.name}: not declared yet" in " ".join(page.split())


def test_whom_the_catalogue_ties_is_named_with_a_written_reason_alone(client, waiting):
    first, tied = editor(), editor(affiliation="Quiet Lab")
    client.force_login(first)
    url = reverse("reviews:accept_submission", args=[waiting.pk])
    typed = {"consent": "asked", "second_editor": tied.pk, **AS_TYPED}
    refused = client.post(url, typed)
    assert (refused.status_code, FRIEND.words in refused.text) == (409, True)
    assert "The catalogue shows of this editor: They work where" in refused.text
    assert not TriageProposal.objects.exists()
    client.post(url, {**typed, "in_spite": "Nobody else knows it."})
    assert TriageProposal.objects.get().second_editor == tied
    asked = EditorInterests.objects.get(editor=tied)
    assert (asked.declared_at, asked.named_in_spite) == (None, "Nobody else knows it.")
    Policy.objects.update(one_editor_triages=True)
    alone = {"editor": editor(), "claimed_author_id": None, "interests": FRIEND, "now": NOW}
    other = SubmissionFactory()
    other.version.authors.update(affiliation="Quiet Lab")
    with pytest.raises(TiedEditor):
        submissions.accept_submission(other.pk, second_editor=tied, **alone)
    submissions.accept_submission(other.pk, second_editor=tied, in_spite="So.", **alone)
    client.force_login(first)
    shown = client.get(reverse("reviews:submission", args=[waiting.pk]))
    assert "Nobody else knows it." in shown.context["triage_form"].as_div()
