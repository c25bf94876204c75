"""Two texts of one form, compared field by field with the text that both began from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from text.hashing import content_hash
from text.plain import clean_text


@dataclass(frozen=True, slots=True)
class MergedFields:
    """fields: what to save. conflicts: the saved text of fields that were changed there and in
    the page. newer: the saved text of fields that were changed there only.
    """

    fields: dict[str, str]
    conflicts: dict[str, str]
    newer: dict[str, str]


def fingerprint(text: str) -> str:
    return content_hash(text)[:16]


def fingerprints(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fingerprint(text) for name, text in fields.items()}


def read_fingerprints(text: str) -> dict[str, str]:
    """What a page sent back as JSON; nothing where it cannot be read."""
    try:
        base = json.loads(text[:10_000]) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in base.items()} if isinstance(base, dict) else {}


def write_fingerprints(texts: Mapping[str, str]) -> str:
    """The fingerprints as JSON, for the hidden field `seen`."""
    return json.dumps(fingerprints(texts))


def texts_to_show(saved: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """What a form shows: what is typed over what is saved. A field that its writer has not touched
    shows what was saved meanwhile; of the others the fingerprint stays the one of when the typing
    began, so that a text saved meanwhile is not lost.

    saved: with `seen`, the `write_fingerprints` of the other fields.
    """
    shown = {**saved, **typed}
    seen, now = read_fingerprints(shown["seen"]), read_fingerprints(saved["seen"])
    for name in seen.keys() & now.keys():
        if fingerprint(clean_text(shown[name]).strip()) == seen[name]:
            shown[name], seen[name] = saved[name], now[name]
    return {**shown, "seen": json.dumps(seen) if seen else shown["seen"]}


def merge_fields(
    *, stored: Mapping[str, str], sent: Mapping[str, str], base: Mapping[str, str]
) -> MergedFields:
    """Take each field from where it was changed; the saved text where it was changed in both.

    base: fingerprints of the texts that the sender's page was loaded with. A field without one
    counts as changed in both.

    >>> base = fingerprints({"text": "", "title": ""})
    >>> merge_fields(stored={"text": "A", "title": ""}, sent={"text": "", "title": "B"}, base=base)
    MergedFields(fields={'text': 'A', 'title': 'B'}, conflicts={}, newer={'text': 'A'})
    """
    fields, conflicts, newer = dict(stored), {}, {}
    for name, text in sent.items():
        saved = stored.get(name, text)
        if saved == text or fingerprint(saved) == base.get(name):
            fields[name] = text
        elif fingerprint(text) == base.get(name):
            newer[name] = saved
        else:
            conflicts[name] = saved
    return MergedFields(fields, conflicts, newer)
