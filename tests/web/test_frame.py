"""The frame of every page, and the pages of sign-in, which stand in it."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from reading.forms import PatternForm
from tests.factories.accounts import UserFactory
from web.templatetags.verso import day, waiting, when

pytestmark = pytest.mark.django_db
ENTRANCE = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("url", [*ENTRANCE, *OWN, "/about/"])
def test_no_page_has_inline_style_or_script(client, url):
    if url in OWN:
        client.force_login(UserFactory())
    page = client.get(url, follow=True).content.decode()
    assert "masthead__name" in page
    assert not re.search(r"<[^>]+ style=", page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"<[^>]+ on[a-z]+=", page)


@pytest.mark.parametrize("url", ENTRANCE)
def test_a_sign_in_page_has_one_heading_and_labels(client, url):
    page = client.get(url).content.decode()
    assert page.count("<h1") == 1
    for control in re.findall(r'<input type="(?:email|password|text)"[^>]*id="([^"]+)"', page):
        assert f'for="{control}"' in page


def test_the_navigation_says_where_one_is(client):
    assert 'href="/about/" aria-current="page"' in client.get("/about/").content.decode()


def test_editors_have_a_way_to_their_desk(client):
    assert 'href="/editor/"' not in client.get("/about/").content.decode()
    client.force_login(UserFactory(editor=True))
    assert 'href="/editor/"' in client.get("/about/").content.decode()


def test_only_who_is_signed_in_carries_the_weight_of_htmx(client):
    assert "htmx-2" not in client.get("/about/").content.decode()
    client.force_login(UserFactory())
    page = client.get("/about/").content.decode()
    assert "htmx-2" in page
    assert "X-CSRFToken" in page


def test_a_field_is_tied_to_its_help_and_its_errors():
    form = PatternForm({"line": ""})
    page = render_to_string("components/_form.html", {"form": form, "action_words": "Go"})
    for control in ("id_line", "id_choice"):
        assert f'id="{control}_helptext"' in page
        assert f'id="{control}_error"' in page
    assert 'aria-invalid="true"' in page
    assert "<legend> One of a few" in " ".join(page.split())


def test_a_hidden_field_is_only_itself():
    form = PatternForm()
    form.fields["line"].widget = form.fields["line"].hidden_widget()
    page = render_to_string("components/_field.html", {"field": form["line"]})
    assert page.strip().startswith('<input type="hidden"')


def test_a_button_that_matters_asks_twice():
    page = render_to_string(
        "components/_confirm.html",
        {"action_words": "Withdraw", "question": "Really?", "action": "/x/", "grave": True},
    )
    assert page.index("<summary>Withdraw") < page.index("Really?") < page.index("<button")


def test_no_day_is_no_word():
    assert day(None) == ""


def test_a_day_without_a_time_has_no_exact_time_to_show():
    assert day(date(2026, 3, 3)) == '<time datetime="2026-03-03">3 March 2026</time>'
    moment = datetime(2026, 3, 3, 9, 0, 59, 123_456, tzinfo=UTC)
    exactly = '<time datetime="2026-03-03T09:00+00:00" title="2026-03-03 09:00 UTC">'
    assert day(moment).startswith(exactly)
    assert when(moment).startswith(exactly)


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html"])
def test_an_error_page_needs_nothing_but_the_request(template, rf):
    assert "<h1>" in render_to_string(template, request=rf.get("/nowhere/"))


def test_style_files_stay_short():
    for file in (Path(settings.BASE_DIR) / "static" / "css").glob("*.css"):
        assert len(file.read_text().splitlines()) <= 400, file


def test_a_wait_is_counted_in_days_for_long():
    assert waiting(timezone.now() - timedelta(days=9, hours=1)) == "9 days"
    assert waiting(timezone.now() - timedelta(days=1, hours=1)) == "1 day"
    assert "month" in waiting(timezone.now() - timedelta(days=130))


def test_a_wait_is_shown_in_its_largest_unit():
    assert waiting(timezone.now() - timedelta(days=3, hours=1)).replace("\xa0", " ") == "3 days"


def test_a_day_is_in_the_language_of_who_reads_it():
    moment = date(2026, 3, 3)
    in_english = day(moment)
    with override("de"):
        in_german = day(moment)
    assert ("March" in in_english, "März" in in_german) == (True, True)
    assert day(moment) == in_english
