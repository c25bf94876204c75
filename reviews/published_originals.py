"""What stood in redacted texts before: the events of their redactions hold a salted hash of it."""

from collections.abc import Mapping

from events.completeness import sealed_texts
from reviews.models import SealedOriginal


@sealed_texts
def sealed_originals() -> Mapping[int, str]:
    return dict(SealedOriginal.objects.values_list("pk", "text"))
