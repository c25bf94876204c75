from django.urls import include, path

from bench.peers import hello

urlpatterns = [path("__hello__/<int:size>", hello), path("", include("journal.urls"))]
