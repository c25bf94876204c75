"""What becomes of a row when the person or the review is deleted that it belongs to."""

from collections.abc import Iterator

from django.apps import apps

from accounts.models import User
from reviews.models import Review

# PROTECT: whoever wrote or decided something cannot be deleted while it stands. CASCADE: the row
# is deleted too. SET_NULL: it stays, without the person.
ON_DELETE = """
account.EmailAddress.user: CASCADE
accounts.Profile.user: CASCADE
accounts.Pseudonym.user: CASCADE
accounts.RightsChange.changed_by: PROTECT
accounts.RightsChange.user: CASCADE
accounts.Role.user: CASCADE
accounts.User.joined_into: SET_NULL
accounts.User_groups.user: CASCADE
accounts.User_user_permissions.user: CASCADE
admin.LogEntry.user: CASCADE
curation.Entry.recommended_by: PROTECT
curation.Issue.editor: PROTECT
curation.Issue.written_by: PROTECT
curation.RemovedEntry.recommended_by: PROTECT
drafts.Draft.owner: CASCADE
drafts.SentForm.owner: CASCADE
following.Follow.user: CASCADE
ingest.Lookup.asked_by: CASCADE
ingest.OrganisationLookup.user: CASCADE
ingest.Source.added_by: SET_NULL
mails.Digest.user: CASCADE
mails.MailChoice.user: CASCADE
mfa.Authenticator.user: CASCADE
preprints.Author.user: SET_NULL
preprints.DuplicateCandidate.decided_by: SET_NULL
preprints.Merge.by: SET_NULL
reviews.Appeal.by: PROTECT
reviews.Appeal.editor: PROTECT
reviews.Appeal.review: PROTECT
reviews.Assessment.approved_by: PROTECT
reviews.Assessment.withdrawn_by: PROTECT
reviews.Assessment.written_by: PROTECT
reviews.AuthorWishes.typed_by: PROTECT
reviews.Authorship.confirmed_by: PROTECT
reviews.Authorship.ended_by: PROTECT
reviews.Authorship.user: PROTECT
reviews.ConfirmedAssessment.editor: PROTECT
reviews.ConsentChange.changed_by: PROTECT
reviews.ConsentRequest.given_by: PROTECT
reviews.Correction.author: PROTECT
reviews.Correction.decided_by: PROTECT
reviews.Correction.review: PROTECT
reviews.DraftAnswer.review: PROTECT
reviews.EditorInterests.editor: PROTECT
reviews.EditorSubject.editor: CASCADE
reviews.ForumClaim.user: CASCADE
reviews.HeldResponse.author: PROTECT
reviews.Invitation.corrected_by: PROTECT
reviews.Invitation.invited_by: PROTECT
reviews.Invitation.user: PROTECT
reviews.InvitationMail.requested_by: PROTECT
reviews.IssueInterests.editor: PROTECT
reviews.MailedLink.review: CASCADE
reviews.Reminder.review: CASCADE
reviews.Reopening.decided_by: PROTECT
reviews.Reopening.opened_by: PROTECT
reviews.Reopening.review: PROTECT
reviews.Response.author: PROTECT
reviews.Response.withdrawn_by: PROTECT
reviews.Review.byline_approved_by: PROTECT
reviews.Review.reviewer: PROTECT
reviews.Review.withdrawn_by: PROTECT
reviews.ReviewReply.editor: PROTECT
reviews.ReviewReply.review: PROTECT
reviews.Revision.author: PROTECT
reviews.Revision.decided_by: PROTECT
reviews.RevisionAnswer.review: PROTECT
reviews.SealedOriginal.redacted_by: PROTECT
reviews.SealedOriginal.review: PROTECT
reviews.Submission.editor: PROTECT
reviews.Submission.second_editor: PROTECT
reviews.Submission.submitter: PROTECT
reviews.ThreadEntry.editor: PROTECT
reviews.ThreadEntry.review: PROTECT
reviews.TriageProposal.ended_by: PROTECT
reviews.TriageProposal.proposed_by: PROTECT
reviews.TriageProposal.second_editor: PROTECT
socialaccount.SocialAccount.user: CASCADE
usersessions.UserSession.user: CASCADE
"""


def foreign_keys() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model in (User, Review):
                on_delete = field.remote_field.on_delete.__name__
                yield f"{model._meta.label}.{field.name}: {on_delete}"


def test_what_is_deleted_with_a_person_or_a_review():
    assert sorted(foreign_keys()) == ON_DELETE.split("\n")[1:-1]
