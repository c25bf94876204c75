"""The public log and the outbox, to look at.

Neither says who acted, for whom, or when to the second: beside the list of people that would name
hidden reviewers. Private events, which speak of reviews that are not public, are not shown.
"""

from datetime import date

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin_pages import LookOnlyAdmin
from events.models import Event, Outbox


@admin.register(Event)
class EventAdmin(LookOnlyAdmin[Event]):
    list_display = ["day", "kind", "subject"]
    fields = ["day", "kind", "subject", "data"]
    list_filter = ["kind"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.public()

    @admin.display(description=_("day"))
    def day(self, event: Event) -> date:
        return event.at.date()


@admin.register(Outbox)
class OutboxAdmin(LookOnlyAdmin[Outbox]):
    list_display = ["day", "task", "attempts", "is_done", "has_failed", "kind_of_error"]
    fields = ["day", "task", "attempts", "is_done", "has_failed", "kind_of_error"]
    list_filter = ["task", ("failed_at", admin.EmptyFieldListFilter)]
    ordering = ["-pk"]

    @admin.display(description=_("day"))
    def day(self, row: Outbox) -> date:
        return row.created_at.date()

    @admin.display(boolean=True, description=_("done"))
    def is_done(self, row: Outbox) -> bool:
        return row.done_at is not None

    @admin.display(boolean=True, description=_("given up"))
    def has_failed(self, row: Outbox) -> bool:
        return row.failed_at is not None

    @admin.display(description=_("error"))
    def kind_of_error(self, row: Outbox) -> str:
        """The class of the error alone, for its text may hold an e-mail address."""
        return row.last_error.partition(":")[0]
