"""Two editors decide on a submission; one does where the policy says so, and its page tells."""

from datetime import timedelta

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Role
from events.models import Outbox
from reviews import author_errors, errors
from reviews.models import Policy, Round, Submission, TriageProposal
from reviews.services import ending, submissions, triage
from reviews.services.triage import Decision
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import fields_of, new_mails

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
ACCEPT = Decision(is_accepted=True)
DECLINE = Decision(is_accepted=False, code="not-ready", text="Add the proof.")


@pytest.fixture
def waiting():
    SubmissionFactory()
    return SubmissionFactory(preprint__status="submitted")


@pytest.fixture
def first():
    return UserFactory(email="first@example.org", editor=True)


@pytest.fixture
def second():
    return UserFactory(email="second@example.org", editor=True)


def propose(submission, editor, decision=ACCEPT, now=NOW):
    return triage.propose_decision(submission.pk, editor=editor, decision=decision, now=now)


def state_of(submission):
    row = Submission.objects.get(pk=submission.pk)
    return row.state, row.editor, row.second_editor, row.is_decided_by_one


def test_one_editor_alone_decides_nothing_unless_the_policy_says_so(waiting, first, second):
    alone = {"editor": first, "now": NOW}
    accepting = {"second_editor": second, "claimed_author_id": None}
    with pytest.raises(author_errors.NeedsTwoEditors):
        submissions.accept_submission(waiting.pk, **alone, **accepting)
    with pytest.raises(author_errors.NeedsTwoEditors):
        submissions.decline_submission(waiting.pk, **alone, code="other", text="No.")
    assert state_of(waiting) == ("submitted", None, None, False)
    propose(waiting, second)
    Policy.objects.update(one_editor_triages=True)
    submissions.accept_submission(waiting.pk, **alone, **accepting)
    assert state_of(waiting) == ("accepted", first, second, True)
    assert TriageProposal.objects.get().state == "closed"


def test_who_proposes_handles_the_work_and_who_agrees_seconds_it(
    waiting, first, second, mailoutbox
):
    UserFactory(email="managing@example.org", managing_editor=True)
    proposal = propose(waiting, first)
    assert state_of(waiting) == ("submitted", None, None, False)
    assert new_mails(mailoutbox) == [("managing@example.org", "A decision needs a second editor")]
    with pytest.raises(author_errors.ProposedByYourself):
        triage.agree_to_proposal(proposal.pk, editor=first, now=LATER)
    triage.agree_to_proposal(proposal.pk, editor=second, now=LATER)
    assert state_of(waiting) == ("accepted", first, second, False)
    assert Round.objects.filter(submission=waiting).count() == 1
    proposal.refresh_from_db()
    assert (proposal.state, proposal.ended_by, proposal.ended_at) == ("agreed", second, LATER)
    with pytest.raises(author_errors.ProposalIsOver):
        triage.agree_to_proposal(proposal.pk, editor=second, now=LATER)


def test_of_a_proposal_that_is_changed_again_and_again_the_last_words_are_mailed(
    waiting, first, second, mailoutbox
):
    UserFactory(email="managing@example.org", managing_editor=True)
    named = UserFactory(email="named@example.org", editor=True)
    propose(waiting, first)
    assert new_mails(mailoutbox) == [("managing@example.org", "A decision needs a second editor")]
    for minute, editor in enumerate((second, None, second, named), start=1):
        decision = Decision(is_accepted=True, second_editor=editor)
        propose(waiting, first, decision, now=NOW + timedelta(minutes=minute))
    assert new_mails(mailoutbox) == [], "not while it may change again"
    rows = Outbox.objects.open().filter(task="reviews.notify_editors_of_proposal")
    assert rows.values("due_at").distinct().count() == 1, "a later change does not put it off"
    Outbox.objects.update(due_at=NOW)
    assert new_mails(mailoutbox) == [("named@example.org", "A decision needs a second editor")]


def test_a_named_second_editor_is_asked_and_seconds_it_whoever_agrees(
    waiting, first, second, mailoutbox
):
    named = UserFactory(email="named@example.org", editor=True)
    proposal = propose(waiting, first, Decision(is_accepted=True, second_editor=named))
    assert new_mails(mailoutbox) == [("named@example.org", "A decision needs a second editor")]
    triage.agree_to_proposal(proposal.pk, editor=second, now=LATER)
    assert state_of(waiting) == ("accepted", first, named, False)


def test_a_second_editor_decides_otherwise_and_theirs_is_the_decision(
    waiting, first, second, mailoutbox
):
    proposal = propose(waiting, first)
    new_mails(mailoutbox)
    triage.decide_otherwise(proposal.pk, editor=second, decision=DECLINE, now=LATER)
    assert state_of(waiting) == ("declined", second, None, False)
    assert new_mails(mailoutbox) == [(waiting.submitter.email, "Not sent for review")]
    assert TriageProposal.objects.get().state == "overruled"
    other = SubmissionFactory()
    declined = propose(other, first, DECLINE)
    triage.decide_otherwise(declined.pk, editor=second, decision=ACCEPT, now=LATER)
    assert state_of(other) == ("accepted", second, first, False)


def test_nobody_agrees_to_what_they_have_not_read(waiting, first, second):
    proposal = propose(waiting, first)
    seen = triage.proposal_seen(proposal)
    assert propose(waiting, first, DECLINE, now=LATER).pk == proposal.pk
    with pytest.raises(author_errors.ProposalChanged):
        triage.agree_to_proposal(proposal.pk, editor=second, seen=seen, now=LATER)
    with pytest.raises(author_errors.ProposalWaits):
        propose(waiting, second)
    proposal.refresh_from_db()
    kept = fields_of(proposal)
    assert (kept["decision"], kept["code"], kept["text"]) == (
        *("decline", "not-ready"),
        "Add the proof.",
    )


def test_authors_and_people_who_are_no_editors_neither_propose_nor_agree(waiting, first):
    author = UserFactory(editor=True)
    waiting.version.authors.update(user=author)
    for person, error in ((author, errors.EditorIsAuthor), (UserFactory(), errors.NotAnEditor)):
        with pytest.raises(error):
            propose(waiting, person)
    proposal = propose(waiting, first)
    for person, error in ((author, errors.EditorIsAuthor), (UserFactory(), errors.NotAnEditor)):
        with pytest.raises(error):
            triage.agree_to_proposal(proposal.pk, editor=person, now=LATER)
    Role.objects.filter(user=first).delete()
    with pytest.raises(errors.NotAnEditor):  # who proposed is no editor any more
        triage.agree_to_proposal(proposal.pk, editor=UserFactory(editor=True), now=LATER)
    ending.withdraw_submission(waiting.pk, by=author, now=LATER)
    assert TriageProposal.objects.get().state == "closed"


def test_two_editors_decide_on_the_page_and_the_desk_leads_there(waiting, first, second, client):
    page = reverse("reviews:submission", args=[waiting.pk])
    client.force_login(first)
    assert "Propose to accept it" in client.get(page).text
    accept = reverse("reviews:accept_submission", args=[waiting.pk])
    client.post(accept, {"consent": "agreed", "interests_choice": "none"})
    proposal = TriageProposal.objects.get()
    assert "A second editor agrees or decides otherwise" in client.get(page).text
    assert "A second editor to agree to a proposal" in client.get(reverse("reviews:desk")).text
    client.force_login(second)
    desk = client.get(reverse("reviews:desk")).text
    assert "Agree to what another editor proposes" in desk
    assert "Agree, and carry it out" in client.get(page).text
    agree = reverse("reviews:agree_to_proposal", args=[waiting.pk, proposal.pk])
    client.post(agree, {"seen": triage.proposal_seen(proposal), "interests_choice": "none"})
    assert state_of(waiting) == ("accepted", first, second, False)
    assert "One editor decided" not in client.get(waiting.preprint.get_absolute_url()).text


def shown_fields(client, page, form):
    """The fields of a form of the page, as a browser would send them without a change."""
    forms = lxml.html.fromstring(client.get(page).text).forms
    (found,) = [one for one in forms if form in one.action]
    return {name: value.strip() for name, value in found.form_values() if value.strip()}


def test_changing_a_proposal_begins_with_what_was_proposed(waiting, first, second, client):
    page = reverse("reviews:submission", args=[waiting.pk])
    accept = reverse("reviews:accept_submission", args=[waiting.pk])
    author = waiting.version.authors.first()
    proposed = {
        "second_editor": str(second.pk),
        "claimed_author": str(author.pk),
        "consent": "agreed",
        "interests_choice": "declared",
        "interest_rival": "on",
        "competing_interests": "We compete for a grant.",
    }
    client.force_login(second)
    blank = {"csrfmiddlewaretoken", "form_owner", "consent"}
    assert set(shown_fields(client, page, "/accept/")) == blank
    client.force_login(first)
    client.post(accept, proposed)
    again = shown_fields(client, page, "/accept/")
    assert {name: again.get(name) for name in proposed} == proposed
    client.post(accept, {**again, "consent": "pending"})
    kept = TriageProposal.objects.get()
    assert (kept.second_editor, kept.claimed_author) == (second, author)
    client.force_login(second)
    assert "claimed_author" not in shown_fields(client, page, "/accept/"), "theirs is their own"
    client.force_login(first)
    decline = reverse("reviews:decline_submission", args=[waiting.pk])
    typed = {"ground": "not-ready", "text": "Add the proof.", "interests_choice": "none"}
    client.post(decline, typed)
    again = shown_fields(client, page, "/decline/")
    assert (again["ground"], again["text"]) == ("not-ready", "Add the proof.")
    assert "second_editor" not in shown_fields(client, page, "/accept/")


def test_the_public_page_says_that_one_editor_decided(waiting, first, second, client):
    Policy.objects.update(one_editor_triages=True)
    client.force_login(first)
    accept = reverse("reviews:accept_submission", args=[waiting.pk])
    fields = {"consent": "agreed", "second_editor": second.pk, "interests_choice": "none"}
    client.post(accept, fields)
    assert state_of(waiting) == ("accepted", first, second, True)
    client.logout()
    words = "One editor decided to send it for review, as this journal’s policy allowed."
    assert words in client.get(waiting.preprint.get_absolute_url()).text


def test_a_journal_with_one_editor_is_told_what_it_cannot_do(waiting, first, client):
    client.force_login(first)
    pages = [reverse("reviews:desk"), reverse("reviews:submission", args=[waiting.pk])]
    words = "This journal has one editor."
    assert [words in client.get(page).text for page in pages] == [True, True]
    people = f'href="{reverse("reviews:editors")}"'
    assert people not in client.get(pages[0]).text
    other = UserFactory(managing_editor=True)
    assert [words in client.get(page).text for page in pages] == [False, False]
    other.is_active = False
    other.save()
    assert [words in client.get(page).text for page in pages] == [True, True]
    Role.objects.filter(user=first).update(name=Role.Name.MANAGING_EDITOR)
    page = client.get(pages[0]).text
    assert "You make somebody with an account an editor" in page
    assert people in page
    assert "/admin/accounts/user/" not in page
