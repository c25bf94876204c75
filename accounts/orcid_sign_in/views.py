"""The way to ORCID and back. What else it holds of a person than iD and name is not kept."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.orcid.provider import extract_from_dict
from allauth.socialaccount.providers.orcid.views import OrcidOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.orcid import check_orcid

MEDIA_TYPE = "application/orcid+json"


class OrcidAdapter(OrcidOAuth2Adapter):
    """django-allauth's, with the addresses of the settings."""

    @property
    def authorize_url(self) -> str:
        return f"{settings.ORCID_URL}/oauth/authorize"

    @property
    def access_token_url(self) -> str:
        return f"{settings.ORCID_URL}/oauth/token"

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Raises ProviderException for an answer without an iD, RequestException for no answer.

        The iD is that of the record, which is another than was asked for where ORCID has joined
        two records of one person.
        """
        signed_in = str(kwargs["response"].get("orcid", ""))
        record = self._record_of(_checked(signed_in))
        orcid = _checked(str(extract_from_dict(record, ["orcid-identifier", "path"])))
        return self.get_provider().sociallogin_from_response(request, _kept(orcid, record))

    def _record_of(self, orcid: str) -> Any:
        with get_adapter().get_requests_session() as session:
            url = f"{settings.ORCID_API_URL}/v3.0/{orcid}/record"
            answer = session.get(url, headers={"accept": MEDIA_TYPE})
            answer.raise_for_status()
            return answer.json()


def _checked(orcid: str) -> str:
    try:
        check_orcid(orcid)
    except ValidationError as error:
        raise ProviderException("ORCID's answer has no iD.") from error
    return orcid


def _kept(orcid: str, record: Any) -> dict[str, Any]:
    """Of the record, in its own shape: the iD, the name and the first public address."""
    name = {
        part: {"value": extract_from_dict(record, ["person", "name", part, "value"])}
        for part in ("given-names", "family-name")
    }
    email = extract_from_dict(record, ["person", "emails", "email", 0, "email"])
    person = {"name": name, "emails": {"email": [{"email": email}] if email else []}}
    uri = f"{settings.ORCID_URL}/{orcid}"
    return {"orcid-identifier": {"path": orcid, "uri": uri}, "person": person}


oauth2_login = OAuth2LoginView.adapter_view(OrcidAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(OrcidAdapter)
