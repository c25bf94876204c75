"""The API's list and detail beside the same rows by psycopg and orjson alone."""

from bench.compare import costs, rates
from bench.journal import Journal
from bench.report import Metric, at_least, at_most

RESOURCES = {
    "list": ("/api/v1/preprints/", "/__rows__"),
    "detail": ("/api/v1/preprints/1/", "/__rows__/1"),
}
SHARE_OF_BARE = 0.4
CPU_MS_AT_MOST = 12.0
QUERIES_AT_MOST = 4


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    queries = journal.queries([path for path, _rows in RESOURCES.values()])
    metrics = []
    for name, (path, rows) in RESOURCES.items():
        rate = rates(journal, path, rows, seconds=seconds, fresh=True)
        empty = f"/__hello__/{journal.size(path)}"
        cost = costs(journal, path, empty, seconds=seconds, fresh=True)
        bare, hello = "bare psycopg + orjson, same rows", "empty Django view of the same size"
        metrics += [
            at_least(f"api.{name}", rate.ours, "req/s", rate.peer, bare, SHARE_OF_BARE),
            at_most(f"api.{name}.cpu", cost.ours, "CPU ms", CPU_MS_AT_MOST, cost.peer, hello),
            at_most(f"api.{name}.queries", queries[path], "queries", QUERIES_AT_MOST),
        ]
    return metrics
