"""Django's test clients at less cost: most tests make one, and half of them sign in.

What is saved is the same each time: a client loads the middleware, which keeps nothing of a
request; signing in gives a session that nobody has a new key, by ten queries; the context of each
part of a page is copied.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth import login
from django.core.signals import setting_changed
from django.http import HttpRequest
from django.test import Client
from django.test.client import ClientHandler, store_rendered_templates

_load_middleware, _login = ClientHandler.load_middleware, Client._login
_loaded: list[ClientHandler] = []


@contextmanager
def quick_clients() -> Iterator[None]:
    setting_changed.connect(_forget)
    try:
        with (
            patch.object(ClientHandler, "load_middleware", _share_middleware),
            patch.object(Client, "_login", _sign_in),
            patch("django.test.client.store_rendered_templates", _store_pages),
        ):
            yield
    finally:
        setting_changed.disconnect(_forget)


def _share_middleware(handler: ClientHandler, is_async: bool = False) -> None:
    if not _loaded:
        complete = ClientHandler()
        _load_middleware(complete, is_async)
        _loaded.append(complete)  # only now: another thread would take the middleware from it
    handler._middleware_chain = _loaded[0]._middleware_chain


def _store_pages(
    store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **_: Any
) -> None:
    """For `response.context`: a page has some twenty parts, and their contexts hold nothing that
    its own does not."""
    if context.template is template:
        store_rendered_templates(store, signal, sender, template, context)


def _forget(**_signal: Any) -> None:
    """Middleware reads settings when it is made."""
    _loaded.clear()


def _sign_in(client: Client, user: Any, backend: str | None = None) -> None:
    """Whoever had a session before gets another key, which Django's own way does."""
    if settings.SESSION_COOKIE_NAME in client.cookies:
        _login(client, user, backend)
        return
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    with patch.object(request.session, "cycle_key"):
        login(request, user, backend)
    request.session.save()
    client._set_login_cookies(request)
