from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        # Each registers what it holds: forms with drafts, promises of the outbox, the log's check,
        # what follows a sign-in, names that nobody takes as a pseudonym, what is locked before a
        # person is, and what keeps two merged works together.
        from reviews import (  # noqa: F401
            appeal_mails,
            assessment_mails,
            author_mails,
            claim_checks,
            clock_mails,
            closed_invitation_mails,
            consent_mails,
            correction_mails,
            draft_mails,
            editor_day_mails,
            form_kinds,
            handover_mails,
            joined_accounts,
            lapse_mails,
            left_work_mails,
            locked_works,
            never_separated,
            newer_version_mails,
            notifications,
            published,
            published_appeals,
            published_corrections,
            published_declines,
            published_issue_interests,
            published_originals,
            published_reopenings,
            redaction_mails,
            reopening_mails,
            reply_mails,
            signing_in,
            signing_mails,
            thread_mails,
            withdrawal_mails,
        )
        from reviews.services import bylines  # noqa: F401
