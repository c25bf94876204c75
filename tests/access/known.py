"""Who sits at a browser of the table: the same in each of some seven thousand requests, so that the
database is asked for it once."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from unittest.mock import patch

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.views import defaults

from accounts.models import User
from journal import error_pages

find_user, find_session = ModelBackend.get_user, SessionStore._get_session_from_db
save_session, delete_session = SessionStore.save, SessionStore.delete


class Known:
    """The sessions and accounts as they are while nothing is sent.

    is_valid: whether nothing has been sent since then; else the database is asked, as ever.
    """

    def __init__(self) -> None:
        self.sessions: dict[str | None, Any] = {}
        self.users: dict[Any, User | None] = {}
        self.is_valid = False

    @contextmanager
    def asked_once(self) -> Iterator[None]:
        """Around a request: what it changes is not known here."""
        try:
            yield
        finally:
            self.is_valid = False

    def session(self, store: SessionStore) -> Any:
        if not self.is_valid:
            return find_session(store)
        if store.session_key not in self.sessions:
            self.sessions[store.session_key] = find_session(store)
        return copy(self.sessions[store.session_key])

    def user(self, backend: ModelBackend, user_id: Any) -> User | None:
        if not self.is_valid:
            return find_user(backend, user_id)
        if user_id not in self.users:
            user = self.users[user_id] = find_user(backend, user_id)
            assert user is None or user.role_names is not None  # it keeps them
        return copy(self.users[user_id])


@contextmanager
def asking_who_is_known(known: Known) -> Iterator[None]:
    with (
        patch.object(SessionStore, "_get_session_from_db", lambda store: known.session(store)),
        patch.object(ModelBackend, "get_user", lambda backend, pk: known.user(backend, pk)),
    ):
        yield


@contextmanager
def asking_who_looks(known: Known) -> Iterator[None]:
    """For requests that only look, one after the other: the database is asked for a session once
    more when it was stored, as by a secret link or a message."""

    def save(store: SessionStore, *arguments: Any, **options: Any) -> None:
        save_session(store, *arguments, **options)
        known.sessions.pop(store.session_key, None)

    def delete(store: SessionStore, session_key: str | None = None) -> None:
        delete_session(store, session_key)
        known.sessions.pop(session_key or store.session_key, None)

    known.is_valid = True
    with (
        asking_who_is_known(known),
        patch.object(SessionStore, "save", save),
        patch.object(SessionStore, "delete", delete),
    ):
        yield


@contextmanager
def bare_error_pages() -> Iterator[None]:
    """Refusals without the page that says so, which `test_error_pages.py` looks at."""

    def bare(status: int) -> Any:
        return lambda _request, _exception: HttpResponse(status=status)

    def not_saved(_request: Any, _message: str, _texts: Any, *, status: int) -> HttpResponse:
        return HttpResponse(status=status)

    with (
        patch.object(defaults, "page_not_found", bare(404)),
        patch.object(defaults, "permission_denied", bare(403)),
        patch.object(error_pages, "not_saved_page", not_saved),
    ):
        yield
