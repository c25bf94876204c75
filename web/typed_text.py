"""What somebody typed into a form that could not be taken: shown again, never thrown away.

Every page that shows it takes it from here, so that there is one list of what is never shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from web.form_owner import FORM_OWNER_FIELD
from web.problems import problem_response, problem_type
from web.resending import PASS_FIELD, has_pass, is_from_our_pages, remember_browser, resend_pass

# Never shown again, whatever page they were sent to.
SECRETS = ("password", "passphrase", "token", "code", "secret", "otp", "credential")
# What the pages themselves send along, and the names of buttons.
TECHNICAL = {
    *(
        "seen",
        "save",
        "preview",
        "submit_review",
        "send",
        "next",
        "field",
        "kept",
        "merged",
        "answer_as",
    ),
    PASS_FIELD,
    FORM_OWNER_FIELD,
}
# Which request of which tab a form was. A page where its texts can be changed makes another one.
OF_ONE_REQUEST = {"draft_tab", "draft_sequence", "draft_heard"}
PAGE = "text/html; charset=utf-8"
CSRF_FIELD = "csrfmiddlewaretoken"
SIGN_IN_PATHS = ("/accounts/", "/admin/")
LONG = 60  # characters
WORTH_KEEPING = 24  # characters; shorter ones without a blank are choices and names of buttons


@dataclass(frozen=True, slots=True)
class TypedText:
    """One field as it was sent."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldToResend:
    """One field of a form that is offered for sending again."""

    name: str
    label: str
    text: str

    @property
    def is_long(self) -> bool:
        """Whether it is shown, to be read and changed; other fields are sent along unseen."""
        return not _is_technical(self.name) and (len(self.text) > LONG or "\n" in self.text)


def typed_texts(
    request: HttpRequest, labels: Mapping[str, str | Promise] | None = None
) -> list[TypedText]:
    """What a person wrote into a form; nothing of pages where people sign in.

    labels: the fields to show, with the words of their form; without it all but technical ones.
    """
    if request.method != "POST" or request.path.startswith(SIGN_IN_PATHS):
        return []
    return [
        TypedText(_label(name) if labels is None else str(labels[name]), text)
        for name, text in _posted(request)
        if text.strip() and (not _is_technical(name) if labels is None else name in labels)
    ]


def fields_to_resend(request: HttpRequest) -> list[FieldToResend]:
    """A whole form; nothing where a secret is among its fields, for it would be incomplete."""
    if request.path.startswith(SIGN_IN_PATHS) or any(is_secret(name) for name in request.POST):
        return []
    return [
        FieldToResend(name, _label(name), text)
        for name, text in _posted(request)
        if name not in OF_ONE_REQUEST
    ]


def is_worth_keeping(texts: Sequence[TypedText]) -> bool:
    return any(len(row.text) > WORTH_KEEPING or len(row.text.split()) > 1 for row in texts)


def not_saved_page(
    request: HttpRequest, message: str, texts: Sequence[object], *, status: int = 409
) -> HttpResponse:
    """A page that says why a form was not taken, with its text for copying."""
    context = {"message": message, "texts": texts}
    return render(request, "not_saved.html", context, status=status)


def try_again_page(
    request: HttpRequest, status: int, title: str, detail: str, *, retry_after: int | None = None
) -> HttpResponse:
    """`problem_response`, and for a form what was typed, to be sent again as it is.

    Nothing here asks the database or the session. Another site's form is not offered: it would be
    sent in somebody's name by one click.
    """
    is_page = problem_type(request) == PAGE and not request.headers.get("HX-Request")
    fields = fields_to_resend(request) if is_page and _is_checked(request) else []
    if not fields:
        return problem_response(request, status, title, detail, retry_after=retry_after)
    context = {
        "title": title,
        "detail": detail,
        "journal_name": settings.JOURNAL_NAME,
        "fields": fields,
        "address": request.get_full_path(),
        "csrf_token": get_token(request),
        # The token is none yet where the session could not be read; the pass still is one.
        "pass": request.POST.get(PASS_FIELD, ""),
    }
    response = HttpResponse(render_to_string("try_again.html", context), status=status)
    response["Cache-Control"] = "no-store"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _is_checked(request: HttpRequest) -> bool:
    """Whether the request passed Django's CSRF check, or may do without it as soon as the session
    can be read."""
    is_past_check = getattr(request, "csrf_processing_done", False)
    return is_past_check or (is_from_our_pages(request) and has_pass(request))


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page had grown too old. From our own pages it can be sent again at once; of
    another site's form nothing is shown, or it could be sent in somebody's name by one click."""
    is_ours = is_from_our_pages(request)
    if request.headers.get("X-Requested-With") == "fetch":
        answer = {"error": _("This page had grown too old.")}
        if is_ours:
            answer["csrf"] = get_token(request)
        return JsonResponse(answer, status=403)
    if request.headers.get("HX-Request"):
        title, detail = _("This page had grown too old"), _("Save your text, then try again.")
        return problem_response(request, 403, title, detail)
    texts = typed_texts(request) if is_ours else []
    context = {
        "texts": texts,
        "resend": _posted(request) if is_worth_keeping(texts) else [],
        "action": request.get_full_path(),
    }
    return render(request, "403_csrf.html", context, status=403)


def signed_out_page(
    request: HttpRequest, *, may_have_link: bool = False, is_guest: bool = False
) -> HttpResponse:
    """For a form that was sent after its writer had been signed out.

    may_have_link: whether one writes in it by the link of a mail, too. is_guest: whether its writer
    came by such a link, and has no account to sign in to.
    """
    back = urlencode({"next": "/me/"})
    context = {
        "texts": typed_texts(request),
        "resend": _posted(request),
        "action": request.get_full_path(),
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?{back}",
        "may_have_link": may_have_link,
        "is_guest": is_guest,
    }
    context["pass"] = resend_pass(request)
    answer = render(request, "signed_out.html", context, status=403)
    answer["Cache-Control"] = "no-store"
    remember_browser(request, answer)
    return answer


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Every value that may be shown again or sent once more."""
    return [
        (name, str(text))
        for name, texts in request.POST.lists()
        for text in texts
        if name not in (CSRF_FIELD, PASS_FIELD) and not is_secret(name)
    ]


def is_secret(name: str) -> bool:
    return name != CSRF_FIELD and any(word in name.lower() for word in SECRETS)


def _is_technical(name: str) -> bool:
    return name in TECHNICAL or name.startswith("draft_")


def _label(name: str) -> str:
    """The words for a field whose form is not known."""
    return name.replace("_", " ").capitalize()
