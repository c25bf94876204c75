"""Where the pages of a preprint lead that turned out to be the same work as another."""

from django.http import Http404

from preprints.models import Merge, Preprint, Version


def merged_preprint(preprint_id: int) -> Preprint:
    """The preprint it became part of. Raises Http404 where it became part of none."""
    merged = Preprint.objects.filter(merged_here=preprint_id).first()
    if merged is None:
        raise Http404
    return merged


def merged_version(preprint_id: int, number: int) -> Version:
    """The version that had this number before the merge, under its present one.

    Raises Http404 where there was none.
    """
    for merge in Merge.objects.filter(merged=preprint_id, undone_at=None):
        for version_id, old_number in merge.renumbered.items():
            if old_number == number:
                return Version.objects.only("preprint", "number").get(pk=version_id)
    raise Http404
