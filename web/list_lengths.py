"""How long each list is, on pages, in feeds and in the API: the one table.

docs/reference/limits.md says the same for people; `make check` compares them.
"""

# Every list that is paged by `web.paging`, where nothing else is said here.
ROWS_A_PAGE = 20
REJECTS_A_PAGE = 50

# Lists that end, and lead to a page of their own where there is more.
DESK_ROWS_A_KIND = 10
DESK_ROWS_OF_ONE_KIND = 50  # where one kind was asked for
PROFILE_ROWS_A_KIND = 50  # on "Your work" and on a person's page
RECENT_ON_HOME = 5
OPEN_ROUNDS_ON_HOME = 4
MERGES_BESIDE_PAIRS = 10
FAILED_FETCHES = 20
FAILED_MAILS = 20
POLICY_CHANGES = 20
EXPORTED_ROWS = 20_000  # of each kind, in an export of one account
WORKS_OF_AN_EDITOR = 100  # in each place, on the page of their roles
FOLLOWED_NEWS = 20  # of one followed thing, in a mail and on the page of what somebody follows
RIGHTS_CHANGES = 20  # of one person, on the page of their roles

# Within the page of one preprint.
TIMELINE_ITEMS = 80
AUTHORS_OF_A_VERSION = 30

# What programs read.
FEED_ENTRIES = 50
API_ROWS_A_PAGE = 20
MOST_API_ROWS_A_PAGE = 100
