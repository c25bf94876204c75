"""What an administrator finds after signing in: what to look at, with links that they may open."""

import re

import pytest

from events.models import Outbox
from reading.selectors.administration import admin_tasks
from tests.administration.second_factor import add_second_factor, sign_in_with_second_factor
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(administrator=True, is_staff=True, is_superuser=True, verified=True)


def acts(user):
    return [task.words for task in admin_tasks(user)]


def give_up(count):
    for number in range(count):
        times = {"created_at": NOW, "due_at": NOW, "failed_at": NOW}
        Outbox.objects.create(task="reviews.send_mail", arguments={"n": number}, **times)


def test_each_thing_is_named_until_it_is_done(administrator):
    assert [words.split(",")[0] for words in acts(administrator)] == [
        "Your account has no second factor",
        "The journal has fewer than two editors: it accepts",
        "The journal has no managing editor",
    ]
    add_second_factor(administrator)
    UserFactory(editor=True)
    UserFactory(managing_editor=True)
    assert acts(administrator) == []
    give_up(2)
    assert acts(administrator) == ["2 mails or other after-effects were given up."]
    Outbox.objects.update(dropped_at=NOW)
    assert acts(administrator) == []
    assert acts(UserFactory(managing_editor=True)) == []


@pytest.mark.usefixtures("clock")
def test_every_link_of_the_page_opens_for_them_and_nobody_else_sees_one(client, administrator):
    give_up(1)
    sign_in_with_second_factor(client, administrator)
    page = client.get("/me/").text
    assert "As an administrator" in page
    assert "Find a work to review" not in page
    (section,) = [part for part in page.split("<section") if 'id="administration"' in part]
    links = set(re.findall(r'href="([^"]+)"', section.partition("</section>")[0]))
    assert len(links) == 5
    assert {client.get(link).status_code for link in links} == {200}
    client.force_login(UserFactory(managing_editor=True))
    assert "As an administrator" not in client.get("/me/").text
