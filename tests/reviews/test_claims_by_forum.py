"""Who places a token on the profile of a forum post's author is confirmed as that author."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Outbox
from events.outbox import work
from ingest import forum_profiles
from ingest.sources.forummagnum.writers import PostWriter
from preprints.models import Author
from reviews import claim_checks, claim_errors
from reviews.limits import TOKEN_CHECKS_A_DAY, TOKEN_DAYS
from reviews.models import Authorship, ForumClaim
from reviews.services import forum_claims
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, forum_post
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.replay.fixtures import replay
from tests.replay.forum_posts import BIOS
from tests.reviews.outcomes import new_mails

__all__ = ["replay"]
pytestmark = pytest.mark.django_db
POST, WRITER = "SyntheticPlain001", "SyntheticUser0001"  # of Ada Example


@pytest.fixture
def place(monkeypatch):
    """Put a text into the bio of the post's author."""
    return lambda text: monkeypatch.setitem(BIOS, WRITER, f"<p>I write. {text}</p>")


@pytest.fixture
def person(client):
    user = UserFactory(email="ada@example.org")
    client.force_login(user)
    return user


def page_of(post):
    return reverse("reviews:claim_work", args=[post.pk])


def press(client, act, post):
    return client.post(reverse(f"reviews:{act}_forum_claim", args=[post.pk]))


def get_token(client, post, person):
    assert press(client, "start", post).url == page_of(post)
    token = forum_claims.token_of(ForumClaim.objects.get(user=person))
    assert token in client.get(page_of(post)).content.decode()
    return token


def check(client, post):
    """Have it checked, and read what came out."""
    assert press(client, "check", post).url == page_of(post)
    assert "We are asking LessWrong now" in client.get(page_of(post)).content.decode()
    work()
    return client.get(page_of(post)).content.decode()


@pytest.mark.usefixtures("replay")
def test_who_places_the_token_is_confirmed_as_that_author(client, person, place, mailoutbox):
    post = forum_post(POST)
    submission = SubmissionFactory(
        preprint=post, version=post.current_version, submitter=person, consent="claimed"
    )
    bystander = forum_claims.start_forum_claim(post.pk, by=UserFactory(), now=NOW)
    other = forum_post("SyntheticRich0001")
    place(get_token(client, post, person))
    assert "You are confirmed as an author" in check(client, post)
    authorship = Authorship.objects.get()
    assert (authorship.user, authorship.ground, authorship.confirmed_by) == (person, "forum", None)
    assert set(Author.objects.exclude(user=None)) == {post.current_version.authors.get()}
    assert other.current_version.authors.get().user is None
    confirmed = Event.objects.get(kind="author.confirmed")
    assert (confirmed.actor_id, confirmed.data) == (person.pk, {"position": 1, "ground": "forum"})
    submission.refresh_from_db()
    assert submission.consent == "agreed"
    assert new_mails(mailoutbox) == [("ada@example.org", "You are confirmed as an author")]
    assert ForumClaim.objects.get() == bystander, "the token has done its work"
    assert press(client, "check", post).status_code == 409


@pytest.mark.usefixtures("replay")
def test_a_token_that_is_not_there_is_said_with_where_we_looked_and_stays_good(
    client, person, place
):
    post = forum_post(POST)
    others = forum_claims.start_forum_claim(post.pk, by=UserFactory(), now=NOW)
    place(forum_claims.token_of(others))
    token = get_token(client, post, person)
    page = check(client, post)
    assert "The token is not in the bio" in page
    assert 'href="https://www.lesswrong.com/users/ada-example"' in page
    assert token in page
    assert not Authorship.objects.exists(), "another person's token shows nothing of this one"
    place(token)
    assert "You are confirmed as an author" in check(client, post)


@pytest.mark.usefixtures("replay")
def test_a_co_author_who_takes_the_name_of_the_first_is_not_confirmed_as_them(client, monkeypatch):
    post = forum_post(POST)
    first = post.current_version.authors.get()
    second = Author.objects.create(version=post.current_version, position=2, name="Ben Example")
    person = UserFactory()
    client.force_login(person)
    token = get_token(client, post, person)

    def forum(*names):
        def ask(source, external_id):
            return [
                PostWriter(name, position, "https://forum.example/", token if position == 2 else "")
                for position, name in enumerate(names, start=1)
            ]

        monkeypatch.setattr(claim_checks, "ask_for_writers", ask)

    forum(first.name, first.name)
    assert "does not have the name" in check(client, post)
    assert not Author.objects.exclude(user=None).exists()
    forum(first.name, "Ben Example")
    assert "You are confirmed as an author" in check(client, post)
    assert Author.objects.exclude(user=None).get() == second


@pytest.mark.usefixtures("replay")
def test_a_token_in_an_address_is_not_placed_in_the_bio(client, person, place):
    post = forum_post(POST)
    token = get_token(client, post, person)
    place(f'<a href="https://example.org/{token}" title="{token}">a page</a><!-- {token} -->')
    assert "The token is not in the bio" in check(client, post)
    place(f"<em>{token}</em>.")
    assert "You are confirmed as an author" in check(client, post)


@pytest.mark.usefixtures("replay")
def test_a_post_whose_writer_is_hidden_has_no_profile_to_look_at(client, person, place):
    post = forum_post("SyntheticHidden01")
    place(get_token(client, post, person))
    assert "The forum names no author for this post" in check(client, post)
    assert not Authorship.objects.exists()


def test_a_forum_that_is_away_decides_nothing(client, person, settings):
    settings.LESSWRONG_URL = "http://127.0.0.1:9"
    post = forum_post(POST)
    token = get_token(client, post, person)
    page = check(client, post)
    assert "does not answer" in page
    assert token in page
    assert Outbox.objects.filter(task="reviews.check_forum_profile", done_at=None).count() == 0


def test_the_forum_is_asked_outside_any_transaction(client, person, monkeypatch):
    within = []

    def ask(source, external_id):
        within.append((source, external_id, len(connection.savepoint_ids)))
        return []

    monkeypatch.setattr(claim_checks, "ask_for_writers", ask)
    assert forum_profiles.ask_for_writers is not ask
    post = forum_post(POST)
    get_token(client, post, person)
    check(client, post)
    assert within == [("lesswrong", POST, 0)]


@pytest.mark.usefixtures("replay")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "Ada Elsewhere"}, "does not have the name"),
        ({"user": "somebody"}, "another account is confirmed as this author"),
    ],
)
def test_what_the_list_of_authors_does_not_allow_is_said(client, person, place, change, words):
    post = forum_post(POST)
    post.current_version.authors.update(
        **{name: UserFactory() if name == "user" else value for name, value in change.items()}
    )
    place(get_token(client, post, person))
    assert words in check(client, post)
    assert not Author.objects.filter(user=person).exists()


@pytest.mark.usefixtures("replay")
def test_a_reviewer_is_left_to_the_two_editors_and_named_to_them_alone(client, place, mailoutbox):
    post = forum_post(POST)
    opened = RoundFactory(
        submission__preprint=post, submission__version=post.current_version,
        version=post.current_version,
    )  # fmt: skip
    person = UserFactory(name="Hidden Rask")
    review = ReviewFactory(round=opened, reviewer=person)
    known = "a token does not confirm you"
    client.force_login(UserFactory())
    assert known not in client.get(page_of(post)).content.decode()
    client.force_login(person)
    assert known in client.get(page_of(post)).content.decode(), "before they go to the forum"
    place(get_token(client, post, person))
    assert "its editors decide what follows" in check(client, post)
    assert not Authorship.objects.exists()
    event = Event.objects.get(kind="author.match_left")
    assert (event.actor_id, event.data["matches"]) == (None, 1)
    two = [opened.submission.editor, opened.submission.second_editor]
    subject = "Please check who the authors are"
    assert new_mails(mailoutbox) == sorted((one.email, subject) for one in two)
    assert "Rask" not in "".join(mail.body for mail in mailoutbox)
    authors = reverse("reviews:authors", args=[opened.submission_id])
    for reader, sees in ((two[0], True), (UserFactory(editor=True), False)):
        client.force_login(reader)
        page = client.get(authors).content.decode()
        assert ("Hidden Rask reviews this work" in page) is sees
        assert ("by a token at the forum" in page) is sees
    review.delete()
    client.force_login(person)
    assert "You are confirmed as an author" in check(client, post)


def test_checks_are_limited_a_day_and_in_time():
    post, person = forum_post(POST), UserFactory()
    ask = {"by": person}
    with pytest.raises(claim_errors.NoToken):
        forum_claims.check_forum_claim(post.pk, now=NOW, **ask)
    claim = forum_claims.start_forum_claim(post.pk, now=NOW, **ask)
    assert forum_claims.start_forum_claim(post.pk, now=NOW, **ask).nonce == claim.nonce
    other = forum_post("SyntheticRich0001")
    forum_claims.start_forum_claim(other.pk, now=NOW, **ask)
    for number in range(TOKEN_CHECKS_A_DAY):
        checked = forum_claims.check_forum_claim((post, other)[number % 2].pk, now=NOW, **ask)
        forum_claims.fail_check(checked.pk, message="Away.", now=NOW)
    with pytest.raises(claim_errors.TooManyChecks):
        forum_claims.check_forum_claim(post.pk, now=NOW, **ask)
    tomorrow, late = NOW + timedelta(days=1), NOW + timedelta(days=TOKEN_DAYS)
    forum_claims.check_forum_claim(post.pk, now=tomorrow, **ask)
    again = forum_claims.check_forum_claim(post.pk, now=tomorrow, **ask)
    assert again.checks == 1, "while it is being checked, it is one check"
    with pytest.raises(claim_errors.TokenExpired):
        forum_claims.check_forum_claim(post.pk, now=late, **ask)
    assert forum_claims.start_forum_claim(post.pk, now=late, **ask).nonce != claim.nonce


def test_a_page_says_why_nothing_is_checked_and_keeps_the_token(client, person):
    post = forum_post(POST)
    token, today = get_token(client, post, person), timezone.now()
    ForumClaim.objects.update(checks=1, checks_on=today, outcome="not-found", answered_at=today)
    last, again = "The forum names no author for this post", "Check again</button>"
    found = client.get(page_of(post)).content.decode()
    assert (last in found, again in found) == (True, True)
    ForumClaim.objects.update(checks=TOKEN_CHECKS_A_DAY)
    answer = press(client, "check", post)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Please check again tomorrow" in page
    assert token in page
    assert (last in page, again in page) == (False, False), "as if it were the answer to this"
    later = client.get(page_of(post)).content.decode()
    assert (last in later, again in later) == (True, False)
    assert "You can check again tomorrow" in later
    ForumClaim.objects.update(expires_at=NOW)
    assert "too old to be checked" in client.get(page_of(post)).content.decode()


def test_only_a_work_that_was_read_at_a_forum_is_claimed_so(client, person):
    post, preprint = forum_post(POST), PreprintFactory()
    for one, offered in ((post, True), (preprint, False)):
        page = client.get(one.get_absolute_url(), follow=True).content.decode()
        assert ("I wrote this" in page) is offered
    assert "no version from a forum" in client.get(page_of(preprint)).content.decode()
    assert press(client, "start", preprint).status_code == 409
    assert not ForumClaim.objects.exists()


def test_a_work_from_no_forum_has_the_address_of_the_editors(client, person, settings):
    page = client.get(page_of(PreprintFactory())).content.decode()
    assert f"mailto:{settings.CONTACT_EMAIL}?subject=Axioms" in page
    forum = client.get(page_of(forum_post(POST))).content.decode()
    assert "?subject=" not in forum
