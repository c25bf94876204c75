"""What is mailed about rounds, assessments and what follows them: rows of the table of kinds."""

from django.utils.translation import gettext_lazy as _

from mails.kind import OPEN_WORK, MailKind, To, to_authors, to_editors, to_everybody, to_reviewers

ASSESSMENT_KINDS = (
    # Rounds
    to_editors(
        "newer_version_editors",
        _("a newer version appears while a round of yours is under way"),
        "reviews.notify_of_newer_version",
        is_daily=True,
    ),
    to_reviewers(
        "newer_version_reviewers",
        _("a newer version appears of a work that you are reviewing"),
        "reviews.notify_of_newer_version",
        link=_("See what changed"),
        is_daily=True,
    ),
    to_editors(
        "round_released",
        _("the reviewers of a round can read each other’s reviews"),
        "reviews.notify_of_release",
    ),
    to_reviewers(
        "reviews_released",
        _("the editors go on with a round that you reviewed: you can read its other reviews"),
        "reviews.notify_of_release",
        link=_("Open your review"),
    ),
    to_reviewers(
        "round_goes_on",
        _("the editors go on with a round while you write its review"),
        "reviews.notify_of_release",
        link=_("Open your review"),
    ),
    to_authors(
        "reviews_for_authors",
        _("you can read the reviews of your work before anybody else"),
        "reviews.notify_authors_first",
        link=_("Read them first"),
    ),
    to_reviewers(
        "asked_author_reviews",
        _("the reviews of a work whose author you were named as are ready"),
        "reviews.notify_of_release",
        "reviews.notify_authors_first",
        to=To.INVITED,
        link=_("Show that you wrote it"),
    ),
    # Assessments and responses
    to_editors(
        "assessment_proposed", _("an assessment waits for you"), "reviews.ask_second_editor"
    ),
    to_reviewers(
        "draft_shown",
        _("the editors show you the draft of the assessment"),
        "reviews.show_draft_to_reviewers",
        link=_("Read the draft"),
    ),
    to_editors(
        "draft_answered",
        _("all reviewers have answered the draft of an assessment that waits for you"),
        "reviews.notify_of_draft_answers",
    ),
    to_editors(
        "assessment_approved",
        _("the second editor has approved your assessment"),
        "reviews.notify_editor_of_approval",
    ),
    to_editors(
        "assessment_returned",
        _("the second editor has returned your assessment"),
        "reviews.notify_editor_of_approval",
    ),
    to_authors(
        "assessment_published",
        _("the assessment of your work is public"),
        "reviews.notify_of_published_assessment",
    ),
    to_reviewers(
        "asked_author_posted",
        _("the reviews and the assessment of a work whose author you were named as are public"),
        "reviews.notify_of_published_assessment",
        to=To.INVITED,
    ),
    to_reviewers(
        "round_closed",
        _("a round closes while you write a review; with the text you had written"),
        "reviews.notify_authors_first",
        "reviews.notify_of_published_assessment",
        is_optional=False,
    ),
    to_editors(
        "correction_asked",
        _("the authors ask for a factual correction"),
        "reviews.notify_of_correction",
        link=_("Read and answer it"),
    ),
    to_authors(
        "correction_decided",
        _("the editor has answered a correction that you asked for"),
        "reviews.notify_of_decided_correction",
    ),
    MailKind(
        "response_posted",
        (To.EDITOR, To.REVIEWER),
        _("the authors have responded"),
        "reviews/mail/response_posted.txt",
        ("reviews.notify_of_response",),
        link=OPEN_WORK,
    ),
    to_everybody(
        "response_withdrawn",
        _("a response of the authors was withdrawn"),
        "reviews.notify_of_withdrawn_response",
    ),
    to_editors(
        "withdrawal_asked",
        _("the handling editor asks you to agree that an assessment be withdrawn"),
        "reviews.ask_to_agree_to_withdrawal",
    ),
    to_editors(
        "assessment_kept",
        _("the second editor does not agree that an assessment be withdrawn"),
        "reviews.notify_editor_of_kept_assessment",
    ),
    to_everybody(
        "assessment_withdrawn",
        _("a published assessment was withdrawn"),
        "reviews.notify_of_withdrawn_assessment",
    ),
    # Appeals
    to_editors(
        "appeal_filed",
        _("an appeal waits for an editor who is not involved"),
        "reviews.notify_of_appeal",
        link=_("Read the appeal"),
    ),
    to_editors(
        "appeal_due",
        _("an appeal that you took, or may take, is due today, or late"),
        "reviews.remind_editors",
        link=_("Read the appeal"),
    ),
    to_editors(
        "appeal_handed_back",
        _("an appeal was handed back and waits for another editor"),
        "reviews.notify_of_appeal_handed_back",
        link=_("Read the appeal"),
    ),
    to_editors(
        "appeal_taken_over",
        _("another editor takes over an appeal that you had taken"),
        "reviews.notify_of_appeal_taken_over",
        link=_("Read the appeal"),
    ),
    MailKind(
        "appeal_moved",
        (To.AUTHOR, To.REVIEWER),
        _("an editor takes up your appeal, which is late, and decides it by another day"),
        "reviews/mail/appeal_moved.txt",
        ("reviews.notify_of_moved_appeal",),
        link=_("See how it stands"),
    ),
    MailKind(
        "appeal_received",
        (To.AUTHOR, To.REVIEWER),
        _("your appeal has arrived"),
        "reviews/mail/appeal_received.txt",
        ("reviews.notify_of_appeal",),
        link=_("See how it stands"),
    ),
    MailKind(
        "appeal_decided",
        (To.AUTHOR, To.REVIEWER),
        _("your appeal is decided"),
        "reviews/mail/appeal_decided.txt",
        ("reviews.notify_of_decided_appeal",),
        link=_("See what it says"),
    ),
    to_editors(
        "appeal_decided_editors",
        _("an appeal is decided that is about a work or a decision of yours"),
        "reviews.notify_of_decided_appeal",
    ),
    # Revisions
    to_editors(
        "revision_declared",
        _("the authors have declared a revision"),
        "reviews.notify_editor_of_revision",
    ),
    to_authors(
        "revision_decided",
        _("an editor has decided what follows your revision"),
        "reviews.notify_authors_of_decision",
    ),
    to_authors(
        "assessment_confirmed",
        _("an editor has confirmed that the assessment holds for your newer version"),
        "reviews.notify_authors_of_confirmed_assessment",
    ),
    to_editors(
        "assessment_reopened_editors",
        _("the assessment of a selected work of yours is to be looked at again"),
        "reviews.notify_of_reopened_assessment",
    ),
    to_authors(
        "assessment_reopened",
        _("the assessment of your selected work is looked at again"),
        "reviews.notify_of_reopened_assessment",
    ),
    to_authors(
        "reopening_decided",
        _("the editors have looked again at the assessment of your selected work"),
        "reviews.notify_of_decided_reopening",
    ),
)
