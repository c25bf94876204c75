"""The button on the pages of things, and the page of what somebody follows."""

import re
from urllib.parse import urlencode

import pytest

from accounts.models import User
from following import limits, services
from following.errors import SearchTooLong, TooManyFollowed, TooManySearches
from following.models import Follow
from following.news.mails import KIND
from following.things import asked_thing, person_thing, view_of
from mails.models import MailChoice
from preprints.models import Preprint
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.following.happening import followed, follower, listed_work, published_review, thing

pytestmark = pytest.mark.django_db
LIST = "/me/following/"
SIGNED = {"byline_kind": "signed", "byline_name": "Noor Example"}


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def things():
    """Each kind of thing with its page."""
    work, subject = listed_work(version__title="Herons of the north"), SubjectFactory()
    person = UserFactory(name="Noor Example")
    ReviewFactory(published=True, reviewer=person, **SIGNED)
    return {
        f"preprint:{work.pk}": work.get_absolute_url(),
        f"subject:{subject.pk}": subject.get_absolute_url(),
        f"person:{person.profile.handle}": person.profile.get_absolute_url(),
        "search:q=herons": "/search/?q=herons",
    }


def test_each_page_of_a_thing_follows_it_and_unfollows_it(client, reader):
    for word, address in things().items():
        shown = page(client, address)
        assert f'name="thing" value="{word}"' in shown, word
        answer = client.post("/follow/", {"thing": word})
        assert answer.status_code == 302
        assert answer["Location"].removesuffix("&sort=newest") == address
        assert [view_of(thing(one)).word for one in followed(reader)] == [word]
        shown = page(client, address)
        (unfollow,) = re.findall(r'action="(/me/following/\d+/unfollow/)"', shown)
        assert 'name="thing"' not in shown
        answer = client.post(unfollow, {"back": "page"})
        assert answer["Location"].removesuffix("&sort=newest") == address
        assert followed(reader) == []


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back_or_to_the_feed(client):
    user = UserFactory()
    for word, address in things().items():
        shown = page(client, address)
        asked = f"/follow/?{urlencode({'thing': word})}"
        assert f'href="{asked}"' in shown.replace("&amp;", "&")
        assert 'action="/follow/"' not in shown
        asks = page(client, asked)
        assert f"?{urlencode({'next': asked})}" in asks
        assert "/feeds/" in asks
        assert client.post("/follow/", {"thing": word}).status_code == 200
        assert not Follow.objects.exists()
        client.force_login(user)
        assert f'name="thing" value="{word}"' in page(client, asked)
        client.logout()


def test_pages_do_not_tell_that_somebody_follows(client):
    for word, address in things().items():
        before = page(client, address)
        found = asked_thing(word)
        assert found is not None
        services.follow(UserFactory().pk, found, now=NOW)
        assert page(client, address) == before


def test_the_number_of_an_account_stands_on_no_page_and_follows_nobody(client, reader):
    person = UserFactory(pk=987_654, name="Noor Example")
    ReviewFactory(published=True, reviewer=person, **SIGNED)
    address = f"/follow/?thing=person:{person.profile.handle}"
    for shown in (person.profile.get_absolute_url(), address):
        assert "987654" not in page(client, shown)
    client.post("/follow/", {"thing": f"person:{person.profile.handle}"})
    assert followed(reader) == ["person:987654"]
    listed = client.post(f"{LIST}{Follow.objects.get().pk}/unfollow/", follow=True)
    assert "Noor Example" in listed.content.decode()
    assert "987654" not in listed.content.decode()
    assert client.post("/follow/", {"thing": "person:987654"}).status_code == 404


def test_what_cannot_be_read_cannot_be_followed(client, reader):
    hidden = UserFactory(name="Reviews Anonymously")
    published_review(reviewer=hidden)
    for word in (
        f"person:{hidden.profile.handle}",
        f"person:{hidden.pk}",
        *("preprint:9999999", "subject:9999999", "preprint:99999999999999999999", "preprint:-1"),
        *("search:", "search:q=", "search:sort=newest", "work:1", "", "preprint", "search:x=1"),
    ):
        assert client.get("/follow/", {"thing": word}).status_code == 404, word
        assert client.post("/follow/", {"thing": word}).status_code == 404, word
    assert not Follow.objects.exists()


def test_one_search_is_one_however_it_is_written(client, reader):
    for word in (
        "search:status=reviewed&q=two+words",
        "search:q=two++words+&status=reviewed&page=3&sort=oldest",
        "search:q=two%20words&status=reviewed",
    ):
        client.post("/follow/", {"thing": word})
    assert followed(reader) == ["search:q=two+words&status=reviewed"]
    client.post("/follow/", {"thing": "search:q=two+words"})
    assert len(followed(reader)) == 2


def test_following_twice_is_following_once(client, reader):
    word = f"preprint:{PreprintFactory().pk}"
    for _ in range(2):
        client.post("/follow/", {"thing": word})
    assert followed(reader) == [word]


def test_nobody_follows_more_than_can_be_looked_for(monkeypatch):
    user, other = UserFactory(), follower("search:q=c")
    monkeypatch.setattr("following.rules.MOST_FOLLOWED", 3)
    monkeypatch.setattr("following.rules.MOST_SEARCHES", 1)
    first, *more = (f"preprint:{PreprintFactory().pk}" for _ in range(3))
    services.follow(user.pk, thing("search:q=a"), now=NOW)
    with pytest.raises(TooManySearches):
        services.follow(user.pk, thing("search:q=b"), now=NOW)
    services.follow(user.pk, thing("search:q=a"), now=NOW)
    services.follow(user.pk, thing(first), now=NOW)
    services.follow(user.pk, thing(more[0]), now=NOW)
    with pytest.raises(TooManyFollowed):
        services.follow(user.pk, thing(more[1]), now=NOW)
    with pytest.raises(SearchTooLong):
        services.follow(UserFactory().pk, thing(f"search:q={'a' * limits.LONGEST_THING}"), now=NOW)
    assert len(followed(user)) == 3
    assert followed(other) == ["search:q=c"]


def test_what_is_refused_is_said_with_its_reason(client, reader, monkeypatch):
    monkeypatch.setattr("following.rules.MOST_FOLLOWED", 0)
    answer = client.post("/follow/", {"thing": f"preprint:{PreprintFactory().pk}"})
    assert answer.status_code == 409
    assert "Stop following one of them first." in answer.content.decode()


def test_the_list_shows_what_is_new_of_ones_own_things(client, reader):
    here, there = RoundFactory(), RoundFactory()
    services.follow(reader.pk, thing(f"preprint:{here.submission.preprint_id}"), now=NOW)
    services.follow(reader.pk, thing("search:q=herons"), now=NOW)
    follower(f"preprint:{there.submission.preprint_id}")
    shown = page(client, LIST)
    assert shown.count("Nothing new in the last 7 days.") == 2


def test_the_list_names_new_texts(client, reader, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    here = RoundFactory()
    services.follow(reader.pk, thing(f"preprint:{here.submission.preprint_id}"), now=NOW)
    services.follow(reader.pk, thing("search:q=herons"), now=NOW)
    review = published_review(round=here)
    work = listed_work(version__title="Herons of the north")
    shown = page(client, LIST)
    assert f'<a href="{review.get_absolute_url()}">New review, by Anonymous reviewer</a>' in shown
    assert f'<a href="{work.get_absolute_url()}">Herons of the north</a>' in shown
    assert "Nothing new" not in shown


def test_the_list_is_empty_for_whoever_follows_nothing(client, reader):
    follower("search:q=herons")
    shown = page(client, LIST)
    assert "You follow nothing yet." in shown
    assert "herons" not in shown
    client.logout()
    assert client.get(LIST).status_code == 302


def test_what_was_unfollowed_on_the_list_can_be_followed_again(client, reader):
    services.follow(reader.pk, thing("search:q=herons"), name="My herons", now=NOW)
    services.follow(reader.pk, thing("search:q=owls"), now=NOW)
    own = Follow.objects.get(thing="search:q=herons")
    shown = client.post(f"{LIST}{own.pk}/unfollow/", follow=True).content.decode()
    assert followed(reader) == ["search:q=owls"]
    fields = dict(re.findall(r'type="hidden" name="(thing|name)" value="([^"]*)"', shown))
    client.post("/follow/", fields)
    assert Follow.objects.get(thing="search:q=herons").name == "My herons"


def test_followed_again_from_the_list_leads_back_to_it(client, reader):
    services.follow(reader.pk, thing("search:q=herons"), name="My herons", now=NOW)
    own = Follow.objects.get()
    shown = client.post(f"{LIST}{own.pk}/unfollow/", follow=True).content.decode()
    assert "You no longer follow “My herons”." in shown
    fields = dict(re.findall(r'type="hidden" name="(thing|name|back)" value="([^"]*)"', shown))
    assert client.post("/follow/", fields)["Location"] == LIST


def test_two_works_that_became_one_are_followed_and_unfollowed_as_one(client, reader):
    one, other, bystander = (listed_work() for _ in range(3))
    for work in (one, other, bystander):
        services.follow(reader.pk, thing(f"preprint:{work.pk}"), now=NOW)
    neighbour = follower(f"preprint:{one.pk}", f"preprint:{other.pk}")
    Preprint.objects.filter(pk=one.pk).update(merged_into=other)
    listed = page(client, LIST)
    assert listed.count(f'href="{other.get_absolute_url()}"') == 1
    Follow.objects.filter(user=reader, thing=f"preprint:{other.pk}").delete()
    shown = page(client, other.get_absolute_url())  # followed under the other number
    (unfollow,) = re.findall(r'action="(/me/following/\d+/unfollow/)"', shown)
    client.post("/follow/", {"thing": f"preprint:{other.pk}"})
    assert len(followed(reader)) == 2
    Follow.objects.create(
        user=reader,
        thing=f"preprint:{other.pk}",
        since_at=NOW,
        looked_at=NOW,
        started_position=0,
        notified_until=0,
    )
    client.post(unfollow, {"back": "page"})
    assert followed(reader) == [f"preprint:{bystander.pk}"]
    assert len(followed(neighbour)) == 2


def test_two_accounts_that_became_one_are_followed_as_one(client, reader):
    former, person = UserFactory(name="N. Example"), UserFactory(name="Noor Example")
    ReviewFactory(published=True, reviewer=person, **SIGNED)
    services.follow(reader.pk, person_thing(former.profile), now=NOW)
    User.objects.filter(pk=former.pk).update(joined_into=person, is_active=False)
    shown = page(client, person.profile.get_absolute_url())
    assert "Unfollow" in shown
    (unfollow,) = re.findall(r'action="(/me/following/\d+/unfollow/)"', shown)
    client.post(unfollow, {"back": "page"})
    assert followed(reader) == []


def test_the_list_says_how_what_is_new_comes(client, reader):
    address = f"/follow/?thing=preprint:{PreprintFactory().pk}"
    said = {
        "": "at most once a day",
        "at-once": "soon after it is public",
        "off": "No e-mail tells you what is new",
    }
    for way in said:
        if way:
            MailChoice.objects.update_or_create(user=reader, kind=KIND, defaults={"way": way})
        for shown in (page(client, LIST), page(client, address)):
            assert [words in shown for words in said.values()] == [way == one for one in said]


def test_the_list_names_what_is_new_under_each_thing_that_has_it(client, reader, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    here = RoundFactory()
    services.follow(reader.pk, thing("search:q=axioms&type=review"), now=NOW)
    services.follow(reader.pk, thing(f"preprint:{here.submission.preprint_id}"), now=NOW)
    review = published_review(round=here)
    shown = page(client, LIST)
    assert shown.count(f'href="{review.get_absolute_url()}"') == 2
    assert "Nothing new" not in shown


def test_a_search_has_the_name_that_its_owner_gives_it(client, reader):
    services.follow(reader.pk, thing("search:q=herons"), now=NOW)
    services.follow(reader.pk, thing(f"preprint:{PreprintFactory().pk}"), now=NOW)
    search, work = Follow.objects.order_by("pk")
    address = f"{LIST}{search.pk}/name/"
    client.post(address, {"name": "Waders <all>"})
    assert "Waders &lt;all&gt;</a>" in page(client, LIST)
    assert client.post(address, {"name": "x" * 121}).status_code == 422
    client.post(address, {"name": ""})
    assert "herons</a>" in page(client, LIST)
    assert client.get(f"{LIST}{work.pk}/name/").status_code == 404


def test_nobody_touches_what_somebody_else_follows(client, reader):
    other = follower("search:q=herons")
    theirs = Follow.objects.get(user=other)
    for act in ("unfollow", "name"):
        assert client.post(f"{LIST}{theirs.pk}/{act}/", {"name": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == ""
