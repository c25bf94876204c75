import doctest
import random

import pytest

from curation import ranking, rules, score_pictures
from curation.ranking import Rating, mean_rating, scaled, score, shrink

JOURNAL = Rating(0.5, 0.4)


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(ranking).failed == 0
    assert doctest.testmod(rules).failed == 0
    assert doctest.testmod(score_pictures).failed == 0


@pytest.mark.parametrize(("rank", "of", "place"), [(1, 6, 0.0), (3, 6, 0.4), (6, 6, 1.0)])
def test_a_term_has_a_place_between_0_and_1(rank, of, place):
    assert scaled(rank, of) == place


@pytest.mark.parametrize(("rank", "of"), [(0, 5), (6, 5), (1, 1)])
def test_a_rank_outside_its_scale_is_refused(rank, of):
    with pytest.raises(ValueError, match="not on a scale"):
        scaled(rank, of)


def test_the_score_is_the_mean_of_both_scales_shrunken_means():
    result = score([Rating(0.5, 0.4), Rating(0.75, 0.6)], JOURNAL)
    assert result.significance.shrunken == pytest.approx((0.5 + 0.75 + 0.5) / 3)
    assert result.strength.shrunken == pytest.approx((0.4 + 0.6 + 0.4) / 3)
    assert result.value == pytest.approx(
        (result.significance.shrunken + result.strength.shrunken) / 2
    )


def test_the_parts_show_what_the_score_was_made_of():
    overall = score([Rating(0.5, 0.4), Rating(0.75, 0.6)], JOURNAL).overall
    assert (overall.n, overall.raw) == (2, pytest.approx(0.5625))
    assert overall.spread == pytest.approx(0.675 - 0.45)


def test_one_enthusiastic_review_does_not_beat_three_very_good_ones():
    one = score([Rating(1.0, 1.0)], JOURNAL)
    three = score([Rating(1.0, 0.8)] * 3, JOURNAL)
    assert one.overall.raw > three.overall.raw
    assert one.value < three.value


def test_the_order_of_the_reviews_changes_nothing():
    ratings = [Rating(rank / 7, rank / 11) for rank in range(7)]
    shuffled = random.Random(5).sample(ratings, len(ratings))  # fixed seed
    assert score(ratings, JOURNAL) == score(shuffled, JOURNAL)


def test_without_reviews_the_score_is_the_journal_mean_and_has_no_spread():
    result = score([], JOURNAL)
    assert (result.value, result.overall.raw, result.overall.spread) == (JOURNAL.mean, None, None)


def test_without_any_rated_review_the_journal_mean_is_the_middle():
    assert mean_rating({}) == Rating(0.5, 0.5)


def test_the_band_of_a_picture_reaches_from_the_lowest_rating_to_the_highest():
    ratings = [Rating(0.75, 0.75), Rating(0.25, 0.25)]
    picture = score_pictures.score_picture(score(ratings, JOURNAL), ratings, JOURNAL)
    assert (picture.band_start, picture.band_width) == (54, 100)
    assert picture.dots == ((154, 19), (54, 19))
    assert (picture.width, picture.end) == (208, 204)


@pytest.mark.parametrize("ratings", [[], [Rating(0.5, 0.5)], [Rating(0.5, 0.5)] * 2])
def test_a_picture_without_two_different_ratings_has_no_band(ratings):
    picture = score_pictures.score_picture(score(ratings, JOURNAL), ratings, JOURNAL)
    assert (picture.band_width, len(picture.dots)) == (0, len(ratings))


def test_a_heavier_prior_draws_more():
    assert shrink([1.0], 0.0, prior_weight=3.0).shrunken == 0.25
