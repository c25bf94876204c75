"""A person's public page."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from accounts.models import Profile
from accounts.profile_parts import FORUMS, ProfilePart
from accounts.requests import AnyUser
from curation.models import Entry, Issue
from following.selectors import FollowButton, follow_button
from following.things import person_thing, person_word
from preprints.models import Author, Subject, Version
from reading.selectors.preprint_rows import HEAVY_VERSION_FIELDS
from reviews.models import Byline, Review
from web.list_lengths import PROFILE_ROWS_A_KIND

HEAVY = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`reviews` are the signed ones: no other may be tied to a person. follow_button: None where
    the page is not public."""

    profile: Profile
    reviews: list[Review]
    recommendations: list[Entry]
    issues: list[Issue]
    versions: list[Version]
    subjects: list[Subject]
    has_verified_orcid: bool = False  # signed in with it at orcid.org, not typed
    follow_button: FollowButton | None = None

    @property
    def affiliation(self) -> str:
        return self.profile.affiliation if self.profile.shows(ProfilePart.AFFILIATION) else ""

    @property
    def ror(self) -> str:
        return self.profile.ror if self.affiliation else ""

    @property
    def orcid(self) -> str:
        return self.profile.orcid if self.profile.shows(ProfilePart.ORCID) else ""

    @property
    def bio(self) -> str:
        return self.profile.bio if self.profile.shows(ProfilePart.BIO) else ""

    @property
    def forums(self) -> list[tuple[str, str]]:
        """(what the forum is called, the address of the person's page there)."""
        names = self.profile.forum_names if self.profile.shows(ProfilePart.FORUMS) else {}
        shown = [(forum, names[key]) for key, forum in FORUMS.items() if key in names]
        return [(forum.label, forum.people + name) for forum, name in shown]

    @property
    def other_names(self) -> list[str]:
        """Names that reviews listed here are signed with, where the profile bears another since."""
        signed = {review.byline_name for review in self.reviews}
        return sorted(signed - {self.profile.name})


def person_page(profile: Profile, user: AnyUser) -> PersonPage:
    """Four queries, one more where an ORCID iD is shown, two for who is signed in."""
    reviews = (
        Review.objects.published()
        .filter(reviewer=profile.user_id, byline_kind=Byline.SIGNED)
        .select_related("version")
        .defer(*HEAVY)
        .order_by("-published_at", "-pk")
    )
    entries = list(
        Entry.objects.published()
        .filter(Q(recommended_by=profile.user_id) | Q(issue__editor=profile.user_id))
        .select_related("issue", "version")
        .defer("issue__evidence", *HEAVY)
        .order_by("-issue__volume", "-issue__number", "position")
    )
    edited = {
        entry.issue_id: entry.issue for entry in entries if entry.issue.editor_id == profile.user_id
    }
    return PersonPage(
        profile=profile,
        reviews=list(reviews[:PROFILE_ROWS_A_KIND]),
        recommendations=[entry for entry in entries if entry.recommended_by_id == profile.user_id][
            :PROFILE_ROWS_A_KIND
        ],
        issues=list(edited.values()),
        versions=_claimed(profile),
        subjects=list(profile.subjects.all()) if profile.shows(ProfilePart.SUBJECTS) else [],
        has_verified_orcid=_has_verified_orcid(profile),
        follow_button=_follow_button(profile, user),
    )


def _follow_button(profile: Profile, user: AnyUser) -> FollowButton | None:
    """Others than the public see a page that is public alone."""
    if user.is_authenticated and not Profile.objects.public().filter(pk=profile.pk).exists():
        return None
    return follow_button(user, person_thing(profile), word=person_word(profile))


def _has_verified_orcid(profile: Profile) -> bool:
    """Whether the person signed in with this iD at orcid.org; the field alone can be typed."""
    if not profile.orcid or not profile.shows(ProfilePart.ORCID):
        return False
    accounts = SocialAccount.objects.filter(user=profile.user_id, provider="orcid")
    return accounts.filter(uid=profile.orcid).exists()


def _claimed(profile: Profile) -> list[Version]:
    """The newest version each of the works the person is an author of."""
    authorships = (
        Author.objects.filter(user=profile.user_id)
        .select_related("version")
        .defer(*HEAVY)
        .order_by("-version__posted_at", "-version__number")
    )
    newest: dict[int, Version] = {}
    for authorship in authorships[: PROFILE_ROWS_A_KIND * 4]:
        newest.setdefault(authorship.version.preprint_id, authorship.version)
    return list(newest.values())[:PROFILE_ROWS_A_KIND]
