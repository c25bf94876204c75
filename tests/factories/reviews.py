from datetime import timedelta

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait

from accounts.guests import make_guest
from reviews.decline_reasons import first_reasons
from reviews.models import (
    Assessment,
    Correction,
    Invitation,
    Response,
    Review,
    Revision,
    Round,
    Submission,
    Term,
    ThreadEntry,
)
from reviews.tokens import hash_token, invitation_token
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.rows import RowFactory
from tests.factories.times import DUE, NOW

FIRST_WORDS = {str(reason["code"]): str(reason["words"]) for reason in first_reasons()}


def term(scale: str, slug: str) -> Term:
    return Term.objects.current(scale).get(slug=slug)


def invitation_token_hash(nonce: str) -> str:
    return hash_token(invitation_token(nonce))


class SubmissionFactory(RowFactory[Submission]):
    class Meta:
        model = Submission

    class Params:
        accepted = Trait(
            state="accepted",
            editor=SubFactory(UserFactory, editor=True),
            second_editor=SubFactory(UserFactory, editor=True),
            decided_at=NOW,
        )

    preprint = SubFactory(PreprintFactory)
    version = SelfAttribute("preprint.current_version")
    submitter = SubFactory(UserFactory)
    is_author = True
    consent = "agreed"
    submitted_at = NOW
    triage_due_at = NOW
    decline_code = ""
    decline_words = LazyAttribute(lambda submission: FIRST_WORDS.get(submission.decline_code, ""))


class RoundFactory(RowFactory[Round]):
    class Meta:
        model = Round

    class Params:
        released = Trait(state="released", released_at=NOW)
        with_authors = Trait(
            state="with-authors",
            released_at=NOW,
            sent_at=NOW,
            respond_until=NOW + timedelta(days=14),
        )

    submission = SubFactory(SubmissionFactory, accepted=True)
    version = SelfAttribute("submission.version")
    number = 1
    opened_at = NOW


class InvitationFactory(RowFactory[Invitation]):
    class Meta:
        model = Invitation

    round = SubFactory(RoundFactory)
    email = "invited@example.org"
    nonce = Sequence(lambda n: f"nonce{n}")
    token_hash = LazyAttribute(lambda invitation: invitation_token_hash(invitation.nonce))
    invited_by = SelfAttribute("round.submission.editor")
    invited_at = NOW
    due_on = DUE


class ReviewFactory(RowFactory[Review]):
    """A review being written; the traits `submitted`, `accepted` and `published` complete it."""

    class Meta:
        model = Review

    class Params:
        submitted = Trait(
            status="submitted",
            submitted_at=NOW,
            byline_kind="anonymous",
            byline_name="Anonymous reviewer",
            summary="The work states four axioms.",
            summary_html="<p>The work states four axioms.</p>",
            recommendations="Shorten section two.",
            recommendations_html="<p>Shorten section two.</p>",
            significance=LazyAttribute(lambda _: term("significance", "important")),
            strength=LazyAttribute(lambda _: term("strength", "solid")),
            confidence=4,
        )
        by_guest = Trait(
            reviewer=LazyAttribute(lambda review: make_guest("Grace Guest")),
            invitation=SubFactory(
                "tests.factories.reviews.InvitationFactory",
                round=SelfAttribute("..round"),
                state="accepted",
                user=SelfAttribute("..reviewer"),
            ),
        )
        confirmed = Trait(confirmed_at=NOW, confirmed_by="account")
        accepted = Trait(
            submitted=True,
            confirmed=True,
            status="accepted",
            accepted_at=NOW,
            reviewer_number=LazyAttribute(
                lambda row: Review.objects.filter(round_id=row.round.pk).count() + 1
            ),
        )
        published = Trait(
            submitted=True, confirmed=True, status="published", number=1, published_at=NOW
        )

    round = SubFactory(RoundFactory)
    version = SelfAttribute("round.version")
    reviewer = SubFactory(UserFactory)
    due_on = DUE
    agreed_at = NOW


class ThreadEntryFactory(RowFactory[ThreadEntry]):
    """By the reviewer of an accepted review."""

    class Meta:
        model = ThreadEntry

    round = SubFactory(RoundFactory, released=True)
    review = SubFactory(ReviewFactory, round=SelfAttribute("..round"), accepted=True)
    number = Sequence(lambda n: n + 1)
    text = "I agree."
    text_html = "<p>I agree.</p>"
    written_at = NOW


class AssessmentFactory(RowFactory[Assessment]):
    class Meta:
        model = Assessment

    class Params:
        published = Trait(
            state="published",
            approved_by=SelfAttribute("round.submission.second_editor"),
            approved_at=NOW,
            published_at=NOW,
        )
        withdrawn = Trait(
            state="withdrawn",
            approved_by=SelfAttribute("round.submission.second_editor"),
            approved_at=NOW,
            published_at=NOW,
            withdrawn_at=NOW,
            withdrawn_as="editors",
            withdrawal_reason="Mixed up.",
        )

    round = SubFactory(RoundFactory)
    version = SelfAttribute("round.version")
    number = LazyAttribute(
        lambda row: Assessment.objects.filter(version_id=row.version.pk).count() + 1
    )
    significance = LazyAttribute(lambda _: term("significance", "important"))
    strength = LazyAttribute(lambda _: term("strength", "solid"))
    text = "An important result with solid support."
    text_html = LazyAttribute(lambda assessment: f"<p>{assessment.text}</p>")
    teaser = SelfAttribute("text")
    competing_interests = "None."
    written_by = SelfAttribute("round.submission.editor")
    proposed_at = NOW


class CorrectionFactory(RowFactory[Correction]):
    class Meta:
        model = Correction

    round = SubFactory(RoundFactory, with_authors=True)
    number = 1
    author = SubFactory(UserFactory)
    wrong = "It has 12 figures."
    right = "It has 13."
    asked_at = NOW


class ResponseFactory(RowFactory[Response]):
    class Meta:
        model = Response

    round = SubFactory(RoundFactory)
    version = SelfAttribute("round.version")
    author = SubFactory(UserFactory)
    author_name = "Ada Example"
    number = 1
    text = "We thank the reviewers."
    text_html = "<p>We thank the reviewers.</p>"
    posted_at = NOW


class RevisionFactory(RowFactory[Revision]):
    """Of a round that was assessed; `version` is a newer one, which becomes the current one."""

    class Meta:
        model = Revision

    class Params:
        decided = Trait(
            decision="none",
            reason="The change is small.",
            decided_by=SelfAttribute("round.submission.editor"),
            decided_at=NOW,
        )

    round = SubFactory(RoundFactory, state="assessed", closed_at=NOW)
    version = SubFactory(
        "tests.factories.preprints.VersionFactory",
        preprint=SelfAttribute("..round.submission.preprint"),
        number=2,
    )
    author = SubFactory(UserFactory)
    author_name = "Ada Example"
    note = "Section two is new."
    note_html = "<p>Section two is new.</p>"
    declared_at = NOW
