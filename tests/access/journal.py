"""A journal with a work at each point of its way, all with the same people, and another work."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts.guests import make_guest
from curation.models import Entry, Issue
from drafts.models import Draft
from events.checkpoints import make_checkpoint
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.models import FetchStop, Host, Lookup, Reject, ScheduledFetch, Source
from ingest.record_json import record_bytes, record_to_json
from ingest.services.sources import pace_key_of
from preprints.duplicates.merge import merge_preprints
from preprints.models import DuplicateCandidate, Preprint, Version
from preprints.services import set_status
from reviews.models import (
    Assessment,
    Correction,
    Invitation,
    MailedLink,
    Policy,
    Review,
    Revision,
    Round,
    Submission,
    TriageProposal,
)
from reviews.services.consent_steps import mail_request
from reviews.services.mailed_links import mail_link, token_of
from tests.access.people import Cast, make_cast
from tests.access.revisions import make_newer_versions, make_revisions
from tests.at_once.claims import make_claim
from tests.at_once.works import new_record
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.mails import make_mail
from tests.factories.preprints import (
    EditFactory,
    PreprintFactory,
    SubjectFactory,
    VersionFactory,
    forum_post,
)
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.links import link_of

# Of invitations that nobody can answer.
CLOSED = ("revoked", "declined", "disowned", "closed")
SIGNED = {"byline_kind": "signed", "byline_name": "Grace Guest"}


@dataclass
class Journal:
    """revisions: by what was decided. newer_versions: not declared yet.
    submissions: "waiting", "waiting, by editor 2", "declined". rounds, assessments: by the
    state of the assessment, "none" while there is none, or by that of the round. reviews,
    invitations, links, drafts: by what the table says of their state. guest_links: what the guest's
    browser has opened.
    """

    cast: Cast
    submissions: dict[str, Submission] = field(default_factory=dict)
    proposals: dict[str, TriageProposal] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    links: dict[str, MailedLink] = field(default_factory=dict)
    newer_versions: dict[str, Version] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    works: dict[str, Preprint] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    guest_links: list[str] = field(default_factory=list)


def make_journal() -> Journal:
    journal = Journal(make_cast())
    _make_submissions(journal)
    _make_rounds(journal)
    _make_another_work(journal)
    _make_reviews(journal)
    _make_guests(journal)
    _make_invitations(journal)
    journal.newer_versions |= make_newer_versions(journal.cast)
    journal.revisions |= make_revisions(journal.cast)
    _make_works(journal)
    _make_issues(journal)
    _make_sources(journal)
    _make_drafts(journal)
    _make_mails(journal)
    return journal


def _make_mails(journal: Journal) -> None:
    """To the submitter of the work; none of them is due, so that no worker takes it."""
    submission, later = journal.rounds["none"].submission, NOW + timedelta(days=36_500)
    to = ("user", journal.cast["author"].pk)
    for state in ("waiting", "failed", "sent"):
        mail = make_mail("submission_decided", to, state=state, submission=submission, due_at=later)
        journal.other[f"mail, {state}"] = mail
    journal.other["mail, of no work"] = make_mail(
        "candidates_assembled", ("user", journal.cast["managing"].pk), state="failed"
    )


def _make_submissions(journal: Journal) -> None:
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


def _make_rounds(journal: Journal) -> None:
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


def _make_another_work(journal: Journal) -> None:
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


def _make_reviews(journal: Journal) -> None:
    cast, opened = journal.cast, journal.rounds["none"]
    journal.reviews |= {
        "draft": ReviewFactory(round=opened, reviewer=cast["reviewer"]),
        "draft, closed": ReviewFactory(
            round=journal.rounds["published"], reviewer=cast["reviewer"]
        ),
        "submitted": ReviewFactory(
            round=journal.rounds["proposed"],
            reviewer=cast["reviewer"],
            submitted=True,
            confirmed=True,
        ),
        "of co-rev.": ReviewFactory(
            round=opened, reviewer=cast["co-rev."], submitted=True, confirmed=True
        ),
        "published": journal.rounds["none"].reviews.published().get(),
        "too late": ReviewFactory(
            round=journal.rounds["published"], submitted=True, confirmed=True
        ),
    }


def _make_guests(journal: Journal) -> None:
    """What the guest's links are for; "no link" are those of somebody else."""
    cast, opened = journal.cast, journal.rounds["none"]
    writing = _guests_review(opened, "writing@example.org")
    journal.reviews["guest's draft"] = writing
    journal.guest_links.append(link_of(writing.invitation))
    for state in ("link", "no link"):
        key = state.replace(" ", "-")
        round_of_it = make_round(cast)
        waiting = _guests_review(round_of_it, f"{key}@example.org", submitted=True, **SIGNED)
        journal.reviews[f"guest's, {state}"] = waiting
        confirm = mail_link(waiting, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
        keep = mail_link(waiting, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
        journal.links |= {f"confirm, {state}": confirm, f"keep, {state}": keep}
        if state == "link":
            journal.guest_links += [link_of(waiting.invitation), *map(address_of, (confirm, keep))]
    corrected = _guests_review(make_round(cast), "corrected@example.org", submitted=True, **SIGNED)
    Invitation.objects.filter(pk=corrected.invitation_id).update(
        corrected_by=cast["handling"], corrected_at=NOW
    )
    journal.reviews["corrected address"] = corrected
    ReviewFactory(
        round=make_round(cast), published=True, byline_kind="signed", byline_name="Nan Namesake"
    )
    journal.reviews["namesake"] = _guests_review(
        make_round(cast),
        "namesake@example.org",
        submitted=True,
        byline_kind="signed",
        byline_name="Nan Namesake",
    )
    disowned = _guests_review(make_round(cast), "disowned@example.org", submitted=True, **SIGNED)
    Review.objects.filter(pk=disowned.pk).update(status="disowned")
    Invitation.objects.filter(pk=disowned.invitation_id).update(state="disowned")
    disowned.refresh_from_db()
    journal.reviews["disowned"] = disowned
    own = _guests_review(make_round(cast), cast["reader"].email, submitted=True)
    journal.links["keep, of the reader"] = mail_link(own, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)


def address_of(link: MailedLink) -> str:
    page = {"confirm": "confirm-review", "keep": "keep-account"}[link.purpose]
    return f"/{page}/{token_of(link)}/"


def _guests_review(opened: Round, email: str, **fields: Any) -> Review:
    guest = make_guest("Grace Guest")
    invitation = InvitationFactory(round=opened, email=email, state="accepted", user=guest)
    return ReviewFactory(round=opened, reviewer=guest, invitation=invitation, **fields)


def _make_invitations(journal: Journal) -> None:
    opened = journal.rounds["none"]
    for state in ("link", "no link"):
        asked = InvitationFactory(round=opened, email=f"asked-{state.replace(' ', '')}@example.org")
        journal.invitations[f"pending, {state}"] = asked
    journal.invitations |= {
        "accepted": journal.reviews["guest's draft"].invitation,
        "submitted": journal.reviews["guest's, link"].invitation,
        "disowned": journal.reviews["disowned"].invitation,
    }
    for state in ("revoked", "declined", "closed"):
        asked_for = journal.rounds["published"] if state == "closed" else opened
        journal.invitations[state] = InvitationFactory(
            round=asked_for, state=state, email=f"{state}@example.org"
        )
    journal.guest_links.append(link_of(journal.invitations["pending, link"]))


def _make_works(journal: Journal) -> None:
    cast, works = journal.cast, journal.works
    works["listed"] = PreprintFactory()
    for status in ("declined", "revised", "selected", "final", "withdrawn", "retracted"):
        works[status] = PreprintFactory(status=status)
    submitted = SubmissionFactory(submitter=cast["author"], preprint__status="submitted")
    works["submitted"] = submitted.preprint
    works["under review"] = journal.rounds["none"].version.preprint
    works["lapsed"] = journal.submissions["lapsed"].preprint
    works["assessed"] = journal.rounds["published"].version.preprint
    works["two versions"] = PreprintFactory()
    works["forum post"] = forum_post("AccessPost0000001")
    works["other forum post"] = forum_post("AccessPost0000002")
    for user in cast.users.values():
        make_claim(works["forum post"], user=user)
    EditFactory(version=works["two versions"].current_version)
    VersionFactory(preprint=works["two versions"], number=2)
    found = {"state": "found", "record": record_to_json(new_record())}
    journal.other |= {
        "candidate": _candidate("open"),
        "likeness, same": _candidate("same"),
        "likeness, different": _candidate("different"),
        "merge": merge_preprints(
            PreprintFactory().pk, PreprintFactory().pk, reason="One work.", now=NOW
        ),
        "subject": SubjectFactory(),
        "lookup": _lookup(cast["reader"], **found),
        "lookup, waiting": _lookup(cast["reader"], state="waiting"),
        "lookup, failed": _lookup(cast["reader"], state="failed"),
        "response": ResponseFactory(
            round=journal.rounds["of another, assessed"], author=cast["author 2"]
        ),
        "public event": record_event("preprint.listed", about=NamedSubject("V1"), now=NOW),
        "private event": record_event("review.begun", about=NamedSubject("V1"), now=NOW),
        "checkpoint": make_checkpoint(NOW),
    }
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    seal_new_events()


def _candidate(state: str) -> DuplicateCandidate:
    one, other = PreprintFactory(), PreprintFactory()
    return DuplicateCandidate.objects.create(
        one=one, other=other, reason="Alike.", state=state, created_at=NOW
    )


def _lookup(person: Any, **fields: Any) -> Lookup:
    record_of_it = new_record()
    place = record_of_it.location
    return Lookup.objects.create(
        text=place.url,
        source=place.source,
        external_id=place.external_id,
        url=place.url,
        asked_by=person,
        created_at=NOW,
        **fields,
    )


def _make_issues(journal: Journal) -> None:
    """Issues in the making and a published one; "own work" is one that editor 2 wrote."""
    cast, works = journal.cast, journal.works
    people = {"editor": cast["handling"], "second_editor": cast["second"]}
    works["candidate"] = make_candidate(submitter=cast["author"], **people)
    for work in ("candidate by editor 2", "in the issue"):
        works[work] = make_candidate(submitter=cast["editor 2"], **people)
        works[work].current_version.authors.update(user=cast["editor 2"])
    making = IssueFactory(number=1, editor=cast["handling"], editorial="Three works.")
    journal.issues["draft"] = making
    journal.entries |= {
        "first": EntryFactory(issue=making, position=1),
        "second": EntryFactory(issue=making, position=2),
        "by editor 2": EntryFactory(issue=making, position=3, preprint=works["in the issue"]),
    }
    ready = IssueFactory(number=2, editor=cast["handling"], editorial="One work.")
    EntryFactory(
        issue=ready, preprint=make_candidate(submitter=UserFactory(), **people), section="Trust"
    )
    journal.issues["ready"] = ready
    done = EntryFactory(issue=IssueFactory(number=3, editor=cast["handling"]))
    journal.entries["published"] = done
    journal.issues["published"] = publish(done.issue)


def _make_sources(journal: Journal) -> None:
    arxiv = Source.objects.get(slug="arxiv")
    resting = {"next_at": NOW, "failures": 5, "closed_until": NOW + timedelta(days=36_500)}
    Host.objects.update_or_create(key=pace_key_of(arxiv), defaults=resting)
    Source.objects.filter(pk=arxiv.pk).update(is_paused=False, next_run_at=None)
    FetchStop.objects.create(source="zenodo", reason="12 of 12", stopped_at=NOW)
    waiting = journal.submissions["waiting"].preprint
    set_status(waiting, "submitted", now=NOW)
    schedule_submitted_works(now=NOW)
    ScheduledFetch.objects.update(due_at=NOW + timedelta(days=36_500))
    journal.other |= {
        "source": arxiv,
        "feed": Source.objects.create(
            slug="a-blog",
            adapter="feed",
            name="A blog",
            options={"url": "https://blog.example.org/"},
            created_at=NOW,
        ),
        "reject": _reject(arxiv, "open"),
        "reject, taken": _reject(arxiv, "taken"),
        "reject, dismissed": _reject(arxiv, "dismissed"),
    }


def _reject(source: Source, state: str) -> Reject:
    return Reject.objects.create(
        source=source,
        state=state,
        content=record_bytes(new_record()),
        content_hash=state,
        reason="no title",
        seen_at=NOW,
    )


def _make_drafts(journal: Journal) -> None:
    """Of the reviewer's own form; everybody else is a bystander of it."""
    review = journal.reviews["draft, closed"]
    journal.drafts["review"] = Draft.objects.create(
        owner=journal.cast["reviewer"],
        key=f"review:{review.pk}",
        fields={"summary": "It states"},
        revision=1,
        saved_at=NOW,
    )
