"""What can be followed. In one word: `preprint:57`, `subject:4`, `person:12`, `search:q=regret`.

In pages a person is `person:<handle>`: the numbers of accounts are nobody's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl

from accounts.models import Profile, User
from preprints.duplicates.merged_ids import merge_target_ids, merged_group_ids
from preprints.models import Preprint, Subject
from search.asking import asked_search, parameters_of
from search.facets import Facets, terms_in_use
from search.queries import parse_query

HIGHEST_ID = 2**63 - 1


class ThingKind(StrEnum):
    PREPRINT = "preprint"
    SUBJECT = "subject"
    PERSON = "person"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Thing:
    """key: the number of the row; of a person that of the account, of a search the parameters of
    its address in their one order."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def pk(self) -> int:
        return int(self.key)


@dataclass(frozen=True, slots=True)
class ThingView:
    """What readers see of a thing. now: the thing that it has become, where a work was merged or
    two accounts were joined. word: as pages have it. feed_url: "" where it has none. is_gone: its
    page is no more."""

    now: Thing
    word: str = ""
    title: str = ""
    url: str = ""
    feed_url: str = ""

    @property
    def is_gone(self) -> bool:
        return not self.url


def preprint_thing(preprint_id: int) -> Thing:
    return Thing(ThingKind.PREPRINT, str(preprint_id))


def subject_thing(subject: Subject) -> Thing:
    return Thing(ThingKind.SUBJECT, str(subject.pk))


def person_thing(profile: Profile) -> Thing:
    return Thing(ThingKind.PERSON, str(profile.user_id))


def search_thing(address: Mapping[str, str]) -> Thing:
    """Of what an address asks for, whatever its order, page and superfluous spaces."""
    squeezed = {name: " ".join(value.split()) for name, value in address.items()}
    return Thing(ThingKind.SEARCH, parameters_of(squeezed))


def read_thing(word: str) -> Thing | None:
    """In its one form; None for what names no thing that could be followed."""
    kind, _colon, key = word.partition(":")
    if kind == ThingKind.SEARCH:
        thing = search_thing(address_of(key))
        return thing if thing.key else None
    is_number = key.isascii() and key.isdecimal() and 0 < len(key) < 20
    if kind not in set(ThingKind) or not is_number or int(key) > HIGHEST_ID:
        return None
    return Thing(kind, str(int(key)))


def asked_thing(word: str) -> Thing | None:
    """As `read_thing`, of a word that somebody sent. One query for a person."""
    kind, _colon, handle = word.partition(":")
    if kind != ThingKind.PERSON:
        return read_thing(word)
    profile = Profile.objects.public().filter(handle=handle).first()
    return None if profile is None else person_thing(profile)


def person_word(profile: Profile) -> str:
    return f"{ThingKind.PERSON}:{profile.handle}"


def address_of(parameters: str) -> dict[str, str]:
    return dict(parse_qsl(parameters))


def view_of(thing: Thing) -> ThingView:
    return views_of([thing])[thing]


def views_of(things: Iterable[Thing]) -> dict[Thing, ThingView]:
    """At most eight queries, however many things."""
    by_kind: dict[str, list[Thing]] = {kind: [] for kind in ThingKind}
    for thing in things:
        by_kind[thing.kind].append(thing)
    return {
        **_preprints(by_kind[ThingKind.PREPRINT]),
        **_subjects(by_kind[ThingKind.SUBJECT]),
        **_people(by_kind[ThingKind.PERSON]),
        **_searches(by_kind[ThingKind.SEARCH]),
    }


def stored_words(now: Thing) -> list[str]:
    """How rows may have a thing, by what it was when it was followed; at most one query.

    now: what it is by now, not what has become another one."""
    ids = [now.key]
    if now.kind == ThingKind.PREPRINT:
        ids = [str(pk) for pk in merged_group_ids(now.pk)]
    elif now.kind == ThingKind.PERSON:
        joined = User.objects.filter(joined_into=now.pk)
        ids += [str(pk) for pk in joined.values_list("pk", flat=True)]
    return [str(Thing(now.kind, key)) for key in ids]


def _preprints(things: list[Thing]) -> dict[Thing, ThingView]:
    if not things:
        return {}
    target = merge_target_ids([thing.pk for thing in things])
    rows = Preprint.objects.public().filter(pk__in=target.values())
    titles = dict(rows.values_list("pk", "current_version__title_plain"))
    views = {}
    for thing in things:
        pk = target.get(thing.pk, thing.pk)
        now = preprint_thing(pk)
        views[thing] = (
            ThingView(now, str(now), titles[pk], f"/preprints/{pk}/", f"/feeds/preprints/{pk}.atom")
            if pk in titles
            else ThingView(now)
        )
    return views


def _subjects(things: list[Thing]) -> dict[Thing, ThingView]:
    if not things:
        return {}
    rows = Subject.objects.in_bulk([thing.pk for thing in things])
    return {
        thing: ThingView(
            thing, str(thing), row.name, row.get_absolute_url(), f"/feeds/subjects/{row.slug}.atom"
        )
        if (row := rows.get(thing.pk))
        else ThingView(thing)
        for thing in things
    }


def _people(things: list[Thing]) -> dict[Thing, ThingView]:
    """By their public page alone: whoever did nothing under their name has none."""
    if not things:
        return {}
    ids = [thing.pk for thing in things]
    joined = User.objects.filter(pk__in=ids).exclude(joined_into=None)
    target = {pk: other for pk, other in joined.values_list("pk", "joined_into") if other}
    people = Profile.objects.public().filter(user__in=[target.get(pk, pk) for pk in ids])
    rows = {profile.user_id: profile for profile in people}
    views = {}
    for thing in things:
        pk = target.get(thing.pk, thing.pk)
        now, row = Thing(ThingKind.PERSON, str(pk)), rows.get(pk)
        views[thing] = (
            ThingView(
                now,
                person_word(row),
                row.name,
                row.get_absolute_url(),
                f"/feeds/people/{row.handle}.atom",
            )
            if row
            else ThingView(now)
        )
    return views


def _searches(things: list[Thing]) -> dict[Thing, ThingView]:
    if not things:
        return {}
    facets = Facets(terms_in_use())
    return {
        thing: ThingView(
            thing,
            str(thing),
            words_of_search(thing.key, facets),
            f"/search/?{thing.key}&sort=newest",
            f"/feeds/search.atom?{thing.key}",
        )
        if is_asked(thing.key, facets)
        else ThingView(thing)
        for thing in things
    }


def is_asked(parameters: str, facets: Facets) -> bool:
    address = address_of(parameters)
    search, _unknown = asked_search(address, parse_query(address.get("q", "")), facets)
    return search.is_asked


def words_of_search(parameters: str, facets: Facets) -> str:
    """What was typed, and what it is narrowed by."""
    address = address_of(parameters)
    chosen = [(facet.label, facet.chosen(address)) for facet in facets.all]
    narrowed = [f"{label}: {choice.words}" for label, choice in chosen if choice is not None]
    if year := address.get("year", ""):
        narrowed.append(year)
    return "; ".join(filter(None, [address.get("q", ""), *narrowed]))
