"""Every address of the journal with who may open it, so that no page is open by accident.

A new URL name fails `test_every_address_is_listed` until it stands here with its audience.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from reviews.models import Draft, Invitation, MailedLink
from reviews.services.mailed_links import mail_link, token_of
from reviews.tokens import invitation_token
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import EditFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

PUBLIC = {
    "feeds:journal",
    "feeds:preprint",
    "feeds:subject",
    "healthz",
    "readyz",
    "reading:about",
    "reading:by_id",  # redirects to the work's page
    "reading:compare",
    "reading:compare_edit",
    "reading:cover",
    "reading:evidence",
    "reading:home",
    "reading:issue",
    "reading:issues",
    "reading:person",
    "reading:preprint",
    "reading:preprints",
    "reading:review",
    "reading:review_requests",
    "reading:subject",
    "reading:version",
    "reviews:submit",
    "api:root",
    "api:schema",
    "api:docs",
    *(
        f"api:{thing}-{form}"
        for thing in (
            "preprint",
            "version",
            "review",
            "assessment",
            "response",
            "issue",
            "subject",
            "person",
            "event",
        )
        for form in ("list", "detail")
    ),
}
SIGNED_IN = {
    "accounts:profile",
    "reading:me",
    "reviews:submit_known",
    "reviews:volunteer",
    "reviews:respond",  # redirects who is not an author
}
OWNER = {"reviews:confirm", "reviews:read_draft", "reviews:write"}
# Whoever has the link in a mail; it leads to a page that only this browser may open then. What each
# opens to whom is told by tests/reviews/test_guest_scope_table.py.
SECRET_LINKS = {"reviews:invitation", "reviews:open_confirmation", "reviews:open_keeping"}
BEHIND_LINKS = {"reviews:opened_invitation", "reviews:confirmation", "reviews:keep_account"}
EDITORS = {
    "ingest:rejects",
    "ingest:sets",
    "ingest:sources",
    "curation:issue",
    "curation:issues",
    "reading:issue_preview",
    "reading:preview_cover",
    "reviews:alike",
    "reviews:desk",
    "reviews:merge",
    "reviews:merges",
    "reviews:submission",
}
HANDLING_EDITOR = {"reviews:assess", "reviews:sent_invitation"}
EDITORS_SECRET = {"reading:patterns"}  # for others it does not exist
# Acts answer POST only; who may is told by what an anonymous person and a reader get.
SIGNED_IN_ACTS = {"reviews:preview"}

OWNER_ACTS = {"reviews:delete_draft", "reviews:save_draft"}
LINK_ACTS = {
    "reviews:accept_invitation",
    "reviews:ask_again",
    "reviews:confirm_review",
    "reviews:decline_invitation",
    "reviews:disown_review",
    "reviews:leave_invitation",
    "reviews:offer_account",
}
EDITOR_ACTS = {
    "ingest:add_feed",
    "ingest:ask_again",
    "ingest:dismiss",
    "ingest:pause",
    "ingest:remove_feed",
    "ingest:retry",
    "ingest:run_now",
    "ingest:wave_through",
    "curation:add_entry",
    "curation:begin",
    "curation:move_entry",
    "curation:publish",
    "curation:remove_entry",
    "curation:save_entry",
    "curation:save_issue",
    "reviews:accept",
    "reviews:approve",
    "reviews:allow_name",
    "reviews:approve_byline",
    "reviews:ask_for_confirmation",
    "reviews:decline",
    "reviews:invite",
    "reviews:publish",
    "reviews:publish_review",
    "reviews:revoke",
    "reviews:send_back",
    "reviews:subjects",
    "reviews:tell_apart",
    "reviews:undo_merge",
}
NOT_FOUND = {"api:nothing"}
# Sign-in is django-allauth's; its own tests say who may open what there. The admin is Django's.
OTHERS = ("account_", "mfa_", "socialaccount_", "usersessions_", "admin:")

ALL = (
    PUBLIC
    | SIGNED_IN
    | OWNER
    | SECRET_LINKS
    | BEHIND_LINKS
    | EDITORS
    | HANDLING_EDITOR
    | EDITORS_SECRET
    | SIGNED_IN_ACTS
    | OWNER_ACTS
    | LINK_ACTS
    | EDITOR_ACTS
    | NOT_FOUND
)


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from names(pattern, f"{inner}:" if inner else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def test_every_address_is_listed():
    found = {name for name in names(get_resolver()) if not name.startswith(OTHERS)}
    assert found == ALL


@dataclass
class World:
    arguments: dict[str, Any]

    def url(self, name: str) -> str:
        return reverse(name, kwargs=self.arguments.get(name, self.arguments.get(name[:4], {})))


@pytest.fixture
def world() -> World:
    """One of each thing, published where pages need it."""
    subject = SubjectFactory()
    opened = RoundFactory()
    review = ReviewFactory(round=opened, published=True)
    draft = ReviewFactory(round=opened)
    assessment = AssessmentFactory(round=opened, published=True)
    answered = RoundFactory(state="assessed", closed_at=NOW)
    invitation: Invitation = InvitationFactory(round=opened)
    issue = EntryFactory(issue=IssueFactory(number=1)).issue
    publish(issue)
    making = EntryFactory(issue=IssueFactory(number=2))
    preprint = opened.version.preprint
    EditFactory(version=opened.version)
    VersionFactory(preprint=preprint, number=2)
    waiting = SubmissionFactory()
    lookup = preprint.locations.get()
    confirm = mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
    keep = mail_link(review, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
    volume = {"volume": 1, "number": 1}
    entry = {"entry_id": making.pk}
    of_preprint = {"preprint_id": preprint.pk}
    Draft.objects.create(owner=draft.reviewer, key=f"review:{draft.pk}", saved_at=NOW)
    arguments = {
        **{
            f"ingest:{act}": {"slug": "arxiv"}
            for act in (
                *("rejects", "sets", "remove_feed"),
                *("pause", "run_now", "wave_through", "ask_again"),
            )
        },
        **{f"ingest:{act}": {"reject_id": 1} for act in ("retry", "dismiss")},
        "feeds:journal": {"name": "preprints", "form": "atom"},
        "feeds:preprint": {**of_preprint, "form": "atom"},
        "feeds:subject": {"slug": subject.slug, "form": "atom"},
        "reading:issue": volume,
        "reading:cover": volume,
        "reading:evidence": volume,
        "reading:person": {"handle": issue.editor.profile.handle},
        "reading:preprint": of_preprint,
        "reading:version": {**of_preprint, "number": 1},
        "reading:by_id": {"scheme": "arxiv", "external_id": lookup.external_id},
        "reading:compare": {**of_preprint, "older": 1, "newer": 2},
        "reading:compare_edit": {**of_preprint, "number": 1},
        "reading:review": {**of_preprint, "number": 1, "review_number": 1},
        "reading:subject": {"slug": subject.slug},
        "reviews:submit_known": of_preprint,
        "reviews:volunteer": of_preprint,
        "reviews:respond": {"preprint_id": answered.version.preprint_id},
        "reviews:confirm": {"lookup_id": lookup.pk},
        "reviews:write": {"review_id": draft.pk},
        "reviews:submission": {"submission_id": waiting.pk},
        "reviews:accept": {"submission_id": waiting.pk},
        "reviews:decline": {"submission_id": waiting.pk},
        "reviews:subjects": {"submission_id": waiting.pk},
        "reviews:tell_apart": {"likeness_id": 1},
        "reviews:undo_merge": {"merge_id": 1},
        "reviews:assess": {"round_id": opened.pk},
        "reviews:invite": {"round_id": opened.pk},
        "reviews:revoke": {"invitation_id": invitation.pk},
        "reviews:publish_review": {"review_id": review.pk},
        "reviews:approve": {"assessment_id": assessment.pk},
        "reviews:send_back": {"assessment_id": assessment.pk},
        "reviews:publish": {"assessment_id": assessment.pk},
        "reviews:invitation": {"token": invitation_token(invitation.nonce)},
        **{
            f"reviews:{name}": {"invitation_id": invitation.pk}
            for name in (
                *("opened_invitation", "accept_invitation", "decline_invitation"),
                *("leave_invitation", "sent_invitation"),
            )
        },
        "reviews:open_confirmation": {"token": token_of(confirm)},
        "reviews:open_keeping": {"token": token_of(keep)},
        **{
            f"reviews:{name}": {"link_id": confirm.pk}
            for name in ("confirmation", "confirm_review", "disown_review")
        },
        "reviews:keep_account": {"link_id": keep.pk},
        **{
            f"reviews:{name}": {"review_id": review.pk}
            for name in (
                *("ask_again", "offer_account", "ask_for_confirmation", "approve_byline"),
                "allow_name",
            )
        },
        **{
            f"reviews:{name}": {"key": f"review:{draft.pk}"}
            for name in ("save_draft", "read_draft", "delete_draft")
        },
        "curation:issue": {"issue_id": making.issue_id},
        "reading:issue_preview": {"issue_id": making.issue_id},
        "reading:preview_cover": {"issue_id": making.issue_id},
        "curation:save_issue": {"issue_id": making.issue_id},
        "curation:publish": {"issue_id": making.issue_id},
        "curation:add_entry": {"issue_id": making.issue_id, "preprint_id": preprint.pk},
        "curation:save_entry": entry,
        "curation:remove_entry": entry,
        "curation:move_entry": {**entry, "direction": "up"},
        "api:preprint-detail": {"pk": preprint.pk},
        "api:version-detail": {"pk": opened.version_id},
        "api:review-detail": {"pk": review.pk},
        "api:assessment-detail": {"pk": assessment.pk},
        "api:issue-detail": {"pk": issue.pk},
        "api:subject-detail": {"slug": subject.slug},
        "api:person-detail": {"handle": issue.editor.profile.handle},
    }
    return World(arguments)


# These need a row that the world above has under a number known only there.
MADE_APART = {"api:response-detail", "api:event-detail"}


@pytest.mark.parametrize("name", sorted(PUBLIC - MADE_APART))
def test_public_pages_are_open_to_everybody(client, world, name):
    assert client.get(world.url(name)).status_code == (302 if name == "reading:by_id" else 200)


@pytest.mark.parametrize("name", sorted(SIGNED_IN | OWNER | EDITORS | HANDLING_EDITOR))
def test_the_others_ask_people_to_sign_in_or_say_that_there_is_nothing(client, world, name):
    answer = client.get(world.url(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("name", sorted(SECRET_LINKS))
def test_a_secret_link_leads_to_a_page_without_the_secret(client, world, name):
    answer = client.get(world.url(name))
    assert answer.status_code == 302
    assert world.arguments[name]["token"] not in answer.url
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("name", sorted(BEHIND_LINKS))
def test_the_pages_behind_links_do_not_open_without_them(client, world, name):
    for user in (None, UserFactory(), UserFactory(editor=True)):
        if user is not None:
            client.force_login(user)
        assert client.get(world.url(name)).status_code in (404, 410)


@pytest.mark.parametrize("name", sorted(LINK_ACTS - {"reviews:leave_invitation"}))
def test_the_acts_behind_links_do_nothing_without_them(client, world, name):
    for user in (None, UserFactory(), UserFactory(editor=True)):
        if user is not None:
            client.force_login(user)
        assert client.post(world.url(name)).status_code in (404, 410)


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_signed_in_people_may_open_their_pages(client, world, name):
    client.force_login(UserFactory())
    answer = client.get(world.url(name))
    assert answer.status_code == (302 if name == "reviews:respond" else 200)


@pytest.mark.parametrize("name", sorted(OWNER))
def test_what_is_somebody_elses_is_not_there(client, world, name):
    client.force_login(UserFactory(editor=True))
    assert client.get(world.url(name)).status_code == 404


@pytest.mark.parametrize("name", sorted(EDITORS | HANDLING_EDITOR))
def test_editors_pages_are_closed_to_readers_and_open_to_editors(client, world, name):
    client.force_login(UserFactory())
    assert client.get(world.url(name)).status_code == 403
    client.force_login(UserFactory(editor=True))
    assert client.get(world.url(name)).status_code == (404 if name in HANDLING_EDITOR else 200)


@pytest.mark.parametrize("name", sorted(EDITORS_SECRET))
def test_some_pages_exist_for_editors_only(client, world, name):
    assert client.get(world.url(name)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(world.url(name)).status_code == 404
    client.force_login(UserFactory(editor=True))
    assert client.get(world.url(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(EDITOR_ACTS))
def test_editors_acts_are_closed_to_others(client, world, name):
    assert client.post(world.url(name)).status_code == 302
    client.force_login(UserFactory())
    assert client.post(world.url(name)).status_code == 403


@pytest.mark.parametrize("name", sorted(SIGNED_IN_ACTS))
def test_acts_of_people_ask_for_a_sign_in(client, world, name):
    assert client.post(world.url(name)).status_code == 302
    client.force_login(UserFactory())
    assert client.post(world.url(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(OWNER_ACTS))
def test_acts_in_what_is_somebody_elses_find_nothing(client, world, name):
    assert client.post(world.url(name)).status_code == 302
    client.force_login(UserFactory(editor=True))
    assert client.post(world.url(name)).status_code == 404


@pytest.mark.parametrize("name", sorted(EDITOR_ACTS | SIGNED_IN_ACTS | OWNER_ACTS | LINK_ACTS))
def test_an_act_does_not_happen_by_looking(client, world, name):
    client.force_login(UserFactory(editor=True))
    assert client.get(world.url(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(NOT_FOUND))
def test_unknown_addresses_of_the_api_say_so(client, name):
    assert client.get("/api/v1/no/such/thing/").status_code == 404
