"""Follows of what was merged, joined or erased since, and of many people."""

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.joining import join_accounts
from events import outbox
from following import services
from following.models import Follow
from following.news import collecting
from following.news.mails import KIND, notify_followers
from mails.turning_off import off_url
from preprints.duplicates.merge import merge_preprints
from privacy.erasing import erase_account
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.following.happening import (
    followed,
    follower,
    happen,
    know,
    of_work,
    path_of,
    published_review,
    tell,
    thing,
)

pytestmark = pytest.mark.django_db
SIGNED = {"byline_kind": "signed", "byline_name": "Noor Example"}


def test_a_follow_of_a_work_goes_on_with_the_one_that_it_was_merged_into():
    here = RoundFactory()
    kept, merged = here.submission.preprint, PreprintFactory()
    follower(f"preprint:{merged.pk}", f"preprint:{kept.pk}")
    editor = UserFactory(managing_editor=True)
    merge_preprints(kept.pk, merged.pk, by=editor, reason="the same", now=NOW)
    know()
    published_review(round=here)
    (text,) = tell()
    assert text.count("New review") == 1


def test_a_follow_of_one_that_is_gone_says_nothing():
    person = UserFactory(name="Noor Example")
    ReviewFactory(published=True, reviewer=person, **SIGNED)
    user, bystander = follower(f"person:{person.pk}"), follower("search:q=herons")
    erase_account(person.pk, now=NOW)
    assert not Follow.objects.filter(user=user).exists()
    assert Follow.objects.filter(user=bystander).exists()


def test_what_two_things_have_is_told_under_the_one_that_is_still_followed():
    subject, here = SubjectFactory(), RoundFactory()
    here.submission.preprint.subjects.add(subject)
    user = follower(of_work(here), f"subject:{subject.pk}")
    neighbour = follower(of_work(here))
    happen("assessment.published", AssessmentFactory(round=here, published=True))
    assert notify_followers(now=NOW) == 2
    for one in Follow.objects.filter(thing=of_work(here)):
        services.unfollow(one)
    outbox.work()
    assert [one.to for one in mail.outbox] == [[user.email]], neighbour.email


def test_the_link_that_ends_mails_is_one_of_the_account_that_theirs_was_joined_into(client):
    here = RoundFactory()
    kept, bystander = follower(verified=True), follower(of_work(here))
    given_up = follower(of_work(here), verified=True)
    address = off_url(given_up.pk, KIND).removeprefix(settings.SITE_URL)
    join_accounts(kept.pk, given_up.pk, now=NOW)
    assert "Done." in client.post(address).content.decode()
    outbox.work()  # that the accounts were joined
    published_review(round=here)
    tell()
    assert [one.to for one in mail.outbox] == [[bystander.email]]


def test_who_was_joined_into_an_account_that_is_erased_is_followed_no_more():
    kept, given_up = UserFactory(verified=True), UserFactory(verified=True)
    user = follower(f"person:{given_up.pk}", "search:q=herons")
    join_accounts(kept.pk, given_up.pk, now=NOW)
    erase_account(kept.pk, now=NOW)
    assert followed(user) == ["search:q=herons"]


def test_erasing_an_account_ends_what_it_follows_and_what_waits_for_it():
    here = RoundFactory()
    user, bystander = follower(of_work(here)), follower(of_work(here))
    published_review(round=here)
    assert notify_followers(now=NOW) == 2
    erase_account(user.pk, now=NOW)
    outbox.work()
    texts = [one for one in mail.outbox if "New review" in one.body]
    assert [one.to for one in texts] == [[bystander.email]]
    assert not Follow.objects.filter(user=user).exists()


def test_the_account_that_two_were_joined_into_follows_for_both():
    here, there = RoundFactory(), RoundFactory()
    kept = follower(of_work(here), verified=True)
    given_up = follower(of_work(here), of_work(there), verified=True)
    published_review(round=here)
    assert notify_followers(now=NOW) == 2
    join_accounts(kept.pk, given_up.pk, now=NOW)
    outbox.work()
    mail.outbox.clear()
    published_review(round=there)
    (text,) = tell()
    assert mail.outbox[0].to == [kept.email]
    assert path_of(here) not in text


def test_many_followers_of_one_work_cost_a_few_writes_each_and_no_reads():
    here = RoundFactory()

    def statements(number, people):
        for _ in range(people):
            follower(of_work(here))
        published_review(round=here, number=number)
        with CaptureQueriesContext(connection) as counted:
            people = notify_followers(now=NOW)
        return people, len(counted)

    few, least = statements(1, 2)
    many, most = statements(2, 20)
    assert (few, many) == (2, 22)
    assert most - least == 2 * (many - few), "a row of the outbox and a row of its mail"


def test_to_follow_a_person_takes_their_public_page():
    hidden = UserFactory(name="Reviews Anonymously")
    published_review(reviewer=hidden)
    assert collecting.views_of([thing(f"person:{hidden.pk}")])[thing(f"person:{hidden.pk}")].is_gone
