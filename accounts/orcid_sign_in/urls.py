from django.urls import path

from accounts.orcid_sign_in.views import oauth2_callback, oauth2_login

urlpatterns = [
    path("orcid/login/", oauth2_login, name="orcid_login"),
    path("orcid/login/callback/", oauth2_callback, name="orcid_callback"),
]
