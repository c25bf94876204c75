"""Mail from templates: the first line is the subject, a blank line, then the text.

The plain text is the mail; the HTML part is made from it (`web.mail_html`). Texts of other people
stand in it. So the own addresses of the template and the begin of its foot are marked with a word
made anew for each mail, which nobody can type: only what is marked becomes button and foot.
"""

import secrets
import smtplib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from web.mail_html import ADDRESS, html_part

PERMANENT = 500  # SMTP reply codes from here on say that trying again is of no use
RELAY_FAULTS = (  # said about the journal itself, not about the mail: whoever runs it can mend them
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPHeloError,
    smtplib.SMTPConnectError,
    smtplib.SMTPSenderRefused,
)
FOOT = "\n-- \n"  # what follows says who sends it and why


class MailRefused(Exception):  # noqa: N818
    """The mail server refuses this mail to this address for good; says so without the address."""


class MailDelayed(OSError):  # noqa: N818
    """The mail server does not take this mail now; says why without the address."""


@dataclass(frozen=True, slots=True)
class MailWords:
    """A rendered mail. text: what it says, without greeting and foot. link: the address that the
    button of its HTML part leads to. button: the words on it.

    off_url: the address that turns mails of its kind off, "" for mails that cannot be.
    """

    subject: str
    text: str
    foot: str = ""
    name: str = ""
    link: str = ""
    button: str = ""
    off_url: str = ""

    @property
    def title(self) -> str:
        """The subject without the journal's name."""
        return self.subject.removeprefix(f"[{settings.JOURNAL_NAME}] ")

    @property
    def greeting(self) -> str:
        return _("Dear %(name)s,") % {"name": self.name} if self.name else ""

    @property
    def body(self) -> str:
        words = "\n\n".join(filter(None, (self.greeting, self.text)))
        return f"{words}\n{FOOT}{self.foot}\n" if self.foot else f"{words}\n"

    @property
    def html(self) -> str:
        return html_part(
            self.subject,
            greeting=self.greeting,
            text=self.text,
            foot=self.foot,
            link=self.link,
            button=self.button or _("Open the page"),
        )


def render_mail(
    template: str,
    context: dict[str, Any],
    *,
    name: str = "",
    button: str = "",
    off_url: str = "",
    choices_url: str = "",
) -> MailWords:
    """name: of the recipient. The rest: see `MailWords`."""
    mark = f"[{secrets.token_hex(16)}]"
    own = {name: f"{mark}{context[name]}" for name in ("link",) if name in context}
    words = render_to_string(
        template,
        {
            **context,
            **own,
            "mark": mark,
            "journal_name": settings.JOURNAL_NAME,
            "site_url": f"{mark}{settings.SITE_URL}",
            "contact_email": settings.CONTACT_EMAIL,
            "off_url": off_url,
            "choices_url": choices_url,
        },
    )
    subject, _line, body = words.strip().partition("\n")
    title = f"[{settings.JOURNAL_NAME}] {subject.strip()}"
    text, _line, foot = body.partition(f"\n{mark}{FOOT.lstrip()}")
    return MailWords(
        title,
        text.replace(mark, "").strip(),
        foot.replace(mark, "").strip(),
        name=name,
        link=_link_in(text, mark),
        button=button,
        off_url=off_url,
    )


def words_of(subject: str, body: str, *, button: str = "") -> MailWords:
    """Of a mail that is rendered already, and in which nobody else's text stands."""
    text, _line, foot = body.strip().partition(FOOT)
    return MailWords(subject, text.strip(), foot.strip(), link=_link_in(text), button=button)


def _link_in(text: str, mark: str = "") -> str:
    """The first address of the journal that has a line of its own and bears the mark, or ""."""
    for line in text.split("\n"):
        address = line.strip().removeprefix(mark)
        if line.strip().startswith(mark) and ADDRESS.fullmatch(address) and _is_ours(address):
            return address
    return ""


def _is_ours(address: str) -> bool:
    """Whether it is a page of the journal, and not of a host whose name begins alike."""
    try:
        asked, own = urlsplit(address), urlsplit(settings.SITE_URL)
    except ValueError:
        return False
    below = asked.path.startswith(f"{own.path.rstrip('/')}/") or asked.path == own.path
    return (asked.scheme, asked.netloc) == (own.scheme, own.netloc) and below


def mail_message(to: str, words: MailWords, *, key: str = "") -> EmailMultiAlternatives:
    """The mail to one address.

    key: the same for the same mail, which then always has the same Message-ID, by which mail
    programs know that they have it already.
    """
    message = EmailMultiAlternatives(words.subject, words.body, to=[to], headers=_headers(words))
    message.attach_alternative(words.html, "text/html")
    if key:
        message.extra_headers["Message-ID"] = message_id(key)
    return message


def message_id(key: str) -> str:
    """The number of a row would tell when it was written, and so when somebody acted."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{salted_hmac('web.mail', key, algorithm='sha256').hexdigest()[:32]}@{host}>"


def _headers(words: MailWords) -> dict[str, str]:
    """By RFC 8058 mail programs offer to turn the kind off with one click; RFC 3834 says that no
    person wrote the mail, so that no absence note answers it."""
    headers = {"Auto-Submitted": "auto-generated"}
    if words.off_url:
        headers["List-Unsubscribe"] = f"<{words.off_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def deliver(message: EmailMessage) -> None:
    """Send a mail that has one recipient.

    Raises MailRefused, or OSError (MailDelayed is one) when it cannot be sent now.
    """
    # Errors are raised anew without their cause, which names the address.
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        code, reason = _reply(error)
        for address in message.to:
            reason = reason.replace(address, "the address")
        if code >= PERMANENT and not isinstance(error, RELAY_FAULTS):
            raise MailRefused(f"{code} {reason}") from None
        raise MailDelayed(f"{code} {reason}") from None
    except smtplib.SMTPNotSupportedError as error:
        raise MailRefused(str(error)) from None


def _reply(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> tuple[int, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reason = next(iter(error.recipients.values()))
        return code, reason.decode("utf-8", "replace")
    reason_given = error.smtp_error
    if isinstance(reason_given, bytes):
        reason_given = reason_given.decode("utf-8", "replace")
    return error.smtp_code, reason_given
