from django.urls import path

from accounts import joining_views, views

app_name = "accounts"
urlpatterns = [
    path("me/profile/", views.profile, name="profile"),
    path("me/join/", joining_views.join, name="join"),
    path("me/join/link/", joining_views.mail_join_link, name="mail_join_link"),
    path("me/join/confirm/", joining_views.confirm_join, name="confirm_join"),
    path("me/join/link/<str:token>/", joining_views.join_by_link, name="join_by_link"),
]
