"""What a work needs to enter an issue, and other numbers that rules and forms of issues keep to.

docs/reference/limits.md says the same for people; `make check` compares them.
"""

REVIEWERS_TO_BE_ELIGIBLE = 2  # neither authors nor editors of the work, with published reviews
MAX_NUMBER = 9999  # of a volume, or of an issue
