"""Who may declare a revision, decide on one, and declare a version final: as `rules.py`."""

from collections.abc import Collection

from reviews import errors, moves, revision_errors


def check_can_declare_revision(
    *,
    person_id: int,
    author_ids: Collection[int],
    is_withdrawn: bool,
    is_declared: bool,
    is_final: bool,
    is_newest: bool,
    assessed_numbers: Collection[int],
    number: int,
    has_open_round: bool,
    has_waiting_revision: bool,
) -> None:
    """number: of the version. assessed_numbers: of the versions with a published assessment.
    is_declared, has_waiting_revision: of this version; of another that the editors have to decide
    on."""
    check_is_author(person_id=person_id, author_ids=author_ids)
    if is_withdrawn:
        raise errors.WorkWithdrawn
    if is_declared:
        raise revision_errors.AlreadyRevised
    if is_final:
        raise revision_errors.FinalNotRevised
    if not is_newest:
        raise revision_errors.NotTheNewestVersion
    if not assessed_numbers or number <= max(assessed_numbers):
        raise revision_errors.NothingToRevise
    if has_waiting_revision:
        raise revision_errors.RevisionWaits
    if has_open_round:
        raise revision_errors.ReviewGoesOn


def check_is_author(*, person_id: int, author_ids: Collection[int]) -> None:
    """author_ids: of those confirmed."""
    if person_id not in author_ids:
        raise errors.AuthorsOnly


def check_can_decide_revision(
    *, decision: str, is_decided: bool, is_withdrawn: bool, is_owed: bool, reason: str
) -> None:
    """A work that was withdrawn meanwhile is not reviewed again. is_owed: an assessment of it."""
    moves.DECIDE_REVISION.check("decided" if is_decided else "waiting")
    if is_withdrawn and decision != "none":
        raise errors.WorkWithdrawn
    if is_owed and not is_withdrawn and decision == "none":
        raise revision_errors.AssessmentOwed
    if not reason.strip():
        raise revision_errors.DecisionWithoutReason


def check_can_declare_final(
    *,
    person_id: int,
    author_ids: Collection[int],
    is_withdrawn: bool,
    is_newest: bool,
    is_final: bool,
    is_assessed: bool,
    has_open_round: bool,
    has_waiting_revision: bool,
) -> None:
    """is_assessed: whether any version of the work has a published assessment."""
    check_is_author(person_id=person_id, author_ids=author_ids)
    if is_withdrawn:
        raise revision_errors.WithdrawnNotFinal
    if is_final:
        raise revision_errors.AlreadyFinal
    if not is_newest:
        raise revision_errors.NotTheNewestVersion
    if not is_assessed:
        raise revision_errors.NotAssessedYet
    if has_waiting_revision:
        raise revision_errors.RevisionWaits
    if has_open_round:
        raise revision_errors.ReviewGoesOn


def check_can_confirm_assessment(
    *,
    is_withdrawn: bool,
    is_newest: bool,
    is_assessed: bool,
    has_earlier_assessment: bool,
    has_open_round: bool,
    has_waiting_revision: bool,
    reason: str,
) -> None:
    """is_assessed: whether the version has an assessment, or one was confirmed for it."""
    if not has_earlier_assessment:
        raise revision_errors.NotAssessedYet
    if is_withdrawn:
        raise errors.WorkWithdrawn
    if not is_newest:
        raise revision_errors.NotTheNewestVersion
    if is_assessed:
        raise revision_errors.VersionIsAssessed
    if has_waiting_revision:
        raise revision_errors.RevisionWaits
    if has_open_round:
        raise revision_errors.ReviewGoesOn
    if not reason.strip():
        raise revision_errors.ConfirmedWithoutReason
