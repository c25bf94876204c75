"""The box from which a reader cites what stands on the page, in any format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from preprints.models import Version
from preprints.version_names import cited_version
from reading.links import Link
from reading.selectors.citations import (
    demo_notes,
    mark_of,
    marked,
    title_of_issue,
    title_of_review,
    withdrawal_notes,
    work_notes,
)
from reading.selectors.issues import IssueContents
from reading.selectors.locations import LocationView, location_of
from reviews.models import Review
from text.citations.formats import FILES, LINES
from web.addresses import absolute


@dataclass(frozen=True, slots=True)
class CiteBox:
    """words: a line for a list of references. path: of the page whose formats these are. proof_url:
    of the proof of review, where there is one."""

    words: str
    path: str
    proof_url: str = ""

    @property
    def styles(self) -> list[Link]:
        return [Link(one.label, f"{self.path}?format={one.key}") for one in LINES]

    @property
    def files(self) -> list[Link]:
        return [Link(one.label, f"{self.path}?format={one.key}") for one in FILES]


def cite_work(
    version: Version, locations: Sequence[LocationView], *, status: str, is_reviewed: bool
) -> CiteBox:
    """version: with its preprint. is_reviewed: whether reviews of it, from rounds, are public."""
    proof = reverse("reading:proof", args=[version.preprint_id, version.number])
    box = _box(
        people=version.author_line,
        moment=version.posted_at,
        title=marked(mark_of(version), version.title_plain),
        notes=work_notes(
            version,
            _reference(version, locations),
            status=status,
            is_reviewed=is_reviewed,
        ),
        path=version.get_absolute_url(),
    )
    return replace(box, proof_url=proof if is_reviewed else "")


def cite_review(review: Review, version: Version, locations: Sequence[LocationView]) -> CiteBox:
    """review: published or withdrawn."""
    title = title_of_review(review.number or 0, version.title_plain)
    reviewed = _("Review of %(version)s.") % {
        "version": _reference(version, locations) or version.identifier
    }
    return _box(
        people=review.byline(),
        moment=review.published_at,
        title=marked(_("WITHDRAWN") if review.is_withdrawn else "", title),
        notes=[
            f"{settings.JOURNAL_NAME}, {review.identifier}.",
            reviewed,
            *withdrawal_notes(review),
            *demo_notes(),
        ],
        path=review.get_absolute_url(),
    )


def cite_issue(contents: IssueContents) -> CiteBox:
    """contents: of a published issue."""
    issue = contents.issue
    return _box(
        people=_("%(name)s, editor") % {"name": contents.editor_name}
        if contents.editor_name
        else settings.JOURNAL_NAME,
        moment=issue.published_at,
        title=title_of_issue(issue),
        notes=demo_notes(),
        path=issue.get_absolute_url(),
    )


def _box(
    *, people: str, moment: datetime | None, title: str, notes: Sequence[str], path: str
) -> CiteBox:
    who = f"{people} ({moment.year})" if moment else people
    return CiteBox(" ".join([f"{who}. {title.rstrip('.')}.", *notes, absolute(path)]), path)


def _reference(version: Version, locations: Sequence[LocationView]) -> str:
    return cited_version(
        location_of(version, locations),
        version.source_version,
        posted_at=version.posted_at,
        seen_at=version.seen_at,
    )
