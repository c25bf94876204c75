"""A form as it was posted: read, and saved as a draft before anything else is asked of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from drafts import errors
from drafts.merging import fingerprints, read_fingerprints
from drafts.services import SentDraft, Shown, save_draft
from text.plain import clean_text
from web import form_owner


@dataclass(frozen=True, slots=True)
class PostedForm:
    """A form that was posted, and what became of its draft.

    texts: for the page to show again; where `is_merged`, with parts that were written in another
    tab. revision: of the saved draft; None where it could not be saved. problem: why the form was
    not saved, or has to be read once more; "" for neither. conflicts: newer saved texts, which
    these replace once the form is sent again. has_unseen: as in `SavedDraft`. loaded_revision,
    base: of the saved texts that the page knows, with which the form is compared when it is sent
    again.
    """

    texts: dict[str, str]
    revision: int | None = None
    problem: str = ""
    conflicts: dict[str, str] = field(default_factory=dict)
    is_merged: bool = False
    has_unseen: bool = False
    loaded_revision: int = 0
    base: dict[str, str] = field(default_factory=dict)

    def why_not_sent(self) -> str:
        """Why a form that was to be sent has to be read once more; "" where it has not."""
        reasons = [self.problem]
        if self.is_merged and not self.problem:
            reasons.append(
                _(
                    "What you wrote since, or in another tab or on another device, stands in this "
                    "page now. Please read it once more, then send it."
                )
            )
        if self.has_unseen:
            reasons.append(
                _(
                    "Another text for this form came from another tab or device. It stands under "
                    "“Other texts of yours for this form” and is deleted when you send the form: "
                    "copy what you need, then send it."
                )
            )
        return " ".join(reason for reason in reasons if reason)


def save_posted(
    owner: User, key: str, form: forms.BaseForm, posted: Mapping[str, str], *, now: datetime
) -> PostedForm:
    """Save it as a draft. posted: all that the page sent, with what the draft is compared by."""
    texts = form_fields(posted, form.fields)
    try:
        sent = replace(read_sent_draft(owner, posted, form.fields), is_posted=True)
    except errors.FormOfSomebodyElse as error:
        return PostedForm(texts, problem=str(error.message))
    problem = ""
    try:
        try:
            saved = save_draft(owner, key, sent=sent, now=now)
        except errors.DraftOutOfDate as error:
            saved = save_draft(owner, key, sent=replace(sent, revision=0), now=now)
            problem = str(error.saved_anew)
    except errors.DraftError as error:
        return PostedForm(
            texts, problem=str(error.message), loaded_revision=sent.revision, base=sent.base
        )
    if saved.conflicts:
        problem = _(
            "A newer text was saved from another tab or device. Both are kept: that one is shown "
            "here, yours is in the form and replaces it when you save or send the form again."
        )
    return PostedForm(
        texts={**texts, **saved.newer},
        revision=saved.revision,
        problem=problem,
        conflicts=saved.conflicts,
        is_merged=bool(saved.newer),
        has_unseen=saved.has_unseen,
        loaded_revision=saved.revision,
        base=fingerprints(saved.fields),
    )


def read_sent_draft(owner: User, posted: Mapping[str, str], names: Iterable[str]) -> SentDraft:
    """names: of the fields. A form that is to replace all of them says "1" in place of their names.

    Raises FormOfSomebodyElse when it was made for another person.
    """
    owner_sent = posted.get(form_owner.DRAFT_OWNER_FIELD)
    if owner_sent is not None and not form_owner.is_owner_fingerprint(owner_sent, owner.pk):
        raise errors.FormOfSomebodyElse
    replaces = posted.get("draft_replaces", "").split()
    return SentDraft(
        fields=form_fields(posted, names),
        revision=read_number(posted.get("draft_revision", "")),
        base=read_fingerprints(posted.get("draft_base", "")),
        tab=posted.get("draft_tab", "")[:40] if posted.get("draft_tab", "").isalnum() else "",
        sequence=read_number(posted.get("draft_sequence", "")),
        heard=read_number(posted["draft_heard"]) if posted.get("draft_heard") else None,
        shown=read_shown(posted.get("draft_shown", "")),
        replaces=frozenset(names if replaces == ["1"] else replaces),
    )


def form_fields(posted: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The values of a form's own fields as typed, without characters that no database keeps."""
    return {name: clean_text(posted[name]) for name in names if name in posted}


def read_shown(text: str) -> Shown | None:
    """None for what cannot be read. text: `Shown` as two numbers with a blank between them."""
    numbers = text.split(" ")
    return Shown(*map(read_number, numbers)) if len(numbers) == 2 else None


def read_number(text: str) -> int:
    """0 for what cannot be read."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def status_of(request: HttpRequest, posted: PostedForm | None) -> int:
    """The HTTP status of a page that shows a form.

    200 where nothing was posted, and for a preview. 409 where saving was asked for and there is a
    `problem`: the draft was not saved, or it met a newer text and both are kept. 422 for every
    other form that was posted and is shown again.
    """
    if posted is None:
        return 200
    if posted.problem and "save" in request.POST:
        return 409
    return 200 if is_preview(request) else 422


def is_for_later(request: HttpRequest, posted: PostedForm) -> bool:
    """Whether all that was asked for is done: the draft is saved, and nothing is sent."""
    return "save" in request.POST and not posted.problem


def is_preview(request: HttpRequest) -> bool:
    return "preview" in request.POST


def is_fragment(request: HttpRequest) -> bool:
    """Whether a script asks for the preview alone. It saves what is typed itself."""
    return is_preview(request) and "HX-Request" in request.headers
