"""Rounds and assessments of the journal of the access table, by their states."""

from datetime import date, timedelta
from typing import Any

from preprints.models import Preprint
from reviews.models import Assessment, Correction, Round, Submission
from tests.access.journal import Journal
from tests.access.people import Cast
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW


def make_round(cast: Cast, **changed: Any) -> Round:
    """Of a work by the author, handled by the two editors.

    author: who is confirmed as the work's author, where that is not who submitted it.
    """
    author = changed.pop("author", changed.get("submitter", cast["author"]))
    people = {
        "submitter": cast["author"],
        "editor": cast["handling"],
        "second_editor": cast["second"],
        **changed,
    }
    opened = RoundFactory(submission=SubmissionFactory(accepted=True, **people))
    opened.version.authors.update(user=author)
    Preprint.objects.filter(pk=opened.version.preprint_id).update(status="under-review")
    return opened


def make_second_round(cast: Cast, state: str) -> Round:
    """Of a work that was reviewed before, open or lapsed."""
    second = make_round(cast)
    closed_at = NOW if state == "lapsed" else None
    Round.objects.filter(pk=second.pk).update(number=2, state=state, closed_at=closed_at)
    return second


def make_owed(cast: Cast) -> Submission:
    """A work whose only assessment was withdrawn; nothing of it is under way."""
    assessed = make_round(cast)
    Round.objects.filter(pk=assessed.pk).update(state="assessed", closed_at=NOW)
    AssessmentFactory(round=assessed, withdrawn=True)
    return assessed.submission


def make_left(cast: Cast) -> Submission:
    """A work under review that is withdrawn where it was posted."""
    submission = make_round(cast).submission
    left = {"status": "withdrawn", "status_before_withdrawal": "under-review"}
    Preprint.objects.filter(pk=submission.preprint_id).update(**left)
    return submission


def make_rounds(journal: Journal) -> None:
    for state in ("none", "proposed", "returned", "approved", "published"):
        opened = make_round(journal.cast)
        is_posted = state in ("none", "published")
        ReviewFactory(round=opened, published=is_posted, accepted=not is_posted)
        if not is_posted:
            Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
            opened.refresh_from_db()
        journal.rounds[state] = opened
        if state != "none":
            journal.assessments[state] = _assessment(opened, state)
    _make_held_rounds(journal)
    journal.other["unreviewed round"] = make_round(journal.cast)
    journal.rounds["withdrawn"] = make_round(journal.cast)
    Submission.objects.filter(rounds=journal.rounds["withdrawn"]).update(
        state="withdrawn", withdrawn_at=NOW
    )
    Round.objects.filter(pk=journal.rounds["withdrawn"].pk).update(state="withdrawn", closed_at=NOW)
    journal.rounds["withdrawn"].refresh_from_db()
    make_corrections(journal)
    _make_rounds_of_half_known_authors(journal)
    closed = journal.rounds["published"]
    closed.state, closed.closed_at = Round.State.ASSESSED, NOW
    closed.save()
    Preprint.objects.filter(pk=closed.version.preprint_id).update(status="reviewed")


def _make_held_rounds(journal: Journal) -> None:
    """One that nothing is accepted of, one released without an assessment, and some whose
    assessment is approved: of an unknown author, and with the authors, who have time or had it."""
    cast, rounds = journal.cast, journal.rounds
    rounds["nothing accepted"] = make_round(cast)
    ReviewFactory(round=rounds["nothing accepted"], submitted=True, confirmed=True)
    rounds["released"] = make_round(cast)
    journal.reviews["accepted"] = ReviewFactory(round=rounds["released"], accepted=True)
    rounds["draft shown"] = make_round(cast)
    journal.reviews["of a draft"] = ReviewFactory(
        round=rounds["draft shown"], accepted=True, reviewer=cast["reviewer"]
    )
    rounds["author unknown"] = make_round(cast, author=None)
    rounds["with authors"] = make_round(cast)
    rounds["authors' time over"] = make_round(cast)
    states: dict[str, dict[str, Any]] = {
        "released": {"state": "released", "released_at": NOW},
        "draft shown": {"state": "released", "released_at": NOW},
        "author unknown": {"state": "released", "released_at": NOW},
    }
    for state, until in (("with authors", 36_500), ("authors' time over", 0)):
        states[state] = {"state": "with-authors", "released_at": NOW, "sent_at": NOW}
        states[state]["respond_until"] = NOW + timedelta(days=until)
    for state, fields in states.items():
        Round.objects.filter(pk=rounds[state].pk).update(**fields)
        rounds[state].refresh_from_db()
        if state == "draft shown":
            asked = AssessmentFactory(round=rounds[state], answer_by=date(2999, 1, 1))
            journal.assessments[state] = asked
        elif state != "released":
            ReviewFactory(round=rounds[state], accepted=True)
            journal.assessments[state] = _assessment(rounds[state], "approved")


def make_corrections(journal: Journal) -> None:
    """Of the round with its authors: one that waits, and one of each answer."""
    sent, author = journal.rounds["with authors"], journal.cast["author"]
    for number, state in enumerate(Correction.State.values, start=1):
        note = {} if state == "waiting" else {"note": "So it is.", "decided_at": NOW}
        journal.other[f"correction, {state}"] = CorrectionFactory(
            round=sent, author=author, number=number, state=state, **note
        )
    Round.objects.filter(pk=sent.pk).update(post_by=NOW + timedelta(days=36_501))


def _make_rounds_of_half_known_authors(journal: Journal) -> None:
    """Works whose author did not submit them, or submitted them and is not confirmed; each with an
    open round and an assessed one."""
    for state in ("open", "assessed"):
        submitted = {"submitter": journal.cast["reader"], "is_author": False}
        confirmed = make_round(journal.cast, **submitted, author=journal.cast["author"])
        claimed = make_round(journal.cast, author=None)
        for name, one in (("author confirmed", confirmed), ("author claimed", claimed)):
            journal.rounds[f"{name}, {state}"] = one
            if state == "assessed":
                Round.objects.filter(pk=one.pk).update(state="assessed", closed_at=NOW)


def _assessment(opened: Round, state: str) -> Assessment:
    if state == "published":
        return AssessmentFactory(round=opened, published=True)
    fields: dict[str, Any] = {"state": state}
    if state == "approved":
        fields |= {"approved_by": opened.submission.second_editor, "approved_at": NOW}
    if state == "returned":
        fields["comment"] = "Say why."
    return AssessmentFactory(round=opened, **fields)


def make_another_work(journal: Journal) -> None:
    """Where the people whose columns end in 2 are what the others are to the works above."""
    cast = journal.cast
    people = {"submitter": cast["author 2"], "editor": cast["editor 2"]}
    for state in ("open", "assessed"):
        other = make_round(cast, **people, second_editor=cast["managing"])
        ReviewFactory(round=other, published=True)
        ReviewFactory(round=other, reviewer=cast["reviewer 2"])
        if state == "assessed":
            AssessmentFactory(round=other, published=True)
            Round.objects.filter(pk=other.pk).update(state="assessed", closed_at=NOW)
        journal.rounds[f"of another, {state}"] = other
