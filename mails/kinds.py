"""Every kind of mail that the journal sends: the one table.

docs/reference/mails.md is made from it (`scripts/list_mails.py`), and so is the page on which
people choose how they get each kind. The apps whose mails these are stand above, so the table names
their functions and pages as text; tests hold it against the code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise


class To(StrEnum):
    """Who gets it; also the parts of the page of choices."""

    ACCOUNT = "account"
    EDITOR = "editor"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    INVITED = "invited"


TO_WORDS: dict[To, Words] = {
    To.ACCOUNT: _("Your account"),
    To.EDITOR: _("As an editor"),
    To.AUTHOR: _("As an author or submitter"),
    To.REVIEWER: _("As a reviewer"),
    To.INVITED: _("As somebody invited"),
}
# Reviewers and whoever is known by a reviewer's name are named to nobody.
NAMED = frozenset({To.EDITOR, To.AUTHOR})


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of mail.

    to: one of these gets it. when: what has happened, as a clause after "when". promised_by: the
    handlers of the outbox, or the functions, with which it is promised. link: where its link leads,
    as words on a button. is_optional: whether people can have it daily or not at all. is_daily:
    whether it comes once a day, unless its reader has chosen otherwise.
    """

    name: str
    to: tuple[To, ...]
    when: Words
    template: str
    promised_by: tuple[str, ...]
    link: Words
    is_optional: bool = True
    is_daily: bool = False

    @property
    def is_named(self) -> bool:
        """Whether an account that gets it may be named to who sees the list of mails."""
        return not NAMED.isdisjoint(self.to)


OPEN_WORK = _("Open the page of the work")
OPEN_SUBMISSION = _("Open the submission")


def _editors(
    name: str,
    when: Words,
    *promised_by: str,
    link: Words = OPEN_SUBMISSION,
    is_optional: bool = True,
    is_daily: bool = False,
) -> MailKind:
    return MailKind(
        *(name, (To.EDITOR,), when, f"reviews/mail/{name}.txt", promised_by),
        link=link,
        is_optional=is_optional,
        is_daily=is_daily,
    )


def _everybody(name: str, when: Words, *promised_by: str) -> MailKind:
    """Editors, authors and reviewers of a work."""
    to = (To.EDITOR, To.AUTHOR, To.REVIEWER)
    return MailKind(name, to, when, f"reviews/mail/{name}.txt", promised_by, link=OPEN_WORK)


def _authors(name: str, when: Words, *promised_by: str, link: Words = OPEN_WORK) -> MailKind:
    return MailKind(name, (To.AUTHOR,), when, f"reviews/mail/{name}.txt", promised_by, link=link)


def _reviewers(
    name: str,
    when: Words,
    *promised_by: str,
    to: To = To.REVIEWER,
    link: Words = OPEN_WORK,
    is_optional: bool = True,
    is_daily: bool = False,
) -> MailKind:
    return MailKind(
        *(name, (to,), when, f"reviews/mail/{name}.txt", promised_by),
        link=link,
        is_optional=is_optional,
        is_daily=is_daily,
    )


def _account(name: str, when: Words, template: str, link: Words) -> MailKind:
    sender = "accounts.send_sealed_mail"
    return MailKind(name, (To.ACCOUNT,), when, template, (sender,), link=link, is_optional=False)


_ALL = (
    # About one's account: without these nobody could sign in
    _account(
        "address_confirmation",
        _("an address is to be confirmed"),
        "account/email/email_confirmation",
        _("Confirm the address"),
    ),
    _account(
        "address_confirmation_at_sign_up",
        _("somebody signs up"),
        "account/email/email_confirmation_signup",
        _("Confirm the address"),
    ),
    _account(
        "password_reset",
        _("a new password was asked for"),
        "account/email/password_reset_key",
        _("Choose a password"),
    ),
    _account(
        "unknown_account",
        _("a new password was asked for, and the address has no account"),
        "account/email/unknown_account",
        _("Sign up"),
    ),
    _account(
        "account_already_exists",
        _("somebody signs up with an address that has an account"),
        "account/email/account_already_exists",
        _("Choose a password"),
    ),
    _account(
        "account_notice",
        _("how you sign in has changed (where the journal turns these notices on)"),
        "account/email/base_notification",
        _("Open your account"),
    ),
    MailKind(
        "rights_changed",
        (To.ACCOUNT,),
        _("your rights here have changed"),
        "accounts/mail/rights_changed.txt",
        ("accounts.notify_of_rights",),
        link=_("Open your page"),
        is_optional=False,
    ),
    MailKind(
        "accounts_joined",
        (To.ACCOUNT,),
        _("two of your accounts were joined; to the address of each"),
        "accounts/mail/accounts_joined.txt",
        ("accounts.notify_of_join",),
        link=_("Open your page"),
        is_optional=False,
    ),
    MailKind(
        "join_link",
        (To.INVITED,),
        _("somebody signed in says that your account is theirs, too, and asks to join the two"),
        "accounts/mail/join_link.txt",
        ("accounts.send_join_link",),
        link=_("Go on to join them"),
        is_optional=False,
    ),
    MailKind(
        "digest",
        (To.ACCOUNT,),
        _("a day has passed: the mails that you chose to get once a day"),
        "mails/mail/digest.txt",
        ("mails.send_digest",),
        link=_("Choose which mails you get"),
    ),
    # Submissions
    _editors(
        "submission_received",
        _("a work was submitted and waits for a decision"),
        "reviews.notify_editors_of_submission",
    ),
    _authors(
        "submission_confirmed",
        _("your submission has arrived"),
        "reviews.confirm_submission",
    ),
    _authors(
        "submission_decided",
        _("your submission was accepted for review, or declined"),
        "reviews.notify_submitter_of_decision",
    ),
    _authors(
        "author_confirmed",
        _("you are confirmed as an author of a work"),
        "reviews.notify_author",
    ),
    _authors(
        "author_taken_back",
        _("you are not confirmed as an author any more"),
        "reviews.notify_author",
    ),
    _reviewers(
        "consent_asked",
        _("somebody asks for the review of a work and names you as its author"),
        "reviews.send_consent_mail",
        to=To.INVITED,
        link=_("Agree or decline"),
        is_optional=False,
    ),
    _editors(
        "decision_proposed",
        _("an editor proposes to accept or decline a work, and a second one is needed"),
        "reviews.notify_editors_of_proposal",
    ),
    _editors(
        "author_match_left",
        _("an ORCID iD or a token at a forum shows that an author of a work edits or reviews it"),
        "reviews.notify_editors_of_left_match",
        link=_("See who it is"),
    ),
    _editors(
        "consent_declined",
        _("an author does not agree to the review of a work"),
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
    _authors(
        "lapse_warned",
        _("your work has waited so long that its submission lapses soon"),
        "reviews.warn_of_lapse",
    ),
    _editors(
        "lapse_warned_editors",
        _("a work has waited so long that its submission lapses soon"),
        "reviews.warn_of_lapse",
    ),
    _authors("work_lapsed", _("your submission has lapsed"), "reviews.notify_of_lapse"),
    _editors("work_lapsed_editors", _("a submission has lapsed"), "reviews.notify_of_lapse"),
    _reviewers(
        "round_lapsed",
        _("a submission lapses while you write a review; with the text you had written"),
        "reviews.notify_of_lapse",
        is_optional=False,
    ),
    _authors(
        "work_reopened",
        _("an editor goes on with your submission, which had lapsed"),
        "reviews.notify_of_reopening",
    ),
    _editors(
        "triage_due",
        _("a decision on a submission is due today, or late"),
        "reviews.remind_editors",
        link=_("Accept or decline"),
    ),
    _editors(
        "decision_due",
        _("what waits for you as handling editor is due today, or late"),
        "reviews.remind_editors",
        link=_("Do it now"),
    ),
    _editors(
        "approval_due",
        _("what waits for you as second editor is due today, or late"),
        "reviews.remind_editors",
        link=_("Do it now"),
    ),
    _editors(
        "work_neglected",
        _("a work has waited long for one of its editors; to those who share the works out"),
        "reviews.remind_editors",
    ),
    _editors(
        "editor_changed",
        _("a work that you edit, or edited, gets another editor"),
        "reviews.notify_of_new_editor",
    ),
    _editors(
        "editors_missing",
        _("a work under review has lost an editor"),
        "reviews.send_mail",
        link=_("Name another editor"),
        is_optional=False,
    ),
    # Invitations
    _reviewers(
        "invitation",
        _("an editor invites you to review a work"),
        "reviews.send_invitation_mail",
        to=To.INVITED,
        link=_("Read more, accept or decline"),
        is_optional=False,
    ),
    _reviewers(
        "invitation_reminder",
        _("you have not answered an invitation"),
        "reviews.send_reminder",
        to=To.INVITED,
        link=_("Read more, accept or decline"),
        is_optional=False,
    ),
    _editors(
        "day_proposed",
        _("somebody who is invited proposes another day"),
        "reviews.notify_editor_of_proposed_day",
    ),
    _reviewers(
        "invited_day_set",
        _("an editor sets another day for the review that you are invited to write"),
        "reviews.send_invited_day",
        to=To.INVITED,
        link=_("Read more, accept or decline"),
        is_optional=False,
    ),
    _editors(
        "invitation_accepted", _("a reviewer has accepted"), "reviews.notify_editor_of_answer"
    ),
    _editors(
        "invitation_declined", _("a reviewer has declined"), "reviews.notify_editor_of_answer"
    ),
    _reviewers(
        "invitation_withdrawn",
        _("an invitation that you had accepted was withdrawn; with the text you had written"),
        "reviews.notify_reviewer_of_withdrawal",
        is_optional=False,
    ),
    # Reviews
    _editors("volunteer", _("a reviewer has volunteered"), "reviews.notify_editor_of_volunteer"),
    _reviewers(
        "review_reminder",
        _("your review is due soon, today, or late"),
        "reviews.send_reminder",
        link=_("Write the review"),
    ),
    _editors(
        "review_extended",
        _("a reviewer has extended the time"),
        "reviews.notify_editor_of_extension",
    ),
    _reviewers(
        "review_day_set",
        _("an editor gives your review another day"),
        "reviews.send_review_day",
        link=_("Write the review"),
    ),
    _editors("review_submitted", _("a review was submitted"), "reviews.notify_editor_of_review"),
    _reviewers(
        "review_received",
        _("your review has arrived"),
        "reviews.notify_editor_of_review",
        link=_("Open your review"),
    ),
    _reviewers(
        "is_this_your_review",
        _("a review was submitted with the invitation to this address"),
        "reviews.send_link_mail",
        link=_("Say whether it is yours"),
        is_optional=False,
    ),
    _reviewers(
        "keep_account",
        _("you asked to keep a review in an account"),
        "reviews.send_link_mail",
        link=_("Choose a password"),
        is_optional=False,
    ),
    _editors(
        "review_confirmed",
        _("a reviewer has confirmed a review"),
        "reviews.notify_editor_of_confirmation",
    ),
    _editors(
        "review_disowned",
        _("somebody says that a review is not theirs"),
        "reviews.notify_editors_of_disowned_review",
    ),
    _editors(
        "signature_waits",
        _("a signature waits for the second editor"),
        "reviews.notify_editor_of_review",
        "reviews.notify_editor_of_confirmation",
    ),
    _editors(
        "signature_approved",
        _("the second editor has approved a signature"),
        "reviews.notify_editor_of_approved_signature",
    ),
    _reviewers(
        "name_allowed",
        _("somebody else may sign with your name"),
        "reviews.notify_bearers_of_name",
        is_optional=False,
    ),
    _reviewers(
        "review_published_reviewer",
        _("your review is public"),
        "reviews.thank_reviewer",
        "reviews.notify_of_published_review",
        link=_("Open your review"),
    ),
    _authors(
        "review_published",
        _("a review of your work is public"),
        "reviews.notify_of_published_review",
        link=_("Read the review"),
    ),
    _reviewers(
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
    _reviewers(
        "review_refused",
        _("an editor has refused your review"),
        "reviews.notify_reviewer_of_refusal",
        link=_("Open your review"),
        is_optional=False,
    ),
    _everybody(
        "review_withdrawn",
        _("a published review was withdrawn"),
        "reviews.notify_of_withdrawn_review",
    ),
    _reviewers(
        "review_not_needed",
        _("a work is withdrawn while you write its review; with the text you had written"),
        "reviews.notify_of_withdrawn_submission",
        is_optional=False,
    ),
    _reviewers(
        "review_not_published",
        _("a work is withdrawn before your review of it is public; with your text"),
        "reviews.notify_of_withdrawn_submission",
        is_optional=False,
    ),
    # Rounds
    _editors(
        "newer_version_editors",
        _("a newer version appears while a round of yours is under way"),
        "reviews.notify_of_newer_version",
        is_daily=True,
    ),
    _reviewers(
        "newer_version_reviewers",
        _("a newer version appears of a work that you are reviewing"),
        "reviews.notify_of_newer_version",
        link=_("See what changed"),
        is_daily=True,
    ),
    _editors(
        "round_released",
        _("the reviewers of a round can read each other’s reviews"),
        "reviews.notify_of_release",
    ),
    _reviewers(
        "reviews_released",
        _("you can read the other reviews of the round"),
        "reviews.notify_of_release",
        link=_("Read the other reviews"),
    ),
    _authors(
        "reviews_for_authors",
        _("you can read the reviews of your work before anybody else"),
        "reviews.notify_authors_first",
        link=_("Read them first"),
    ),
    # Assessments and responses
    _editors("assessment_proposed", _("an assessment waits for you"), "reviews.ask_second_editor"),
    _reviewers(
        "draft_shown",
        _("the editors show you the draft of the assessment"),
        "reviews.show_draft_to_reviewers",
        link=_("Read the draft"),
    ),
    _editors(
        "draft_answered",
        _("all reviewers have answered the draft of an assessment that waits for you"),
        "reviews.notify_of_draft_answers",
    ),
    _editors(
        "assessment_approved",
        _("the second editor has approved your assessment"),
        "reviews.notify_editor_of_approval",
    ),
    _editors(
        "assessment_returned",
        _("the second editor has returned your assessment"),
        "reviews.notify_editor_of_approval",
    ),
    _authors(
        "assessment_published",
        _("the assessment of your work is public"),
        "reviews.notify_of_published_assessment",
    ),
    _reviewers(
        "round_closed",
        _("a round closes while you write a review; with the text you had written"),
        "reviews.notify_authors_first",
        "reviews.notify_of_published_assessment",
        is_optional=False,
    ),
    _editors(
        "correction_asked",
        _("the authors ask for a factual correction"),
        "reviews.notify_of_correction",
        link=_("Read and answer it"),
    ),
    _authors(
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
    _everybody(
        "response_withdrawn",
        _("a response of the authors was withdrawn"),
        "reviews.notify_of_withdrawn_response",
    ),
    _editors(
        "withdrawal_asked",
        _("the handling editor asks you to agree that an assessment be withdrawn"),
        "reviews.ask_to_agree_to_withdrawal",
    ),
    _editors(
        "assessment_kept",
        _("the second editor does not agree that an assessment be withdrawn"),
        "reviews.notify_editor_of_kept_assessment",
    ),
    _everybody(
        "assessment_withdrawn",
        _("a published assessment was withdrawn"),
        "reviews.notify_of_withdrawn_assessment",
    ),
    # Appeals
    _editors(
        "appeal_filed",
        _("an appeal waits for an editor who is not involved"),
        "reviews.notify_of_appeal",
        link=_("Read the appeal"),
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
    _editors(
        "appeal_decided_editors",
        _("an appeal is decided that is about a work or a decision of yours"),
        "reviews.notify_of_decided_appeal",
    ),
    # Revisions
    _editors(
        "revision_declared",
        _("the authors have declared a revision"),
        "reviews.notify_editor_of_revision",
    ),
    _authors(
        "revision_decided",
        _("an editor has decided what follows your revision"),
        "reviews.notify_authors_of_decision",
    ),
    _authors(
        "assessment_confirmed",
        _("an editor has confirmed that the assessment holds for your newer version"),
        "reviews.notify_authors_of_confirmed_assessment",
    ),
    # Issues
    MailKind(
        "candidates_assembled",
        (To.EDITOR,),
        _("works have become eligible for an issue"),
        "curation/mail/candidates_assembled.txt",
        ("curation.notify_editors_of_candidates",),
        link=_("Open the issues in preparation"),
    ),
    MailKind(
        "work_selected",
        (To.AUTHOR,),
        _("your work was selected for an issue"),
        "curation/mail/work_selected.txt",
        ("curation.notify_authors_of_selection",),
        link=_("Open the issue"),
    ),
)
MAIL_KINDS = {kind.name: kind for kind in _ALL}


def kinds_for(parts: Sequence[To]) -> dict[To, list[MailKind]]:
    """The kinds that these get, by part; one that several of them get stands in the first."""
    found: dict[To, list[MailKind]] = {part: [] for part in parts}
    for kind in _ALL:
        part = next((one for one in parts if one in kind.to), None)
        if part is not None:
            found[part].append(kind)
    return found
