"""What a merge of two works cannot move: the entries of a published issue, which never change."""

from curation.models import Entry
from preprints.duplicates.plan import never_moves


@never_moves
def is_in_published_issue(preprint_id: int) -> bool:
    return Entry.objects.published().filter(preprint=preprint_id).exists()
