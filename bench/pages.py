"""The pages that most readers see: how many a second, what one costs, how many queries."""

from bench.compare import costs, rates
from bench.journal import Journal
from bench.report import Metric, at_least, at_most

PAGES = {
    "home": "/",
    "preprint": "/preprints/1/",
    "issue": "/issues/1/1/",
    "list": "/preprints/",
}
QUERIES_AT_MOST = {"home": 8, "preprint": 12, "issue": 12, "list": 8}
SHARE_OF_CONSTANT = 0.7
CPU_MS_AT_MOST = 12.0


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    queries = journal.queries(list(PAGES.values()))
    metrics = []
    for name, path in PAGES.items():
        metrics += page(journal, name, path, queries[path], seconds=seconds)
    return metrics


def page(journal: Journal, name: str, path: str, queries: int, *, seconds: float) -> list[Metric]:
    size = journal.size(path)
    rate = rates(journal, path, f"/__constant__/{size}", seconds=seconds)
    cost = costs(journal, path, f"/__hello__/{size}", seconds=seconds, fresh=True)
    constant = "same server, constant of the same size"
    hello = "empty Django view of the same size"
    cached, uncached = f"pages.{name}.cached", f"pages.{name}.uncached"
    limit = QUERIES_AT_MOST[name]
    return [
        at_least(cached, rate.ours, "req/s", rate.peer, constant, SHARE_OF_CONSTANT),
        at_most(uncached, cost.ours, "CPU ms", CPU_MS_AT_MOST, cost.peer, hello),
        at_most(f"{uncached}.queries", queries, "queries", limit),
    ]
