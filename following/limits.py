"""How much one person may follow. docs/reference/limits.md says the same for people."""

MOST_FOLLOWED = 1000
MOST_SEARCHES = 50  # each is run once a day
LONGEST_THING = 1000  # characters of a followed search as it stands in its address
LONGEST_NAME = 120  # characters that a search can be called by
