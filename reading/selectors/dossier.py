"""The dossier of a work: all that is published of its review in one signed statement.

In the form without names nothing says who wrote a text, and nothing leads to where a name stands:
neither a byline nor a journal's own name for a text. So it does not say either which reviews are by
one person. A name that somebody wrote into a text stays there.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from events.statements import SignedStatement, sign_statement
from reading.selectors.proof import day_of, terms_of, work_of
from reading.selectors.reviews import with_versions
from reading.selectors.scales import Scales
from reading.selectors.versions import VersionView, find_version
from reviews.confidence import confidence_words
from reviews.models import Assessment, Response, Review, Revision
from reviews.models.reviews import PART_HEADINGS
from web.addresses import absolute

KIND = "Dossier of review"


def dossier_of(
    user: AnyUser, preprint_id: int, *, with_names: bool, today: date
) -> SignedStatement | None:
    """None where the work was merged. Raises Http404 where nothing of its review is published."""
    shown = find_version(user, preprint_id)
    if shown is None:
        return None
    versions = _versions(shown, with_names=with_names)
    if not any(version["reviews"] or version["assessments"] for version in versions):
        raise Http404
    statement = {
        "kind": KIND,
        "with_names": with_names,
        "made_on": today.isoformat(),
        "journal": {"name": settings.JOURNAL_NAME, "url": settings.SITE_URL},
        "work": work_of(shown),
        "versions": versions,
        "is_demo": settings.IS_DEMO,
    }
    return sign_statement(statement)


def _versions(shown: VersionView, *, with_names: bool) -> list[dict[str, Any]]:
    """Those with something published, the first first. Six queries, with the scales."""
    fields = ("preprint_id", "number", "posted_at")
    versions = list(shown.preprint.versions.only(*fields).order_by("number"))
    scales, own = Scales(), {"version__in": versions}
    reviews = Review.objects.published().filter(**own).defer("reviewer").order_by("number")
    assessments = Assessment.objects.published().filter(**own).order_by("number")
    responses = Response.objects.published().filter(**own).order_by("number")
    loaded_reviews = with_versions(reviews, versions)
    loaded_assessments = with_versions(assessments, versions)
    loaded_responses = with_versions(responses, versions)
    notes = {one.version_id: one.note for one in Revision.objects.filter(**own)}
    return [
        {
            "number": version.number,
            "posted_on": day_of(version.posted_at),
            "change_note": notes.get(version.pk, ""),
            "reviews": [
                _review(row, scales, with_names=with_names)
                for row in loaded_reviews
                if row.version_id == version.pk
            ],
            "assessments": [
                _assessment(row, scales, with_names=with_names)
                for row in loaded_assessments
                if row.version_id == version.pk
            ],
            "responses": [
                _response(row, with_names=with_names)
                for row in loaded_responses
                if row.version_id == version.pk
            ],
        }
        for version in versions
    ]


def _review(review: Review, scales: Scales, *, with_names: bool) -> dict[str, Any]:
    named = {
        **_names(review),
        "byline": review.byline(),
        "competing_interests": review.public_interests(),
        "ai_use": review.public_ai_use(),
    }
    return {
        "label": _("Review %(number)s") % {"number": review.number},
        "is_of_a_round": review.round_id is not None,
        "published_on": day_of(review.published_at),
        **terms_of(review, scales),
        "confidence": str(confidence_words(review.confidence)),
        "parts": [
            {"heading": str(heading), "text": text}
            for part, heading in PART_HEADINGS.items()
            if (text := getattr(review, part))
        ],
        **(named if with_names else {}),
    }


def _assessment(assessment: Assessment, scales: Scales, *, with_names: bool) -> dict[str, Any]:
    return {
        "label": _("Editors’ assessment"),
        "published_on": day_of(assessment.published_at),
        **terms_of(assessment, scales),
        "text": assessment.text,
        **(_names(assessment) if with_names else {}),
    }


def _response(response: Response, *, with_names: bool) -> dict[str, Any]:
    named = {**_names(response), "name": response.author_name}
    return {
        "label": _("Author response"),
        "published_on": day_of(response.posted_at),
        "text": response.text,
        **(named if with_names else {}),
    }


def _names(row: Review | Assessment | Response) -> dict[str, str]:
    return {"identifier": row.identifier, "url": absolute(f"/{row.identifier}")}
