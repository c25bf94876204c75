"""Promising the mails that are about a row of the review process; each is rendered when sent."""

from collections.abc import Iterable
from datetime import datetime

from mails.promising import Recipient, promise_mail
from reviews.mail_rows import submission_id_of


def promise_mails(template: str, user_ids: Iterable[int], **about: int) -> None:
    """One row for each person, so that each mail is sent, refused and tried again alone."""
    for user_id in user_ids:
        promise_mail_to(template, {"user": user_id}, **about)


def promise_mail_to(template: str, recipient: dict[str, int], **about: int) -> None:
    """recipient: `{"user": 12}`; a reviewer is `{"review": 7}`, so that no row ties a person to a
    review. about: the id of what the mail is about, by its name in `reviews.notifications.LOADERS`.
    """
    promise_mail_at(None, template, recipient, about)


def promise_mail_at(
    due_at: datetime | None, template: str, recipient: dict[str, int], about: dict[str, int]
) -> None:
    """The same, not to be sent before then; None for at once."""
    ((kind, pk),) = recipient.items()
    ((name, about_id),) = about.items()
    promise_mail(
        template,
        "reviews.send_mail",
        to=Recipient(kind, pk),
        submission_id=submission_id_of(name, about_id),
        due_at=due_at,
        template=template,
        recipient=recipient,
        about=about,
    )


def return_of(submission_id: int) -> str:
    """What mails wait for that are for after the return of a work; whoever resumes the submission
    releases them."""
    return f"return of submission {submission_id}"
