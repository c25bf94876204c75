"""An issue in the making: begun, filled, put in order, written."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from accounts.models import User
from curation import errors, rules
from curation.models import Entry, Issue
from curation.selectors import author_ids, candidates
from events.services import record as record_event
from preprints.models import Preprint
from reviews.models import Draft
from text.hashing import content_hash
from text.markdown import render_markdown
from text.plain import first_sentence


@transaction.atomic
def create_issue(
    *,
    editor: User,
    title: str,
    now: datetime,
    volume: int | None = None,
    number: int | None = None,
) -> Issue:
    """Begin an issue; without a number it is the next one (of `volume`, or of the latest volume).

    Raises NotAnEditor or NumberTaken.
    """
    rules.check_is_editor(is_editor=editor.is_editor)
    next_volume, next_number = next_free_number(volume)
    try:
        with transaction.atomic():
            issue = Issue.objects.create(
                volume=next_volume,
                number=next_number if number is None else number,
                title=title,
                editor=editor,
                created_at=now,
            )
    except IntegrityError as error:
        raise errors.NumberTaken from error
    _record("issue.begun", issue, editor, now)
    return issue


def next_free_number(volume: int | None = None) -> tuple[int, int]:
    return rules.next_number(Issue.objects.order_by().values_list("volume", "number"), volume)


@transaction.atomic
def add_entry(issue_id: int, *, preprint_id: int, editor: User, now: datetime) -> Entry:
    """Put an eligible work at the end, pinned to its current version.

    Raises NotAnEditor, IssuePublished, AlreadyInIssue, NotEligible or OwnWork.
    """
    issue = lock_issue(issue_id, editor)
    found = candidates(now=now, preprints=Preprint.objects.filter(pk=preprint_id)).of(preprint_id)
    rules.check_can_add(
        title=found.version.title_plain,
        checks=found.checks,
        is_in_issue=issue.entries.filter(preprint_id=preprint_id).exists(),
        is_own_work=editor.pk in found.author_ids,
    )
    last = issue.entries.aggregate(last=Max("position"))["last"] or 0
    entry = Entry.objects.create(
        issue=issue,
        preprint=found.preprint,
        version=found.version,
        position=last + 1,
        recommended_by=editor,
        recommended_by_name=editor.profile.name,
    )
    _record("entry.added", issue, editor, now, preprint_id=preprint_id)
    return entry


@transaction.atomic
def remove_entry(entry_id: int, *, editor: User, now: datetime) -> None:
    """Take a work out again, with what was written for it. Raises NotAnEditor or IssuePublished."""
    entry = _lock_entry(entry_id, editor)
    Draft.objects.filter(key=entry_draft_key(entry)).delete()
    later = entry.issue.entries.filter(position__gt=entry.position)
    entry.delete()
    later.update(position=F("position") - 1)
    _record("entry.removed", entry.issue, editor, now, preprint_id=entry.preprint_id)


@transaction.atomic
def move_entry(entry_id: int, *, editor: User, up: bool) -> None:
    """Change places with the entry before (up) or after; at either end nothing happens.

    Raises NotAnEditor or IssuePublished.
    """
    entry = _lock_entry(entry_id, editor)
    others = entry.issue.entries.all()
    neighbour = (
        others.filter(position__lt=entry.position).order_by("-position").first()
        if up
        else others.filter(position__gt=entry.position).order_by("position").first()
    )
    if neighbour is None:
        return
    entry.position, neighbour.position = neighbour.position, entry.position
    entry.save(update_fields=["position"])
    neighbour.save(update_fields=["position"])


@transaction.atomic
def save_entry(
    entry_id: int, *, editor: User, section: str, recommendation: str, seen: str | None = None
) -> Entry:
    """Save section and recommendation; whoever changes the recommendation signs it.

    seen: `entry_mark` of the text the writer's page was loaded with.
    Raises NotAnEditor, IssuePublished, TextChanged or OwnWork.
    """
    entry = _lock_entry(entry_id, editor)
    rules.check_text_is_known(seen=seen, current=entry_mark(entry))
    entry.section = section
    if recommendation != entry.recommendation:
        rules.check_can_recommend(is_own_work=editor.pk in author_ids(entry.preprint_id))
        entry.recommendation = recommendation
        entry.recommendation_html = render_markdown(recommendation, id_prefix=f"e{entry.pk}-")
        entry.first_sentence = first_sentence(recommendation)
        entry.recommended_by, entry.recommended_by_name = editor, editor.profile.name
    entry.save()
    Draft.objects.filter(owner=editor, key=entry_draft_key(entry)).delete()
    return entry


@transaction.atomic
def save_issue(
    issue_id: int, *, editor: User, title: str, editorial: str, seen: str | None = None
) -> Issue:
    """Save title and editorial. seen: `issue_mark` of the text the writer's page was loaded with.

    Raises NotAnEditor, IssuePublished or TextChanged.
    """
    issue = lock_issue(issue_id, editor)
    rules.check_text_is_known(seen=seen, current=issue_mark(issue))
    issue.title, issue.editorial = title, editorial
    issue.editorial_html = render_markdown(editorial, id_prefix=f"i{issue.pk}-")
    issue.save(update_fields=["title", "editorial", "editorial_html"])
    Draft.objects.filter(owner=editor, key=issue_draft_key(issue)).delete()
    return issue


def lock_issue(issue_id: int, editor: User) -> Issue:
    """The issue, locked; every change of it and of its entries begins here."""
    rules.check_is_editor(is_editor=editor.is_editor)
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    rules.check_is_open(state=issue.state)
    return issue


def issue_draft_key(issue: Issue) -> str:
    return f"issue:{issue.pk}"


def entry_draft_key(entry: Entry) -> str:
    return f"entry:{entry.pk}"


def issue_mark(issue: Issue) -> str:
    """Changes with the issue's words; tells whether somebody else saved meanwhile."""
    return content_hash(issue.title, issue.editorial)[:16]


def entry_mark(entry: Entry) -> str:
    return content_hash(entry.section, entry.recommendation)[:16]


def _lock_entry(entry_id: int, editor: User) -> Entry:
    issue = lock_issue(Entry.objects.get(pk=entry_id).issue_id, editor)
    return issue.entries.get(pk=entry_id)


def _record(
    kind: str, issue: Issue, actor: User, now: datetime, *, preprint_id: int | None = None
) -> None:
    """Nothing about an issue in the making is public."""
    record_event(
        kind,
        subject=issue.identifier,
        preprint_id=preprint_id,
        actor_id=actor.pk,
        is_public=False,
        now=now,
        data={"issue": issue.label},
    )
