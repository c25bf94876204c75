"""One page's data each, as frozen dataclasses; every function does a fixed number of queries."""
