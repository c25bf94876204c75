"""What is mailed about an account, and the mails of a day in one: rows of the table of kinds."""

from django.utils.translation import gettext_lazy as _

from mails.kind import MailKind, To, to_account

ACCOUNT_KINDS = (
    # About one's account: without these nobody could sign in
    to_account(
        "address_confirmation",
        _("an address is to be confirmed"),
        "account/email/email_confirmation",
        _("Confirm the address"),
    ),
    to_account(
        "address_confirmation_at_sign_up",
        _("an account is made with your address"),
        "account/email/email_confirmation_signup",
        _("Confirm the address"),
    ),
    to_account(
        "password_reset",
        _("a new password was asked for"),
        "account/email/password_reset_key",
        _("Choose a password"),
    ),
    to_account(
        "unknown_account",
        _("a new password was asked for, and the address has no account"),
        "account/email/unknown_account",
        _("Sign up"),
    ),
    to_account(
        "account_already_exists",
        _("somebody tries to make an account with your address, which has one"),
        "account/email/account_already_exists",
        _("Choose a password"),
    ),
    to_account(
        "account_notice",
        _("how you sign in has changed (where the journal turns these notices on)"),
        "account/email/base_notification",
        _("Open your account"),
    ),
    MailKind(
        "rights_changed",
        (To.ACCOUNT,),
        _("your rights here have changed"),
        "accounts/mail/rights_changed.txt",
        ("accounts.notify_of_rights",),
        link=_("Open your page"),
        is_optional=False,
    ),
    MailKind(
        "accounts_joined",
        (To.ACCOUNT,),
        _("two of your accounts were joined; to the address of each"),
        "accounts/mail/accounts_joined.txt",
        ("accounts.notify_of_join",),
        link=_("Open your page"),
        is_optional=False,
    ),
    MailKind(
        "account_erased",
        (To.ACCOUNT,),
        _("your account was erased; to the address that you signed in with"),
        "accounts/mail/account_erased.txt",
        ("accounts.notify_of_erasure",),
        link=_("Open the journal"),
        is_optional=False,
    ),
    MailKind(
        "join_link",
        (To.INVITED,),
        _("somebody signed in says that your account is theirs, too, and asks to join the two"),
        "accounts/mail/join_link.txt",
        ("accounts.send_join_link",),
        link=_("Go on to join them"),
        is_optional=False,
    ),
    MailKind(
        "digest",
        (To.ACCOUNT,),
        _("a day has passed, with all that you get once a day"),
        "mails/mail/digest.txt",
        ("mails.send_digest",),
        link=_("Choose which mails you get"),
    ),
)
