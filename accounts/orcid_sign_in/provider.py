"""ORCID as django-allauth finds it; installed where the journal is a client of ORCID's."""

from allauth.socialaccount.providers.orcid.provider import OrcidProvider as AllauthOrcidProvider

from accounts.orcid_sign_in.views import OrcidAdapter


class OrcidProvider(AllauthOrcidProvider):
    name = "ORCID"
    oauth2_adapter_class = OrcidAdapter


provider_classes = [OrcidProvider]
