"""The journal's addresses as where it is a client of ORCID's."""

from django.urls import include, path

from journal.urls import *  # noqa: F403 - the handlers of errors, too
from journal.urls import urlpatterns as of_the_journal

urlpatterns = [path("accounts/", include("accounts.orcid_sign_in.urls")), *of_the_journal]
