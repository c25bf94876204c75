"""What is known of a form by its draft's key alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from drafts.errors import NotYourForm
from drafts.form_kinds import FormKind, find_kind, labels_of
from reviews.form_kinds import ReviewForms
from tests.factories.accounts import UserFactory


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_key_names_the_kind_of_a_form_and_its_number():
    kind, number = find_kind("review:12")
    assert (type(kind), number) == (ReviewForms, 12)
    assert "summary" in labels_of("review:12")


@pytest.mark.parametrize(
    "key", ["diary:1", "review", "review:", "review:x", ":1", "review:1:2", f"review:{'9' * 19}"]
)
def test_a_key_of_no_form_takes_no_text(key):
    kind, number = find_kind(key)
    assert labels_of(key) == {}
    with pytest.raises(NotYourForm):
        kind.check_may_write(UserFactory.build(), number)


@pytest.mark.django_db
def test_a_form_belongs_to_who_is_signed_in_unless_its_kind_says_more():
    user, kind = UserFactory(), FormKind()
    assert kind.find_owner(request_of(user), 1) == user
    assert kind.find_owner(request_of(AnonymousUser()), 1) is None
    answer = kind.signed_out_answer(request_of(AnonymousUser()), 1)
    assert (answer.status_code, answer.content) == (401, b'{"error": "You are signed out."}')
    assert kind.why_not_sendable(1) == ""
