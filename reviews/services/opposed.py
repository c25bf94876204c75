"""Whether the authors of a work oppose whoever is to be invited to review it."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names.appearance import skeleton
from reviews.models import NamedReviewer, Submission
from reviews.services.invitation_mails import account_of


def why_opposed(submission: Submission, *, email: str, name: str) -> list[str]:
    """In words for editors: nobody, or whom the authors named by this name or address, or by the
    name, address or ORCID iD of its account."""
    opposed = list(submission.named_reviewers.opposed())
    account = account_of(email) if opposed else None
    names, orcid = {skeleton(name)}, ""
    if account is not None:
        names |= {skeleton(account.profile.name)}
        orcid = account.profile.orcid
    words = _("The authors oppose them: “%(reason)s”")
    return [
        words % {"reason": one.reason}
        for one in opposed
        if skeleton(one.name) in names
        or one.email == email
        or (orcid and one.orcid == orcid)
        or (account is not None and _account_of(one) == account)
    ]


def is_opposed(submission: Submission, reviewer: User) -> bool:
    """Of somebody with an account who writes a review: a volunteer, or invited before the authors
    named them."""
    return bool(why_opposed(submission, email=reviewer.email, name=reviewer.profile.name))


def _account_of(named: NamedReviewer) -> User | None:
    return account_of(named.email) if named.email else None
