from datetime import timedelta

import pytest

from events.models import Outbox
from events.outbox import work
from preprints.comparisons import (
    ASK_AGAIN_AFTER,
    ask_for_comparison,
    ask_for_edit,
    compare_edit,
    make_comparison,
)
from preprints.models import Comparison, Edit
from tests.factories.preprints import EditFactory, PreprintFactory, VersionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def pair():
    preprint = PreprintFactory(version=None)
    older = VersionFactory(preprint=preprint, number=1, title="Axioms", body_html="<p>One two</p>")
    newer = VersionFactory(
        preprint=preprint,
        number=2,
        title="Axioms of <em>care</em>",
        abstract="We state five axioms and show what follows from them.",
        body_html="<p>One three</p>",
    )
    return older, newer


def test_title_abstract_and_text_are_compared_in_the_background(pair):
    asked = ask_for_comparison(*pair, now=NOW)
    assert asked.made_at is None
    work()
    made = Comparison.objects.get()
    assert made.title_html == "Axioms <ins>of </ins><em><ins>care</ins></em>\n"
    assert "state <del>four</del> <ins>five</ins> axioms" in made.abstract_html
    assert made.body_html == "<p>One <del>two</del> <ins>three</ins></p>\n"
    assert (made.words_added, made.words_removed) == (4, 2)
    assert made.made_at is not None


def test_asking_twice_promises_once(pair):
    assert ask_for_comparison(*pair, now=NOW) == ask_for_comparison(*pair, now=NOW)
    assert Outbox.objects.count() == 1


def test_what_was_asked_in_vain_is_promised_again(pair):
    comparison = ask_for_comparison(*pair, now=NOW)
    later = NOW + ASK_AGAIN_AFTER + timedelta(seconds=1)
    ask_for_comparison(*pair, now=later)
    assert Outbox.objects.count() == 2
    make_comparison(comparison.pk)
    ask_for_comparison(*pair, now=later + 2 * ASK_AGAIN_AFTER)
    assert Outbox.objects.count() == 2


@pytest.mark.parametrize(("waited", "promises"), [(HOUR, 1), (HOUR + SECOND, 2)])
def test_an_hour_is_waited_for_a_comparison_and_for_an_edit(pair, waited, promises):
    edit = EditFactory(seen_at=NOW)
    for now in (NOW, NOW + waited):
        ask_for_comparison(*pair, now=now)
        edit.refresh_from_db()
        ask_for_edit(edit, now=now)
    tasks = Outbox.objects.order_by("task", "pk").values_list("task", "arguments")
    assert list(tasks) == [
        *[("preprints.compare", {"comparison_id": Comparison.objects.get().pk})] * promises,
        *[("preprints.compare_edit", {"edit_id": edit.pk})] * promises,
    ]
    asked_at = NOW if promises == 1 else NOW + waited
    edit.refresh_from_db()
    assert (Comparison.objects.get().asked_at, edit.asked_at) == (asked_at, asked_at)


def test_asking_again_promises_no_other_comparison(pair):
    older, newer = pair
    third = VersionFactory(preprint=newer.preprint, number=3)
    waiting = ask_for_comparison(older, newer, now=NOW)
    later = NOW + ASK_AGAIN_AFTER + timedelta(seconds=1)
    ask_for_comparison(newer, third, now=later)
    ask_for_comparison(newer, third, now=later)
    assert Outbox.objects.count() == 2
    waiting.refresh_from_db()
    assert waiting.asked_at == NOW


def test_a_comparison_is_made_once(pair):
    comparison = ask_for_comparison(*pair, now=NOW)
    make_comparison(comparison.pk)
    first = Comparison.objects.get().made_at
    make_comparison(comparison.pk)
    assert Comparison.objects.get().made_at == first


def test_a_text_that_only_one_version_has_is_not_shown_as_new():
    preprint = PreprintFactory()
    newer = VersionFactory(preprint=preprint, number=2, body_html="<p>Words</p>")
    comparison = ask_for_comparison(preprint.versions.get(number=1), newer, now=NOW)
    make_comparison(comparison.pk)
    comparison.refresh_from_db()
    assert (comparison.body_html, comparison.words_added) == ("", 0)


def test_an_edit_is_compared_with_the_version_it_stands_beside():
    edit = EditFactory(version__body_html="<p>One two</p>", body_html="<p>One three</p>")
    ask_for_edit(edit, now=NOW)
    ask_for_edit(edit, now=NOW)
    assert Outbox.objects.count() == 1
    work()
    edit.refresh_from_db()
    assert edit.is_compared
    assert edit.diff_html == "<p>One <del>two</del> <ins>three</ins></p>\n"
    assert (edit.words_added, edit.words_removed) == (1, 1)
    ask_for_edit(edit, now=NOW + 2 * ASK_AGAIN_AFTER)
    assert Outbox.objects.count() == 1


def test_a_newer_edit_is_compared_anew():
    edit = EditFactory()
    ask_for_edit(edit, now=NOW)
    compare_edit(edit.pk)
    later = NOW + timedelta(minutes=1)
    Edit.objects.update(body_html="<p>Other</p>", content_hash="2" * 64, seen_at=later)
    edit.refresh_from_db()
    assert not edit.is_compared
    ask_for_edit(edit, now=later)
    work()
    edit.refresh_from_db()
    assert edit.is_compared


def test_a_vanished_edit_or_comparison_is_nothing_to_do():
    compare_edit(7)
    make_comparison(7)
