"""What keeps two merged works together: a review of the one that has gone on with the other.

A round, a revision and a final version belong to the submission of the work they are about. Once
separated, nobody could go on with one whose version is another work's, and the authors of that work
could review it.
"""

from django.db.models import F, Q

from preprints.duplicates.undo import never_separates
from reviews.models import Revision, Round, Submission


@never_separates
def is_reviewed_across(preprint_ids: tuple[int, int]) -> bool:
    rounds = Round.objects.filter(_is_across("version", "submission", preprint_ids))
    revisions = Revision.objects.filter(_is_across("version", "round__submission", preprint_ids))
    finals = Submission.objects.filter(
        Q(preprint__in=preprint_ids, final_version__preprint__in=preprint_ids),
        ~Q(final_version__preprint=F("preprint")),
    )
    return rounds.exists() or revisions.exists() or finals.exists()


def _is_across(version: str, submission: str, preprint_ids: tuple[int, int]) -> Q:
    """The version is of one of the two works, the submission of the other."""
    one, other = preprint_ids
    ours, theirs = f"{version}__preprint", f"{submission}__preprint"
    return Q(**{ours: one, theirs: other}) | Q(**{ours: other, theirs: one})
