"""How often one person, or one address, may do what costs much or writes: the one table.

Reading a page costs nothing here. Writes are counted in the database, over all processes; reads
that cost much are counted in each process by itself, so that a read never writes.
docs/reference/limits.md says the same for people; a test compares them.
"""

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """`count` times in `seconds`: all at once, or spread over them."""

    count: int
    seconds: int


# A preview is asked for by its address, or by this button of any form that shows texts.
PREVIEW, PREVIEW_BUTTON = "reviews:preview", "preview"

# Each POST that is not named below.
ANY_WRITE = Limit(120, MINUTE)

WRITES: dict[str, Limit] = {
    # Signing in and up: always by address. django-allauth's own limits (ACCOUNT_RATE_LIMITS
    # in the settings), by account and by address, come on top.
    "account_login": Limit(100, 5 * MINUTE),
    "account_signup": Limit(20, HOUR),
    "account_reset_password": Limit(20, HOUR),
    "account_reset_password_from_key": Limit(60, HOUR),
    "account_email": Limit(20, HOUR),
    "account_reauthenticate": Limit(30, 5 * MINUTE),
    "mfa_authenticate": Limit(30, 5 * MINUTE),
    # Each tries a password of another account, or writes to its address.
    "accounts:join": Limit(30, HOUR),
    "accounts:mail_join_link": Limit(20, HOUR),
    # Each asks another site.
    "reviews:submit": Limit(40, 10 * MINUTE),
    # Each writes to somebody.
    "reviews:submit_found_work": Limit(40, HOUR),
    "reviews:submit_preprint": Limit(40, HOUR),
    "reviews:invite_reviewer": Limit(60, HOUR),
    # Who cannot take a work over may be who reviews it.
    "reviews:hand_over": Limit(40, HOUR),
    "reviews:accept_invitation": Limit(60, HOUR),
    "reviews:decline_invitation": Limit(60, HOUR),
    # While somebody writes, in several tabs.
    "drafts:save": Limit(120, MINUTE),
    PREVIEW: Limit(30, MINUTE),
}

# Mails with a link to a new password, to one address, whoever asks for them.
PASSWORD_RESET_MAILS = (Limit(1, MINUTE), Limit(6, DAY))

# Whoever is signed in on a shared machine is no reason to let the machine try more passwords.
BY_ADDRESS = ("account_", "mfa_authenticate")

# Reads that cost much, by address and process.
COSTLY_READS: dict[str, Limit] = {
    "reading:compare": Limit(120, MINUTE),
    "reading:compare_edit": Limit(120, MINUTE),
    "reading:search": Limit(300, MINUTE),
    "api:search": Limit(300, MINUTE),
    "feeds:search": Limit(300, MINUTE),
    "reading:suggestions": Limit(600, MINUTE),  # while somebody types
    "reading:proof_pdf": Limit(60, MINUTE),
    "reading:dossier": Limit(30, MINUTE),
    "reading:certificate_file": Limit(30, MINUTE),
}
NARROWED_LIST = Limit(600, MINUTE)  # a list of the API with a filter
FEED = Limit(600, MINUTE)
