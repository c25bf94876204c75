"""What every page of the admin has in common: nothing is deleted there, and
no search or filter reaches the person behind a row."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

Row = TypeVar("Row", bound=models.Model)

# What the links of Django's filters ask: a choice or value, "yes or no", "empty or not".
FLAG_LOOKUPS = ("__isnull", "__isempty")
FILTER_LOOKUPS = ("", "__exact", *FLAG_LOOKUPS)
FLAGS = {"0", "1", "True", "False"}
LONGEST_VALUE = 100


class JournalAdmin(admin.ModelAdmin[Row]):
    """A model's pages for administrators.

    Only classes of this kind are registered (`journal.admin_site`). The page that asks before a
    deletion lists what belongs to a person, their reviews among it: there is none.
    """

    actions = None
    view_on_site = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Lists are narrowed by the links of their own filters only.

        Django lets an address ask about each column: `?actor_id=7` of the log would tell who acted.
        Other lookups of a filter's own column (`__range`, `__regex`) can fail in the database.
        """
        offered: list[Any] = list(self.get_list_filter(request))
        names = [one if isinstance(one, str) else one[0] for one in offered]
        allowed = {f"{name}{kind}" for name in names for kind in FILTER_LOOKUPS}
        return lookup in allowed and self._is_readable(lookup, value)

    def _is_readable(self, lookup: str, value: Any) -> bool:
        """Whether the database can take the value: no zero byte, and no number of many digits."""
        values = value if isinstance(value, list | tuple) else [value]
        is_flag = lookup.endswith(FLAG_LOOKUPS)
        return all(
            str(one) in FLAGS if is_flag else "\0" not in str(one) and len(str(one)) < LONGEST_VALUE
            for one in values
        )

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == "id"


class LookOnlyAdmin(JournalAdmin[Row]):
    """Nothing can be added or changed here either."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
