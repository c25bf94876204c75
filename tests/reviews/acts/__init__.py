"""Every act of the review process, as one carries it out on a work (`tests/reviews/process.py`).

Each module registers those of a part of the process.
"""

from tests.reviews.acts import appeals, invitations, reviews, rounds, submissions, withdrawals
from tests.reviews.acts.registered import ACTS

__all__ = ["ACTS", "appeals", "invitations", "reviews", "rounds", "submissions", "withdrawals"]
