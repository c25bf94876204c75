"""The editors' pages: triage, invitations, reviews, assessments, duplicates, sources, issues."""

from collections.abc import Iterator
from typing import Any

from curation.form_texts import entry_fingerprint, issue_fingerprint
from preprints.models import Author
from reviews.assessment_texts import assessment_seen
from reviews.models import Assessment, Policy, Submission
from reviews.policy_forms import PolicyForm
from reviews.reason_forms import DeclineReasonsForm
from tests.access.journal import CLOSED, Journal
from tests.access.made_rounds import make_left, make_owed, make_round, make_second_round
from tests.access.requests import FORM, Request, get, post
from tests.factories.accounts import UserFactory
from tests.factories.reviews import term
from tests.factories.times import day_to_type

LATER = day_to_type()
NO_INTERESTS = {"interests_choice": "none"}


def triage(journal: Journal) -> Iterator[Request]:
    second = UserFactory(editor=True).pk
    accepted = {"second_editor": second, "consent": "agreed", "interests_choice": "none"}
    declined = {"ground": "other", "text": "Add the proof.", "interests_choice": "none"}
    yield get("reviews:desk")
    submissions = {**journal.submissions, "accepted": journal.rounds["none"].submission}
    for state, one in submissions.items():
        yield get("reviews:submission", one.pk, state=state)
        yield post("reviews:accept_submission", one.pk, state=state, fields=accepted)
        yield post("reviews:decline_submission", one.pk, state=state, fields=declined)
    for state, proposal in journal.proposals.items():
        pair = proposal.submission_id, proposal.pk
        yield post("reviews:agree_to_proposal", *pair, state=state, fields=NO_INTERESTS)
        yield get("reviews:agree_to_proposal", *pair, state=f"{state}, {FORM}")
    yield from _authors(submissions)
    for name in ("accept_submission", "decline_submission", "classify_preprint", "check_now"):
        yield get(f"reviews:{name}", submissions["waiting"].pk, state=FORM)
    kind = {"kind": "survey", "subjects": [journal.other["subject"].pk]}
    yield post("reviews:classify_preprint", submissions["waiting"].pk, fields=kind)
    yield post("reviews:check_now", submissions["waiting"].pk)


def _authors(submissions: dict[str, Submission]) -> Iterator[Request]:
    """Of each a second author is confirmed, and the first one taken back."""
    person = UserFactory(email="second-author@example.org", verified=True)
    for state, one in submissions.items():
        first = one.version.authors.get()
        second = Author.objects.create(version=one.version, position=2, name="Second Author")
        known = {"author": second.pk, "person": person.email}
        yield get("reviews:authors", one.pk, state=state)
        yield post("reviews:confirm_author", one.pk, state=state, fields=known)
        reason = {"reason": "Another Ada."}
        yield post("reviews:take_back_author", one.pk, first.pk, state=state, fields=reason)
        asked = {"email": "third-author@example.org"}
        yield post("reviews:ask_author_as_editor", one.pk, state=state, fields=asked)
        known = {"consent": "declined", "reason": "She wrote to us."}
        yield post("reviews:set_consent", one.pk, state=state, fields=known)
    waiting = submissions["waiting"]
    for name in ("ask_author_as_editor", "set_consent"):
        yield get(f"reviews:{name}", waiting.pk, state=FORM)
    yield get("reviews:confirm_author", waiting.pk, state=FORM)
    author = waiting.version.authors.get(position=1)
    yield get("reviews:take_back_author", waiting.pk, author.pk, state=FORM)


def policies(journal: Journal) -> Iterator[Request]:
    yield get("reviews:change_policy")
    shown = PolicyForm(instance=Policy.objects.get())
    fields = {name: shown[name].value() for name in shown.fields if shown[name].value()}
    yield post("reviews:change_policy", fields=fields | {"review_days": 28})
    yield get("reviews:change_decline_reasons")
    shown = DeclineReasonsForm(reasons=Policy.objects.get().reasons)
    fields = {name: shown[name].value() for name in shown.fields if shown[name].value()}
    yield post("reviews:change_decline_reasons", fields=fields | {"added": "Too long"})


def people(journal: Journal) -> Iterator[Request]:
    reader, managing = journal.cast["reader"], journal.cast["managing"]
    yield get("reviews:editors")
    yield get("reviews:change_editor", reader.profile.handle)
    fields = {"roles": ["editor"], "subjects": [journal.other["subject"].pk], "reason": "Asked."}
    yield post("reviews:change_editor", reader.profile.handle, fields=fields)
    gone = {"roles": [], "reason": "Moved."}
    handle = managing.profile.handle
    yield post("reviews:change_editor", handle, state="the only managing editor", fields=gone)


def due_days(journal: Journal) -> Iterator[Request]:
    day = {"due_on": day_to_type(40)}
    draft, pending = journal.reviews["draft"], journal.invitations["pending, link"]
    done = journal.reviews["of co-rev."]
    for state, review in (("draft", draft), ("submitted", done)):
        yield post("reviews:set_review_day", review.pk, state=state, fields=day)
        yield post("reviews:ask_for_review", review.pk, state=state)
    for state in ("pending", "accepted"):
        invitation = pending if state == "pending" else journal.invitations["accepted"]
        yield post("reviews:set_invited_day", invitation.pk, state=state, fields=day)
    yield get("reviews:set_invited_day", pending.pk, state=FORM)
    for name in ("set_review_day", "ask_for_review"):
        yield get(f"reviews:{name}", draft.pk, state=FORM)


def handing_over(journal: Journal) -> Iterator[Request]:
    one = make_round(journal.cast).submission
    fields = {"place": "editor", "to": UserFactory(editor=True).pk, "reason": "It waits."}
    yield get("reviews:hand_over", one.pk)
    yield post("reviews:hand_over", one.pk, fields=fields)
    yield post("reviews:declare_interests", one.pk, fields={"interests_choice": "none"})
    yield get("reviews:declare_interests", one.pk, state=FORM)


def reopening(journal: Journal) -> Iterator[Request]:
    for state in ("lapsed", "waiting"):
        yield post("reviews:reopen_submission", journal.submissions[state].pk, state=state)
    yield get("reviews:reopen_submission", journal.submissions["lapsed"].pk, state=FORM)
    for one, state in (
        (make_left(journal.cast), "left"),
        (journal.submissions["waiting"], "there"),
    ):
        yield post("reviews:end_review_of_left_work", one.pk, state=state)
        yield get("reviews:end_review_of_left_work", one.pk, state=f"{state}, {FORM}")
    owed = make_owed(journal.cast)
    yield post("reviews:assess_anew", owed.pk, state="no assessment stands")
    yield get("reviews:assess_anew", owed.pk, state=FORM)
    for state in ("lapsed", "open"):
        later = make_second_round(journal.cast, state)
        yield post("reviews:reopen_round", later.pk, state=f"second round {state}")
        yield get("reviews:reopen_round", later.pk, state=f"second round {state}, {FORM}")


def inviting(journal: Journal) -> Iterator[Request]:
    asked = {"name": "Noor", "email": "noor@example.org", "due_on": LATER, "message": ""}
    for state, name in (("round open", "none"), ("round closed", "published")):
        yield post("reviews:invite_reviewer", journal.rounds[name].pk, state=state, fields=asked)
    lapsed = journal.other["lapsed round"].pk
    yield post("reviews:invite_reviewer", lapsed, state="round lapsed", fields=asked)
    yield get("reviews:invite_reviewer", journal.rounds["none"].pk, state=FORM)
    yield get("reviews:revoke_invitation", journal.invitations["accepted"].pk, state=FORM)
    for state in ("pending, link", "accepted", "submitted", *CLOSED):
        invitation, shown = journal.invitations[state], state.partition(",")[0]
        yield get("reviews:sent_invitation", invitation.pk, state=shown)
        again = {"email": invitation.email, "reopens": "on"}
        yield post("reviews:sent_invitation", invitation.pk, state=shown, fields=again)
        yield post("reviews:revoke_invitation", invitation.pk, state=shown)


def reviews(journal: Journal) -> Iterator[Request]:
    waiting = journal.reviews["guest's, no link"]
    for state in ("draft", "of co-rev.", "published", "disowned"):
        shown = "submitted" if state == "of co-rev." else state
        yield post("reviews:accept_review", journal.reviews[state].pk, state=shown)
    yield post("reviews:accept_review", journal.reviews["accepted"].pk, state="accepted")
    yield post("reviews:accept_review", waiting.pk, state="signed, not confirmed")
    for state in ("submitted", "too late"):
        yield post("reviews:publish_review", journal.reviews[state].pk, state=state)
    yield post("reviews:ask_for_confirmation", waiting.pk, state="not confirmed")
    submitted = journal.reviews["of co-rev."]
    yield post("reviews:ask_for_confirmation", submitted.pk, state="confirmed")
    disowned = journal.reviews["disowned"]
    for name in ("ask_for_confirmation", "approve_byline", "allow_name"):
        yield post(f"reviews:{name}", disowned.pk, state="disowned")
    corrected = journal.reviews["corrected address"]
    yield post("reviews:approve_byline", corrected.pk, state="corrected address")
    yield post("reviews:approve_byline", waiting.pk, state="nothing to approve")
    yield post("reviews:allow_name", journal.reviews["namesake"].pk, state="namesake")
    yield post("reviews:allow_name", waiting.pk, state="nothing to allow")
    for name in (
        "accept_review",
        "publish_review",
        "ask_for_confirmation",
        "approve_byline",
        "allow_name",
    ):
        yield get(f"reviews:{name}", waiting.pk, state=FORM)


def rounds(journal: Journal) -> Iterator[Request]:
    for state in ("nothing accepted", "none", "released", "with authors", "published"):
        fields = {"reason": "One is ill."}
        yield post("reviews:release_round", journal.rounds[state].pk, state=state, fields=fields)
    yield get("reviews:release_round", journal.rounds["none"].pk, state=FORM)


def assessments(journal: Journal) -> Iterator[Request]:
    text = {
        "significance": term("significance", "fundamental").pk,
        "strength": term("strength", "convincing").pk,
        "text": "A result of weight. The proofs hold.",
        "interests_choice": "none",
    }
    for state, one in journal.rounds.items():
        if not state.startswith(("of another", "author")):
            yield get("reviews:write_assessment", one.pk, state=state)
            seen = {
                "seen": assessment_seen(
                    Assessment.objects.filter(round=one).first(), one.submission.editor
                )
            }
            yield post("reviews:write_assessment", one.pk, state=state, fields=text | seen)
    for state, assessment in journal.assessments.items():
        seen = {"seen": assessment.fingerprint, "interests_choice": "none"}
        comment = {**seen, "comment": "Say why."}
        yield post("reviews:approve_assessment", assessment.pk, state=state, fields=seen)
        yield post("reviews:return_assessment", assessment.pk, state=state, fields=comment)
        yield post("reviews:publish_assessment", assessment.pk, state=state)
        yield post("reviews:send_to_authors", assessment.pk, state=state)
    unseen, proposed = {"seen": "other text"}, journal.assessments["proposed"]
    yield post("reviews:approve_assessment", proposed.pk, state="proposed, not seen", fields=unseen)
    for name in (
        *("approve_assessment", "return_assessment"),
        *("publish_assessment", "send_to_authors"),
    ):
        yield get(f"reviews:{name}", proposed.pk, state=FORM)


def revisions(journal: Journal) -> Iterator[Request]:
    decision = {"decision": "full", "reason": "Section two is new.", "due_on": LATER}
    for state, revision in journal.revisions.items():
        yield get("reviews:submission", revision.round.submission_id, state=f"revision {state}")
        yield post("reviews:decide_revision", revision.pk, state=state, fields=decision)
    yield get("reviews:decide_revision", journal.revisions["waiting"].pk, state=FORM)
    for state, version in journal.newer_versions.items():
        submission = version.preprint.submissions.get()
        fields = {"reason": "Only typos.", "version": version.pk, **NO_INTERESTS}
        yield post("reviews:confirm_assessment", submission.pk, state=state, fields=fields)
    yield get("reviews:confirm_assessment", submission.pk, state=FORM)


def reopened_assessments(journal: Journal) -> Iterator[Request]:
    for state, one in journal.selected.items():
        newest = one.submission.rounds.get().assessment.reopenings.last()
        decision = {"decision": "stands", "reason": "It holds.", "due_on": LATER, **NO_INTERESTS}
        decision["seen"] = newest.pk if newest else 0
        yield get("reviews:reopen_assessment", one.submission.pk, state=state)
        fields = {"reason": "Figure 2.", **NO_INTERESTS}
        yield post("reviews:reopen_assessment", one.submission.pk, state=state, fields=fields)
        yield get("reviews:decide_reopening", one.submission.pk, state=state)
        yield post("reviews:decide_reopening", one.submission.pk, state=state, fields=decision)


def mails(journal: Journal) -> Iterator[Request]:
    yield get("reviews:outbox")
    for state in ("waiting", "failed", "sent", "of no work"):
        mail = journal.other[f"mail, {state}"].pk
        yield post("reviews:stop_mail", mail, state=state)
        yield post("reviews:send_mail_again", mail, state=state)
    for name in ("stop_mail", "send_mail_again"):
        yield get(f"reviews:{name}", journal.other["mail, failed"].pk, state=FORM)


def duplicates(journal: Journal) -> Iterator[Request]:
    candidate, merge = journal.other["candidate"], journal.other["merge"]
    yield get("reviews:duplicates")
    yield get("reviews:former_duplicates")
    yield post("reviews:mark_different", candidate.pk)
    for state in ("same", "different"):
        yield post("reviews:mark_different", journal.other[f"likeness, {state}"].pk, state=state)
    pair = {"kept": candidate.one_id, "merged": candidate.other_id, "reason": "One work."}
    yield get("reviews:merge")
    yield post("reviews:merge", fields=pair)
    yield get("reviews:merges")
    yield post("reviews:undo_merge", merge.pk)
    yield get("reviews:mark_different", candidate.pk, state=FORM)
    yield get("reviews:undo_merge", merge.pk, state=FORM)


def sources(journal: Journal) -> Iterator[Request]:
    feed = {"name": "Another", "url": "https://other.example.org/feed"}
    yield get("ingest:sources")
    yield post("ingest:add_feed", fields=feed)
    yield get("ingest:rejects", "arxiv")
    yield get("ingest:sets", "arxiv")
    known = " ".join(journal.other["source"].sets)
    yield post("ingest:sets", "arxiv", fields={"sets": "cs.CV", "instead_of": known})
    yield post("ingest:remove_feed", "a-blog", state="feed")
    yield post("ingest:remove_feed", "arxiv", state="no feed")
    yield post("ingest:pause", "arxiv", fields={"reason": "Too many."})
    yield post("ingest:run_now", "arxiv")
    yield post("ingest:allow_once", "arxiv")
    yield post("ingest:ask_again", "arxiv")
    yield post("ingest:allow_changes", "zenodo")
    for name in ("reject", "reject, taken", "reject, dismissed"):
        reject, state = journal.other[name].pk, name.partition(", ")[2]
        yield post("ingest:retry", reject, state=state)
        yield post("ingest:dismiss", reject, state=state)
    yield get("ingest:allow_changes", "zenodo", state=FORM)
    yield get("ingest:add_feed", state=FORM)
    for name in ("remove_feed", "pause", "run_now", "allow_once", "ask_again"):
        yield get(f"ingest:{name}", "arxiv", state=FORM)
    for name in ("retry", "dismiss"):
        yield get(f"ingest:{name}", journal.other["reject"].pk, state=FORM)


def issues(journal: Journal) -> Iterator[Request]:
    yield get("curation:issues")
    begun = {"title": "Trust", "volume": 1, "number": 9}
    yield post("curation:begin_issue", fields=begun)
    for state, issue in journal.issues.items():
        yield get("curation:issue", issue.pk, state=state)
        words = {"title": "Trust", "editorial": "Three works.", "seen": issue_fingerprint(issue)}
        yield post("curation:save_issue", issue.pk, state=state, fields=words)
        yield post("curation:publish_issue", issue.pk, state=state)
    for state in ("candidate", "candidate by editor 2", "in the issue", "listed"):
        work = journal.works[state].pk
        ticked = {"so_it_is": "on"}
        yield post(
            "curation:add_entry", journal.issues["draft"].pk, work, state=state, fields=ticked
        )
    yield from _interests(journal)
    draft = journal.issues["draft"].pk
    yield get("curation:begin_issue", state=FORM)
    yield get("curation:add_entry", draft, journal.works["candidate"].pk, state=FORM)
    for name in ("save_issue", "publish_issue"):
        yield get(f"curation:{name}", draft, state=FORM)
    yield from _entries(journal)


def _interests(journal: Journal) -> Iterator[Request]:
    candidate = journal.works["candidate"].pk
    for state, issue in journal.issues.items():
        entry = issue.entries.select_related("version").first()
        work = entry.version.preprint_id if entry and state == "published" else candidate
        versions = [str(entry.version_id) for entry in issue.entries.all()]
        same = {"so_it_is": "on", "version": versions}
        yield post("curation:declare_same", issue.pk, state=state, fields=same)
        yield get("curation:declare_interests", issue.pk, work, state=state)
        none = {"interests_choice": "none"}
        yield post("curation:declare_interests", issue.pk, work, state=state, fields=none)
    yield get("curation:declare_same", journal.issues["draft"].pk, state=FORM)


def _entries(journal: Journal) -> Iterator[Request]:
    for state in ("second", "by editor 2", "published"):
        entry = journal.entries[state]
        shown = "" if state == "second" else state
        words: dict[str, Any] = {
            "section": "Trust",
            "recommendation": "Read it slowly.",
            "seen": entry_fingerprint(entry),
        }
        yield post("curation:save_entry", entry.pk, state=shown, fields=words)
        yield post("curation:move_entry", entry.pk, "up", state=shown)
        yield post("curation:remove_entry", entry.pk, state=shown)
    entry = journal.entries["second"].pk
    yield get("curation:move_entry", entry, "up", state=FORM)
    for name in ("save_entry", "remove_entry"):
        yield get(f"curation:{name}", entry, state=FORM)
