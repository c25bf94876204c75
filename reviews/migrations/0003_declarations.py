"""A reviewer says outright that there is nothing to declare: an empty text, no longer "None."."""

import re

from django.db import migrations, models

# Whole texts that declare nothing. The form asked for "None"; people also wrote it out. Anything
# else counts as declared, and so does a sentence that goes on.
_NOTHING = r"none|no|nil|nothing|n/?a|n\.a|not applicable|-+|none (?:known|whatsoever|at all)"
_TO_DECLARE = r"(?: (?:to|that i (?:have|need) to) (?:declare|disclose|report)| declared| disclosed)?"
_WHO = r"(?:i|we|the (?:author|reviewer)s?|this reviewer)"
_ADJECTIVE = r"(?:(?:known|relevant|potential|financial|personal|other|such) )*"
_INTERESTS = (
    rf"{_ADJECTIVE}(?:(?:(?:competing|conflicting|financial) )+interests?"
    r"|conflicts?(?: of interests?)?|interests?)"
)
_AI = (
    r"(?:(?:generative|any) )*"
    r"(?:ai|a\.i|artificial intelligence|llms?|chatgpt|(?:large )?language models?)"
    r"(?:[ -](?:tools?|systems?|assistants?|assistance|help|models?|support))*"
)
_FOR_THIS = r"(?: at all)?(?: (?:for|in|to|when) (?:writing|preparing|write|prepare|(?=this))?.{0,12}review)?"
_NOT = r"(?:do not|don't|did not|didn't|have not|haven't|does not)"
NONE = re.compile(
    "|".join(
        [
            rf"(?:{_NOTHING}){_TO_DECLARE}",
            rf"(?:{_WHO} (?:have|has)|{_WHO} (?:declare|report|disclose)s?(?: (?:that )?(?:i|they) have)?)"
            rf" (?:none|nothing|no {_INTERESTS}){_TO_DECLARE}",
            rf"(?:there (?:are|is) )?no {_INTERESTS}{_TO_DECLARE}",
            rf"{_WHO} {_NOT} have (?:any |a )?{_INTERESTS}{_TO_DECLARE}",
            rf"no (?:use of )?{_AI}(?: (?:was|were|has been|have been))?(?: used| use)?{_FOR_THIS}",
            rf"(?:{_WHO} )?(?:{_NOT} used?|never used|used no) (?:any )?{_AI}{_FOR_THIS}",
            rf"(?:{_WHO} )?(?:used )?(?:none|nothing)(?: (?:was|were))?(?: used)?{_FOR_THIS}",
            rf"(?:{_AI} )?(?:was |were )?(?:not used|unused){_FOR_THIS}",
            rf"{_WHO} {_NOT}(?: use (?:it|any|one))?{_FOR_THIS}",
        ]
    ),
    re.IGNORECASE,
)


def declares_nothing(text):
    """
    >>> declares_nothing(" I have no competing  interests to declare. "), declares_nothing("No AI was used")
    (True, True)
    >>> declares_nothing("No competing interests, but I know the author.")
    False
    """
    plain = " ".join(text.replace("\u2019", "'").split())
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain).strip(" .!\"*_")
    return bool(text.strip()) and (not plain or NONE.fullmatch(plain) is not None)


def empty_what_declares_nothing(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    for review in Review.objects.only("competing_interests", "ai_use").iterator():
        for name in ("competing_interests", "ai_use"):
            if declares_nothing(getattr(review, name)):
                Review.objects.filter(pk=review.pk).update(**{name: ""})


def write_none(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    for name in ("competing_interests", "ai_use"):
        Review.objects.exclude(status="draft").filter(**{name: ""}).update(**{name: "None."})


def complete(*more):
    return models.Q(("status", "draft")) | models.Q(
        ("submitted_at__isnull", False),
        ("significance__isnull", False),
        ("strength__isnull", False),
        ("confidence__gte", 1),
        ("confidence__lte", 5),
        models.Q(("byline_kind", ""), _negated=True),
        models.Q(("byline_name", ""), _negated=True),
        models.Q(("summary", ""), _negated=True),
        *more,
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_first_vocabulary")]

    operations = [
        migrations.RemoveConstraint("review", "review_complete_once_handed_in"),
        migrations.RunPython(empty_what_declares_nothing, write_none),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AddConstraint(
            "review",
            models.CheckConstraint(condition=complete(), name="review_complete_once_handed_in"),
        ),
    ]
