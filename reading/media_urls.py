"""Files that are served under the hash of what they hold."""

from django.urls import re_path

from ingest.pictures.keeping import NAME
from reading import picture_views

urlpatterns = [re_path(rf"^pictures/(?P<name>{NAME})\Z", picture_views.picture, name="picture")]
