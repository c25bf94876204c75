"""Public pages, kept in each web process and dropped when what they show changes.

`application` stands in front of Django and answers from `store`; `sources` notes while a page is
made which tables it reads; `triggers` has the database say at each commit which rows of them have
changed; `listening` hears it. See docs/explanation/page-cache.md.
"""
