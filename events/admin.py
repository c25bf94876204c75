"""The log and the outbox, to look at."""

from django.contrib import admin
from django.http import HttpRequest

from events.models import Event, Outbox


class LookOnly:
    """Nothing can be added, changed or removed here."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(LookOnly, admin.ModelAdmin[Event]):
    list_display = ["at", "kind", "subject", "is_public"]
    list_filter = ["is_public", "kind"]


@admin.register(Outbox)
class OutboxAdmin(LookOnly, admin.ModelAdmin[Outbox]):
    list_display = ["created_at", "task", "attempts", "done_at", "failed_at", "last_error"]
    list_filter = ["task", ("failed_at", admin.EmptyFieldListFilter)]
