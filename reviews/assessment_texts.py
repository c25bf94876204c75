"""An assessment by the fields of the form in which it is written, and what of it is compared.

Interests are those of who writes. What another editor proposed is shown with its text and terms,
never with what that editor declares.
"""

from accounts.models import User
from drafts.merging import write_fingerprints
from reviews.interests import PART_FIELDS, Interests, as_fields
from reviews.models import Assessment, EditorInterests, Submission


def texts_of(
    text: str, significance_id: object, strength_id: object, interests: Interests
) -> dict[str, str]:
    return {
        "significance": str(significance_id),
        "strength": str(strength_id),
        "text": text,
        **as_fields(interests),
    }


def assessment_texts(proposed: Assessment) -> dict[str, str]:
    terms = proposed.significance_id, proposed.strength_id
    return texts_of(proposed.text, *terms, proposed.interests)


def compared_texts(proposed: Assessment | None, editor: User) -> dict[str, str]:
    """What somebody else could have written meanwhile; blank where nothing is proposed yet."""
    if proposed is None:
        names = ("significance", "strength", "text", *PART_FIELDS)
        return dict.fromkeys(names, "")
    texts = assessment_texts(proposed)
    if proposed.written_by_id == editor.pk:
        return texts
    return {name: text for name, text in texts.items() if name not in PART_FIELDS}


def assessment_seen(proposed: Assessment | None, editor: User) -> str:
    """The fingerprints of what a page showed, for its form's hidden field `seen`."""
    return write_fingerprints(compared_texts(proposed, editor))


def form_texts(proposed: Assessment | None, submission: Submission, editor: User) -> dict[str, str]:
    """What the form shows where there is no draft: of the interests what was proposed, or what the
    editor has declared of this work before."""
    compared = compared_texts(proposed, editor)
    shown = {**compared, "seen": write_fingerprints(compared)}
    if proposed is not None and proposed.written_by_id == editor.pk:
        return shown
    own = EditorInterests.objects.declared().filter(submission=submission, editor=editor).first()
    return {**shown, **(as_fields(own.interests) if own else {})}
