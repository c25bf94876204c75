"""The database itself says which rows have changed, so that no way of writing can forget to.

Each table whose rows a public page may show has a trigger that sends, with the commit, its name and
the preprints that the written rows belong to. The triggers are made anew after each migration, from
the models as they are then.
"""

from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from django.db.models import Field, Model

CHANNEL = "page_changes"
NOTICE_CHARACTERS = 7_000  # PostgreSQL takes 8,000 bytes; more works than that are "any"

# Written all the time, and shown by no public page: a page that reads one is not kept.
UNWATCHED = frozenset(
    {
        "account.EmailAddress",
        "account.EmailConfirmation",
        "admin.LogEntry",
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "drafts.Draft",
        "drafts.SentForm",
        "events.Outbox",
        "events.Salt",
        "events.Unsealed",
        "following.Follow",
        "ingest.FetchStop",
        "ingest.Harvest",
        "ingest.Host",
        "ingest.Lookup",
        "ingest.OrganisationLookup",
        "ingest.Reject",
        "ingest.ScheduledFetch",
        "ingest.Shelved",
        "ingest.Source",
        "mails.Digest",
        "mails.Mail",
        "mails.MailChoice",
        "mfa.Authenticator",
        "search.Document",
        "search.Follower",
        "search.StaleDocument",
        "search.Word",
        "sessions.Session",
        "socialaccount.SocialApp",
        "socialaccount.SocialToken",
        "usersessions.UserSession",
        "web.UsedLimit",
    }
)
# Columns that no page shows and that are written without anything else.
UNSHOWN = {
    "accounts.User": ("last_login", "password"),
    "ingest.TextPictures": ("left", "tries", "next_try_at"),
}
# New rows that no page shows before a row of another table leads to them.
UNSEEN_WHEN_NEW = frozenset({"accounts.User", "accounts.Profile", "accounts.Pseudonym"})
WORK = "preprints.Preprint"
# SELECTs of the `work`s that show a row `r` though it belongs to another one; apps add theirs.
SHOWN_ELSEWHERE: dict[str, str] = {}


def watched_models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.label not in UNWATCHED]


def watched_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in watched_models())


def watch_tables(**_signal: Any) -> None:
    """Make all triggers anew; for the signal `post_migrate`."""
    with connection.cursor() as cursor:
        for model in watched_models():
            cursor.execute(statements_for(model))


def are_watched(session: "psycopg.Connection[Any]") -> bool:
    """Whether the triggers are all there."""
    found = session.execute(
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgname LIKE 'say_%' AND tgenabled <> 'D'"
    )
    expected = {
        (model._meta.db_table, f"say_{act}") for model in watched_models() for act in acts(model)
    }
    return expected <= set(found)


def acts(model: type[Model]) -> tuple[str, ...]:
    """What may be done to rows of the model that a page could show."""
    is_unseen = model._meta.label in UNSEEN_WHEN_NEW
    return ("update", "delete") if is_unseen else ("update", "delete", "insert")


def statements_for(model: type[Model]) -> str:
    """SQL that makes the function of one table and its three triggers."""
    table = model._meta.db_table
    columns = [field.column for field in shown_fields(model)]
    parts = {
        "table": table,
        "channel": CHANNEL,
        "most": NOTICE_CHARACTERS,
        "key": model._meta.pk.column,
        "old": ", ".join(f'o."{column}"' for column in columns),
        "new": ", ".join(f'n."{column}"' for column in columns),
        "works": works_of_rows(model),
    }
    made = (_FUNCTION, *(_TRIGGERS[act] for act in acts(model)))
    return "".join(part.format(**parts) for part in made)


_FUNCTION = """
CREATE OR REPLACE FUNCTION say_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    written bigint;
    works text;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      SELECT count(*), string_agg(DISTINCT coalesce(w.work::text, '*'), ',') INTO written, works
      FROM new_rows r {works};
    ELSIF TG_OP = 'DELETE' THEN
      SELECT count(*), string_agg(DISTINCT coalesce(w.work::text, '*'), ',') INTO written, works
      FROM old_rows r {works};
    ELSE
      SELECT count(*), string_agg(DISTINCT coalesce(w.work::text, '*'), ',') INTO written, works
      FROM (
        SELECT o.* FROM old_rows o JOIN new_rows n ON o."{key}" = n."{key}"
        WHERE ROW({old}) IS DISTINCT FROM ROW({new})
        UNION ALL
        SELECT n.* FROM old_rows o JOIN new_rows n ON o."{key}" = n."{key}"
        WHERE ROW({old}) IS DISTINCT FROM ROW({new})
      ) r {works};
    END IF;
    IF written > 0 THEN
      IF length(works) > {most} OR works LIKE '%*%' THEN works := '*'; END IF;
      PERFORM pg_notify('{channel}', '{table} ' || works);
    END IF;
    RETURN NULL;
  END
$$;
"""
_TRIGGERS = {
    "insert": """
CREATE OR REPLACE TRIGGER say_insert AFTER INSERT ON "{table}"
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION say_change_of_{table}();
""",
    "delete": """
CREATE OR REPLACE TRIGGER say_delete AFTER DELETE ON "{table}"
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION say_change_of_{table}();
""",
    "update": """
CREATE OR REPLACE TRIGGER say_update AFTER UPDATE ON "{table}"
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION say_change_of_{table}();
""",
}


def shown_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    unshown = UNSHOWN.get(model._meta.label, ())
    return [field for field in model._meta.concrete_fields if field.name not in unshown]


def works_of_rows(model: type[Model]) -> str:
    """SQL after `FROM … r`: a join that gives each row the `work`s it belongs to, NULL for none."""
    # Names of tables and columns, as the models have them.
    selects = [*map(_select_work, ways_to_works(model))]
    if model._meta.label in SHOWN_ELSEWHERE:
        selects.append(SHOWN_ELSEWHERE[model._meta.label])
    found = " UNION ".join(selects) or "SELECT NULL::bigint AS work"
    return f"LEFT JOIN LATERAL (SELECT work FROM ({found}) a WHERE work IS NOT NULL) w ON true"  # noqa: S608


def _select_work(way: tuple["Field[Any, Any]", ...]) -> str:
    """way: foreign keys from the row to its work; none where the row is the work."""
    if not way:
        return "SELECT r.id AS work"
    if len(way) == 1:
        return f'SELECT r."{way[0].column}" AS work'
    first, *onward = way
    joins, column = "", ""
    for number, field in enumerate(onward):
        if number:
            table = _target(onward[number - 1])._meta.db_table
            joins += f' LEFT JOIN "{table}" t{number} ON t{number}.id = {column}'
        column = f't{number}."{field.column}"'
    table = _target(first)._meta.db_table
    return f'SELECT {column} AS work FROM "{table}" t0{joins} WHERE t0.id = r."{first.column}"'  # noqa: S608


def ways_to_works(
    model: type[Model], seen: tuple[type[Model], ...] = ()
) -> list[tuple["Field[Any, Any]", ...]]:
    """The foreign keys, each way a row of them, by which a row of this model leads to preprints:
    the direct ones; else the first that every row has; else all of them."""
    if model._meta.label == WORK:
        own: list[tuple[Field[Any, Any], ...]] = [()]
        return own + [(field,) for field in _keys(model) if field.related_model is model]
    # The log stands below the works, and has no key to them but the number.
    direct: list[tuple[Field[Any, Any], ...]] = [
        (field,) for field in model._meta.concrete_fields if _is_key_of_work(field)
    ]
    if direct:
        return direct
    found = []
    for field in sorted(_keys(model), key=lambda field: field.null):
        if _target(field) in (model, *seen):
            continue
        onward = ways_to_works(_target(field), (*seen, model))
        found += [(field, *way) for way in onward if way]
        if onward and not field.null:
            break
    return found


def _keys(model: type[Model]) -> list["Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]


def _is_key_of_work(field: "Field[Any, Any]") -> bool:
    is_key = field.many_to_one or field.one_to_one
    return _target(field)._meta.label == WORK if is_key else field.name == "preprint_id"


def _target(field: "Field[Any, Any]") -> type[Model]:
    target: Any = field.related_model
    return target
