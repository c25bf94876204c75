from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Profile, User
from curation.models import Entry, Issue
from demo import DEMO_PASSWORD
from demo.content import arxiv_records
from events.models import Outbox
from events.verifying import verify_log
from preprints.models import Author, Preprint
from reviews.models import (
    Assessment,
    ConfirmedAssessment,
    ForumClaim,
    HeldResponse,
    Reopening,
    Review,
    Revision,
    SealedOriginal,
)
from reviews.moves import MOVES, NEW, SAME
from reviews.selectors.desk import DECISIONS, DeskView, editor_desk
from reviews.selectors.own_waiting import own_waiting
from tests.copied_database import copy_database, database_url, drop_database, working_in
from tests.reviews.process import States

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(demo_database, django_db_setup, django_db_blocker):
    """The tests of this file work in a copy of the loaded demo."""
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_demo"
        drop_database(name)  # of a run that was killed
        copy_database(demo_database, name)
        with working_in(database_url(name)):
            yield
        drop_database(name)


@pytest.mark.usefixtures("demo")
class TestLoaded:
    def test_it_has_works_in_every_state(self):
        assert len(arxiv_records()) >= 60
        statuses = set(Preprint.objects.values_list("status", flat=True))
        assert statuses == set(Preprint.Status.values)

    def test_it_has_something_in_every_state_of_the_review_process(self):
        known = {(move.thing, state) for move in MOVES for state in (*move.before, move.after)}
        found = {(thing, state) for (thing, _pk), state in States().items()}
        assert found == {(thing, state) for thing, state in known if state not in (NEW, SAME)}

    @pytest.mark.parametrize("role", ["reader", "author", "reviewer"])
    def test_something_waits_for_who_signs_in(self, role):
        person = User.objects.get(email=f"{role}@demo.invalid")
        assert own_waiting(person, now=timezone.now())

    def test_editors_have_decisions_of_their_own_and_most_kinds_are_there(self):
        kinds = set()
        for editor in User.objects.filter(roles__name__in=["editor", "managing-editor"]):
            view = DeskView(reader=editor, owner=editor, subject="", now=timezone.now())
            groups = editor_desk(view).groups
            assert groups, editor
            kinds |= {group.name for group in groups}
        # Signatures, failed mails, editors who leave, are new or silent: nobody's ordinary day.
        rare = {"signatures", "mails", "editors-missing", "interests", "appeals-stuck"}
        rare |= {"owed", "left-works", "withdrawals"}
        assert {kind.name for kind in DECISIONS} - kinds == rare

    def test_the_administrator_is_led_to_what_guards_the_administration(self, client):
        client.login(email="administrator@demo.invalid", password=DEMO_PASSWORD)
        answer = client.get("/admin/", follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/2fa/")

    def test_one_work_was_assessed_twice_and_one_revision_waits_for_its_editor(self):
        twice = Preprint.objects.get(versions__revision__decision="full")
        assessments = Assessment.objects.published().filter(version__preprint=twice)
        assert [one.identifier[-5:] for one in assessments.order_by("published_at")] == [
            ".1.a1",
            ".2.a1",
        ]
        (waiting,) = Revision.objects.waiting()
        assert waiting.version.preprint.status == "revised"

    def test_two_issues_are_published_and_one_is_in_the_making(self):
        states = [issue.state for issue in Issue.objects.order_by("number")]
        assert states == ["published", "published", "draft"]
        recommendations = Entry.objects.filter(issue__state="published")
        assert recommendations.exists()
        assert not recommendations.filter(recommendation="").exists()

    def test_works_of_an_issue_are_looked_at_again_for_a_new_version_and_a_withdrawal(self):
        reopened = Reopening.objects.exclude(cause="editor")
        issues = {one.version.preprint.selected_for for one in reopened}
        assert {(one.cause, one.decision) for one in reopened} == {
            ("new-version", ""),
            ("work-withdrawn", "ended"),
        }
        assert len(issues - {""}) == 1

    def test_a_passage_is_redacted_an_assessment_confirmed_a_response_held_a_work_claimed(self):
        (original,) = SealedOriginal.objects.all()
        assert "[redacted]" in original.review.weaknesses
        (confirmed,) = ConfirmedAssessment.objects.all()
        assert confirmed.version.number == 2
        author = User.objects.get(email="author@demo.invalid")
        (held,) = HeldResponse.objects.all()
        (claim,) = ForumClaim.objects.all()
        assert (held.author, claim.user, claim.outcome) == (author, author, "")
        assert claim.expires_at > timezone.now()

    def test_low_terms_stand_on_works_that_say_they_are_invented(self):
        low = Assessment.objects.filter(strength__slug__in=["incomplete", "inadequate"])
        assert low.exists()
        for assessment in low:
            assert assessment.version.title.startswith("[Invented for this demo]")

    def test_every_person_is_marked_as_demo(self):
        names = list(Profile.objects.values_list("name", flat=True))
        assert len(names) > 5
        assert [name for name in names if not name.endswith("(demo)")] == []
        assert [email for email in emails() if not email.endswith("@demo.invalid")] == []

    def test_no_author_of_a_real_work_is_taken_for_a_demo_person_who_has_answered(self):
        claimed = Author.objects.filter(user__isnull=False, version__responses__isnull=False)
        assert claimed.exists()
        assert not claimed.filter(version__preprint__locations__source="arxiv").exists()

    def test_no_mail_waits_to_be_sent(self):
        assert Outbox.objects.exists()
        assert not Outbox.objects.filter(done_at=None).exists()

    def test_its_log_holds(self):
        report = verify_log(now=timezone.now())
        assert report.broken_at is None
        assert report.unsealed == 0

    def test_nothing_happened_in_the_future(self):
        assert Review.objects.filter(published_at__lte=timezone.now()).exists()
        assert not Review.objects.filter(published_at__gt=timezone.now()).exists()

    def test_one_can_sign_in_with_every_role(self, client):
        for role in ("reader", "author", "reviewer", "editor", "managing-editor", "administrator"):
            assert client.login(email=f"{role}@demo.invalid", password=DEMO_PASSWORD), role

    def test_all_maths_was_rendered(self):
        parts = [html for review in Review.objects.published() for _, html in review.public_parts()]
        assert any("<math" in html for html in parts)
        assert [html for html in parts if "tex-error" in html] == []

    def test_a_second_load_does_nothing(self, capsys):
        count = Preprint.objects.count()
        call_command("demo")
        assert "already" in capsys.readouterr().out
        assert Preprint.objects.count() == count

    def test_no_unsigned_review_names_its_reviewer_on_its_page(self, client):
        hidden = Review.objects.published().exclude(byline_kind="signed").select_related("version")
        assert {review.byline_kind for review in hidden} == {"anonymous", "pseudonym"}
        for review in hidden:
            answer = client.get(review.get_absolute_url())
            assert answer.status_code == 200
            words = unescape(answer.content.decode())
            assert review.byline_name in words
            assert review.reviewer.profile.name not in words
        signed = Review.objects.published().filter(byline_kind="signed")[0]
        words = unescape(client.get(signed.get_absolute_url()).content.decode())
        assert signed.reviewer.profile.name in words


def emails():
    return User.objects.filter(is_guest=False).values_list("email", flat=True)
