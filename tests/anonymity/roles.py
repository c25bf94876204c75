"""Who asks, and what each may know of a hidden reviewer and where."""

import re
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.test import Client

from reviews.models import Review
from tests.anonymity.world import Secret, World

ROLES = [
    "signed out",
    "guest by link",
    "reader",
    "author",
    "another reviewer",
    "uninvolved editor",
    "handling editor",
    "second editor",
    "managing editor",
    "administrator",
]
EDITORS = {"uninvolved editor", "handling editor", "second editor", "managing editor"}
WORK_EDITORS = {"handling editor", "second editor"}
REPLY = re.compile(r"/editor/reviews/(\d+)/(?:return|refuse)/")


def client_of(role: str, world: World) -> Client:
    client = Client()
    if role == "guest by link":
        assert client.get(world.guest_link).status_code == 302
    elif role != "signed out":
        client.force_login(world.people[role])
    if role == "administrator":
        use_second_factor(client, world.people[role])
    return client


def use_second_factor(client: Client, user: object) -> None:
    """As after signing in with it; `tests/administration` signs in for good."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()


def may_know(role: str, path: str, secret: Secret, world: World) -> bool:
    """What is meant to be seen: everything else is a leak."""
    if role in WORK_EDITORS and path in editors_pages(world):
        return True  # the two editors of the work know its reviewers
    if role in WORK_EDITORS and path == "/editor/outbox/":
        return secret.kind in ("name", "address")  # whom the mails about it are for
    if role in WORK_EDITORS and path == "/editor/":
        return secret.kind == "name"  # whose review waits for them, or for the other of the two
    if role == "handling editor" and (found := REPLY.fullmatch(path)):
        # whom they return or refuse this review to, and nobody else
        replied = Review.objects.filter(pk=found[1], reviewer__profile__name=secret.word)
        return secret.kind == "name" and replied.exists()
    if role == "guest by link" and secret.kind == "text":
        own = world.hidden["guest"].review
        return own is not None and path == f"/reviews/{own.pk}/thread/"  # they take part in it
    if role == "guest by link":
        return secret.owner == "guest" and secret.kind != "id"
    if secret.kind in ("name", "handle") and path.startswith("/people/"):
        return role in EDITORS  # editors find everybody; what they wrote unsigned is not there
    if role == "managing editor" and path.startswith("/editor/people/"):
        return secret.kind in (
            "name",
            "handle",
            "address",
        )  # whom it is for
    if role == "administrator" and path.startswith("/admin/accounts/user/"):
        return secret.kind != "text"  # people, apart from what they wrote
    return False


def editors_pages(world: World) -> list[str]:
    opened = world.hidden_round
    invitations = [f"/editor/invitations/{pk}/" for pk in world.samples["invitation_id"]]
    return [
        f"/editor/submissions/{opened.submission_id}/",
        f"/editor/rounds/{opened.pk}/assessment/",
        f"/editor/rounds/{opened.pk}/thread/",
        *invitations,
    ]


def may_read_text(role: str, word: str) -> bool:
    """The recommendations go to the authors and the two editors of the work."""
    return "recommendations" in word and role in {"author", *WORK_EDITORS}
