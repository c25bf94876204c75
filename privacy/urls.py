"""One's own data."""

from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("me/data/", views.own_data, name="own_data"),
    path("me/data/export/", views.export, name="export"),
    path("me/erase/", views.erase, name="erase"),
]
