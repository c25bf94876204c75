"""Nothing is kept longer than the policy said when it was given, nor than it says now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drafts.models import Draft
from preprints.models import Preprint
from privacy.retention import forget_what_is_old
from reviews.models import Review
from reviews.services.policies import change_policy
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.privacy.test_retention import DAY, DAYS, draft_of, left, make_old_things

pytestmark = pytest.mark.django_db
MONTHS = [name for name in DAYS if name.endswith("_months")]


def change(number, *, now):
    managing = UserFactory(managing_editor=True)
    change_policy(dict.fromkeys(DAYS, number), editor=managing, now=now)


def make_at(moment):
    make_old_things(moment)
    forget_what_is_old(now=moment)
    return left()


def days_of(name, number):
    return number * (30 if name in MONTHS else 1) * DAY


@pytest.mark.parametrize("name", DAYS)
def test_a_number_that_is_raised_later_keeps_nothing_longer_that_was_there_before(name):
    now = timezone.now()
    change(3, now=now - 2 * DAY)
    before = make_at(now)
    change(5, now=now + timedelta(hours=1))
    forget_what_is_old(now=now + days_of(name, 3) - timedelta(minutes=1))
    assert left()[name] == before[name] > 0
    forget_what_is_old(now=now + days_of(name, 3) + timedelta(minutes=1))
    assert left()[name] == 0


@pytest.mark.parametrize("name", DAYS)
def test_what_is_given_after_a_number_was_raised_is_kept_as_long_as_it_says_then(name):
    now = timezone.now()
    change(3, now=now - 2 * DAY)
    change(5, now=now - DAY)
    before = make_at(now)
    forget_what_is_old(now=now + days_of(name, 5) - timedelta(minutes=1))
    assert left()[name] == before[name] > 0
    forget_what_is_old(now=now + days_of(name, 5) + timedelta(minutes=1))
    assert left()[name] == 0


@pytest.mark.parametrize("name", DAYS)
def test_a_number_that_is_lowered_counts_at_once(name):
    now = timezone.now()
    change(5, now=now - DAY)
    before = make_at(now)
    forget_what_is_old(now=now + days_of(name, 4))
    assert left()[name] == before[name] > 0
    change(3, now=now + days_of(name, 4))
    forget_what_is_old(now=now + days_of(name, 4))
    assert left()[name] == 0


def leave(review, status="withdrawn"):
    Preprint.objects.filter(versions=review.version).update(status=status)


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_a_draft_of_a_work_that_left_is_kept_from_when_it_cannot_be_sent(status):
    """However long ago it was saved; that of another work, as old, stays for good."""
    now = timezone.now()
    left_work, other = ReviewFactory(), ReviewFactory()
    draft, bystander = (draft_of(one, now=now - 700 * DAY) for one in (left_work, other))
    forget_what_is_old(now=now - DAY)
    leave(left_work, status)
    forget_what_is_old(now=now)
    forget_what_is_old(now=now + 360 * DAY - timedelta(hours=1))
    assert set(Draft.objects.all()) == {draft, bystander}
    forget_what_is_old(now=now + 360 * DAY + timedelta(hours=1))
    assert Draft.objects.get() == bystander


def test_the_months_of_a_work_that_came_back_begin_anew_when_it_leaves_again():
    now = timezone.now()
    review = ReviewFactory()
    draft = draft_of(review, now=now - 700 * DAY)
    for days, status in ((0, "withdrawn"), (300, "under_review"), (310, "withdrawn")):
        leave(review, status)
        forget_what_is_old(now=now + days * DAY)
    forget_what_is_old(now=now + 400 * DAY)
    assert Draft.objects.get() == draft
    forget_what_is_old(now=now + 671 * DAY)
    assert not Draft.objects.exists()


def test_its_writer_reads_until_when_on_each_page_that_shows_it(client):
    now = timezone.now()
    review = ReviewFactory()
    draft = draft_of(review, now=now - 700 * DAY)
    client.force_login(review.reviewer)
    saved, form = f"/me/drafts/{draft.key}/", f"/reviews/{review.pk}/write/"
    assert "and then deleted" not in client.get(saved).text
    leave(review)
    last_day = f"{now + 360 * DAY:%-d %B %Y}"
    for page in (saved, form):
        assert f"kept until {last_day}" in " ".join(client.get(page).text.split())
    forget_what_is_old(now=now - 10 * DAY)
    last_day = f"{now + 350 * DAY:%-d %B %Y}"
    for page in (saved, form):
        assert f"kept until {last_day}" in " ".join(client.get(page).text.split())
    assert "kept for some months: see its page" in client.get("/me/").text
    assert Review.objects.get().status == Review.Status.DRAFT
