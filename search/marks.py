"""What a search can be narrowed by, as words beside those of a text.

So one index finds them together: `=status:reviewed` and a rare word cost what the rare word costs.
No text has such a word, for none begins with `=`.
"""

STATUS, WORK_KIND, SOURCE, YEAR, SUBJECT, ISSUE, KIND = (
    "status",
    "work",
    "source",
    "year",
    "subject",
    "issue",
    "kind",
)
# A text has one for the term of its work, and for each lower one of that edition.
SIGNIFICANCE, STRENGTH = "significance", "strength"
ASSESSED = "=assessed"  # its work has an assessment


def mark(name: str, value: object) -> str:
    """
    >>> mark(YEAR, 2026)
    '=year:2026'
    """
    return f"={name}:{value}"
