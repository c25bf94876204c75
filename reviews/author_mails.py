"""Mails to people about being an author here."""

from django.urls import reverse

from accounts.mail import send_promised_mail
from events.outbox import NotNeeded, handler, promise
from reviews import editor_mails
from reviews.mail_rows import load_submission
from reviews.models import Authorship, ConsentRequest, Review
from reviews.policies import current_policy
from reviews.services.consent import token_of_request
from reviews.services.submissions import authors_of
from web import addresses


@handler("reviews.notify_author")
def notify_author(authorship_id: int) -> None:
    """Confirmed, or taken back: what is so when the mail is sent."""
    rows = Authorship.objects.select_related("author__version__preprint", "user", "confirmed_by")
    authorship = rows.get(pk=authorship_id)
    if not authorship.user.is_active:
        raise NotNeeded
    template = "author_confirmed" if authorship.ended_at is None else "author_taken_back"
    context = {"authorship": authorship}
    send_promised_mail(authorship.user.email, f"reviews/mail/{template}.txt", context)


@handler("reviews.send_consent_mail")
def send_consent_mail(request_id: int) -> None:
    """The only place where the link is made; not sent once the address is erased or answered."""
    rows = ConsentRequest.objects.select_related("submission__version", "submission__preprint")
    request = rows.get(pk=request_id)
    if not request.email or request.answer:
        raise NotNeeded
    link = addresses.absolute(reverse("reviews:open_consent", args=[token_of_request(request)]))
    months = current_policy().consent_address_months
    context = {"submission": request.submission, "link": link, "months": months}
    send_promised_mail(request.email, "reviews/mail/consent_asked.txt", context)


@handler("reviews.notify_editors_of_declined_consent", atomic=True)
def notify_editors_of_declined_consent(submission_id: int) -> None:
    """Its two editors; before the triage those who share the work out."""
    submission = load_submission(submission_id)
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    for pk in two or editor_mails.editors_who_share_work(but=authors_of(submission)):
        _promise_mail("consent_declined", {"user": pk}, {"submission": submission.pk})


@handler("reviews.notify_of_withdrawn_submission", atomic=True)
def notify_of_withdrawn_submission(submission_id: int) -> None:
    """Its editors, or those who share the work out; who submitted it, and its authors; whoever
    was writing a review of it, or has submitted one that is not public."""
    submission = load_submission(submission_id)
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    editors = two or editor_mails.editors_who_share_work(but=authors_of(submission))
    about = {"submission": submission.pk}
    for pk in dict.fromkeys([*editors, submission.submitter_id, *sorted(authors_of(submission))]):
        _promise_mail("submission_withdrawn", {"user": pk}, about)
    reviews = Review.objects.filter(round__submission=submission)
    for review in reviews.being_written().order_by("pk"):
        about = {"draft_of": review.pk}
        _promise_mail("review_not_needed", {"review": review.pk}, about)
    for review in reviews.filter(status=Review.Status.SUBMITTED).order_by("pk"):
        about = {"draft_of": review.pk}
        _promise_mail("review_not_published", {"review": review.pk}, about)


def _promise_mail(template: str, recipient: dict[str, int], about: dict[str, int]) -> None:
    promise("reviews.send_mail", template=template, recipient=recipient, about=about)
