"""Publishing an issue: everything at once, and never again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from curation import rules
from curation.models import Entry, Issue
from curation.published import entry_key, entry_personal, entry_public, issue_key, issue_public
from curation.selectors.evidence import issue_evidence
from curation.selectors.interests import asked_works, declared_in
from curation.selectors.publishable import (
    considered_for,
    has_unsaved_text,
    own_drafts,
    planned_entries,
)
from curation.services import declaring
from curation.services.locking import lock_issue
from events.outbox import promise
from events.services import NamedSubject, record_event
from preprints.models import Preprint
from preprints.services import set_status


@transaction.atomic
def publish_issue(issue_id: int, *, editor: User, now: datetime) -> Issue:
    """Publish: the evidence is stored, the works become Selected, their authors are notified.

    Raises NotAnEditor, IssuePublished, UnsavedText, NoEditorial, NoEntries, NotEligible,
    NewerVersion, NoRecommendation, RecommendedOwnWork, NoSection, EditorialHasPlaceholder,
    EntryHasPlaceholder, PublisherHasToDeclare or RecommenderHasToDeclare.
    """
    issue = lock_issue(issue_id, editor)
    entries = list(issue.entries.select_related("version").order_by("position"))
    # Locked in one order: two issues with a work in common are published one after the other.
    works = Preprint.objects.filter(pk__in=[entry.preprint_id for entry in entries])
    locked = {work.pk: work for work in works.select_for_update().order_by("pk")}
    considered, declared = considered_for(entries, now=now), declared_in(issue)
    asked = asked_works(issue, editor, [entry.version for entry in entries], declared)
    rules.check_can_publish(
        state=issue.state,
        entries=planned_entries(entries, considered, declared),
        title=issue.title,
        editorial=issue.editorial,
        has_unsaved_text=has_unsaved_text(issue, entries, own_drafts(issue, entries, editor)),
        has_declared=not asked,
    )
    issue.evidence = issue_evidence(
        issue, considered, selected=locked.keys(), code_version=settings.VERSION, now=now
    )
    issue.save(update_fields=["evidence"])
    issue.refresh_from_db(fields=["evidence"])  # hashed as it is read, to the last digit
    for entry in entries:
        _select(entry, locked[entry.preprint_id], issue, editor, now)
    declaring.publish_interests(issue, entries, editor=editor, now=now)
    _record_issue(issue, entries, editor, now)
    # Last, for from here on a trigger refuses every change of the issue and its entries.
    issue.state, issue.published_at = Issue.State.PUBLISHED, now
    issue.save(update_fields=["state", "published_at"])
    return issue


def _select(entry: Entry, work: Preprint, issue: Issue, editor: User, now: datetime) -> None:
    set_status(work, Preprint.Status.SELECTED, now=now, selected_for=issue.label)
    record_event(
        "issue.published",
        about=entry.version,
        actor_id=editor.pk,
        now=now,
        data={
            "issue": issue.label,
            "url": issue.get_absolute_url(),
            "row": entry_key(entry),
        },
        public=entry_public(entry),
        personal=entry_personal(entry),
    )
    promise("curation.notify_authors_of_selection", entry_id=entry.pk)


def _record_issue(issue: Issue, entries: list[Entry], editor: User, now: datetime) -> None:
    event = record_event(
        "issue.published",
        about=NamedSubject(issue.identifier),
        actor_id=editor.pk,
        now=now,
        data={
            "issue": issue.label,
            "url": issue.get_absolute_url(),
            "row": issue_key(issue),
            "versions": [entry.version.identifier for entry in entries],
        },
        public=issue_public(issue),
    )
    promise("events.sign_log", event_id=event.pk)
    promise("reading.make_issue_files", issue_id=issue.pk)
