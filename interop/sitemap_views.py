"""What visiting programs look for first: `robots.txt`, and the sitemap."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from interop.sitemaps import SECTIONS, sitemap_file, sitemap_index, sitemap_of_pages
from web.addresses import absolute
from web.cache_times import SITEMAP_SECONDS

# Pages of people who are signed in, and those of which each costs work to make.
NOT_FOR_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/editor/",
    "/invitations/",
    "/me/",
    "/preprints/*/compare/",
    "/preprints/*/edits/",
    "/preprints/*/side-by-side/",
)
ROBOTS = """\
# Everything public is also there for programs, which is the cheap way for both of us:
# the API {api}, the feeds {feed}, and each page in other formats (Accept, ?format=).
User-agent: *
{rules}
Sitemap: {sitemap}
"""


@require_safe
@cache_control(public=True, max_age=SITEMAP_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(
        api=absolute("/api/v1/"),
        feed=absolute("/feeds/preprints.atom"),
        rules="\n".join(f"Disallow: {path}" for path in NOT_FOR_ROBOTS),
        sitemap=absolute("/sitemap.xml"),
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=SITEMAP_SECONDS)
def index(request: HttpRequest) -> HttpResponse:
    return _xml(sitemap_index())


@require_safe
@cache_control(public=True, max_age=SITEMAP_SECONDS)
def file(request: HttpRequest, name: str, part: str) -> HttpResponse:
    if (name, part) == ("pages", "1"):
        return _xml(sitemap_of_pages())
    document = sitemap_file(name, int(part)) if name in SECTIONS else None
    if document is None:
        raise Http404
    return _xml(document)


def _xml(document: str) -> HttpResponse:
    return HttpResponse(document, content_type="application/xml; charset=utf-8")
