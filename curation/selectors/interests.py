"""Of which works of an issue an editor has declared competing interests; what is shown of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.models import User
from curation.errors import InterestsAsked
from curation.models import Entry, Issue
from curation.selectors.candidates import author_ids
from preprints.models import Preprint, Version
from reviews.interests import Interests, words_for_readers
from reviews.models import EditorInterests, IssueInterests
from reviews.selectors.redactions import RedactionView, redaction_views
from web.compiled import compiled


@dataclass(frozen=True, slots=True)
class AskedWork:
    """A work of which an editor has declared nothing for this issue yet. known: what they have
    declared of it elsewhere, if anything."""

    version: Version
    known: Interests | None
    url: str

    @property
    def confirmed(self) -> Interests:
        """What one tick declares."""
        return self.known or Interests.none()

    @property
    def words(self) -> str:
        return words_for_readers(self.confirmed)


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """What one editor declares of one work in an issue, as everybody reads it. pk: None where it is
    not published yet."""

    work: str
    whose: str
    words: str
    are_declared: bool
    redactions: list[RedactionView]
    pk: int | None


def declared_in(issue: Issue) -> set[tuple[int, int]]:
    """(version, editor) of what is declared for this issue; one query."""
    rows = IssueInterests.objects.filter(issue=issue.identifier).order_by()
    return set(rows.values_list("version", "editor"))


def asked_works(
    issue: Issue,
    editor: User,
    versions: Iterable[Version],
    declared: set[tuple[int, int]] | None = None,
) -> dict[int, AskedWork]:
    """By work, those of which this editor is still to declare. declared: of `declared_in`.

    Two queries, if there are any; one more without `declared`.
    """
    done = declared_in(issue) if declared is None else declared
    asked = [version for version in versions if (version.pk, editor.pk) not in done]
    known = known_interests(editor, [version.preprint_id for version in asked]) if asked else {}
    return {
        version.preprint_id: AskedWork(
            version,
            known.get(version.preprint_id),
            reverse("curation:declare_interests", args=[issue.pk, version.preprint_id]),
        )
        for version in asked
    }


def asked_in(issue: Issue, editor: User) -> list[AskedWork]:
    """Works in this issue of which the editor is still to declare."""
    entries = issue.entries.select_related("version").order_by("position")
    return list(asked_works(issue, editor, [entry.version for entry in entries]).values())


def asked_of(issue: Issue, editor: User, preprint: Preprint) -> AskedWork | None:
    """None where they have declared of it."""
    return asked_works(issue, editor, [version_in(issue, preprint)]).get(preprint.pk)


def check_has_declared(entry: Entry, editor: User) -> None:
    """Raises InterestsAsked; an author of the work is refused for that."""
    asked = asked_works(entry.issue, editor, [entry.version])
    if asked and editor.pk not in author_ids(entry.preprint_id):
        raise InterestsAsked(asked[entry.preprint_id].url)


def version_in(issue: Issue, preprint: Preprint) -> Version:
    """The one that stands in the issue; of another work its current one."""
    versions = Version.objects.defer("body_html", "abstract_html")
    pinned = versions.filter(entries__issue=issue, preprint=preprint).first()
    return pinned or versions.get(preprint__current_version=F("pk"), preprint=preprint)


def known_interests(editor: User, preprint_ids: Iterable[int]) -> dict[int, Interests]:
    """What this editor declared last of each of these works, for an issue or as its editor."""
    works = list(preprint_ids)
    as_editor = EditorInterests.objects.declared().filter(
        editor=editor, submission__preprint__in=works
    )
    in_issues = IssueInterests.objects.filter(editor=editor, version__preprint__in=works)
    said = [
        *as_editor.values_list("declared_at", "submission__preprint", "kinds", "words"),
        *in_issues.values_list(
            "declared_at", "version__preprint", "interest_kinds", "competing_interests"
        ),
    ]
    return {
        preprint_id: Interests(tuple(kinds), words)
        for _at, preprint_id, kinds, words in sorted(said, key=itemgetter(0))
    }


def declared_lines(issue: Issue, entries: Iterable[Entry]) -> list[DeclaredLine]:
    """Of these entries, in their order; one query. Before the publication as it would read then."""
    place = {entry.version_id: (number, entry) for number, entry in enumerate(entries)}
    is_published = issue.is_published
    rows = _declared(issue=issue.identifier, versions=list(place), is_published=is_published)
    if not issue.is_published:
        for row in rows:
            row.whose = whose(row, place[row.version_id][1])
    rows.sort(key=lambda row: (place[row.version_id][0], row.whose == row.Whose.OTHER, row.pk))
    return [
        DeclaredLine(
            work=place[row.version_id][1].version.title_plain,
            whose=row.whose_words,
            words=row.interests_in_words,
            are_declared=row.interests.are_declared,
            redactions=redaction_views(row.redactions),
            pk=row.pk if row.published_at else None,
        )
        for row in rows
    ]


@compiled
def _declared(
    *, issue: str, versions: Collection[int], is_published: bool
) -> "QuerySet[IssueInterests]":
    declared = IssueInterests.objects.filter(issue=issue, version__in=versions)
    return declared.published() if is_published else declared


def whose(row: IssueInterests, entry: Entry) -> str:
    recommends = row.editor_id == entry.recommended_by_id
    return IssueInterests.Whose.RECOMMENDS if recommends else IssueInterests.Whose.OTHER
