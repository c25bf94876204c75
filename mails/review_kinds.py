"""What is mailed about invitations and reviews: rows of the table of kinds."""

from django.utils.translation import gettext_lazy as _

from mails.kind import MailKind, To, to_authors, to_editors, to_everybody, to_reviewers

REVIEW_KINDS = (
    # Invitations
    to_reviewers(
        "invitation",
        _("an editor invites you to review a work"),
        "reviews.send_invitation_mail",
        to=To.INVITED,
        link=_("Read more, accept or decline"),
        is_optional=False,
    ),
    to_reviewers(
        "invitation_reminder",
        _("you have not answered an invitation"),
        "reviews.send_reminder",
        to=To.INVITED,
        link=_("Read more, accept or decline"),
        is_optional=False,
    ),
    to_editors(
        "day_proposed",
        _("somebody who is invited proposes another day"),
        "reviews.notify_editor_of_proposed_day",
    ),
    to_reviewers(
        "invitation_closed",
        _("a round goes on without you, or ends, before you have answered an invitation"),
        "reviews.send_closed_invitation",
        to=To.INVITED,
        is_optional=False,
    ),
    to_reviewers(
        "invited_day_set",
        _("an editor sets another day for the review that you are invited to write"),
        "reviews.send_invited_day",
        to=To.INVITED,
        link=_("Read more, accept or decline"),
        is_optional=False,
    ),
    to_editors(
        "invitation_accepted", _("a reviewer has accepted"), "reviews.notify_editor_of_answer"
    ),
    to_editors(
        "invitation_declined", _("a reviewer has declined"), "reviews.notify_editor_of_answer"
    ),
    to_reviewers(
        "invitation_withdrawn",
        _("an invitation that you had accepted was withdrawn; with the text you had written"),
        "reviews.notify_reviewer_of_withdrawal",
        is_optional=False,
    ),
    # Reviews
    to_editors(
        "reviewer_left",
        _("somebody who was writing a review has erased the account"),
        "reviews.notify_editors_of_left_reviewer",
    ),
    to_editors("volunteer", _("a reviewer has volunteered"), "reviews.notify_editor_of_volunteer"),
    to_reviewers(
        "review_reminder",
        _("your review is due soon, today, or late"),
        "reviews.send_reminder",
        link=_("Write the review"),
    ),
    to_editors(
        "review_extended",
        _("a reviewer has extended the time"),
        "reviews.notify_editor_of_extension",
    ),
    to_reviewers(
        "review_day_set",
        _("an editor gives your review another day"),
        "reviews.send_review_day",
        link=_("Write the review"),
    ),
    to_editors("review_submitted", _("a review was submitted"), "reviews.notify_editor_of_review"),
    to_reviewers(
        "review_received",
        _("your review has arrived"),
        "reviews.notify_editor_of_review",
        link=_("Open your review"),
    ),
    to_reviewers(
        "is_this_your_review",
        _("a review was submitted with the invitation to this address"),
        "reviews.send_link_mail",
        link=_("Say whether it is yours"),
        is_optional=False,
    ),
    to_reviewers(
        "keep_account",
        _("you asked to keep a review in an account"),
        "reviews.send_link_mail",
        link=_("Choose a password"),
        is_optional=False,
    ),
    to_editors(
        "review_confirmed",
        _("a reviewer has confirmed a review"),
        "reviews.notify_editor_of_confirmation",
    ),
    to_editors(
        "review_disowned",
        _("somebody says that a review is not theirs"),
        "reviews.notify_editors_of_disowned_review",
    ),
    to_editors(
        "signature_waits",
        _("a signature waits for the second editor"),
        "reviews.notify_editor_of_review",
        "reviews.notify_editor_of_confirmation",
    ),
    to_editors(
        "signature_approved",
        _("the second editor has approved a signature"),
        "reviews.notify_editor_of_approved_signature",
    ),
    to_reviewers(
        "name_allowed",
        _("somebody else may sign with your name"),
        "reviews.notify_bearers_of_name",
        is_optional=False,
    ),
    to_reviewers(
        "review_published_reviewer",
        _("your review is public"),
        "reviews.thank_reviewer",
        "reviews.notify_of_published_review",
        link=_("Open your review"),
    ),
    to_authors(
        "review_published",
        _("a review of your work is public"),
        "reviews.notify_of_published_review",
        link=_("Read the review"),
    ),
    to_reviewers(
        "review_returned",
        _("an editor has returned your review with a question"),
        "reviews.notify_reviewer_of_question",
        link=_("Open your review"),
        is_optional=False,
    ),
    MailKind(
        *("passage_redacted", (To.EDITOR, To.AUTHOR, To.REVIEWER)),
        _("an editor has redacted a passage of a published text of yours"),
        "reviews/mail/passage_redacted.txt",
        ("reviews.notify_of_redaction",),
        link=_("Read the text as it is now"),
    ),
    MailKind(
        *("thread_entry", (To.EDITOR, To.REVIEWER)),
        _("somebody has written in the private thread of a round that you review or edit"),
        "reviews/mail/thread_entry.txt",
        ("reviews.notify_of_thread_entry",),
        link=_("Open the thread"),
    ),
    to_reviewers(
        "review_refused",
        _("an editor has refused your review"),
        "reviews.notify_reviewer_of_refusal",
        link=_("Open your review"),
        is_optional=False,
    ),
    MailKind(
        *("review_signed", (To.EDITOR, To.AUTHOR, To.REVIEWER)),
        _("the writer of a published review has signed it"),
        "reviews/mail/review_signed.txt",
        ("reviews.notify_of_signed_review",),
        link=_("Read the review"),
    ),
    to_everybody(
        "review_withdrawn",
        _("a published review was withdrawn"),
        "reviews.notify_of_withdrawn_review",
    ),
    to_reviewers(
        "review_not_needed",
        _("a work is withdrawn while you write its review; with the text you had written"),
        "reviews.notify_of_withdrawn_submission",
        "reviews.notify_of_ended_review",
        is_optional=False,
    ),
    to_reviewers(
        "review_not_published",
        _("a work is withdrawn before your review of it is public; with your text"),
        "reviews.notify_of_withdrawn_submission",
        "reviews.notify_of_ended_review",
        is_optional=False,
    ),
)
