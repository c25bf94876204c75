from reviews.models.appeals import Appeal, AppealQuerySet
from reviews.models.assessments import (
    Assessment,
    AssessmentQuerySet,
    Response,
    ResponseQuerySet,
)
from reviews.models.authors import Authorship
from reviews.models.byline import Byline
from reviews.models.consent import ConsentChange, ConsentRequest
from reviews.models.corrections import Correction, CorrectionQuerySet, posted_by, read_until
from reviews.models.draft_answers import DraftAnswer
from reviews.models.editor_days import EditorDay
from reviews.models.editor_interests import EditorInterests
from reviews.models.editor_subjects import EditorSubject, within_limits_of
from reviews.models.forum_claims import ForumClaim
from reviews.models.held_responses import HeldResponse
from reviews.models.invitations import Invitation, InvitationMail, ReplacedLink
from reviews.models.issue_interests import IssueInterests
from reviews.models.known_interests import KnownInterest
from reviews.models.mailed_links import MailedLink
from reviews.models.policy import Policy
from reviews.models.reminders import Reminder
from reviews.models.reopenings import Reopening
from reviews.models.replies import ReviewReply
from reviews.models.review_queries import ReviewQuerySet
from reviews.models.reviews import Review
from reviews.models.revisions import (
    ConfirmedAssessment,
    Revision,
    RevisionAnswer,
    RevisionQuerySet,
)
from reviews.models.sealed_originals import SealedOriginal
from reviews.models.submissions import Round, Submission, SubmissionQuerySet, is_away
from reviews.models.threads import ThreadEntry
from reviews.models.triage import TriageProposal
from reviews.models.vocabulary import Term, Vocabulary
from reviews.models.wishes import AuthorWishes, NamedReviewer
from reviews.models.withdrawable import Withdrawable, WithdrawnBy

__all__ = [
    "Appeal",
    "AppealQuerySet",
    "Assessment",
    "AssessmentQuerySet",
    "AuthorWishes",
    "Authorship",
    "Byline",
    "ConfirmedAssessment",
    "ConsentChange",
    "ConsentRequest",
    "Correction",
    "CorrectionQuerySet",
    "DraftAnswer",
    "EditorDay",
    "EditorInterests",
    "EditorSubject",
    "ForumClaim",
    "HeldResponse",
    "Invitation",
    "InvitationMail",
    "IssueInterests",
    "KnownInterest",
    "MailedLink",
    "NamedReviewer",
    "Policy",
    "Reminder",
    "Reopening",
    "ReplacedLink",
    "Response",
    "ResponseQuerySet",
    "Review",
    "ReviewQuerySet",
    "ReviewReply",
    "Revision",
    "RevisionAnswer",
    "RevisionQuerySet",
    "Round",
    "SealedOriginal",
    "Submission",
    "SubmissionQuerySet",
    "Term",
    "ThreadEntry",
    "TriageProposal",
    "Vocabulary",
    "Withdrawable",
    "WithdrawnBy",
    "is_away",
    "posted_by",
    "read_until",
    "within_limits_of",
]
