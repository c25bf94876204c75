"""Who may bear which name: nobody another's, and no refusal says whose it is."""

import csv
import threading
from pathlib import Path

import pytest
from django.db import connection

from accounts.errors import NameNotAvailable
from accounts.forms import ProfileForm, SignupForm
from accounts.models import Profile, Pseudonym, User
from accounts.names import skeleton
from accounts.services import check_name_is_free, save_profile, set_pseudonym
from reviews.errors import NameOfAnother
from reviews.forms import InviteForm
from reviews.invitation_forms import AnswerForm
from reviews.services.reviewing import submit_review
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ResponseFactory, ReviewFactory
from tests.factories.times import NOW, day_to_type
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "cases"
REFUSAL = str(NameNotAvailable.message)

# The first line is the name that is taken; the others, escaped, look like one that nobody may bear.
TAKEN, *CONFUSABLE = [
    line.encode().decode("unicode_escape")
    for line in (CASES / "43-pseudonyms-alike.txt").read_text().splitlines()
]
TYPED = (CASES / "45-orcid-typed.tsv").read_text().splitlines()
ORCIDS = [
    *(
        (row["typed"], None if row["accepted as"].startswith("none") else row["accepted as"])
        for row in csv.DictReader(TYPED, delimiter="\t")
    ),
    ("0000-0002-1825-00977", None),
    ("٠٠٠٠-0002-1825-0097", None),
]


def profile_form(user, **changed):
    fields = {"name": user.profile.name, "orcid": "", "affiliation": "", "bio": "", "pseudonym": ""}
    return ProfileForm({**fields, **changed}, instance=user.profile, user=user)


def signup_form(**changed):
    return SignupForm(
        {"name": "New Person", "email": "new@example.org", "password1": PASSWORD, **changed}
    )


def known_person(name="Sibylla Vane"):
    """Somebody who is known here by name, through a signed review."""
    user = UserFactory(name=name)
    ReviewFactory(reviewer=user, published=True, byline_kind="signed", byline_name=name)
    return user


@pytest.mark.parametrize("typed", CONFUSABLE)
def test_a_pseudonym_that_looks_like_a_taken_one_is_refused(typed):
    set_pseudonym(UserFactory(), TAKEN)
    form = profile_form(UserFactory(), pseudonym=typed)
    assert form.errors["pseudonym"] == [REFUSAL]
    assert profile_form(UserFactory(), pseudonym="Grey Heron").is_valid()


@pytest.mark.parametrize(("typed", "kept"), ORCIDS)
def test_an_orcid_id_is_taken_as_it_is_pasted_and_checked(typed, kept):
    form = profile_form(UserFactory(), orcid=typed)
    assert form.is_valid() is (kept is not None)
    assert form.cleaned_data.get("orcid") == kept


def test_the_orcid_id_of_a_known_person_is_refused():
    known = known_person()
    Profile.objects.filter(user=known).update(orcid="0000-0002-1825-0097")
    assert "orcid" in profile_form(UserFactory(), orcid="0000-0002-1825-0097").errors
    assert profile_form(known, orcid="0000-0002-1825-0097").is_valid()


@pytest.mark.parametrize(
    "name",
    ["Sibylla Vane", "SIBYLLA VANE", "Sibylla Vаne", "Vane, Sibylla", "Dr Sibylla V\u200bane"],
)
def test_nobody_takes_the_name_of_a_known_person(name):
    known_person()
    assert signup_form(name="Sybil Crane").is_valid()
    for form, field in [
        (signup_form(name=name), "name"),
        (profile_form(UserFactory(), name=name), "name"),
        (profile_form(UserFactory(), pseudonym=name), "pseudonym"),
    ]:
        assert field in form.errors


@pytest.mark.parametrize(
    "name",
    [
        *("Anonymous reviewer", "Reviewer 2", "Verso", "Аnonymous"),
        *("Verso editors", "Editors of Verso", "Verso editorial office"),
    ],
)
def test_nobody_is_called_like_a_byline_of_the_journal(name):
    assert "name" in signup_form(name=name).errors
    assert "name" in profile_form(UserFactory(), name=name).errors
    assert "pseudonym" in profile_form(UserFactory(), pseudonym=name).errors


@pytest.mark.parametrize("old", ["Вlue Heron", "!!!", "Blue\u200b  Heron", "Anonymous"])
def test_a_name_that_was_there_before_the_rules_locks_no_profile(client, old):
    """Checked is what changes: everything else of the form can still be saved."""
    user = UserFactory()
    set_pseudonym(user, "Grey Wagtail")
    Pseudonym.objects.filter(user=user).update(name=old)
    Profile.objects.filter(user=user).update(name=f"{old} II")
    client.force_login(user)
    sent = {"name": f"{old} II", "pseudonym": old, "orcid": "", "affiliation": "NTNU", "bio": ""}
    assert client.post("/me/profile/", sent).status_code == 302
    profile = Profile.objects.get(user=user)
    assert (profile.affiliation, profile.name) == ("NTNU", f"{old} II")
    assert Pseudonym.objects.get(user=user).name == old
    renamed = sent | {"name": "Ada Byron"}
    assert client.post("/me/profile/", renamed).status_code == 302
    assert Profile.objects.get(user=user).name == "Ada Byron"
    taken = sent | {"name": "Ada Byron", "pseudonym": "Вlack Heron"}
    assert client.post("/me/profile/", taken).status_code != 302, "a new one is still checked"


def test_a_skeleton_numbered_by_the_migration_stays_until_the_name_changes():
    pseudonym = Pseudonym.objects.create(user=UserFactory(), name="Blue Heron")
    numbered = f"{pseudonym.skeleton}#{pseudonym.pk}"
    Pseudonym.objects.filter(pk=pseudonym.pk).update(skeleton=numbered)
    twin = Pseudonym.objects.create(user=UserFactory(), name="BIue Heron")
    pseudonym.refresh_from_db()
    pseudonym.save()
    pseudonym.refresh_from_db()
    assert pseudonym.skeleton == numbered
    pseudonym.name = "Grey Wagtail"
    pseudonym.save()
    pseudonym.refresh_from_db()
    assert pseudonym.skeleton == skeleton("Grey Wagtail")
    assert Pseudonym.objects.get(pk=twin.pk).skeleton == skeleton("Blue Heron")


def test_a_pseudonym_is_nobodys_name_not_even_its_owners():
    owner = UserFactory(name="Olga Owner")
    set_pseudonym(owner, "Blue Heron")
    assert profile_form(UserFactory(), name="Blue Hern").is_valid()
    ReviewFactory(reviewer=owner, submitted=True, byline_kind="pseudonym", byline_name="Blue Heron")
    assert "name" in profile_form(UserFactory(), name="blue heron").errors
    assert "name" in profile_form(owner, name="Blue Heron", pseudonym="Blue Heron").errors
    assert "pseudonym" in profile_form(owner, pseudonym="olga 0wner").errors


def known_by_response():
    return ResponseFactory(author=UserFactory(name="Sibylla Vane")).author


def known_as_author():
    user = UserFactory(name="Sibylla Vane")
    VersionFactory().authors.update(user=user)
    return user


def known_as_editor():
    return UserFactory(name="Sibylla Vane", editor=True)


@pytest.mark.parametrize(
    "know", [known_person, known_by_response, known_as_author, known_as_editor]
)
def test_who_answers_writes_or_edits_here_is_known_by_name(know):
    known = know()
    with pytest.raises(NameNotAvailable):
        check_name_is_free(UserFactory(), "Sibylla Vane")
    check_name_is_free(known, "Sibylla Vane")


@pytest.mark.parametrize("kind", ["anonymous", "pseudonym"])
def test_a_hidden_reviewers_name_is_not_given_away_by_a_refusal(kind):
    """Whoever tries names out must not learn who has an account here, or a hidden review."""
    hidden = UserFactory(name="Sibylla Vane")
    ReviewFactory(reviewer=hidden, published=True, byline_kind=kind, byline_name="Heron")
    assert signup_form(name="Sibylla Vane").is_valid()
    assert profile_form(UserFactory(), name="Sibylla Vane").is_valid()
    assert profile_form(UserFactory(), pseudonym="Sibylla Vane").is_valid()


def test_every_refusal_is_the_same_sentence_after_the_same_questions(django_assert_num_queries):
    ReviewFactory(submitted=True, byline_kind="pseudonym", byline_name="Blue Heron")
    known_person()
    reasons, asked = set(), set()
    for name in ("Blue Heron", "Sibylla Vane", "Anonymous reviewer"):
        with django_assert_num_queries(4) as queries, pytest.raises(NameNotAvailable) as refusal:
            check_name_is_free(UserFactory.build(pk=1), name)
        reasons.add(str(refusal.value.message))
        asked.add(len(queries))
    assert reasons == {REFUSAL}
    with django_assert_num_queries(4):
        check_name_is_free(UserFactory.build(pk=1), "Free Name")


def test_an_editor_lets_two_people_share_a_name():
    known_person()
    namesake = UserFactory()
    Profile.objects.filter(user=namesake).update(shared_name="Sibylla Vane")
    namesake.refresh_from_db()
    assert profile_form(namesake, name="Sibylla Vane").is_valid()
    assert "name" in profile_form(namesake, name="Anonymous reviewer").errors
    known_person("Another Person")
    assert "name" in profile_form(namesake, name="Another Person").errors


def test_who_became_known_first_signs_and_the_other_is_asked_to_show_it():
    first, second = (UserFactory(name="Sibylla Vane", verified=True) for _ in range(2))
    for reviewer in (first, first):
        review = ReviewFactory(reviewer=reviewer)
        submit_review(review.pk, reviewer=reviewer, content=content(byline_kind="signed"), now=NOW)
        review.refresh_from_db()
        review.status, review.number, review.published_at = "published", 1, NOW
        review.save()
    other = ReviewFactory(reviewer=second)
    with pytest.raises(NameOfAnother):
        submit_review(other.pk, reviewer=second, content=content(byline_kind="signed"), now=NOW)
    submit_review(other.pk, reviewer=second, content=content(byline_kind="anonymous"), now=NOW)


def test_a_name_typed_for_an_invitation_holds_nothing_unseen():
    typed = "Ada\u202e \u200bExample\U000e0041"
    assert clean(answer_form(typed)) == "Ada Example"
    invite = InviteForm({"name": typed, "email": "a@example.org", "due_on": day_to_type()})
    assert clean(invite) == "Ada Example"
    assert "name" in answer_form("\u200b\u202e").errors


def answer_form(name):
    answers = {"name": name, "interests_choice": "none"}
    return AnswerForm(answers, account=None, may_be_guest=True)


def clean(form):
    assert form.is_valid(), form.errors
    return form.cleaned_data["name"]


def test_an_unchanged_name_is_never_refused():
    """A name from before the rule, or one that another became known by later, can stay."""
    user = UserFactory(name="Sibylla Vane")
    known_person()
    assert profile_form(user, affiliation="Elsewhere").is_valid()
    save_profile(user.profile, pseudonym="")


def test_a_new_name_is_saved_without_what_nobody_sees():
    profile = UserFactory(name="Old Name").profile
    profile.name = " Sibylla\u200b  Vane "
    save_profile(profile, pseudonym="")
    assert Profile.objects.get(pk=profile.pk).name == "Sibylla Vane"


def test_a_profile_takes_no_other_name_between_its_check_and_its_saving():
    user = UserFactory()
    profile = Profile.objects.get(user=user)
    known_person()
    profile.name = "Sibylla Vane"
    with pytest.raises(NameNotAvailable):
        save_profile(profile, pseudonym="")


@pytest.mark.django_db(transaction=True)
def test_of_four_people_who_choose_one_name_at_once_one_gets_it():
    people = [UserFactory() for _ in range(4)]
    tried = ["Blue Heron", "blue\u200bheron", "Βlue Heron", "BLUE  HERON"]
    outcomes = []

    def choose(user: User, name: str) -> None:
        try:
            set_pseudonym(user, name)
            outcomes.append("taken")
        except NameNotAvailable:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=choose, args=pair) for pair in zip(people, tried, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["refused"] * 3 + ["taken"]
    assert Pseudonym.objects.count() == 1
