"""Keeping what somebody types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from drafts import errors, rules
from drafts.form_kinds import find_kind
from drafts.merging import fingerprints, merge_fields, read_fingerprints
from drafts.models import Draft
from text.plain import clean_text
from web import form_owner

OTHERS_KEPT = 10
NOT_WRITTEN = {"seen"}


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a page sent of one form.

    revision: of the draft the page was loaded with, 0 for none. base: fingerprints of the texts it
    was loaded with. tab, sequence: which tab sent it and in which order; "" and 0 without scripts.
    keeps_replaced: whether a stored text that this one replaces knowingly is kept beside it.
    """

    fields: dict[str, str]
    revision: int = 0
    base: dict[str, str] = field(default_factory=dict)
    tab: str = ""
    sequence: int = 0
    keeps_replaced: bool = False


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What is stored now. conflicts, newer: as in `merging.Merge`; a text in conflict is kept
    beside the stored one."""

    revision: int
    saved_at: datetime
    fields: dict[str, str]
    conflicts: dict[str, str]
    newer: dict[str, str]


@transaction.atomic
def save_draft(owner: User, key: str, *, sent: SentForm, now: datetime) -> SavedDraft:
    """Save a form as typed; a text that met a newer one does not replace it.

    Raises NotYourForm, FormClosed, DraftTooLong, DraftsFull, or DraftOutOfDate when the form was
    sent since the page was loaded.
    """
    rules.check_form_size(size_bytes=size_of(sent.fields))
    kind, number = find_kind(key)
    kind.check_may_write(owner, number)
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        owner=owner, key=key, defaults={"saved_at": now, "revision": 0}
    )
    if is_new and sent.revision:
        raise errors.DraftOutOfDate
    if sent.tab and sent.tab == draft.tab and sent.sequence <= draft.sequence:
        return SavedDraft(draft.revision, draft.saved_at, draft.fields, {}, {})
    merge = merge_fields(stored=draft.fields, sent=sent.fields, base=_base_of(sent, draft))
    replaced = {
        name: text
        for name, text in draft.fields.items()
        if sent.keeps_replaced and merge.fields[name] != text
    }
    refused = {name: sent.fields[name] for name in merge.conflicts}
    if merge.fields != draft.fields or is_new:
        draft.revision += 1
    draft.others = _with_other(draft.others, sent.tab, replaced or refused, now)
    draft.fields, draft.saved_at = merge.fields, now
    draft.tab, draft.sequence = sent.tab, sent.sequence
    draft.size_bytes = size_of(draft.fields) + sum(size_of(one["fields"]) for one in draft.others)
    _check_room(draft)
    draft.save()
    return SavedDraft(draft.revision, now, draft.fields, merge.conflicts, merge.newer)


def use_draft(owner: User, key: str, *, saved_revision: int | None = None) -> None:
    """Remove the draft of a form that is being sent; its own row must be locked before.

    saved_revision: of the draft as it was saved with the text being sent; None does not ask.
    Raises DraftOutOfDate when something else was saved after that.
    """
    draft = Draft.objects.select_for_update().filter(owner=owner, key=key).first()
    if draft is None:
        return
    if saved_revision is not None and draft.revision != saved_revision:
        raise errors.DraftOutOfDate
    draft.delete()


def keep_replaced(writer_id: int, key: str, fields: Mapping[str, str], *, now: datetime) -> None:
    """Keep a saved text that another person's replaces, for its writer: listed in "My work"."""
    draft, _is_new = Draft.objects.select_for_update().get_or_create(
        owner_id=writer_id, key=key, defaults={"saved_at": now}
    )
    draft.others, draft.saved_at = _with_other(draft.others, "", dict(fields), now), now
    draft.size_bytes = sum(size_of(one["fields"]) for one in draft.others)
    draft.save()


def find_draft(owner: User, key: str) -> Draft | None:
    return Draft.objects.filter(owner=owner, key=key).first()


def delete_draft(owner: User, key: str, *, revision: int | None = None) -> None:
    """revision: the only one to delete; text that was saved later stays. None asks for none."""
    saved = Draft.objects.filter(owner=owner, key=key)
    (saved if revision is None else saved.filter(revision=revision)).delete()


def owner_fingerprint(owner: User) -> str:
    """Stands in a form in place of who it was made for; tells nobody who that is."""
    return form_owner.owner_fingerprint(owner.pk)


def sent_form(owner: User, posted: Mapping[str, str], names: Iterable[str]) -> SentForm:
    """What a page posted. Raises FormOfSomebodyElse when it was made for another person."""
    owner_sent = posted.get("draft_owner")
    if owner_sent is not None and not form_owner.is_owner_fingerprint(owner_sent, owner.pk):
        raise errors.FormOfSomebodyElse
    return SentForm(
        fields=form_fields(posted, names),
        revision=whole_number(posted.get("draft_revision", "")),
        base=read_fingerprints(posted.get("draft_base", "")),
        tab=posted.get("draft_tab", "")[:40] if posted.get("draft_tab", "").isalnum() else "",
        sequence=whole_number(posted.get("draft_sequence", "")),
        keeps_replaced="draft_replaces" in posted,
    )


def form_fields(posted: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The values of a form's own fields as typed, without characters that no database keeps."""
    return {name: clean_text(posted[name]) for name in names if name in posted}


def whole_number(text: str) -> int:
    """0 for what cannot be read."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def size_of(fields: Mapping[str, str]) -> int:
    return sum(len(text.encode("utf-8", "replace")) for text in fields.values())


def _base_of(sent: SentForm, draft: Draft) -> dict[str, str]:
    """A page that names no texts but knows the last revision was loaded with what is stored.
    What the page itself sends along is not written by anyone, so it is never in conflict."""
    stored = fingerprints(draft.fields)
    if not sent.base and sent.revision == draft.revision:
        return stored
    return {**sent.base, **{name: stored[name] for name in NOT_WRITTEN & stored.keys()}}


def _with_other(
    others: list[dict[str, Any]], tab: str, fields: dict[str, str], now: datetime
) -> list[dict[str, Any]]:
    """`others` with one more text; a tab that goes on writing replaces its own."""
    fields = {name: text for name, text in fields.items() if text.strip()}
    if not fields:
        return others
    rest = [one for one in others if one["fields"] != fields and (not tab or one["tab"] != tab)]
    rest.append({"tab": tab, "saved_at": now.isoformat(), "fields": fields})
    return rest[-OTHERS_KEPT:]


def _check_room(draft: Draft) -> None:
    rest = Draft.objects.filter(owner=draft.owner_id).exclude(pk=draft.pk)
    used = rest.aggregate(used=Sum("size_bytes"))["used"] or 0
    rules.check_drafts_fit(size_bytes=used + draft.size_bytes)
