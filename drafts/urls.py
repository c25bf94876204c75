"""Where drafts are saved, read and deleted."""

from django.urls import path

from drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts/<str:key>/", views.save, name="save"),
    path("me/drafts/<str:key>/delete/", views.delete, name="delete"),
]
