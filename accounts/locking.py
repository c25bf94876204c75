"""Locking people whose account ends, in the one order of all services: works, names, people.

Whoever writes about a work has locked it, and then takes the names, or a person by a foreign key.
An account that ends changes rows of many works: it locks all of these first.
"""

from collections.abc import Callable, Collection

from accounts.models import User
from accounts.services import lock_names

# The apps above lock here whatever of theirs leads to these people.
LockRows = Callable[[Collection[int]], None]
LOCK_ROWS: list[LockRows] = []


def lock_people(user_ids: Collection[int]) -> dict[int, User]:
    """With their works, and all names; in the caller's transaction. Returns them by number."""
    for lock_rows in reversed(LOCK_ROWS):  # the highest app first: issues come before works
        lock_rows(user_ids)
    lock_names()
    users = User.objects.select_for_update().filter(pk__in=user_ids).order_by("pk")
    return {user.pk: user for user in users}
