"""What an invitation's link opens, and what it does not: each cell of the table is requested.

Eight states of the invitation and its review, three kinds of account at its address, four people
at the browser. Whose account the address has makes no difference: that is the point of the scope.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from drafts.models import Draft
from reviews.models import Invitation, MailedLink, Review
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import accept_invitation
from reviews.services.mailed_links import mail_link, token_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW
from tests.made_once import taken_back
from tests.reviews.links import act_of, link_of

pytestmark = pytest.mark.django_db

ADDRESS = "invited@example.org"
PRIVATE = "Half a thought of somebody else."

# What the link answers (302 leads on to the invitation's page), then the invitation's page, the
# review's page, accepting, declining. "-": there is no review to ask for. A
# refused act shows the page again; declining comes after accepting here.
ANYBODY = """
state      link  page  write  accept  decline
pending    302   200   -      302     409
corrected  302   200   -      302     409
accepted   302   200   200    409     409
declined   302   200   -      409     409
revoked    410   404   302    404     404
submitted  302   200   200    409     409
confirmed  302   200   200    409     409
published  302   200   200    409     409
"""
# An editor of the work who is signed in: the link is not for them, whatever its state.
EDITOR = """
state      link  page  write  accept  decline
pending    302   403   -      403     403
corrected  302   403   -      403     403
accepted   302   403   404    403     403
declined   302   403   -      403     403
revoked    410   404   404    404     404
submitted  302   403   404    403     403
confirmed  302   403   404    403     403
published  302   403   404    403     403
"""
EVERY_KIND = ["invitation", "confirm", "keep"]
STATES = re.findall(r"^(\w+) +[34][01]", ANYBODY, re.M)
ACCOUNTS = ["none", "verified", "unconfirmed"]
PEOPLE = ["nobody", "addressee", "another person", "handling editor"]
WORLDS = list(product(STATES, ACCOUNTS))


@dataclass
class World:
    invitation: Invitation
    review: Review | None
    account: User | None
    old_link: str
    other: Review  # of another account, in the same round
    other_invitation: Invitation


def make_world(state: str, account: str) -> World:
    opened = RoundFactory()
    known = None
    if account != "none":
        known = UserFactory(email=ADDRESS, verified=account == "verified")
        own = ReviewFactory(reviewer=known)
        Draft.objects.create(
            owner=known, key=f"review:{own.pk}", fields={"summary": PRIVATE}, saved_at=NOW
        )
    address = "mistyped@example.org" if state == "corrected" else ADDRESS
    invitation = InvitationFactory(round=opened, email=address)
    old_link, review = link_of(invitation), None
    if state in ("accepted", "submitted", "confirmed", "published", "revoked"):
        review = accept_invitation(invitation.pk, user=None, name="Grace Guest", now=NOW)
    if state in ("submitted", "confirmed", "published"):
        submit(review, state)
    if state == "corrected":
        invitation = send_invitation_again(
            invitation.pk, editor=opened.submission.editor, email=ADDRESS, now=NOW
        )
    if state in ("declined", "revoked"):
        Invitation.objects.filter(pk=invitation.pk).update(state=state, answered_at=NOW)
    invitation.refresh_from_db()
    other = ReviewFactory(round=opened)
    other_invitation = InvitationFactory(round=opened, email="noor@example.org")
    return World(invitation, review, known, old_link, other, other_invitation)


def submit(review: Review, state: str) -> None:
    fields = {
        "status": "submitted",
        "submitted_at": NOW,
        "byline_kind": "signed",
        "byline_name": "Grace Guest",
        "summary": "Sound.",
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "confidence": 4,
    }
    if state != "submitted":
        fields |= {"confirmed_at": NOW, "confirmed_by": "mailbox"}
    if state == "published":
        fields |= {"status": "published", "number": 1, "published_at": NOW}
    Review.objects.filter(pk=review.pk).update(**fields)


def sign_in(client, world: World, person: str) -> User | None:
    user = {
        "nobody": lambda: None,
        "addressee": lambda: world.account,
        "another person": lambda: UserFactory(verified=True),
        "handling editor": lambda: world.invitation.round.submission.editor,
    }[person]()
    if user is not None:
        client.force_login(user)
    return user


def expected(state: str, person: str) -> dict[str, str]:
    lines = (EDITOR if person == "handling editor" else ANYBODY).strip().splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines}
    wanted = dict(zip(rows["state"], rows[state], strict=True))
    if wanted["write"] == "302" and person != "nobody":
        wanted["write"] = "404"  # who is signed in is not sent to sign in
    return wanted


def each_person(state: str, account: str) -> Iterator[tuple[str, Client, World]]:
    """Each at a browser of their own, in the same world: what one does is taken back."""
    world = make_world(state, account)
    for person in PEOPLE:
        # Where the address has no account there is no addressee to be signed in.
        if (account, person) != ("none", "addressee"):
            with taken_back():
                yield person, Client(), deepcopy(world)


@pytest.mark.parametrize(("state", "account"), WORLDS)
def test_the_link_opens_this_and_nothing_else(state, account):
    found = {}
    for person, client, world in each_person(state, account):
        own = sign_in(client, world, person)
        found[person] = what_it_opens(client, world)
        assert_nothing_else_is_open(client, world, own)
        if account == "verified":
            assert_pages_of_others_are_closed(client, world, person)
    assert found == {person: expected(state, person) for person in found}
    assert list(found) == [one for one in PEOPLE if (account, one) != ("none", "addressee")]


def what_it_opens(client: Client, world: World) -> dict[str, str]:
    found = {"link": client.get(link_of(world.invitation)).status_code}
    pk = world.invitation.pk
    # A person who has confirmed the address needs no link for a pending invitation, and none opens
    # what was withdrawn: the answers are those of the table without the link as well.
    found["page"] = client.get(reverse("reviews:opened_invitation", args=[pk])).status_code
    found["write"] = (
        client.get(reverse("reviews:write_review", args=[world.review.pk])).status_code
        if world.review
        else "-"
    )
    as_guest = {"answer_as": "guest", "interests_choice": "none", "name": "Grace Guest"}
    found["accept"] = client.post(act_of(world.invitation, "accept"), as_guest).status_code
    found["decline"] = client.post(act_of(world.invitation, "decline")).status_code
    return {name: str(status) for name, status in found.items()}


def assert_nothing_else_is_open(client: Client, world: World, own: User | None) -> None:
    """Once the link was followed and all was tried; own: the account that is signed in."""
    for page in (
        reverse("reviews:write_review", args=[world.other.pk]),
        reverse("reviews:opened_invitation", args=[world.other_invitation.pk]),
    ):
        assert client.get(page).status_code in (302, 403, 404), page
    # Without an account the answer is that the browser is signed out.
    answer = client.post(f"/drafts/review:{world.other.pk}/", {"summary": "Not mine"})
    assert answer.status_code == (404 if own else 403)
    assert not Draft.objects.filter(key=f"review:{world.other.pk}").exists()
    assert answer.wsgi_request.user.pk == (own.pk if own else None)
    assert client.session.get("_auth_user_id") == (str(own.pk) if own else None)
    if world.account is not None and own != world.account:
        assert_account_is_untouched(client, world.account)


def assert_pages_of_others_are_closed(client: Client, world: World, person: str) -> None:
    """They look at nothing but who is signed in: one kind of account shows it."""
    closed = []
    if person == "nobody":
        closed += ["/me/", "/me/profile/", "/accounts/email/", "/accounts/password/change/"]
        closed += ["/accounts/2fa/", "/accounts/sessions/", "/admin/"]
    if person != "handling editor":
        submission = world.invitation.round.submission_id
        closed += ["/editor/", reverse("reviews:submission", args=[submission])]
        closed += [reverse("reviews:sent_invitation", args=[world.invitation.pk])]
    for page in closed:
        assert client.get(page).status_code in (302, 403, 404), (person, page)


def test_a_draft_is_saved_for_the_writer_of_the_other_review(client):
    """What each of the others tries."""
    other = make_world("pending", "none").other
    client.force_login(other.reviewer)
    answer = client.post(f"/drafts/review:{other.pk}/", {"summary": "Mine"})
    assert answer.status_code == 200
    kept = Draft.objects.filter(key=f"review:{other.pk}").values_list("owner", "fields")
    assert list(kept) == [(other.reviewer_id, {"summary": "Mine"})]


def assert_account_is_untouched(client, account: User) -> None:
    """The account of the address has the review it had, and its text is shown to nobody."""
    before = account.password
    review = account.reviews.get()
    answer = client.get(reverse("reviews:write_review", args=[review.pk]))
    assert answer.status_code in (302, 404)
    account.refresh_from_db()
    assert account.password == before
    assert account.invitations_received.count() == 0


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_link_of_a_mistyped_address_is_closed_once_it_is_corrected(client, account):
    world = make_world("corrected", account)
    assert client.get(world.old_link).status_code == 410
    assert client.get(link_of(world.invitation)).status_code == 302


@pytest.mark.parametrize("state", ["accepted", "submitted", "published"])
def test_a_browser_that_had_opened_the_link_is_shut_out_at_once(client, state):
    world = make_world(state, "none")
    client.get(link_of(world.invitation))
    write = reverse("reviews:write_review", args=[world.review.pk])
    assert client.get(write).status_code == 200
    editor = world.invitation.round.submission.editor
    send_invitation_again(world.invitation.pk, editor=editor, email=ADDRESS, now=NOW)
    assert client.get(write).status_code == 410
    page = reverse("reviews:opened_invitation", args=[world.invitation.pk])
    assert client.get(page).status_code == 410


@pytest.mark.parametrize("state", ["accepted", "submitted", "published"])
@pytest.mark.parametrize("person", ["addressee", "another person"])
def test_whoever_signs_in_later_has_the_link_only_at_their_own_address(client, state, person):
    world, pending = make_world(state, "verified"), InvitationFactory(email="noor@example.org")
    for invitation in (world.invitation, pending):
        client.get(link_of(invitation))
    write = reverse("reviews:write_review", args=[world.review.pk])
    assert client.get(write).status_code == 200
    sign_in(client, world, person)
    answer = client.post(write, {"summary": "Typed before somebody signed in."})
    if person == "addressee":
        assert answer.status_code in (200, 409, 422)
        assert client.get(write).status_code == 200
    else:
        assert answer.status_code == 410
        assert "Somebody has signed in here since" in answer.content.decode()
        assert "Typed before somebody signed in." in answer.content.decode()
        assert client.get(write).status_code == 410
        own = reverse("reviews:opened_invitation", args=[world.invitation.pk])
        assert "Somebody has signed in here since" in client.get(own).content.decode()
    waits = reverse("reviews:opened_invitation", args=[pending.pk])
    assert client.get(waits).status_code == 200  # to be accepted by the account that signs in
    client.get(link_of(world.invitation))
    assert client.get(write).status_code == 200


@pytest.mark.parametrize("person", ["addressee", "another person"])
@pytest.mark.parametrize("kinds", [["invitation"], ["confirm"], ["keep"], EVERY_KIND])
def test_whoever_signs_in_later_has_the_opened_links_only_at_their_own_address(
    client, kinds, person
):
    """Each kind alone, and all of them opened at one browser; another browser keeps its own."""
    world, bystander = make_world("submitted", "verified"), Client()
    pages = [open_link(browser, world, kind) for kind in kinds for browser in (client, bystander)]
    assert answers_of(client, pages) == {200}
    sign_in(client, world, person)
    assert answers_of(client, pages) == ({200} if person == "addressee" else {410})
    assert answers_of(bystander, pages) == {200}


def open_link(browser: Client, world: World, kind: str) -> str:
    """Follow the mailed link; the page it leads to."""
    link = link_of(world.invitation)
    if kind != "invitation":
        purpose = MailedLink.Purpose(kind)
        made = world.review.mailed_links.filter(purpose=purpose).first()
        made = made or mail_link(world.review, purpose, now=NOW)
        link = f"/{OPENS[kind]}/{token_of(made)}/"
    answer = browser.get(link)
    assert answer.status_code == 302
    return answer["Location"]


def answers_of(browser: Client, pages: list[str]) -> set[int]:
    return {browser.get(page).status_code for page in pages}


@pytest.mark.parametrize("state", ["accepted", "submitted", "published"])
@pytest.mark.parametrize("person", ["nobody", "another person"])
def test_the_link_opens_no_review_of_an_account(client, state, person):
    """Accepted from an account: its owner signs in, and the link does not do it for anybody."""
    invitation = InvitationFactory(email=ADDRESS)
    owner = UserFactory(email=ADDRESS, verified=True)
    review = accept_invitation(invitation.pk, user=owner, name="", now=NOW)
    if state != "accepted":
        submit(review, state)
    if person == "another person":
        client.force_login(UserFactory(verified=True))
    page = client.get(link_of(invitation), follow=True).content.decode()
    assert "please sign in" in page
    assert client.get(reverse("reviews:write_review", args=[review.pk])).status_code in (302, 404)
    client.force_login(owner)
    assert client.get(reverse("reviews:write_review", args=[review.pk])).status_code == 200


# "Is this your review?" and "Keep this account": each page and act behind the mailed link.
OPENS = {"confirm": "confirm-review", "keep": "keep-account"}
MAILED = [
    ("confirm", "reviews:confirmation", "get"),
    ("confirm", "reviews:confirm_review", "post"),
    ("confirm", "reviews:disown_review", "post"),
    ("keep", "reviews:keep_account", "get"),
    ("keep", "reviews:keep_account", "post"),
]


@pytest.mark.parametrize("person", ["nobody", "another person", "handling editor", "second editor"])
@pytest.mark.parametrize(("purpose", "page", "method"), MAILED)
def test_a_mailed_link_is_not_for_editors(client, purpose, page, method, person):
    world = make_world("submitted", "none")
    if person == "second editor":
        client.force_login(world.invitation.round.submission.second_editor)
    else:
        sign_in(client, world, person)
    link = mail_link(world.review, MailedLink.Purpose(purpose), now=NOW)
    assert client.get(f"/{OPENS[purpose]}/{token_of(link)}/").status_code == 302
    before = list(Review.objects.order_by("pk").values())
    answer = getattr(client, method)(reverse(page, args=[link.pk]))
    if person.endswith("editor"):
        assert answer.status_code == 403
        assert "not_for_editors" in str([t.name for t in answer.templates])
        assert list(Review.objects.order_by("pk").values()) == before
    else:
        assert answer.status_code in (200, 302, 422)
