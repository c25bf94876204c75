"""The organisation behind an affiliation that somebody typed: looked up at ROR, chosen by them.

What was typed stands on the profile at once and stays there, whatever ROR answers.
"""

from dataclasses import asdict

from django.conf import settings
from django.utils import timezone

from accounts.models import Profile, User
from accounts.ror import read_ror
from accounts.services import set_organisation
from events.outbox import NotNeeded, TryAgainLater, handler, promise
from ingest.errors import IngestError, NoSuchOrganisation
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.http.pacing import KeptHosts
from ingest.models import OrganisationLookup
from ingest.parsing.ror import Organisation, parse_organisation, parse_organisations

PACE = Pace(key="ror", domains=("ror.org",))
LOOKUP_SECONDS = 60.0  # for all that is asked for one affiliation


@handler("ingest.look_up_organisation", fetches=True)
def look_up_organisation(user_id: int, typed: str) -> None:
    """Once somebody has typed an affiliation; a ROR ID is put in place of itself at once."""
    if not Profile.objects.filter(user=user_id, affiliation=typed, ror="").exists():
        raise NotNeeded("The affiliation is another by now.")
    try:
        found = find_organisations(typed)
    except IngestError as error:
        if error.is_temporary:
            _keep_lookup(user_id, typed, [], is_away=True)
            raise TryAgainLater(str(error)) from error
        found = []  # the text stays as it is
    if read_ror(typed) and found:
        set_organisation(user_id, ror=found[0].ror, name=found[0].name, typed=typed)
    _keep_lookup(user_id, typed, found, is_away=False)


def _keep_lookup(user_id: int, typed: str, found: list[Organisation], *, is_away: bool) -> None:
    OrganisationLookup.objects.update_or_create(
        user_id=user_id,
        defaults={
            "typed": typed,
            "found": [asdict(one) for one in found],
            "is_away": is_away,
            "answered_at": timezone.now(),
        },
    )


def ask_about(profile: Profile) -> None:
    """Look up what was typed before affiliations were looked up by themselves, or once more."""
    if profile.affiliation and not profile.ror:
        OrganisationLookup.objects.filter(user=profile.user_id, is_away=True).delete()
        promise("ingest.look_up_organisation", user_id=profile.user_id, typed=profile.affiliation)


def find_organisations(typed: str) -> list[Organisation]:
    """The one with this ROR ID, or those with such a name. Raises an IngestError."""
    base = f"{settings.ROR_API_URL}/organizations"
    with KeptHosts() as hosts, SourceClient(hosts=hosts, longest_in_all=LOOKUP_SECONDS) as client:
        if ror := read_ror(typed):
            answer = client.get(f"{base}/{ror}", params={}, pace_key=PACE.key)
            return [parse_organisation(answer.content)] if answer.status == 200 else []
        answer = client.get(base, params={"query": typed}, pace_key=PACE.key)
        return parse_organisations(answer.content) if answer.status == 200 else []


def choose_organisation(user: User, *, ror: str) -> Profile:
    """One of those that were found for what the profile says. Raises NoSuchOrganisation."""
    lookup = lookup_of(user)
    found = {one["ror"]: one["name"] for one in lookup.found} if lookup else {}
    if lookup is None or ror not in found:
        raise NoSuchOrganisation
    return set_organisation(user.pk, ror=ror, name=found[ror], typed=lookup.typed)


def lookup_of(user: User) -> OrganisationLookup | None:
    """What was found for the affiliation as it stands on the profile now."""
    profile = Profile.objects.get(user=user)
    return OrganisationLookup.objects.filter(user=user, typed=profile.affiliation).first()
