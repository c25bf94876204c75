"""Who is an author of a work, and who says so: decisions on plain values."""

from collections.abc import Collection

from reviews import author_errors, errors, limits, moves, rules

# An answer at an address that nobody has checked.
MAILED = {"agreed": "mailed-yes", "declined": "mailed-no"}


def check_can_confirm_author(
    *,
    state: str,
    editor_id: int,
    is_editor: bool,
    editor_ids: Collection[int],
    author_ids: Collection[int],
) -> None:
    """Once a work has editors it is theirs alone, for they know a hidden reviewer.

    editor_ids: the editors of the work; empty before the triage. author_ids: as known so far.
    """
    rules.check_is_editor(is_editor=is_editor)
    moves.CONFIRM_AUTHOR.check(state)
    if editor_ids and editor_id not in editor_ids:
        raise author_errors.NotAnEditorOfTheWork
    rules.check_is_no_author(person_id=editor_id, author_ids=author_ids)


def check_can_be_author(
    *,
    person_id: int,
    author_user_id: int | None,
    author_ids: Collection[int],
    editor_ids: Collection[int],
    reviewer_ids: Collection[int],
) -> None:
    """author_user_id: who is confirmed as this author already. author_ids: the confirmed ones.
    reviewer_ids: who reviews the work, or has reviewed it."""
    if author_user_id not in (None, person_id):
        raise author_errors.AuthorIsKnown
    if author_user_id is None and person_id in author_ids:
        raise author_errors.AlreadyAnAuthor
    if person_id in editor_ids:
        raise errors.EditorIsAuthor
    if person_id in reviewer_ids:
        raise author_errors.ReviewerIsAuthor


def check_can_ask_author(
    *, state: str, person_id: int, is_editor: bool, asker_ids: Collection[int]
) -> None:
    """asker_ids: who submitted the work, and its confirmed authors."""
    moves.ASK_AUTHOR.check(state)
    if not is_editor and person_id not in asker_ids:
        raise author_errors.MayNotAsk


def check_addresses(
    addresses: Collection[str], *, own: Collection[str], asked_today: int, of_address: int
) -> None:
    """own: of whoever gives them, in lower case: nobody answers themselves as an author.
    asked_today: how many they have had asked. of_address: how often one of these was, at most."""
    if set(addresses) & set(own):
        raise author_errors.OwnAddress
    is_much = asked_today + len(addresses) > limits.CONSENT_MAILS_A_DAY
    if is_much or of_address >= limits.CONSENT_MAILS_TO_ONE:
        raise author_errors.TooManyAuthorsAsked


def check_changes(changes_today: int) -> None:
    """Each change is public, and a no is mailed to the editors."""
    if changes_today >= limits.CONSENT_CHANGES_A_DAY:
        raise author_errors.TooManyChanges


def check_can_change_consent(
    *, state: str, is_author: bool, is_editor: bool, consent: str, reason: str
) -> None:
    """An author says yes or no for themselves; an editor what they know, and how they know it.

    is_author: a confirmed one. is_editor: one who is no author of the work.
    """
    moves.CHANGE_CONSENT.check(state)
    if is_author and consent in ("agreed", "declined"):
        return
    if not is_editor:
        raise author_errors.MaySayNoConsent
    if not reason.strip():
        raise author_errors.WhyMissing


def public_answer(answer: str, *, is_vouched_for: bool) -> str:
    """What an answer by a mailed link says in public.

    is_vouched_for: an editor or a confirmed author gave the address, or it is one's own.

    >>> public_answer("agreed", is_vouched_for=False)
    'mailed-yes'
    """
    return answer if is_vouched_for else MAILED.get(answer, answer)


def consent_after_answer(*, current: str, before: str, answers: Collection[str]) -> str:
    """One author who declines is enough to say so; else one who agrees. Whoever answers at an
    address that nobody has checked comes after those, and after what an author or editor said.

    before: what this person had answered until now. answers: of all requests of the submission
    with the new one, "" where there is none yet; each as `public_answer` has it.

    >>> consent_after_answer(current="asked", before="", answers=["agreed", "declined", ""])
    'declined'
    >>> consent_after_answer(current="declined", before="declined", answers=["not-author"])
    'not-asked'
    >>> consent_after_answer(current="agreed", before="", answers=["mailed-no"])
    'agreed'
    """
    for word in ("declined", "agreed"):
        if word in answers:
            return word
    if current in ("declined", "agreed") and current != before:
        return current
    for word in ("mailed-no", "mailed-yes"):
        if word in answers:
            return word
    if current not in ("asked", before, *MAILED.values()):
        return current
    return "asked" if "" in answers else "not-asked"
