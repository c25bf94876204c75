"""A template that uses what nothing gives it fails in every test that shows it."""

import pytest
from django.template import engines


def shown(template, **context):
    return engines["django"].from_string(template).render(context)


def test_a_variable_that_nothing_gives_is_a_fault():
    with pytest.raises(AssertionError, match=r"uses review\.byline, which nothing"):
        shown("By {{ review.byline }}", review=None)


def test_what_is_given_is_shown_be_it_empty_or_none():
    assert shown("[{{ byline }}{{ number }}]", byline="", number=None) == "[None]"


def test_a_condition_may_ask_for_what_is_not_there():
    assert shown("{% if review.byline %}By{% endif %}") == ""
