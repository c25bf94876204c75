"""The page on which people choose how they get their mails."""

import pytest

from mails.choices import usual_way
from mails.kind import To
from mails.kinds import MAIL_KINDS
from mails.models import MailChoice
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/me/mails/"


def chosen():
    return set(MailChoice.objects.values_list("user", "kind", "way"))


def as_usual(**changed):
    return {kind.name: usual_way(kind) for kind in MAIL_KINDS.values()} | changed


def test_choices_are_saved_shown_and_taken_back(client):
    person, other = UserFactory(), UserFactory()
    MailChoice.objects.create(user=other, kind="work_selected", way="off")
    client.force_login(person)
    answer = client.post(URL, as_usual(work_selected="daily", review_published="off"), follow=True)
    assert "Your choices are saved." in answer.text
    assert chosen() == {
        (other.pk, "work_selected", "off"),
        (person.pk, "work_selected", "daily"),
        (person.pk, "review_published", "off"),
    }
    form = client.get(URL).context["form"]
    initial = {name: field.initial for name, field in form.fields.items()}
    usual = as_usual()
    assert {name: way for name, way in initial.items() if way != usual[name]} == {
        "work_selected": "daily",
        "review_published": "off",
    }
    client.post(URL, as_usual())
    assert chosen() == {(other.pk, "work_selected", "off")}


def test_an_unknown_way_is_refused(client):
    client.force_login(UserFactory())
    answer = client.post(URL, as_usual(work_selected="weekly"))
    assert answer.status_code == 422
    assert chosen() == set()


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_everybody_chooses_among_what_they_may_get(client, role):
    client.force_login(UserFactory(**{role: True}))
    page = client.get(URL)
    offered = set(page.context["form"].fields)
    own = {To.AUTHOR, To.REVIEWER, To.READER} | ({To.EDITOR} if role == "editor" else set())
    assert offered == {
        kind.name
        for kind in MAIL_KINDS.values()
        if kind.is_optional and own & set(kind.to) and kind.name != "digest"
    }
    assert "An e-mail always comes, and at once, when …" in page.text


def test_the_pages_queries_do_not_grow_with_the_choices(client, django_assert_num_queries):
    person = UserFactory()
    client.force_login(person)
    for count in (1, 9):
        names = [kind.name for kind in MAIL_KINDS.values() if kind.is_optional][:count]
        for name in names:
            MailChoice.objects.get_or_create(user=person, kind=name, defaults={"way": "off"})
        with django_assert_num_queries(6):
            client.get(URL)
