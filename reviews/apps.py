from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        # Each registers what it holds: forms with drafts, promises of the outbox, the log's check,
        # what follows a sign-in, and names that nobody takes as a pseudonym.
        from reviews import form_kinds, notifications, published, signing_in  # noqa: F401
        from reviews.services import bylines  # noqa: F401
