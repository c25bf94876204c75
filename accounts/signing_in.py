"""What a profile shows of an ORCID iD that its owner has just connected."""

from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.dispatch import receiver

from accounts import services


@receiver(social_account_added)
def show_verified_orcid(sociallogin: SocialLogin, **_signal: Any) -> None:
    account = sociallogin.account
    if account.provider == "orcid":
        services.show_orcid(sociallogin.user, account.uid)
