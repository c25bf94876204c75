"""How much text is kept while somebody types it.

docs/reference/limits.md says the same for people; `make check` compares them.
"""

# A form together, whether it is saved while one writes or sent; the longest field alone is
# `reviews.limits.MAX_TEXT`. Encoded for a request it stays below DATA_UPLOAD_MAX_MEMORY_SIZE.
MAX_FORM_BYTES = 500_000
MAX_DRAFTS_BYTES = 5_000_000  # of one person
MAX_FIELDS = 60  # of a saved form
MOST_TABS = 20  # in which one form is written
MOST_OTHERS = 10  # texts that a draft keeps beside its own
MAX_REPLACED_BYTES = 2_000_000  # texts of one person for one place in an issue that others replaced
# What is known of a sent form: longer than a page stays open, and than a browser keeps a copy of a
# text (`static/js/kept-texts.js`).
SENT_FORM_DAYS = 90
