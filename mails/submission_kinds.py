"""What is mailed about submissions, to their end, and their editors: rows of the table of kinds."""

from django.utils.translation import gettext_lazy as _

from mails.kind import OPEN_WORK, MailKind, To, to_authors, to_editors, to_reviewers

SUBMISSION_KINDS = (
    to_editors(
        "submission_received",
        _("a work was submitted and waits for a decision"),
        "reviews.notify_editors_of_submission",
    ),
    to_authors(
        "submission_confirmed",
        _("your submission has arrived"),
        "reviews.confirm_submission",
    ),
    to_authors(
        "submission_decided",
        _("your submission was accepted for review, or declined"),
        "reviews.notify_submitter_of_decision",
    ),
    to_editors(
        "named_second_editor",
        _("another editor has named you the second editor of a work that was accepted for review"),
        "reviews.notify_submitter_of_decision",
        link=_("Declare your competing interests"),
    ),
    to_authors(
        "author_confirmed",
        _("you are confirmed as an author of a work"),
        "reviews.notify_author",
    ),
    to_authors(
        "author_taken_back",
        _("you are not confirmed as an author any more"),
        "reviews.notify_author",
    ),
    to_reviewers(
        "consent_asked",
        _("somebody asks for the review of a work and names you as its author"),
        "reviews.send_consent_mail",
        to=To.INVITED,
        link=_("Agree or decline"),
        is_optional=False,
    ),
    to_reviewers(
        "asked_author_decision",
        _("a work whose author you were named as was accepted for review, or not"),
        "reviews.notify_submitter_of_decision",
        to=To.INVITED,
    ),
    to_editors(
        "decision_proposed",
        _("an editor proposes to accept or decline a work, and a second one is needed"),
        "reviews.notify_editors_of_proposal",
    ),
    to_editors(
        "author_match_left",
        _("an ORCID iD or a token at a forum shows that an author of a work edits or reviews it"),
        "reviews.notify_editors_of_left_match",
        link=_("See who it is"),
    ),
    to_editors(
        "consent_declined",
        _("an author does not agree to the review of a work, or does again; once a day at most"),
        "reviews.notify_editors_of_declined_consent",
    ),
    MailKind(
        "submission_withdrawn",
        (To.EDITOR, To.AUTHOR),
        _("a submission was withdrawn"),
        "reviews/mail/submission_withdrawn.txt",
        ("reviews.notify_of_withdrawn_submission",),
        link=OPEN_WORK,
    ),
    MailKind(
        "work_left",
        (To.EDITOR, To.AUTHOR),
        _("a work that waits or is reviewed is withdrawn or retracted at its source"),
        "reviews/mail/work_left.txt",
        ("reviews.mail_left_work",),
        link=OPEN_WORK,
    ),
    to_reviewers(
        "work_left_reviewers",
        _("a work that you are reviewing is withdrawn or retracted at its source"),
        "reviews.mail_left_work",
    ),
    to_reviewers(
        "work_left_invited",
        _("a work that you were invited to review is withdrawn or retracted at its source"),
        "reviews.send_left_work",
        to=To.INVITED,
    ),
    to_reviewers(
        "asked_author_left",
        _("a work whose author you were named as is withdrawn or retracted at its source"),
        "reviews.mail_left_work",
        to=To.INVITED,
    ),
    MailKind(
        "work_returned",
        (To.EDITOR, To.AUTHOR),
        _("a work whose review waited for that is back at its source; with what is waited for"),
        "reviews/mail/work_returned.txt",
        ("reviews.mail_returned_work",),
        link=OPEN_WORK,
    ),
    to_reviewers(
        "work_returned_reviewers",
        _("a work that you are reviewing is back at its source; with the day of your review"),
        "reviews.mail_returned_work",
        link=_("Open your review"),
    ),
    to_reviewers(
        "work_returned_invited",
        _("a work that you were invited to review is back at its source"),
        "reviews.send_returned_work",
        to=To.INVITED,
        link=_("Accept or decline"),
    ),
    to_reviewers(
        "asked_author_returned",
        _("a work whose author you were named as is back at its source, and its review goes on"),
        "reviews.mail_returned_work",
        to=To.INVITED,
    ),
    MailKind(
        "review_ended",
        (To.EDITOR, To.AUTHOR),
        _("an editor ends the review of a work that is withdrawn or retracted at its source"),
        "reviews/mail/review_ended.txt",
        ("reviews.notify_of_ended_review",),
        link=OPEN_WORK,
    ),
    to_reviewers(
        "asked_author_ended",
        _("an editor ends the review of a work whose author you were named as"),
        "reviews.notify_of_ended_review",
        to=To.INVITED,
    ),
    to_authors(
        "lapse_warned",
        _("your work has waited so long that its submission lapses soon"),
        "reviews.warn_of_lapse",
    ),
    to_editors(
        "lapse_warned_editors",
        _("a work has waited so long that its submission lapses soon"),
        "reviews.warn_of_lapse",
    ),
    to_authors("work_lapsed", _("your submission has lapsed"), "reviews.notify_of_lapse"),
    to_editors("work_lapsed_editors", _("a submission has lapsed"), "reviews.notify_of_lapse"),
    to_reviewers(
        "round_lapsed",
        _("a submission lapses while you write a review; with the text you had written"),
        "reviews.notify_of_lapse",
        is_optional=False,
    ),
    to_authors(
        "work_reopened",
        _("an editor goes on with your submission, which had lapsed"),
        "reviews.notify_of_reopening",
    ),
    to_authors(
        "later_round_warned",
        _("the review of a newer version has waited so long that it ends soon"),
        "reviews.warn_of_lapse",
    ),
    to_editors(
        "later_round_warned_editors",
        _("the review of a newer version has waited so long that it ends soon"),
        "reviews.warn_of_lapse",
    ),
    to_authors(
        "later_round_lapsed",
        _("the review of a newer version has ended without a review"),
        "reviews.notify_of_lapsed_round",
    ),
    to_editors(
        "later_round_lapsed_editors",
        _("the review of a newer version has ended without a review"),
        "reviews.notify_of_lapsed_round",
    ),
    to_authors(
        "later_round_reopened",
        _("the review of a newer version, which had ended without a review, goes on"),
        "reviews.notify_of_reopened_round",
    ),
    to_authors(
        "round_reopened",
        _("the only review of a round is set aside, and the editors look for another"),
        "reviews.notify_of_round_without_review",
    ),
    to_editors(
        "triage_due",
        _("a decision on a submission is due today, or late"),
        "reviews.remind_editors",
        link=_("Accept or decline"),
    ),
    to_editors(
        "decision_due",
        _("what waits for you as handling editor is due today, or late"),
        "reviews.remind_editors",
        link=_("Do it now"),
    ),
    to_editors(
        "approval_due",
        _("what waits for you as second editor is due today, or late"),
        "reviews.remind_editors",
        link=_("Do it now"),
    ),
    to_editors(
        "work_neglected",
        _("a work has waited long for one of its editors; to those who share the works out"),
        "reviews.remind_editors",
    ),
    to_editors(
        "editor_changed",
        _("a work that you edit, or edited, gets another editor"),
        "reviews.notify_of_new_editor",
    ),
    to_editors(
        "editor_left",
        _("the other editor of a work that you edit is no editor any more"),
        "reviews.notify_of_left_editor",
        link=_("Name another editor"),
        is_daily=True,
    ),
    to_editors(
        "editors_missing",
        _("a work under review has lost an editor"),
        "reviews.send_mail",
        link=_("Name another editor"),
        is_optional=False,
    ),
)
