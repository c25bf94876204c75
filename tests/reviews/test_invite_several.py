"""Several people are invited by one form: each for themselves, and nothing typed is lost."""

import pytest
from django.urls import reverse

from drafts.models import Draft
from events.outbox import work
from reviews.forms import InviteForm
from reviews.models import Invitation
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, RoundFactory, SubmissionFactory
from tests.factories.times import day_to_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    editor = UserFactory(editor=True)
    return RoundFactory(submission=SubmissionFactory(accepted=True, editor=editor))


def fields(**changes):
    return {
        "name": "Ivy Few",
        "email": "ivy@example.org",
        "due_on": day_to_type(),
        "message": "You know these axioms.",
        "in_spite": "",
        "others": "",
        **changes,
    }


def send(client, opened, **changes):
    client.force_login(opened.submission.editor)
    url = reverse("reviews:invite_reviewer", args=[opened.pk])
    return client.post(url, fields(**changes), follow=True)


def asked(opened):
    return set(opened.invitations.values_list("name", "email", "message"))


@pytest.mark.parametrize(
    "line",
    [
        "Noor Ali <Noor@example.org>",
        "Noor Ali, noor@example.org",
        "noor@example.org (Noor Ali)",
        "  Noor Ali  noor@example.org. ",
        "“Noor Ali” <noor@example.org>",
    ],
)
def test_a_line_is_read_in_any_usual_form(line):
    form = InviteForm(fields(others=f"{line}\n\n"))
    assert form.is_valid(), form.errors
    _first, noor = form.people
    assert (noor.name, noor.email.lower()) == ("Noor Ali", "noor@example.org")


def test_every_faulty_line_is_named_at_once():
    two = "Uma Few <uma@example.org>; Rolf <rolf@example.org>, tess@example.org"
    lines = ["bad one", "Noor Ali <noor@example.org>", "Karl <karl@@x>", "", two, "una@example.org"]
    form = InviteForm(fields(others="\n".join(lines)))
    assert not form.is_valid()
    nameless = "it needs a name and an e-mail address"
    assert form.errors["others"] == [
        f"“bad one”: {nameless}",
        "“Karl <karl@@x>”: Please enter a valid e-mail address.",
        f"“{two}”: several addresses; please write one person a line",
        f"“una@example.org”: {nameless}",
    ]


@pytest.mark.parametrize(
    ("others", "problem"),
    [
        ("Noor Ali", "“Noor Ali”: it needs a name and an e-mail address"),
        ("noor@example.org", "it needs a name and an e-mail address"),
        ("Noor <noor@example>", "“Noor &lt;noor@example&gt;”"),
        ("\n".join(f"P{n} <p{n}@example.org>" for n in range(10)), "at most 10 people"),
    ],
)
def test_a_line_that_cannot_be_read_invites_nobody_and_keeps_all(client, opened, others, problem):
    answer = send(client, opened, others=f"{others}\nOmar Few <omar@example.org>")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert problem in page
    assert "omar@example.org" in page
    assert not Invitation.objects.exists()


def test_nine_more_fit_on_one_form(client, opened):
    others = "\n".join(f"Person {n} <p{n}@example.org>" for n in range(9))
    page = send(client, opened, others=others).content.decode()
    assert "10 invitations are on their way." in page
    assert opened.invitations.count() == 10


def test_each_gets_an_invitation_of_their_own(client, opened, mailoutbox):
    others = "Noor Ali <noor@example.org>\nOmar Few, omar@example.org"
    page = send(client, opened, others=others).content.decode()
    line = "You know these axioms."
    assert asked(opened) == {
        ("Ivy Few", "ivy@example.org", line),
        ("Noor Ali", "noor@example.org", line),
        ("Omar Few", "omar@example.org", line),
    }
    assert "3 invitations are on their way." in page
    assert not Draft.objects.exists()
    work()
    sent = {mail.to[0]: mail.body for mail in mailoutbox}
    assert sent.keys() == {"ivy@example.org", "noor@example.org", "omar@example.org"}
    assert "omar" not in sent["noor@example.org"].lower()


def test_who_is_refused_keeps_nobody_from_being_asked_and_stays_in_the_form(client, opened):
    InvitationFactory(round=opened, email="ivy@example.org")
    InvitationFactory(round=opened, email="omar@example.org", name="Omar Few")
    before = set(opened.invitations.values_list("pk", flat=True))
    others = "Noor Ali <noor@example.org>\nOmar Few <omar@example.org>"
    page = send(client, opened, others=others).content.decode()
    new = opened.invitations.exclude(pk__in=before)
    assert set(new.values_list("email", flat=True)) == {"noor@example.org"}
    assert "Ivy Few &lt;ivy@example.org&gt;: " in page
    assert "The invitation is on its way." in page
    draft = Draft.objects.get()
    assert draft.fields == fields(others="Omar Few <omar@example.org>")
    assert 'value="ivy@example.org"' in page


def test_where_nobody_can_be_invited_the_form_comes_back(client, opened):
    for name in ("ivy", "noor"):
        InvitationFactory(round=opened, email=f"{name}@example.org")
    answer = send(client, opened, others="Noor Ali <noor@example.org>")
    page = answer.content.decode()
    assert (answer.status_code, opened.invitations.count()) == (409, 2)
    assert "ivy@example.org: " in page
    assert "noor@example.org: " in page
    assert "Noor Ali &lt;noor@example.org&gt;" in page


def test_newer_text_of_another_tab_invites_nobody(client, opened):
    key = f"invite:{opened.pk}"
    editor = opened.submission.editor
    newer, at = fields(message="Newer."), opened.opened_at
    Draft.objects.create(owner=editor, key=key, fields=newer, revision=4, saved_at=at)
    client.force_login(editor)
    url = reverse("reviews:invite_reviewer", args=[opened.pk])
    posted = fields(others="Noor Ali <noor@example.org>", draft_revision="2")
    answer = client.post(url, posted)
    assert answer.status_code in (409, 422)
    assert not opened.invitations.exists()
    assert "noor@example.org" in answer.content.decode()
