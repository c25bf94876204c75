"""What the journal's own names lead to: V57, V57.2, V57.2.r1, V57.2.r1.3, V57.1.a2, V57.1.a2.c3,
V57.2.p1."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.requests import AnyUser
from preprints.models import Preprint, Version
from reading.selectors.merged import merged_preprint, merged_version
from reviews.models import Assessment, Correction, Response, Review, Revision

_N = "[1-9][0-9]{0,8}"
PATTERN = rf"V{_N}(?:\.{_N}(?:\.(?:[ra]{_N}(?:\.c?{_N})?|p{_N}|c))?)?"
TEXT = rf"V{_N}\.{_N}\.[rap]{_N}"  # that somebody wrote here
_PARTS = re.compile(
    rf"V(?P<work>{_N})(?:\.(?P<version>{_N})(?:\.(?P<kind>[rapc])(?P<number>{_N})?"
    rf"(?:\.(?P<mark>c?)(?P<point>{_N}))?)?)?"
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """version, number, point: 0 where the name has none. kind: "r", "a", "p", "c" or "".
    point: of a review; of an assessment, which correction."""

    work: int
    version: int
    kind: str
    number: int
    point: int

    @classmethod
    def read(cls, name: str) -> "Identifier":
        """name: as `PATTERN` has it."""
        parts = _PARTS.fullmatch(name)
        if parts is None or (parts["point"] and (parts["mark"] == "c") != (parts["kind"] == "a")):
            raise Http404  # points are of reviews, corrections of assessments
        work, version, number, point = (
            int(parts[part] or 0) for part in ("work", "version", "number", "point")
        )
        return cls(work, version, parts["kind"] or "", number, point)


def address_of(identifier: Identifier, user: AnyUser) -> str:
    """The page, and the place on it. Raises Http404 where nothing of that name is public."""
    visible = Preprint.objects.visible_to(user)
    if not identifier.version:
        work = visible.filter(pk=identifier.work).first() or merged_preprint(identifier.work)
        return work.get_absolute_url()
    version = (
        Version.objects.filter(
            preprint=identifier.work, preprint__in=visible, number=identifier.version
        )
        .only("preprint_id", "number")
        .first()
    ) or merged_version(identifier.work, identifier.version)
    return _address_in(version, identifier)


def withdrawal_page(identifier: Identifier) -> str:
    """Where the text of this name is withdrawn; who may is asked there. Raises Http404 where
    nothing of that name is published."""
    published = {
        "r": Review.objects.published(),
        "a": Assessment.objects.published(),
        "p": Response.objects.published(),
    }
    return _page_of_act("withdraw", published[identifier.kind], identifier)


def redaction_page(identifier: Identifier) -> str:
    """Where a passage of it, or of why it was withdrawn, is redacted; as `withdrawal_page`."""
    shown = {
        "r": Review.objects.shown(),
        "a": Assessment.objects.shown(),
        "p": Response.objects.all(),
    }
    return _page_of_act("redact", shown[identifier.kind], identifier)


def _page_of_act(act: str, rows: "QuerySet[Any]", identifier: Identifier) -> str:
    place = {"version__preprint": identifier.work, "version__number": identifier.version}
    row = get_object_or_404(rows.only("pk"), number=identifier.number, **place)
    return reverse(f"reviews:{act}_{row._meta.model_name}", args=[row.pk])


def _address_in(version: Version, identifier: Identifier) -> str:
    page, number = version.get_absolute_url(), identifier.number
    if not identifier.kind:
        return page
    if identifier.kind == "r":
        return _address_of_review(version, identifier)
    found = {
        "a": Assessment.objects.shown().filter(version=version, number=number),
        "p": Response.objects.filter(version=version, number=number),
        "c": Revision.objects.filter(version=version),
    }[identifier.kind]
    if not found.exists():
        raise Http404
    address = f"{page}#{version.identifier}.{identifier.kind}{number or ''}"
    return _address_of_correction(version, identifier, address) if identifier.point else address


def _address_of_correction(version: Version, identifier: Identifier, assessment: str) -> str:
    """Of one that nobody reads any more: what was withdrawn, the review or the assessment.
    assessment: the address of that."""
    posted = Correction.objects.posted().filter(
        round__assessment__version=version,
        round__assessment__number=identifier.number,
        number=identifier.point,
    )
    correction = posted.select_related("review__version").first()
    if correction is None:
        raise Http404
    if posted.shown().exists():
        return f"{assessment}.c{identifier.point}"
    return correction.review.get_absolute_url() if correction.review else assessment


def _address_of_review(version: Version, identifier: Identifier) -> str:
    published = Review.objects.shown().filter(version=version, number=identifier.number)
    review = published.only("version_id", "number", "points", "status").first()
    if review is None or identifier.point > len(review.points):
        raise Http404
    review.version = version
    if identifier.point and review.is_published:
        return review.point_url(identifier.point)
    return review.get_absolute_url()
