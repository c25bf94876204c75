from django.contrib import admin

from preprints.models import Subject


@admin.register(Subject)
class SubjectAdmin(admin.ModelAdmin[Subject]):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
