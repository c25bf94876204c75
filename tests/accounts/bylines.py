"""Reviews by which somebody is known under a name."""

from accounts.models import User
from tests.factories.reviews import ReviewFactory


def review_by(reviewer: User, name: str, *, kind: str = "signed", **state: bool) -> User:
    """A published review of theirs, unless another state is given; gives the reviewer back."""
    state = state or {"published": True}
    ReviewFactory(reviewer=reviewer, byline_kind=kind, byline_name=name, **state)
    return reviewer
