"""Submissions of the journal of the access table, by their states."""

from preprints.models import Preprint
from reviews.models import Policy, TriageProposal
from reviews.services.consent_steps import mail_request
from tests.access.journal import Journal
from tests.factories.reviews import RoundFactory, SubmissionFactory
from tests.factories.times import NOW


def make_submissions(journal: Journal) -> None:
    cast = journal.cast
    for state, author in (("waiting", "author"), ("waiting, by editor 2", "editor 2")):
        one = SubmissionFactory(submitter=cast[author])
        one.version.authors.update(user=cast[author])
        journal.submissions[state] = one
    found = SubmissionFactory(submitter=cast["reader"], is_author=False)
    found.version.authors.update(user=cast["editor 2"])
    journal.submissions["waiting, editor 2 confirmed"] = found
    journal.other["consent request"] = mail_request(
        found, "first-author@example.org", by=cast["reader"], now=NOW
    )
    Policy.objects.update(one_editor_triages=True)
    for state, proposer in (("proposed", "handling"), ("proposed, by editor 2", "editor 2")):
        proposed = SubmissionFactory(submitter=cast["author"])
        proposed.version.authors.update(user=cast["author"])
        journal.submissions[state] = proposed
        journal.proposals[state] = TriageProposal.objects.create(
            submission=proposed, decision="accept", proposed_by=cast[proposer], proposed_at=NOW
        )
    journal.submissions["withdrawn"] = SubmissionFactory(
        state="withdrawn", submitter=cast["author"], withdrawn_at=NOW
    )
    ended = RoundFactory(
        state="lapsed",
        closed_at=NOW,
        submission__state="lapsed",
        submission__lapsed_at=NOW,
        submission__lapse_reason="no-reviewer",
        submission__submitter=cast["author"],
        submission__editor=cast["handling"],
        submission__second_editor=cast["second"],
    )
    Preprint.objects.filter(pk=ended.submission.preprint_id).update(status="lapsed")
    ended.version.authors.update(user=cast["author"])
    journal.other["lapsed round"], journal.submissions["lapsed"] = ended, ended.submission
    journal.submissions["declined"] = SubmissionFactory(
        state="declined",
        submitter=cast["author"],
        editor=cast["handling"],
        decline_code="other",
        decline_text="Too short.",
        decided_at=NOW,
        is_decline_public=True,
    )
    journal.submissions["declined"].version.authors.update(user=cast["author"])
    for state in ("agreed", "overruled", "closed"):
        journal.proposals[state] = TriageProposal.objects.create(
            submission=journal.submissions["declined"],
            decision="accept",
            state=state,
            proposed_by=cast["handling"],
            proposed_at=NOW,
            ended_by=cast["second"],
            ended_at=NOW,
        )
