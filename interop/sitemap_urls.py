from django.urls import path, re_path

from interop import sitemap_views

app_name = "sitemaps"

urlpatterns = [
    path("robots.txt", sitemap_views.robots, name="robots"),
    path("sitemap.xml", sitemap_views.index, name="index"),
    re_path(
        r"^sitemaps/(?P<name>[a-z]{1,20})-(?P<part>[1-9][0-9]{0,6})\.xml\Z",
        sitemap_views.file,
        name="file",
    ),
]
