from django.contrib.admin.apps import AdminConfig


class JournalAdminConfig(AdminConfig):
    default_site = "journal.admin_site.JournalAdminSite"
