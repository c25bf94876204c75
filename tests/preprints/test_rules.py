import doctest
from dataclasses import replace

import pytest
from django.db import connection

from preprints import rules
from preprints.models import Version
from preprints.record import RecordAuthor
from preprints.services import store_record
from tests.factories.times import NOW
from tests.preprints.test_store_record import RECORD


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(rules).failed == 0


def test_a_work_without_named_authors_says_so():
    assert rules.author_line([]) == "Author not named"


def test_a_taken_number_is_not_given_twice():
    assert rules.version_number("v1", taken={1}) == 2
    assert rules.version_number("v0", taken=set()) == 1
    assert rules.version_number("v" + "9" * 5000, taken={1}) == 2


def test_a_number_has_four_digits_at_most():
    assert rules.version_number("v9999", taken={1}) == 9999
    assert rules.version_number("v10000", taken={1}) == 2


@pytest.mark.parametrize(
    ("title_changed", "words_changed", "words_before", "is_version"),
    [
        (True, 0, 10_000, True),
        (False, 0, 0, False),
        (False, 0, 10_000, False),
        (False, 39, 10_000, False),
        (False, 40, 10_000, True),
        (False, 9, 1_000, False),
        (False, 10, 1_000, True),
    ],
)
def test_an_edit_is_a_version_by_its_title_its_words_or_their_share(
    title_changed, words_changed, words_before, is_version
):
    assert rules.makes_a_version(title_changed, words_changed, words_before) is is_version


@pytest.mark.parametrize(
    ("names", "stored", "shown"),
    [
        ([], "", "Author not named"),
        (["A"], "A", "A"),
        (["A", "B", "C", "D"], "A, B, C, D", "A, B, C, D"),
        (["A", "B", "C", "D", "E"], "A, B, C, D (+1)", "A, B, C, D and 1 more"),
        (["N"] * 3000, "N, N, N, N (+2996)", "N, N, N, N and 2996 more"),
        (["[anonymous]", "B"], "[anonymous], B", "[anonymous], B"),
    ],
)
def test_authors_are_stored_in_no_language_and_shown_in_the_readers(names, stored, shown):
    assert rules.stored_author_line(names) == stored
    assert rules.author_line(names) == rules.shown_author_line(stored) == shown


def in_swapped_letters(text, *plural):
    """A language for tests: every word but the placeholders in capitals."""
    words = (word if "%(" in word else word.upper() for word in text.split(" "))
    return " ".join(words)


@pytest.fixture
def loud(monkeypatch):
    monkeypatch.setattr(rules, "gettext", in_swapped_letters)
    monkeypatch.setattr(rules, "ngettext", in_swapped_letters)


@pytest.mark.parametrize(
    ("stored", "shown"),
    {
        "": "AUTHOR NOT NAMED",
        "A, B, C, D (+12)": "A, B, C, D AND 12 MORE",
        "[anonymous], B": "[ANONYMOUS], B",
        # as it was stored until November 2026
        "Author not named": "AUTHOR NOT NAMED",
        "A, B, C, D and 12 more": "A, B, C, D AND 12 MORE",
        # a name stays as it is
        "Ada More": "Ada More",
        "Someone (+)": "Someone (+)",
    }.items(),
)
def test_the_words_around_names_are_translated_as_they_are_shown(stored, shown, loud):
    assert rules.shown_author_line(stored) == shown


@pytest.mark.django_db
def test_a_stored_version_is_read_in_the_readers_language(loud):
    names = [RecordAuthor(f"N{number}") for number in range(6)]
    many = store_record(replace(RECORD, authors=tuple(names)), now=NOW).version
    assert many.author_line == "N0, N1, N2, N3 AND 2 MORE"
    with connection.cursor() as cursor:
        cursor.execute("SELECT author_line FROM preprints_version WHERE id = %s", [many.pk])
        assert cursor.fetchone() == ("N0, N1, N2, N3 (+2)",)
    assert list(Version.objects.values_list("author_line", flat=True)) == [many.author_line]
