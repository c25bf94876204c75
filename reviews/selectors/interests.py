"""What the catalogue knows of somebody and the authors of a work: a common work, one employer.

A name alone ties nobody to anybody: people are known here by an authorship that was confirmed, and
by the ORCID iD they signed in with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Profile, User
from preprints.models import Author, Version
from reviews.limits import INTEREST_YEARS
from reviews.models import Review
from text.plain import collapse_space

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _People:
    """Accounts and ORCID iDs."""

    user_ids: frozenset[int]
    orcids: frozenset[str]

    def as_authors(self) -> Q:
        return Q(user__in=self.user_ids) | Q(orcid__in=self.orcids) & ~Q(orcid="")


def found_interests(version: Version, person: User, *, now: datetime) -> list[str]:
    """What may tie a person to the authors of this version, in words for editors; none: [].

    Who is confirmed as an author counts at every version: one that came later does not name them.
    """
    someone = _People(frozenset([person.pk]), _orcids_of(person))
    authors = list(version.authors.all())
    known = Author.objects.filter(version__preprint=version.preprint_id, user__isnull=False)
    confirmed = frozenset(known.values_list("user", flat=True))
    others = _People(
        confirmed,
        frozenset(one.orcid for one in authors if one.orcid),
    )
    if someone.orcids & others.orcids:
        return [_("An author of the work has the same ORCID iD.")]
    return [
        *_common_works(version, someone, others, now=now),
        *_common_employer(person, others.user_ids, authors),
    ]


@dataclass(frozen=True, slots=True)
class FoundOfVolunteer:
    """What may tie the writer of a review to the authors, one a line."""

    review_id: int
    words: str


def found_of_volunteers(reviews: Iterable[Review], *, now: datetime) -> list[FoundOfVolunteer]:
    """Of who writes a review uninvited; the invited are looked up before they are asked. Where
    nothing is found, nothing. reviews: with version and reviewer; a few queries a volunteer."""
    volunteers = (one for one in reviews if one.invitation_id is None)
    found = {one.pk: found_interests(one.version, one.reviewer, now=now) for one in volunteers}
    return [FoundOfVolunteer(pk, "\n".join(lines)) for pk, lines in found.items() if lines]


def _orcids_of(person: User) -> frozenset[str]:
    """Those they signed in with; what is typed into a profile shows nothing."""
    accounts = SocialAccount.objects.filter(user=person, provider="orcid")
    return frozenset(accounts.values_list("uid", flat=True))


def _common_works(
    version: Version, someone: _People, others: _People, *, now: datetime
) -> list[str]:
    since = now - INTEREST_YEARS * YEAR
    recent = Version.objects.filter(posted_at__gte=since).exclude(preprint=version.preprint_id)
    by_both = recent.filter(
        pk__in=Author.objects.filter(someone.as_authors()).values("version")
    ).filter(pk__in=Author.objects.filter(others.as_authors()).values("version"))
    works = by_both.order_by("preprint_id", "-number").distinct("preprint_id")
    words = _("They wrote %(work)s with an author of this one: “%(title)s” (%(year)s).")
    return [
        words
        % {"work": f"V{one.preprint_id}", "title": one.title_plain, "year": one.posted_at.year}
        for one in works.only("preprint_id", "title_plain", "posted_at")[:3]
    ]


def _common_employer(person: User, author_ids: Iterable[int], authors: list[Author]) -> list[str]:
    own = _employers_of([person.pk])
    known = _employers_of(author_ids)
    typed = [_Employer(_as_compared(one.affiliation)) for one in authors]
    is_common = any(one.is_same(other) for one in own for other in (*known, *typed))
    return [_("They work where an author of the work does.")] if is_common else []


@dataclass(frozen=True, slots=True)
class _Employer:
    """name: as typed, for comparing. ror: of the organisation; "" where it is not known."""

    name: str
    ror: str = ""

    def is_same(self, other: "_Employer") -> bool:
        """By ROR ID where both have one: two names of one organisation, or one name of two."""
        if self.ror and other.ror:
            return self.ror == other.ror
        return bool(self.name) and self.name == other.name


def _employers_of(user_ids: Iterable[int]) -> list[_Employer]:
    found = Profile.objects.filter(user__in=user_ids).values_list("affiliation", "ror")
    return [_Employer(_as_compared(name), ror) for name, ror in found]


def _as_compared(affiliation: str) -> str:
    """Letter case and blanks make no other employer."""
    return collapse_space(affiliation).casefold()
