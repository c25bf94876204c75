"""Forms that somebody began: which work each is for, where it stands, and what is next."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from curation.models import Entry, Issue
from curation.services.building import REPLACED
from drafts.models import Draft
from preprints.models import Preprint, Version
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reviews import moves
from reviews.models import Assessment, Review, Revision, Round, Submission
from reviews.models.threads import is_in_thread

HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """What a draft is for.

    title_html: of the work or the issue, safe. url: of the form; "" where it takes no more text.
    may_come_back: its work is withdrawn where it was posted; if it comes back, the form does.
    """

    title_html: str
    url: str
    may_come_back: bool = False


@dataclass(frozen=True, slots=True)
class SavedDraftRow:
    """words: which form it is. title_html: "" where what it is for is gone or not this person's
    any more. text_url leads to its text also when the form takes none any more. is_replaced: it is
    what others replaced."""

    words: str
    title_html: str
    url: str
    next_step: str
    text_url: str
    saved_at: datetime
    is_replaced: bool


Targets = Mapping[int, DraftTarget]


def saved_drafts(drafts: Iterable[Draft], user: User) -> list[SavedDraftRow]:
    """One query for each kind of form among them."""
    drafts = list(drafts)
    numbers: dict[str, set[int]] = {}
    for draft in drafts:
        kind, _colon, number = draft.key.partition(":")
        numbers.setdefault(kind, set()).add(int(number))
    targets = {kind: TARGETS[kind](user, ids) for kind, ids in numbers.items() if kind in TARGETS}
    return [_saved_draft(draft, targets) for draft in drafts]


def _saved_draft(draft: Draft, targets: Mapping[str, Targets]) -> SavedDraftRow:
    kind, _colon, number = draft.key.partition(":")
    target = targets.get(kind, {}).get(int(number), DraftTarget("", ""))
    words, next_step = WORDS.get(kind, (gettext_lazy("A form"), ""))
    closed = (
        _("It cannot be sent while the work is withdrawn. Your text is kept until it is back.")
        if target.may_come_back
        else _("It cannot be sent any more. Your text is kept, to be read and copied.")
    )
    return SavedDraftRow(
        words=str(words),
        title_html=target.title_html,
        url=target.url,
        next_step=str(next_step) if target.url else closed,
        text_url=reverse("reading:saved_text", args=[draft.key]),
        saved_at=draft.saved_at,
        is_replaced=kind.startswith(REPLACED),
    )


def _is_open(review: Review) -> bool:
    return review.status == Review.Status.DRAFT and not review.why_closed


def _waits_for_work(review: Review) -> bool:
    """A retracted work does not come back."""
    is_open = review.round_state in moves.SUBMIT_REVIEW.in_round
    is_writing = is_open and review.status == Review.Status.DRAFT
    is_retracted = review.version.preprint.status == Preprint.Status.RETRACTED
    return is_writing and review.own_round.submission.is_away and not is_retracted


def _target(version: Version, url: str, *, is_open: bool) -> DraftTarget:
    return DraftTarget(version.title_html, url if is_open else "")


def _reviews(user: User, ids: Collection[int]) -> Targets:
    own = Review.objects.filter(reviewer=user, pk__in=ids)
    rows = own.select_related(
        "version__preprint", "round__submission__preprint", "invitation"
    ).defer(*HEAVY)
    return {
        row.pk: DraftTarget(
            row.version.title_html,
            reverse("reviews:write_review", args=[row.pk]) if _is_open(row) else "",
            may_come_back=_waits_for_work(row),
        )
        for row in rows
    }


def _rounds(ids: Collection[int]) -> Iterable[Round]:
    rows = Round.objects.filter(pk__in=ids).select_related("version", "submission")
    return rows.defer(*HEAVY)


def _assessments(user: User, ids: Collection[int]) -> Targets:
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:write_assessment", args=[row.pk]),
            is_open=row.state in moves.PROPOSE.in_round and row.submission.editor_id == user.pk,
        )
        for row in _rounds(ids)
    }


def _invitations(user: User, ids: Collection[int]) -> Targets:
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:submission", args=[row.submission_id]),
            is_open=row.state == Round.State.OPEN and row.submission.editor_id == user.pk,
        )
        for row in _rounds(ids)
    }


def _responses(_user: User, ids: Collection[int]) -> Targets:
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:respond", args=[row.submission.preprint_id]),
            is_open=row.state in Round.RESPONDED_TO,
        )
        for row in _rounds(ids)
    }


def _revisions(user: User, ids: Collection[int]) -> Targets:
    """By version. Who may write and whether it is declared, the form's page decides."""
    own = Version.objects.filter(pk__in=ids, preprint__versions__authors__user=user).distinct()
    return {
        row.pk: _target(
            row,
            reverse("reviews:declare_revision", args=[row.preprint_id, row.number]),
            is_open=not Revision.objects.filter(version=row).exists(),
        )
        for row in own.defer(*HEAVY_VERSION_FIELDS)
    }


def _decisions(user: User, ids: Collection[int]) -> Targets:
    own = Revision.objects.filter(pk__in=ids, round__submission__editor=user)
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:submission", args=[row.round.submission_id]),
            is_open=not row.decision,
        )
        for row in own.select_related("version", "round").defer(*HEAVY)
    }


def _declined(user: User, ids: Collection[int]) -> Targets:
    rows = Submission.objects.filter(pk__in=ids).select_related("version").defer(*HEAVY)
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:submission", args=[row.pk]),
            is_open=row.state == Submission.State.SUBMITTED and user.is_editor,
        )
        for row in rows
    }


def _returned(user: User, ids: Collection[int]) -> Targets:
    own = Assessment.objects.filter(pk__in=ids, round__submission__second_editor=user)
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:submission", args=[row.round.submission_id]),
            is_open=row.state == Assessment.State.PROPOSED,
        )
        for row in own.select_related("version", "round").defer(*HEAVY)
    }


def _reviewers_entries(user: User, ids: Collection[int]) -> Targets:
    own = Review.objects.filter(reviewer=user, pk__in=ids).select_related("version", "round")
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:reviewer_thread", args=[row.pk]),
            is_open=row.round_state in Round.RELEASED and is_in_thread(row),
        )
        for row in own.defer(*HEAVY)
    }


def _editors_entries(user: User, ids: Collection[int]) -> Targets:
    return {
        row.pk: _target(
            row.version,
            reverse("reviews:editor_thread", args=[row.pk]),
            is_open=row.state in Round.RELEASED
            and user.pk in (row.submission.editor_id, row.submission.second_editor_id),
        )
        for row in _rounds(ids)
    }


def _issues(user: User, ids: Collection[int]) -> Targets:
    if not user.is_editor:  # an issue in preparation is the editors'
        return {}
    return {
        row.pk: DraftTarget(escape(row.title), _issue_url(row))
        for row in Issue.objects.filter(pk__in=ids)
    }


def _entries(user: User, ids: Collection[int]) -> Targets:
    if not user.is_editor:
        return {}
    rows = Entry.objects.filter(pk__in=ids).select_related("version", "issue")
    return {
        row.pk: DraftTarget(row.version.title_html, _issue_url(row.issue, f"#entry-{row.pk}"))
        for row in rows.defer("issue__evidence", *HEAVY)
    }


def _issue_url(issue: Issue, anchor: str = "") -> str:
    is_open = issue.state == Issue.State.DRAFT
    return f"{reverse('curation:issue', args=[issue.pk])}{anchor}" if is_open else ""


Words = str | Promise
# By kind of form: each kind that an app registers (`drafts/form_kinds.py`) needs a row in both.
TARGETS: dict[str, Callable[[User, Collection[int]], Targets]] = {
    "review": _reviews,
    "assessment": _assessments,
    "response": _responses,
    "issue": _issues,
    "entry": _entries,
    "replacedissue": _issues,
    "replacedentry": _entries,
    "revision": _revisions,
    "decision": _decisions,
    "decline": _declined,
    "invite": _invitations,
    "return": _returned,
    "thread": _reviewers_entries,
    "editorthread": _editors_entries,
}
# What a form is called, and what its writer does next.
WORDS: dict[str, tuple[Words, Words]] = {
    "review": (gettext_lazy("A review"), gettext_lazy("Finish it and submit it.")),
    "assessment": (
        gettext_lazy("An assessment"),
        gettext_lazy("Finish it; then the second editor is asked to approve it."),
    ),
    "response": (
        gettext_lazy("A response to reviews"),
        gettext_lazy("Finish it and post it beside the reviews."),
    ),
    "issue": (gettext_lazy("An issue in preparation"), gettext_lazy("Save it in the issue.")),
    "entry": (
        gettext_lazy("A recommendation for an issue"),
        gettext_lazy("Save it in the issue."),
    ),
    "replacedissue": (
        gettext_lazy("Your text in an issue, which another editor replaced"),
        gettext_lazy("Copy from it what you need."),
    ),
    "replacedentry": (
        gettext_lazy("Your recommendation, which another editor replaced"),
        gettext_lazy("Copy from it what you need."),
    ),
    "revision": (
        gettext_lazy("What changed in a revision"),
        gettext_lazy("Finish it and declare the revision."),
    ),
    "decision": (
        gettext_lazy("Why something follows a revision"),
        gettext_lazy("Choose what follows, and send it."),
    ),
    "decline": (
        gettext_lazy("Why a submission is declined"),
        gettext_lazy("Send it, or accept the submission."),
    ),
    "invite": (gettext_lazy("An invitation"), gettext_lazy("Complete it and send it.")),
    "return": (
        gettext_lazy("A comment on an assessment"),
        gettext_lazy("Return the assessment with it, or approve the assessment."),
    ),
    **dict.fromkeys(
        ("thread", "editorthread"),
        (
            gettext_lazy("An entry in the thread of a round"),
            gettext_lazy("Finish it and send it to the others."),
        ),
    ),
}
