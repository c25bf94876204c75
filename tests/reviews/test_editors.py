"""Who edits the journal, and works of which subjects."""

import pytest
from django.urls import reverse

from accounts.errors import LastManagingEditor
from accounts.models import Role, User
from accounts.services import change_rights
from events.models import Event
from events.outbox import work
from reviews.editor_errors import OnlyOneManagingEditor, OutsideTheirSubjects, RoleReasonMissing
from reviews.errors import NotAManagingEditor
from reviews.models import Policy, Submission
from reviews.selectors.desk import DECISIONS, DeskView
from reviews.services.editors import change_editor
from reviews.services.lapsing import reopen_submission
from reviews.services.submissions import accept_submission, classify_preprint, decline_submission
from reviews.services.triage import Decision, agree_to_proposal, propose_decision
from reviews.triage_forms import TriageForm
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def managing():
    return UserFactory(managing_editor=True, name="Mara Managing")


def change(person, by, *, roles=("editor",), subjects=(), reason="She knows the field."):
    return change_editor(person.pk, roles=roles, subjects=subjects, by=by, reason=reason, now=NOW)


def rights_of(person):
    person = User.objects.get(pk=person.pk)
    subjects = person.editor_subjects.values_list("subject__name", flat=True)
    return set(person.role_names), sorted(subjects)


def of_subject(name):
    work = PreprintFactory()
    if name:
        work.subjects.add(SubjectFactory(slug=name.lower()))
    return SubmissionFactory(preprint=work)


def test_a_role_is_given_for_subjects_with_a_reason_that_the_person_reads(managing, mailoutbox):
    person, bystander = UserFactory(administrator=True), UserFactory(editor=True)
    change(person, managing, subjects=[SubjectFactory(slug="logic")])
    assert rights_of(person) == ({"administrator", "editor"}, ["Logic"])
    assert rights_of(bystander) == ({"editor"}, [])
    event = Event.objects.get()
    given, taken = ["Editor", "works in Logic"], []
    assert (event.kind, event.is_public, event.actor_id, event.data) == (
        "account.rights_changed",
        False,
        managing.pk,
        {"given": given, "taken": taken},
    )
    row = person.rights_changes.get()
    assert (row.changed_by, row.given, row.taken, row.reason) == (
        managing,
        given,
        taken,
        "She knows the field.",
    )
    work()
    (mail,) = mailoutbox
    assert mail.to == [person.email]
    assert "Mara Managing changed your rights" in mail.body
    assert "The reason: She knows the field." in mail.body


def test_a_limit_is_widened_and_ended_with_the_role(managing):
    logic, ethics = SubjectFactory(slug="logic"), SubjectFactory(slug="ethics")
    person = UserFactory()
    change(person, managing, subjects=[logic])
    change(person, managing, subjects=[logic, ethics])
    change(person, managing)
    change(person, managing, subjects=[ethics])
    change(person, managing, roles=[], subjects=[ethics])
    assert rights_of(person) == (set(), [])
    rows = person.rights_changes.order_by("pk").values_list("given", "taken")
    assert list(rows)[1:] == [
        (["works in Ethics"], []),
        (["works of every subject"], []),
        (["works in Ethics"], ["works of other subjects"]),
        ([], ["Editor", "works in Ethics"]),
    ]


def test_what_is_refused_changes_nothing(managing):
    person = UserFactory()
    with pytest.raises(NotAManagingEditor):
        change(person, UserFactory(editor=True, administrator=True))
    with pytest.raises(RoleReasonMissing):
        change(person, managing, reason=" ")
    with pytest.raises(OnlyOneManagingEditor):
        change(managing, managing, roles=["editor"])
    with pytest.raises(LastManagingEditor):
        change_rights(
            managing.pk,
            roles=["managing-editor"],
            is_staff=False,
            is_active=False,
            by=None,
            now=NOW,
        )
    assert (rights_of(person), rights_of(managing)) == ((set(), []), ({"managing-editor"}, []))
    assert not Event.objects.exists()
    UserFactory(managing_editor=True)
    change(managing, managing, roles=["editor"])
    assert rights_of(managing) == ({"editor"}, [])


def limited_editor(*names):
    editor = UserFactory(editor=True)
    for name in names:
        editor.editor_subjects.create(subject=SubjectFactory(slug=name.lower()))
    return editor


def test_the_desk_of_a_limited_editor_has_works_of_their_subjects_and_of_none():
    own, other, none = of_subject("Logic"), of_subject("Ethics"), of_subject("")
    logic, free = limited_editor("Logic"), limited_editor()
    managing = limited_editor("Logic")
    Role.objects.create(user=managing, name="managing-editor")
    (triage,) = [kind for kind in DECISIONS if kind.name == "triage"]

    def rows(owner, reader):
        return set(triage.rows(DeskView(reader=reader, owner=owner, subject="", now=NOW)))

    assert rows(logic, logic) == {own, none}
    assert rows(free, free) == rows(managing, managing) == {own, other, none}
    assert rows(None, managing) == {own, other, none}


def test_a_limited_editor_decides_on_works_of_their_subjects_alone(client):
    own, other = of_subject("Logic"), of_subject("Ethics")
    logic, free = limited_editor("Logic"), limited_editor()
    Policy.objects.update(one_editor_triages=True)
    refused = {"code": "other", "text": "Not here.", "now": NOW}
    with pytest.raises(OutsideTheirSubjects):
        decline_submission(other.pk, editor=logic, **refused)
    accepted = {"claimed_author_id": None, "now": NOW}
    for pair in ((logic, free), (free, logic)):
        editor, second = pair
        with pytest.raises(OutsideTheirSubjects):
            accept_submission(other.pk, editor=editor, second_editor=second, **accepted)
    assert set(Submission.objects.awaiting_triage()) == {own, other}
    offered = TriageForm(submission=other, editor=free).fields["second_editor"].queryset
    assert logic not in offered
    offered = TriageForm(submission=own, editor=free).fields["second_editor"].queryset
    assert logic in offered
    client.force_login(logic)
    page = client.get(reverse("reviews:submission", args=[other.pk])).content.decode()
    assert "an editor of other subjects alone" in page
    assert "Send it for review?" not in page
    accept_submission(own.pk, editor=logic, second_editor=free, **accepted)
    assert set(Submission.objects.awaiting_triage()) == {other}


def test_a_limited_editor_makes_no_work_one_of_their_subjects_nor_opens_it_again():
    own, other = of_subject("Logic"), of_subject("Ethics")
    logic, ethics = limited_editor("Logic"), limited_editor("Ethics")
    to_logic = {"kind": "survey", "subjects": list(own.preprint.subjects.all())}
    with pytest.raises(OutsideTheirSubjects):
        classify_preprint(other.preprint_id, editor=logic, **to_logic)
    classify_preprint(own.preprint_id, editor=logic, **to_logic)
    Submission.objects.update(state="lapsed", lapsed_at=NOW, lapse_reason="no-decision")
    with pytest.raises(OutsideTheirSubjects):
        reopen_submission(other.pk, editor=logic, now=NOW)
    reopen_submission(own.pk, editor=logic, now=NOW)
    assert list(Submission.objects.filter(state="submitted")) == [own]
    classify_preprint(other.preprint_id, editor=ethics, **to_logic)
    assert other.preprint.subjects.get().slug == "logic"


def test_where_two_decide_both_are_of_the_subject():
    work, logic = of_subject("Ethics"), limited_editor("Logic")
    free, second = limited_editor("Ethics"), limited_editor("Ethics", "Logic")
    decline = Decision(is_accepted=False, code="other", text="Not here.")
    for editor, decision in (
        (logic, decline),
        (free, Decision(is_accepted=True, second_editor=logic, consent="agreed")),
    ):
        with pytest.raises(OutsideTheirSubjects):
            propose_decision(work.pk, editor=editor, decision=decision, now=NOW)
    proposal = propose_decision(work.pk, editor=free, decision=decline, now=NOW)
    with pytest.raises(OutsideTheirSubjects):
        agree_to_proposal(proposal.pk, editor=logic, now=NOW)
    assert Submission.objects.get(pk=work.pk).state == "submitted"
    agree_to_proposal(proposal.pk, editor=second, now=NOW)
    assert Submission.objects.get(pk=work.pk).state == "declined"


def test_the_page_finds_a_person_by_address_and_keeps_what_was_typed(client, managing):
    person = UserFactory(email="noor@example.org", name="Noor New", verified=True)
    UserFactory(editor=True, name="Edda Editor")
    client.force_login(managing)
    url = reverse("reviews:editors")
    page = client.get(url).content.decode()
    assert ("Edda Editor" in page, "Mara Managing" in page, "Noor New" in page) == (
        True,
        True,
        False,
    )
    assert client.get(url, {"person": "nobody@example.org"}).status_code == 422
    found = client.get(url, {"person": "Noor@example.org"})
    own = reverse("reviews:change_editor", args=[person.profile.handle])
    assert found.url == own
    logic = SubjectFactory(slug="logic")
    answer = client.post(own, {"roles": ["editor"], "subjects": [logic.pk], "reason": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count("checked") == 2
    fields = {"roles": ["editor"], "subjects": [logic.pk], "reason": "Asked by Mara."}
    assert client.post(own, fields).url == url
    assert rights_of(person) == ({"editor"}, ["Logic"])
    assert "Asked by Mara." in client.get(own).content.decode()
