"""Saving what somebody types, and deleting it once it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from drafts import errors, limits, rules
from drafts.form_kinds import find_kind
from drafts.limits import MOST_OTHERS, MOST_TABS
from drafts.merging import MergedFields, fingerprints, merge_fields
from drafts.models import Draft, SentForm
from drafts.others import (
    Other,
    add_refused,
    add_replaced,
    has_unseen,
    newest_within,
    size_of,
    without_chosen,
)

NOT_WRITTEN = {"seen"}  # fields that pages fill in by themselves


@dataclass(frozen=True, slots=True)
class Shown:
    """The draft whose `others` a page shows, and their revision: a later draft of the same form
    begins from one again. 0 for none."""

    draft_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class SentDraft:
    """What a page sends of one form, to be saved.

    revision: of the draft the page was loaded with, 0 for none. base: fingerprints of the texts it
    was loaded with. tab, sequence: which tab sent it and in which order; "" and 0 without scripts.
    heard: sequence of the tab's last request of which the page knows what became; None: it does
    not say.
    replaces: fields whose saved text the sender replaces knowingly; the old text is kept in
    `others`.
    is_posted: whether the page itself was posted; what a script saves sends no form.
    shown: None where the page does not say, so that it shows those of `revision`.
    """

    fields: dict[str, str]
    revision: int = 0
    base: dict[str, str] = field(default_factory=dict)
    tab: str = ""
    sequence: int = 0
    heard: int | None = None
    replaces: frozenset[str] = frozenset()
    is_posted: bool = False
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What is saved now. conflicts, newer: as in `MergedFields`; the texts that were sent and are
    in conflict went into the draft's `others`. has_unseen: whether a text stands there that the
    page has not shown; the form is not sent before."""

    revision: int
    saved_at: datetime
    fields: dict[str, str]
    conflicts: dict[str, str]
    newer: dict[str, str]
    has_unseen: bool = False


@transaction.atomic
def save_draft(owner: User, key: str, *, sent: SentDraft, now: datetime) -> SavedDraft:
    """Save a form as typed; newer text that was saved meanwhile is not replaced.

    Raises NotYourForm, FormClosed, DraftTooLong, DraftsFull, OthersFull, DraftOutOfDate when the
    form was sent or its draft deleted since the page was loaded, or FormSentSince when it was sent
    after the tab made this request.
    """
    rules.check_form_size(size_bytes=size_of(sent.fields))
    kind, number = find_kind(key)
    kind.check_may_write(owner, number)
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        owner=owner, key=key, defaults={"saved_at": now, "revision": 0}
    )
    if is_new:
        form = _find_sent_form(owner, key)
        _check_was_not_sent(sent, form)
        draft.sequences = form.sequences  # a new one knows the tabs that have sent the form before
    merge = merge_fields(stored=draft.fields, sent=sent.fields, base=_base_of(sent, draft))
    shown = _revision_shown(sent, draft)
    is_unseen = has_unseen(draft.others, shown=shown, tab=sent.tab, fields=sent.fields)
    draft.others = _others_with(sent, draft, merge, now)
    if merge.fields != draft.fields or is_new or _is_refused_since(draft):
        draft.revision += 1
    draft.taken = _with_taken(draft, sent, merge)
    draft.fields, draft.saved_at = merge.fields, now
    draft.sequences = _with_sequence(draft.sequences, sent)
    if sent.is_posted:
        draft.posted = {sent.tab: sent.sequence} if sent.tab else {}
    draft.size_bytes = size_of(draft.fields) + _size_of_others(draft)
    _check_room(draft)
    draft.save()
    return SavedDraft(draft.revision, now, draft.fields, merge.conflicts, merge.newer, is_unseen)


def finish_draft(owner: User, key: str, *, saved_revision: int | None = None) -> None:
    """Delete the draft of a form that is being sent; the row it is about must be locked before.

    saved_revision: of the draft as it was saved with the text being sent; None does not compare.
    Raises DraftOutOfDate when something else was saved after that.
    """
    draft = Draft.objects.select_for_update().filter(owner=owner, key=key).first()
    if draft is None:
        return
    if saved_revision is not None and draft.revision != saved_revision:
        raise errors.DraftOutOfDate
    _record_sent(draft)
    draft.delete()


def keep_replaced(writer_id: int, key: str, fields: Mapping[str, str], *, now: datetime) -> None:
    """Keep texts that another person's replace, for their writer, who finds them in "My work".

    However many they are: the oldest go only where they are together too long.
    """
    draft, _is_new = Draft.objects.select_for_update().get_or_create(
        owner_id=writer_id, key=key, defaults={"saved_at": now}
    )
    others = add_replaced(draft.others, fields, now=now)
    draft.others = newest_within(others, size_bytes=limits.MAX_REPLACED_BYTES)
    draft.saved_at = now
    draft.size_bytes = _size_of_others(draft)
    draft.save()


def find_draft(owner: User, key: str) -> Draft | None:
    return Draft.objects.filter(owner=owner, key=key).first()


def delete_draft(owner: User, key: str, *, saved_at: datetime | None = None) -> bool:
    """Returns whether it was deleted. saved_at: of the text that its writer has read, as what was
    saved later stays; None: whatever is saved."""
    saved = Draft.objects.filter(owner=owner, key=key)
    deleted, _by_model = (saved.filter(saved_at=saved_at) if saved_at else saved).delete()
    return bool(deleted)


def forget_sent_forms(*, now: datetime) -> int:
    """Remove what is known of forms that were sent so long ago that no page of theirs is open;
    returns how many."""
    before = now - timedelta(days=limits.SENT_FORM_DAYS)
    deleted, _by_model = SentForm.objects.filter(saved_at__lt=before).delete()
    return deleted


def _find_sent_form(owner: User, key: str) -> SentForm:
    """What is recorded of the form; an empty, unsaved row if it was never sent."""
    sent = SentForm.objects.filter(owner=owner, key=key).first()
    return sent or SentForm(owner=owner, key=key, sequences={})


def _record_sent(draft: Draft) -> None:
    """Record each tab's last request, and whether the tab sent the form with it."""
    form = _find_sent_form(draft.owner, draft.key)
    sent_with = {**form.sent_with, **draft.posted}
    form.sequences, form.saved_at = draft.sequences, draft.saved_at
    form.sent_with = {
        tab: number for tab, number in draft.sequences.items() if sent_with.get(tab) == number
    }
    form.save()


def _check_was_not_sent(sent: SentDraft, form: SentForm) -> None:
    """The request with which the tab sent the form last may come once more."""
    if form.sent_with.get(sent.tab) == sent.sequence:
        return
    if sent.sequence <= form.sequences.get(sent.tab, -1):
        raise errors.FormSentSince
    if sent.revision:
        raise errors.DraftSentOrDeleted if form.pk else errors.DraftDeleted


def _size_of_others(draft: Draft) -> int:
    return sum(size_of(other["fields"]) for other in draft.others)


def _base_of(sent: SentDraft, draft: Draft) -> dict[str, str]:
    """Fingerprints of what the page was loaded with: of what is saved, where it sends none but
    names the last revision. Fields that nobody writes are never in conflict.

    A browser may send a form once more, when its page is loaded anew. Of a request that is older
    than the tab's last one nothing is new, and what the last one brought is not taken again.
    """
    saved, last = fingerprints(draft.fields), draft.sequences.get(sent.tab)
    if last is not None and sent.sequence < last:
        return fingerprints(sent.fields)
    base = saved if not sent.base and sent.revision == draft.revision else sent.base
    if sent.sequence == last:
        base = {name: seen for name, seen in base.items() if seen != saved.get(name)}
    else:
        own = {name for name in saved if _is_own(draft, sent, name)}
        base = {**base, **{name: saved[name] for name in own}}
    return {**base, **{name: saved[name] for name in NOT_WRITTEN & saved.keys()}}


def _is_own(draft: Draft, sent: SentDraft, name: str) -> bool:
    """Whether the saved text came from the page that sends now, and that has not heard of it."""
    tab, sequence = draft.taken.get(name, ("", 0))
    return sent.heard is not None and tab == sent.tab and sent.heard < sequence < sent.sequence


def _with_taken(draft: Draft, sent: SentDraft, merge: MergedFields) -> dict[str, tuple[str, int]]:
    changed = {name for name, text in merge.fields.items() if draft.fields.get(name) != text}
    rest = {name: row for name, row in draft.taken.items() if name not in changed}
    return {**rest, **{name: (sent.tab, sent.sequence) for name in changed if sent.tab}}


def _revision_shown(sent: SentDraft, draft: Draft) -> int:
    shown = sent.shown or Shown(draft.pk, sent.revision)
    return shown.revision if shown.draft_id == draft.pk else 0


def _others_with(sent: SentDraft, draft: Draft, merge: MergedFields, now: datetime) -> list[Other]:
    """With the texts that this form replaces, and with its own that are not saved."""
    refused = {name: sent.fields[name] for name in merge.conflicts}
    replaced = _replaced(sent, draft, merge)
    others = without_chosen(draft.others, {name: merge.fields[name] for name in replaced})
    others = add_replaced(others, replaced, now=now)
    revision = draft.revision + 1
    others = add_refused(others, refused, tab=sent.tab, base=sent.base, now=now, revision=revision)
    if len(others) > MOST_OTHERS:
        raise errors.OthersFull
    return others


def _is_refused_since(draft: Draft) -> bool:
    """A form whose text is compared with this revision must not be sent: with it these go."""
    return any(other.get("revision", 0) > draft.revision for other in draft.others)


def _replaced(sent: SentDraft, draft: Draft, merge: MergedFields) -> dict[str, str]:
    """The saved texts that the sender replaces knowingly."""
    return {
        name: text
        for name, text in draft.fields.items()
        if name in sent.replaces and merge.fields[name] != text
    }


def _with_sequence(sequences: dict[str, int], sent: SentDraft) -> dict[str, int]:
    """The sequences of the newest tabs. A sequence is a time, so the lowest is the oldest."""
    if not sent.tab:
        return sequences
    highest = max(sent.sequence, sequences.get(sent.tab, 0))
    newest_first = sorted({**sequences, sent.tab: highest}.items(), key=lambda row: -row[1])
    return dict(newest_first[:MOST_TABS])


def _check_room(draft: Draft) -> None:
    rest = Draft.objects.filter(owner=draft.owner_id).exclude(pk=draft.pk)
    used = rest.aggregate(used=Sum("size_bytes"))["used"] or 0
    rules.check_drafts_fit(size_bytes=used + draft.size_bytes)
