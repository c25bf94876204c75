"""An editor leaves: what is in their hands is named before, and found by others afterwards."""

import pytest
from django.urls import reverse

from accounts.models import Role, User
from accounts.services import change_rights
from events import outbox
from events.models import Outbox
from mails.models import Mail
from reviews.models import Appeal, Submission
from reviews.services.editors import change_editor
from reviews.services.reopened_assessments import reopen_assessment
from reviews.services.withdrawing import ask_for_withdrawal
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.desks import decisions
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def managing():
    return UserFactory(managing_editor=True)


@pytest.fixture
def leaving():
    return UserFactory(editor=True, name="Lena Leaving")


def work_of(**places):
    """A work under way, of which `places` are these editors."""
    opened = RoundFactory()
    Submission.objects.filter(pk=opened.submission_id).update(**places)
    return Submission.objects.get(pk=opened.submission_id)


def posted_work_of(**places):
    opened = RoundFactory(state="assessed", closed_at=NOW)
    Submission.objects.filter(pk=opened.submission_id).update(**places)
    return Submission.objects.get(pk=opened.submission_id)


def lose_role(person, by):
    change_editor(person.pk, roles=[], subjects=[], by=by, reason="She has moved on.", now=NOW)


def test_the_page_of_roles_names_before_what_is_in_their_hands(client, managing, leaving):
    handled, seconded = posted_work_of(editor=leaving), work_of(second_editor=leaving)
    of_reader = work_of(editor=leaving)
    of_reader.version.authors.update(user=managing)
    another = work_of()
    assessment = AssessmentFactory(published=True)
    appeals = [
        Appeal.objects.create(
            assessment=assessment,
            work=assessment.round.submission,
            by=UserFactory(),
            text="It errs.",
            text_html="",
            filed_at=NOW,
            due_at=NOW,
            state="taken",
            editor=leaving,
            taken_at=NOW,
        )
    ]
    client.force_login(managing)
    page = client.get(reverse("reviews:change_editor", args=[leaving.profile.handle]))
    held = page.context["held"]
    assert (held.handled, held.seconded, held.appeals) == ([handled], [seconded], appeals)
    assert [held.handled[0].is_under_way, held.seconded[0].is_under_way] == [False, True]
    named = {of_reader, another, handled, seconded}
    linked = {one for one in named if reverse("reviews:submission", args=[one.pk]) in page.text}
    assert linked == {handled, seconded}
    assert reverse("reviews:appeal", args=[appeals[0].pk]) in page.text
    page = client.get(reverse("reviews:change_editor", args=[managing.profile.handle]))
    assert "In the hands of" not in page.text


def test_each_of_their_works_stands_on_the_desk_also_where_all_is_posted(managing, leaving):
    under_way, posted = work_of(editor=leaving), posted_work_of(second_editor=leaving)
    work_of()

    def rows(person):
        found = [row for row in decisions(person) if row.acts[0].words == "Name another editor"]
        return {row.version: row.what for row in found}

    assert rows(managing) == rows(under_way.second_editor) == {}
    lose_role(leaving, managing)
    left = "In the place of Lena Leaving, who is no editor any more"
    assert rows(managing) == {
        under_way.version: left,
        posted.version: f"{left}; everything is posted",
    }
    assert rows(under_way.second_editor) == {under_way.version: left}
    assert rows(posted.editor) == {posted.version: f"{left}; everything is posted"}


def test_what_is_reopened_or_asked_to_be_withdrawn_waits_for_its_lost_editor(managing, leaving):
    reopened, asked, posted = (selected_work(editor=leaving) for _ in range(3))
    reopen_assessment(
        reopened.submission.pk, editor=UserFactory(editor=True), reason="Figure 2.", now=NOW
    )
    ask_for_withdrawal(asked.assessment.pk, editor=leaving, reason="Mixed up.", now=NOW)
    lose_role(leaving, managing)
    left = "In the place of Lena Leaving, who is no editor any more"
    for person in (managing, reopened.submission.second_editor):
        rows = {row.version: row.what for row in decisions(person)}
        assert rows[reopened.preprint.current_version] == left
    rows = {row.version: row.what for row in decisions(managing)}
    assert rows[asked.preprint.current_version] == left
    assert rows[posted.preprint.current_version] == f"{left}; everything is posted"


def mailed():
    rows = Mail.objects.filter(kind="editor_left", promise__dropped_at=None)
    return sorted(rows.values_list("recipient_id", "submission_id"))


def test_the_other_editor_of_each_work_is_mailed_in_the_mail_of_the_day(
    managing, leaving, mailoutbox
):
    under_way, posted = work_of(editor=leaving), posted_work_of(second_editor=leaving)
    alone = work_of(editor=leaving)
    Role.objects.filter(user=alone.second_editor).delete()
    work_of()
    lose_role(leaving, managing)
    outbox.work()
    assert mailed() == sorted(
        [(under_way.second_editor_id, under_way.pk), (posted.editor_id, posted.pk)]
    )
    assert [one.to for one in mailoutbox] == [[leaving.email]], "the others wait for the digest"


def test_a_closed_account_leaves_too_and_who_stays_an_editor_does_not(managing, leaving):
    one = work_of(editor=leaving)
    rights = {"is_staff": False, "by": managing, "now": NOW}
    change_rights(leaving.pk, roles=["managing-editor"], is_active=True, **rights)
    outbox.work()
    assert mailed() == []
    change_rights(leaving.pk, roles=["managing-editor"], is_active=False, **rights)
    outbox.work()
    assert mailed() == [(one.second_editor_id, one.pk)]


def test_nobody_is_mailed_of_somebody_who_is_an_editor_again(managing, leaving):
    work_of(editor=leaving)
    lose_role(leaving, managing)
    change_editor(leaving.pk, roles=["editor"], subjects=[], by=managing, reason="Back.", now=NOW)
    outbox.work()
    assert mailed() == []
    assert Outbox.objects.filter(task="reviews.notify_of_left_editor").exists()
    assert User.objects.get(pk=leaving.pk).is_editor


def test_the_list_says_how_many_works_each_has_and_how_many_are_under_way(
    client, managing, leaving
):
    posted_work_of(editor=leaving)
    work_of(second_editor=leaving)
    client.force_login(managing)
    page = client.get(reverse("reviews:editors"))
    (shown,) = [one for one in page.context["editors"] if one.person == leaving]
    assert (shown.works, shown.under_way) == (2, 1)
    assert "An editor of 2 works, 1 under way" in page.text
