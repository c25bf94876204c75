from django.contrib import admin

from events.admin_pages import JournalAdmin
from preprints.models import Subject


@admin.register(Subject)
class SubjectAdmin(JournalAdmin[Subject]):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
