"""How long browsers and caches may keep an answer that anyone may read: the one table, in seconds.

docs/reference/limits.md says the same for people; `make check` compares them.
"""

PAGE_SECONDS = 60
API_SECONDS = 60
FEED_SECONDS = 300
SITEMAP_SECONDS = 3_600
ISSUE_FILE_SECONDS = 86_400  # its cover, and files of the log, which never change
