"""One page of each type, with somebody who may open it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from lxml.html import fromstring

from accounts.models import User
from demo import content
from journal.running.greeting import SIGN_INS
from reviews.models import Review, Submission
from tests.factories.accounts import UserFactory
from tests.one_of_each import OTHERS, World, make_world, names, own_names

# Ours in words and look, though django-allauth answers them: what takes no secret from a mail.
SIGN_IN = ("account_", "mfa_", "socialaccount_connections", "usersessions_list")
NO_SUCH_PAGE = "/no/such/page/"
MOST_OF_A_ROUTE = 3  # pages looked through for links


@dataclass(frozen=True, slots=True)
class PageType:
    """name: the route's; session: the cookie of who opens it, empty for nobody signed in."""

    name: str
    address: str
    session: str


def page_types() -> list[PageType]:
    """Each route that answers GET with a page, opened by the first of a few people who may; the
    rows that they show are made here, in the database of now.
    """
    world = make_world()
    addresses = {name: world.url(name) for name in own_names()} | dict(_sign_in_addresses())
    visitors = [Client(), _guest(world), *(_signed_in(person) for person in _people())]
    found = [PageType("no such page", NO_SUCH_PAGE, "")]
    for name, address in addresses.items():
        for visitor in visitors:
            answer = visitor.get(address)
            if answer.status_code == 405:
                break
            if answer.status_code == 200:
                if answer["Content-Type"].startswith("text/html"):
                    found.append(PageType(name, address, _session(visitor)))
                break
    return found


def linked_page_types() -> list[PageType]:
    """Each route that links lead to, as the people of the demo see it: full pages, and those whose
    rows `make_world` does not make.
    """
    found: dict[str, PageType] = {}
    emails = [person["email"] for person in content.read("people")["person"][:SIGN_INS]]
    visitors = [Client(), *(_signed_in(User.objects.get(email=email)) for email in emails)]
    for visitor in visitors:
        for one in _linked_from(["/", "/me/", "/editor/"], visitor):
            found.setdefault(one.name, one)
    return list(found.values())


def _linked_from(addresses: list[str], visitor: Client) -> Iterator[PageType]:
    asked: Counter[str] = Counter()
    seen = set(addresses)
    while addresses:
        address = addresses.pop(0)
        name = _route(address)
        if asked[name] == MOST_OF_A_ROUTE:
            continue
        asked[name] += 1
        answer = visitor.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        yield PageType(name, address, _session(visitor))
        for link in fromstring(answer.content).xpath("//a/@href"):
            if link not in seen and _route(link):
                seen.add(link)
                addresses.append(link)


def _route(address: str) -> str:
    """The name of the route, or nothing for what is another site's or not to be followed."""
    try:
        name = resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""
    return "" if name == "account_logout" else name


def _people() -> Iterator[User]:
    """Those who open what nobody else may: who manages, who handles, who wrote, who submitted."""
    yield UserFactory(managing_editor=True, verified=True)
    for submission in Submission.objects.order_by("-pk")[:6]:
        yield submission.submitter
        if submission.editor:
            yield submission.editor
    for review in Review.objects.order_by("-pk")[:6]:
        yield review.reviewer


def _sign_in_addresses() -> Iterator[tuple[str, str]]:
    for name in names(get_resolver()):
        if name.startswith(SIGN_IN) and name.startswith(OTHERS):
            try:
                yield name, reverse(name)
            except NoReverseMatch:
                continue


def _guest(world: World) -> Client:
    """Somebody without an account, who has opened the link of each mail."""
    guest = Client()
    for name in own_names():
        if name.startswith("reviews:open_"):
            guest.get(world.url(name), follow=True)
    return guest


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _session(visitor: Client) -> str:
    cookie = visitor.cookies.get("sessionid")
    return cookie.value if cookie else ""
