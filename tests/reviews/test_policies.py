"""The journal's policy: one row, changed by managing editors, read once for each request."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from reviews import errors, tasks
from reviews.models import Policy, Submission
from reviews.policies import ReadPolicyOnce, current_policy
from reviews.policy_forms import PolicyForm
from reviews.services.pausing import pause_submission
from reviews.services.policies import change_policy
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import NOW
from tests.reviews.test_left_works import leave
from tests.reviews.test_returned_works import come_back

pytestmark = pytest.mark.django_db
PAGE = "reviews:change_policy"


def events():
    found = Event.objects.filter(kind="policy.changed").order_by("pk")
    return [(event.is_public, event.actor_id, event.data) for event in found]


def posted(**changes):
    """The form as a browser sends it, with what the page showed beside each field."""
    form = PolicyForm(instance=Policy.objects.get())
    shown = {
        name: value for name in form.fields if (value := form[name].value()) not in (None, False)
    }
    hidden = {form[name].html_initial_name: value for name, value in shown.items()}
    sent = {name: value for name, value in {**shown, **changes}.items() if value is not False}
    return {**sent, **hidden}


def test_each_changed_number_is_a_public_event_and_the_others_stay():
    editor, before = UserFactory(managing_editor=True), Policy.objects.values().get()
    changes = {"review_days": 28, "triage_days": 7, "one_editor_triages": True}
    change_policy(changes, editor=editor, now=NOW)
    after = {"review_days": 28, "one_editor_triages": True}
    assert Policy.objects.values().get() == before | after
    assert events() == [
        (True, editor.pk, {"policy": "review_days", "old": 21, "new": 28}),
        (True, editor.pk, {"policy": "one_editor_triages", "old": False, "new": True}),
    ]


def test_an_editor_who_is_no_managing_editor_changes_nothing():
    with pytest.raises(errors.NotAManagingEditor):
        change_policy({"review_days": 28}, editor=UserFactory(editor=True), now=NOW)
    assert (current_policy().review_days, events()) == (21, [])


def test_what_another_has_changed_meanwhile_stays(client):
    editor = UserFactory(managing_editor=True)
    sent = posted(review_days=28)
    change_policy({"triage_days": 10}, editor=editor, now=NOW)
    client.force_login(editor)
    assert client.post(reverse(PAGE), sent).status_code == 302
    policy = current_policy()
    assert (policy.review_days, policy.triage_days, len(events())) == (28, 10, 2)


def test_two_pages_together_break_no_rule_between_fields(client):
    editor = UserFactory(managing_editor=True)
    sent = posted(lapse_without_reviewer_days=30)
    change_policy({"lapse_warning_days": 80}, editor=editor, now=NOW)
    client.force_login(editor)
    answer = client.post(reverse(PAGE), sent)
    assert answer.status_code == 422
    assert "The days of warning before a lapse must be fewer" in answer.text
    policy = current_policy()
    assert (policy.lapse_warning_days, policy.lapse_without_reviewer_days) == (80, 90)
    assert len(events()) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.update(lapse_without_answer_days=80)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"review_days": 366}, "review_days"),
        ({"triage_days": 0}, "triage_days"),
        ({"lapse_warning_days": 90}, "lapse_without_reviewer_days"),
        ({"lapse_without_answer_days": 14}, "lapse_without_answer_days"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(client, changes, field):
    client.force_login(UserFactory(managing_editor=True))
    answer = client.post(reverse(PAGE), posted(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert events() == []


def test_a_request_reads_it_once_and_the_next_one_anew(django_assert_num_queries):
    def page(_request):
        return [current_policy().triage_days for _ in range(3)]

    request = ReadPolicyOnce(page)
    with django_assert_num_queries(1):
        assert request(None) == [7, 7, 7]
    Policy.objects.update(triage_days=10)
    assert request(None) == [10, 10, 10]
    Policy.objects.update(triage_days=9)
    assert current_policy().triage_days == 9  # outside of both


def test_a_task_reads_it_once_however_many_works_it_goes_through():
    """Each task of the schedule, and the next one anew."""
    away = [RoundFactory().submission for _ in range(3)]
    for submission in away:
        leave(submission)
        pause_submission(submission.pk, now=NOW)
        come_back(submission)
    with CaptureQueriesContext(connection) as asked:
        tasks.remind_everybody()
    assert Submission.objects.exclude(resumed_at=None).count() == 3
    assert sum('FROM "reviews_policy"' in query["sql"] for query in asked) == 1
    Policy.objects.update(triage_days=9)
    assert current_policy().triage_days == 9
    every = {name for name, task in vars(tasks).items() if hasattr(task, "delay")}
    read = {name for name in every if hasattr(getattr(tasks, name).run, "__wrapped__")}
    assert every == read


def test_everybody_reads_what_holds_and_what_was_changed(client):
    change_policy({"triage_days": 10}, editor=UserFactory(managing_editor=True), now=NOW)
    page = client.get("/about/").content.decode()
    words = "Days until the editors decide on a submission, or on what follows a revision"
    assert f"<dt>{words}</dt>\n    <dd>10</dd>" in page
    assert f"{words},\n      7 before, 10 now" in page
    assert "Within 10 days the editors decide" in page


def test_the_one_policy_takes_the_days_of_former_settings(monkeypatch):
    from importlib import import_module

    from django.apps import apps

    migration = import_module("reviews.migrations.0027_first_policy")
    migration.delete_policy(apps, None)
    assert not Policy.objects.exists()
    monkeypatch.setenv("JOURNAL_REVIEW_DUE_DAYS", "30")
    migration.write_policy(apps, None)
    policy = Policy.objects.get()
    assert (policy.pk, policy.review_days, policy.triage_days) == (1, 30, 7)
