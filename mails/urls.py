from django.urls import path

from mails import views

app_name = "mails"
urlpatterns = [
    path("me/mails/", views.choices, name="choices"),
    path("mail-off/<str:token>/", views.turn_off, name="turn_off"),
]
