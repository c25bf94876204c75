"""One issue in the making, as its editors see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from accounts.models import User
from curation import form_texts, rules
from curation.errors import CurationError
from curation.forms import EntryForm, IssueForm, TextForm
from curation.models import Entry, Issue
from curation.score_pictures import ScorePicture, score_picture
from curation.selectors.candidates import Candidate, Considered
from curation.selectors.interests import AskedWork, asked_works, declared_in
from curation.selectors.publishable import (
    considered_for,
    has_unsaved_text,
    own_drafts,
    planned_entries,
)
from drafts.merging import texts_to_show
from drafts.models import Draft
from drafts.posted_forms import PostedForm
from drafts.selectors import FormDraft, form_draft
from preprints.models import Version
from reviews.models import Term, Vocabulary
from web.term_scale import TermScale, term_scale


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A candidate with its pictures; no scales without an assessment. asked: where the
    editor is to declare competing interests of it yet."""

    candidate: Candidate
    scales: tuple[TermScale, ...]
    picture: ScorePicture
    is_own_work: bool
    asked: AskedWork | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was sent and not saved in the issue, and what became of its draft. preview: its
    text as HTML, where that was asked for."""

    form: TextForm
    posted: PostedForm
    preview: str = ""


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """is_open: whether the form is unfolded, because it holds something that is not saved."""

    entry: Entry
    shown: ShownCandidate
    form: TextForm
    draft: FormDraft
    preview: str
    is_open: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class IssuePage:
    """kept_titles: of works that were removed and whose recommendation is kept. asked: works in it
    of which the editor is to declare competing interests."""

    issue: Issue
    entries: list[ShownEntry]
    form: TextForm
    draft: FormDraft
    preview: str
    sections: list[str]
    eligible: list[ShownCandidate]
    not_eligible: list[ShownCandidate]
    problems: list[CurationError]
    kept_titles: list[str]
    asked: list[AskedWork]


def issues_with_counts() -> QuerySet[Issue]:
    """The latest first: counting drops the order that issues have by themselves."""
    counted = Issue.objects.annotate(works=Count("entries")).order_by("-volume", "-number")
    return counted.defer("evidence", "editorial_html")


def issue_page(
    issue: Issue, editor: User, *, now: datetime, typed: Mapping[str, Typed] | None = None
) -> IssuePage:
    """typed: forms that were sent and could not be saved, by draft key."""
    typed = typed or {}
    entries = _entries_of(issue)
    considered = considered_for(entries, now=now)
    drafts = own_drafts(issue, entries, editor)
    form, draft = _issue_form(issue, editor, drafts, typed)
    declared = declared_in(issue)
    asked = asked_works(issue, editor, _versions_of(entries, considered), declared)
    shown = _shown_by_preprint(considered, editor, asked)
    inside = {entry.preprint_id: entry for entry in entries}
    outside = [candidate for pk, candidate in shown.items() if pk not in inside]
    return IssuePage(
        issue=issue,
        entries=[
            _show_entry(
                entry, shown[entry.preprint_id], editor, drafts, typed, is_last=entry is entries[-1]
            )
            for entry in entries
        ],
        form=form,
        draft=draft,
        preview=typed[draft.key].preview if draft.key in typed else "",
        sections=list(dict.fromkeys(entry.section for entry in entries if entry.section)),
        eligible=[each for each in outside if each.candidate.is_eligible],
        not_eligible=[each for each in outside if not each.candidate.is_eligible],
        problems=rules.publishing_problems(
            planned_entries(entries, considered, declared),
            title=issue.title,
            editorial=issue.editorial,
            has_unsaved_text=has_unsaved_text(issue, entries, drafts),
            has_declared=not asked.keys() & inside,
        ),
        kept_titles=_kept_titles(issue),
        asked=[asked[pk] for pk in inside if pk in asked],
    )


def _entries_of(issue: Issue) -> list[Entry]:
    heavy = ("version__body_html", "version__abstract_html")
    return list(issue.entries.select_related("version").defer(*heavy).order_by("position"))


def _versions_of(entries: list[Entry], considered: Considered) -> list[Version]:
    """Of each work the one that an entry is pinned to, or the current one."""
    versions = {one.preprint.pk: one.version for one in considered.candidates}
    return list((versions | {entry.preprint_id: entry.version for entry in entries}).values())


def _kept_titles(issue: Issue) -> list[str]:
    removed = issue.removed_entries.exclude(recommendation="").order_by("removed_at", "pk")
    return list(removed.values_list("preprint__current_version__title_plain", flat=True))


def _show_entry(
    entry: Entry,
    shown: ShownCandidate,
    editor: User,
    drafts: Mapping[str, Draft],
    typed: Mapping[str, Typed],
    *,
    is_last: bool,
) -> ShownEntry:
    key = form_texts.entry_draft_key(entry)
    draft, sent = drafts.get(key), typed.get(key)
    saved = {**form_texts.entry_texts(entry), "seen": form_texts.entry_fingerprint(entry)}
    initial = texts_to_show(saved, draft.fields if draft else {})
    form = sent.form if sent else EntryForm(initial=initial, entry_id=entry.pk)
    posted = sent.posted if sent else None
    return ShownEntry(
        entry=entry,
        shown=shown,
        form=form,
        draft=form_draft(editor, key, form, draft, initial=saved, posted=posted),
        preview=sent.preview if sent else "",
        is_open=sent is not None or draft is not None,
        is_first=entry.position == 1,
        is_last=is_last,
    )


def _issue_form(
    issue: Issue, editor: User, drafts: Mapping[str, Draft], typed: Mapping[str, Typed]
) -> tuple[TextForm, FormDraft]:
    key = form_texts.issue_draft_key(issue)
    draft, sent = drafts.get(key), typed.get(key)
    saved = {**form_texts.issue_texts(issue), "seen": form_texts.issue_fingerprint(issue)}
    initial = texts_to_show(saved, draft.fields if draft else {})
    form = sent.form if sent else IssueForm(initial=initial)
    posted = sent.posted if sent else None
    return form, form_draft(editor, key, form, draft, initial=saved, posted=posted)


def _shown_by_preprint(
    considered: Considered, editor: User, asked: Mapping[int, AskedWork]
) -> dict[int, ShownCandidate]:
    return {
        candidate.preprint.pk: _show(
            candidate, considered, editor, asked.get(candidate.preprint.pk)
        )
        for candidate in considered.candidates
    }


def _show(
    candidate: Candidate, considered: Considered, editor: User, asked: AskedWork | None
) -> ShownCandidate:
    assessment, scales = candidate.assessment, considered.scales

    def draw(scale: Vocabulary.Scale, term: Term) -> TermScale:
        terms = scales.edition_of(term)
        return term_scale(str(scale.label), terms, term.rank, short_label=scale.short_label)

    return ShownCandidate(
        candidate=candidate,
        scales=(
            draw(Vocabulary.Scale.SIGNIFICANCE, assessment.significance),
            draw(Vocabulary.Scale.STRENGTH, assessment.strength),
        )
        if assessment
        else (),
        picture=score_picture(
            candidate.score,
            [scales.rating(terms) for terms in candidate.ratings],
            considered.journal_mean,
        ),
        is_own_work=editor.pk in candidate.author_ids,
        asked=asked,
    )
