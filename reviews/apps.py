from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        # Each registers what it holds: with the outbox, the check of the log, the sign-in, and the
        # names that nobody takes as a pseudonym.
        from reviews import notifications, published, signing_in  # noqa: F401
        from reviews.services import bylines  # noqa: F401
