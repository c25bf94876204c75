"""What counts as a passage, and how a text reads without it."""

from time import process_time

import pytest

from reviews import redaction_errors as errors
from reviews.models import Review
from reviews.passages import replaced
from reviews.redaction_rules import without_passage
from tests.reviews.test_redacting import posted, redact
from tests.reviews.test_signing_later import rewrite


@pytest.mark.parametrize(
    ("text", "passage", "left"),
    [
        ("The other, there: the end.", "the", "The other, there: [redacted] end."),
        ("An act of [redacted].", "act", "An [redacted] of [redacted]."),
        ("He (Dr. X) errs.", "(Dr. X)", "He [redacted] errs."),
        ('Said "it\'s X" twice.', "“it’s X”", "Said [redacted] twice."),
        ("Said “it’s X” twice.", '"it\'s X"', "Said [redacted] twice."),
    ],
)
def test_a_passage_is_whole_words_and_no_earlier_mark(text, passage, left):
    assert without_passage(text, passage) == left


@pytest.mark.parametrize(
    ("text", "passage", "problem"),
    [
        ("In fact.", "act", errors.PassageNotFound),
        ("An [redacted] end.", "redacted", errors.PassageNotFound),
        ("Words.", " ", errors.PassageNotFound),
        ("All of it.", "All of it.", errors.NothingWouldBeLeft),
        ("[redacted], and more!", "and more", errors.NothingWouldBeLeft),
        ("1. Dr X\n2. [redacted]", "Dr X", errors.NothingWouldBeLeft),
        ("It is long. " * 99, "is long. It " * 42, errors.PassageTooLong),
    ],
)
def test_what_is_no_passage_or_all_of_the_text_is_refused(text, passage, problem):
    with pytest.raises(problem):
        without_passage(text, passage)


@pytest.mark.django_db
def test_at_least_half_of_the_words_stay_however_often_it_is_redacted():
    assert without_passage("1. One two\n2. three four", "three four", as_published="a b c d")
    with pytest.raises(errors.TooLittleWouldBeLeft):
        without_passage("1. One two\n2. three four", "two", as_published="a b c d e f g")
    review, _assessment, _response = posted()
    other = Review.objects.exclude(pk=review.pk).get()
    for one in (review, other):
        rewrite(one, summary="One two three four five six seven eight.")
    for passage in ("Two", "three four", "five"):
        redact(review, part="summary", passage=passage.lower())
    for passage in ("six", "One", "seven eight"):
        with pytest.raises(errors.TooLittleWouldBeLeft):
            redact(review, part="summary", passage=passage)
    redact(review)
    review.refresh_from_db()
    assert review.summary == "One [redacted] [redacted] [redacted] six seven eight."
    redact(other, part="summary", passage="One two three four")


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("a " * 34_999 + "b", "a " * 249 + "c"),
        ("ab " * 23_000, "ab " * 166 + "a"),
        ("-ab" * 23_000, "-ab" * 166 + "-a"),
        ("a" * 70_000, "a" * 500),
    ],
)
def test_a_passage_is_looked_for_in_time_that_grows_with_the_text_alone(text, passage):
    begun = process_time()
    assert replaced(text, passage, any_case=True) == (text, 0)
    assert process_time() - begun < 1
