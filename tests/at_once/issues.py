"""Issues in the making, and their publication."""

from itertools import count

from curation import errors, form_texts
from curation.models import Entry, Issue
from curation.services import assembling, building, declaring, publishing
from reviews.interests import Interests
from tests.at_once.acts import Act, Call
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.times import NOW

NUMBERS = count(1)


def make_issue() -> Issue:
    return IssueFactory(number=next(NUMBERS), editor=make_editor())


def positions() -> list[tuple[str, int]]:
    """Of the newest issue's entries: the place each was made at, and where it stands now."""
    issue = Issue.objects.latest("pk")
    return list(issue.entries.order_by("pk").values_list("section", "position"))


def create() -> Call:
    editor, number = make_editor(), next(NUMBERS)
    return lambda: building.create_issue(
        editor=editor, title="Agents", volume=1, number=number, now=NOW
    )


def add() -> Call:
    issue, work = make_issue(), make_candidate()
    return lambda: building.add_entry(issue.pk, preprint_id=work.pk, editor=issue.editor, now=NOW)


def entries(number: int) -> list[Entry]:
    issue = make_issue()
    return [
        EntryFactory(issue=issue, position=position, section=f"S{position}")
        for position in range(1, number + 1)
    ]


def remove() -> Call:
    _first, middle, _last = entries(3)
    editor = middle.issue.editor
    return lambda: building.remove_entry(middle.pk, editor=editor, now=NOW)


def move_up() -> Call:
    last = entries(5)[-1]
    editor, place = last.issue.editor, last.position
    return lambda: building.move_entry(last.pk, editor=editor, up=True, position=place)


def write_entry() -> Call:
    (entry,) = entries(1)
    editor, seen = entry.issue.editor, form_texts.entry_fingerprint(entry)
    return lambda: building.save_entry(
        entry.pk,
        editor=editor,
        section="Trust",
        recommendation="Read it slowly.",
        seen=seen,
        now=NOW,
    )


def write_issue() -> Call:
    issue = make_issue()
    seen = form_texts.issue_fingerprint(issue)
    return lambda: building.save_issue(
        issue.pk, editor=issue.editor, title="Trust", editorial="Three works.", seen=seen, now=NOW
    )


def declare() -> Call:
    (entry,) = entries(1)
    rival = Interests(kinds=("rival",), words="A rival.")
    return lambda: declaring.declare_interests(
        entry.issue_id,
        declared={entry.version_id: rival},
        editor=entry.issue.editor,
        now=NOW,
    )


def publish() -> Call:
    issue = make_issue()
    fill(issue, issue.editor, make_candidate())
    write_editorial(issue, issue.editor)
    return lambda: publishing.publish_issue(issue.pk, editor=issue.editor, now=NOW)


def assemble() -> Call:
    make_candidate()
    return lambda: assembling.assemble_candidates(now=NOW)


ACTS = [
    Act(building.create_issue, create),
    Act(building.add_entry, add, (errors.AlreadyInIssue,)),
    Act(building.remove_entry, remove, state=positions),
    Act(building.move_entry, move_up, state=positions, only_changes_fields=True),
    Act(
        building.save_entry,
        write_entry,
        only_changes_fields=True,
        state=lambda: Entry.objects.latest("pk").recommendation,
    ),
    Act(
        building.save_issue,
        write_issue,
        only_changes_fields=True,
        state=lambda: Issue.objects.latest("pk").editorial,
    ),
    Act(declaring.declare_interests, declare),
    Act(publishing.publish_issue, publish, (errors.IssuePublished,)),
    Act(assembling.assemble_candidates, assemble),
]
