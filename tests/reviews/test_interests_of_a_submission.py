"""Whoever submits a work declares competing interests as kinds with words, for the editors."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from events.models import Event
from privacy.erasing import erase_interests_as_submitter
from reviews.interests import FIELDS, Interests
from reviews.models import Submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory

pytestmark = pytest.mark.django_db
WORDS = "I rowed with Petronella."
FRIEND = Interests(("personal", "rival"), WORDS)
TYPED = {
    "interests_choice": "declared",
    "interest_rival": "on",
    "interest_personal": "on",
    "competing_interests": WORDS,
}
AS_READ = (
    "Family, partner, close friend, or a personal dispute; "
    f"Competes with an author: for the result, a grant or a post. {WORDS}"
)
ERASED = "Erased with the account of the submitter."


def send(client, work, **declared):
    to = reverse("reviews:submit_preprint", args=[work.pk])
    return client.post(to, {"role": "reader", "reason": "It is discussed.", **declared})


def read_by_an_editor(client, submission):
    client.force_login(UserFactory(editor=True))
    return client.get(reverse("reviews:submission", args=[submission.pk])).text


def test_a_refused_form_keeps_ticks_and_words(client):
    work = PreprintFactory()
    client.force_login(UserFactory())
    refused = send(client, work, **{**TYPED, "interests_choice": ""})
    assert refused.status_code == 422
    assert not Submission.objects.exists()
    form = refused.context["form"]
    ticks = [FIELDS[name] for name in FIELDS if "checked" in str(form[name])]
    assert (ticks, form["competing_interests"].value()) == (["personal", "rival"], WORDS)


def test_the_editors_read_them_and_nobody_else(client):
    SubmissionFactory()
    work = PreprintFactory()
    client.force_login(UserFactory())
    assert send(client, work, **TYPED).status_code == 302
    submission = Submission.objects.get(preprint=work)
    assert submission.interests == FRIEND
    assert AS_READ in read_by_an_editor(client, submission)
    client.force_login(UserFactory())
    for address in (work.get_absolute_url(), f"/api/v1/preprints/{work.pk}/", "/api/v1/events/"):
        text = client.get(address).text
        assert str(work.pk) in text
        assert WORDS not in text
    assert WORDS not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("declared", "read"),
    [({}, "None."), ({"competing_interests": "A friend."}, "A friend.")],
)
def test_none_and_words_from_before_there_were_kinds_are_read_so(client, declared, read):
    submission = SubmissionFactory(**declared)
    page = " ".join(read_by_an_editor(client, submission).split())
    assert f"<dt>Competing interests</dt> <dd>{read}</dd>" in page


def test_with_an_account_they_are_erased_and_that_something_was_declared_stays():
    person = UserFactory()
    declared = {"interest_kinds": ["rival"], "competing_interests": WORDS}
    own = SubmissionFactory(submitter=person, **declared)
    none, others = SubmissionFactory(submitter=person), SubmissionFactory(**declared)
    erase_interests_as_submitter(person)
    kept = {one.pk: one.interests for one in Submission.objects.all()}
    assert kept == {
        own.pk: Interests((), ERASED),
        none.pk: Interests.none(),
        others.pk: Interests(("rival",), WORDS),
    }


def test_what_was_erased_before_says_so_and_the_migration_can_be_reversed():
    migration = importlib.import_module("reviews.migrations.0076_interest_kinds_of_submissions")
    erased, other = SubmissionFactory(), SubmissionFactory(competing_interests="None.")

    def words():
        rows = Submission.objects.filter(pk__in=[erased.pk, other.pk])
        return list(rows.order_by("pk").values_list("competing_interests", flat=True))

    migration.say_what_was_erased(apps, None)
    assert words() == [ERASED, "None."]
    migration.empty_what_was_erased(apps, None)
    assert words() == ["", "None."]
