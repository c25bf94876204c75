"""What “My work” says of a work with a newer version, and the page of what is next."""

from datetime import timedelta

import pytest

from preprints.models import Version
from reading.selectors.me import my_page
from reviews.models import Round
from reviews.selectors.own_work import own_work_page
from reviews.services import revising
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ResponseFactory
from tests.factories.times import DUE, NOW
from tests.reviews.revised import declared_revision, revised_work
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db


def my_work(client, person, address="/me/"):
    client.force_login(person)
    page = client.get(address)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def decide(revision, decision):
    revising.decide_revision(
        revision.pk,
        editor=revision.round.submission.editor,
        decision=decision,
        reason="The proof is new.",
        due_on=DUE,
        now=NOW,
    )


def test_a_newer_version_can_be_declared_until_it_is(client):
    revised = revised_work()
    link = f"/preprints/{revised.preprint.pk}/v2/revise/"
    assert link in my_work(client, revised.author)
    assert link not in my_work(client, revised.round.submission.submitter)
    declared_revision(revised)
    page = my_work(client, revised.author)
    assert link not in page
    assert "The handling editor decides what follows the revision, version 2." in page


def test_a_newer_version_can_be_declared_since_it_was_seen():
    """Not since the assessment that it comes after."""
    revised, bystander = revised_work(), revised_work()
    seen_at = NOW + timedelta(days=40)
    now = seen_at + timedelta(days=2)
    with rewriting():
        Version.objects.filter(pk=revised.newer.pk).update(seen_at=seen_at)
    for one in (revised, bystander):
        ResponseFactory(round=one.round, author=one.author)
    (own,) = my_page(revised.author, now=now).own_preprints
    page = own_work_page(revised.preprint.pk, revised.author, now=now)
    assert own.waiting.words.startswith("You have posted a newer version.")
    assert page.waiting == own.waiting
    assert own.waiting.since == seen_at
    (other,) = my_page(bystander.author, now=now).own_preprints
    assert other.waiting.since == bystander.newer.seen_at


@pytest.mark.parametrize(("decision", "words", "own_words"), [
    (
        "full",
        "The editors look for reviewers of version 2",
        "The editors look for reviewers of version 2",
    ),
    (
        "editors",
        "The handling editor writes the assessment of version 2.",
        "The handling editor writes the assessment of version 2.",
    ),
])  # fmt: skip
def test_both_pages_say_what_is_waited_for(client, decision, words, own_words):
    revised = revised_work()
    decide(declared_revision(revised), decision)
    assert words in my_work(client, revised.author)
    own = f"/preprints/{revised.preprint.pk}/author/"
    page = my_work(client, revised.author, own)
    assert own_words in page
    assert "The proof is new." in page


def test_the_page_of_what_is_next_offers_what_the_rules_allow(client):
    revised = revised_work()
    own, final = (f"/preprints/{revised.preprint.pk}/{end}/" for end in ("author", "v2/final"))
    page = my_work(client, revised.author, own)
    assert final in page
    assert f"/preprints/{revised.preprint.pk}/v2/revise/" in page
    client.post(final)
    page = my_work(client, revised.author, own)
    assert "You declared version 2 final." in page
    assert final not in page


def test_the_second_round_is_responded_to_anew(client):
    revised = revised_work()
    Round.objects.update(closed_at=NOW)
    assert "/respond/" in my_work(client, revised.author)
    assert "/respond/" not in my_work(client, UserFactory())
