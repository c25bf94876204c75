"""What decides whether an issue may be published: its works, their checks, texts not saved yet."""

from datetime import datetime

from accounts.models import User
from curation import form_texts, rules
from curation.models import Entry, Issue
from curation.selectors.candidates import Considered, candidates, waiting_preprints
from drafts.models import Draft
from preprints.models import Preprint
from text.plain import clean_text


def considered_for(entries: list[Entry], *, now: datetime) -> Considered:
    """The works that wait for an issue, and the works of these entries."""
    own = Preprint.objects.filter(pk__in=[entry.preprint_id for entry in entries])
    return candidates(now=now, preprints=waiting_preprints() | own)


def planned_entries(
    entries: list[Entry], considered: Considered, declared: set[tuple[int, int]]
) -> list[rules.PlannedEntry]:
    """What publishing asks of the entries; they need their version loaded. declared: (version,
    editor) of the interests that were declared for this issue."""
    by_preprint = {candidate.preprint.pk: candidate for candidate in considered.candidates}
    return [
        rules.PlannedEntry(
            title=entry.version.title_plain,
            checks=by_preprint[entry.preprint_id].checks,
            is_current=entry.version_id == by_preprint[entry.preprint_id].version.pk,
            section=entry.section,
            recommendation=entry.recommendation,
            is_own_work=entry.recommended_by_id in by_preprint[entry.preprint_id].author_ids,
            recommended_by=entry.recommended_by_name,
            has_declared=(entry.version_id, entry.recommended_by_id) in declared,
        )
        for entry in entries
    ]


def own_drafts(issue: Issue, entries: list[Entry], editor: User) -> dict[str, Draft]:
    """What this editor is typing on the issue's page, by draft key."""
    keys = [form_texts.issue_draft_key(issue), *map(form_texts.entry_draft_key, entries)]
    return {draft.key: draft for draft in Draft.objects.filter(owner=editor, key__in=keys)}


def has_unsaved_text(issue: Issue, entries: list[Entry], drafts: dict[str, Draft]) -> bool:
    """Whether something was typed that is kept as a draft and not in the issue."""
    saved = {form_texts.issue_draft_key(issue): form_texts.issue_texts(issue)}
    saved |= {form_texts.entry_draft_key(entry): form_texts.entry_texts(entry) for entry in entries}
    return any(
        clean_text(typed).strip() != saved[key][name].strip()
        for key, draft in drafts.items()
        for name, typed in draft.fields.items()
        if name in saved[key]
    )
