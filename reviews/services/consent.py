"""Whether the authors agree to the review: they are asked, answer, and may change their mind.

A work that is public can be reviewed without a yes: a no is shown to everybody, the editors are
notified, and they decide (docs/decisions/0019-consent-and-two-editors.md).
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from events.models import Event
from events.outbox import promise
from events.services import record_event
from reviews import author_rules, limits, moves, tokens
from reviews.author_errors import AnotherAuthorDeclined, TooManyAuthorsAsked
from reviews.errors import LinkClosed
from reviews.models import ConsentChange, ConsentRequest, Round, Submission, is_away
from reviews.past_policies import PastPolicy
from reviews.policies import current_policy
from reviews.services.consent_steps import DAY, check_can_be_asked, mail_request, set_consent
from reviews.services.editor_interests import check_may_act
from reviews.services.known_authors import accept_authors_word
from reviews.services.submissions import authors_of, known_author_ids, lock_submission

Answer = ConsentRequest.Answer
Consent = Submission.Consent
MONTH = timedelta(days=30)
KEPT = "consent_address_months"


@transaction.atomic
def ask_author(submission_id: int, *, email: str, by: User, now: datetime) -> ConsentRequest:
    """Ask at an address that the submitter, an author or an editor knows; once at each.

    Raises MayNotAsk, NotAwaitingConsent, InterestsNotDeclared, OwnAddress or TooManyAuthorsAsked.
    """
    submission = lock_submission(submission_id)
    author_rules.check_can_ask_author(
        state=submission.state,
        person_id=by.pk,
        is_editor=by.is_editor,
        asker_ids=sayers(submission),
    )
    if by.pk not in sayers(submission):
        check_may_act(submission, by)
    address = email.strip().lower()
    known = submission.consent_requests.filter(email=address).first()
    if known is not None:
        return known
    check_can_be_asked([address], by=by, now=now)
    if submission.consent_requests.count() >= limits.CONSENT_ADDRESSES:
        raise TooManyAuthorsAsked
    return mail_request(submission, address, by=by, now=now)


@transaction.atomic
def answer_request(request_id: int, *, answer: str, now: datetime) -> ConsentRequest:
    """For who came by the link in the mail; until the address is erased it can be changed.

    Raises LinkClosed, NotAwaitingConsent or TooManyChanges.
    """
    submission_id = ConsentRequest.objects.values_list("submission_id", flat=True).get(
        pk=request_id
    )
    submission = lock_submission(submission_id)
    request = ConsentRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if not request.email:
        raise LinkClosed
    moves.ANSWER_REQUEST.check(submission.state)
    if request.answer == answer:
        return request
    author_rules.check_changes(_answers_today(request, now=now))
    before = _public_answers(submission)[request.pk]
    request.answer, request.answered_at = answer, now
    request.save(update_fields=["answer", "answered_at"])
    record_event(
        "consent.answered",
        about=submission.preprint,
        now=now,
        data={"submission": submission.pk, "request": request.pk, "answer": answer},
    )
    consent = author_rules.consent_after_answer(
        current=submission.consent,
        before=before,
        answers=_public_answers(submission).values(),
    )
    if consent == Consent.AGREED and submission.consent == Consent.DECLINED:
        consent = Consent.DECLINED if _who_declined(submission) else consent
    was = submission.consent
    if set_consent(submission, consent, by=None, now=now):
        _notify_of(submission, was=was)
    return request


def _answers_today(request: ConsentRequest, *, now: datetime) -> int:
    answered = Event.objects.filter(kind="consent.answered", at__gt=now - DAY)
    of_work = answered.filter(preprint_id=request.submission.preprint_id)
    return of_work.filter(data__request=request.pk).count()


def _public_answers(submission: Submission) -> dict[int, str]:
    """What each request of the submission says in public, by its id."""
    authors = known_author_ids(submission.preprint_id)
    own = EmailAddress.objects.filter(user__in=authors, verified=True)
    checked = {address.lower() for address in own.values_list("email", flat=True)}
    return {
        request.pk: author_rules.public_answer(
            request.answer,
            is_vouched_for=request.email in checked
            or request.given_by_id in authors
            or (request.given_by_id != submission.submitter_id and request.given_by.is_editor),
        )
        for request in submission.consent_requests.select_related("given_by")
    }


@transaction.atomic
def change_consent(
    submission_id: int, *, consent: str, by: User, reason: str, now: datetime
) -> Submission:
    """A confirmed author says yes or no, at any time; an editor what they know, with the reason.

    One author's no is not undone by another's yes. Raises MaySayNoConsent, NotAwaitingConsent,
    InterestsNotDeclared, AnotherAuthorDeclined, WhyMissing or TooManyChanges.
    """
    submission = lock_submission(submission_id)
    authors = known_author_ids(submission.preprint_id)
    author_rules.check_can_change_consent(
        state=submission.state,
        is_author=by.pk in authors,
        is_editor=by.is_editor and by.pk not in authors_of(submission),
        consent=consent,
        reason=reason,
    )
    if by.pk not in authors:
        check_may_act(submission, by)
    if by.pk in authors and consent == Consent.AGREED and _is_declined_by_others(submission, by):
        raise AnotherAuthorDeclined
    own = submission.consent_changes.filter(changed_by=by, changed_at__gt=now - DAY)
    if consent != submission.consent:
        author_rules.check_changes(own.count())
    if by.pk in authors and consent == submission.consent == Consent.DECLINED:
        _keep_own_no(submission, by, now=now)
        return submission
    was = submission.consent
    if set_consent(submission, consent, by=by, now=now, reason=reason.strip()):
        if by.pk in authors and consent == Consent.AGREED:
            accept_authors_word(submission, by, now=now)
        _notify_of(submission, was=was)
    return submission


def _is_declined_by_others(submission: Submission, author: User) -> bool:
    """Whether the public no is also that of another confirmed author, or of a mailed answer that is
    not this author's own."""
    if submission.consent != Consent.DECLINED:
        return False
    own = EmailAddress.objects.filter(user=author, verified=True)
    own_addresses = {address.lower() for address in own.values_list("email", flat=True)}
    of_others = submission.consent_requests.exclude(email__in=own_addresses)
    public = _public_answers(submission)
    mailed = {public[pk] for pk in of_others.values_list("pk", flat=True)}
    return bool(_who_declined(submission) - {author.pk}) or Consent.DECLINED in mailed


def _who_declined(submission: Submission) -> set[int]:
    """The confirmed authors whose last word, signed in, is no."""
    authors = known_author_ids(submission.preprint_id)
    said = submission.consent_changes.filter(changed_by__in=authors).order_by("pk")
    last = dict(said.values_list("changed_by", "consent"))
    return {pk for pk, word in last.items() if pk is not None and word == Consent.DECLINED}


def _keep_own_no(submission: Submission, author: User, *, now: datetime) -> None:
    """It changes nothing that is public; another author's change of mind does not undo it."""
    if author.pk not in _who_declined(submission):
        ConsentChange.objects.create(
            submission=submission, consent=Consent.DECLINED, changed_by=author, changed_at=now
        )


def _notify_of(submission: Submission, *, was: str) -> None:
    """The editors of a no, and that it is none any more; anything else they read on the page."""
    if {submission.consent, was} & {Consent.DECLINED, Consent.MAILED_NO}:
        promise("reviews.notify_editors_of_declined_consent", submission_id=submission.pk)


def sayers(submission: Submission) -> set[int]:
    """Who may give addresses of authors: who submitted the work, and its authors."""
    return known_author_ids(submission.preprint_id) | {submission.submitter_id}


def close_unanswered(*, now: datetime) -> int:
    """Once nobody has answered for the days that they were given, say so in public; returns how
    many."""
    past = PastPolicy.of(current_policy(), ["consent_days"])
    least = now - timedelta(days=min(past.all("consent_days")))
    waiting = Submission.objects.filter(
        ~is_away(), consent=Consent.ASKED, state__in=moves.CLOSE_UNANSWERED.before
    ).exclude(consent_requests__asked_at__gt=least)
    passed = [pk for pk, until in _answered_until(waiting, past).items() if until <= now]
    return sum(_close_one(pk, past, now) for pk in passed)


def _answered_until(asked: QuerySet[Submission], past: PastPolicy) -> dict[int, datetime]:
    """By submission, until when the last of its authors who were asked can answer."""
    until: dict[int, datetime] = {}
    requests = ConsentRequest.objects.filter(submission__in=asked).order_by("submission")
    for pk, asked_at, away in requests.values_list("submission", "asked_at", "days_away"):
        days = timedelta(days=past.number("consent_days", asked_at) + away)
        until[pk] = max(until.get(pk, asked_at), asked_at + days)
    return until


@transaction.atomic
def _close_one(submission_id: int, past: PastPolicy, now: datetime) -> bool:
    """Somebody may have been asked since it was found, or the work have left."""
    submission = lock_submission(submission_id)
    is_open = moves.CLOSE_UNANSWERED.refusal(submission.state) is None and not submission.is_away
    until = _answered_until(Submission.objects.filter(pk=submission_id), past)
    is_waiting = is_open and submission.consent == Consent.ASKED and until[submission_id] <= now
    return is_waiting and set_consent(submission, Consent.NO_ANSWER, by=None, now=now)


@transaction.atomic
def erase_addresses(*, now: datetime) -> int:
    """Addresses of authors are kept for some months only."""
    past = PastPolicy.of(current_policy(), [KEPT])
    old = past.over(KEPT, "asked_at", unit=MONTH, now=now)
    given = ConsentRequest.objects.exclude(email="")
    return given.filter(old).update(email="", erased_at=now)


def months_kept(request: ConsentRequest) -> int:
    """How long its address is kept: by the policy of the day on which it was given, or of today,
    whichever is less."""
    return PastPolicy.of(current_policy(), [KEPT]).lower(KEPT, request.asked_at)


def is_posted(submission: Submission) -> bool:
    """Whether it was assessed, and nothing of it is under way: no review is waited for."""
    rounds = submission.rounds
    has_posted = rounds.filter(state=Round.State.ASSESSED).exists()
    return has_posted and not rounds.under_way().exists()


def find_request(token: str) -> ConsentRequest | None:
    """The request whose link has this token, while it has an address."""
    hashed = tokens.hash_token(token)
    return ConsentRequest.objects.filter(token_hash=hashed).exclude(email="").first()


def token_of_request(request: ConsentRequest) -> str:
    """The secret part of the link's address; for the mail alone."""
    return tokens.link_token_of(tokens.CONSENT, request.nonce, token_hash=request.token_hash)
