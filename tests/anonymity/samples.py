"""What pages beside those of the reviews need, and a value for each part of an address."""

from typing import TYPE_CHECKING

from accounts.models import Profile
from following.services import follow
from following.things import Thing, ThingKind
from reviews.models import (
    Appeal,
    Invitation,
    MailedLink,
    Response,
    Review,
    Revision,
    RevisionAnswer,
    SealedOriginal,
    TriageProposal,
)
from reviews.services.consent_steps import mail_request
from reviews.services.mailed_links import mail_link
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import EditFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import (
    CorrectionFactory,
    RevisionFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

if TYPE_CHECKING:
    from tests.anonymity.world import World

FIRST_ID = 913_572_460_000  # ids of hidden rows count from here, so that they can be recognised


def declare_revision(world: "World") -> None:
    """Of a second version, with an answer to each published review of the first."""
    newer = VersionFactory(preprint=world.hidden_round.version.preprint, number=2)
    author = world.people["author"]
    revision = RevisionFactory(round=world.hidden_round, version=newer, author=author)
    for review in world.hidden_round.reviews.published():
        RevisionAnswer.objects.create(
            revision=revision, review=review, text="We agree.", text_html="<p>We agree.</p>"
        )


def fill_the_rest(world: "World") -> None:
    """What other pages need, and a value for each kind of argument that an address may have."""
    hidden_round, preprint = world.hidden_round, world.hidden_round.version.preprint
    subject = SubjectFactory()
    preprint.subjects.set([subject])
    EditFactory(version=hidden_round.version)
    declare_revision(world)
    issue = EntryFactory(issue=IssueFactory(number=1), preprint=world.other_round.version.preprint)
    publish(issue.issue)
    making = EntryFactory(issue=IssueFactory(number=2), preprint=preprint)
    published = world.hidden["guest"].review
    confirm = mail_link(published, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
    original = SealedOriginal.objects.create(
        review=published,
        part="evidence",
        text="zzprivate-original",
        redacted_by=hidden_round.submission.editor,
        redacted_at=NOW,
    )
    waiting = SubmissionFactory()
    asked = mail_request(waiting, "first-author@example.org", by=waiting.submitter, now=NOW)
    proposal = TriageProposal.objects.create(
        submission=waiting, decision="accept", proposed_by=making.issue.editor, proposed_at=NOW
    )
    held = hidden_round.reviews.get(status="accepted")
    correction = CorrectionFactory(round=hidden_round, review=held)
    followed = follow(waiting.submitter_id, Thing(ThingKind.SEARCH, "q=axioms"), now=NOW)
    reviews = list(Review.objects.values_list("pk", flat=True))
    handles = list(Profile.objects.values_list("handle", flat=True))
    world.samples = {
        "preprint_id": [preprint.pk, world.other_round.version.preprint_id],
        "number": [1, 2],
        "review_number": [1, 2, 3],
        "older": [1],
        "newer": [2],
        "scheme": ["arxiv"],
        "external_id": [preprint.locations.get().external_id],
        "volume": [1],
        "handle": handles,
        "slug": [subject.slug, "arxiv"],
        "form": ["atom", "rss", "json"],
        "part": [1],
        "name": ["preprints", "reviews", "issues"],
        "review_id": reviews,
        "original_id": [original.pk],
        "revision_id": list(Revision.objects.values_list("pk", flat=True)),
        "submission_id": [hidden_round.submission_id, waiting.pk],
        "round_id": [hidden_round.pk, world.other_round.pk],
        "assessment_id": [hidden_round.assessment.pk],
        "appeal_id": list(Appeal.objects.values_list("pk", flat=True)),
        "response_id": list(Response.objects.values_list("pk", flat=True)),
        "invitation_id": list(Invitation.objects.values_list("pk", flat=True)),
        "link_id": [confirm.pk],
        "lookup_id": [preprint.locations.get().pk],
        "issue_id": [making.issue_id],
        "entry_id": [making.pk],
        "direction": ["up"],
        "candidate_id": [1],
        "merge_id": [1],
        "reject_id": [1],
        "key": ["review:1", f"review:{FIRST_ID + 103}"],
        "token": ["0" * 64],
        "mail_id": [1],
        "follow_id": [followed.pk],
        "position": [1],
        "links": [1],
        "request_id": [asked.pk],
        "proposal_id": [proposal.pk],
        "correction_id": [correction.pk],
        "author_id": [hidden_round.version.authors.first().pk],
        "uidb36": ["1"],
        "url": ["nothing"],
        "app_label": ["accounts", "events", "preprints"],
    }
