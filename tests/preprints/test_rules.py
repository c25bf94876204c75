import doctest

from preprints import rules


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(rules).failed == 0


def test_a_work_without_named_authors_says_so():
    assert rules.author_line([]) == "Author not named"


def test_a_taken_number_is_not_given_twice():
    assert rules.version_number("v1", taken={1}) == 2
    assert rules.version_number("v0", taken=set()) == 1
