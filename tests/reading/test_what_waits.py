"""What waits for authors and reviewers stands first on "My work", and is counted on every page."""

import re

import pytest

from preprints.models import Preprint
from reviews.interests import Interests
from reviews.models import Invitation, Round
from reviews.selectors.own_waiting import rounds_to_respond_to
from reviews.selectors.own_work import own_work_page
from reviews.services import responding
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import declared_revision, revised_work

pytestmark = pytest.mark.django_db


def waiting_rows(client, person):
    """(what, act, its address) of each row, and the count that the front page shows."""
    client.force_login(person)
    page = " ".join(client.get("/me/").content.decode().split())
    section = page.partition('id="waiting"')[2].partition("</section>")[0]
    act = r'<b>(.*?)</b>.*?<a class="button" href="(.*?)">(.*?)</a>'
    shown = re.search(r'<span class="count" title=".*?">(\d+)</span>', home := front(client))
    assert shown or 'class="count"' not in home
    return re.findall(act, section), int(shown[1]) if shown else 0


def front(client):
    return client.get("/").content.decode()


def test_the_reviews_wait_for_an_answer_of_each_author_until_it_is_given(client):
    revised = revised_work()
    declared_revision(revised)
    rows, count = waiting_rows(client, revised.author)
    address = f"/preprints/{revised.preprint.pk}/respond/"
    assert rows == [("The reviews wait for your response", address, "Respond to the reviews")]
    assert count == 1
    bystander = UserFactory()
    assert waiting_rows(client, bystander) == ([], 0)
    responding.post_response(
        revised.round.pk,
        author=revised.author,
        text="Thank you.",
        interests=Interests.none(),
        now=NOW,
    )
    assert waiting_rows(client, revised.author) == ([], 0)


def test_a_newer_version_waits_to_be_declared(client):
    revised = revised_work()
    responding.post_response(
        revised.round.pk,
        author=revised.author,
        text="Thank you.",
        interests=Interests.none(),
        now=NOW,
    )
    rows, count = waiting_rows(client, revised.author)
    words = "Your version 2 is newer than the reviews. Declare it if it answers them."
    address = f"/preprints/{revised.preprint.pk}/v2/revise/"
    assert (rows, count) == ([(words, address, "Declare the revision")], 1)
    declared_revision(revised)
    assert waiting_rows(client, revised.author) == ([], 0)


@pytest.mark.parametrize("left", ["withdrawn", "final", "under review again"])
def test_no_newer_version_waits_where_it_cannot_be_declared(client, left):
    kept, revised = revised_work(), revised_work()
    Preprint.objects.update(status="listed")  # asks for no response
    submission = revised.round.submission
    if left == "withdrawn":
        Preprint.objects.filter(pk=revised.preprint.pk).update(status="withdrawn")
    elif left == "final":
        submission.final_version = revised.newer
        submission.save()
    else:
        RoundFactory(submission=submission, version=revised.newer, number=2)
    assert waiting_rows(client, revised.author) == ([], 0)
    assert waiting_rows(client, kept.author)[1] == 1


def test_reviews_and_invitations_wait_for_their_reviewer(client):
    reviewer = UserFactory(verified=True, email="Grace@example.org")
    review = ReviewFactory(reviewer=reviewer)
    invitation = InvitationFactory(email="grace@Example.org")
    InvitationFactory(email="somebody@example.org")
    ReviewFactory(), ReviewFactory(reviewer=reviewer, submitted=True)
    rows, count = waiting_rows(client, reviewer)
    assert rows == [
        ("You have been invited to review it", f"/invitations/open/{invitation.pk}/", "Answer"),
        ("Your review is due", f"/reviews/{review.pk}/write/", "Write the review"),
    ]
    assert count == 2
    Round.objects.update(state="assessed")
    assert waiting_rows(client, reviewer) == ([], 0)


def test_an_address_that_nobody_confirmed_is_shown_no_invitation(client):
    InvitationFactory(email="grace@example.org")
    unconfirmed = UserFactory(email="grace@example.org")
    assert waiting_rows(client, unconfirmed) == ([], 0)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("role", "landed"), [("editor", "/editor/"), ("author", "/me/")])
def test_editors_land_on_their_desk_and_others_on_their_work(client, role, landed):
    person = UserFactory(verified=True, **{role: True})
    known = {"login": person.email, "password": PASSWORD}
    assert client.post("/accounts/login/", known).url == landed
    client.logout()
    asked = client.post("/accounts/login/?next=/issues/", known | {"next": "/issues/"})
    assert asked.url == "/issues/"


def test_nothing_is_to_be_answered_of_a_round_of_which_all_was_withdrawn():
    """The bystander's assessment was withdrawn, and a review stands."""
    author = UserFactory()
    rounds = []
    withdrawn = {"withdrawn_as": "reviewer", "withdrawal_reason": "It errs."}
    for fields in ({"status": "withdrawn", "withdrawn_at": NOW, **withdrawn}, {}):
        assessed = RoundFactory(
            state="assessed", closed_at=NOW, submission__preprint__status="reviewed"
        )
        AssessmentFactory(round=assessed, withdrawn=True)
        ReviewFactory(round=assessed, published=True, **fields)
        assessed.version.authors.update(user=author)
        rounds.append(assessed)
    assert list(rounds_to_respond_to(author)) == rounds[1:]
    offered = [own_work_page(one.submission.preprint_id, author, now=NOW) for one in rounds]
    assert [page.may_respond for page in offered] == [False, True]
