"""The reasons to decline: a list that managing editors change, each change public."""

import pytest
from django.urls import reverse

from events.models import Event
from reviews import errors, reason_errors
from reviews.decline_reasons import DeclineReason, ReasonChange, changed_reasons, first_reasons
from reviews.limits import DECLINE_REASONS, DECLINE_WORDS
from reviews.models import Policy
from reviews.reason_forms import DeclineReasonsForm
from reviews.services.policies import change_policy
from reviews.services.reasons import change_decline_reasons
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

PAGE = "reviews:change_decline_reasons"
FIRST = tuple(DeclineReason(**reason) for reason in first_reasons())
CODES = [reason.code for reason in FIRST]


def in_list():
    reasons = Policy.objects.get().reasons
    return {reason.code: (reason.words, reason.is_offered) for reason in reasons}


def events():
    found = Event.objects.filter(kind="policy.changed").order_by("pk")
    return [(event.is_public, event.actor_id, event.data) for event in found]


def change(changes=None, *, added="", by=None):
    by = by or UserFactory(managing_editor=True)
    change_decline_reasons(changes or {}, added=added, editor=by, now=NOW)
    return by


def posted(**changes):
    """The form as a browser sends it, with what the page showed beside each field."""
    form = DeclineReasonsForm(reasons=Policy.objects.get().reasons)
    shown = {name: form[name].value() for name in form.fields if name != "added"}
    hidden = {form[name].html_initial_name: value for name, value in shown.items()}
    sent = {**shown, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return {**{name: value for name, value in sent.items() if value is not False}, **hidden}


@pytest.mark.parametrize(
    ("places", "codes"),
    [
        ({"other": 1}, ["other", *CODES[:4]]),
        ({"out-of-scope": 5}, [*CODES[1:], "out-of-scope"]),
        ({"out-of-scope": 2, "other": 1}, ["other", "out-of-scope", *CODES[1:4]]),
        ({"not-ready": 3}, CODES),
    ],
)
def test_what_is_moved_stands_at_its_place_and_the_others_keep_their_order(places, codes):
    changes = {code: ReasonChange(place=place) for code, place in places.items()}
    assert [reason.code for reason in changed_reasons(FIRST, changes)] == codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("  Too \n long ", "too-long"),
        ("Other", "other-2"),
        ("太长", "reason"),
        ("Reviewed by another journal already", "reviewed-by-another-j"),
    ],
)
def test_a_new_reason_gets_a_code_that_is_free(words, code):
    *before, new = changed_reasons(FIRST, {}, added=words)
    assert (tuple(before), new) == (FIRST, DeclineReason(code, " ".join(words.split())))


@pytest.mark.parametrize(
    ("changes", "added", "error"),
    [
        ({"other": ReasonChange(words=" ")}, "", reason_errors.ReasonWordsMissing),
        ({"other": ReasonChange(words="not ready FOR review")}, "", reason_errors.SameReasonTwice),
        ({}, "another reason", reason_errors.SameReasonTwice),
        ({c: ReasonChange(is_offered=False) for c in CODES}, "", reason_errors.NoReasonOffered),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(changes, added, error):
    with pytest.raises(error):
        changed_reasons(FIRST, changes, added=added)


def test_a_full_list_takes_no_other_reason():
    full = FIRST + tuple(DeclineReason(f"c{n}", f"Words {n}") for n in range(DECLINE_REASONS - 5))
    with pytest.raises(reason_errors.TooManyReasons):
        changed_reasons(full, {}, added="One more")
    assert len(changed_reasons(full, {})) == DECLINE_REASONS


@pytest.mark.django_db
def test_each_difference_is_a_public_event_and_the_other_reasons_stay():
    before = in_list()
    changes = {
        "not-ready": ReasonChange(words="Too early", is_offered=True),
        "no-reviewers": ReasonChange(is_offered=False),
        "other": ReasonChange(place=1),
    }
    by = change(changes, added="Too long")
    assert in_list() == {
        **before,
        "not-ready": ("Too early", True),
        "no-reviewers": (before["no-reviewers"][0], False),
        "too-long": ("Too long", True),
    }
    assert list(in_list()) == ["other", *CODES[:4], "too-long"]
    words, offered = "decline_reason.words", "decline_reason.is_offered"
    said = [
        {"policy": words, "code": "not-ready", "old": "Not ready for review", "new": "Too early"},
        {"policy": offered, "code": "no-reviewers", "old": True, "new": False},
        {"policy": words, "code": "too-long", "old": "", "new": "Too long"},
        {"policy": "decline_reasons.order", "old": CODES, "new": ["other", *CODES[:4]]},
    ]
    assert events() == [(True, by.pk, data) for data in said]
    change(changes)
    assert len(events()) == 4, "sent once more, it changes nothing"


@pytest.mark.django_db
def test_an_editor_who_is_no_managing_editor_changes_no_reason():
    with pytest.raises(errors.NotAManagingEditor):
        change(added="Too long", by=UserFactory(editor=True))
    assert (list(in_list()), events()) == (CODES, [])


@pytest.mark.django_db
def test_what_another_has_changed_meanwhile_stays_here_too(client):
    sent = posted(other__words="Something else", added="Too long")
    by = change({"not-ready": ReasonChange(words="Too early"), "other": ReasonChange(place=1)})
    change_policy({"triage_days": 10}, editor=by, now=NOW)
    client.force_login(by)
    assert client.post(reverse(PAGE), sent).status_code == 302
    assert list(in_list()) == ["other", *CODES[:4], "too-long"]
    assert in_list()["other"][0] == "Something else"
    assert in_list()["not-ready"] == ("Too early", True)
    assert Policy.objects.get().triage_days == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"other__words": ""}, "other-words"),
        ({"added": "x" * (DECLINE_WORDS + 1)}, "added"),
        ({"other__place": 6}, "other-place"),
        ({"added": "Another reason"}, "__all__"),
        ({f"{code}__is_offered": False for code in CODES}, "__all__"),
    ],
)
def test_a_refused_page_says_what_to_do_and_keeps_what_was_typed(client, changes, field):
    client.force_login(UserFactory(managing_editor=True))
    sent = posted(**{"not-ready__words": "Too early <b>"}, **changes)
    answer = client.post(reverse(PAGE), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert 'value="Too early &lt;b&gt;"' in answer.text
    assert (list(in_list().items()), events()) == ([(r.code, (r.words, True)) for r in FIRST], [])


@pytest.mark.django_db
def test_everybody_reads_the_reasons_and_their_changes(client):
    before = client.get("/about/").text
    assert all(reason.words.replace("'", "&#x27;") in before for reason in FIRST)
    changes = {
        "not-ready": ReasonChange(words="Too early"),
        "no-reviewers": ReasonChange(is_offered=False, place=1),
    }
    by = change(changes, added="Too long")
    client.force_login(by)
    for address in ("/about/", reverse("reviews:change_policy")):
        page = " ".join(client.get(address).text.split())
        for words in (
            "the reason to decline “Too early”, Not ready for review before, Too early now",
            "“No suitable reviewers can be found” is offered to decline with, yes before, no now",
            "Words of the reason to decline “Too long”, not there before, Too long now",
            "Order of the reasons to decline, “Outside",
        ):
            assert words in page
    page = client.get("/about/").text
    assert page.index("<li>Too early</li>") < page.index("<li>Too long</li>")
    assert "<li>No suitable reviewers can be found</li>" not in page
