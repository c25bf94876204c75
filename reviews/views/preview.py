"""The preview of a text, for every form where people write at length."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reviews import guest_scope
from reviews.limits import MAX_TEXT
from reviews.views.visitors import visitor_of
from text.markdown.render import render_markdown
from web.problems import problem_response


@require_POST
@never_cache
def preview(request: HttpRequest) -> HttpResponse:
    """One field's Markdown as the page will show it; `field` names it."""
    visitor = visitor_of(request)
    if visitor.account is None and not guest_scope.is_guest_somewhere(visitor):
        if request.headers.get("HX-Request"):  # the sign-in page must not appear in the preview
            title, detail = _("You are signed out"), _("Your text stays in the form.")
            return problem_response(request, 401, title, detail)
        return redirect_to_login(request.get_full_path())
    source = request.POST.get(request.POST.get("field", ""), "")[:MAX_TEXT]
    return HttpResponse(render_markdown(source, id_prefix="preview-"))
