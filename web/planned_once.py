"""Mark a statement that PostgreSQL is to plan once for each connection, and not each time."""


class PlannedOnce(str):
    """The text of a statement that is the same whoever asks: only its values differ.

    For one that takes longer to plan than to answer, such as the count of many kinds of row;
    `journal.postgresql.planned` has it planned.
    """

    __slots__ = ()
