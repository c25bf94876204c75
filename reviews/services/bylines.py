"""Whether a review may bear the name it is to appear under."""

from collections.abc import Collection

from accounts import names
from accounts.errors import NameNotAvailable
from accounts.models import User
from accounts.services import (
    OTHER_NAMES,
    check_can_sign,
    check_can_use_pseudonym,
    lock_names,
    pseudonym_of,
)
from preprints.models import Author
from reviews import errors
from reviews.models import Review
from reviews.models.reviews import Byline


def check_can_appear(reviewer: User, *, byline_kind: str, preprint_id: int) -> None:
    """Before a review is submitted. Raises NameOfAnother, or NameNotAvailable for a pseudonym.

    Until the transaction ends nobody else takes a name.
    """
    lock_names()
    if byline_kind == Byline.SIGNED:
        try:
            _check_signature(reviewer, reviewer.profile.name, preprint_id)
        except NameNotAvailable as error:
            raise errors.NameOfAnother from error
    elif byline_kind == Byline.PSEUDONYM and pseudonym_of(reviewer):
        check_can_use_pseudonym(reviewer)
        if _is_author_of(preprint_id, pseudonym_of(reviewer)):
            raise NameNotAvailable


def check_byline_is_free(review: Review) -> None:
    """Before a review is accepted: somebody else may have become known by its name since.

    Until the transaction ends nobody else is accepted: of two with one name the second is refused.
    Raises BylineOfAnother or PseudonymOfAuthor.
    """
    lock_names()
    preprint_id = review.version.preprint_id
    if review.byline_kind == Byline.SIGNED:
        try:
            _check_signature(review.reviewer, review.byline_name, preprint_id)
        except NameNotAvailable as error:
            raise errors.BylineOfAnother from error
    elif review.byline_kind == Byline.PSEUDONYM and _is_author_of(preprint_id, review.byline_name):
        raise errors.PseudonymOfAuthor


def needs_allowing(review: Review) -> bool:
    """Whether its reviewer cannot sign with their name unless an editor allows it."""
    is_open = review.status in (Review.Status.DRAFT, Review.Status.SUBMITTED)
    if not is_open or (review.byline_kind and review.byline_kind != Byline.SIGNED):
        return False
    try:
        _check_signature(review.reviewer, name_to_sign(review), review.version.preprint_id)
    except NameNotAvailable:
        return not names.is_reserved(name_to_sign(review))
    return False


def name_to_sign(review: Review) -> str:
    return review.byline_name or review.reviewer.profile.name


def _check_signature(reviewer: User, name: str, preprint_id: int) -> None:
    """Raises NameNotAvailable, also for a namesake of an author until an editor has allowed it."""
    check_can_sign(reviewer, name)
    is_shared = names.skeleton(reviewer.profile.shared_name) == names.skeleton(name)
    if not is_shared and _is_author_of(preprint_id, name):
        raise NameNotAvailable


def _is_author_of(preprint_id: int, name: str) -> bool:
    skeletons = names.skeletons(name)
    authors = Author.objects.filter(version__preprint_id=preprint_id)
    return _any_has_skeleton(skeletons, authors.values_list("name", flat=True).distinct())


def is_author_under_review(skeletons: Collection[str]) -> bool:
    """Whether an author of any submitted work has a name of these skeletons.

    They are few among the authors listed here, so their names are compared without an index.
    """
    authors = Author.objects.filter(version__preprint__submissions__isnull=False)
    return _any_has_skeleton(skeletons, authors.values_list("name", flat=True).distinct())


def _any_has_skeleton(skeletons: Collection[str], listed: Collection[str]) -> bool:
    return any(names.skeleton(name) in skeletons for name in listed)


OTHER_NAMES.append(is_author_under_review)
