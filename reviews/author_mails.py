"""Mails to people about being an author here."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.addressees import addressee_of
from events.outbox import NotNeeded, handler
from mails.people import Addressee
from mails.sending import send_promised_mail
from reviews import editor_mails
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_submission
from reviews.models import Authorship, ConsentRequest, Review, Submission, TriageProposal
from reviews.services.consent import is_posted, months_kept, token_of_request
from reviews.services.left_matches import left_matches
from reviews.services.submissions import authors_of, known_author_ids
from web import addresses

# What these say is for confirmed authors alone, until it is posted or for good.
CONFIRMED_AUTHORS = frozenset({"reviews_for_authors", "correction_decided", "revision_decided"})


def may_still_read(template: str, user_id: int, submission: Submission) -> bool:
    """Whether this mail may go to this account now: that somebody wrote a work can be taken back
    before its turn comes."""
    if template not in CONFIRMED_AUTHORS:
        return True
    return user_id in known_author_ids(submission.preprint_id)


@handler("reviews.notify_author")
def notify_author(template: str, authorship_id: int) -> None:
    """Confirmed, or taken back: where that is not so any more, another mail says what is."""
    rows = Authorship.objects.select_related("author__version__preprint", "user", "confirmed_by")
    authorship = rows.get(pk=authorship_id)
    if (template == "author_confirmed") != (authorship.ended_at is None):
        raise NotNeeded(_("What it says is not so any more."))
    context = {"authorship": authorship}
    send_promised_mail(addressee_of(authorship.user_id), template, context)


@handler("reviews.send_consent_mail")
def send_consent_mail(request_id: int) -> None:
    """The only place where the link is made; not sent once the address is erased or answered."""
    rows = ConsentRequest.objects.select_related("submission__version", "submission__preprint")
    request = rows.get(pk=request_id)
    if not request.email or request.answer:
        raise NotNeeded(_("The author has answered, or the address is erased."))
    link = addresses.absolute(reverse("reviews:open_consent", args=[token_of_request(request)]))
    context = {
        "submission": request.submission,
        "link": link,
        "months": months_kept(request),
        "is_posted": is_posted(request.submission),
    }
    send_promised_mail(Addressee(request.email), "consent_asked", context)


@handler("reviews.notify_editors_of_left_match", atomic=True)
def notify_editors_of_left_match(submission_id: int) -> None:
    """Its two editors; where one of them is the author, the managing editors instead of that one.

    It names nobody: the page of the authors says to each what they may know.
    """
    submission = load_submission(submission_id)
    matched = {match.person.pk for match in left_matches(submission) if match.is_editor}
    two = {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}
    others = editor_mails.editors_who_share_work(but=authors_of(submission)) if matched else []
    editors = dict.fromkeys([*sorted(two), *others])
    promise_mails(
        "author_match_left", [pk for pk in editors if pk not in matched], submission=submission.pk
    )


@handler("reviews.notify_of_withdrawn_submission", atomic=True)
def notify_of_withdrawn_submission(submission_id: int) -> None:
    """Its editors, or those who share the work out; who submitted it, and its authors; whoever
    was writing a review of it, or has submitted one that is not public."""
    submission = load_submission(submission_id)
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    editors = two or editor_mails.editors_who_share_work(but=authors_of(submission))
    people = dict.fromkeys([*editors, submission.submitter_id, *sorted(authors_of(submission))])
    promise_mails("submission_withdrawn", people, submission=submission.pk)
    reviews = Review.objects.filter(round__submission=submission)
    for review in reviews.being_written().order_by("pk"):
        promise_mail_to("review_not_needed", {"review": review.pk}, draft_of=review.pk)
    for review in reviews.held().order_by("pk"):
        promise_mail_to("review_not_published", {"review": review.pk}, draft_of=review.pk)


@handler("reviews.notify_editors_of_proposal", atomic=True)
def notify_editors_of_proposal(proposal_id: int, proposed_at: str = "") -> None:
    """Who is named as second editor; else those who share the work out, but for who proposed.

    proposed_at: of the words this is about; "" any. What was changed or decided since is not
    mailed.
    """
    proposal = TriageProposal.objects.get(pk=proposal_id)
    is_last = proposed_at in ("", proposal.proposed_at.isoformat())
    if not is_last or proposal.state != TriageProposal.State.WAITING:
        return
    submission = load_submission(proposal.submission_id)
    others = authors_of(submission) | {proposal.proposed_by_id}
    named = [proposal.second_editor_id] if proposal.second_editor_id else []
    editors = named or editor_mails.editors_who_share_work(but=others)
    promise_mails("decision_proposed", editors, submission=submission.pk)
