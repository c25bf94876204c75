from django.urls import path

from following import views

app_name = "following"
urlpatterns = [
    path("follow/", views.follow, name="follow"),
    path("me/following/", views.following, name="list"),
    path("me/following/<int:follow_id>/unfollow/", views.unfollow, name="unfollow"),
    path("me/following/<int:follow_id>/name/", views.name_search, name="name_search"),
]
