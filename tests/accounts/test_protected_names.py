"""The names that signed reviews bear are protected, whoever wrote them."""

import importlib
import threading
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from accounts.errors import NameNotAvailable
from accounts.guests import make_guest
from accounts.models import Profile, Pseudonym
from accounts.names import skeleton
from accounts.services import (
    check_can_sign,
    check_name_is_free,
    check_pseudonym_is_free,
    set_pseudonym,
)
from events.models import Event
from preprints.models import Author
from reviews import errors
from reviews.invitation_forms import KeepAccountForm
from reviews.models import Review
from reviews.services.confirming import allow_name, lock_review
from reviews.services.guest_accounts import attach_to_account, keep_account, offer_account
from reviews.services.reviewing import submit_review
from tests.accounts.guests_names import NAME, accept, signed_by_guest, submit_signed
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", [NAME, "lnes 0kaforova", "Okaforova, Ines"])
def test_nobody_else_bears_the_name_that_a_guest_signed_with(typed):
    signed_by_guest()
    for user in (None, UserFactory()):
        with pytest.raises(NameNotAvailable):
            check_name_is_free(user, typed)
    with pytest.raises(NameNotAvailable):
        check_pseudonym_is_free(UserFactory(), typed)
    check_name_is_free(None, "Ines Okafor")


def test_a_known_name_without_its_addition_is_nobody_elses():
    signed_by_guest("Ruth Akande (demo)")
    signer = UserFactory(name="Nia Vane — Oxford")
    ReviewFactory(
        reviewer=signer, published=True, byline_kind="signed", byline_name="Nia Vane — Oxford"
    )
    for name in ("Ruth Akande", "RUTH AKANDE", "Ruth Aka\u0316nde", "Nia Vane"):
        with pytest.raises(NameNotAvailable):
            check_name_is_free(UserFactory(), name)
        with pytest.raises(NameNotAvailable):
            check_pseudonym_is_free(UserFactory(), name)
    check_name_is_free(signer, "Nia Vane")
    for other in ("Ruth Akan", "Ruth", "Nia Van"):
        check_name_is_free(UserFactory(), other)


def test_a_name_with_an_addition_that_nobody_is_known_by_protects_no_other():
    make_guest("Ruth Akande (demo)")
    UserFactory(name="Ruth Akande (Oxford)")
    check_name_is_free(UserFactory(), "Ruth Akande")


@pytest.mark.parametrize(
    "typed",
    [
        *("Ines Oka\u0316forova", "Ines Okaforova\u0309", "Ines Okaforova |", "Ines Okaforova ー"),
        *("Ines Okaforova|", "$ Ines Okaforova", "Ines|Okaforova", "Ines Okaforova \u0640"),
    ],
)
def test_a_mark_or_a_sign_forges_no_protected_name(typed):
    signed_by_guest()
    with pytest.raises(NameNotAvailable):
        check_name_is_free(UserFactory(), typed)
    with pytest.raises(NameNotAvailable):
        check_pseudonym_is_free(UserFactory(), typed)


def test_skeletons_stored_before_are_written_anew():
    review = signed_by_guest("Heron |")
    older, newer = UserFactory(name="Ivo Rask |"), UserFactory()
    Pseudonym.objects.create(user=older, name="Egret")
    Pseudonym.objects.create(user=newer, name="Egret x")
    Profile.objects.update(skeleton="old")
    Pseudonym.objects.filter(user=newer).update(name="Egret |", skeleton="egretl")
    Review.objects.update(byline_skeleton="old")
    for migration in (
        "accounts.migrations.0006_skeletons_without_foreign_marks",
        "reviews.migrations.0013_skeletons_without_foreign_marks",
    ):
        importlib.import_module(migration).fill(apps, None)
    assert Profile.objects.get(user=older).skeleton == skeleton("Ivo Rask")
    assert Review.objects.get(pk=review.pk).byline_skeleton == skeleton("Heron")
    # Of two pseudonyms that look alike now, the later keeps the skeleton it had.
    assert Pseudonym.objects.get(user=older).skeleton == skeleton("Egret")
    assert Pseudonym.objects.get(user=newer).skeleton == "egretl"


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
    check_name_is_free(None, NAME)


def test_a_closed_account_gives_its_name_to_nobody():
    closed = UserFactory(name=NAME, is_active=False)
    check_name_is_free(None, NAME)
    ReviewFactory(reviewer=closed, published=True, byline_kind="signed", byline_name=NAME)
    with pytest.raises(NameNotAvailable):
        check_name_is_free(None, NAME)


def test_a_name_given_up_stays_protected_and_so_does_the_new_one():
    renamed = UserFactory(name="Old Twin")
    ReviewFactory(reviewer=renamed, published=True, byline_kind="signed", byline_name="Old Twin")
    Profile.objects.filter(user=renamed).update(name="New Twin", skeleton=skeleton("New Twin"))
    for name in ("Old Twin", "New Twin"):
        with pytest.raises(NameNotAvailable):
            check_name_is_free(UserFactory(), name)
        check_name_is_free(renamed, name)


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
    check_name_is_free(account, NAME)
    with pytest.raises(NameNotAvailable):
        check_name_is_free(UserFactory(), NAME)


@pytest.mark.parametrize("as_guests", [True, False])
def test_of_two_people_with_one_name_the_first_is_accepted(client, as_guests):
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
    accept(first)
    with pytest.raises(errors.BylineOfAnother):
        accept(second)
    assert Review.objects.get(pk=second.pk).status == "submitted"
    Profile.objects.filter(user=second.reviewer).update(shared_name="Solveig Twofold")
    assert accept(second).status == "accepted"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_one_name_accepted_at_once_one_is():
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

    def accept_it(review):
        try:
            accept(review)
            outcomes.append("accepted")
        except errors.BylineOfAnother:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept_it, args=[review]) for review in reviews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["accepted"] + ["refused"] * 3


# --- Authors of works under review ----------------------------------------------------------


def review_of_work_by(author, reviewer):
    review = ReviewFactory(reviewer=reviewer)
    Author.objects.create(version=review.version, position=2, name=author)
    return review


@pytest.mark.parametrize(
    "pseudonym", ["Sofia Triantafillou", "Triantafillou, Sofia", "S0fia TriantafiIIou"]
)
def test_a_pseudonym_is_no_name_of_an_author_of_the_work(pseudonym):
    reviewer = UserFactory(verified=True)
    review = review_of_work_by("Sofia Triantafillou", reviewer)
    chosen = content(byline_kind="pseudonym", pseudonym=pseudonym)
    with pytest.raises(NameNotAvailable):
        submit_review(review.pk, reviewer=reviewer, content=chosen, now=NOW)
    with pytest.raises(NameNotAvailable):
        check_pseudonym_is_free(UserFactory(), pseudonym)
    submit_review(
        review.pk, reviewer=reviewer, content=replace(chosen, pseudonym="Grey Heron"), now=NOW
    )


def test_a_pseudonym_chosen_before_is_refused_for_a_work_of_that_author():
    reviewer = UserFactory(verified=True)
    set_pseudonym(reviewer, "Sofia Triantafillou")
    review = review_of_work_by("Sofia Triantafillou", reviewer)
    other = ReviewFactory(reviewer=reviewer)
    chosen = content(byline_kind="pseudonym")
    with pytest.raises(NameNotAvailable):
        submit_review(review.pk, reviewer=reviewer, content=chosen, now=NOW)
    submit_review(other.pk, reviewer=reviewer, content=chosen, now=NOW)


def test_a_signature_with_an_authors_name_waits_for_the_editor():
    guest = make_guest("Sofia Triantafillou")
    review = review_of_work_by("Sofia Triantafillou", guest)
    signed = content(byline_kind="signed")
    with pytest.raises(errors.NameOfAnother):
        submit_review(review.pk, reviewer=guest, content=signed, now=NOW)
    allow_name(review.pk, editor=review.round.submission.second_editor, now=NOW)
    guest.refresh_from_db()
    submit_review(review.pk, reviewer=guest, content=signed, now=NOW)


@pytest.mark.parametrize("kind", ["signed", "pseudonym"])
def test_an_authors_name_is_not_published_as_that_of_a_reviewer(kind):
    review = ReviewFactory(
        submitted=True, confirmed=True, byline_kind=kind, byline_name="Sofia Triantafillou"
    )
    bystander = ReviewFactory(
        submitted=True, confirmed=True, byline_kind=kind, byline_name="Grey Heron"
    )
    Author.objects.create(version=review.version, position=2, name="Sofia Triantafillou")
    with pytest.raises((errors.BylineOfAnother, errors.PseudonymOfAuthor)):
        accept(review)
    assert accept(bystander).status == "accepted"


# --- Nobody keeps another from signing ------------------------------------------------------


def test_a_pseudonym_that_no_review_bears_keeps_nobody_from_signing():
    stranger = UserFactory(verified=True)
    set_pseudonym(stranger, "Nia Secondname")
    review = submit_signed(make_guest("Nia Secondname"))
    Review.objects.update(confirmed_at=NOW, confirmed_by="mailbox")
    accept(review)
    late = ReviewFactory(reviewer=stranger)
    chosen = content(byline_kind="pseudonym")
    with pytest.raises(NameNotAvailable):
        submit_review(late.pk, reviewer=stranger, content=chosen, now=NOW)


def test_the_second_editor_allows_a_name_that_a_pseudonym_took(client):
    stranger = UserFactory(verified=True)
    ReviewFactory(
        reviewer=stranger, submitted=True, byline_kind="pseudonym", byline_name="Nia Secondname"
    )
    guest, bystander = make_guest("Nia Secondname"), make_guest("Nia Secondname")
    review = ReviewFactory(by_guest=True, reviewer=guest)
    signed = content(byline_kind="signed")
    with pytest.raises(errors.NameOfAnother) as refusal:
        submit_review(review.pk, reviewer=guest, content=signed, now=NOW)
    assert "write to the editor of this work" in str(refusal.value.message)
    submission = review.round.submission
    page = reverse("reviews:sent_invitation", args=[review.invitation_id])
    allow = reverse("reviews:allow_name", args=[review.pk])
    client.force_login(submission.editor)
    words = client.get(page).content.decode()
    assert allow not in words
    assert "The second editor of this work can allow it" in words
    refused = client.post(allow, follow=True).content.decode()
    assert "Only the second editor" in refused
    assert not Event.objects.filter(kind="review.name_allowed").exists()
    client.force_login(submission.second_editor)
    assert allow in client.get(page).content.decode()
    client.post(allow)
    assert allow not in client.get(page).content.decode()
    assert Event.objects.get(kind="review.name_allowed").is_public is False
    guest.refresh_from_db()
    submit_review(review.pk, reviewer=guest, content=signed, now=NOW)
    with pytest.raises(errors.NameOfAnother):
        submit_signed(bystander)


def test_a_name_that_is_free_needs_no_allowing():
    review = ReviewFactory(by_guest=True)
    submission = review.round.submission
    with pytest.raises(errors.NothingToAllow):
        allow_name(review.pk, editor=submission.second_editor, now=NOW)
    for editor in (submission.editor, UserFactory(editor=True)):
        with pytest.raises(errors.NotTheSecondEditor):
            allow_name(review.pk, editor=editor, now=NOW)


# --- A review signed with another name than its writer's page bears -------------------------


def test_a_persons_page_says_which_other_names_its_reviews_are_signed_with(client):
    review = signed_by_guest("Twin Morgenrot")
    link = offer_account(review.pk, now=NOW)
    account = keep_account(link.pk, name="Another Person", password=PASSWORD, now=NOW)
    ReviewFactory(
        reviewer=account, published=True, byline_kind="pseudonym", byline_name="Blue Heron"
    )
    page = client.get(account.profile.get_absolute_url()).content.decode()
    assert "Signed reviews listed here as: Twin Morgenrot" in page
    assert "Blue Heron" not in page


def test_a_person_who_signs_with_their_own_name_has_no_such_note(client):
    review = signed_by_guest("Twin Morgenrot")
    link = offer_account(review.pk, now=NOW)
    account = keep_account(link.pk, name="Twin Morgenrot", password=PASSWORD, now=NOW)
    page = client.get(account.profile.get_absolute_url()).content.decode()
    assert review.version.title_plain in page
    assert "listed here as" not in page
