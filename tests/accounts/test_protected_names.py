"""The names that signed reviews bear are protected, whoever wrote them."""

import threading

import pytest
from django.db import connection

from accounts.errors import NameNotAvailable
from accounts.guests import make_guest
from accounts.models import Profile
from accounts.names import skeleton
from accounts.services import check_can_sign, check_name, check_pseudonym
from reviews import errors
from reviews.invitation_forms import KeepAccountForm
from reviews.models import Review
from reviews.services.confirming import lock_review
from reviews.services.keeping import attach_to_account, keep_account, offer_account
from reviews.services.reviewing import hand_in_review, publish_review
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
NAME = "Ines Okaforova"


def signed_by_guest(name=NAME, **fields):
    guest = make_guest(name)
    return ReviewFactory(
        by_guest=True,
        reviewer=guest,
        published=True,
        byline_kind="signed",
        byline_name=name,
        **fields,
    )


def submit_signed(reviewer):
    review = ReviewFactory(reviewer=reviewer)
    signed = content(byline_kind="signed")
    return hand_in_review(review.pk, reviewer=reviewer, content=signed, now=NOW)


def publish(review):
    return publish_review(review.pk, editor=review.round.submission.editor, now=NOW)


@pytest.mark.parametrize("typed", [NAME, "lnes 0kaforova", "Okaforova, Ines"])
def test_nobody_else_bears_the_name_that_a_guest_signed_with(typed):
    signed_by_guest()
    for user in (None, UserFactory()):
        with pytest.raises(NameNotAvailable):
            check_name(user, typed)
    with pytest.raises(NameNotAvailable):
        check_pseudonym(UserFactory(), typed)
    check_name(None, "Ines Okafor")


@pytest.mark.parametrize("as_guest", [True, False])
def test_who_bears_it_already_does_not_sign_with_it(as_guest):
    other = make_guest("lnes Okaf0rova") if as_guest else UserFactory(name=NAME, verified=True)
    bystander = make_guest("Ines Bystander")
    signed_by_guest()
    with pytest.raises(errors.NameOfAnother):
        submit_signed(other)
    assert submit_signed(bystander).byline_name == "Ines Bystander"


@pytest.mark.parametrize("kind", ["anonymous", "pseudonym"])
def test_a_guests_name_that_no_reader_saw_is_not_protected(kind):
    ReviewFactory(
        by_guest=True,
        published=True,
        byline_kind=kind,
        byline_name="Heron",
        reviewer=make_guest(NAME),
    )
    ReviewFactory(by_guest=True, submitted=True, byline_kind="signed", byline_name=NAME)
    check_name(None, NAME)


def test_a_closed_account_gives_its_name_to_nobody():
    closed = UserFactory(name=NAME, is_active=False)
    check_name(None, NAME)
    ReviewFactory(reviewer=closed, published=True, byline_kind="signed", byline_name=NAME)
    with pytest.raises(NameNotAvailable):
        check_name(None, NAME)


def test_a_name_given_up_stays_protected_and_so_does_the_new_one():
    renamed = UserFactory(name="Old Twin")
    ReviewFactory(reviewer=renamed, published=True, byline_kind="signed", byline_name="Old Twin")
    Profile.objects.filter(user=renamed).update(name="New Twin", skeleton=skeleton("New Twin"))
    for name in ("Old Twin", "New Twin"):
        with pytest.raises(NameNotAvailable):
            check_name(UserFactory(), name)
        check_name(renamed, name)


def test_who_signed_with_a_name_signs_with_it_again():
    review = signed_by_guest()
    check_can_sign(review.reviewer, NAME)
    with pytest.raises(NameNotAvailable):
        check_can_sign(UserFactory(), NAME)


def test_who_is_known_by_one_name_does_not_sign_with_anothers():
    known = UserFactory(name="Somebody Else", verified=True)
    ReviewFactory(reviewer=known, published=True, byline_kind="signed", byline_name="Somebody Else")
    Profile.objects.filter(user=known).update(name=NAME)
    signed_by_guest()
    known.refresh_from_db()
    with pytest.raises(errors.NameOfAnother):
        submit_signed(known)


def test_a_guest_keeps_an_account_under_the_name_signed_with():
    review = signed_by_guest()
    link = offer_account(review.pk, now=NOW)
    answers = {"name": NAME, "password": PASSWORD}
    form = KeepAccountForm(answers, guest=lock_review(review.pk).reviewer, email=link.email)
    assert form.is_valid(), form.errors
    account = keep_account(link.pk, now=NOW, **form.cleaned_data)
    assert submit_signed(account).byline_name == NAME


def test_an_account_that_takes_a_guests_review_bears_its_name():
    review = signed_by_guest()
    account = UserFactory(name="I. Okaforova", email=review.invitation.email, verified=True)
    attach_to_account(offer_account(review.pk, now=NOW).pk, user=account, now=NOW)
    check_name(account, NAME)
    with pytest.raises(NameNotAvailable):
        check_name(UserFactory(), NAME)


@pytest.mark.parametrize("as_guests", [True, False])
def test_of_two_people_with_one_name_the_first_is_published(client, as_guests):
    people = [
        make_guest("Solveig Twofold") if as_guests else UserFactory(name="Solveig Twofold")
        for _ in range(2)
    ]
    first, second = (
        ReviewFactory(
            reviewer=person,
            submitted=True,
            confirmed=True,
            byline_kind="signed",
            byline_name="Solveig Twofold",
        )
        for person in people
    )
    publish(first)
    with pytest.raises(errors.BylineOfAnother):
        publish(second)
    assert Review.objects.get(pk=second.pk).status == "submitted"
    Profile.objects.filter(user=second.reviewer).update(shared_name="Solveig Twofold")
    assert publish(second).status == "published"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_one_name_published_at_once_one_is():
    reviews = [
        ReviewFactory(
            reviewer=UserFactory(name="Solveig Twofold"),
            submitted=True,
            confirmed=True,
            byline_kind="signed",
            byline_name="Solveig Twofold",
        )
        for _ in range(4)
    ]
    outcomes = []

    def publish_it(review):
        try:
            publish(review)
            outcomes.append("published")
        except errors.BylineOfAnother:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish_it, args=[review]) for review in reviews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["published"] + ["refused"] * 3
