"""Which stored texts of the process everybody may read, and which of these can be redacted."""

# By the kind of `SealedOriginal`; of a review also what its authors and editors alone read.
REDACTABLE = {
    "review": {
        *("Review.summary", "Review.strengths", "Review.weaknesses", "Review.evidence"),
        *("Review.recommendations", "Review.competing_interests", "Review.ai_use"),
        *("Review.withdrawal_reason", "Review.redactions"),
    },
    "response": {
        *("Response.text", "Response.competing_interests", "Response.withdrawal_reason"),
        "Response.redactions",
    },
    "assessment": {
        *("Assessment.text", "Assessment.competing_interests", "Assessment.other_interests"),
        *("Assessment.withdrawal_reason", "Assessment.redactions"),
    },
    "revision": {"Revision.note", "RevisionAnswer.text", "Revision.redactions"},
    "correction": {
        *("Correction.wrong", "Correction.right", "Correction.note", "Correction.redactions"),
    },
    "appeal": {"Appeal.reason", "Appeal.interests", "Appeal.redactions"},
    "reopening": {
        *("Reopening.reason", "Reopening.decision_reason", "Reopening.redactions"),
        *("Reopening.interests", "Reopening.decision_interests"),
    },
    "confirmation": {
        *("ConfirmedAssessment.reason", "ConfirmedAssessment.interests"),
        "ConfirmedAssessment.redactions",
    },
    "declaration": {"IssueInterests.competing_interests", "IssueInterests.redactions"},
    "decline": {
        *("Submission.decline_text", "Submission.decline_interests", "Submission.redactions"),
        "Appeal.published_decline",
    },
}
# Everybody reads them, and nobody redacts them.
PUBLIC_AS_THEY_ARE = {
    "made anew of a redacted text": {"Assessment.teaser", "Review.points"},
    "a public name, of who is or was shown by it": {
        *("Review.byline_name", "Response.author_name", "Revision.author_name"),
        "Entry.recommended_by_name",
    },
    "the number of an issue": {"IssueInterests.issue"},
    "words of a list that the journal keeps, about no work": {
        *("Submission.decline_code", "Submission.decline_words"),
        *("Term.word", "Term.definition", "Vocabulary.source"),
        *("Policy.decline_reasons", "Review.interest_kinds", "Assessment.interest_kinds"),
        *("Response.interest_kinds", "IssueInterests.interest_kinds"),
    },
    "an issue is as it was published, signed by its editors: none has a hidden writer": {
        *("Issue.title", "Issue.editorial", "Issue.evidence"),
        *("Entry.section", "Entry.recommendation", "Entry.first_sentence"),
    },
}
# Its people alone read them, or nobody; with the words of a person, and without.
NOT_PUBLIC = {
    *("Submission.competing_interests", "Submission.interest_kinds", "Submission.reason"),
    *("Round.release_reason", "Assessment.comment", "Assessment.early_reason"),
    *("Assessment.asked_reason", "TriageProposal.text", "TriageProposal.words"),
    *("Appeal.text", "Appeal.take_over_reason", "Authorship.end_reason", "ConsentChange.reason"),
    *("DraftAnswer.text", "EditorInterests.words", "EditorInterests.found"),
    *("EditorInterests.named_in_spite", "EditorInterests.kinds", "ForumClaim.message"),
    *("ForumClaim.looked_at", "HeldResponse.text", "HeldResponse.competing_interests"),
    *("HeldResponse.interest_kinds", "HeldResponse.html_prefix", "Invitation.name"),
    *("Invitation.message", "Invitation.reason", "KnownInterest.found", "KnownInterest.reason"),
    *("ReviewReply.text", "Revision.reason", "SealedOriginal.text", "SealedOriginal.part"),
    *("ThreadEntry.text", "AuthorWishes.aspects", "AuthorWishes.sensitive_why"),
    *("NamedReviewer.name", "NamedReviewer.email", "NamedReviewer.orcid", "NamedReviewer.reason"),
    *("RemovedEntry.section", "RemovedEntry.recommendation", "RemovedEntry.recommended_by_name"),
    *("ConsentRequest.email", "Invitation.email", "InvitationMail.email", "MailedLink.email"),
    *("Review.byline_skeleton", "EditorDay.kind"),
    *("TriageProposal.code", "Appeal.unpublished_reasons"),
}


def public_names() -> set[str]:
    return set().union(*REDACTABLE.values(), *PUBLIC_AS_THEY_ARE.values())
