"""Two addresses for whoever watches the process: is it up, and can it serve.

They are no pages and are never cached; `/healthz` asks nothing of anybody, so that a lost database
does not have a good process killed.
"""

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from journal.postgresql.waiting import answer_within
from web.problems import RETRY_AFTER_SECONDS

# An answer comes within three seconds: connecting takes two at most (journal.postgresql.base), and
# the broker is asked only where the database has answered.
ANSWER_SECONDS = 0.9
BROKER_SECONDS = 0.4  # to connect, and again to answer


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """503 while the database is away. Without the broker pages serve and writes wait: still 200."""
    database = database_answers()
    broker = database and broker_answers()
    report = {
        "status": "ok" if database else "unavailable",
        "database": "ok" if database else "away",
        "broker": "ok" if broker else "away" if database else "not asked",
    }
    if not database:
        report["detail"] = "The database does not answer; try again shortly."
    elif not broker:
        report["detail"] = "The broker does not answer; background work waits until it does."
    response = JsonResponse(report, status=200 if database else 503)
    if not database:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def database_answers() -> bool:
    try:
        with answer_within(ANSWER_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    try:
        with Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=BROKER_SECONDS,
            socket_timeout=BROKER_SECONDS,
        ) as broker:
            return bool(broker.ping())
    except RedisError:
        return False
