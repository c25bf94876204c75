"""What every page of the admin has in common: nothing is deleted there, nothing is found out."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

Row = TypeVar("Row", bound=models.Model)


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
        """Lists are narrowed by their own filters only.

        Django lets an address ask about each column: `?actor_id=7` of the log would tell who acted.
        """
        offered: list[Any] = list(self.get_list_filter(request))
        names = [one if isinstance(one, str) else one[0] for one in offered]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in names)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == "id"


class LookOnlyAdmin(JournalAdmin[Row]):
    """Nothing can be added or changed here either."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
