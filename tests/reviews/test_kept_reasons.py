"""What was declined keeps the words of its reason, whatever becomes of the list in the policy."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.urls import reverse

from reviews.decline_reasons import first_reasons
from reviews.models import Appeal, Policy, Submission, TriageProposal
from reviews.reason_errors import ReasonNotOffered
from reviews.selectors.earlier_submissions import earlier_submissions
from reviews.services import ending, submissions, triage
from reviews.services.triage import Decision
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
FIRST = [reason["words"] for reason in first_reasons()]
NOT_READY = {"is_accepted": False, "code": "not-ready", "text": "Add the proof."}


def change_list(code, **changes):
    """One reason alone; the others stay as they are."""
    policy = Policy.objects.get()
    for reason in policy.decline_reasons:
        if reason["code"] == code:
            reason.update(changes)
    policy.save()


def editor():
    return UserFactory(editor=True)


def propose(**decision):
    one = SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    one.version.authors.update(user=one.submitter)
    return triage.propose_decision(
        one.pk, editor=editor(), decision=Decision(**NOT_READY | decision), now=NOW
    )


def declined(**decision):
    return triage.agree_to_proposal(propose(**decision).pk, editor=editor(), now=NOW)


def test_other_words_count_for_what_is_declined_afterwards(client):
    before, other = declined(), declined(code="other")
    change_list("not-ready", words="Too early for review")
    after = declined()
    kept = {one: (one.decline_code, one.decline_words) for one in (before, after, other)}
    assert list(kept.values()) == [
        ("not-ready", "Not ready for review"),
        ("not-ready", "Too early for review"),
        ("other", "Another reason"),
    ]
    for one, (_code, words) in kept.items():
        ending.publish_reasons(one.pk, author=one.submitter, now=NOW)
        client.force_login(one.submitter)
        anew = SubmissionFactory(preprint=one.preprint)
        assert [row.reason for row in earlier_submissions(anew)] == [words]
        for page in (
            one.preprint.get_absolute_url(),
            reverse("reviews:own_submission", args=[one.pk]),
        ):
            shown = client.get(page).text
            assert [other for other in kept.values() if other[1] in shown] == [kept[one]], page


def test_a_proposal_is_carried_out_with_the_words_that_were_proposed():
    waiting, bystander = propose(), propose(code="other")
    change_list("not-ready", words="Too early", is_offered=False)
    change_list("other", words="Something else")
    for proposal, words in ((waiting, "Not ready for review"), (bystander, "Another reason")):
        one = triage.agree_to_proposal(proposal.pk, editor=editor(), now=NOW)
        assert (one.state, one.decline_code, one.decline_words) == (
            "declined",
            proposal.code,
            words,
        )


@pytest.mark.usefixtures("one_editor_triages")
def test_a_reason_that_is_offered_no_more_declines_nothing():
    waiting, by = SubmissionFactory(), editor()
    overruled = triage.propose_decision(
        SubmissionFactory().pk, editor=by, decision=Decision(is_accepted=True), now=NOW
    )
    change_list("not-ready", is_offered=False)
    for code in ("not-ready", "never-there"):
        refused = Decision(**NOT_READY | {"code": code})
        with pytest.raises(ReasonNotOffered):
            triage.propose_decision(waiting.pk, editor=by, decision=refused, now=NOW)
        with pytest.raises(ReasonNotOffered):
            submissions.decline_submission(waiting.pk, editor=by, code=code, text="No.", now=NOW)
        with pytest.raises(ReasonNotOffered):
            triage.decide_otherwise(overruled.pk, editor=editor(), decision=refused, now=NOW)
    assert set(Submission.objects.values_list("state", flat=True)) == {"submitted"}
    assert TriageProposal.objects.get() == overruled
    submissions.decline_submission(waiting.pk, editor=by, code="other", text="No.", now=NOW)
    waiting.refresh_from_db()
    assert waiting.decline_words == "Another reason"


def test_the_form_offers_what_the_policy_does_and_keeps_the_text(client):
    waiting = SubmissionFactory()
    client.force_login(editor())
    page = reverse("reviews:submission", args=[waiting.pk])
    offered = client.get(page).context["decline_form"].fields["ground"].choices
    assert [words for _code, words in offered][1:] == FIRST
    change_list("not-ready", is_offered=False)
    sent = {"ground": "not-ready", "text": "Add the proof."}
    answer = client.post(reverse("reviews:decline_submission", args=[waiting.pk]), sent)
    assert answer.status_code == 422
    assert str(ReasonNotOffered.message) in answer.text
    assert "Add the proof." in answer.text
    offered = answer.context["decline_form"].fields["ground"].choices
    assert [words for _code, words in offered][1:] == [w for w in FIRST if "ready" not in w]


def test_the_database_keeps_each_code_and_one_that_is_offered():
    rows = Policy.objects.all()
    some = first_reasons()
    for refused in (some[1:], [], [{**reason, "is_offered": False} for reason in some]):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(decline_reasons=refused)
    rows.update(decline_reasons=[*some[::-1], {"code": "new", "words": "New", "is_offered": True}])


def test_what_was_declined_before_gets_the_words_it_had():
    appeal = Appeal(published_decline={"code": "other", "text": "No."}, text="It is not.")
    one, bystander = (
        SubmissionFactory(state="declined", decline_code=code, decline_text="No.", decline_words="")
        for code in ("out-of-scope", "other")
    )
    bystander.decline_words = "Kept"
    bystander.save()
    appeal.work, appeal.declined, appeal.by = one, one, one.submitter
    appeal.filed_at = appeal.due_at = appeal.decision_at = NOW
    appeal.save()
    with rewriting():  # published reasons have been kept from changes since
        import_module("reviews.migrations.0077_reasons_to_decline").write_words(apps, None)
    for row in (one, bystander, appeal):
        row.refresh_from_db()
    assert one.decline_words == "Outside the journal's subjects"
    assert bystander.decline_words == "Kept"
    assert appeal.published_decline["words"] == "Another reason"
