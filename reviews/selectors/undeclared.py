"""Works whose newest version is newer than their assessment, and was not declared."""

from django.db.models import Exists, F, OuterRef, Q

from preprints.models import left_its_source
from reviews.models import Assessment, ConfirmedAssessment, Revision, Round


def has_undeclared_version() -> Q:
    """Of submissions that were accepted: as `services.revising.may_declare_revision` says, unless
    an editor has confirmed that the assessment holds for the version."""
    assessed = Assessment.objects.published().filter(version__preprint=OuterRef("preprint"))
    newest = assessed.filter(version__number__gte=OuterRef("preprint__current_version__number"))
    revisions = Revision.objects.filter(round__submission=OuterRef("pk"))
    declared = Revision.objects.filter(version=OuterRef("preprint__current_version"))
    confirmed = ConfirmedAssessment.objects.in_force().filter(
        version=OuterRef("preprint__current_version")
    )
    is_final = Q(final_version=F("preprint__current_version"), final_version__isnull=False)
    left = left_its_source("preprint") | Q(preprint__current_version__is_withdrawn=True)
    return (
        Q(Exists(assessed), ~Exists(newest), ~Exists(declared), ~Exists(revisions.waiting()))
        & ~Exists(Round.objects.under_way().filter(submission=OuterRef("pk")))
        & ~Exists(confirmed)
        & ~is_final
        & ~left
    )
