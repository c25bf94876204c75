"""What happens around every page."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from web.typed_text import is_worth_keeping, signed_out_page, typed_texts


class KeepTypedText:
    """A form sent after its writer was signed out is not answered by the sign-in page alone, which
    would throw its text away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method == "POST" and answer.status_code == 302 and self._lost(request, answer):
            return signed_out_page(request)
        return answer

    @staticmethod
    def _lost(request: HttpRequest, answer: HttpResponse) -> bool:
        """Whether the answer leads to the sign-in and from there back here, without the text."""
        target = urlsplit(answer["Location"])
        leads_back = parse_qs(target.query).get("next") == [request.get_full_path()]
        if target.path != resolve_url(settings.LOGIN_URL) or not leads_back:
            return False
        return is_worth_keeping(typed_texts(request))
