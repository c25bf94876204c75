"""What the mail about a volunteer says of them besides their name."""

from dataclasses import dataclass

from django.utils import timezone

from reviews.models import Review
from reviews.selectors.interests import found_interests
from reviews.services.opposed import why_opposed


@dataclass(frozen=True, slots=True)
class VolunteerMail:
    """found: what ties them to the authors, as the catalogue shows it; opposed: that the authors
    oppose them, and why. In words for editors, one a line; "" for nothing."""

    found: str
    opposed: str


def volunteer_mail(review: Review) -> VolunteerMail:
    person = review.reviewer
    opposed = why_opposed(review.own_round.submission, email=person.email, name=person.profile.name)
    found = found_interests(review.version, person, now=timezone.now())
    return VolunteerMail(found="\n".join(found), opposed="\n".join(opposed))
