"""What is mailed to readers: rows of the table of kinds."""

from django.utils.translation import gettext_lazy as _

from mails.kind import MailKind, To

READER_KINDS = (
    MailKind(
        "followed_news",
        (To.READER,),
        _("something is new in what you follow"),
        "following/mail/followed_news.txt",
        ("following.send_news",),
        link=_("See what you follow"),
        is_daily=True,
    ),
)
