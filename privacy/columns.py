"""Every column of the database that leads to a person: what becomes of it when they are erased, and
what of it they get in an export.

The erasure carries this table out, and tests hold it against the models: a foreign key to a person,
or a text in a row with such a key, that is not named here fails them.
"""

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """Of rows that lead to the person."""

    DELETED = "deleted"
    SEPARATED = "the row stays, without the person"
    STAYS = "the row leads to the emptied account: a number without a name"
    HIDDEN = "what does not bear their name goes to an empty account of its own"
    EMPTIED = "the row is emptied"


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A foreign key to a person. exports: the fields of the row that the person gets: what they
    typed, or what was decided about them; none that names somebody else."""

    fate: Fate
    exports: tuple[str, ...] = ()


def _column(fate: Fate, exports: str = "") -> PersonalColumn:
    return PersonalColumn(fate, tuple(exports.split()))


_REVIEW = (
    "id version_id round_id status number due_on agreed_at submitted_at published_at byline_kind "
    "byline_name summary strengths weaknesses evidence recommendations confidence "
    "interest_kinds competing_interests ai_use withdrawn_at withdrawal_reason"
)
PEOPLE = {
    "account.EmailAddress.user": _column(Fate.DELETED, "email verified primary"),
    "accounts.Profile.user": _column(
        Fate.EMPTIED,
        "handle name shared_name orcid affiliation ror forum_names hidden bio time_zone",
    ),
    "accounts.Pseudonym.user": _column(Fate.HIDDEN, "name created_at"),
    "accounts.RightsChange.changed_by": _column(Fate.STAYS),
    "accounts.RightsChange.user": _column(Fate.DELETED, "changed_at given taken reason"),
    "accounts.Role.user": _column(Fate.DELETED, "name"),
    "accounts.User.joined_into": _column(Fate.SEPARATED),
    "accounts.User_groups.user": _column(Fate.DELETED),
    "accounts.User_user_permissions.user": _column(Fate.DELETED),
    "admin.LogEntry.user": _column(Fate.DELETED),
    "curation.Entry.recommended_by": _column(
        Fate.STAYS, "issue_id version_id recommendation recommended_by_name"
    ),
    "curation.Issue.editor": _column(Fate.STAYS, "volume number title published_at"),
    "curation.Issue.written_by": _column(Fate.STAYS, "volume number title editorial"),
    "curation.RemovedEntry.recommended_by": _column(
        Fate.STAYS, "issue_id recommendation recommended_by_name removed_at"
    ),
    "drafts.Draft.owner": _column(Fate.DELETED, "key fields saved_at"),
    "drafts.SentForm.owner": _column(Fate.DELETED),
    "following.Follow.user": _column(Fate.DELETED, "thing name since_at looked_at"),
    "ingest.Lookup.asked_by": _column(Fate.DELETED, "text url created_at"),
    "ingest.OrganisationLookup.user": _column(Fate.DELETED, "typed found is_away answered_at"),
    "ingest.Source.added_by": _column(Fate.SEPARATED, "slug name"),
    "mails.Digest.user": _column(Fate.DELETED, "day sent_at"),
    "mails.MailChoice.user": _column(Fate.DELETED, "kind way"),
    "mfa.Authenticator.user": _column(Fate.DELETED, "type created_at last_used_at"),
    "preprints.Author.user": _column(Fate.SEPARATED, "version_id name position"),
    "preprints.DuplicateCandidate.decided_by": _column(Fate.SEPARATED),
    "preprints.Merge.by": _column(Fate.SEPARATED),
    "reviews.Appeal.by": _column(Fate.HIDDEN, "work_id text state decided_at reason"),
    "reviews.Appeal.editor": _column(Fate.STAYS, "work_id take_over_reason reason decided_at"),
    "reviews.Assessment.approved_by": _column(Fate.STAYS, "version_id comment approved_at"),
    "reviews.Assessment.withdrawn_by": _column(Fate.STAYS, "version_id withdrawal_reason"),
    "reviews.Assessment.written_by": _column(
        Fate.STAYS,
        "version_id text interest_kinds competing_interests proposed_at published_at",
    ),
    "reviews.Authorship.confirmed_by": _column(Fate.STAYS),
    "reviews.Authorship.ended_by": _column(Fate.STAYS, "end_reason ended_at"),
    "reviews.Authorship.user": _column(Fate.STAYS, "ground confirmed_at ended_at end_reason"),
    "reviews.AuthorWishes.typed_by": _column(Fate.STAYS, "submission_id aspects sensitive_why"),
    "reviews.ConfirmedAssessment.editor": _column(Fate.STAYS, "version_id reason"),
    "reviews.ConsentChange.changed_by": _column(Fate.STAYS, "submission_id consent changed_at"),
    "reviews.ConsentRequest.given_by": _column(Fate.STAYS, "submission_id asked_at"),
    "reviews.Correction.author": _column(Fate.STAYS, "round_id number wrong right asked_at state"),
    "reviews.Correction.decided_by": _column(Fate.STAYS, "round_id number note decided_at"),
    "reviews.EditorInterests.editor": _column(Fate.STAYS, "submission_id kinds words declared_at"),
    "reviews.EditorSubject.editor": _column(Fate.DELETED, "subject_id"),
    "reviews.ForumClaim.user": _column(
        Fate.DELETED, "location_id expires_at asked_at answered_at outcome looked_at"
    ),
    "reviews.HeldResponse.author": _column(
        Fate.DELETED, "round_id text interest_kinds competing_interests written_at"
    ),
    "reviews.Invitation.corrected_by": _column(Fate.STAYS),
    "reviews.Invitation.invited_by": _column(Fate.STAYS, "round_id message invited_at"),
    "reviews.Invitation.user": _column(
        Fate.HIDDEN, "round_id email name message state invited_at answered_at reason"
    ),
    "reviews.InvitationMail.requested_by": _column(Fate.STAYS),
    "reviews.IssueInterests.editor": _column(
        Fate.STAYS, "issue version_id interest_kinds competing_interests declared_at"
    ),
    "reviews.Reopening.decided_by": _column(
        Fate.STAYS, "version_id decision decision_reason decided_at"
    ),
    "reviews.Reopening.opened_by": _column(Fate.STAYS, "version_id reason opened_at"),
    "reviews.Response.author": _column(
        Fate.STAYS, "version_id author_name text interest_kinds competing_interests posted_at"
    ),
    "reviews.Response.withdrawn_by": _column(Fate.STAYS, "version_id withdrawal_reason"),
    "reviews.Review.byline_approved_by": _column(Fate.STAYS),
    "reviews.Review.reviewer": _column(Fate.HIDDEN, _REVIEW),
    "reviews.Review.withdrawn_by": _column(Fate.HIDDEN),
    "reviews.ReviewReply.editor": _column(Fate.STAYS, "text"),
    "reviews.Revision.author": _column(Fate.STAYS, "version_id author_name note declared_at"),
    "reviews.Revision.decided_by": _column(Fate.STAYS, "version_id reason decided_at"),
    "reviews.SealedOriginal.redacted_by": _column(Fate.STAYS, "redacted_at"),
    "reviews.Submission.editor": _column(Fate.STAYS, "preprint_id decline_text decided_at"),
    "reviews.Submission.second_editor": _column(Fate.STAYS, "preprint_id decided_at"),
    "reviews.Submission.submitter": _column(
        Fate.STAYS,
        "preprint_id is_author reason interest_kinds competing_interests state submitted_at "
        "decline_text",
    ),
    "reviews.ThreadEntry.editor": _column(Fate.STAYS, "round_id text written_at"),
    "reviews.TriageProposal.ended_by": _column(Fate.STAYS),
    "reviews.TriageProposal.proposed_by": _column(Fate.STAYS, "submission_id text proposed_at"),
    "reviews.TriageProposal.second_editor": _column(Fate.STAYS),
    "socialaccount.SocialAccount.user": _column(Fate.DELETED, "provider uid"),
    "usersessions.UserSession.user": _column(Fate.DELETED, "ip user_agent created_at last_seen_at"),
}

# What leads to a person by a row of theirs alone, and goes with it.
THROUGH_ROWS = {
    "reviews.DraftAnswer.review__reviewer": ("agrees", "text", "answered_at"),
    "reviews.NamedReviewer.submission__wishes__typed_by": (
        *("submission_id", "stance", "name", "email", "orcid", "reason"),
    ),
    "reviews.SealedOriginal.appeal__editor": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.assessment__written_by": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.confirmation__editor": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.correction__author": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.declaration__editor": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.response__author": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.review__reviewer": ("part", "text", "redacted_at"),
    "reviews.SealedOriginal.revision__author": ("part", "text", "redacted_at"),
    "reviews.ThreadEntry.review__reviewer": ("round_id", "text", "written_at"),
}

# Texts of rows that stay: emptied with the person of the key, by its name; "" for those that stay
# as they are: published, the source's, or written by somebody else.
EMPTIED_WITH = {
    "accounts.Profile handle name skeleton shared_name orcid affiliation bio time_zone": "user",
    "accounts.Profile ror forum_names hidden": "user",
    "accounts.Pseudonym name skeleton": "",
    "accounts.User email password": "",  # of one that was joined into theirs: made up, unusable
    "curation.Entry section recommendation recommendation_html first_sentence": "",
    "curation.Entry recommended_by_name": "",
    "curation.Issue title editorial editorial_html evidence": "",
    "curation.RemovedEntry section recommendation": "",
    "curation.RemovedEntry recommended_by_name": "recommended_by",
    "ingest.Source slug name adapter options cursor pause_reason feeds_error feed_validators": "",
    "preprints.Author name orcid affiliation": "",
    "preprints.DuplicateCandidate reason": "",
    "preprints.Merge reason moved renumbered was": "",
    "reviews.Appeal text text_html take_over_reason reason reason_html": "",
    "reviews.Appeal interests": "",
    "reviews.Reopening interests decision_interests": "",
    "reviews.ConfirmedAssessment interests": "",
    "reviews.Appeal published_decline unpublished_reasons": "",
    "reviews.Assessment text text_html teaser comment comment_html": "",
    "reviews.Assessment interest_kinds competing_interests": "",
    "reviews.Assessment other_interests": "",
    "reviews.Assessment withdrawal_reason asked_reason early_reason": "",
    "reviews.Authorship end_reason": "",
    "reviews.AuthorWishes aspects sensitive_why": "",
    "reviews.ConfirmedAssessment reason": "",
    "reviews.ConsentChange reason": "",
    "reviews.ConsentRequest nonce token_hash": "",
    "reviews.ConsentRequest email": "given_by",
    "reviews.Correction wrong right note": "",
    "reviews.EditorInterests kinds words found named_in_spite": "editor",
    "reviews.Invitation nonce token_hash": "",
    "reviews.Invitation email name message reason": "user",
    "reviews.InvitationMail email": "requested_by",
    "reviews.IssueInterests issue interest_kinds competing_interests": "editor",  # of a draft
    "reviews.Reopening reason decision_reason": "",
    "reviews.Response author_name text text_html withdrawal_reason": "",
    "reviews.Response interest_kinds competing_interests": "",
    "reviews.Review byline_name byline_skeleton points withdrawal_reason": "",
    "reviews.Review summary strengths weaknesses evidence recommendations": "",
    "reviews.Review summary_html strengths_html weaknesses_html evidence_html": "",
    "reviews.Review recommendations_html": "",
    "reviews.Review interest_kinds competing_interests ai_use": "reviewer",  # of a hidden one
    "reviews.ReviewReply text text_html": "",
    "reviews.Revision author_name note note_html reason": "",
    "reviews.SealedOriginal part text": "",
    "reviews.Review redactions": "",
    "reviews.Assessment redactions": "",
    "reviews.Response redactions": "",
    "reviews.Revision redactions": "",
    "reviews.Correction redactions": "",
    "reviews.Appeal redactions": "",
    "reviews.IssueInterests redactions": "",
    "reviews.Reopening redactions": "",
    "reviews.ConfirmedAssessment redactions": "",
    "reviews.Submission reason decline_code decline_words decline_text": "",
    "reviews.Submission decline_interests redactions": "",
    "reviews.Submission interest_kinds competing_interests": "submitter",
    "reviews.ThreadEntry text text_html": "",
    "reviews.TriageProposal code words text": "",
}


def named_texts() -> set[str]:
    """Each as `app.Model.field`."""
    return {
        f"{label}.{name}"
        for line in EMPTIED_WITH
        for label, *names in [line.split()]
        for name in names
    }
