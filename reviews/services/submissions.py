"""Asking for a review, and the editors' first decision."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from drafts.services import finish_draft
from events.models import Event
from events.outbox import promise
from events.services import record_event
from ingest.models import Lookup
from ingest.services.links import confirm_lookup
from preprints.models import Author, Preprint, Subject, Version
from preprints.rules import FREE
from preprints.services import set_status
from reviews import moves, rules, triage_rules
from reviews.decline_reasons import offered_words
from reviews.editor_errors import OutsideTheirSubjects
from reviews.handover_errors import CannotBeSecond
from reviews.interests import Interests
from reviews.models import Round, Submission, within_limits_of
from reviews.policies import current_policy
from reviews.services.consent_steps import DAY, check_can_be_asked, mail_request
from reviews.services.editor_interests import check_may_act, keep_interests, name_second_editor
from reviews.services.named_editors import (
    check_can_be_second,
    check_can_handle,
    check_names,
    log_refused_name,
)
from reviews.services.triage_steps import (
    Acceptance,
    Refusal,
    accept_locked,
    close_waiting_proposal,
    decline_locked,
)
from reviews.services.wishes_steps import keep_wishes
from reviews.wishes import Wishes
from reviews.wishes_errors import WishesOfAuthors


@transaction.atomic
def submit_preprint(
    preprint_id: int,
    *,
    submitter: User,
    is_author: bool,
    reason: str,
    interests: Interests,
    now: datetime,
    author_addresses: Sequence[str] = (),
    wishes: Wishes | None = None,
    shown: str | None = None,
) -> Submission:
    """Ask for a review of the current version.

    author_addresses: of authors who are asked whether they agree. wishes: of an author alone.
    shown: key of the version that the person was shown; None does not compare.
    Raises what the rule does, WorkChanged, OwnAddress or TooManyAuthorsAsked.
    """
    preprint = Preprint.objects.select_for_update(of=("self",)).get(pk=preprint_id)
    rules.check_can_submit(
        has_open_submission=preprint.submissions.open().exists(),
        is_withdrawn=preprint.has_left,
        is_author=is_author,
        reason=reason,
        submissions_today=_submissions_today(preprint, submitter, now=now),
    )
    rules.check_is_the_shown_version(shown=shown, current=version_key(newest_version(preprint)))
    submission = Submission.objects.create(
        preprint=preprint,
        version=newest_version(preprint),
        submitter=submitter,
        is_author=is_author,
        reason=reason,
        **interests.row_fields,
        consent=Submission.Consent.CLAIMED if is_author else Submission.Consent.NOT_ASKED,
        submitted_at=now,
        triage_due_at=now + timedelta(days=current_policy().triage_days),
    )
    _announce(submission, author_addresses, wishes, now)
    return submission


def _submissions_today(preprint: Preprint, submitter: User, *, now: datetime) -> int:
    return preprint.submissions.filter(submitter=submitter, submitted_at__gt=now - DAY).count()


def _ask_authors(submission: Submission, addresses: Sequence[str], now: datetime) -> None:
    given = dict.fromkeys(one.strip().lower() for one in addresses)
    check_can_be_asked(given, by=submission.submitter, now=now)
    for address in given:
        mail_request(submission, address, by=submission.submitter, now=now)


def _announce(
    submission: Submission, addresses: Sequence[str], wishes: Wishes | None, now: datetime
) -> None:
    if submission.preprint.status in FREE:
        set_status(submission.preprint, Preprint.Status.SUBMITTED, now=now)
    record_event(
        "submission.received",
        about=submission.preprint,
        actor_id=submission.submitter_id,
        now=now,
        data={"submission": submission.pk, "consent": submission.consent},
    )
    if wishes is not None and submission.is_author:
        _check_speaks(submission, wishes)
        keep_wishes(submission, wishes, by=submission.submitter, now=now)
    promise("reviews.notify_editors_of_submission", submission_id=submission.pk)
    promise("reviews.confirm_submission", submission_id=submission.pk)
    _ask_authors(submission, addresses, now)


def _check_speaks(submission: Submission, wishes: Wishes) -> None:
    """Where authors are confirmed already, nobody else says what the authors wish."""
    confirmed = known_author_ids(submission.preprint_id)
    if wishes != Wishes() and confirmed and submission.submitter_id not in confirmed:
        raise WishesOfAuthors


@transaction.atomic
def submit_found_work(
    lookup_id: int,
    *,
    submitter: User,
    is_author: bool,
    reason: str,
    interests: Interests,
    now: datetime,
    author_addresses: Sequence[str] = (),
    wishes: Wishes | None = None,
    shown: str | None = None,
) -> Submission:
    """List the work a lookup found, unless it is known, and ask for its review, both or neither.

    shown: as in `submit_preprint`, or `rules.FOUND_RECORD` for the record that the lookup found.
    """
    lookup = Lookup.objects.select_for_update(of=("self",)).get(pk=lookup_id, asked_by=submitter)
    stored = confirm_lookup(lookup, now=now)
    submission = submit_preprint(
        stored.preprint.pk,
        submitter=submitter,
        is_author=is_author,
        reason=reason,
        interests=interests,
        author_addresses=author_addresses,
        wishes=wishes,
        now=now,
    )
    rules.check_is_what_was_found(
        shown=shown,
        current=version_key(submission.version),
        of_record=version_key(stored.version),
        is_new=stored.is_new_version,
    )
    return submission


def version_key(version: Version) -> str:
    """How a form names the version that its page shows."""
    return str(version.pk)


def accept_submission(
    submission_id: int,
    *,
    editor: User,
    second_editor: User,
    claimed_author_id: int | None,
    now: datetime,
    consent: str = "",
    interests: Interests | None = None,
    in_spite: str = "",
) -> Round:
    """Accept for review and open the first round, where one editor suffices for that.

    claimed_author_id: which `Author` row the editor has found the submitter to be, if any; only
    then the submitter's word is the authors' consent, and lets a post's text be shown.
    consent: what the authors said, where the editor knows it otherwise. in_spite: why it is that
    second editor, although the catalogue ties them to the authors.
    Raises NotAwaitingTriage, NeedsTwoEditors, EditorsMustDiffer, EditorIsAuthor, NotAnEditor,
    OutsideTheirSubjects, UndeclaredInterest, TiedEditor, CannotBeSecond, ReviewedItBefore,
    TooManyNames or AuthorIsKnown.
    """
    acceptance = Acceptance(
        editor=editor,
        second_editor=second_editor,
        claimed_author_id=claimed_author_id,
        consent=consent,
        is_by_one=True,
    )
    with transaction.atomic():
        submission = lock_submission(submission_id)
        check_names(editor, second_editor, now=now)
        try:
            return _accept(submission, acceptance, interests, in_spite, now=now)
        except CannotBeSecond as error:
            refused = error
        log_refused_name(submission, second_editor, by=editor, now=now)
    raise refused


@transaction.atomic
def _accept(
    submission: Submission,
    acceptance: Acceptance,
    interests: Interests | None,
    in_spite: str,
    *,
    now: datetime,
) -> Round:
    editor, second_editor = acceptance.editor, acceptance.second_editor
    rules.check_can_triage(moves.ACCEPT, state=submission.state, is_editor=editor.is_editor)
    triage_rules.check_one_suffices(one_suffices=current_policy().one_editor_triages)
    check_can_handle(submission, editor)
    keep_interests(submission, editor, interests, now=now)
    name_second_editor(submission, second_editor, in_spite=in_spite, now=now)
    check_can_be_second(submission, second_editor, by=editor)
    close_waiting_proposal(submission, by=editor, now=now)
    return accept_locked(submission, acceptance, authors=authors_of(submission), by=editor, now=now)


@transaction.atomic
def decline_submission(
    submission_id: int,
    *,
    editor: User,
    code: str,
    text: str,
    now: datetime,
    interests: Interests | None = None,
    saved_revision: int | None = None,
) -> Submission:
    """Decline with a reason, where one editor suffices; the preprint is listed again.

    interests: of the editor; None where they are not asked. saved_revision: of the draft that holds
    this text; None does not ask for newer text. Raises NotAwaitingTriage, NeedsTwoEditors,
    NotAnEditor, EditorIsAuthor, OutsideTheirSubjects, UndeclaredInterest, DraftOutOfDate or
    ReasonNotOffered.
    """
    submission = lock_submission(submission_id)
    rules.check_can_triage(moves.DECLINE, state=submission.state, is_editor=editor.is_editor)
    rules.check_is_no_author(person_id=editor.pk, author_ids=authors_of(submission))
    triage_rules.check_one_suffices(one_suffices=current_policy().one_editor_triages)
    keep_interests(submission, editor, interests, now=now)
    finish_draft(editor, decline_draft_key(submission), saved_revision=saved_revision)
    close_waiting_proposal(submission, by=editor, now=now)
    words = offered_words(current_policy().reasons, code)
    refusal = Refusal(editor=editor, code=code, words=words, text=text, is_by_one=True)
    return decline_locked(submission, refusal, by=editor, now=now)


def decline_draft_key(submission: Submission) -> str:
    return f"decline:{submission.pk}"


@transaction.atomic
def classify_preprint(
    preprint_id: int, *, editor: User, kind: str, subjects: Iterable[Subject]
) -> None:
    """Say what kind of work it is and what it is about: whoever may decide on it, for an editor of
    some subjects could make it a work of theirs. Raises NotAnEditor, OutsideTheirSubjects or
    InterestsNotDeclared.
    """
    rules.check_is_editor(is_editor=editor.is_editor)
    own = Q(submissions__editor=editor) | Q(submissions__second_editor=editor)
    works = Preprint.objects.filter(within_limits_of(editor, "pk") | own, pk=preprint_id)
    if not works.exists():
        raise OutsideTheirSubjects
    for edited in Submission.objects.filter(preprint=preprint_id, state="accepted"):
        check_may_act(edited, editor)
    Preprint.objects.filter(pk=preprint_id).update(kind=kind)
    Preprint.objects.get(pk=preprint_id).subjects.set(subjects)


def newest_version(preprint: Preprint) -> Version:
    """The current version; a stored preprint always has one."""
    if preprint.current_version is None:
        raise Version.DoesNotExist
    return preprint.current_version


def known_author_ids(preprint_id: int) -> set[int]:
    """Users found to be authors of any version of the preprint."""
    rows = Author.objects.filter(version__preprint_id=preprint_id, user__isnull=False)
    return set(rows.values_list("user_id", flat=True))


def owners_of(submission: Submission) -> set[int]:
    """Who may withdraw it: the confirmed authors; while nobody is confirmed, who submitted it."""
    return known_author_ids(submission.preprint_id) or {submission.submitter_id}


def authors_of(submission: Submission) -> set[int]:
    """The work's authors as far as we know them, with a submitter who says to be one."""
    submitting = {submission.submitter_id} if submission.is_author else set()
    return known_author_ids(submission.preprint_id) | submitting


def authors_of_work(preprint_id: int) -> set[int]:
    """`authors_of` all submissions of the work."""
    saying_so = Submission.objects.filter(preprint=preprint_id, is_author=True)
    return known_author_ids(preprint_id) | set(saying_so.values_list("submitter_id", flat=True))


def former_editors_of(preprint_id: int) -> set[int]:
    """Who has handed the work over, or whose place was handed over: they know who reviews it."""
    handed = Event.objects.filter(kind="submission.handed_over", preprint_id=preprint_id)
    return set(handed.values_list("data__former", flat=True)) - {None}


def lock_submission(submission_id: int) -> Submission:
    """Lock the submission's work, then the submission: merging works locks in this order."""
    works = Preprint.objects.select_for_update(of=("self",))
    works.get(submissions=submission_id)
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("preprint", "version", "submitter")
        .get(pk=submission_id)
    )
