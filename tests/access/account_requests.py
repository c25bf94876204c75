"""People's own pages, sign-in (django-allauth's pages) and the admin."""

from collections.abc import Iterator
from typing import Any

from accounts.models import Profile, User
from accounts.services import ensure_profile
from events.models import Event, Outbox
from following.services import follow
from following.things import read_thing
from ingest.models import OrganisationLookup
from mails.kinds import MAIL_KINDS
from mails.turning_off import off_url
from preprints.models import Subject
from tests.access.journal import Journal
from tests.access.requests import FORM, LOGGED, NOTHING, Request, get, path, post
from tests.factories.accounts import PASSWORD
from tests.factories.times import NOW

NEW = "nine quiet herons"
FOUND = "05dxps055"  # an organisation


def profile(journal: Journal) -> Iterator[Request]:
    for user in journal.cast.users.values():
        find_organisation(user)
    yield get("accounts:profile")
    changed = {"name": "Noor Example", "affiliation": "Oslo", "bio": "", "orcid": ""}
    yield post("accounts:profile", fields=changed)
    yield get("ingest:affiliation")
    yield post("ingest:affiliation", fields={"ror": FOUND})


def join(journal: Journal) -> Iterator[Request]:
    reader = journal.cast["reader"]
    yield get("accounts:join")
    yield get("accounts:mail_join_link")
    known = {"email": reader.email, "password": PASSWORD}
    yield post("accounts:join", fields=known, effect=NOTHING)
    yield post("accounts:mail_join_link", fields={"email": reader.email})
    yield get("accounts:join_by_link", "forged")
    yield get("accounts:confirm_join")
    yield post("accounts:confirm_join", fields={"address": reader.email})


def find_organisation(user: User) -> None:
    """What ROR has for the affiliation of everybody; no two have the same."""
    typed = f"Herons, house {user.pk}"
    ensure_profile(user, name="")
    Profile.objects.filter(user=user).update(affiliation=typed)
    found = [{"ror": FOUND, "name": "Institute of Herons", "place": "Rye"}]
    OrganisationLookup.objects.create(user=user, typed=typed, found=found, answered_at=NOW)


def mails(journal: Journal) -> Iterator[Request]:
    reader = journal.cast["reader"].pk
    yield get("mails:choices")
    yield post("mails:choices", fields={**every_kind_at_once(), "work_selected": "daily"})
    token = off_url(reader, "work_selected").split("/")[-2]
    yield get("mails:turn_off", token, state="of the reader")
    yield post("mails:turn_off", token, state="of the reader")
    yield post("mails:turn_off", "forged", state="forged")


def following(journal: Journal) -> Iterator[Request]:
    reader, word = journal.cast["reader"].pk, f"preprint:{journal.works['listed'].pk}"
    search = read_thing("search:q=herons")
    assert search is not None
    own = follow(reader, search, now=NOW).pk
    yield get(f"{path('following:follow')}?thing={word}")
    yield post("following:follow", fields={"thing": word})
    yield get("following:list")
    yield get("following:name_search", own, state="of the reader")
    yield post("following:name_search", own, state="of the reader", fields={"name": "Waders"})
    yield post("following:unfollow", own, state="of the reader")
    yield get("following:unfollow", own, state=FORM)


def own_data(journal: Journal) -> Iterator[Request]:
    reader = journal.cast["reader"]
    yield get("privacy:privacy")
    yield get("privacy:own_data")
    yield get("privacy:export")
    proof = {"password": PASSWORD}
    yield post("privacy:export", fields=proof, effect=LOGGED)  # of an original
    yield get("privacy:erase")
    own = {"email": reader.email, "password": PASSWORD}
    yield post("privacy:erase", state="with the reader's address", fields=own)


def every_kind_at_once() -> dict[str, str]:
    return {kind.name: "at-once" for kind in MAIL_KINDS.values()}


def sign_in(journal: Journal) -> Iterator[Request]:
    reader = journal.cast["reader"]
    known = {"login": reader.email, "password": PASSWORD}
    yield get("account_login")
    yield post("account_login", fields=known)
    yield get("account_logout")
    yield post("account_logout", effect=NOTHING)
    yield get("account_signup")
    new = {"email": "new@example.org", "password1": NEW, "name": "New Person"}
    yield post("account_signup", fields=new)
    yield get("account_reset_password")
    yield post("account_reset_password", fields={"email": reader.email})
    for name in (
        *("account_inactive", "account_email_verification_sent", "account_reset_password_done"),
        *("account_reset_password_from_key_done", "socialaccount_login_cancelled"),
        *("socialaccount_login_error", "mfa_index", "mfa_view_recovery_codes"),
        "mfa_list_webauthn",
    ):
        yield get(name)
    for name in (
        *("account_confirm_login_code", "account_reauthenticate", "account_set_password"),
        *("usersessions_list", "socialaccount_signup", "socialaccount_connections"),
        *("mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
        *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_add_webauthn"),
        *("mfa_reauthenticate_webauthn", "mfa_login_webauthn"),
    ):
        yield get(name)
        yield post(name)
    for page in ("login/cancelled", "login/error", "signup", "connections"):
        yield get(f"/accounts/social/{page}/")
        yield post(f"/accounts/social/{page}/")
    yield get("account_email")
    yield post("account_email", fields={"email": "more@example.org", "action_add": ""})
    yield get("account_change_password")
    changed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    yield post("account_change_password", fields=changed)
    for name, args in (
        ("account_confirm_email", ["no-such-key"]),
        ("account_reset_password_from_key", ["1", "no-such-key"]),
        ("mfa_remove_webauthn", [1]),
        ("mfa_edit_webauthn", [1]),
    ):
        yield get(name, *args)
        yield post(name, *args)


def admin(journal: Journal) -> Iterator[Request]:
    for page in ("", "login/", "logout/", "password_change/", "password_change/done/"):
        yield get(f"/admin/{page}")
    for page in ("autocomplete/", "jsi18n/", "accounts/", "nothing/"):
        yield get(f"/admin/{page}")
    rows = {
        "events/event": Event.objects.earliest("pk"),
        "events/outbox": Outbox.objects.earliest("pk"),
        "accounts/user": journal.cast["reader"],
        "preprints/subject": Subject.objects.earliest("pk"),
    }
    for model, row in rows.items():
        for page in ("", "add/", f"{row.pk}/history/", f"{row.pk}/delete/", f"{row.pk}/change/"):
            yield get(f"/admin/{model}/{page}")
        yield get(f"/admin/{model}/{row.pk}/")
        yield post(f"/admin/{model}/{row.pk}/delete/", fields={"post": "yes"})
        yield post(f"/admin/{model}/{row.pk}/change/", fields=_fields_of(model, row))
        yield post(f"/admin/{model}/add/", fields=_fields_of(model, row))


def _fields_of(model: str, row: Any) -> dict[str, object]:
    if model == "preprints/subject":
        return {"slug": "new-subject", "name": "New", "description": "Words."}
    if model != "accounts/user":
        return {}
    profile = {"name": row.profile.name, "id": row.profile.pk, "user": row.pk}
    forms = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1}
    return {
        "roles": ["editor"],
        "is_active": "on",
        **{f"profile-{name}": value for name, value in forms.items()},
        **{f"profile-0-{name}": value for name, value in profile.items()},
    }
