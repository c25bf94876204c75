"""What the event log must hold for preprints: which work was merged into which."""

from events.completeness import merged_into
from preprints.models import Preprint


@merged_into
def merged_preprints() -> dict[str, str]:
    rows = Preprint.objects.exclude(merged_into=None).values_list("pk", "merged_into_id")
    return {f"V{merged}": f"V{kept}" for merged, kept in rows}
