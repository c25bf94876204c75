"""The services that take who acts, called directly: what they refuse whatever page asks them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from curation.services import building, publishing
from ingest.services import checks
from ingest.services import sources as source_services
from preprints.duplicates import merge as merging
from preprints.duplicates.candidates import keep_apart
from preprints.duplicates.undo import undo_merge
from reviews.models import Invitation, Review, Round, Submission
from reviews.services import (
    accepting,
    assessing,
    authorship,
    confirming,
    consent,
    draft_answers,
    ending,
    invitation_mails,
    invitations,
    lapsing,
    later_versions,
    mail_acts,
    posting,
    releasing,
    reminding,
    responding,
    reviewing,
    revising,
    submissions,
    wishes,
)
from reviews.services import due_days as due_days_of
from reviews.services import triage as triage_services
from reviews.services.editors import change_editor
from reviews.services.handing_over import PLACES, hand_over
from reviews.services.policies import change_policy
from reviews.wishes import Wishes
from tests.access.journal import CLOSED, Journal, make_round
from tests.access.requests import Request, call
from tests.at_once.reviewing.writing import content
from tests.factories.accounts import UserFactory
from tests.factories.reviews import term
from tests.factories.times import DUE, NOW


def triage(journal: Journal) -> Iterator[Request]:
    others = UserFactory(editor=True)
    own = "waiting, editor 2 confirmed"
    for state, one in journal.submissions.items():
        yield _accept(one, others, state=state)
        yield call(
            submissions.decline_submission,
            lambda user, one=one: submissions.decline_submission(
                one.pk, editor=user, code="other", text="Too short.", now=NOW
            ),
            state=state,
        )
    second = {"second is editor 2": "editor 2", "second is a reader": "reader"}
    for words, person in second.items():
        yield _accept(journal.submissions[own], journal.cast[person], state=f"{own}, {words}")
    author = journal.cast["author 2"]
    yield _accept(journal.submissions["waiting"], author, state="waiting, second is author 2")
    yield from _proposals(journal)
    accepted = journal.rounds["none"].submission
    for state, one in {**journal.submissions, "accepted": accepted}.items():
        yield from _authorship(one, state=state)
        yield from _consent(one, state=state)
        yield from _ending(one, state=state)
    work, subject = journal.submissions["waiting"].preprint_id, journal.other["subject"]
    yield call(
        submissions.classify_preprint,
        lambda user: submissions.classify_preprint(
            work, editor=user, kind="survey", subjects=[subject]
        ),
    )


def _proposals(journal: Journal) -> Iterator[Request]:
    decision = triage_services.Decision(is_accepted=False, code="other", text="Too short.")
    for state, one in journal.submissions.items():
        yield call(
            triage_services.propose_decision,
            lambda user, one=one: triage_services.propose_decision(
                one.pk, editor=user, decision=decision, now=NOW
            ),
            state=state,
        )
    for state, proposal in journal.proposals.items():
        yield call(
            triage_services.agree_to_proposal,
            lambda user, proposal=proposal: triage_services.agree_to_proposal(
                proposal.pk, editor=user, now=NOW
            ),
            state=state,
        )
        yield call(
            triage_services.decide_otherwise,
            lambda user, proposal=proposal: triage_services.decide_otherwise(
                proposal.pk, editor=user, decision=decision, now=NOW
            ),
            state=state,
        )


def _authorship(one: Submission, *, state: str) -> Iterator[Request]:
    first = one.version.authors.order_by("position").first()
    last = one.version.authors.order_by("position").last()
    person = UserFactory()
    yield call(
        authorship.confirm_author,
        lambda user: authorship.confirm_author(
            one.pk, author_id=last.pk, person=person, editor=user, now=NOW
        ),
        state=state,
    )
    yield call(
        authorship.take_back_author,
        lambda user: authorship.take_back_author(
            one.pk, author_id=first.pk, editor=user, reason="Another Ada.", now=NOW
        ),
        state=state,
    )


def _consent(one: Submission, *, state: str) -> Iterator[Request]:
    yield call(
        consent.ask_author,
        lambda user: consent.ask_author(one.pk, email="third-author@example.org", by=user, now=NOW),
        state=state,
    )
    yield call(
        consent.change_consent,
        lambda user: consent.change_consent(
            one.pk, consent="declined", by=user, reason="She wrote to us.", now=NOW
        ),
        state=state,
    )


def _ending(one: Submission, *, state: str) -> Iterator[Request]:
    yield call(
        wishes.save_wishes,
        lambda user: wishes.save_wishes(
            one.pk, by=user, wishes=Wishes(aspects="The proof."), now=NOW
        ),
        state=state,
    )
    yield call(
        ending.withdraw_submission,
        lambda user: ending.withdraw_submission(one.pk, by=user, now=NOW),
        state=state,
    )
    yield call(
        ending.publish_reasons,
        lambda user: ending.publish_reasons(one.pk, author=user, now=NOW),
        state=state,
    )


def _accept(one: Submission, second: Any, *, state: str) -> Request:
    return call(
        submissions.accept_submission,
        lambda user: submissions.accept_submission(
            one.pk, editor=user, second_editor=second, claimed_author_id=None, now=NOW
        ),
        state=state,
    )


def due_days(journal: Journal) -> Iterator[Request]:
    later = DUE + timedelta(days=5)
    states = {"draft": journal.reviews["draft"], "submitted": journal.reviews["of co-rev."]}
    for state, review in states.items():
        for service in (due_days_of.set_review_day, reminding.ask_for_review):
            day = {"due_on": later} if service is due_days_of.set_review_day else {}
            yield call(
                service,
                lambda user, service=service, review=review, day=day: service(
                    review.pk, editor=user, now=NOW, **day
                ),
                state=state,
            )
        yield call(
            due_days_of.extend_review,
            lambda user, review=review: due_days_of.extend_review(
                review.pk, reviewer=user, due_on=later, now=NOW
            ),
            state=state,
        )
    for state in ("pending, link", "accepted"):
        asked = journal.invitations[state]
        yield call(
            due_days_of.set_invited_day,
            lambda user, asked=asked: due_days_of.set_invited_day(
                asked.pk, editor=user, due_on=later, now=NOW
            ),
            state=state.partition(",")[0],
        )


def handing_over(journal: Journal) -> Iterator[Request]:
    one, to = make_round(journal.cast).submission, UserFactory(editor=True)
    for place in PLACES:
        yield call(
            hand_over,
            lambda user, place=place: hand_over(one.pk, place=place, to=to, by=user, now=NOW),
            state=place.replace("_", " "),
        )


def reopening(journal: Journal) -> Iterator[Request]:
    for state in ("lapsed", "waiting"):
        one = journal.submissions[state]
        yield call(
            lapsing.reopen_submission,
            lambda user, one=one: lapsing.reopen_submission(one.pk, editor=user, now=NOW),
            state=state,
        )


def policies(journal: Journal) -> Iterator[Request]:
    yield call(change_policy, lambda user: change_policy({"review_days": 28}, editor=user, now=NOW))


def people(journal: Journal) -> Iterator[Request]:
    reader = journal.cast["reader"]
    for roles in (["editor"], []):
        yield call(
            change_editor,
            lambda user, roles=roles: change_editor(
                reader.pk, roles=roles, subjects=(), by=user, reason="Asked.", now=NOW
            ),
            state="given" if roles else "unchanged",
        )


def inviting(journal: Journal) -> Iterator[Request]:
    opened = journal.rounds["none"]
    yield _invite(opened, "noor@example.org", state="round open")
    yield _invite(journal.rounds["published"], "noor@example.org", state="round closed")
    for person in ("author", "author 2", "reviewer", "reviewer 2", "second", "editor 2"):
        yield _invite(opened, journal.cast[person].email, state=f"to {person}")
    for state in ("author confirmed, open", "author claimed, open"):
        yield _invite(
            journal.rounds[state], journal.cast["author"].email, state=f"{state}, to them"
        )
    for state in ("pending, link", "accepted", "submitted", *CLOSED):
        invitation, shown = journal.invitations[state], state.partition(",")[0]
        yield _revoke(invitation, state=shown)
        yield _send_again(invitation, invitation.email, state=shown)
    asked = journal.invitations["pending, link"]
    for person in ("author", "author 2"):
        yield _send_again(asked, journal.cast[person].email, state=f"pending, to {person}")


def _invite(opened: Round, email: str, *, state: str) -> Request:
    return call(
        invitations.invite_reviewer,
        lambda user: invitations.invite_reviewer(
            opened.pk, editor=user, email=email, name="Noor", message="", due_on=DUE, now=NOW
        ),
        state=state,
    )


def _revoke(invitation: Invitation, *, state: str) -> Request:
    return call(
        invitations.revoke_invitation,
        lambda user: invitations.revoke_invitation(invitation.pk, editor=user, now=NOW),
        state=state,
    )


def _send_again(invitation: Invitation, email: str, *, state: str) -> Request:
    return call(
        invitation_mails.send_invitation_again,
        lambda user: invitation_mails.send_invitation_again(
            invitation.pk, editor=user, email=email, now=NOW
        ),
        state=state,
    )


def answering(journal: Journal) -> Iterator[Request]:
    """An invitation that each of them answers from their own account."""
    for state in ("pending, link", "accepted", *CLOSED):
        asked = journal.invitations[state]
        yield call(
            invitations.accept_invitation,
            lambda user, asked=asked: invitations.accept_invitation(
                asked.pk, user=user, name="", now=NOW
            ),
            state=state.partition(",")[0],
        )
        yield call(
            invitations.decline_invitation,
            lambda user, asked=asked: invitations.decline_invitation(
                asked.pk, user=user, reason="No time.", now=NOW
            ),
            state=state.partition(",")[0],
        )
    for state, opened in journal.rounds.items():
        if state in ("none", "published") or state.startswith(("of another", "author")):
            yield _begin(opened, state=state)
    yield _begin(journal.rounds["none"], is_verified=False, state="address not confirmed")


def _begin(opened: Round, *, state: str, is_verified: bool = True) -> Request:
    return call(
        reviewing.begin_review,
        lambda user: reviewing.begin_review(
            opened.pk, reviewer=user, due_on=DUE, email_verified=is_verified, now=NOW
        ),
        state=state,
    )


def reviews(journal: Journal) -> Iterator[Request]:
    for state in ("draft", "draft, closed", "submitted", "of co-rev.", "disowned"):
        yield _submit(journal.reviews[state], state=state)
    waiting = journal.reviews["guest's, no link"]
    states = {
        "draft": journal.reviews["draft"],
        "submitted": journal.reviews["of co-rev."],
        "accepted": journal.reviews["accepted"],
        "published": journal.reviews["published"],
        "signed, not confirmed": waiting,
        "disowned": journal.reviews["disowned"],
    }
    for state, review in states.items():
        yield _on_review(accepting.accept_review, review, state=state)
    for state in ("submitted", "accepted", "too late"):
        yield _on_review(accepting.publish_review, journal.reviews[state], state=state)
    yield _on_review(confirming.ask_for_confirmation, waiting, state="not confirmed")
    corrected = journal.reviews["corrected address"]
    for state, review in (("corrected address", corrected), ("nothing to approve", waiting)):
        yield _on_review(confirming.approve_byline, review, state=state, person="second_editor")
    for state, review in (
        ("namesake", journal.reviews["namesake"]),
        ("nothing to allow", waiting),
    ):
        yield _on_review(confirming.allow_name, review, state=state)


def _submit(review: Review, *, state: str) -> Request:
    return call(
        reviewing.submit_review,
        lambda user: reviewing.submit_review(review.pk, reviewer=user, content=content(), now=NOW),
        state=state,
    )


def _on_review(service: Any, review: Review, *, state: str, person: str = "editor") -> Request:
    later = NOW + timedelta(hours=1)  # not the second click of what the journal has mailed
    return call(service, lambda user: service(review.pk, now=later, **{person: user}), state=state)


def assessments(journal: Journal) -> Iterator[Request]:
    rounds = {**journal.rounds, "no published review": journal.other["unreviewed round"]}
    rounds = {state: one for state, one in rounds.items() if not state.startswith("author")}
    for state, opened in rounds.items():
        yield call(
            assessing.propose_assessment,
            lambda user, opened=opened: assessing.propose_assessment(
                opened.pk,
                editor=user,
                significance=term("significance", "fundamental"),
                strength=term("strength", "solid"),
                text="A result of weight.",
                competing_interests="None.",
                now=NOW,
            ),
            state=state,
        )
    for state, assessment in journal.assessments.items():
        yield from _steps(assessment, state=state)
    yield from _decisions(journal.assessments["proposed"], seen="other", state="not seen")
    for state in (
        *("none", "published", "of another, assessed"),
        *("author confirmed, assessed", "author claimed, assessed"),
    ):
        yield _respond(journal.rounds[state], state=state)
    for state in ("with authors", "published"):
        yield call(
            responding.hold_response,
            lambda user, sent=journal.rounds[state]: responding.hold_response(
                sent.pk, author=user, text="We agree.", competing_interests="None.", now=NOW
            ),
            state=state,
        )


def rounds(journal: Journal) -> Iterator[Request]:
    """Released, sent to the authors, posted."""
    for state in ("nothing accepted", "none", "released", "with authors", "published"):
        opened = journal.rounds[state]
        yield call(
            releasing.release_round,
            lambda user, opened=opened: releasing.release_round(
                opened.pk, editor=user, reason="One is ill.", now=NOW
            ),
            state=state,
        )
    for state, assessment in journal.assessments.items():
        yield call(
            posting.send_to_authors,
            lambda user, assessment=assessment: posting.send_to_authors(
                assessment.pk, editor=user, now=NOW
            ),
            state=state,
        )
    for state in ("released", "with authors", "authors' time over", "published"):
        sent = journal.rounds[state]
        yield call(
            posting.post_round,
            lambda user, sent=sent: posting.post_round(sent.pk, author=user, now=NOW),
            state=state,
        )


def revisions(journal: Journal) -> Iterator[Request]:
    declared = {state: revision.version for state, revision in journal.revisions.items()}
    for state, version in {**journal.newer_versions, **declared}.items():
        yield call(
            revising.declare_revision,
            lambda user, version=version: revising.declare_revision(
                version.pk, author=user, note="Section two.", answers={}, now=NOW
            ),
            state=state,
        )
        yield call(
            revising.declare_final,
            lambda user, version=version: revising.declare_final(version.pk, author=user, now=NOW),
            state=state,
        )
        yield call(
            later_versions.confirm_assessment,
            lambda user, version=version: later_versions.confirm_assessment(
                version.pk, editor=user, reason="Only typos.", now=NOW
            ),
            state=state,
        )
    for state, revision in journal.revisions.items():
        yield call(
            revising.decide_revision,
            lambda user, revision=revision: revising.decide_revision(
                revision.pk, editor=user, decision="full", reason="New.", due_on=DUE, now=NOW
            ),
            state=state,
        )


def _steps(assessment: Any, *, state: str) -> Iterator[Request]:
    yield from _decisions(assessment, seen=assessment.fingerprint, state=state)
    yield call(
        posting.publish_assessment,
        lambda user: posting.publish_assessment(assessment.pk, editor=user, now=NOW),
        state=state,
    )


def drafts_answered(journal: Journal) -> Iterator[Request]:
    review = journal.reviews["of a draft"]
    fields = {"agrees": False, "text": "There is a gap."}
    seen = review.round.assessment.fingerprint
    yield call(
        draft_answers.answer_draft,
        lambda user: draft_answers.answer_draft(
            review.pk, reviewer=user, seen=seen, now=NOW, **fields
        ),
        state="draft shown",
    )


def _decisions(assessment: Any, *, seen: str, state: str) -> Iterator[Request]:
    yield call(
        assessing.approve_assessment,
        lambda user: assessing.approve_assessment(
            assessment.pk, second_editor=user, seen=seen, now=NOW
        ),
        state=state,
    )
    yield call(
        assessing.return_assessment,
        lambda user: assessing.return_assessment(
            assessment.pk, second_editor=user, comment="Say why.", seen=seen, now=NOW
        ),
        state=state,
    )


def _respond(answered: Round, *, state: str) -> Request:
    return call(
        responding.post_response,
        lambda user: responding.post_response(
            answered.pk, author=user, text="We agree.", competing_interests="None.", now=NOW
        ),
        state=state,
    )


def issues(journal: Journal) -> Iterator[Request]:
    yield call(
        building.create_issue,
        lambda user: building.create_issue(editor=user, title="Trust", now=NOW),
    )
    draft = journal.issues["draft"].pk
    for state in ("candidate", "candidate by editor 2", "in the issue", "listed"):
        work = journal.works[state].pk
        yield call(
            building.add_entry,
            lambda user, work=work: building.add_entry(
                draft, preprint_id=work, editor=user, now=NOW
            ),
            state=state,
        )
    for state, issue in journal.issues.items():
        yield call(
            building.save_issue,
            lambda user, issue=issue: building.save_issue(
                issue.pk, editor=user, title="Trust", editorial="Words.", seen=None, now=NOW
            ),
            state=state,
        )
        yield call(
            publishing.publish_issue,
            lambda user, issue=issue: publishing.publish_issue(issue.pk, editor=user, now=NOW),
            state=state,
        )
    yield from _entries(journal)


def _entries(journal: Journal) -> Iterator[Request]:
    for state in ("second", "by editor 2", "published"):
        entry = journal.entries[state].pk
        yield call(
            building.save_entry,
            lambda user, entry=entry: building.save_entry(
                entry, editor=user, section="Trust", recommendation="Read it.", seen=None, now=NOW
            ),
            state=state,
        )
        yield call(
            building.move_entry,
            lambda user, entry=entry: building.move_entry(entry, editor=user, up=True),
            state=state,
        )
        yield call(
            building.remove_entry,
            lambda user, entry=entry: building.remove_entry(entry, editor=user, now=NOW),
            state=state,
        )


def mails(journal: Journal) -> Iterator[Request]:
    for state in ("waiting", "failed", "sent", "of no work"):
        mail = journal.other[f"mail, {state}"].pk
        for service in (mail_acts.stop_mail, mail_acts.send_mail_again):
            yield call(
                service,
                lambda user, service=service, mail=mail: service(mail, editor=user, now=NOW),
                state=state,
            )


def duplicates(journal: Journal) -> Iterator[Request]:
    pair, merge = journal.other["candidate"], journal.other["merge"]
    yield call(
        merging.merge_preprints,
        lambda user: merging.merge_preprints(
            pair.one_id, pair.other_id, reason="One work.", by=user, now=NOW
        ),
    )
    yield call(
        merging.merge_pair,
        lambda user: merging.merge_pair(pair.one, pair.other, reason="One work.", by=user, now=NOW),
    )
    yield call(keep_apart, lambda user: keep_apart(pair, by=user, now=NOW))
    yield call(undo_merge, lambda user: undo_merge(merge, by=user, now=NOW))


def sources(journal: Journal) -> Iterator[Request]:
    source, feed, reject = (journal.other[name] for name in ("source", "feed", "reject"))
    for service in (
        source_services.pause,
        source_services.run_now,
        source_services.allow_once,
        source_services.ask_again,
    ):
        yield call(service, lambda user, service=service: service(source.pk, by=user, now=NOW))
    yield call(
        source_services.choose_sets,
        lambda user: source_services.choose_sets(
            source.pk, ["cs:cs:CV"], instead_of=source.sets, by=user, now=NOW
        ),
    )
    yield call(checks.allow_changes, lambda user: checks.allow_changes("zenodo", by=user, now=NOW))
    submission = journal.submissions["waiting"]
    yield call(
        checks.check_now,
        lambda user: checks.check_now(submission.preprint_id, by=user, now=NOW),
    )
    for service in (source_services.retry, source_services.dismiss):
        yield call(service, lambda user, service=service: service(reject.pk, by=user, now=NOW))
    yield call(
        source_services.add_feed,
        lambda user: source_services.add_feed(
            "Another", "https://other.example.org/feed", by=user, now=NOW
        ),
    )
    for one in (feed, source):
        yield call(
            source_services.remove_feed,
            lambda user, one=one: source_services.remove_feed(one.slug, by=user, now=NOW),
            state="feed" if one is feed else "no feed",
        )
