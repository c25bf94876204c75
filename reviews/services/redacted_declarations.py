"""A step of redacting what an editor declared: it is redacted wherever they declared it of a work.

"Still so" copies the words of a declaration into the next one: later assessments, issues and the
reasons of a decline are published with that.
"""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from reviews.models import EditorInterests, SealedOriginal
from reviews.models.sealed_originals import kind_of
from reviews.passages import replaced
from reviews.redaction_parts import entry_fields, fields_with, is_entry
from reviews.selectors.declared_parts import (
    DeclaredPart,
    Declares,
    declared_of_work,
    declared_part,
)
from reviews.services.redaction_events import event_of
from reviews.services.redaction_steps import Passage, Redacted, record_redaction


def copies_of(published: Declares, passage: Passage, *, is_locking: bool) -> list[DeclaredPart]:
    """All that the same editor declares of the work, as far as the passage stands there, too; each
    with its row, which is the published one itself where that has several parts."""
    original = declared_part(published, passage.part)
    if original is None:
        return []
    work = SealedOriginal(**{kind_of(published): published}).version.preprint_id
    declared = declared_of_work(work, but=published, is_locking=is_locking)
    return [
        one
        for one in declared
        if one.is_copy_of(original)
        and (one.row, one.part) != (published, passage.part)
        and replaced(one.words, passage.text, any_case=passage.any_case)[1]
    ]


def redact_copies(
    published: Declares, passage: Passage, reason: str, *, editor: User, now: datetime
) -> None:
    """Call it before the text itself is redacted, with its work locked: what is posted or redacted
    meanwhile waits. Each copy is locked, too, for some can be made anew.

    Who may redact the text redacts its copies: nobody is asked again.
    """
    for copy in copies_of(published, passage, is_locking=True):
        left, _count = replaced(copy.words, passage.text, any_case=passage.any_case)
        if not copy.is_public:
            _redact_unpublished(copy, left)
            continue
        row, part = copy.row, copy.part
        assert not isinstance(row, EditorInterests)  # noqa: S101 - which nobody publishes as it is
        fields = {} if is_entry(part) else fields_with(row, part, left)
        redacted = Redacted(part, copy.words, left, reason, fields)
        record_redaction(row, redacted, event_of(row, part), editor=editor, now=now)


def _redact_unpublished(copy: DeclaredPart, left: str) -> None:
    """Nobody was shown it as published: nothing is sealed, and no event says so."""
    row, part = copy.row, copy.part
    fields: Mapping[str, object] = {"words": left}
    if not isinstance(row, EditorInterests):
        fields = (entry_fields if is_entry(part) else fields_with)(row, part, left)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
