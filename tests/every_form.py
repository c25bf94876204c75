"""Every form of the journal with a free text: how it is sent, and the page it stands on."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from accounts.fields import NameField, OrcidField
from accounts.forms import ProfileForm, SignupForm
from accounts.joining_forms import ConfirmJoinForm
from curation.forms import BeginForm, EntryForm, IssueForm
from curation.interest_forms import IssueInterestsForm
from curation.models import Entry
from following.forms import SearchNameForm
from following.services import follow
from following.things import Thing, ThingKind
from ingest.forms import FeedForm, PauseForm, SetsForm
from ingest.models import Lookup, Source
from reading.forms import PatternForm, VerifyForm
from reviews.appeal_forms import AppealDecisionForm, AppealForm, TakeOverForm
from reviews.author_forms import AccountField, AddressesField, ConsentForm, TakeBackForm
from reviews.correction_forms import CorrectionAnswerForm, CorrectionForm
from reviews.draft_answer_forms import DraftAnswerForm
from reviews.editor_forms import RolesForm
from reviews.forms import (
    AssessmentForm,
    InviteForm,
    LinkForm,
    MergeForm,
    PairForm,
    ResponseForm,
    ReviewForm,
    SubmissionForm,
)
from reviews.handover_forms import HandOverForm
from reviews.interest_fields import DeclareForm, VolunteerForm
from reviews.invitation_forms import AnswerForm, DeclineInvitationForm
from reviews.models import Assessment, Revision, Round, TriageProposal
from reviews.reason_forms import DeclineReasonsForm
from reviews.redaction_forms import ReadOriginalForm, RedactionForm
from reviews.reopening_forms import ReopenForm, ReopeningDecisionForm
from reviews.reply_forms import QuestionForm, RefusalForm
from reviews.revision_forms import ConfirmAssessmentForm, DecisionForm, RevisionForm
from reviews.round_forms import ReleaseForm
from reviews.seconding_forms import ApprovalForm, ReturnForm
from reviews.services.invitations import accept_invitation
from reviews.thread_forms import ThreadForm
from reviews.triage_forms import AgreeForm, DeclineForm, TriageForm
from reviews.withdrawal_forms import WithdrawalForm
from tests import appeals_with_texts as appealing_with
from tests import forms_with_texts as sending
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.forms_with_texts import TYPED, Sent
from tests.reviews.links import act_of, link_of

TOO_LONG = TYPED + "x" * 60_001
# Names, addresses and identifiers are short and known by heart.
SHORT_FIELDS = (NameField, OrcidField, forms.EmailField, AccountField, AddressesField)
FormClass = type[forms.BaseForm]


@dataclass(frozen=True)
class Row:
    """form: the class whose texts are sent. make: who sends it, to where, with what is refused.
    page: the address where the form stands."""

    form: FormClass
    make: Callable[[], Sent]
    page: Callable[[Sent], str]
    name: str = ""

    def __str__(self) -> str:
        return f"{self.form.__name__} {self.name}".strip()


def same_page(sent: Sent) -> str:
    return sent.to


def at(name: str) -> Callable[[Sent], str]:
    return lambda _sent: reverse(name)


def submission_page(sent: Sent) -> str:
    kind, number = sent.draft_key.split(":")
    if kind == "invite":
        number = str(Round.objects.get(pk=number).submission_id)
    elif kind == "decision":
        number = str(Revision.objects.get(pk=number).round.submission_id)
    elif kind == "return":
        number = str(Assessment.objects.get(pk=number).round.submission_id)
    return reverse("reviews:submission", args=[number])


def authors_page(sent: Sent) -> str:
    return reverse("reviews:authors", args=[number_in(sent.to)])


def page_in_the_address(sent: Sent) -> str:
    return reverse("reviews:submission", args=[number_in(sent.to)])


def release() -> Sent:
    """Of a round with an accepted review."""
    opened = ReviewFactory(accepted=True).round
    to = reverse("reviews:release_round", args=[opened.pk])
    return Sent(opened.submission.editor, to, {"reason": TOO_LONG})


def page_of_round(sent: Sent) -> str:
    submission_id = Round.objects.get(pk=number_in(sent.to)).submission_id
    return reverse("reviews:submission", args=[submission_id])


def appeal_page(sent: Sent) -> str:
    return reverse("reviews:appeal", args=[number_in(sent.to)])


def page_of_review(sent: Sent) -> str:
    return reverse("reviews:write_review", args=[number_in(sent.to)])


def page_of_assessment(sent: Sent) -> str:
    submission = Assessment.objects.get(pk=number_in(sent.to)).round.submission_id
    return reverse("reviews:submission", args=[submission])


def number_in(address: str) -> str:
    return next(part for part in address.split("/") if part.isdigit())


def issue_page(sent: Sent) -> str:
    kind, number = sent.draft_key.split(":")
    issue_id = Entry.objects.get(pk=number).issue_id if kind == "entry" else number
    return reverse("curation:issue", args=[issue_id])


def name_search() -> Sent:
    """Of a search that its sender follows."""
    user = UserFactory()
    followed = follow(user.pk, Thing(ThingKind.SEARCH, "q=herons"), now=NOW)
    to = reverse("following:name_search", args=[followed.pk])
    return Sent(user, to, {"name": TYPED + "x" * 120})


def pause() -> Sent:
    sent = sending.pause()
    Source.objects.filter(slug="arxiv").update(is_paused=False)
    return sent


def sets() -> Sent:
    source = sending.arxiv()
    fields = {"sets": f"cs.LG\n{TYPED}"}
    return Sent(sending.editor(), reverse("ingest:sets", args=[source.slug]), fields)


def submit_found() -> Sent:
    """The page of a pasted link, once its work is found."""
    sent = sending.submit_found("found")
    known = sending.PreprintFactory()
    Lookup.objects.update(preprint=known)
    return Sent(sent.by, sent.to, {"role": "", "reason": TYPED, "competing_interests": TYPED})


def response() -> Sent:
    sent = sending.response()
    return Sent(sent.by, sent.to, {"text": TYPED, "competing_interests": TOO_LONG})


def review_by_link() -> Sent:
    """A guest's, who has accepted without an account."""
    invitation = InvitationFactory()
    review = accept_invitation(invitation.pk, user=None, name="Noor Guest", now=NOW)
    to = reverse("reviews:write_review", args=[review.pk])
    return Sent(None, to, {"summary": TYPED, "submit_review": "1"}, opens=link_of(invitation))


def decline_invitation() -> Sent:
    return sending.decline_invitation(TOO_LONG)


def accept_invitation_too_long() -> Sent:
    invitation = InvitationFactory()
    declared = {"answer_as": "guest", "name": "Noor", "competing_interests": TOO_LONG}
    return Sent(None, act_of(invitation, "accept"), declared, opens=link_of(invitation))


def volunteer() -> Sent:
    opened = RoundFactory(submission__preprint__status="under-review")
    to = reverse("reviews:volunteer", args=[opened.version.preprint_id])
    return Sent(UserFactory(), to, {"competing_interests": TOO_LONG})


def accept_submission() -> Sent:
    sent = sending.decline()
    to = reverse("reviews:accept_submission", args=[number_in(sent.draft_key.replace(":", "/"))])
    return Sent(sent.by, to, {"competing_interests": TOO_LONG})


def agree() -> Sent:
    one = SubmissionFactory()
    decision = {"decision": "accept", "consent": "asked", "proposed_at": NOW}
    first = UserFactory(editor=True)
    proposal = TriageProposal.objects.create(submission=one, proposed_by=first, **decision)
    to = reverse("reviews:agree_to_proposal", args=[one.pk, proposal.pk])
    return Sent(UserFactory(editor=True), to, {"competing_interests": TOO_LONG})


def declare() -> Sent:
    """By an editor whom somebody else has put in the place."""
    of = RoundFactory().submission
    to = reverse("reviews:declare_interests", args=[of.pk])
    return Sent(sending.new_editor(of), to, {"competing_interests": TOO_LONG})


def hand_over() -> Sent:
    """By who may take the place themselves."""
    of, by = RoundFactory().submission, UserFactory(managing_editor=True)
    typed = {"in_spite": TOO_LONG, "reason": TOO_LONG}
    return Sent(by, reverse("reviews:hand_over", args=[of.pk]), typed)


def roles() -> Sent:
    person, by = UserFactory(verified=True), UserFactory(managing_editor=True)
    to = reverse("reviews:change_editor", args=[person.profile.handle])
    return Sent(by, to, {"roles": ["editor"], "reason": TOO_LONG})


def invitation_page(sent: Sent) -> str:
    number = next(part for part in sent.to.split("/") if part.isdigit())
    return reverse("reviews:opened_invitation", args=[number])


FORMS = [
    Row(DeclineForm, sending.decline, submission_page),
    Row(TriageForm, accept_submission, page_in_the_address),
    Row(AgreeForm, agree, page_in_the_address),
    Row(DeclareForm, declare, page_in_the_address),
    Row(HandOverForm, hand_over, same_page),
    Row(InviteForm, sending.invite, submission_page),
    Row(ReturnForm, lambda: sending.send_back(TOO_LONG), submission_page),
    Row(SubmissionForm, lambda: sending.submit_known(""), same_page, "of a listed work"),
    Row(SubmissionForm, submit_found, same_page, "of a pasted link"),
    Row(LinkForm, sending.submit_link, same_page),
    Row(ReviewForm, sending.review, same_page),
    Row(ReviewForm, review_by_link, same_page, "by a link"),
    Row(AnswerForm, accept_invitation_too_long, invitation_page),
    Row(VolunteerForm, volunteer, same_page),
    Row(DeclineInvitationForm, decline_invitation, invitation_page),
    Row(AssessmentForm, sending.assessment, same_page),
    Row(ResponseForm, response, same_page),
    Row(RevisionForm, lambda: sending.revision(TOO_LONG), same_page),
    Row(DecisionForm, lambda: sending.decision(""), submission_page),
    Row(DraftAnswerForm, sending.draft_answer, page_of_review),
    Row(ApprovalForm, sending.early_approval, page_of_assessment),
    Row(CorrectionForm, sending.correction, same_page),
    Row(CorrectionAnswerForm, sending.correction_answer, same_page),
    Row(ConfirmAssessmentForm, sending.too_long_a_reason, page_in_the_address),
    Row(ReopenForm, sending.reopening, same_page),
    Row(ReopeningDecisionForm, sending.reopening_decision, same_page),
    Row(ReleaseForm, release, page_of_round),
    Row(RolesForm, roles, same_page),
    Row(DeclineReasonsForm, sending.new_reason, same_page),
    Row(TakeBackForm, lambda: sending.take_back(""), authors_page),
    Row(ConsentForm, sending.consent, authors_page),
    Row(WithdrawalForm, sending.withdraw, same_page),
    Row(RedactionForm, sending.redact, same_page, "of a review"),
    Row(RedactionForm, sending.redact_response, same_page),
    Row(ReadOriginalForm, sending.read_original, same_page),
    Row(QuestionForm, lambda: sending.reply("return_review", "question"), same_page),
    Row(RefusalForm, lambda: sending.reply("refuse_review", "reason"), same_page),
    Row(ThreadForm, lambda: sending.entry_of_reviewer(TOO_LONG), same_page),
    Row(ThreadForm, lambda: sending.entry_of_editor(TOO_LONG), same_page, "by an editor"),
    Row(AppealForm, appealing_with.appeal, same_page),
    Row(AppealDecisionForm, appealing_with.decide_appeal, same_page),
    Row(TakeOverForm, appealing_with.take_over_appeal, appeal_page),
    Row(MergeForm, lambda: sending.merge(TYPED + "x" * 300), same_page),
    Row(ProfileForm, lambda: sending.profile(name=""), same_page),
    Row(FeedForm, sending.feed, at("ingest:sources")),
    Row(PauseForm, pause, at("ingest:sources")),
    Row(SearchNameForm, name_search, same_page),
    Row(SetsForm, sets, same_page),
    Row(BeginForm, sending.begin_issue, at("curation:issues")),
    Row(IssueForm, lambda: sending.editorial(TYPED + "x" * 200), issue_page),
    Row(IssueInterestsForm, sending.interests_of_issue, same_page),
    Row(EntryForm, lambda: sending.recommendation("x" * 101), issue_page),
]
NOT_TRIED = {
    ConfirmJoinForm: "takes the one address that stands beside it, so that nobody confirms at once",
    PairForm: "asks with GET: the text stands in the address",
    PatternForm: "is looked at, never sent",
    VerifyForm: "writes nothing, for anybody; what was pasted stands in it again, whatever it is",
    SignupForm: "asks who one is: nothing of it is shown again",
}


def form_classes() -> Iterator[FormClass]:
    """Every form class of ours that is made for a page; not the bases of others."""
    folders = {app.name: Path(app.path).parent for app in apps.get_app_configs()}
    ours = [name for name, folder in folders.items() if folder == settings.BASE_DIR]
    for name in ours:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if "form" in module.name:
                importlib.import_module(module.name)
    waiting: list[FormClass] = [forms.BaseForm]
    while waiting:
        found = waiting.pop().__subclasses__()
        waiting += found
        for one in found:
            is_ours = one.__module__.split(".")[0] in ours and not one.__module__.endswith(".admin")
            if is_ours and not one.__subclasses__():
                yield one


def texts_of(form: FormClass) -> list[str]:
    """The fields into which people type more than a name."""
    return [
        name
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, SHORT_FIELDS)
        and not field.widget.is_hidden
        and not isinstance(field.widget, forms.PasswordInput)
    ]
